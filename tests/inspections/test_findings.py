"""Findings and their parts, what is stated of them, and what later visits said."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from areas.models import AuditEvent
from inspections import services, summaries
from inspections.models import Finding, Judgement
from inspections.services import Line
from inspections.summaries.monitoring import monitoring
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_visit
from tests.factories.inspections import framework, make_finding, make_inspection, make_source

OWN = {"words": "own", "words_from": "the letter"}


@pytest.fixture
def source(northshire):
    return make_inspection(northshire, report_published_on=date(2026, 4, 20)).source


@pytest.fixture
def here(northshire, on):
    return make_visit(northshire, on)


@pytest.fixture
def record(source, ada, on):
    def _record(number, **facts):
        facts = {"kind": "significant weakness", "text": f"Text {number}", **OWN, **facts}
        return services.record_finding(
            source=facts.pop("source", source), number=number, by=ada.membership, on=on, **facts
        )

    return _record


@pytest.fixture
def correct(ada, on):
    def _correct(finding, **facts):
        facts = {"version": finding.version, "reason": "Misread", "bodies": finding.bodies.all(), **facts}
        return services.correct_finding(finding=finding, by=ada.membership, on=on, **facts)

    return _correct


@pytest.fixture
def judge(source, ada, on):
    def _judge(verdicts, visit="revisit", judged_on=date(2026, 9, 1), **facts):
        facts = {"source": source, "source_note": "the letter", **facts}
        return services.judge_findings(
            visit_kind=visit, verdicts=verdicts, judged_on=judged_on, by=ada.membership, on=on, **facts
        )

    return _judge


def refusal(call, *args, **facts):
    with pytest.raises(Refused) as told, transaction.atomic():
        call(*args, **facts)
    return told.value.faults


# Findings and parts


def test_a_part_stands_after_its_own_and_is_of_its_kind(record, source):
    first, _ = record("1"), record("2")
    record("1a", parent=first, kind="strength")
    record("1b", parent=first)
    rows = source.findings.in_order()
    assert [(row.number, row.kind) for row in rows] == [
        (number, "significant weakness") for number in ("1", "1a", "1b", "2")
    ]
    assert [row.number for row in source.findings.whole().in_order()] == ["1", "2"]


def test_what_cannot_be_recorded_is_refused(record, northshire):
    first = record("1")
    part = record("1a", parent=first)
    elsewhere = make_finding(make_source(northshire))
    other = framework("2023").questions.first()
    assert refusal(record, "1").keys() == {"number"}
    assert refusal(record, "2", parent=part).keys() == {"part_of"}
    assert refusal(record, "2", parent=elsewhere).keys() == {"part_of"}
    assert refusal(record, "2", question=other).keys() == {"question"}
    assert refusal(record, "2", source=elsewhere.source, question=other).keys() == {"question"}
    assert Finding.objects.count() == 3


def test_many_are_recorded_at_once_or_none(source, ada, on, icb):
    made_for = {
        "source": source,
        "kind": "significant weakness",
        "bodies": [icb],
        "by": ada.membership,
        "on": on,
        **OWN,
    }
    lines = [Line("1", "Waits"), Line("1a", "early", "1"), Line("2", "Plans")]
    found = services.record_findings(lines=lines, **made_for)
    assert [(row.number, row.parent and row.parent.number) for row in found] == [("1", None), ("1a", "1"), ("2", None)]
    assert all(list(row.bodies.all()) == [icb] for row in found)
    wrong = [
        Line("1", "again", key="0"), Line("3", "x", key="1"), Line("3", "y", key="2"), Line("4", "z", "9", "3"),
        Line("5", "part of a part", "1a", "4"),
    ]  # fmt: skip
    assert refusal(services.record_findings, lines=wrong, **made_for).keys() == {
        "number_0", "number_2", "part_of_3", "part_of_4",
    }  # fmt: skip
    assert source.findings.count() == 3


def test_a_correction_keeps_parts_with_their_own(record, correct, source):
    first, second = record("1"), record("2")
    part = record("1a", parent=first)
    correct(first, kind="improvement", label="failing", is_urgent=True)
    part.refresh_from_db()
    first.refresh_from_db()
    assert part.kind == "improvement"
    correct(second, parent=first, number="1b")
    assert [(row.number, row.kind) for row in source.findings.in_order()] == [
        ("1", "improvement"), ("1a", "improvement"), ("1b", "improvement"),
    ]  # fmt: skip
    facts = AuditEvent.objects.filter(event="finding corrected").latest("id").facts
    assert facts["number"] == ["2", "1b"]
    assert facts["parent"][1].startswith("1. ")


def test_corrections_that_cannot_be(record, correct, judge, ada, on):
    first, second = record("1"), record("2")
    part = record("1a", parent=first)
    assert refusal(correct, first, parent=second).keys() == {"part_of"}
    assert refusal(correct, second, parent=part).keys() == {"part_of"}
    assert refusal(correct, second, parent=second).keys() == {"part_of"}
    assert refusal(correct, second, number="1").keys() == {"number"}
    (judgement,) = judge({second: "sufficient"})
    assert refusal(correct, second, kind="improvement").keys() == {"kind"}
    assert refusal(correct, second, parent=first).keys() == {"part_of"}
    with pytest.raises(StaleError):
        correct(second, version=7, text="x")
    with pytest.raises(TypeError):
        correct(second, position=3)
    services.correct_judgement(
        judgement=judgement, verdict="", source_note="the letter", reason="Of another", by=ada.membership, on=on
    )
    assert correct(second, kind="improvement").kind == "improvement"


# What is stated


def test_a_difference_is_flagged_until_it_is_explained_and_again_when_it_changes(
    here, source, record, ada, on, northshire
):
    by = {"by": ada.membership, "on": on}
    record("1")
    record("1a", parent=Finding.objects.get())
    stated = services.state_count(source=source, kind="significant weakness", count=2, said_in="the letter", **by)

    def seen():
        (group,) = summaries.finding_groups(here, source, framework("2016"))
        return group.stated.is_different, group.stated.is_flagged

    assert seen() == (True, True)
    stated = services.explain_count(stated=stated, explanation="One bullet", version=stated.version, **by)
    assert seen() == (True, False)
    with pytest.raises(StaleError):
        services.explain_count(stated=stated, explanation="Another", version=0, **by)
    record("2")
    assert seen() == (False, False)
    record("3")
    assert seen() == (True, True)
    services.explain_count(stated=stated, explanation="Three", version=None, **by)
    services.state_count(source=source, kind="significant weakness", count=2, said_in="the letter", **by)
    assert seen() == (True, False), "the same again changes nothing"
    services.state_count(source=source, kind="significant weakness", count=4, said_in="the letter", **by)
    assert seen() == (True, True)


def test_a_stated_kind_of_which_none_is_entered_is_shown_too(here, source, ada, on):
    services.state_count(source=source, kind="strength", count=3, said_in="the letter", by=ada.membership, on=on)
    (group,) = summaries.finding_groups(here, source, None)
    assert (group.heading, group.count, group.stated.said) == ("Strengths", 0, "3 stated, 0 entered")


# Words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2016", ["Significant weakness", "Area for improvement", "Area for development", "Strength"]),
        ("2023", ["Area for priority action", "Area for improvement", "Area for development", "Strength"]),
    ],
)
def test_the_kinds_are_in_the_words_of_the_framework(db, code, words):
    assert [label for _, label in summaries.kind_choices(framework(code))] == words


def test_a_framework_may_have_a_word_of_its_own(db):
    other = framework("2023")
    other.finding_name = "Area of grave concern"
    assert summaries.kind_name("priority action", other) == "Area of grave concern"
    assert summaries.kind_choices(other)[0] == ("priority action", "Area of grave concern")


# Judgements


def test_a_visit_judges_many_and_the_state_follows(here, record, judge, source, on):
    first, second, third = record("1"), record("2"), record("3")
    record("4", kind="strength")
    judge({first: "sufficient", second: "not sufficient"})
    judge({second: "released"}, "review", date(2026, 10, 1))
    seen = monitoring(here, source, source.inspection, on)
    assert [(row.number, row.mark.word) for row in seen.rows] == [
        ("1", "Sufficient progress"), ("2", "Released"), ("3", "Monitored"),
    ]  # fmt: skip
    assert (seen.left, seen.total) == (1, 3)
    assert [(visit.kind, visit.day, visit.left, visit.unanswered) for visit in seen.visits] == [
        ("Revisit", "1 September 2026", 2, 1), ("Review", "1 October 2026", 1, 0),
    ]  # fmt: skip
    assert [cell.is_flagged for row in seen.rows for cell in row.cells] == [False, False, False, False, True, False]
    assert "Not judged" in seen.strip
    assert monitoring(here, source, source.inspection, date(2026, 9, 1)).left == 2
    assert monitoring(here, source, source.inspection, date(2026, 8, 31)) is None
    assert third.judgements.count() == 0


def test_what_a_visit_cannot_say_is_refused(record, judge, source, northshire, southshire, on):
    first, strength = record("1"), record("2", kind="strength")
    part = record("1a", parent=first)
    elsewhere = make_finding(make_source(northshire))
    theirs = make_inspection(southshire, outcome="wsoa_not_required")
    for wrong in (strength, part, elsewhere):
        assert refusal(judge, {wrong: "sufficient"}).keys() == {f"verdict_{wrong.pk}"}
    for visit, verdict in (("revisit", "released"), ("monitoring", "effective"), ("review", "effective")):
        assert refusal(judge, {first: verdict}, visit).keys() == {f"verdict_{first.pk}"}
    assert refusal(judge, {}).keys() == {""}
    assert refusal(judge, {first: "sufficient"}, judged_on=None).keys() == {"judged_on"}
    assert refusal(judge, {first: "sufficient"}, judged_on=date(2026, 10, 15)).keys() == {"judged_on"}
    assert refusal(judge, {first: "sufficient"}, judged_on=source.inspection.ended_on).keys() == {"judged_on"}
    for visit in (theirs, source.inspection):
        assert refusal(judge, {first: "sufficient"}, inspection=visit).keys() == {"inspection"}
    judge({first: "sufficient"})
    assert refusal(judge, {first: "not sufficient"}, body="ofsted AND cqc").keys() == {f"verdict_{first.pk}"}
    assert Judgement.objects.count() == 1
    judge({first: "not sufficient"}, "review")
    assert Judgement.objects.count() == 2


def test_the_day_and_body_are_those_of_the_visit(record, judge, source, northshire):
    rules = source.inspection.framework
    revisit = make_source(northshire, kind="inspection", title="Revisit").pk
    revisit = type(source.inspection).objects.create(
        source_id=revisit, framework=rules, kind="revisit", follows=source.inspection, started_on=date(2026, 8, 3),
        ended_on=date(2026, 8, 5), report_published_on=date(2026, 9, 7),
    )  # fmt: skip
    (row,) = judge({record("1"): "sufficient"}, judged_on=None, inspection=revisit)
    assert (row.judged_on, row.body, row.inspection) == (date(2026, 9, 7), "Ofsted and CQC", revisit)


def test_a_correction_takes_the_place_of_a_judgement(here, record, judge, ada, on):
    first = record("1")
    (row,) = judge({first: "sufficient"})
    facts = {"source_note": "the letter, page 2", "reason": "Misread", "by": ada.membership, "on": on}
    second = services.correct_judgement(judgement=row, verdict="not sufficient", **facts)
    assert [each.pk for each in first.judgements.standing()] == [second.pk]
    assert refusal(services.correct_judgement, judgement=row, verdict="sufficient", **facts).keys() == {""}
    assert refusal(services.correct_judgement, judgement=second, verdict="released", **facts).keys() == {"verdict"}
    services.correct_judgement(judgement=second, verdict="", **facts)
    assert not first.judgements.standing().exists()
    judge({first: "sufficient"})
    lines = summaries.finding_page(here, first, on).judgements
    assert [(line.verdict, line.is_superseded, bool(line.mark), bool(line.edit_url)) for line in lines] == [
        ("Sufficient progress", False, True, True),
        ("Taken back", False, False, False),
        ("Not sufficient progress", True, False, False),
        ("Sufficient progress", True, False, False),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "released"},
        {"verdict": ""},
        {"verdict": "wonderful"},
        {"visit_kind": "tea"},
        {"visit_kind": "monitoring"},
    ],
)
def test_the_database_knows_which_verdict_fits(record, ada, on, wrong):
    facts = {"visit_kind": "revisit", "verdict": "sufficient", "judged_on": on, "body": "Ofsted", "source_note": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(finding=record("1"), recorded_by=ada.membership, on=on, **{**facts, **wrong})


def test_a_full_inspection_comes_back_to_none(source):
    inspection = source.inspection
    inspection.follows = inspection
    with pytest.raises(IntegrityError), transaction.atomic():
        inspection.save()
