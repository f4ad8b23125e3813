"""What is said of an action each month."""

from datetime import date
from uuid import UUID

from django.db import transaction

from actions import rules
from actions.models import Action, ActionUpdate
from actions.services import check_live
from actions.status import (
    DONE_STAGES,
    NEEDS_ROUTE,
    OPEN_STAGES,
    ROUNDS_WITHOUT_WORDS,
    ChangeKind,
    Rag,
    Stage,
    why_not_no_change,
)
from areas import audit
from areas.models import Membership, Post
from send_tracker.lib.dates import said
from send_tracker.lib.records import written_before
from send_tracker.lib.refusals import Refused


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
    if earlier := written_before(ActionUpdate, submission, action=action):
        return earlier
    action.check_seen(version)
    stage, rag = Stage(stage), Rag(rag) if rag else None
    _check_turn(action, on, for_post, heard_by, heard_on)
    _check_withdrawal(action, stage)
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
    if earlier := written_before(ActionUpdate, submission, action=action):
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


def _check_withdrawal(action: Action, stage: Stage) -> None:
    """An action leaves a plan that has a baseline by `services.promises.withdraw_action`, with somebody's leave."""
    if stage is not Stage.SUPERSEDED or action.stage == stage or not action.plan.has_baseline:
        return
    if not action.changes.filter(kind=ChangeKind.WITHDRAWN).exists():
        raise Refused("This plan has been submitted or approved: the area lead withdraws the action.", "stage")


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan__area").get(pk=action.pk)


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
