"""Lists out: a plan, what answers its findings, and what bodies are asked for, as tables for a spreadsheet."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from actions.models import Action, Plan
from actions.status import RAG_WORDS, STAGE_WORDS
from actions.summaries import ActionState, BodyItems, FindingLine, FindingMark, Lead, snapshot
from areas.models import Post
from inspections.models import Finding
from send_tracker.lib.sheets import Column, Table

BETWEEN = "; "  # what parts several posts or findings in one cell

REFERENCE, WORKSTREAM, ACTION, SUCCESS = "Reference", "Workstream", "Action", "What success looks like"
FINDINGS, LEADS, REPORTING = "Findings it answers", "Lead posts", "Post that reports"
DUE, STAGE, RAG, FORECAST, ADDED = "Due", "Stage", "RAG", "Forecast", "Added"
NARRATIVE, NARRATIVE_DAY = "Latest update", "Day of the latest update"
ROUTE, GREEN_BY = "What will bring it back to green", "Green by"


def plan_columns(plan: Plan) -> tuple[Column, ...]:
    """The columns of a plan's table, with the words each may hold where they are fixed. Two queries."""
    streams = tuple(f"{number}. {title}" for number, title in _workstreams(plan))
    posts = tuple(
        str(post) for post in Post.objects.filter(area=plan.area, closed_on=None).select_related("organisation")
    )
    return (
        Column(REFERENCE, 12),
        Column(WORKSTREAM, 28, streams),
        Column(ACTION, 50),
        Column(SUCCESS, 40),
        Column(FINDINGS, 14),
        Column(LEADS, 36),
        Column(REPORTING, 36, tuple(sorted(posts))),
        Column(DUE, 14),
        Column(STAGE, 14, tuple(STAGE_WORDS.values())),
        Column(RAG, 10, tuple(RAG_WORDS.values())),
        Column(NARRATIVE, 60),
        Column(NARRATIVE_DAY, 14),
        Column(ROUTE, 40),
        Column(GREEN_BY, 14),
        Column(FORECAST, 14),
        Column(ADDED, 14),
    )


def plan_table(plan: Plan, on: date, only: Collection[int] | None = None) -> Table:
    """The plan as it stands at the end of that day, one row an action; with `only`, the actions of these ids.

    Nine queries, however many actions.
    """
    facts = {pk: row for pk, *row in Action.objects.filter(plan=plan).values_list("pk", "success", "added_on")}
    marks = finding_words(plan)
    rows = [
        _action_row(state, *facts[state.id], marks) for state in snapshot(plan, on) if only is None or state.id in only
    ]
    return Table(plan.title, plan_columns(plan), rows)


def finding_words(plan: Plan) -> dict[int, str]:
    """How each finding of the plan's sources is named in a cell: its number, with its source if two share it."""
    found = list(
        Finding.objects.filter(source__plans=plan).in_order().values_list("pk", "number", "source__title").distinct()
    )
    shared = Counter(number for _, number, _ in found)
    return {pk: number if shared[number] == 1 else f"{number} ({source})" for pk, number, source in found}


def findings_table(plan: Plan, lines: Iterable[FindingLine]) -> Table:
    """What the plan's sources found, one row a finding, with the actions that answer it and how they stand."""
    columns = (
        Column("Number", 10),
        Column("Kind", 22),
        Column("What was found", 60),
        Column("Whose words", 30),
        Column("Source", 28),
        Column("Responsible", 28),
        Column("Actions that answer it", 50),
    )
    rows = [
        (
            line.number, line.kind, line.text, line.words, line.source, line.bodies,
            "\n".join(f"{row.reference} {row.title} ({row.shown.word})" for row in line.actions),
        )
        for line in lines
    ]  # fmt: skip
    return Table(f"Findings, {plan.title}", columns, rows)


def contributions_table(bodies: Sequence[BodyItems]) -> Table:
    """What these bodies are asked for, one row a contribution."""
    columns = (
        Column("Body", 28),
        Column("Area", 18),
        Column("Asked for", 60),
        Column("Asked on", 14),
        Column("State", 16),
        Column("When", 28),
        Column("Late", 8),
        Column("Action", 50),
    )
    rows = [
        (
            row.body, row.area, row.asked, row.asked_on, row.word, row.when, "Yes" if row.is_late else None, row.action,
        )
        for body in bodies
        for items in body.areas
        for row in (*items.open, *items.settled)
    ]  # fmt: skip
    return Table("Contributions", columns, rows)


def _action_row(state: ActionState, success: str, added_on: date, marks: dict[int, str]) -> tuple[object, ...]:
    reporting = state.reporting
    return (
        state.reference,
        f"{state.workstream_number}. {state.workstream}",
        state.title,
        success,
        BETWEEN.join(_mark(mark, marks) for mark in state.findings),
        BETWEEN.join(_post(lead) for lead in state.leads),
        _post(reporting) if reporting else None,
        state.due_on,
        STAGE_WORDS[state.stage],
        RAG_WORDS[state.rag] if state.rag else None,
        state.reason,
        state.updated_on,
        state.route_to_green,
        state.green_by_on,
        state.forecast_on,
        added_on,
    )


def _mark(mark: FindingMark, marks: dict[int, str]) -> str:
    """A finding of a source the plan no longer answers has no word of its own: it is named with that source."""
    return marks.get(mark.id) or f"{mark.number} ({mark.source})"


def _post(lead: Lead) -> str:
    return f"{lead.post}, {lead.body}"


def _workstreams(plan: Plan) -> list[tuple[str, str]]:
    return list(plan.workstreams.order_by("position", "pk").values_list("number", "title"))
