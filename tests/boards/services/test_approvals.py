"""The route of a plan's approval: what may be written, what is refused, and what the plan's own story then tells."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from actions.models import PlanApproval
from actions.services.plans import record_approval, submit_plan
from actions.summaries.plans import plan_story
from areas import access
from areas.models import AuditEvent
from boards.models import ApprovalDecision, ApprovalRoute, ApprovalStep
from boards.services import approvals as services
from boards.services.approvals import StepFacts
from boards.services.certificates import sign
from boards.status import Outcome, Standing, standing_after
from send_tracker.lib.records import AppendOnlyError, StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_plan
from tests.factories.approvals import make_certificate, make_route, make_step
from tests.factories.areas import make_organisation, make_post
from tests.factories.boards import make_board, make_meeting

MET = date(2026, 10, 7)


@pytest.fixture
def act(ada, on):
    return {"by": ada.membership, "on": on}


@pytest.fixture
def plan(northshire):
    return make_plan(northshire, title="The plan")


@pytest.fixture
def cabinet(northshire):
    return make_board(northshire, kind="cabinet", name="Cabinet")


@pytest.fixture
def route(plan, ada, on):
    return make_route(plan, ada.membership, on, edition="Version 1")


@pytest.fixture
def step(route, cabinet, council):
    return make_step(route, board=cabinet, organisation=council, call_in_days=5)


def refused(field, call, **asked):
    with pytest.raises(Refused) as caught:
        call(**asked)
    assert caught.value.field == field
    return str(caught.value)


# --- routes


def test_each_version_of_a_plan_has_one_route(plan, act):
    first = services.open_route(plan=plan, edition="Version 1", ready_on=date(2026, 11, 1), **act)
    assert (first.opened_on, first.opened_by, str(first)) == (act["on"], act["by"], "The plan, Version 1")
    assert services.is_current(first)
    assert "has a route already" in refused("edition", services.open_route, plan=plan, edition="VERSION 1", **act)
    second = services.open_route(plan=plan, edition="Version 2", **act)
    assert (services.is_current(first), services.is_current(second)) == (False, True)
    assert AuditEvent.objects.filter(event="approval route opened").count() == 2


def test_a_route_is_changed_and_says_what_it_became(route, plan, act):
    submission = submit_plan(plan=plan, **act)
    sound = {"route": route, "edition": "Version 1.1", "version": 0, **act}
    edited = services.edit_route(submission=submission, submit_by_on=date(2026, 12, 1), **sound)
    assert (edited.edition, edited.submission, edited.version) == ("Version 1.1", submission, 1)
    with pytest.raises(StaleError):
        services.edit_route(**sound)
    other = submit_plan(plan=make_plan(plan.area), **act)
    assert refused("submission", services.edit_route, **{**sound, "version": 1, "submission": other})


def test_what_was_signed_keeps_its_name(route, council, icb, neds_post, act):
    certificate = make_certificate(route, [council, icb], act["by"], act["on"])
    services.edit_route(route=route, edition="Version 1a", **act)
    sign(certificate=certificate, post=neds_post, **act)
    assert "keeps its name" in refused("edition", services.edit_route, route=route, edition="Other", **act)
    assert services.edit_route(route=route, edition="Version 1a", ready_on=MET, **act).ready_on == MET


# --- the bodies on it


def test_a_body_is_put_on_the_route_by_its_board_and_meeting(route, cabinet, council, act):
    meeting = make_meeting(cabinet, date(2026, 11, 11))
    facts = StepFacts(
        turn=1, kind="cabinet", board=cabinet, organisation=council, meeting=meeting, is_key_decision=True,
        notice_given_on=date(2026, 10, 1), clearance_days=5, call_in_days=5,
    )  # fmt: skip
    step = services.add_step(route=route, facts=facts, **act)
    assert (str(step), step.on, step.asked, step.is_key_decision) == ("Cabinet", meeting.on, "approve", True)
    event = AuditEvent.objects.get(event="body put on the route")
    assert event.facts["day"] == "11 November 2026"


def test_a_body_that_is_no_board_here_has_a_name_and_a_plain_day(route, icb, act):
    facts = StepFacts(turn=2, kind="governing body", name="Governing body", organisation=icb, meets_on=MET)
    step = services.add_step(route=route, facts=facts, **act)
    assert (str(step), step.on) == ("Governing body", MET)


def test_what_does_not_fit_together_is_refused(route, cabinet, northshire, southshire, act, on):
    scrutiny = make_board(northshire, kind="scrutiny committee")
    foreign = make_board(southshire)
    meeting = make_meeting(cabinet, date(2026, 11, 11))
    sound = StepFacts(turn=1, kind="cabinet", board=cabinet, meeting=meeting)
    wrong = [
        ("board", {"board": None, "meeting": None}),
        ("board", {"name": "Both"}),
        ("board", {"board": foreign, "meeting": None}),
        ("organisation", {"organisation": make_organisation(southshire)}),
        ("meeting", {"meeting": make_meeting(scrutiny, on)}),
        ("meeting", {"board": None, "name": "A body"}),
        ("meeting", {"meeting": make_meeting(cabinet, on, cancelled_on=on)}),
        ("meets_on", {"meets_on": on}),
        ("papers_on", {"papers_on": date(2026, 11, 12)}),
        ("notice_given_on", {"notice_given_on": on}),
    ]
    for field, differs in wrong:
        refused(field, services.add_step, route=route, facts=replace(sound, **differs), **act)
    assert not ApprovalStep.objects.exists()


def test_a_body_on_the_route_is_changed_and_taken_off(step, cabinet, act):
    meeting = make_meeting(cabinet, date(2026, 11, 11))
    facts = StepFacts(turn=2, kind="cabinet", board=cabinet, meeting=meeting)
    edited = services.edit_step(step=step, version=0, facts=facts, **act)
    assert (edited.turn, edited.on, edited.version) == (2, meeting.on, 1)
    with pytest.raises(StaleError):
        services.edit_step(step=step, version=0, facts=facts, **act)
    off = services.withdraw_step(step=step, **act)
    assert off.withdrawn_on == act["on"]
    assert services.withdraw_step(step=step, **act).version == off.version
    assert "taken off the route" in refused("", services.edit_step, step=step, facts=facts, **act)
    assert "taken off" in refused("", services.record_decision, **decided(step, act))
    assert not ApprovalStep.objects.standing().exists()


def test_nothing_is_added_to_the_route_of_an_earlier_version(plan, route, step, act, cabinet):
    services.open_route(plan=plan, edition="Version 2", **act)
    facts = StepFacts(turn=1, kind="cabinet", board=cabinet)
    for call, asked in (
        (services.add_step, {"route": route, "facts": facts}),
        (services.edit_step, {"step": step, "facts": facts}),
        (services.record_decision, decided(step, {})),
    ):
        assert "A later version" in refused("", call, **asked, **act)


# --- what they decided


def decided(step, act, outcome="approved", on=MET, **fields):
    return {"step": step, "outcome": outcome, "words": f"It was {outcome}.", "decided_on": on, **fields, **act}


def test_a_decision_is_the_plans_own_and_what_it_means_for_the_route(step, plan, council, cabinet, act):
    meeting = make_meeting(cabinet, MET)
    decision = services.record_decision(**decided(step, act, meeting=meeting))
    approval = PlanApproval.objects.get()
    assert (decision.approval, decision.on, decision.meeting) == (approval, MET, meeting)
    assert (approval.body, approval.decision, approval.organisation) == ("Cabinet", "It was approved.", council)
    assert [line.title for line in plan_story(plan)] == ["Decided by Cabinet"]
    assert services.record_decision(**decided(step, act, meeting=meeting)) == decision
    assert (ApprovalDecision.objects.count(), PlanApproval.objects.count()) == (1, 1)
    with pytest.raises(AppendOnlyError):
        decision.save()


def test_what_was_recorded_of_the_plan_before_is_kept_and_taken_up(step, plan, council, act):
    """The same decision entered on the plan first is not written twice: the route points to it."""
    earlier = record_approval(
        plan=plan, body="Cabinet", decision="It was approved.", approved_on=MET, organisation=council, **act
    )
    assert services.record_decision(**decided(step, act)).approval == earlier
    assert PlanApproval.objects.count() == 1


def test_worcestershires_way_delegated_and_then_decided_by_the_post(step, northshire, council, act):
    member = make_post(northshire, council, "Cabinet member")
    first = services.record_decision(**decided(step, act, "delegated", delegated_to=member))
    assert standing_after(step.asked, first.outcome) is Standing.DELEGATED
    second = services.record_decision(**decided(step, act, by_post=member, on=date(2026, 10, 13)))
    assert second.approval.body == "Cabinet member, for Cabinet"
    assert standing_after(step.asked, second.outcome) is Standing.SETTLED


def test_only_the_post_it_was_delegated_to_decides_for_the_body(step, northshire, council, act):
    member, other = make_post(northshire, council, "Member"), make_post(northshire, council, "Other")
    refused("by_post", services.record_decision, **decided(step, act, by_post=member))
    services.record_decision(**decided(step, act, "delegated", delegated_to=member))
    refused("by_post", services.record_decision, **decided(step, act, by_post=other))
    for outcome in ("delegated", "called in"):
        fields = {"delegated_to": other} if outcome == "delegated" else {}
        refused("outcome", services.record_decision, **decided(step, act, outcome, by_post=member, **fields))


def test_a_called_in_decision_is_awaited_again_until_another_is_made(step, act):
    assert "no decision yet" in refused("outcome", services.record_decision, **decided(step, act, "called in"))
    services.record_decision(**decided(step, act))
    refused("outcome", services.record_decision, **decided(step, act, "noted"))
    called = services.record_decision(**decided(step, act, "called in", date(2026, 10, 9)))
    assert standing_after(step.asked, called.outcome) is Standing.CALLED_IN
    again = services.record_decision(**decided(step, act, on=date(2026, 10, 12)))
    assert standing_after(step.asked, again.outcome) is Standing.SETTLED


def test_only_where_there_is_a_call_in_period_is_anything_called_in(route, act):
    board = make_step(route, kind="improvement board")
    services.record_decision(**decided(board, act))
    assert "no call-in period" in refused("outcome", services.record_decision, **decided(board, act, "called in"))


def test_deferred_it_waits_for_the_next_meeting_that_stands(step, cabinet, act, route):
    make_meeting(cabinet, MET)
    make_meeting(cabinet, date(2026, 11, 4), cancelled_on=MET)
    following = make_meeting(cabinet, date(2026, 11, 11))
    make_meeting(cabinet, date(2026, 12, 9))
    services.record_decision(**decided(step, act, "deferred"))
    step.refresh_from_db()
    assert (step.meeting, step.version) == (following, 1)
    elsewhere = make_step(route, meets_on=MET, papers_on=date(2026, 9, 30))
    services.record_decision(**decided(elsewhere, act, "deferred"))
    elsewhere.refresh_from_db()
    assert (elsewhere.meeting, elsewhere.meets_on, elsewhere.papers_on) == (None, None, None)


@pytest.mark.parametrize("outcome", Outcome)
def test_conditions_and_posts_go_with_their_own_outcomes(outcome, step, neds_post, act):
    services.record_decision(**decided(step, act, "delegated", delegated_to=neds_post))
    on = date(2026, 10, 8)
    conditions = {"conditions": "Say who pays."}
    if outcome == "approved subject to":
        refused("conditions", services.record_decision, **decided(step, act, outcome, on))
        assert services.record_decision(**decided(step, act, outcome, on, **conditions)).conditions
    else:
        fields = {"delegated_to": neds_post} if outcome == "delegated" else {}
        refused("conditions", services.record_decision, **decided(step, act, outcome, on, **fields, **conditions))
    if outcome == "delegated":
        refused("delegated_to", services.record_decision, **decided(step, act, outcome, on))
    elif outcome != "approved subject to":
        refused("delegated_to", services.record_decision, **decided(step, act, outcome, on, delegated_to=neds_post))


def test_days_and_meetings_that_cannot_be(step, northshire, southshire, south_council, cabinet, act, on):
    tomorrow = on + timedelta(days=1)
    refused("decided_on", services.record_decision, **decided(step, act, on=tomorrow))
    refused(
        "meeting", services.record_decision, **decided(step, act, meeting=make_meeting(make_board(northshire), MET))
    )
    meeting = make_meeting(cabinet, on)
    refused("decided_on", services.record_decision, **decided(step, act, meeting=meeting))
    foreign = make_post(southshire, south_council)
    refused("delegated_to", services.record_decision, **decided(step, act, "delegated", delegated_to=foreign))
    services.record_decision(**decided(step, act, "noted"))
    refused("decided_on", services.record_decision, **decided(step, act, on=date(2026, 10, 6)))
    assert ApprovalDecision.objects.count() == 1


def test_one_decision_settles_one_body(step, route, act):
    same = make_step(route, name="Cabinet", organisation=step.organisation)
    services.record_decision(**decided(step, act))
    refused("words", services.record_decision, **decided(same, act))


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "delegated"},
        {"outcome": "approved subject to"},
        {"outcome": "ratified"},
    ],
)
def test_the_database_holds_what_goes_together(fields, step, plan, act):
    approval = record_approval(plan=plan, body="B", decision="D", approved_on=MET, **act)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalDecision.objects.create(step=step, approval=approval, on=MET, recorded_by=act["by"], **fields)


@pytest.mark.parametrize("fields", [{"name": ""}, {"meeting": True}])
def test_the_database_holds_what_a_body_is(fields, route, cabinet, on):
    if "meeting" in fields:
        fields = {"board": cabinet, "name": "", "meeting": make_meeting(cabinet, on), "meets_on": on}
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalStep.objects.create(route=route, turn=1, kind="cabinet", **fields)


def test_another_area_sees_none_of_it(step, ada, eve, act, on):
    services.record_decision(**decided(step, act))
    mine, theirs = access.enter(ada, "northshire", on), access.enter(eve, "southshire", on)
    for model in (ApprovalRoute, ApprovalStep, ApprovalDecision):
        assert model.objects.visible_to(mine).count() == 1
        assert not model.objects.visible_to(theirs).exists()


@pytest.mark.parametrize(("outcome", "baselines"), [("approved", 1), ("noted", 0), ("deferred", 0), ("endorsed", 0)])
def test_only_what_approves_the_plan_gives_it_a_baseline(step, plan, act, outcome, baselines):
    services.record_decision(**decided(step, act, outcome))
    assert plan.baselines.count() == baselines
