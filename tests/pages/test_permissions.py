"""Every page, every method, everybody: the table says what each gets, and nothing else happens."""

import pytest

from tests.pages.places import address
from tests.pages.table import ACTORS, EXPECTED_CELLS, FORBIDDEN, LOGIN, METHOD, NOTFOUND, OK, PAGES, PERMS, name_of
from tests.test_house import pages

pytestmark = pytest.mark.django_db
CODES = {FORBIDDEN: {403}, NOTFOUND: {404}, METHOD: {405}, LOGIN: {302}}


def test_the_table_has_every_page_there_is():
    assert {name for name, _ in pages()} == {name_of(key) for key in PERMS}


def test_the_table_is_as_large_as_we_think():
    assert sum(len(outcomes) for methods in PERMS.values() for outcomes in methods.values()) == EXPECTED_CELLS


@pytest.mark.parametrize("key", PERMS)
def test_everybody_gets_what_the_table_says(door, key):
    before = door.all_rows()
    wrong = []
    for method, outcomes in PERMS[key].items():
        for actor, expected in outcomes.items():
            answer = door.ask(actor, method, key)
            if said := _fault(key, method, expected, answer):
                wrong.append(f"{actor} {method}: {said}")
    assert not wrong, "\n".join(wrong)
    assert door.all_rows() == before, "something was written and not taken back"


def _fault(key, method, expected, answer) -> str:
    """What is wrong with an answer; nothing if it is what the table says."""
    code = answer.page.status_code
    to_sign_in = code == 302 and answer.page["Location"].startswith("/account/login/?next=")
    if expected != OK:
        if code not in CODES[expected] or (expected == LOGIN and not to_sign_in):
            return f"{expected} is due, it was {code}"
        return f"refused, and yet {answer.written} written" if answer.written else ""
    if to_sign_in or code not in ({200} if PAGES[key].walled and method != "POST" else {200, 302}):
        return f"an answer is due, it was {code}"
    if method != "POST" and answer.written:
        return f"reading wrote {answer.written}"
    if method == "POST" and PAGES[key].walled and key not in WRITES_NOTHING and not (code == 302 and answer.written):
        return f"a good press did nothing: {code}"
    return ""


WRITES_NOTHING = {"boards:report_pdf"}


def test_a_person_shut_out_is_out_at_the_next_click(door):
    """Both had a session while they might: a shut account is asked to sign in, a former member is told 404."""
    path = address("boards:area_detail", door.a)
    assert door.knock("gone", "GET", path).page.status_code == 302
    assert door.knock("former", "GET", path).page.status_code == 404


def test_there_are_enough_actors():
    assert len(ACTORS) == 17
