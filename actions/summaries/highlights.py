"""What a workstream's highlight report is proposed to say, from its actions."""

from dataclasses import dataclass
from datetime import date

from actions.models import Workstream
from actions.status import Rag, Shown, Stage, shown_as
from actions.summaries.ratings import ActionState, proposed_rag, snapshot
from send_tracker.lib.dates import end_of_month, said

NOT_RATED = Shown("plain", "Not rated", "-")


def shown_overall(rag: str | None) -> Shown:
    """The word and shape of a workstream's overall rating; "Not rated" if it has none."""
    return shown_as(Stage.IN_PROGRESS, rag) if rag else NOT_RATED


@dataclass(frozen=True)
class Proposal:
    """The overall rating by the rule (the worst of the actions in progress), and what it was reached from."""

    rag: Rag | None
    as_of: date
    in_progress: int
    deciding: tuple[ActionState, ...]  # the actions that stand at the worst

    @property
    def shown(self) -> Shown:
        return shown_overall(self.rag)

    @property
    def working(self) -> str:
        """How it was reached, in a sentence."""
        if not self.rag:
            return f"No action was in progress on {said(self.as_of)}, so no rating is proposed."
        of = "the one action" if self.in_progress == 1 else f"the {self.in_progress} actions"
        names = ", ".join(state.reference for state in self.deciding)
        return f"The worst of {of} in progress on {said(self.as_of)}: {names}."


def highlight_proposal(workstream: Workstream, month_on: date, on: date) -> Proposal:
    """What the rule proposes for a month, from the ratings at its end, or on the day `on` while it has not ended."""
    as_of = min(end_of_month(month_on), on)
    states = [state for state in snapshot(workstream.plan, as_of) if state.workstream_id == workstream.pk]
    rated = [state for state in states if state.rag]
    rag = proposed_rag(rated)
    return Proposal(rag, as_of, len(rated), tuple(state for state in rated if state.rag == rag))
