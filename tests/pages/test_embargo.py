"""The wall round an inspection that is not published: only those let in see it, or a word of what hangs on it."""

from datetime import timedelta

import pytest
from django.db import models, transaction

from actions.models import Plan
from areas.models import Attachment, Membership
from inspections.models import Insider, Inspection
from send_tracker.reminders import due_items
from tests.conftest import ON
from tests.pages.marks import MODELS, texts_of
from tests.pages.places import ABOUT, address, good_press
from tests.pages.table import FORBIDDEN, MEMBERS, NOTFOUND, OK, PAGES, PERMS

pytestmark = pytest.mark.django_db
TOMORROW = ON + timedelta(days=1)
LET_IN = "health"  # named on it
OUTSIDE = sorted(MEMBERS - {"lead", LET_IN})
READ = [key for key in PERMS if PAGES[key].get is not None and not PAGES[key].is_open]
# Pages that are made of what hangs on it.
TELLING = {
    "boards:area_detail", "boards:board_list", "boards:meeting_detail", "inspections:source_list",
    "inspections:source_detail", "inspections:deadline_list", "actions:plan_list", "actions:plan_detail",
    "actions:action_detail", "areas:document_list",
}  # fmt: skip
CODES = {OK: {200, 302}, FORBIDDEN: {403}, NOTFOUND: {404}}


def hanging(inspections) -> dict[type[models.Model], set[int]]:
    """Every row that hangs on these inspections: whatever points to one of them, to what points there, and so on.

    By the keys of the models themselves, so that no new model is forgotten. A key to its own kind is no such thread: a
    revisit that comes back to an inspection, a board above another. A document hangs by what it is attached to.
    """
    found: dict[type[models.Model], set[int]] = {}
    new = [(Inspection, row.pk) for row in inspections] + [(type(row.source), row.source_id) for row in inspections]
    while new:
        model, pk = new.pop()
        if pk in found.setdefault(model, set()):
            continue
        found[model].add(pk)
        if issubclass(model, Attachment):
            document = model._base_manager.get(pk=pk).document
            new.append((type(document), document.pk))
        for upper in MODELS:
            for field in [*upper._meta.fields, *upper._meta.many_to_many]:
                if field.related_model is model and upper is not model:
                    rows = upper._base_manager.filter(**{field.name: pk}).values_list("pk", flat=True)
                    new += [(upper, row) for row in rows]
    return found


def marks_in(side, rows: dict[type[models.Model], set[int]]) -> set[bytes]:
    """The marks in the texts of these rows."""
    found = set()
    for model, ids in rows.items():
        names = [field.name for field in texts_of(model)]
        for row in model._base_manager.filter(pk__in=ids).values_list(*names) if names else ():
            found |= set(side.marks.pattern.findall(" ".join(filter(None, row)).encode()))
    return found


class Embargo:
    """The area's main inspection, with all that hangs on it, put under embargo until a day."""

    def __init__(self, side, until):
        main = [side.inspection, side.deadline.inspection]
        self.main, self.side = Inspection.objects.filter(pk__in=[row.pk for row in main]), side
        self.main.update(report_published_on=until)
        self.rows = hanging(main)
        shown_too = {mark for model in MODELS for mark in self._of_others(model)}
        self.marks = marks_in(side, self.rows) - shown_too

    def _of_others(self, model):
        """A mark may be repeated in what hangs on nothing: the name of a body, the title of a post."""
        ids = set(model._base_manager.values_list("pk", flat=True)) - self.rows.get(model, set())
        kept = {"AuditEvent", "Reminder", "OutgoingEmail"}
        return set() if model.__name__ in kept else marks_in(self.side, {model: ids})

    def hides(self, row) -> bool:
        return row.pk in self.rows.get(type(row), ())

    def told_in(self, content: bytes) -> set[str]:
        """The fields of hidden rows whose words are in this content."""
        found = set(self.side.marks.pattern.findall(content)) & self.marks
        return {self.side.marks.fields[mark.decode()] for mark in found}

    def let_in(self, who) -> None:
        for inspection in self.main:
            Insider.objects.create(
                inspection=inspection, membership=self.side.members[who], started_on=ON, named_by=self.side.by
            )


@pytest.fixture
def put_under(door):
    """`put_under(until)`: the embargo; everything is put back afterwards."""
    with transaction.atomic():
        yield lambda until: Embargo(door.a, until)
        transaction.set_rollback(True)


def test_everything_of_the_inspection_hangs_on_it(put_under):
    """The threads are found, and there is a good deal of text to keep: the tests below would notice."""
    embargo = put_under(None)
    names = {model.__name__ for model in embargo.rows}
    assert names >= {
        "Source", "Inspection", "Finding", "Deadline", "Event", "Judgement", "StatedCount", "Plan", "Verdict",
        "FeedbackPoint", "Workstream", "Action", "ActionUpdate", "Contribution", "HighlightReport", "Board", "Seat",
        "Meeting", "Report", "SectionText", "Document", "DocumentVersion",
    }  # fmt: skip
    assert len(embargo.marks) > 60
    assert embargo.hides(embargo.side.plan)
    assert not embargo.hides(embargo.side.old_plan)


@pytest.mark.parametrize("key", ABOUT)
def test_its_addresses_are_as_if_they_were_not_there(door, put_under, key):
    """To everybody outside: the same page to the byte as an address nobody has, whatever is sent to it."""
    embargo = put_under(None if len(key) % 2 else TOMORROW)  # no day known, and a day to come: one as the other
    if not embargo.hides(ABOUT[key](door.a)):
        return
    for actor in OUTSIDE:
        nowhere = door.knock(actor, "GET", "/areas/nowhere/").body
        for method in ("GET", "POST"):
            if getattr(PAGES[key], method.lower()) is None:
                continue
            answer = door.knock(
                actor, method, address(key, door.a), good_press(key, door.a) if method == "POST" else None
            )
            assert (answer.page.status_code, answer.written) == (404, set()), f"{actor} {method}"
            assert answer.body == nowhere, f"{actor} can tell it from what is not there"


@pytest.mark.parametrize("key", READ)
def test_no_page_shows_a_word_of_it_to_who_is_outside(door, put_under, key):
    embargo = put_under(None)
    for actor in OUTSIDE:
        answer = door.ask(actor, "GET", key)
        assert embargo.told_in(answer.page.content) == set(), actor
        about = ABOUT.get(key)
        if about is None or not embargo.hides(about(door.a)):
            assert answer.page.status_code in CODES[PERMS[key]["GET"][actor]], actor


@pytest.mark.parametrize("key", [key for key in READ if PAGES[key].walled])
def test_area_leads_and_those_named_on_it_see_it_all(door, put_under, key):
    embargo = put_under(None)
    embargo.let_in(LET_IN)
    for actor in ("lead", LET_IN):
        answer = door.ask(actor, "GET", key)
        assert answer.page.status_code in CODES[PERMS[key]["GET"][actor]], actor
        if key in TELLING:
            assert embargo.told_in(answer.page.content), actor


@pytest.mark.parametrize("key", [key for key in ABOUT if PAGES[key].get is not None])
def test_on_the_day_of_publication_everything_is_there(door, put_under, key):
    put_under(ON)
    for actor in ("leading", "chair", "reader"):
        code = door.ask(actor, "GET", key).page.status_code
        assert code in CODES[PERMS[key]["GET"][actor]], actor


@pytest.mark.parametrize("until", [None, TOMORROW])
def test_no_digest_tells_of_it_to_who_is_outside(door, put_under, until):
    told_before = {(item.person_id, item.key) for item in due_items(ON)}
    embargo = put_under(until)
    embargo.let_in(LET_IN)
    inside = {door.a.users["lead"].pk, door.a.users[LET_IN].pk}
    items = [item for item in due_items(ON) if item.area_id == door.a.area.pk]
    for item in items:
        assert item.person_id in inside or not embargo.told_in(item.title.encode()), item
    assert any(embargo.told_in(item.title.encode()) for item in items if item.person_id in inside)
    assert told_before - {(item.person_id, item.key) for item in due_items(ON)}, "nobody had been told of it before"


def test_who_is_named_loses_it_with_the_role_they_were_named_in(door, put_under):
    """An embargo is told to somebody in one capacity; in another they are a stranger to it."""
    embargo, side = put_under(None), door.a
    embargo.let_in("reader")
    path = address("inspections:source_detail", side)
    assert door.knock("reader", "GET", path).page.status_code == 200
    Membership.objects.filter(pk=side.members["reader"].pk).update(ended_on=ON)
    Membership.objects.create(
        user=side.users["reader"], area=side.area, organisation=side.council, role="officer", started_on=ON
    )
    assert door.knock("reader", "GET", path).page.status_code == 404


def test_an_action_that_answers_it_hides_a_plan_that_no_longer_names_it(door, put_under):
    embargo, side = put_under(None), door.a
    Plan.objects.get(pk=side.plan.pk).sources.set([side.review])
    assert door.knock("officer", "GET", address("actions:plan_detail", side)).page.status_code == 404
    assert embargo.told_in(door.knock("officer", "GET", address("actions:plan_list", side)).page.content) == set()
