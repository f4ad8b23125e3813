"""What can be done to a plan as a whole, and when it is refused."""

from datetime import date, timedelta

import pytest

from actions.models import Plan, Workstream
from actions.services import plans
from areas.models import AuditEvent
from inspections.services import record_inspection
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_plan, make_workstream
from tests.factories.areas import make_organisation, make_post
from tests.factories.inspections import framework, make_source


@pytest.fixture
def source(northshire):
    return make_source(northshire)


@pytest.fixture
def open_plan(northshire, source, ada, on):
    def _open(**changed):
        given = {"kind": "wsoa", "title": "Written statement", "sources": [source], "started_on": on}
        return plans.open_plan(area=northshire, by=ada.membership, on=on, **{**given, **changed})

    return _open


def test_open_plan(open_plan, source, on, ada):
    plan = open_plan(ends_on=on + timedelta(days=500))
    assert (plan.kind, plan.title, plan.started_on) == ("wsoa", "Written statement", on)
    assert list(plan.sources.all()) == [source]
    event = AuditEvent.objects.get()
    assert (event.event, event.recorded_by, event.subject_id) == ("plan opened", ada.membership, plan.pk)


def test_a_title_is_used_once_in_an_area(open_plan):
    open_plan()
    with pytest.raises(Refused, match="has a plan of that title"):
        open_plan()
    assert Plan.objects.count() == 1


def test_a_plan_answers_to_its_own_areas_sources(open_plan, southshire):
    with pytest.raises(Refused, match="sources of its own area"):
        open_plan(sources=[make_source(southshire)])


def test_a_plan_does_not_end_before_it_starts(open_plan, on):
    with pytest.raises(Refused, match="cannot end before"):
        open_plan(ends_on=on - timedelta(days=1))


def test_a_superseded_plan_ends_on_the_day_the_new_one_starts(open_plan, northshire, on):
    old = make_plan(northshire)
    new = open_plan(supersedes=old)
    old.refresh_from_db()
    assert (old.ended_on, old.is_live(on), old.superseded_by) == (on, False, new)
    with pytest.raises(Refused, match="superseded already"):
        open_plan(title="Another", supersedes=old)


def test_a_plan_of_another_area_is_not_superseded(open_plan, southshire):
    with pytest.raises(Refused, match="another area's"):
        open_plan(supersedes=make_plan(southshire))


def test_edit_plan(open_plan, source, northshire, ada, on):
    plan, other = open_plan(), make_source(northshire)
    given = {"kind": "local", "title": "Our plan", "sources": [other], "started_on": on, "by": ada.membership, "on": on}
    edited = plans.edit_plan(plan=plan, version=0, **given)
    assert (edited.kind, edited.title, edited.version, list(edited.sources.all())) == ("local", "Our plan", 1, [other])
    with pytest.raises(StaleError):
        plans.edit_plan(plan=plan, version=0, **given)


def test_submit_plan_and_record_the_verdict(northshire, ada, on):
    plan = make_plan(northshire)
    submission = plans.submit_plan(plan=plan, note="Sent by e-mail", by=ada.membership, on=on)
    assert (submission.on, submission.note, submission.recorded_by) == (on, "Sent by e-mail", ada.membership)
    letter_on = on + timedelta(days=14)
    verdict = plans.record_verdict(
        submission=submission, outcome="fit", letter_on=letter_on, by=ada.membership, on=letter_on
    )
    assert (verdict.on, verdict.outcome) == (letter_on, "fit")
    assert list(AuditEvent.objects.values_list("event", flat=True)) == ["verdict recorded", "plan submitted"]


@pytest.mark.parametrize(
    ("outcome", "days", "said"),
    [("fit", -1, "cannot be older"), ("fit", 31, "from the future"), ("fit with points", 5, "Give the points")],
)
def test_a_verdict_that_cannot_be(northshire, ada, on, outcome, days, said):
    submission = plans.submit_plan(plan=make_plan(northshire), by=ada.membership, on=on)
    with pytest.raises(Refused, match=said):
        plans.record_verdict(
            submission=submission,
            outcome=outcome,
            letter_on=on + timedelta(days=days),
            by=ada.membership,
            on=on + timedelta(days=30),
        )
    assert not submission.verdicts.exists()


def test_record_approval(northshire, council, ada, on):
    given = {"body": "Cabinet", "decision": "Approved", "organisation": council, "by": ada.membership, "on": on}
    plan = make_plan(northshire)
    approval = plans.record_approval(plan=plan, approved_on=date(2026, 9, 1), **given)
    assert (approval.on, approval.body, approval.organisation) == (date(2026, 9, 1), "Cabinet", council)
    with pytest.raises(Refused, match="from the future"):
        plans.record_approval(plan=plan, approved_on=on + timedelta(days=1), **given)


def test_a_second_press_writes_nothing(northshire, council, ada, on):
    plan, who = make_plan(northshire), {"by": ada.membership, "on": on}
    submission = plans.submit_plan(plan=plan, **who)
    answer = {"submission": submission, "outcome": "fit with points", "points": ["Say who leads"], "letter_on": on}
    verdict = plans.record_verdict(**answer, **who)
    decision = {"plan": plan, "body": "Cabinet", "decision": "Approved", "approved_on": on}
    approval = plans.record_approval(**decision, **who)
    events = AuditEvent.objects.count()
    assert plans.submit_plan(plan=plan, note="Once more", **who) == submission
    assert plans.record_verdict(**answer, **who) == verdict
    assert plans.record_approval(**decision, **who) == approval
    assert AuditEvent.objects.count() == events
    assert plans.record_verdict(**{**answer, "points": ["Say who pays"]}, **who) != verdict
    assert plans.record_approval(**{**decision, "organisation": council}, **who) != approval


def test_an_ended_plan_is_history(northshire, council, source, ada, on):
    plan = make_plan(northshire)
    workstream = make_workstream(plan, council)
    plans.end_plan(plan=plan, ended_on=on, reason="Done", by=ada.membership, on=on)
    who = {"by": ada.membership, "on": on}
    area = {"number": "9", "title": "Late", "lead_body": council}
    for act in (
        lambda: plans.end_plan(plan=plan, ended_on=on, reason="Done", **who),
        lambda: plans.submit_plan(plan=plan, **who),
        lambda: plans.create_workstream(plan=plan, **area, **who),
        lambda: plans.edit_workstream(workstream=workstream, **area, **who),
        lambda: plans.edit_plan(plan=plan, kind="wsoa", title="New", sources=[source], started_on=on, **who),
    ):
        with pytest.raises(Refused, match="This plan ended on 14 October 2026"):
            act()


def test_a_plan_does_not_end_before_it_began(northshire, ada, on):
    with pytest.raises(Refused, match="began on 1 June 2026"):
        plans.end_plan(plan=make_plan(northshire), ended_on=date(2026, 5, 31), reason="Done", by=ada.membership, on=on)


def test_create_and_edit_workstream(northshire, council, neds_post, ada, on):
    plan = make_plan(northshire)
    make_workstream(plan, council)
    given = {"title": "Assessments", "lead_body": council, "by": ada.membership, "on": on}
    workstream = plans.create_workstream(plan=plan, number="2", lead_post=neds_post, **given)
    assert (workstream.position, workstream.lead_post) == (2, neds_post)
    edited = plans.edit_workstream(workstream=workstream, version=0, number="2b", **given)
    assert (edited.number, edited.lead_post, edited.version) == ("2b", None, 1)
    with pytest.raises(StaleError):
        plans.edit_workstream(workstream=workstream, version=0, number="2c", **given)


@pytest.mark.parametrize("wrong", ["number", "body", "post"])
def test_a_workstream_that_cannot_be(northshire, southshire, council, icb, beas_post, ada, on, wrong):
    plan = make_plan(northshire)
    make_workstream(plan, council)
    given = {"number": "2", "title": "Assessments", "lead_body": council}
    given |= {
        "number": {"number": "1"},
        "body": {"lead_body": make_organisation(southshire)},
        "post": {"lead_post": make_post(southshire, icb) if wrong == "body" else beas_post},
    }[wrong]
    with pytest.raises(Refused):
        plans.create_workstream(plan=plan, by=ada.membership, on=on, **given)
    assert Workstream.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "code", "rule", "is_met"),
    [("wsoa", "2016", "wsoa_due", True), ("pap", "2023", "pap_due", True), ("local", "2016", "wsoa_due", False)],
)
def test_a_submission_meets_the_statutory_date_of_its_kind(northshire, ada, on, kind, code, rule, is_met):
    rules = framework(code)
    inspection = record_inspection(
        area=northshire,
        title="Inspection",
        framework=rules,
        started_on=date(2026, 6, 1),
        ended_on=date(2026, 6, 5),
        report_received_on=date(2026, 8, 3),
        outcome=rules.outcomes.filter(requires_plan=True).get(),
        by=ada.membership,
        on=on,
    )
    deadline = inspection.deadlines.get(rule__code=rule)
    assert deadline.met_on is None
    plan = make_plan(northshire, kind=kind, sources=[inspection.source])
    plans.submit_plan(plan=plan, by=ada.membership, on=on)
    deadline.refresh_from_db()
    assert deadline.met_on == (on if is_met else None)
