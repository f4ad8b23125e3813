"""What others found, and the days it set running."""

from inspections.models.attachment import SourceDocument
from inspections.models.deadline import Deadline, DeadlineChange, StatedDate
from inspections.models.embargo import Insider
from inspections.models.event import Event
from inspections.models.judgement import Judgement, StatedCount
from inspections.models.notice import ImprovementNotice, NoticeDocument, NoticeStep, SupportOffer, SupportStep
from inspections.models.register import BoundaryChange, RegisterEntry
from inspections.models.rule import DeadlineRule, Framework, Outcome, Suspension
from inspections.models.source import EvaluationQuestion, Finding, Inspection, Source
from inspections.models.theme import SurveyedArea, Theme

__all__ = [
    "BoundaryChange",
    "Deadline",
    "DeadlineChange",
    "DeadlineRule",
    "EvaluationQuestion",
    "Event",
    "Finding",
    "Framework",
    "ImprovementNotice",
    "Insider",
    "Inspection",
    "Judgement",
    "NoticeDocument",
    "NoticeStep",
    "Outcome",
    "RegisterEntry",
    "Source",
    "SourceDocument",
    "StatedCount",
    "StatedDate",
    "SupportOffer",
    "SupportStep",
    "SurveyedArea",
    "Suspension",
    "Theme",
]
