"""Nonsense in addresses and in forms: told in plain words or not heard, never an error of ours, never half written."""

import pytest

from send_tracker.lib.forms import DayField, VersionField
from tests.pages.places import ABOUT, OF_NO_AREA, address, good_press
from tests.pages.table import PAGES, name_of

pytestmark = pytest.mark.django_db
ASKED_FOR = ("page", "month", "workstream", "finding", "body", "rating", "overdue", "from", "copy", "next", "back")
ODD = [
    "NaN", "-1", "0", "1e9", "9" * 40, str(2**63), "%00", "%FF%FE", "%ED%A0%80", "%D9%A1", "%F0%9F%98%80",
    "%3Cscript%3Ez", "'%20OR%201=1--", "a" * 5000, "31/02/2020", "_connector",
]  # fmt: skip
ODD_IDS = [2**31, 2**63, 10**30, 0]
AREA_PAGES = [key for key, page in PAGES.items() if page.walled]
READ = [key for key, page in PAGES.items() if page.get]
FORMS = [key for key, page in PAGES.items() if page.walled and page.get and page.post and key != "boards:report_pdf"]
REFUSED, EITHER = True, False
# What is typed, and whether a field of words must refuse it. The first few go into each field alone, too.
ALONE = 5
TYPED = [
    ("x" * 10_001, REFUSED),
    ("a\0b", REFUSED),
    ("31/02/2020", EITHER),
    (["a", "b"], EITHER),
    ("<script>alert('zz')</script>", EITHER),
    ("\N{PILE OF POO}\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH SPACE}", EITHER),
    ("\ufffd{{ 7|add:7 }}{% load tz %}{0.__class__}", EITHER),
    ("-1", EITHER),
    ("9" * 60, EITHER),
]


def _who(key: str, method: str) -> str:
    page = PAGES[key]
    allowed = page.post if method == "POST" else page.get
    return "lead" if "lead" in allowed else min(allowed)


@pytest.mark.parametrize("key", READ)
def test_nonsense_after_the_question_mark(door, key):
    path = address(key, door.a)
    for odd in ODD:
        query = "&".join(f"{name}={odd}" for name in (*ASKED_FOR, "workstream", "page"))  # these two as lists
        page = door.knock(_who(key, "GET"), "GET", f"{path}?{query}").page
        assert page.status_code in {200, 302, 400, 403, 404}, f"{odd}: {page.status_code}"
        assert b"<script>z" not in page.content


@pytest.mark.parametrize("key", ABOUT)
def test_nonsense_for_an_id(door, key):
    method = "GET" if PAGES[key].get is not None else "POST"
    for odd in ODD_IDS:
        page = door.knock("lead", method, address(key, door.a, odd)).page
        assert page.status_code == 404, odd


def test_nonsense_for_an_area(door):
    for key in AREA_PAGES:
        method = "GET" if PAGES[key].get is not None else "POST"
        for odd in ("nowhere", "a" * 3000, "%00", "%F0%9F%98%80", "..%2f..", "NORTHSHIRE"):
            path = address(key, door.a).replace("/northshire/", f"/{odd}/", 1)
            assert door.knock("lead", method, path).page.status_code in {400, 404}, path


@pytest.mark.parametrize("key", FORMS)
def test_nonsense_in_every_field(door, key):
    """One field at a time, the rest as they should be; and all of them at once."""
    who, path, good = _who(key, "POST"), address(key, door.a), good_press(key, door.a)
    fields = door.ask(who, "GET", key).page.context["form"].fields
    for number, (typed, refused) in enumerate(TYPED):
        for name, field in fields.items() if number < ALONE else ():
            names = [f"{name}_day", f"{name}_month", f"{name}_year"] if isinstance(field, DayField) else [name]
            _heard(door, who, path, {**good, **dict.fromkeys(names, typed)}, name, field, refused)
        everything = dict.fromkeys([*good, *fields], typed)
        answer = door.knock(who, "POST", path, everything)
        assert answer.page.status_code in {200, 302, 409}, f"all: {typed!r:.40}"
        assert not (fields and refused and answer.written), f"all: {typed!r:.40}"


# Year one, the last there is, one no form of ours knows, and one that is only far away.
YEARS = [
    ("0001", REFUSED),
    ("9999", REFUSED),
    ("1999", REFUSED),
    ("2099", EITHER),
    ("-1", REFUSED),
    ("2 0 2 6", REFUSED),
]


@pytest.mark.parametrize("key", FORMS)
def test_a_year_of_nonsense_in_every_day(door, key):
    who, path, good = _who(key, "POST"), address(key, door.a), good_press(key, door.a)
    fields = door.ask(who, "GET", key).page.context["form"].fields
    for name, field in fields.items():
        for year, refused in YEARS if isinstance(field, DayField) else ():
            typed = {f"{name}_day": "1", f"{name}_month": "7", f"{name}_year": year}
            answer = door.knock(who, "POST", path, {**good, **typed, "is_checked": "on"})
            assert answer.page.status_code in {200, 302, 409}, f"{name}: {year}"
            if refused:
                assert name in answer.page.context["form"].errors, f"{name}: {year}"
                assert answer.written == set(), f"{name}: {year}"


def _heard(door, who, path, data, name, field, refused):
    """Refused beside the field, with nothing written; or taken as it stands."""
    answer = door.knock(who, "POST", path, data)
    code, told = answer.page.status_code, f"{name}={data.get(name)!r:.40}"
    assert code in {200, 302, 409}, told
    if code == 302:
        assert not refused or not hasattr(field, "max_length"), f"{told} was taken"
        return
    form = answer.page.context["form"]
    assert answer.written == set(), told
    assert b"<script>alert" not in answer.page.content
    if code == 200:
        assert form.errors, told
        if refused and not isinstance(field, VersionField):
            assert name in form.errors, told


@pytest.mark.parametrize("key", [key for key in FORMS if name_of(key) not in OF_NO_AREA])
def test_fields_nobody_offered_are_not_heard(door, key):
    """An owner, an area or a state sent along changes nothing: what is written is what a good press writes."""
    who, path, good = _who(key, "POST"), address(key, door.a), good_press(key, door.a)
    sent = {"area": door.b.area.pk, "area_id": door.b.area.pk, "plan_id": door.b.plan.pk, "id": door.b.plan.pk}
    before = door.all_rows()
    good_answer, answer = (
        door.knock(who, "POST", path, data) for data in (good, {**good, **sent, "state": "approved"})
    )
    assert answer.written == good_answer.written
    assert door.all_rows() == before
