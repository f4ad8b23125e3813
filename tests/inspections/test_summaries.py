"""How dates, sources and findings are told."""

from datetime import date, timedelta

import pytest

from inspections import services, summaries
from inspections.clock import Skipped
from inspections.models import DeadlineRule
from inspections.summaries.dates import how_far
from tests.factories.areas import make_visit
from tests.factories.inspections import framework, make_finding, make_source


@pytest.fixture
def record(northshire, ada, on):
    def _record(**facts):
        rules = framework("2016")
        defaults = {
            "title": "Inspection",
            "framework": rules,
            "started_on": date(2026, 7, 6),
            "ended_on": date(2026, 7, 10),
            "outcome": rules.outcomes.get(code="wsoa_required"),
        }
        return services.record_inspection(area=northshire, by=ada.membership, on=on, **{**defaults, **facts})

    return _record


def wsoa(area, on):
    return next(line for line in summaries.timeline(make_visit(area, on), on) if line.code == "wsoa_due")


def full(area, on):
    return next(line for line in summaries.full_timeline(make_visit(area, on), on) if line.code == "wsoa_due")


def test_a_date_says_all_of_itself(record, northshire, on):
    inspection = record(report_received_on=date(2026, 8, 20), received_basis="worked back from the due date")
    line = wsoa(northshire, on)
    assert line.title == "Written Statement of Action due"
    assert (line.due_on, line.starts_on, line.computed_on) == (
        date(2026, 11, 27),
        date(2026, 8, 20),
        date(2026, 11, 27),
    )
    assert (line.distance, line.working_days_left) == ("in 32 working days", 32)
    assert (line.length, line.start) == ("70 working days", "the day the report was received")
    assert (line.firmness, line.firmness_said) == ("statutory", "Statutory")
    assert "SI 2015/1792" in line.rule_source
    assert line.skipped == "28 weekend days, Late Summer Bank Holiday 31 August 2026"
    assert line.received_basis == "worked back from the due date"
    assert (line.is_upper_bound, line.asks_for_receipt, line.is_overridden, line.is_overdue) == (False,) * 4
    assert (line.state, line.would_be_on, line.met_on) == ("To be met", None, None)
    assert line.url == inspection.source.get_absolute_url()


def test_an_upper_bound_says_so_and_asks_for_the_receipt(record, northshire, on):
    record(report_published_on=date(2026, 9, 1))
    line = wsoa(northshire, on)
    assert (line.is_upper_bound, line.asks_for_receipt) == (True, True)
    assert line.start == "the day the report was published"


def test_an_override_stands_beside_the_computed_day(record, northshire, ada, on):
    inspection = record(report_published_on=date(2026, 9, 1))
    deadline = inspection.deadlines.get(rule__code="wsoa_due")
    services.override_deadline(
        deadline=deadline, due_on=date(2026, 12, 1), reason="By letter", version=0, by=ada.membership, on=on
    )
    line = full(northshire, on)
    assert (line.due_on, line.computed_on) == (date(2026, 12, 1), date(2026, 12, 8))
    assert (line.is_overridden, line.override_reason, line.overridden_on) == (True, "By letter", on)
    assert line.overridden_by == "Ada (Northshire Council)"
    assert (line.is_upper_bound, line.asks_for_receipt) == (False, False)
    assert line.changes == (
        "14 October 2026: moved from 8 December 2026 to 1 December 2026 by Ada (Northshire Council). By letter",
    )


def test_another_rule_or_calendar_only_proposes(record, northshire, on):
    record(report_received_on=date(2026, 8, 20))
    DeadlineRule.objects.filter(code="wsoa_due").update(amount=71)
    line = full(northshire, on)
    assert (line.due_on, line.would_be_on) == (date(2026, 11, 27), date(2026, 11, 30))


def test_overdue_and_met_are_told(record, northshire, ada, on):
    inspection = record(report_received_on=date(2026, 8, 20))
    late = date(2026, 11, 28)
    assert not wsoa(northshire, date(2026, 11, 27)).is_overdue
    line = wsoa(northshire, late)
    assert (line.is_overdue, line.state, line.distance) == (True, "Overdue", "since the last working day")
    services.meet_deadlines(source=inspection.source, rule_codes=["wsoa_due"], met_on=late, by=ada.membership, on=late)
    line = wsoa(northshire, late)
    assert (line.is_overdue, line.state, line.override_url) == (False, "Met 28 November 2026, after the date", "")


def test_a_guide_is_never_overdue_and_never_next(record, northshire, on):
    record(started_on=date(2026, 2, 2), ended_on=date(2026, 2, 6), outcome=None)
    [line] = summaries.timeline(make_visit(northshire, on), on)
    assert (line.code, line.is_guide, line.is_overdue) == ("letter_expected", True, False)
    assert line.state == "Passed, not yet published"
    [line] = summaries.timeline(make_visit(northshire, on), date(2026, 3, 25))
    assert line.state == "Guide only"
    assert summaries.next_statutory(make_visit(northshire, on), on) is None


def test_a_day_of_publication_to_come_has_met_nothing_yet(record, northshire, on):
    record(report_published_on=on + timedelta(days=20))

    def letter(day):
        lines = summaries.timeline(make_visit(northshire, day), day)
        return next(line.state for line in lines if line.code == "letter_expected")

    assert letter(on) == "Passed, not yet published"
    assert letter(on + timedelta(days=20)) == "Published 3 November 2026"


def test_the_next_date_is_the_earliest_still_to_be_met(record, northshire, southshire, ada, on):
    record(title="Later", report_received_on=date(2026, 9, 1))
    first = record(title="Earlier", report_received_on=date(2026, 8, 20))
    assert summaries.next_statutory(make_visit(northshire, on), on).source_title == "Earlier"
    services.meet_deadlines(source=first.source, rule_codes=["wsoa_due"], met_on=on, by=ada.membership, on=on)
    assert summaries.next_statutory(make_visit(northshire, on), on).source_title == "Later"
    assert summaries.next_statutory(make_visit(southshire, on), on) is None


def test_the_dates_are_grouped_by_what_they_ask(record, northshire, ada, on):
    inspection = record(report_received_on=date(2026, 8, 20))
    record(title="Another", report_received_on=date(2026, 9, 1))
    services.meet_deadlines(source=inspection.source, rule_codes=["wsoa_due"], met_on=on, by=ada.membership, on=on)
    groups = summaries.by_state(summaries.timeline(make_visit(northshire, on), on))
    assert [(heading, len(lines)) for heading, lines in groups] == [
        ("To be met", 1),
        ("Met", 1),
        ("Usual times, for guidance", 2),
    ]


@pytest.mark.parametrize(
    ("working_days", "day", "expected"),
    [
        (48, date(2026, 12, 21), "in 48 working days"),
        (1, date(2026, 10, 15), "in 1 working day"),
        (0, date(2026, 10, 14), "today"),
        (-1, date(2026, 10, 13), "1 working day ago"),
        (-3, date(2026, 10, 9), "3 working days ago"),
        (0, date(2026, 10, 17), "before the next working day"),
        (0, date(2026, 10, 11), "since the last working day"),
    ],
)
def test_how_far_off(working_days, day, expected, on):
    assert how_far(working_days, day, on) == expected


@pytest.mark.parametrize(
    ("skipped", "expected"),
    [
        ([], ""),
        ([Skipped(date(2020, 4, 11), "Saturday")], "1 weekend day"),
        (
            [
                Skipped(date(2020, 4, 10), "Good Friday"),
                Skipped(date(2020, 4, 11), "Saturday"),
                Skipped(date(2020, 4, 12), "Sunday"),
                Skipped(date(2020, 4, 13), "Easter Monday"),
            ],
            "2 weekend days, Good Friday 10 April 2020, Easter Monday 13 April 2020",
        ),
    ],
)
def test_skipped_days_in_words(skipped, expected):
    assert summaries.skipped_in_words(skipped) == expected


def test_words_are_always_labelled(record, northshire, council, icb, on):
    source = record().source
    make_finding(source, number="2", words="own", words_from="the letter", position=2, bodies=[council, icb])
    make_finding(source, number="1", words="summary", words_from="a council paper", position=1)
    (group,) = summaries.finding_groups(make_visit(northshire, on), source, source.inspection.framework)
    assert (group.heading, group.count) == ("Significant weaknesses", 2)
    lines = group.lines
    assert [(line.number, line.words_said, line.is_summary, line.bodies) for line in lines] == [
        ("1", "A summary, from a council paper", True, ""),
        ("2", "In the inspectors' own words, from the letter", False, "Northshire Council, Shires ICB"),
    ]
    review = make_source(northshire)
    make_finding(review, words="own", words_from="the report")
    assert summaries.finding_groups(make_visit(northshire, on), review, None)[0].lines[0].words_said == (
        "In the authors' own words, from the report"
    )


def test_sources_are_listed_newest_first(record, northshire, southshire, on):
    record(title="Inspection", letter_on=date(2026, 8, 1))
    make_source(northshire, title="Undated", dated_on=None)
    make_source(northshire, title="Review", dated_on=date(2026, 9, 1))
    make_source(southshire, title="Elsewhere")
    rows = summaries.source_rows(make_visit(northshire, on))
    assert [(row.title, row.kind, row.dated, row.outcome) for row in rows] == [
        ("Review", "Peer review", "1 September 2026", ""),
        ("Inspection", "Full inspection", "1 August 2026", "Written Statement of Action required"),
        ("Undated", "Peer review", "", ""),
    ]
