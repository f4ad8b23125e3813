"""The wall between two areas: what is another's is not there, and nothing of it is ever shown or taken."""

import importlib
import pkgutil
import subprocess
from datetime import UTC, datetime

import pytest
from django import forms
from django.db import transaction

from boards.public import LEAVES
from boards.services.reports import render_waiting
from inspections.forms.calculator import CalculatorForm
from tests.pages.marks import ALL_TEXTS, MODELS
from tests.pages.places import ABOUT, address, good_press
from tests.pages.table import MEMBERS, PAGES, PERMS, STRANGERS

pytestmark = pytest.mark.django_db
# Read by GET and for anybody: it belongs to no area, and its own tests send it nonsense.
READ = {CalculatorForm}
NEVER = 987_654_321  # no row has this number
AT = datetime(2026, 10, 14, 9, tzinfo=UTC)
ASIDE = {"both"}  # a member of both areas is no stranger to either
METHODS = {"GET": None, "POST": {}}


@pytest.mark.parametrize("key", ABOUT)
def test_what_is_another_areas_is_as_if_it_were_not_there(door, key):
    """One's own address with their row, theirs with either's, and a row nobody has: the same page to the byte."""
    before = door.all_rows()
    mine, theirs = ABOUT[key](door.a), ABOUT[key](door.b)
    for actor in sorted({"outsider"} | MEMBERS - ASIDE):
        nowhere = door.knock(actor, "GET", "/areas/nowhere/").body
        paths = [address(key, door.a, theirs), address(key, door.a, NEVER), address(key, door.b)]
        for path in [*paths, address(key, door.b, mine)]:
            for method in _methods(key):
                answer = door.knock(actor, method, path, good_press(key, door.b) if method == "POST" else None)
                assert (answer.page.status_code, answer.written) == (404, set()), f"{actor} {method} {path}"
                assert answer.body == nowhere, f"{actor} can tell {path} from what is not there"
    assert door.all_rows() == before


@pytest.mark.parametrize("key", ABOUT)
def test_who_runs_one_area_reaches_no_row_of_another_through_their_own(door, key):
    """The leads of A and of B, and the health lead of both: all they may in the one opens nothing of the other."""
    for actor, here, there in (("lead", door.a, door.b), ("lead of B", door.b, door.a), ("both", door.a, door.b)):
        path = address(key, here, ABOUT[key](there))
        for method in _methods(key):
            answer = door.knock(actor, method, path, good_press(key, there) if method == "POST" else None)
            assert (answer.page.status_code, answer.written) == (404, set()), f"{actor} {method} {path}"


def _methods(key) -> list[str]:
    page = PAGES[key]
    return [method for method, who in (("GET", page.get), ("POST", page.post)) if who is not None]


CHOICES = (forms.ModelChoiceField, forms.ModelMultipleChoiceField)
REFERENCE = {"framework", "outcome", "question", "register_entry"}  # everybody's: the rules, and what was published
# What stands in the other area for each field that chooses a row.
THEIRS = {
    "organisation": lambda b: b.council, "provider": lambda b: b.trust, "commissioner": lambda b: b.council,
    "lead_body": lambda b: b.council, "bodies": lambda b: b.council, "user": lambda b: b.users["leading"],
    "membership": lambda b: b.members["forum"],
    "post": lambda b: b.post, "lead_post": lambda b: b.post, "lead_posts": lambda b: b.post,
    "reporting_post": lambda b: b.post, "for_post": lambda b: b.post, "findings": lambda b: b.finding,
    "sources": lambda b: b.source, "part_of": lambda b: b.finding, "follows": lambda b: b.inspection,
    "themes": lambda b: b.theme,
    "inspection": lambda b: b.revisit, "supersedes": lambda b: b.old_plan, "plan": lambda b: b.plan,
    "workstream": lambda b: b.other_workstream, "parent": lambda b: b.board, "answer": lambda b: b.reply,
    "points": lambda b: b.point, "actions": lambda b: b.action,
    "board": lambda b: b.board, "meeting": lambda b: b.meeting, "submission": lambda b: b.submission,
    "delegated_to": lambda b: b.post, "by_post": lambda b: b.post,
    "document": lambda b: b.reply,
    "source": lambda b: b.source,
}  # fmt: skip


def form_classes() -> set[type[forms.Form]]:
    """Every form there is in the rooms of that name."""
    found = set()
    for app in ("areas", "inspections", "actions", "boards"):
        room = importlib.import_module(f"{app}.forms")
        names = [f"{app}.forms.{inner.name}" for inner in pkgutil.iter_modules(getattr(room, "__path__", []))]
        for module in [room, *map(importlib.import_module, names)]:
            found |= {
                kind for kind in vars(module).values()
                if isinstance(kind, type) and issubclass(kind, forms.Form) and kind.__module__ == module.__name__
            }  # fmt: skip
    return found


def test_no_field_takes_a_row_of_another_area(door):
    """Each field of each form that chooses a row is sent theirs, nobody's and nonsense, through its page."""
    asked, before = set(), door.all_rows()
    for key, page in PAGES.items():
        actor = next(iter(sorted(page.post or ())), None)
        if not page.walled or actor is None or page.get is None or key == "boards:report_pdf":
            continue
        for who in {"lead", actor} & set(page.post):
            shown = door.ask(who, "GET", key).page.context.get("form")
            assert shown is not None, f"{who} {key} has no form"
            for name, field in shown.fields.items():
                if isinstance(field, CHOICES):
                    asked.add((type(shown), name))
                    _refused(door, who, key, name)
    kinds = form_classes() - READ
    wanted = {(kind, name) for kind in kinds for name, f in kind.base_fields.items() if isinstance(f, CHOICES)}
    missed = {
        f"{kind.__name__}.{name}"
        for kind, name in wanted
        if not any(issubclass(seen, kind) and name == of for seen, of in asked)
    }
    assert missed == set()
    assert door.all_rows() == before


def _refused(door, who, key, name):
    good = good_press(key, door.a)
    foreign = [] if name in REFERENCE else [THEIRS[name](door.b).pk]
    for value in (*foreign, NEVER, 2**63, -1, "abc", "1 OR 1=1", "\0"):
        both = [*good[name], value] if isinstance(good.get(name), list) else value
        answer = door.knock(who, "POST", address(key, door.a), {**good, name: both})
        assert answer.page.status_code == 200, f"{who} {key}: {name}={value!r}"
        assert name in answer.page.context["form"].errors, f"{who} {key}: {name}={value!r}"
        assert answer.written == set()


def test_every_text_of_every_model_is_marked_in_both_areas(door):
    for side in (door.a, door.b):
        assert set(side.marks.fields.values()) == ALL_TEXTS
    assert len(door.a.marks.fields) == len(door.b.marks.fields) == 341


@pytest.mark.parametrize("key", [key for key in PERMS if PAGES[key].get is not None])
def test_no_page_shows_a_word_of_another_area(door, key):
    """Everything anybody may open, and every refusal, searched for the marks of the area they are no member of."""
    public = not PAGES[key].walled and PAGES[key].is_open
    for actor in PERMS[key]["GET"]:
        content = door.ask(actor, "GET", key).page.content
        if actor in door.world.people:  # one's own name stands in the frame of every page
            content = content.replace(door.world.people[actor].name.encode(), b"")
        of_a, of_b = door.a.marks.found_in(content), door.b.marks.found_in(content)
        if public:
            assert of_a | of_b <= MAY_LEAVE, actor
        elif actor in MEMBERS - ASIDE:
            assert of_b == set(), actor
        elif actor in STRANGERS and not actor.endswith("of B"):
            assert of_a | of_b == set(), actor
        elif actor.endswith("of B"):
            assert of_a == set(), actor
        elif PAGES[key].walled:
            assert of_b == set(), actor


def _leaving() -> set[str]:
    """The fields the models let out, as `Model.field`, and those the release itself writes."""
    let_out = {f"{model.__name__}.{name}" for keys in LEAVES.values() for model, name in keys.values()}
    words = {f"{model.__name__}.{name}" for model in MODELS for name in getattr(model, "PUBLIC", ())}
    # What an action was called before it was reworded is what a report of an earlier day calls it.
    return let_out | words | {"SectionText.words", "Publication.title", "Publication.withdrawal_reason"} | {
        "Organisation.name", "Organisation.short_name", "LocalArea.name", "ActionChange.before",
    }  # fmt: skip


MAY_LEAVE = _leaving()


def test_the_report_of_an_area_holds_no_word_of_another_and_the_public_one_no_private_word(door):
    """The true PDFs: their text, and what they say of themselves."""
    with transaction.atomic():
        assert render_waiting(AT) == 2
        for side, other, who in ((door.a, door.b, "lead"), (door.b, door.a, "lead of B")):
            path = address("boards:report_pdf", side, side.approved)
            private = _text(door.knock(who, "GET", path).page.content)
            released = _text(door.knock(who, "GET", path, {"copy": "public"}).page.content)
            assert other.marks.found_in(private + released) == set()
            assert side.marks.found_in(released) <= MAY_LEAVE
            assert side.marks.found_in(private) - MAY_LEAVE, "the board's own report has more than the public one"
        transaction.set_rollback(True)


def _text(pdf: bytes) -> bytes:
    """All the words of a PDF and what it says of itself, without the white space that breaks lines."""
    words = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True).stdout
    about = subprocess.run(["pdfinfo", "-"], input=pdf, check=True, capture_output=True).stdout
    return b"".join((words + about).split())
