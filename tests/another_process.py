"""The test's database, for a program of ours that runs beside the test; use it with `transactional_db`."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What such a program is started with: this database as it stands (SQLite in memory: a copy), letters in files."""
    return {
        **os.environ,
        "DATABASE_URL": _address(folder),
        "VAR_DIR": str(folder),
        "EMAIL_URL": "",
        "DEMO_DAY": "",
        "DJANGO_SETTINGS_MODULE": "send_tracker.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        **more,
    }


def _address(folder: Path) -> str:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "copy.sqlite3")])
        return f"sqlite:///{folder}/copy.sqlite3"
    facts = connection.settings_dict
    secret = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    return f"postgres://{facts['USER']}{secret}@{facts['HOST'].replace('/', '%2F')}{port}/{facts['NAME']}"


def ask(folder: Path, question: str) -> list[tuple]:
    """The rows the program sees."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as database:
            return database.execute(question).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def wait_until(is_so, seconds: float = 20) -> bool:
    """Whether it came to be so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False
