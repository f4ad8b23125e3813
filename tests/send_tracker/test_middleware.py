"""What is refused before Django makes a request of it."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from send_tracker.middleware import refuse_other_charsets

FORM = "application/x-www-form-urlencoded"


def answer_to(method: str, content_type: str) -> str:
    told = []
    environ = RequestFactory()._base_environ(REQUEST_METHOD=method, PATH_INFO="/", CONTENT_TYPE=content_type)
    list(refuse_other_charsets(WSGIHandler())(environ, lambda status, headers: told.append(status)))
    return told[0]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "named", ["=hex", "=utf-7", "=idna", "=undefined", "=none", "*=hex''%41", "*=none''%41", '=""']
)
def test_another_charset_is_refused(db, method, named):
    assert answer_to(method, f"{FORM}; charset{named}") == "400 Bad Request"


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", f'{FORM};charset="utf-8"', "", ";;;=;"])
def test_the_one_charset_there_is_or_none_is_heard(db, content_type):
    assert answer_to("GET", content_type) == "200 OK"
