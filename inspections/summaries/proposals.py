"""What the rules and bank holidays of today would make of a deadline that was counted with others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.clock import Working
from inspections.models import Deadline, DeadlineChange, DeadlineRule
from inspections.summaries.owed import in_force


@dataclass(frozen=True)
class Proposal:
    """Counted anew from the same start: the rule it would run under now, and its working."""

    rule: DeadlineRule
    working: Working

    @property
    def due_on(self) -> date:
        return self.working.due_on


def recounted(deadline: Deadline, rules: Iterable[DeadlineRule]) -> Proposal:
    """The deadline counted today, under whichever of its rule's rows is in force for its start.

    `rules` are those that may apply in its area. A date of a series the rule gives no more keeps the row it has.
    """
    rows = [rule for rule in rules if rule.code == deadline.rule.code]
    rule = in_force(rows, deadline.starts_on) or deadline.rule
    if rule.is_series and deadline.point not in rule.amounts:
        rule = deadline.rule
    return Proposal(rule, rule.working(deadline.starts_on, rule.amount_of(deadline.point)))


def proposal_for(
    deadline: Deadline, rules: Iterable[DeadlineRule], changes: Iterable[DeadlineChange]
) -> Proposal | None:
    """Another day than was computed, if counting anew gives one and nobody has declined that day; None if done."""
    if not deadline.is_open:
        return None
    found = recounted(deadline, rules)
    declined = {change.proposed_on for change in changes if change.kind == DeadlineChange.Kind.KEPT}
    return None if found.due_on == deadline.computed_on or found.due_on in declined else found
