"""Clients that ask for a page again and again, each request on a connection of its own."""

import http.client
import threading
import time
from dataclasses import dataclass, field

CLIENTS = 4
MOST_REQUESTS = 5_000


class WrongAnswer(Exception):
    """A page answered something else than it should: what is measured would mean nothing."""


@dataclass
class Taken:
    """What one page took: the seconds of every request, and how long all clients together asked."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    def within(self, share: float) -> float:
        """The milliseconds within which this share of the requests was answered."""
        return 1000 * sorted(self.times)[min(int(share * len(self.times)), len(self.times) - 1)]


def ask(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    """One request on one connection; its status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookie, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def press(taken: Taken, port: int, path: str, cookie: str, seconds: float) -> None:
    """Four clients ask for so many seconds, and what they took is added. Raises WrongAnswer unless all is 200."""
    began = time.perf_counter()
    until = began + seconds
    wrong: list[str] = []

    def client() -> None:
        while time.perf_counter() < until and not wrong and len(taken.times) < MOST_REQUESTS:
            asked = time.perf_counter()
            try:
                status, body = ask(port, path, cookie)
            except OSError as error:
                wrong.append(f"{path}: {error}")
                return
            taken.times.append(time.perf_counter() - asked)
            taken.size = len(body)
            if status != 200:
                wrong.append(f"{path} answered {status}")

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    if wrong:
        raise WrongAnswer(wrong[0])
    taken.seconds += time.perf_counter() - began
