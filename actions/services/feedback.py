"""What is done about the points of a letter: entered, put right, answered, signed off."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from actions.models import Action, FeedbackPoint, Plan, PlanApproval, PointResponse, PointSignOff, Verdict
from actions.services.plans import record_approval
from areas import audit
from areas.models import Membership
from send_tracker.lib.dates import said
from send_tracker.lib.records import written_before
from send_tracker.lib.refusals import Refused


@transaction.atomic
def add_point(*, verdict: Verdict, text: str, words: str, by: Membership, on: date) -> FeedbackPoint:
    """Add a point the letter makes, numbered after the others. Raises Refused if the letter has it already."""
    Plan.objects.select_for_update().get(pk=verdict.submission.plan_id)
    if verdict.points.filter(text=text).exists():
        raise Refused("This letter has a point in these words already.", "text")
    last = verdict.points.aggregate(last=Max("number"))["last"] or 0
    point = FeedbackPoint.objects.create(verdict=verdict, number=last + 1, text=text, words=words)
    audit.record("feedback point recorded", on=on, subject=point, by=by, letter_on=verdict.on)
    return point


@transaction.atomic
def correct_point(
    *, point: FeedbackPoint, version: int | None = None, text: str, words: str, by: Membership, on: date
) -> FeedbackPoint:
    """Put right what was typed of the letter; the history keeps the old words. Raises StaleError."""
    point = FeedbackPoint.objects.select_for_update().get(pk=point.pk)
    point.check_seen(version)
    before = point.text
    point.text, point.words = text, words
    point.step(version, "text", "words")
    audit.record("feedback point corrected", on=on, subject=point, by=by, before=before, after=text)
    return point


@transaction.atomic
def answer_point(
    *,
    point: FeedbackPoint,
    text: str,
    answered_on: date,
    actions: Iterable[Action] = (),
    submission: UUID,
    by: Membership,
    on: date,
) -> PointResponse:
    """Respond to a point, naming the actions that changed for it. A second call with the same `submission` writes
    nothing.

    Raises Refused for a day before the letter or in the future, and for an action of another plan.
    """
    verdict, actions = point.verdict, list(actions)
    plan = Plan.objects.select_for_update().get(pk=verdict.submission.plan_id)
    if earlier := written_before(PointResponse, submission, point=point):
        return earlier
    _check_day(verdict, answered_on, on, "answered_on")
    if any(action.plan_id != plan.pk for action in actions):
        raise Refused("An action is not one of this plan's.", "actions")
    response = PointResponse.objects.create(
        point=point, on=answered_on, text=text, submission=submission, recorded_by=by
    )
    response.actions.set(actions)
    audit.record(
        "feedback point answered", on=on, subject=point, by=by, answered_on=answered_on,
        actions=[action.reference for action in actions],
    )  # fmt: skip
    return response


@transaction.atomic
def sign_off(
    *,
    verdict: Verdict,
    body: str,
    signed_on: date,
    points: Iterable[FeedbackPoint] = (),
    plan_decision: str = "",
    by: Membership,
    on: date,
) -> PlanApproval | None:
    """A body signed off the latest response to each of these points and, with `plan_decision`, the plan as revised.

    Returns the approval of the plan, if there is one. The same again is written once. Raises Refused for a day before
    the letter or in the future, a point of another letter or without a response, and for signing nothing.
    """
    points = list(points)
    plan = Plan.objects.select_for_update().get(pk=verdict.submission.plan_id)
    _check_day(verdict, signed_on, on, "signed_on")
    if not points and not plan_decision:
        raise Refused("Choose what was signed off: points, the plan as revised, or both.", "points")
    if any(point.verdict_id != verdict.pk for point in points):
        raise Refused("A point is not one of this letter's.", "points")
    signed = []
    for point in points:
        response = point.responses.order_by("-on", "-id").first()
        if response is None or response.on > signed_on:
            raise Refused(f"Point {point.number} had no response on {said(signed_on)}.", "points")
        if not response.sign_offs.filter(body=body, on=signed_on).exists():
            PointSignOff.objects.create(response=response, on=signed_on, body=body, recorded_by=by)
            signed.append(point.number)
    if signed:
        audit.record("feedback signed off", on=on, subject=plan, by=by, body=body, signed_on=signed_on, points=signed)
    if not plan_decision:
        return None
    return record_approval(
        plan=plan, body=body, decision=plan_decision, approved_on=signed_on, verdict=verdict, by=by, on=on
    )


def _check_day(verdict: Verdict, day: date, on: date, field: str) -> None:
    if day < verdict.on:
        raise Refused(f"The letter is of {said(verdict.on)}: it cannot be before.", field)
    if day > on:
        raise Refused("The day cannot be in the future.", field)
