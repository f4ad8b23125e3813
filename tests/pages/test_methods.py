"""The methods no page knows, and what every answer says of whether it may be kept."""

import pytest

from tests.pages.places import address
from tests.pages.table import PAGES

pytestmark = pytest.mark.django_db
PRIVATE = [key for key, page in PAGES.items() if not page.is_open and page.get is not None]
PUBLIC = [key for key in PAGES if key.startswith("published:") or key in ("home", "accessibility", "areas:brand")]


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "PROPFIND", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_a_method_no_page_knows_is_refused(door, method):
    for key in PAGES:
        answer = door.knock("lead", method, address(key, door.a))
        assert (answer.page.status_code, answer.written) == (405, set()), key


def test_a_header_does_not_change_the_method(door):
    path = address("areas:post_close", door.a)
    for header in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"):
        assert door.knock("lead", "GET", path, **{header: "POST"}).written == set()


@pytest.mark.parametrize("key", PRIVATE)
def test_nobody_keeps_a_copy_of_a_private_page(door, key):
    for actor in ("anonymous", "outsider", "reader", "lead"):
        assert "no-store" in door.ask(actor, "GET", key).page["Cache-Control"], actor


@pytest.mark.parametrize("key", PUBLIC)
def test_a_public_page_sets_no_cookie_and_asks_for_none(door, key):
    for actor in ("anonymous", "lead"):
        page = door.ask(actor, "GET", key).page
        assert not page.cookies, actor
        assert "Cookie" not in page.get("Vary", ""), actor
