"""What a workstream's highlight report is proposed to say, from its actions."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from actions.models import HighlightReport, Plan, Workstream
from actions.status import Rag, Shown, Stage, shown_as
from actions.summaries.ratings import ActionState, proposed_rag, snapshot
from send_tracker.lib.dates import end_of_month, month_of, said

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


@dataclass(frozen=True)
class Highlight:
    """The report of a workstream for a month that counts: the latest written for it."""

    id: int
    workstream_id: int
    workstream: str
    month_on: date
    shown: Shown
    proposed: Shown
    moderation_reason: str
    done: str
    next: str
    in_the_way: str
    decisions_wanted: str
    by: str
    on: date
    replaces_on: date | None  # when the one it replaces was written

    @property
    def month(self) -> str:
        """The month in words: October 2026."""
        return f"{self.month_on:%B %Y}"


def highlights_of(workstream: Workstream, on: date) -> list[Highlight]:
    """One report a month as it stood at the end of that day, the latest month first. One query."""
    return _standing(HighlightReport.objects.filter(workstream=workstream, on__lte=on))


def latest_highlights(plan: Plan, on: date) -> list[Highlight]:
    """The latest month's report of each workstream as it stood at the end of that day, in the plan's order. One query.

    A workstream that has written none is not there.
    """
    latest: dict[int, Highlight] = {}
    for highlight in _standing(HighlightReport.objects.filter(workstream__plan=plan, on__lte=on)):
        latest.setdefault(highlight.workstream_id, highlight)
    return list(latest.values())


def _standing(reports) -> list[Highlight]:
    """Of each workstream and month the last row, later months first; and what that row replaced."""
    rows = reports.select_related("workstream", "recorded_by__user", "recorded_by__organisation").order_by(
        "workstream__position", "workstream", "-month_on", "-pk"
    )
    found: dict[tuple[int, date], Highlight] = {}
    for row in rows:
        key = row.workstream_id, row.month_on
        if key not in found:
            found[key] = _highlight(row)
        elif found[key].replaces_on is None:
            found[key] = replace(found[key], replaces_on=row.on)
    return list(found.values())


def _highlight(row: HighlightReport) -> Highlight:
    return Highlight(
        id=row.pk,
        workstream_id=row.workstream_id,
        workstream=str(row.workstream),
        month_on=row.month_on,
        shown=shown_overall(row.rag),
        proposed=shown_overall(row.proposed_rag),
        moderation_reason=row.moderation_reason,
        done=row.done,
        next=row.next,
        in_the_way=row.in_the_way,
        decisions_wanted=row.decisions_wanted,
        by=str(row.recorded_by),
        on=row.on,
        replaces_on=None,
    )


MONTHS_OFFERED = 12


def months_to_report(plan: Plan, on: date) -> list[date]:
    """The months a highlight report may be for, this one first: back to the plan's beginning, a year at most."""
    months = [month_of(on)]
    while len(months) < MONTHS_OFFERED and months[-1] > month_of(plan.started_on):
        months.append(month_of(months[-1] - timedelta(days=1)))
    return months
