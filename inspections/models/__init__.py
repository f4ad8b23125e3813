"""What others found, and the days it set running."""

from inspections.models.deadline import Deadline, DeadlineChange, DeadlineRule, Framework, Outcome
from inspections.models.event import Event
from inspections.models.register import BoundaryChange, RegisterEntry
from inspections.models.source import Finding, Inspection, Source
from inspections.models.theme import SurveyedArea, Theme

__all__ = [
    "BoundaryChange",
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "Event",
    "Finding",
    "Framework",
    "Inspection",
    "Outcome",
    "RegisterEntry",
    "Source",
    "SurveyedArea",
    "Theme",
]
