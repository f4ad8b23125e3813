"""Who may do what to a source, an inspection, a finding or a date."""

from areas.access import Permission, Visit
from inspections.models import Deadline, DeadlineRule, Event


def may_record(here: Visit) -> bool:
    """Record and correct sources, inspections and findings."""
    return here.may(Permission.INSPECTION_RECORD)


def may_let_in(here: Visit) -> bool:
    """See every inspection under embargo, and say who else may."""
    return here.may(Permission.EMBARGO_READ)


def may_override(here: Visit, deadline: Deadline) -> bool:
    """Set another day: while the deadline is still to be met."""
    return may_record(here) and deadline.is_open


def may_meet(here: Visit, deadline: Deadline) -> bool:
    """Say that it is met: while it is still to be met, and is more than a guide."""
    return may_override(here, deadline) and deadline.rule.firmness != DeadlineRule.Firmness.GUIDE


def may_change_event(here: Visit, event: Event) -> bool:
    """Put an event right, or withdraw it: while it stands."""
    return may_record(here) and event.withdrawn_on is None
