"""What is done to an action: added, edited, moved, and said of it each month."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import cycle
from uuid import UUID

from django.db import transaction

from actions import rules
from actions.models import Action, ActionLead, ActionUpdate, DueDateChange, Plan, Workstream
from actions.services import check_live
from actions.status import DONE_STAGES, NEEDS_ROUTE, OPEN_STAGES, ROUNDS_WITHOUT_WORDS, Rag, Stage, why_not_no_change
from areas import audit
from areas.models import Membership, Post
from inspections.models import Finding
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def add_action(
    *,
    workstream: Workstream,
    reference: str,
    title: str,
    success: str = "",
    findings: Iterable[Finding] = (),
    due_on: date | None = None,
    lead_posts: Iterable[Post],
    reporting_post: Post,
    by: Membership,
    on: date,
) -> Action:
    """Add an action, not started, where its reference belongs in the plan. Its first due date is kept for good.

    Raises Refused for a reference the plan has, leads or findings of another area, or a reporting post that does not
    lead.
    """
    plan = Plan.objects.select_for_update().get(pk=workstream.plan_id)
    lead_posts, findings = list(lead_posts), list(findings)
    check_live(plan, on)
    _check_action(plan, reference, findings, lead_posts, reporting_post)
    action = Action.objects.create(
        plan=plan,
        workstream=workstream,
        reference=reference,
        position=0,
        title=title,
        success=success,
        added_on=on,
        due_on=due_on,
        first_due_on=due_on,
    )
    action.findings.set(findings)
    _set_leads(action, lead_posts, reporting_post)
    _put_in_order(plan)
    action.refresh_from_db(fields=["position"])
    audit.record("action added", on=on, subject=action, by=by, due_on=due_on, reporting_post=reporting_post)
    return action


@transaction.atomic
def edit_action(
    *,
    action: Action,
    version: int | None = None,
    reference: str,
    title: str,
    success: str = "",
    findings: Iterable[Finding] = (),
    lead_posts: Iterable[Post],
    reporting_post: Post,
    by: Membership,
    on: date,
) -> Action:
    """Change what is promised and who leads it; its date moves by `move_date` alone.

    Raises StaleError, and Refused as `add_action` does.
    """
    plan = Plan.objects.select_for_update().get(pk=action.plan_id)
    action = _locked(action)
    action.check_seen(version)
    lead_posts, findings = list(lead_posts), list(findings)
    check_live(plan, on)
    _check_action(plan, reference, findings, lead_posts, reporting_post, action)
    before = _promised(action)
    action.reference, action.title, action.success = reference, title, success
    action.findings.set(findings)
    _set_leads(action, lead_posts, reporting_post)
    action.step(version, "reference", "title", "success")
    _put_in_order(plan)
    changed = {name: [was, now] for name, now in _promised(action).items() if (was := before[name]) != now}
    audit.record("action edited", on=on, subject=action, by=by, reporting_post=reporting_post, **changed)
    return action


@transaction.atomic
def move_date(
    *,
    action: Action,
    to_on: date,
    reason: str,
    authority: str,
    version: int | None = None,
    by: Membership,
    on: date,
) -> DueDateChange:
    """Give an open action another due date, with the reason and on whose authority; the first date stays on record.

    Raises StaleError; Refused for a date that is no change, an action that is done, or an ended plan.
    """
    action = _locked(action)
    action.check_seen(version)
    check_live(action.plan, on)
    if Stage(action.stage) not in OPEN_STAGES:
        raise Refused(f"This action is {action.stage}: its date can no longer move.")
    if to_on == action.due_on:
        raise Refused(f"The due date is {said(to_on)} already.", "to_on")
    if not (reason and authority):
        raise Refused("A date moves with a reason and on somebody's authority.")
    change = DueDateChange.objects.create(
        action=action,
        on=on,
        from_on=action.due_on,
        to_on=to_on,
        reason=reason,
        authority=authority,
        recorded_by=by,
    )
    action.due_on = to_on
    action.first_due_on = action.first_due_on or to_on
    action.step(version, "due_on", "first_due_on")
    audit.record("action date moved", on=on, subject=action, by=by, from_on=change.from_on, to_on=to_on, reason=reason)
    return change


@transaction.atomic
def post_update(
    *,
    action: Action,
    stage: str,
    rag: str,
    reason: str = "",
    route_to_green: str = "",
    green_by_on: date | None = None,
    wanted_from_board: str = "",
    forecast_on: date | None = None,
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
    for_post: Post | None = None,
    heard_by: str = "",
    heard_on: date | None = None,
) -> ActionUpdate:
    """Say how an action stands. The only door to its stage, RAG, forecast, and the days it was updated and completed.

    A second call with the same `submission` returns the row of the first and writes nothing. `for_post`, `heard_by`
    and `heard_on` go together: the area lead records what the holder of that post said. Raises StaleError, and Refused
    when the move is not in the table, the plan has ended, or words are missing (see `rules.faults_of_update`).
    """
    action = _locked(action)
    if earlier := _same_submission(action, submission):
        return earlier
    action.check_seen(version)
    stage, rag = Stage(stage), Rag(rag) if rag else None
    _check_turn(action, on, for_post, heard_by, heard_on)
    faults = rules.faults_of_update(
        action,
        stage=stage,
        rag=rag,
        reason=reason,
        route_to_green=route_to_green,
        green_by_on=green_by_on,
        forecast_on=forecast_on,
        on=on,
    )
    if faults:
        raise Refused(" ".join(faults.values()), faults=faults)
    needs_route, is_open = rag in NEEDS_ROUTE, stage in OPEN_STAGES
    update = ActionUpdate(
        kind=ActionUpdate.Kind.UPDATE,
        stage=stage.value,
        rag=rag.value if rag else "",
        reason=reason,
        route_to_green=route_to_green if needs_route else "",
        green_by_on=green_by_on if needs_route else None,
        wanted_from_board=wanted_from_board,
        forecast_on=forecast_on if is_open else None,
    )
    return _write(action, update, submission, by, on, for_post, heard_by, heard_on)


@transaction.atomic
def post_no_change(
    *,
    action: Action,
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
    for_post: Post | None = None,
    heard_by: str = "",
    heard_on: date | None = None,
) -> ActionUpdate:
    """Say that nothing changed: an update of its own kind that repeats what the last one said.

    Raises as `post_update` does, and Refused where words of its own are owed (see `status.why_not_no_change`).
    """
    action = _locked(action)
    if earlier := _same_submission(action, submission):
        return earlier
    action.check_seen(version)
    _check_turn(action, on, for_post, heard_by, heard_on)
    latest = list(action.updates.order_by("-on", "-id")[:ROUNDS_WITHOUT_WORDS])
    said_last = [(update.on, update.is_no_change) for update in latest]
    if refusal := why_not_no_change(action.stage, action.rag, said_last, on):
        raise Refused(refusal)
    repeated = {
        name: getattr(latest[0], name)
        for name in (
            "stage", "rag", "reason", "route_to_green", "green_by_on", "wanted_from_board", "forecast_on"
        )
    }  # fmt: skip
    update = ActionUpdate(kind=ActionUpdate.Kind.NO_CHANGE, **repeated)
    return _write(action, update, submission, by, on, for_post, heard_by, heard_on)


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan__area").get(pk=action.pk)


def _same_submission(action: Action, submission: UUID) -> ActionUpdate | None:
    earlier = ActionUpdate.objects.filter(submission=submission).first()
    if earlier and earlier.action_id != action.pk:
        raise Refused("This form was used for another action. Open the page again.")
    return earlier


def _write(
    action: Action,
    update: ActionUpdate,
    submission: UUID,
    by: Membership,
    on: date,
    for_post: Post | None,
    heard_by: str,
    heard_on: date | None,
) -> ActionUpdate:
    """Append the update and bring the action's columns up to it."""
    before = action.shown.word
    update.action, update.submission, update.recorded_by, update.on = action, submission, by, on
    update.for_post, update.heard_by, update.heard_on = for_post, heard_by, heard_on
    update.save()
    is_done = Stage(update.stage) in DONE_STAGES
    action.completed_on = (action.completed_on or on) if is_done else None
    action.stage, action.rag, action.forecast_on, action.updated_on = update.stage, update.rag, update.forecast_on, on
    action.step(None, "stage", "rag", "forecast_on", "updated_on", "completed_on")
    facts = {"before": before, "after": action.shown.word, "forecast_on": update.forecast_on}
    if for_post:
        facts |= {"for_post": for_post, "heard_by": heard_by, "heard_on": heard_on}
    event = "action updated" if update.kind == ActionUpdate.Kind.UPDATE else "action not changed"
    audit.record(event, on=on, subject=action, by=by, **facts)
    return update


def _check_turn(action: Action, on: date, for_post: Post | None, heard_by: str, heard_on: date | None) -> None:
    """The plan is live, history runs forward, and what is recorded for another names its source and day."""
    check_live(action.plan, on)
    if action.updated_on and on < action.updated_on:
        raise Refused(f"There is an update of {said(action.updated_on)}: one cannot be put before it.")
    if for_post is None and not heard_by and heard_on is None:
        return
    if for_post is None or not heard_by or heard_on is None:
        raise Refused("What is recorded for another names the post, how it was heard, and on which day.")
    if heard_on > on:
        raise Refused("The day it was heard cannot be in the future.", "heard_on")
    if not action.leads.filter(post=for_post).exists():
        raise Refused(f"{for_post} does not lead this action.", "for_post")


def _promised(action: Action) -> dict[str, str]:
    """What is promised and who leads it, in words: nothing but the history remembers how these were."""
    return {
        "reference": action.reference,
        "title": action.title,
        "leads": "; ".join(str(post) for post in action.lead_posts.select_related("organisation").order_by("pk")),
        "findings": ", ".join(finding.number for finding in action.findings.in_order()),
        "success": action.success,
    }


def _check_action(
    plan: Plan,
    reference: str,
    findings: list[Finding],
    lead_posts: list[Post],
    reporting_post: Post,
    action: Action | None = None,
) -> None:
    others = plan.actions.filter(reference=reference)
    if (others.exclude(pk=action.pk) if action else others).exists():
        raise Refused("This plan has an action of that reference. Choose another.", "reference")
    if any(post.area_id != plan.area_id for post in lead_posts):
        raise Refused("A lead post is not one of this area's.", "lead_posts")
    if reporting_post not in lead_posts:
        raise Refused("The post that reports is one of those that lead.", "reporting_post")
    if Finding.objects.filter(pk__in=[f.pk for f in findings]).exclude(source__area=plan.area_id).exists():
        raise Refused("A finding is not one of this area's.", "findings")


def _put_in_order(plan: Plan) -> None:
    """Number the plan's actions as people read their references: 2.9 before 2.10."""
    moved = []
    for position, action in enumerate(sorted(plan.actions.only("reference", "position"), key=_reading_order), start=1):
        if action.position != position:
            action.position = position
            moved.append(action)
    Action.objects.bulk_update(moved, ["position"])


def _reading_order(action: Action) -> list[str | int]:
    parts = re.split(r"(\d+)", action.reference.casefold())
    return [int(part) if odd else part for odd, part in zip(cycle((False, True)), parts, strict=False)]


def _set_leads(action: Action, lead_posts: list[Post], reporting_post: Post) -> None:
    """Make these the leads. A lead that stays keeps its row; only one may be reporting, so the old one yields first."""
    action.leads.exclude(post__in=lead_posts).delete()
    action.leads.update(is_reporting=False)
    there = set(action.leads.values_list("post_id", flat=True))
    ActionLead.objects.bulk_create(ActionLead(action=action, post=post) for post in lead_posts if post.pk not in there)
    action.leads.filter(post=reporting_post).update(is_reporting=True)
