"""One world for all the tests of a file: made once, and put back after every knock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.conftest import ON
from tests.pages.marks import MODELS
from tests.pages.places import address, good_press
from tests.pages.world import build_world, shut_out

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|cache|account_)(\w+)"')
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@dataclass
class Answer:
    """What came back, and which tables were written meanwhile."""

    page: HttpResponse
    written: set[str]

    @property
    def body(self) -> bytes:
        """The content, without the token that differs each time."""
        return TOKEN.sub(b"", self.page.content)


class Door:
    """Knocks at pages as anybody, and puts everything back afterwards."""

    def __init__(self, world):
        self.world, self.a, self.b = world, world.a, world.b
        self.client = Client(raise_request_exception=False)
        self.sessions = {"anonymous": None} | {who: self._sign_in(user) for who, user in world.people.items()}

    def _sign_in(self, user) -> str:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client.cookies["sessionid"].value

    def knock(self, actor: str, method: str, path: str, data=None, **extra) -> Answer:
        """One request by this actor; what it wrote is noted and undone."""
        self.client.cookies.clear()
        if self.sessions[actor]:
            self.client.cookies["sessionid"] = self.sessions[actor]
        written = set()

        def watch(execute, sql, params, many, context):
            if found := WRITES.match(sql):
                written.add(found.group(2))
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(watch):
            page = (
                self.client.generic(method, path, **extra)
                if method not in ("GET", "HEAD", "POST")
                else getattr(self.client, method.lower())(path, data or {}, **extra)
            )
            if page.streaming:
                page.content = b"".join(page)
            transaction.set_rollback(True)
        return Answer(page, written)

    def ask(self, actor: str, method: str, key: str, side=None) -> Answer:
        """The page of a row of the table, in area A unless told; a POST sends what its button sends."""
        side = side or self.a
        return self.knock(actor, method, address(key, side), good_press(key, side) if method == "POST" else None)

    def all_rows(self) -> dict[str, int]:
        """Every row there is, table by table, as a checksum."""
        return {model._meta.label: hash(repr(list(map(_plain, _rows(model))))) for model in MODELS}


def _rows(model) -> QuerySet:
    return model._base_manager.order_by("pk").values_list()


def _plain(row: tuple) -> list:
    """A row whose files are bytes: PostgreSQL gives views of memory, each another object."""
    return [bytes(value) if isinstance(value, memoryview) else value for value in row]


@pytest.fixture(scope="module")
def door(django_db_setup, django_db_blocker) -> Iterator[Door]:
    """The two areas and everybody at their doors, for all the tests of one file."""
    patch = pytest.MonkeyPatch()
    patch.setattr("send_tracker.lib.dates.london_today", lambda: ON)
    with django_db_blocker.unblock(), override_settings(DEMO_DAY=None), transaction.atomic():
        world = build_world()
        door = Door(world)
        shut_out(world)
        patch.undo()
        yield door
        transaction.set_rollback(True)
