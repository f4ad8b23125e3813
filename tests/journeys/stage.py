"""Where the journeys are played: the story told once, a copy of its database for each, and real servers before it."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
from django.conf import settings

DAY = "2020-01-21"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")


class SqliteStore:
    """Each database is a file in a folder of its own, which also serves as VAR_DIR."""

    def __init__(self, folder: Path):
        self.folder = folder

    def template(self) -> dict[str, str]:
        return self._settings(self.folder / "story")

    def copy(self, name: str) -> dict[str, str]:
        shutil.copytree(self.folder / "story", self.folder / name)
        return self._settings(self.folder / name)

    def drop(self, name: str) -> None:
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def _settings(self, folder: Path) -> dict[str, str]:
        folder.mkdir(exist_ok=True)
        return {"VAR_DIR": str(folder)}


class PostgresStore:
    """Each database is one of the cluster's, copied by PostgreSQL itself."""

    def __init__(self, folder: Path, url: str):
        self.folder, self.url = folder, url
        self.prefix = f"journeys_{uuid.uuid4().hex[:10]}_"

    def template(self) -> dict[str, str]:
        self._run(f"CREATE DATABASE {self.prefix}story")
        return self._settings("story")

    def copy(self, name: str) -> dict[str, str]:
        self._run(f"CREATE DATABASE {self.prefix}{name} TEMPLATE {self.prefix}story")
        return self._settings(name)

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self.prefix}{name} WITH (FORCE)")

    def _settings(self, name: str) -> dict[str, str]:
        (self.folder / name).mkdir()
        address = urlsplit(self.url)._replace(path=f"/{self.prefix}{name}").geturl()
        return {"VAR_DIR": str(self.folder / name), "DATABASE_URL": address}

    def _run(self, command: str) -> None:
        parts = urlsplit(self.url)
        host = unquote(parts.netloc.rpartition("@")[2].rpartition(":")[0] or parts.hostname or "")
        connection = psycopg2.connect(
            host=host, port=parts.port or 5432, user=parts.username, password=parts.password, dbname="postgres"
        )
        try:
            connection.autocommit = True  # a database is not made inside a transaction
            connection.cursor().execute(command)
        finally:
            connection.close()


def store(folder: Path) -> SqliteStore | PostgresStore:
    """The kind of database the suite runs on: the one of DATABASE_URL, or files."""
    url = os.environ.get("DATABASE_URL", "")
    return PostgresStore(folder, url) if url.startswith("postgres") else SqliteStore(folder)


def environment(**given: str) -> dict[str, str]:
    """What the servers are told: the demonstration's settings and nothing of the developer's."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"DEMO_DAY": DAY} | given


def manage(*arguments: str, env: dict[str, str]) -> str:
    """One run of manage.py to its end; its words. Raises CalledProcessError, with what it said, if it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    return done.stdout


def collect_static(marker: Path) -> None:
    """Collect what browsers are served, once for all the workers that share the marker's folder."""
    with marker.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if marker.stat().st_size == 0:
            manage("collectstatic", "--noinput", "--verbosity", "0", env=environment(VAR_DIR=str(marker.parent)))
            lock.write("collected")
            lock.flush()


def tell_story(place: SqliteStore | PostgresStore) -> dict[str, str]:
    """The demonstration on its day, as the template every copy is made of."""
    env = environment(**place.template(), LOG_LEVEL="ERROR")
    for command in (("migrate", "--noinput"), ("createcachetable",), ("seed_demo",)):
        manage(*command, "--verbosity", "0", env=env)
    return env


@dataclass(frozen=True)
class Site:
    """One running copy of the demonstration."""

    address: str
    env: dict[str, str]


@contextmanager
def running(place: SqliteStore | PostgresStore, name: str) -> Iterator[Site]:
    """The program on a copy of the story: the web server and the background loop, stopped however this ends."""
    started: list[subprocess.Popen] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        # Connections wait in the queue until the server, which inherits the socket, is up: no port to race for.
        listener.listen(64)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            env = environment(**place.copy(name), SITE_URL=address, LOG_LEVEL="WARNING")
            web = ("-m", "gunicorn", "send_tracker.wsgi", "--bind", f"fd://{listener.fileno()}", "--threads", "4")
            quiet = ("--log-level", "warning", "--no-control-socket")
            log = Path(env["VAR_DIR"], "servers.log")
            started.append(_start(*web, *quiet, env=env, log=log, pass_fds=(listener.fileno(),)))
            started.append(_start("manage.py", "run_ticks", env=env, log=log))
            listener.close()
            yield Site(address, env)
        finally:
            for process in reversed(started):
                _stop(process)
            place.drop(name)


def _start(*arguments: str, env: dict[str, str], log: Path, **more) -> subprocess.Popen:
    # Tied to this process, so that they end even when it is killed and can stop nothing.
    tie = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    with log.open("ab") as said:
        return subprocess.Popen(
            [*tie, sys.executable, *arguments], cwd=settings.BASE_DIR, env=env, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, **more,
        )  # fmt: skip


def _stop(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
    except ProcessLookupError:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
