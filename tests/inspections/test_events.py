"""What is written about the plain events of an inspection."""

from datetime import date

import pytest

from areas.models import AuditEvent
from inspections import services, summaries
from inspections.models import Event
from send_tracker.lib.precision import TO_BE_CONFIRMED, Precision, VagueDay, exactly
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_visit
from tests.factories.inspections import make_inspection

MEETING = exactly(date(2026, 6, 19))
JUNE = VagueDay(date(2026, 6, 1), Precision.MONTH)


@pytest.fixture
def inspection(northshire):
    """It was on site from 9 to 13 March 2026."""
    return make_inspection(northshire)


@pytest.fixture
def record(inspection, ada, on):
    def _record(kind="planning meeting", happened=MEETING, **facts):
        facts = {"inspection": inspection, "kind": kind, "happened": happened, **facts}
        return services.record_event(by=ada.membership, on=on, **facts)

    return _record


def test_an_event_is_recorded_with_how_it_is_known(record, inspection, ada, on):
    event = record(title="Meeting with the department", source_note="The council's paper")
    event.refresh_from_db()
    assert (event.inspection, event.kind, str(event)) == (inspection, "planning meeting", "Meeting with the department")
    assert (event.happened, event.source_note) == (MEETING, "The council's paper")
    assert (event.recorded_by, event.recorded_on) == (ada.membership, on)
    assert AuditEvent.objects.get(event="event recorded").facts == {
        "kind": "planning meeting",
        "day": "19 June 2026",
        "source_note": "The council's paper",
    }


def test_the_same_again_is_written_once(record):
    assert record() == record()
    assert record(happened=JUNE) != record()
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "happened", "field"),
    [
        ("other", MEETING, "title"),
        ("plan accepted", exactly(date(2026, 10, 15)), "happened"),  # tomorrow
        ("plan accepted", TO_BE_CONFIRMED, "happened"),
        ("draft letter", exactly(date(2026, 3, 12)), "happened"),  # the inspectors were still there
        ("notification", exactly(date(2026, 3, 10)), "happened"),  # they were there already
    ],
)
def test_a_day_that_cannot_be_is_refused(record, kind, happened, field):
    with pytest.raises(Refused) as refused:
        record(kind, happened)
    assert refused.value.field == field
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("kind", "happened"),
    [
        ("plan accepted", exactly(date(2026, 10, 14))),  # today
        ("draft letter", VagueDay(date(2026, 3, 1), Precision.MONTH)),  # after the 13th, perhaps
        ("notification", exactly(date(2026, 3, 2))),
        ("planning meeting", exactly(date(2027, 1, 4))),
        ("review held", TO_BE_CONFIRMED),
    ],
)
def test_a_day_that_can_be_is_taken(record, kind, happened):
    assert record(kind, happened).happened == happened


def test_a_correction_keeps_what_it_was_in_the_audit_trail(record, ada, on):
    event = record()
    moved = services.correct_event(
        event=event, version=0, reason="Misread", kind="other", title="A call", happened=JUNE, by=ada.membership, on=on
    )
    assert (moved.kind, moved.title, moved.happened, moved.version) == ("other", "A call", JUNE, 1)
    assert AuditEvent.objects.get(event="event corrected").facts == {
        "reason": "Misread",
        "kind": ["planning meeting", "other"],
        "title": ["", "A call"],
        "day": ["19 June 2026", "June 2026"],
    }
    with pytest.raises(StaleError):
        services.correct_event(
            event=event, version=0, reason="x", kind="other", title="x", happened=JUNE, by=ada.membership, on=on
        )


def test_what_is_withdrawn_stands_no_longer(record, inspection, ada, on):
    event = services.withdraw_event(event=record(), version=0, reason="It fell through", by=ada.membership, on=on)
    assert (event.withdrawn_on, event.withdrawn_by, event.withdrawal_reason) == (on, ada.membership, "It fell through")
    assert summaries.event_lines(inspection, on) == []
    with pytest.raises(Refused):
        services.withdraw_event(event=event, version=1, reason="Again", by=ada.membership, on=on)
    assert record().pk != event.pk


def test_the_timeline_is_in_the_order_it_happened_and_says_what_is_to_come(record, inspection, southshire, on):
    for happened in (TO_BE_CONFIRMED, exactly(date(2027, 1, 4)), MEETING, JUNE):
        record("other", happened, title=str(happened))
    make_inspection(southshire)
    lines = summaries.event_lines(inspection, on)
    assert [(line.day, line.is_to_come) for line in lines] == [
        ("June 2026", False),
        ("19 June 2026", False),
        ("4 January 2027", True),
        ("to be confirmed", True),
    ]
    assert summaries.area_events(make_visit(inspection.source.area, on), on) == lines
    assert summaries.area_events(make_visit(southshire, on), on) == []


@pytest.mark.parametrize(
    ("day", "doubt"),
    [
        (exactly(date(2026, 2, 8)), "This day is a Sunday."),
        (exactly(date(2026, 12, 25)), "This day is a bank holiday: Christmas Day."),
        (exactly(date(2026, 2, 4)), ""),
        (VagueDay(date(2026, 2, 1), Precision.MONTH), ""),
        (TO_BE_CONFIRMED, ""),
    ],
)
def test_a_day_on_which_nobody_meets_is_doubted_and_not_refused(day, doubt):
    assert summaries.doubt_about(day) == doubt


@pytest.mark.parametrize(("count"), [1, 3])
def test_the_lines_take_one_query(record, inspection, on, count, django_assert_num_queries):
    for day in range(1, count + 1):
        record(happened=exactly(date(2026, 6, day)))
    here = make_visit(inspection.source.area, on)
    with django_assert_num_queries(1):
        assert len(summaries.area_events(here, on)) == count
