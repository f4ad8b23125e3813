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
    counts,
    live_plans,
    moves,
    needing_attention,
    proposed_rag,
    rag_counts_on,
    snapshot,
)

__all__ = [
    "ActionState",
    "ContributionRow",
    "FindingMark",
    "Lead",
    "Move",
    "Proposal",
    "RagCounts",
    "contributions_of",
    "contributions_outstanding",
    "counts",
    "highlight_proposal",
    "live_plans",
    "moves",
    "needing_attention",
    "proposed_rag",
    "rag_counts_on",
    "shown_overall",
    "snapshot",
    "standing_after",
]
