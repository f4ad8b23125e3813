"""Every write about sources, inspections, findings and the dates that follow from them."""

from inspections.services.deadlines import meet_deadline, meet_deadlines, override_deadline
from inspections.services.events import correct_event, record_event, withdraw_event
from inspections.services.findings import correct_finding, record_finding
from inspections.services.frameworks import FRAMEWORKS, load_frameworks
from inspections.services.inspections import CORRECTABLE, correct_inspection, record_inspection
from inspections.services.reference import load_boundary_changes, load_themes
from inspections.services.sources import record_source

__all__ = [
    "CORRECTABLE",
    "FRAMEWORKS",
    "correct_event",
    "correct_finding",
    "correct_inspection",
    "load_boundary_changes",
    "load_frameworks",
    "load_themes",
    "meet_deadline",
    "meet_deadlines",
    "override_deadline",
    "record_event",
    "record_finding",
    "record_inspection",
    "record_source",
    "withdraw_event",
]
