"""Questions about plans and actions: who may, and what an update still lacks."""

from datetime import date

from actions import status
from actions.models import Action, Contribution, Plan, Workstream
from actions.status import CONTRIBUTION_STEPS, NEEDS_ROUTE, MoveRefused, Rag, Side, Stage, check_move, steps_open
from areas.access import Permission, Visit
from send_tracker.lib.dates import said


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


def may_ask(here: Visit, action: Action, on: date) -> bool:
    """May ask a body to contribute to this action."""
    return here.may(Permission.CONTRIBUTION_ASK) and action.plan.is_live(on)


def may_answer(here: Visit, contribution: Contribution, on: date) -> bool:
    """A member of the body that owes it, who answers for that body here: agrees, proposes, declines, gives, confirms.

    Nobody else, a commissioner of that body neither.
    """
    bodies = here.speaks_for(Permission.CONTRIBUTION_ANSWER)
    return contribution.organisation_id in bodies and contribution.action.plan.is_live(on)


def may_record_for(here: Visit, contribution: Contribution, on: date) -> bool:
    """May record that another body gave it; who answers for that body gives it instead."""
    return (
        here.may(Permission.CONTRIBUTION_RECORD_FOR_OTHERS)
        and contribution.action.plan.is_live(on)
        and not may_answer(here, contribution, on)
    )


def asking_body(here: Visit, contribution: Contribution) -> int | None:
    """The body for which this person stands on the asking side, or None (see `status.asking_body`)."""
    bodies, asked_by = here.speaks_for(Permission.CONTRIBUTION_ASK), contribution.asked_by.organisation_id
    return status.asking_body(bodies, asked_by, contribution.organisation.same_bodies(here.on))


def may_settle(here: Visit, contribution: Contribution, on: date) -> bool:
    """May accept a proposed date, or ask again, for the side that asked."""
    return asking_body(here, contribution) is not None and contribution.action.plan.is_live(on)


def replies_open(here: Visit, contribution: Contribution, on: date) -> list[str]:
    """What this person may say of it next, as kinds of reply."""
    kinds = steps_open(contribution.state, contribution.wanted_by_on, on)
    owing = may_answer(here, contribution, on)
    asking = may_settle(here, contribution, on)
    recording = may_record_for(here, contribution, on)
    return [
        kind
        for kind in kinds
        if (asking if CONTRIBUTION_STEPS[kind].side is Side.ASKING else owing) or (recording and kind == "given")
    ]


def may_write_highlight(here: Visit, workstream: Workstream, on: date) -> bool:
    """The lead of the workstream, or who keeps the plan, while the plan is live."""
    leads = here.may(Permission.HIGHLIGHT_WRITE) and workstream.lead_post_id in here.posts
    return (leads or here.may(Permission.PLAN_EDIT)) and workstream.plan.is_live(on)
