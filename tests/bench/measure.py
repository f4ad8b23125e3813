"""Serves the data as script/server does, asks for each page in turn, round after round, and prints what that took."""

import os
import platform
import re
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from send_tracker.lib import dates
from send_tracker.lib.pdf import render_pdf
from tests.bench import paper as printing
from tests.bench.data import Made, fill
from tests.bench.load import CLIENTS, Taken, WrongAnswer, ask, press
from tests.bench.register import print_seconds as print_register_seconds

ROUNDS = 3
WARM_UPS = 8
PRINTS = 3


@dataclass
class Page:
    """A page that is measured: its name, address and port, the queries of one request, and what it took."""

    name: str
    path: str
    port: int
    queries: int
    taken: Taken = field(default_factory=Taken)


def pages(asked: Namespace) -> None:
    """Print what the register takes to load, and the table of pages: requests a second, milliseconds, queries, and
    the ratios to the empty and the bare page."""
    print_register_seconds()
    made = _made(asked)
    client = _signed_in(made)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    product, bare = _free_port(), _free_port()
    # Queries of the bare page: session, person, membership, plan, leads, findings, actions.
    measured = [
        Page("empty view, signed in", "/empty/", product, _queries(client, "/empty/")),
        Page("bare Django page of the actions", f"/bare/{made.plan.pk}/", bare, 7),
        *(Page(name, path, product, _queries(client, path)) for name, path in _addresses(made)),
    ]
    connection.close()
    with _served("tests.bench.settings", product), _served("tests.bench.bare_settings", bare):
        for page in measured:
            for _ in range(WARM_UPS):
                ask(page.port, page.path, cookie)
        for _ in range(ROUNDS):
            for page in measured:
                press(page.taken, page.port, page.path, cookie, asked.seconds)
    _print(measured)


def paper(asked: Namespace) -> None:
    """Print the seconds and memory of the report's PDF, and of Chromium's print of the same HTML."""
    html = printing.html_of(_made(asked).report)
    ours, theirs = printing.prints(html, os.environ["CHROME"], PRINTS)
    began = time.process_time()
    render_pdf(html)
    warm = time.process_time() - began
    print(f"{'the report as PDF':<38}{'seconds':>9}{'CPU s':>8}{'MiB':>8}{'file KiB':>10}")
    for run in (ours, theirs):
        print(f"{run.name:<38}{run.seconds:>9.2f}{run.cpu:>8.2f}{run.mib:>8.0f}{run.bytes / 1024:>10.0f}")
    print(f"{'  in a process that has begun already':<47}{warm:>8.2f}")
    ratios = (ours.seconds / theirs.seconds, ours.cpu / theirs.cpu, ours.mib / theirs.mib)
    print("Ours takes {:.2f}x the time, {:.2f}x the processor and {:.2f}x the memory.".format(*ratios))


def _made(asked: Namespace) -> Made:
    kind = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    print(f"-- {asked.actions} actions with {asked.updates} updates each, {kind}, seed {asked.seed}", flush=True)
    return fill(actions=asked.actions, updates=asked.updates, seed=asked.seed, on=dates.today())


def _addresses(made: Made) -> list[tuple[str, str]]:
    slug = made.area.slug
    plan = reverse("actions:plan_detail", args=[slug, made.plan.pk])
    return [
        ("plan page", plan),
        ("plan page, one finding", f"{plan}?finding={made.finding.pk}"),
        ("area home", reverse("boards:area_detail", args=[slug])),
        ("action page", reverse("actions:action_detail", args=[slug, made.action.pk])),
        ("my actions", reverse("actions:my_actions")),
        ("report draft", reverse("boards:report_detail", args=[slug, made.report.pk])),
        ("national page", reverse("published:national")),
    ]


def _signed_in(made: Made) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(made.user, backend=settings.SIGNED_IN_BY)
    return client


def _queries(client: Client, path: str) -> int:
    client.get(path)  # what the first request alone asks for is not counted
    with CaptureQueriesContext(connection) as found:
        answer = client.get(path)
    if answer.status_code != 200:
        raise WrongAnswer(f"{path} answered {answer.status_code}")
    return len(found)


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


@contextmanager
def _served(module: str, port: int) -> Iterator[None]:
    """The program behind the web server of script/server, until the block ends."""
    command = [
        sys.executable, "-m", "gunicorn", "send_tracker.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
        "--threads", "4", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    server = subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": module, "BENCH_SERVES": "yes"})
    try:
        _wait_for(server, port)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(server: subprocess.Popen, port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise WrongAnswer("The web server did not start; what it said stands above.")


def _print(measured: list[Page]) -> None:
    empty, bare = measured[0].taken.rate, measured[1].taken.rate
    print(f"-- {CLIENTS} clients, a connection each request, {ROUNDS} rounds; {_machine()}")
    head = ("req/s", "p50 ms", "p95 ms", "KiB", "queries", "x empty", "x bare")
    print(f"{'':<32}" + "".join(f"{word:>9}" for word in head))
    for page in measured:
        taken = page.taken
        print(
            f"{page.name:<32}{taken.rate:>9.1f}{taken.within(0.5):>9.1f}{taken.within(0.95):>9.1f}"
            f"{taken.size / 1024:>9.0f}{page.queries:>9}{taken.rate / empty:>9.2f}{taken.rate / bare:>9.2f}"
        )
    print("Only what stands in one run is comparable: look at the ratios.")


def _machine() -> str:
    model = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    return f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), Python {platform.python_version()}"


def _read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""
