"""The one engine for every figure about a plan: screens, reports, files and the public page all ask here."""

from actions.summaries.contributions import (
    ContributionRow,
    contributions_of,
    contributions_outstanding,
    standing_after,
)
from actions.summaries.highlights import Proposal, highlight_proposal, shown_overall
from actions.summaries.ratings import (
    ActionState,
    FindingMark,
    Lead,
    Move,
    RagCounts,
    counted,
    counts,
    live_plans,
    live_plans_of,
    moves,
    needing_attention,
    proposed_rag,
    rag_counts_on,
    ratings_on,
    snapshot,
)
from actions.summaries.standing import ActionNow, ToAnswer, actions_now, contributions_to_answer

__all__ = [
    "ActionNow",
    "ActionState",
    "ContributionRow",
    "FindingMark",
    "Lead",
    "Move",
    "Proposal",
    "RagCounts",
    "ToAnswer",
    "actions_now",
    "contributions_of",
    "contributions_outstanding",
    "contributions_to_answer",
    "counted",
    "counts",
    "highlight_proposal",
    "live_plans",
    "live_plans_of",
    "moves",
    "needing_attention",
    "proposed_rag",
    "rag_counts_on",
    "ratings_on",
    "shown_overall",
    "snapshot",
    "standing_after",
]
