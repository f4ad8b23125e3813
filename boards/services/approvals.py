"""The route of a plan's approval is set out, and what its bodies decide is written down."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from actions.models import Plan, PlanSubmission
from actions.services.plans import record_approval
from areas import audit
from areas.models import Membership, Organisation, Post
from boards.models import ApprovalDecision, ApprovalRoute, ApprovalStep, Board, Meeting
from boards.status import BY_A_POST, FOLLOWS, MAY_FOLLOW, OUTCOME_WORDS, Outcome, Standing, standing_after
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def open_route(
    *,
    plan: Plan,
    edition: str,
    ready_on: date | None = None,
    submit_by_on: date | None = None,
    submission: PlanSubmission | None = None,
    by: Membership,
    on: date,
) -> ApprovalRoute:
    """Set out how this version of the plan is to be approved; the route of an earlier version is closed thereby.

    Raises Refused if the version has a route already, or the submission is another plan's.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _check_edition(plan, edition)
    _check_submission(plan, submission)
    route = ApprovalRoute.objects.create(
        plan=plan, edition=edition, ready_on=ready_on, submit_by_on=submit_by_on, submission=submission, opened_on=on,
        opened_by=by,
    )  # fmt: skip
    audit.record("approval route opened", on=on, subject=route, by=by, ready_on=ready_on, submit_by_on=submit_by_on)
    return route


@transaction.atomic
def edit_route(
    *,
    route: ApprovalRoute,
    version: int | None = None,
    edition: str,
    ready_on: date | None = None,
    submit_by_on: date | None = None,
    submission: PlanSubmission | None = None,
    by: Membership,
    on: date,
) -> ApprovalRoute:
    """Change the version's name, the days it goes by, or which submission it became. Raises StaleError and Refused."""
    route = _locked_route(route)
    route.check_seen(version)
    _check_edition(route.plan, edition, route)
    _check_submission(route.plan, submission)
    if edition != route.edition and hasattr(route, "certificate") and route.certificate.signatures.exists():
        raise Refused("A certificate of this version is signed already, so it keeps its name.", "edition")
    before = {"ready_on_before": route.ready_on, "submit_by_on_before": route.submit_by_on}
    route.edition, route.ready_on = edition, ready_on
    route.submit_by_on, route.submission = submit_by_on, submission
    route.step(version, "edition", "ready_on", "submit_by_on", "submission")
    audit.record(
        "approval route changed", on=on, subject=route, by=by, ready_on=ready_on, submit_by_on=submit_by_on,
        submitted_on=submission.on if submission else None, **before,
    )  # fmt: skip
    return route


@dataclass(frozen=True)
class StepFacts:
    """What is known of a body on the route, as its form asks for it."""

    turn: int
    kind: str
    organisation: Organisation | None = None
    board: Board | None = None
    name: str = ""
    asked: str = "approve"
    meeting: Meeting | None = None
    meets_on: date | None = None
    papers_on: date | None = None
    is_key_decision: bool = False
    notice_given_on: date | None = None
    clearance_days: int = 0
    call_in_days: int = 0


FIELDS = tuple(StepFacts.__dataclass_fields__)


@transaction.atomic
def add_step(*, route: ApprovalRoute, facts: StepFacts, by: Membership, on: date) -> ApprovalStep:
    """Put a body on the route. Raises Refused, naming the field, for what does not fit together or is elsewhere's."""
    route = _locked_route(route)
    _check_current(route)
    _check_facts(route, facts)
    step = ApprovalStep.objects.create(route=route, **{name: getattr(facts, name) for name in FIELDS})
    audit.record(
        "body put on the route", on=on, subject=step, by=by, plan=route.plan, turn=facts.turn, day=said(step.on)
    )
    return step


@transaction.atomic
def edit_step(
    *, step: ApprovalStep, version: int | None = None, facts: StepFacts, by: Membership, on: date
) -> ApprovalStep:
    """Change what is known of a body on the route. Raises StaleError, and Refused as `add_step` does."""
    route = _locked_route(step.route)
    step = _locked_step(step)
    step.check_seen(version)
    _check_current(route)
    _check_facts(route, facts)
    _check_not_withdrawn(step)
    before = step.on
    for name in FIELDS:
        setattr(step, name, getattr(facts, name))
    step.step(version, *FIELDS)
    audit.record("body on the route changed", on=on, subject=step, by=by, day_before=said(before), day=said(step.on))
    return step


@transaction.atomic
def withdraw_step(*, step: ApprovalStep, by: Membership, on: date) -> ApprovalStep:
    """The body need not decide after all. What it decided stays told. A second press writes nothing."""
    _locked_route(step.route)
    step = _locked_step(step)
    if step.withdrawn_on is None:
        step.withdrawn_on = on
        step.step(None, "withdrawn_on")
        audit.record("body taken off the route", on=on, subject=step, by=by, plan=step.route.plan)
    return step


@transaction.atomic
def record_decision(
    *,
    step: ApprovalStep,
    outcome: str,
    words: str,
    decided_on: date,
    meeting: Meeting | None = None,
    by_post: Post | None = None,
    delegated_to: Post | None = None,
    conditions: str = "",
    by: Membership,
    on: date,
) -> ApprovalDecision:
    """What the body (or the post it had delegated to) decided on the plan. The same again is written once.

    Its words become the plan's `PlanApproval`, so the plan's own story tells it too. Deferred, the step waits for the
    board's next meeting. Raises Refused for what may not follow the decision before, for a day in the future or before
    that decision, and for a post, meeting or condition that does not belong.
    """
    route = _locked_route(step.route)
    step = _locked_step(step)
    _check_not_withdrawn(step)
    if decided_on > on:
        raise Refused("The decision cannot be from the future.", "decided_on")
    _check_meeting(step, meeting, decided_on)
    made = list(step.decisions.select_related("approval", "by_post", "delegated_to").order_by("on", "id"))
    asked = {"outcome": outcome, "on": decided_on, "by_post": by_post, "delegated_to": delegated_to}
    if same := _same(made, words, conditions=conditions, **asked):
        return same
    _check_current(route)
    _check_may_follow(step, made, outcome, by_post, decided_on)
    _check_details(step, outcome, delegated_to, conditions)
    approval = record_approval(
        plan=route.plan, body=_who(step, by_post), decision=words, approved_on=decided_on,
        organisation=step.organisation, is_approved=outcome == Outcome.APPROVED, by=by, on=on,
    )  # fmt: skip
    if hasattr(approval, "approval_decision"):
        raise Refused("This decision is recorded already, for another body of the route.", "words")
    decision = ApprovalDecision.objects.create(
        step=step, approval=approval, on=decided_on, recorded_by=by, outcome=outcome, meeting=meeting,
        by_post=by_post, delegated_to=delegated_to, conditions=conditions,
    )  # fmt: skip
    if outcome == Outcome.DEFERRED:
        _await_next_meeting(step, decided_on)
    audit.record(
        "decision on the plan recorded", on=on, subject=step, by=by, outcome=OUTCOME_WORDS[Outcome(outcome)],
        decided_on=said(decided_on), delegated_to=delegated_to, follows=FOLLOWS[standing_after(step.asked, outcome)],
    )  # fmt: skip
    return decision


def is_current(route: ApprovalRoute) -> bool:
    """No later version of the plan has a route of its own. One query."""
    return not ApprovalRoute.objects.filter(plan=route.plan_id, pk__gt=route.pk).exists()


def _locked_route(route: ApprovalRoute) -> ApprovalRoute:
    """The route, with its row held: what is written on one route is written one after another."""
    return ApprovalRoute.objects.select_for_update(of=("self",)).select_related("plan__area").get(pk=route.pk)


def _locked_step(step: ApprovalStep) -> ApprovalStep:
    related = ("route__plan__area", "board", "meeting", "organisation")
    return ApprovalStep.objects.select_for_update(of=("self",)).select_related(*related).get(pk=step.pk)


def _check_current(route: ApprovalRoute) -> None:
    if not is_current(route):
        raise Refused("A later version of the plan has a route of its own: this one is closed.")


def _check_not_withdrawn(step: ApprovalStep) -> None:
    if step.withdrawn_on is not None:
        raise Refused(f"{step} was taken off the route on {said(step.withdrawn_on)}.")


def _check_edition(plan: Plan, edition: str, route: ApprovalRoute | None = None) -> None:
    others = ApprovalRoute.objects.filter(plan=plan, edition__iexact=edition)
    if (others.exclude(pk=route.pk) if route else others).exists():
        raise Refused("This version of the plan has a route already. Give the new version another name.", "edition")


def _check_submission(plan: Plan, submission: PlanSubmission | None) -> None:
    if submission is not None and submission.plan_id != plan.pk:
        raise Refused("Choose a submission of this plan.", "submission")


def _check_facts(route: ApprovalRoute, facts: StepFacts) -> None:
    area_id = route.plan.area_id
    if (facts.board is None) == (not facts.name):
        raise Refused("Choose a board of this area, or else write the body's name: one of the two.", "board")
    if facts.board is not None and facts.board.area_id != area_id:
        raise Refused("Choose a board of this area.", "board")
    if facts.organisation is not None and not facts.organisation.partnerships.filter(area=area_id).exists():
        raise Refused("Choose a body that is a partner of this area.", "organisation")
    if facts.meeting is not None:
        if facts.board is None or facts.meeting.board_id != facts.board.pk:
            raise Refused("Choose a meeting of the board above.", "meeting")
        if facts.meeting.cancelled_on is not None:
            raise Refused("This meeting is cancelled. Choose another.", "meeting")
        if facts.meets_on is not None:
            raise Refused("Choose a meeting or enter a day: one of the two.", "meets_on")
    day = facts.meeting.on if facts.meeting else facts.meets_on
    if facts.papers_on and day and facts.papers_on > day:
        raise Refused("The papers go before the meeting.", "papers_on")
    if facts.notice_given_on and not facts.is_key_decision:
        raise Refused(
            "Notice is given of a key decision: say that it is one, or leave the day empty.", "notice_given_on"
        )


def _check_meeting(step: ApprovalStep, meeting: Meeting | None, decided_on: date) -> None:
    if meeting is None:
        return
    if meeting.board_id != step.board_id:
        raise Refused(f"Choose a meeting of {step}.", "meeting")
    if meeting.on != decided_on:
        raise Refused(f"That meeting is on {said(meeting.on)}. Enter that day, or choose no meeting.", "decided_on")


def _same(made: list[ApprovalDecision], words: str, **asked) -> ApprovalDecision | None:
    """The last decision, if it is this one: a form sent twice writes once."""
    last = made[-1] if made else None
    is_same = last is not None and last.approval.decision == words
    return last if is_same and all(getattr(last, name) == value for name, value in asked.items()) else None


def _check_may_follow(
    step: ApprovalStep, made: list[ApprovalDecision], outcome: str, by_post: Post | None, decided_on: date
) -> None:
    last = made[-1] if made else None
    if last is not None and decided_on < last.on:
        raise Refused(f"The last decision was on {said(last.on)}; this one cannot be older.", "decided_on")
    standing = standing_after(step.asked, last.outcome if last else None)
    if Outcome(outcome) not in MAY_FOLLOW[standing]:
        raise Refused(_why_not(standing), "outcome")
    if outcome == Outcome.CALLED_IN and not step.call_in_days:
        raise Refused(f"{step} has no call-in period, so nothing it decides is called in.", "outcome")
    if by_post is None:
        return
    delegated = [decision for decision in made if decision.outcome == Outcome.DELEGATED]
    if not delegated or delegated[-1].delegated_to_id != by_post.pk:
        raise Refused(f"Nothing is delegated to {by_post}.", "by_post")
    if Outcome(outcome) not in BY_A_POST:
        raise Refused(
            "A post decides what was delegated to it: it delegates nothing on and calls nothing in.", "outcome"
        )


def _why_not(standing: Standing) -> str:
    if standing is Standing.SETTLED:
        return "This step is settled: its decision can only be called in. Another version has a route of its own."
    return "There is no decision yet that could be called in."


def _check_details(step: ApprovalStep, outcome: str, delegated_to: Post | None, conditions: str) -> None:
    if outcome == Outcome.DELEGATED:
        if delegated_to is None:
            raise Refused("Choose the post it was delegated to.", "delegated_to")
        if delegated_to.area_id != step.route.plan.area_id:
            raise Refused("Choose a post of this area.", "delegated_to")
    elif delegated_to is not None:
        raise Refused("A post is named only where the decision was delegated.", "delegated_to")
    if (outcome == Outcome.APPROVED_SUBJECT_TO) != bool(conditions):
        words = (
            "Enter the conditions." if not conditions else "Conditions go with “approved subject to conditions” alone."
        )
        raise Refused(words, "conditions")


def _who(step: ApprovalStep, by_post: Post | None) -> str:
    return f"{by_post.title}, for {step}"[:150] if by_post else str(step)


def _await_next_meeting(step: ApprovalStep, after: date) -> None:
    """The next meeting of its board that stands; none is known of a body that is no board here."""
    following = step.board.meetings.standing().filter(on__gt=after).order_by("on").first() if step.board else None
    step.meeting, step.meets_on, step.papers_on = following, None, None
    step.step(None, "meeting", "meets_on", "papers_on")
