"""The plan, its actions, their history, and what each body owes to them."""

from actions.models.action import Action, ActionLead, ActionUpdate, DueDateChange
from actions.models.contribution import Contribution, ContributionReply
from actions.models.plan import Plan, PlanApproval, PlanSubmission, Verdict
from actions.models.workstream import HighlightReport, Workstream

__all__ = [
    "Action",
    "ActionLead",
    "ActionUpdate",
    "Contribution",
    "ContributionReply",
    "DueDateChange",
    "HighlightReport",
    "Plan",
    "PlanApproval",
    "PlanSubmission",
    "Verdict",
    "Workstream",
]
