"""Who may do what to a source, an inspection, a finding or a date."""

from areas.access import Permission, Visit
from inspections.models import Deadline, DeadlineRule, Event, StatedDate


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
    """Say that it is met: while it is still to be met, and no date of the inspection meets it by itself."""
    return may_record(here) and deadline.can_be_met


def may_state(here: Visit, deadline: Deadline) -> bool:
    """Record what a paper says the date is: while it follows from its inspection, met or not."""
    return may_record(here) and deadline.withdrawn_on is None


def may_withdraw_stated(here: Visit, stated: StatedDate) -> bool:
    return may_record(here) and stated.withdrawn_on is None


def may_change_rule(here: Visit, rule: DeadlineRule) -> bool:
    """Change it for the area: where the rule lets an area do so."""
    return may_record(here) and rule.area_may != DeadlineRule.AreaMay.NOTHING


def may_change_event(here: Visit, event: Event) -> bool:
    """Put an event right, or withdraw it: while it stands."""
    return may_record(here) and event.withdrawn_on is None
