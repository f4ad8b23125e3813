"""What is written about inspections, and the dates that follow from it."""

import csv
from datetime import date
from pathlib import Path

import pytest

from areas.models import AuditEvent
from inspections import services
from inspections.models import Deadline, DeadlineChange, DeadlineRule, Finding
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.inspections import framework, make_finding, make_source

CASES = list(
    csv.DictReader(Path(__file__).parent.with_name("data").joinpath("deadline_cases.csv").read_text().splitlines())
)
WRONG_START = [case for case in CASES if case["strength"] == "wrong-start"]


@pytest.fixture
def record(northshire, ada, on):
    """Record an inspection of 2016 whose outcome asks for a statement, unless told otherwise."""

    def _record(code="2016", outcome="wsoa_required", **facts):
        rules = framework(code)
        defaults = {"title": "Inspection", "started_on": date(2018, 10, 1), "ended_on": date(2018, 10, 5)}
        return services.record_inspection(
            area=northshire,
            framework=rules,
            outcome=rules.outcomes.get(code=outcome) if outcome else None,
            by=ada.membership,
            on=on,
            **{**defaults, **facts},
        )

    return _record


@pytest.fixture
def correct(ada, on):
    def _correct(inspection, **facts):
        facts = {"version": inspection.version, "reason": "The letter was found", **facts}
        return services.correct_inspection(inspection=inspection, by=ada.membership, on=on, **facts)

    return _correct


def days(inspection):
    return {row.rule.code: row.due_on for row in inspection.deadlines.standing().select_related("rule")}


def only(inspection, code="wsoa_due"):
    return inspection.deadlines.get(rule__code=code)


def events():
    return list(AuditEvent.objects.order_by("id").values_list("event", flat=True))


def test_a_source_is_recorded(northshire, ada, on):
    source = services.record_source(
        area=northshire,
        kind="peer review",
        title="Peer review",
        given_by="Another council",
        dated_on=date(2026, 1, 5),
        by=ada.membership,
        on=on,
    )
    source.refresh_from_db()
    assert (source.area, source.kind, source.title) == (northshire, "peer review", "Peer review")
    assert (source.given_by, source.dated_on) == ("Another council", date(2026, 1, 5))
    assert events() == ["source recorded"]


def test_an_inspection_brings_its_dates_with_it(record, on):
    inspection = record(report_received_on=date(2018, 11, 29), letter_on=date(2018, 11, 28))
    assert days(inspection) == {"wsoa_due": date(2019, 3, 12), "letter_expected": date(2018, 11, 21)}
    deadline = only(inspection)
    assert (deadline.starts_on, deadline.is_upper_bound) == (date(2018, 11, 29), False)
    assert deadline.computed_on == date(2019, 3, 12)
    assert {"day": "2018-12-25", "why": "Christmas Day"} in deadline.skipped
    assert len(deadline.skipped) == 33
    assert deadline.calendar.startswith("holidays ")
    assert (inspection.source.dated_on, inspection.source.given_by) == (date(2018, 11, 28), "Ofsted and CQC")
    assert events() == ["source recorded", "inspection recorded", "deadline set", "deadline set"]


@pytest.mark.parametrize("case", WRONG_START, ids=lambda case: f"{case['area']} {case['rule']}")
def test_publication_alone_gives_an_upper_bound_and_never_the_date(record, case):
    code, outcome, rule = (
        ("2016", "wsoa_required", "wsoa_due")
        if case["rule"].startswith("WSoA")
        else ("2023", "systemic_failings", "pap_due")
    )
    published = date.fromisoformat(case["start"])
    ended = date(published.year, 1, 5)
    inspection = record(code, outcome, started_on=ended, ended_on=ended, report_published_on=published)
    deadline = only(inspection, rule)
    assert deadline.is_upper_bound
    assert deadline.starts_on == published
    assert deadline.computed_on == date.fromisoformat(case["computed"])
    assert deadline.computed_on > date.fromisoformat(case["real_date"])


def test_without_receipt_and_publication_no_clock_runs(record):
    assert days(record()) == {"letter_expected": date(2018, 11, 21)}


@pytest.mark.parametrize(
    ("code", "outcome", "expected"),
    [
        ("2016", "wsoa_required", {"wsoa_due", "letter_expected"}),
        ("2016", "wsoa_not_required", {"letter_expected"}),
        ("2016", None, {"letter_expected"}),
        ("2023", "typically_positive", {"strategic_plan", "full_inspection_positive"}),
        ("2023", "inconsistent", {"strategic_plan", "full_inspection"}),
        (
            "2023",
            "systemic_failings",
            {"pap_due", "pap_published", "strategic_plan", "monitoring_inspection", "full_inspection"},
        ),
    ],
)
def test_only_an_outcome_that_asks_for_a_plan_starts_its_clock(record, code, outcome, expected):
    inspection = record(
        code,
        outcome,
        started_on=date(2023, 12, 4),
        ended_on=date(2023, 12, 8),
        report_received_on=date(2024, 1, 18),
    )
    assert set(days(inspection)) == expected


def test_a_priority_action_plan_has_two_dates(record):
    inspection = record(
        "2023",
        "systemic_failings",
        started_on=date(2023, 11, 20),
        ended_on=date(2023, 11, 24),
        report_received_on=date(2024, 1, 18),
    )
    owed = {"pap_due": date(2024, 3, 7), "pap_published": date(2024, 4, 29)}
    guides = {"strategic_plan": date(2024, 2, 29), "monitoring_inspection": date(2025, 7, 1)}
    assert days(inspection) == owed | guides | {"full_inspection": date(2026, 11, 1)}


def test_the_receipt_found_later_moves_the_date_and_says_so(record, correct, ada, on):
    inspection = record(report_published_on=date(2018, 12, 7))
    bound = only(inspection).due_on
    assert bound == date(2019, 3, 20)
    inspection = correct(inspection, report_received_on=date(2018, 11, 29))
    deadline = only(inspection)
    assert (deadline.due_on, deadline.computed_on) == (date(2019, 3, 12), date(2019, 3, 12))
    assert (deadline.starts_on, deadline.is_upper_bound) == (date(2018, 11, 29), False)
    change = DeadlineChange.objects.get(deadline=deadline)
    assert (change.from_on, change.to_on, change.reason) == (bound, date(2019, 3, 12), "The letter was found")
    assert (change.on, change.recorded_by) == (on, ada.membership)
    assert events()[-2:] == ["inspection corrected", "deadline computed again"]
    corrected = AuditEvent.objects.get(event="inspection corrected")
    assert corrected.facts == {"reason": "The letter was found", "report_received_on": [None, "2018-11-29"]}


def test_a_correction_of_other_facts_moves_nothing(record, correct):
    inspection = record(report_received_on=date(2018, 11, 29))
    Deadline.objects.filter(rule__code="wsoa_due").update(calendar="an older calendar")
    inspection = correct(inspection, letter_on=date(2018, 11, 28), title="Joint inspection")
    assert only(inspection).calendar == "an older calendar"
    assert not DeadlineChange.objects.exists()
    inspection.source.refresh_from_db()
    assert (inspection.source.title, inspection.source.dated_on) == ("Joint inspection", date(2018, 11, 28))
    assert AuditEvent.objects.get(event="inspection corrected").facts["title"] == ["Inspection", "Joint inspection"]


def test_a_stale_correction_writes_nothing(record, correct):
    inspection = record(report_received_on=date(2018, 11, 29))
    correct(inspection, letter_on=date(2018, 11, 28))
    with pytest.raises(StaleError):
        correct(inspection, version=0, report_received_on=date(2018, 11, 30))
    inspection.refresh_from_db()
    assert inspection.report_received_on == date(2018, 11, 29)
    assert only(inspection).due_on == date(2019, 3, 12)


def test_a_fact_no_inspection_has_is_refused(record, correct):
    with pytest.raises(TypeError, match="colour"):
        correct(record(), colour="blue")


def test_an_override_stays_when_the_start_is_corrected(record, correct, ada, on):
    inspection = record(report_published_on=date(2018, 12, 7))
    services.override_deadline(
        deadline=only(inspection),
        due_on=date(2019, 3, 15),
        reason="Agreed by letter",
        version=0,
        by=ada.membership,
        on=on,
    )
    inspection = correct(inspection, report_received_on=date(2018, 11, 29))
    deadline = only(inspection)
    assert (deadline.due_on, deadline.computed_on) == (date(2019, 3, 15), date(2019, 3, 12))
    assert (deadline.overridden_by, deadline.overridden_on) == (ada.membership, on)
    assert deadline.override_reason == "Agreed by letter"
    assert deadline.changes.count() == 1


def test_an_override_is_written_down_and_can_be_taken_back(record, ada, on):
    inspection = record(report_received_on=date(2018, 11, 29))
    by = ada.membership
    moved = services.override_deadline(
        deadline=only(inspection), due_on=date(2019, 3, 29), reason="Agreed by letter", version=0, by=by, on=on
    )
    assert (moved.due_on, moved.computed_on, moved.version) == (date(2019, 3, 29), date(2019, 3, 12), 1)
    back = services.override_deadline(
        deadline=moved, due_on=date(2019, 3, 12), reason="The letter was withdrawn", version=1, by=by, on=on
    )
    assert (back.due_on, back.overridden_by, back.overridden_on, back.override_reason) == (
        date(2019, 3, 12),
        None,
        None,
        "",
    )
    assert [(row.from_on, row.to_on, row.reason) for row in back.changes.order_by("id")] == [
        (date(2019, 3, 12), date(2019, 3, 29), "Agreed by letter"),
        (date(2019, 3, 29), date(2019, 3, 12), "The letter was withdrawn"),
    ]
    assert events()[-2:] == ["deadline set by hand", "deadline set as computed"]


def test_a_rule_that_changed_is_taken_over_by_a_person(record, ada, on):
    inspection = record(report_received_on=date(2018, 11, 29))
    DeadlineRule.objects.filter(code="wsoa_due").update(amount=71)
    deadline = services.override_deadline(
        deadline=only(inspection),
        due_on=date(2019, 3, 13),
        reason="The rule is 71 days",
        version=0,
        by=ada.membership,
        on=on,
    )
    assert (deadline.due_on, deadline.computed_on) == (date(2019, 3, 13), date(2019, 3, 13))
    assert deadline.overridden_by is None


def test_a_stale_override_writes_nothing(record, ada, on):
    inspection = record(report_received_on=date(2018, 11, 29))
    with pytest.raises(StaleError):
        services.override_deadline(
            deadline=only(inspection), due_on=date(2019, 4, 1), reason="x", version=7, by=ada.membership, on=on
        )
    assert only(inspection).due_on == date(2019, 3, 12)
    assert not DeadlineChange.objects.exists()


def test_what_was_done_meets_the_date_once(record, ada, on):
    inspection = record(report_received_on=date(2018, 11, 29))
    facts = {"source": inspection.source, "rule_codes": ["wsoa_due"], "by": ada.membership, "on": on}
    met = services.meet_deadlines(met_on=date(2019, 3, 12), **facts)
    assert [row.rule.code for row in met] == ["wsoa_due"]
    assert services.meet_deadlines(met_on=date(2019, 5, 1), **facts) == []
    assert only(inspection).met_on == date(2019, 3, 12)
    assert only(inspection, "letter_expected").met_on is None
    assert events()[-1] == "deadline met"


def test_a_source_that_is_no_inspection_has_nothing_to_meet(northshire, ada, on):
    source = make_source(northshire)
    assert services.meet_deadlines(source=source, rule_codes=["wsoa_due"], met_on=on, by=ada.membership, on=on) == []


def test_a_met_date_stays_as_it_was(record, correct, ada, on):
    inspection = record(report_received_on=date(2018, 11, 29))
    services.meet_deadlines(
        source=inspection.source, rule_codes=["wsoa_due"], met_on=date(2019, 3, 12), by=ada.membership, on=on
    )
    inspection = correct(inspection, report_received_on=date(2018, 11, 28))
    assert (only(inspection).due_on, only(inspection).met_on) == (date(2019, 3, 12), date(2019, 3, 12))
    with pytest.raises(Refused):
        services.override_deadline(
            deadline=only(inspection), due_on=on, reason="x", version=None, by=ada.membership, on=on
        )


def test_the_letter_is_met_by_its_publication(record, correct):
    inspection = record()
    assert only(inspection, "letter_expected").met_on is None
    inspection = correct(inspection, report_published_on=date(2018, 12, 7))
    assert only(inspection, "letter_expected").met_on == date(2018, 12, 7)
    inspection = correct(inspection, report_published_on=date(2018, 12, 10))
    assert only(inspection, "letter_expected").met_on == date(2018, 12, 10)


def test_a_letter_that_came_is_expected_no_longer_under_another_framework(record, correct, on):
    inspection = record(report_published_on=date(2018, 12, 7))
    inspection = correct(inspection, framework=framework("2023"), outcome=None)
    assert only(inspection, "letter_expected").withdrawn_on == on
    assert days(inspection) == {}
    inspection = correct(inspection, framework=framework("2016"))
    assert days(inspection) == {"letter_expected": date(2018, 11, 21)}
    assert only(inspection, "letter_expected").met_on == date(2018, 12, 7)


def test_an_outcome_corrected_away_takes_the_date_with_it_and_back(record, correct, on):
    inspection = record(report_received_on=date(2018, 11, 29))
    outcomes = framework("2016").outcomes
    inspection = correct(inspection, outcome=outcomes.get(code="wsoa_not_required"))
    assert only(inspection).withdrawn_on == on
    assert set(days(inspection)) == {"letter_expected"}
    assert events()[-1] == "deadline withdrawn"
    inspection = correct(inspection, outcome=outcomes.get(code="wsoa_required"))
    assert only(inspection).withdrawn_on is None
    assert days(inspection)["wsoa_due"] == date(2019, 3, 12)


def test_a_finding_is_recorded_and_put_right(northshire, council, icb, ada, on):
    source = make_source(northshire)
    make_finding(source)
    facts = {
        "number": "A2",
        "kind": "significant weakness",
        "text": "Waits are too long",
        "words": "own",
        "words_from": "the letter of 7 May",
    }
    finding = services.record_finding(source=source, bodies=[council, icb], by=ada.membership, on=on, **facts)
    assert (finding.position, set(finding.bodies.all())) == (2, {council, icb})
    facts |= {"text": "Waits are much too long", "words": "summary", "words_from": "a council paper"}
    corrected = services.correct_finding(
        finding=finding, version=0, reason="Misread", bodies=[icb], by=ada.membership, on=on, **facts
    )
    corrected.refresh_from_db()
    assert (corrected.text, corrected.words, corrected.version) == ("Waits are much too long", "summary", 1)
    assert list(corrected.bodies.all()) == [icb]
    assert events() == ["finding recorded", "finding corrected"]
    assert AuditEvent.objects.get(event="finding corrected").facts == {
        "reason": "Misread",
        "text": ["Waits are too long", "Waits are much too long"],
        "words": ["own", "summary"],
        "words_from": ["the letter of 7 May", "a council paper"],
        "bodies": [f"{council.name}; {icb.name}", icb.name],
    }
    with pytest.raises(StaleError):
        services.correct_finding(
            finding=finding, version=0, reason="Again", bodies=[], by=ada.membership, on=on, **facts
        )
    assert Finding.objects.get(pk=finding.pk).bodies.count() == 1
