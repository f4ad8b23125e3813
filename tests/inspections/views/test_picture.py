"""The timeline of an inspection joins its own days, the dates that follow and its events."""

from datetime import date

import pytest

from inspections import services
from inspections.models import Event
from inspections.summaries import source_page
from send_tracker.lib.precision import VagueDay, exactly
from send_tracker.lib.vague_words import parse
from tests.factories.areas import make_visit

pytestmark = pytest.mark.django_db


def rows(inspection, on):
    return source_page(make_visit(inspection.source.area, on), inspection.source, on).timeline.rows


def happened(inspection, ada, on, day: VagueDay, title: str):
    services.record_event(
        inspection=inspection, kind=Event.Kind.OTHER, title=title, happened=day, by=ada.membership, on=on
    )


def test_days_deadlines_and_events_stand_in_one_line_by_their_day(inspection, deadline, ada, on):
    happened(inspection, ada, on, parse("autumn term 2026"), "Visit to schools")
    happened(inspection, ada, on, exactly(date(2026, 9, 15)), "Planning meeting")
    happened(inspection, ada, on, parse("TBC"), "Talk with families")
    told = rows(inspection, on)
    assert told[:2] == (
        ("6 July 2026 to 10 July 2026", "Full inspection", "Happened"),
        ("1 September 2026", "Report published", "Happened"),
    )
    assert ("autumn term 2026", "Visit to schools", "Happened") in told
    assert ("15 September 2026", "Planning meeting", "Happened") in told
    assert ("8 December 2026 at the latest", deadline.rule.title, "To be met") in told
    assert told[-1] == ("to be confirmed", "Talk with families", "To come")


def test_a_date_that_passed_is_overdue_and_one_that_was_met_is_met(inspection, deadline, ada, on):
    def state(on):
        return next(state for _, title, state in rows(inspection, on) if title == deadline.rule.title)

    assert state(date(2026, 12, 9)) == "Overdue"
    services.meet_deadline(
        deadline=deadline, met_on=on, note="It was sent.", version=deadline.version, by=ada.membership, on=on
    )
    assert state(date(2026, 12, 9)) == "Met 14 October 2026"


def test_the_page_shows_it_wide_tall_and_as_a_table(sign_in, dee, inspection, deadline):
    page = sign_in(dee).get(inspection.source.get_absolute_url()).content.decode()
    assert page.count('role="img"') == 2
    assert "Show the timeline as a table" in page
    assert "style=" not in page
