"""Questions about plans and actions: who may, and what an update still lacks."""

from datetime import date

from actions.models import Action, ActionUpdate, Plan
from actions.status import NEEDS_ROUTE, OPEN_STAGES, MoveRefused, Rag, Stage, check_move
from areas.access import Permission, Visit
from send_tracker.lib.dates import said

ROUNDS_WITHOUT_WORDS = 2


def may_edit_plan(here: Visit, plan: Plan, on: date) -> bool:
    """An ended plan is history: nobody edits it, its workstreams or its actions."""
    return here.may(Permission.PLAN_EDIT) and plan.is_live(on)


def may_update_action(here: Visit, action: Action, on: date) -> bool:
    """A lead of the action, whichever of its posts they hold, while the plan is live."""
    return (
        here.may(Permission.ACTION_UPDATE)
        and action.plan.is_live(on)
        and bool(here.posts)
        and action.leads.filter(post__in=here.posts).exists()
    )


def may_update_for_other(here: Visit, action: Action, on: date) -> bool:
    """May record what the lead of this action said elsewhere."""
    return here.may(Permission.ACTION_UPDATE_FOR_OTHERS) and action.plan.is_live(on)


def faults_of_update(
    action: Action,
    *,
    stage: Stage,
    rag: Rag | None,
    reason: str,
    route_to_green: str,
    green_by_on: date | None,
    forecast_on: date | None,
    on: date,
) -> dict[str, str]:
    """What stands in the way of this update: field and message. Empty when it can be recorded.

    A reason is asked unless the rating is green and was green, and always for a forecast after the due date; red and
    amber also name the way back to green and its day.
    """
    faults = {}
    before = Stage(action.stage)
    try:
        check_move(before, stage, rag)
    except MoveRefused as refusal:
        faults["stage" if before is not stage and not _only_rag_is_wrong(before, stage, rag) else "rag"] = str(refusal)
    is_late = forecast_on is not None and action.due_on is not None and forecast_on > action.due_on
    if not reason and is_late:
        faults["reason"] = f"The forecast is later than the due date of {said(action.due_on)}: say why"
    elif not reason and not (rag is Rag.GREEN and action.rag == Rag.GREEN):
        faults["reason"] = "Give the reason. Only a green that stays green needs none"
    if rag in NEEDS_ROUTE and not route_to_green:
        faults["route_to_green"] = f"Say what will bring it from {rag} back to green"
    if rag in NEEDS_ROUTE and green_by_on is None:
        faults["green_by_on"] = "Give the day by which it should be green"
    elif rag in NEEDS_ROUTE and green_by_on < on:
        faults["green_by_on"] = "Give a day that is not in the past"
    return faults


def _only_rag_is_wrong(before: Stage, stage: Stage, rag: Rag | None) -> bool:
    """True if some other RAG would make this move a good one."""
    try:
        check_move(before, stage, None if rag else Rag.GREEN)
    except MoveRefused:
        return False
    return True


def why_not_no_change(action: Action, last: list[ActionUpdate], on: date) -> str:
    """Why "nothing changed" cannot be said of this action, or "" if it can. `last` is its latest updates, newest first.

    It repeats the last update, so there must be one, older than today; and a red or amber that has already stood for
    two rounds owes the board words of its own.
    """
    if not last:
        return "There is no update yet to repeat. Give the first one in words."
    if Stage(action.stage) not in OPEN_STAGES:
        return "Nothing more is asked of this action."
    if last[0].on >= on:
        return "This action has been updated today."
    rounds = last[:ROUNDS_WITHOUT_WORDS]
    stood = len(rounds) == ROUNDS_WITHOUT_WORDS and all(row.kind == ActionUpdate.Kind.NO_CHANGE for row in rounds)
    if stood and action.rag in NEEDS_ROUTE:
        return f"It has been {action.rag} without a change for two rounds: say in words what is being done."
    return ""
