"""The plan, its actions, their history, and what each body owes to them."""

from actions.models.action import Action, ActionLead, ActionUpdate, DueDateChange
from actions.models.attachment import PlanDocument
from actions.models.change import ActionChange, ActionSuccession
from actions.models.contribution import Contribution, ContributionReply
from actions.models.feedback import FeedbackPoint, PointResponse, PointSignOff
from actions.models.plan import Plan, PlanApproval, PlanBaseline, PlanSubmission, Verdict
from actions.models.workstream import HighlightReport, Workstream

__all__ = [
    "Action",
    "ActionChange",
    "ActionLead",
    "ActionSuccession",
    "ActionUpdate",
    "Contribution",
    "ContributionReply",
    "DueDateChange",
    "FeedbackPoint",
    "HighlightReport",
    "Plan",
    "PlanApproval",
    "PlanBaseline",
    "PlanDocument",
    "PlanSubmission",
    "PointResponse",
    "PointSignOff",
    "Verdict",
    "Workstream",
]
