"""One write: what became of the actions of a plan in the one that took its place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from actions.models import Action, ActionSuccession, Plan
from actions.status import SuccessionKind, owes_succession, why_not_succession, why_not_together
from areas import audit
from areas.models import Membership
from send_tracker.lib.refusals import Refused


@dataclass(frozen=True)
class Answer:
    """What became of one action of the old plan: in which way, into which actions of the new one, and why."""

    action: Action
    kind: SuccessionKind
    into: tuple[Action, ...]
    reason: str


@transaction.atomic
def record_succession(*, plan: Plan, answers: Sequence[Answer], by: Membership, on: date) -> list[ActionSuccession]:
    """Say what became of actions of the plan that `plan` took the place of. Those not named stay as they are said.

    An answer that is the standing one is not written again; another one is a new row. All are checked together, and
    nothing is written unless all fit. Raises Refused, with a fault for each action by its field (`kind_<id>`,
    `to_<id>`, `reason_<id>`).
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("supersedes").get(pk=plan.pk)
    if plan.supersedes_id is None:
        raise Refused("This plan took no other plan's place.")
    standing = _standing(plan)
    told = {answer.action.pk: (answer.kind, frozenset(row.pk for row in answer.into)) for answer in answers}
    faults = _faults(plan, answers, {**{pk: row[:2] for pk, row in standing.items()}, **told})
    if faults:
        raise Refused("Not everything fits together yet.", faults=faults)
    written = []
    for answer in answers:
        if standing.get(answer.action.pk) == (*told[answer.action.pk], answer.reason):
            continue
        row = ActionSuccession.objects.create(
            action=answer.action, kind=answer.kind.value, reason=answer.reason, on=on, recorded_by=by
        )
        row.to_actions.set(answer.into)
        written.append(row)
        audit.record(
            "action succeeded", on=on, subject=answer.action, by=by, kind=answer.kind.value, reason=answer.reason,
            into=[action.reference for action in answer.into],
        )  # fmt: skip
    return written


def _standing(plan: Plan) -> dict[int, tuple[SuccessionKind, frozenset[int], str]]:
    rows = ActionSuccession.objects.standing().filter(action__plan=plan.supersedes_id).prefetch_related("to_actions")
    return {
        row.action_id: (SuccessionKind(row.kind), frozenset(action.pk for action in row.to_actions.all()), row.reason)
        for row in rows
    }


def _faults(
    plan: Plan, answers: Sequence[Answer], whole: dict[int, tuple[SuccessionKind, frozenset[int]]]
) -> dict[str, str]:
    """What stands in the way of each answer: alone, and beside what is said of the others."""
    shared = Counter(pk for _, into in whole.values() for pk in into)
    faults = {}
    for answer in answers:
        pk, into = answer.action.pk, answer.into
        others = sum(shared[action.pk] - 1 for action in into)
        if answer.action.plan_id != plan.supersedes_id or not owes_succession(answer.action.stage):
            faults[f"kind_{pk}"] = "It was withdrawn, or is not one of the old plan's actions."
        elif any(action.plan_id != plan.pk for action in into):
            faults[f"to_{pk}"] = "It goes into actions of the new plan."
        elif why := why_not_succession(answer.kind, answer.action.stage, len(into)):
            faults[f"to_{pk}" if answer.kind is not SuccessionKind.CLOSED or into else f"kind_{pk}"] = why
        elif why := why_not_together(answer.kind, others):
            faults[f"kind_{pk}"] = why
        elif not answer.reason:
            faults[f"reason_{pk}"] = "Give the reason."
    return faults
