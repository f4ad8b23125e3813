"""What others found, and the days it set running."""

from inspections.models.deadline import Deadline, DeadlineChange, DeadlineRule, Framework, Outcome
from inspections.models.event import Event
from inspections.models.source import Finding, Inspection, Source

__all__ = [
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "Event",
    "Finding",
    "Framework",
    "Inspection",
    "Outcome",
    "Source",
]
