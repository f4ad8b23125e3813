"""Whether a plan that has a baseline may be changed so, and the row that tells the change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.models import Action, ActionChange, Plan
from actions.status import CHANGE_WORDS, ChangeKind, asked, authorities_for
from areas.models import Membership
from send_tracker.lib.refusals import Refused


@dataclass(frozen=True)
class Leave:
    """Why something changes, and by whose leave: of which rank (`level`, an Authority), and who it was."""

    reason: str = ""
    level: str = ""
    authority: str = ""


def check_leave(plan: Plan, kinds: Iterable[ChangeKind], is_statutory: bool, leave: Leave) -> None:
    """Raise Refused unless the plan has no baseline, or the change has its reason and the authority it needs."""
    kinds = list(kinds)
    if not kinds or not plan.has_baseline:
        return
    faults = {}
    if not leave.reason:
        faults["reason"] = "This plan has been submitted or approved: give the reason for the change."
    if not leave.authority:
        faults["authority"] = "Say who agreed to the change."
    for kind in kinds:
        enough = authorities_for(plan.kind, kind, is_statutory)
        if leave.level not in enough:
            faults["authority_level"] = f"{CHANGE_WORDS[kind]}: the least this plan asks for is {asked(enough[0])}."
    if faults:
        raise Refused(" ".join(faults.values()), faults=faults)


def note_change(action: Action, kind: ChangeKind, leave: Leave, *, by: Membership, on: date, **what) -> ActionChange:
    """Write down a change: `what` is its part with the words before and after, or the workstreams."""
    return ActionChange.objects.create(
        action=action,
        kind=kind.value,
        on=on,
        recorded_by=by,
        reason=leave.reason,
        authority_level=leave.level,
        authority=leave.authority,
        **what,
    )
