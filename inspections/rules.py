"""Who may do what to a source, an inspection, a finding or a date."""

from areas.access import Permission, Visit
from inspections.models import Deadline


def may_record(here: Visit) -> bool:
    """Record and correct sources, inspections and findings."""
    return here.may(Permission.INSPECTION_RECORD)


def may_override(here: Visit, deadline: Deadline) -> bool:
    """Set another day: while the deadline is still to be met."""
    return may_record(here) and deadline.is_open
