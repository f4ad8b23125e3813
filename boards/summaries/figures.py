"""The figures of a report, taken as of a cut-off and ready to be frozen: counted by the plan's engine, never again."""

from dataclasses import asdict
from datetime import date

from django.db.models import Max, Q

from actions.models import Plan, Workstream
from actions.status import KEY, Shown
from actions.summaries import (
    NOT_RATED,
    ActionState,
    Highlight,
    Letter,
    RagCounts,
    contributions_outstanding,
    counts,
    feedback_section,
    latest_highlights,
    moves,
    needing_attention,
    rag_counts_on,
    snapshot,
)
from areas.access import Visit
from areas.models.lineage import names_of
from areas.summaries import officers_of
from boards.models import Board, Meeting, Report, Seat
from inspections.models import Finding
from inspections.summaries import timeline_for_all
from send_tracker.lib.dates import month_of, said
from send_tracker.lib.precision import latest

# How many meetings the chart looks back on, this one included.
MOST_COLUMNS = 12


def plan_of(board: Board, on: date) -> Plan | None:
    """The plan a board reports on that day: its workstream's, or the one it governs, or what has superseded that."""
    if board.workstream:
        return board.workstream.plan
    plan = board.plan
    while plan and not plan.is_live(on):
        successor = Plan.objects.filter(supersedes=plan).select_related("area").first()
        if successor is None:
            break
        plan = successor
    return plan


def plan_shown(here: Visit, board: Board, on: date) -> Plan | None:
    """The same, if this person may see it: what took the place of the board's own plan may be under embargo."""
    plan = plan_of(board, on)
    own = board.workstream.plan if board.workstream else board.plan
    if plan is None or plan == own:  # who sees the board sees the plan it is of
        return plan
    return plan if Plan.objects.visible_to(here).filter(pk=plan.pk).exists() else None


def report_figures(meeting: Meeting, cutoff_on: date) -> dict:
    """Every figure and fact of the report to this meeting as of the end of `cutoff_on`, ready for JSON.

    Days are ISO text under names ending in `_on`, and beside them the words that are printed. Names of bodies are
    those of the cut-off, titles of posts are today's; both are frozen with the rest. A task and finish group is told
    of its own workstream alone. The board has a plan (`plan_of`).
    """
    with names_of(cutoff_on):
        return _figures(meeting, cutoff_on)


def _figures(meeting: Meeting, cutoff_on: date) -> dict:
    board = meeting.board
    plan = plan_of(board, cutoff_on)
    days = days_given(meeting, cutoff_on)
    last = days[-1] if days else None
    now = _of_the_board(snapshot(plan, cutoff_on), board)
    before = _of_the_board(snapshot(plan, last[1]), board) if last else []
    return {
        "area": {"name": board.area.name, "slug": board.area.slug, "brand_colour": board.area.brand_colour},
        "board": {"name": board.name, "kind": board.get_kind_display()},
        "meeting": said(meeting.on),
        "meeting_on": meeting.on.isoformat(),
        "cutoff": said(cutoff_on),
        "cutoff_on": cutoff_on.isoformat(),
        "last_meeting": said(last[0]) if last else "",
        "before": said(last[1]) if last else "",
        "officers": [
            {"role": line.role, "post": line.post, "body": line.body} for line in officers_of(board.area, cutoff_on)
        ],
        "plan": {"title": plan.title, "kind": plan.get_kind_display(), "started": said(plan.started_on)},
        "counts": _counts(counts(now), counts(before) if last else None),
        "chart": _chart(plan, board, [*(day for _, day in days), cutoff_on], counts(now)),
        "highlights": _highlights(plan, board, now, cutoff_on),
        "moved": [_moved(move) for move in moves(before, now)] if last else [],
        "attention": [_attention(state) for state in needing_attention(now)],
        "overdue": [_action(state) for state in now if state.is_overdue],
        "silent": [_action(state) for state in now if state.is_silent],
        "contributions": _contributions(plan, now, cutoff_on),
        "feedback": [asdict(letter) for letter in _feedback(plan, board, cutoff_on)],
        "dates": _dates(plan, meeting, cutoff_on),
        "seats_empty": _seats_empty(board, cutoff_on),
        "sources": _sources(plan, now, board),
        "actions": [_action(state) for state in now],
    }


def mark(shown: Shown | None) -> dict | None:
    """The word of a rating and the code its shape hangs on, as they are frozen."""
    return {"code": shown.code, "word": shown.word} if shown else None


def _of_the_board(states: list[ActionState], board: Board) -> list[ActionState]:
    return [state for state in states if board.workstream_id in (None, state.workstream_id)]


# The day of the figures a meeting was given, to annotate meetings with: its approved report's cut-off, if it has one.
TAKEN_ON = Max("reports__cutoff_on", filter=Q(reports__state=Report.State.APPROVED))


def days_given(meeting: Meeting, cutoff_on: date) -> list[tuple[date, date]]:
    """Earlier meetings, oldest first, each with the day whose figures it had: its report's cut-off, or its own day.

    This is what "at the last meeting" means on every page and in every report: those figures are compared with, so
    that a reader finds here the numbers the last meeting had before it. One query.
    """
    rows = (
        Meeting.objects.filter(board=meeting.board, on__lt=meeting.on, cancelled_on__isnull=True)
        .annotate(taken_on=TAKEN_ON)
        .order_by("on")
        .values_list("on", "taken_on")
    )
    return [(on, taken or on) for on, taken in rows if (taken or on) < cutoff_on][-(MOST_COLUMNS - 1) :]


def _counts(now: RagCounts, before: RagCounts | None) -> dict:
    rows = [
        {**mark(shown), "letter": shown.letter, "now": number, "before": before.of(shown) if before else None}
        for shown, number in now.tiles
    ]
    for row in rows:
        row["change"] = "" if row["before"] is None else _signed(row["now"] - row["before"])
    total_before = before.total if before else None
    return {
        "rows": rows,
        "total": now.total,
        "total_before": total_before,
        "total_change": "" if before is None else _signed(now.total - before.total),
        "paused": now.plain,
        "paused_before": before.plain if before else None,
        "paused_change": "" if before is None else _signed(now.plain - before.plain),
    }


def _signed(number: int) -> str:
    return f"{number:+d}" if number else "no change"


def _chart(plan: Plan, board: Board, days: list[date], now: RagCounts) -> list[dict]:
    """The columns of the chart: the counts at each meeting, and at the cut-off."""
    found = rag_counts_on(plan, days[:-1], workstream=board.workstream) | {days[-1]: now}
    return [
        {
            "on": day.isoformat(),
            "label": f"{day.day} {day:%b %Y}",
            "counts": {shown.code: found[day].of(shown) for shown in KEY} | {"plain": found[day].plain},
        }
        for day in days
    ]


def _action(state: ActionState) -> dict:
    """An action as a row of any table."""
    reporting = state.reporting
    return {
        "reference": state.reference,
        "title": state.title,
        "workstream": state.workstream_number,
        "bodies": list(state.bodies),
        "post": reporting.post if reporting else "",
        "due_on": state.due_on.isoformat() if state.due_on else None,
        "due": state.due,
        "first_due": said(state.first_due_on) if state.first_due_on != state.due_on else "",
        "is_overdue": state.is_overdue,
        "updated": said(state.updated_on),
        "shown": mark(state.shown),
        "findings": [finding.number for finding in state.findings],
    }


def _attention(state: ActionState) -> dict:
    return _action(state) | {
        "reason": state.reason,
        "route_to_green": state.route_to_green,
        "green_by": said(state.green_by_on),
        "forecast": said(state.forecast_on),
        "wanted_from_board": state.wanted_from_board,
    }


def _moved(move) -> dict:
    return _action(move.action) | {
        "from": mark(move.before),
        "to": mark(move.after),
        "reason": move.action.reason,
        "is_better": move.before is not None and _rank(move.after) > _rank(move.before),
        "is_worse": move.before is not None and _rank(move.after) < _rank(move.before),
    }


def _rank(shown: Shown) -> int | float:
    """Red, amber, green, complete, best last. To begin is no step back, so not started stands between red and amber."""
    ranks = {"red": 0, "amber": 1, "not-started": 1, "plain": 1, "green": 2, "complete": 3}
    return ranks[shown.code]


def _highlights(plan: Plan, board: Board, now: list[ActionState], cutoff_on: date) -> list[dict]:
    """Each workstream with its lead's latest highlight report; those without one say so by having no month."""
    workstreams = Workstream.objects.filter(plan=plan).select_related("lead_post", "lead_body").order_by("position")
    if board.workstream_id:
        workstreams = workstreams.filter(pk=board.workstream_id)
    written = {highlight.workstream_id: highlight for highlight in latest_highlights(plan, cutoff_on)}
    return [
        _highlight(w, written.get(w.pk), [s for s in now if s.workstream_id == w.pk], cutoff_on) for w in workstreams
    ]


def _highlight(workstream: Workstream, row: Highlight | None, now: list[ActionState], cutoff_on: date) -> dict:
    found = {
        "number": workstream.number,
        "title": workstream.title,
        "lead_body": str(workstream.lead_body),
        "lead_post": workstream.lead_post.title if workstream.lead_post else "",
        "counts": [{**mark(shown), "count": number} for shown, number in counts(now).tiles if number],
        "month": "",
    }
    if row is None:
        return found
    return found | {
        "month": row.month,
        "is_of_an_earlier_month": row.month_on < month_of(cutoff_on),
        "written": said(row.on),
        "rag": None if row.shown == NOT_RATED else mark(row.shown),
        "proposed": "" if row.proposed == NOT_RATED else row.proposed.word,
        "moderation_reason": row.moderation_reason,
        "done": row.done,
        "next": row.next,
        "in_the_way": row.in_the_way,
        "decisions_wanted": row.decisions_wanted,
    }


def _contributions(plan: Plan, now: list[ActionState], on: date) -> list[dict]:
    """What bodies were asked for by that day and have not given and confirmed, the late ones first."""
    references = {state.url: state.reference for state in now}
    return [
        {
            "reference": references[row.action_url],
            "body": row.body,
            "asked": row.asked,
            "asked_for": said(row.asked_on),
            "state": row.state.value,
            "state_word": row.word,
            "when": row.when,
            "is_late": row.is_late,
        }
        for row in contributions_outstanding(plan, on)
        if row.action_url in references
    ]


def _feedback(plan: Plan, board: Board, cutoff_on: date) -> list[Letter]:
    """The letters that asked for the plan to be strengthened: the whole plan's affair, and no group's."""
    return [] if board.workstream_id else feedback_section(plan, cutoff_on)


def _dates(plan: Plan, meeting: Meeting, cutoff_on: date) -> list[dict]:
    """Statutory dates not yet met and meetings to come, after the cut-off, the next first.

    Of the inspections everybody may see by then, and of those the plan answers to: who reads the report sees the plan.
    """
    board = meeting.board
    rows = [
        {
            "on": line.due_on.isoformat(),
            "day": f"{line.day} at the latest" if line.is_upper_bound else line.day,
            "what": f"{line.title} ({line.source_title})",
            "kind": line.suspension if line.is_suspended else line.firmness_said,
            "is_statutory": not line.is_guide,
            "is_past": latest(*line.due) < cutoff_on,
        }
        for line in timeline_for_all(board.area, plan.sources.all(), cutoff_on)
        if not line.met_on or line.met_on > cutoff_on
    ]
    ahead = Meeting.objects.filter(board=board, on__gt=max(cutoff_on, meeting.on), cancelled_on__isnull=True)
    rows += [
        {
            "on": row.on.isoformat(),
            "day": said(row.on),
            "what": f"{board.name} meets",
            "kind": "Meeting",
            "is_statutory": False,
            "is_past": False,
        }
        for row in ahead.order_by("on")[:6]
    ]
    return sorted(rows, key=lambda row: row["on"])


def _seats_empty(board: Board, on: date) -> list[dict]:
    seats = Seat.objects.live(on).filter(board=board, post__isnull=True).select_related("organisation").order_by("pk")
    return [{"body": str(seat.organisation), "is_required": seat.is_required} for seat in seats]


def _sources(plan: Plan, now: list[ActionState], board: Board) -> list[dict]:
    """What was found: the findings the plan answers, in their words; for a group, those of its own actions."""
    answered = {mark.id for state in now for mark in state.findings}
    findings: dict[int, list[Finding]] = {}
    rows = Finding.objects.filter(source__plans=plan).exclude(kind=Finding.Kind.STRENGTH).in_order()
    for finding in rows.prefetch_related("bodies"):
        if board.workstream_id is None or finding.pk in answered:
            findings.setdefault(finding.source_id, []).append(finding)
    return [
        {
            "title": source.title,
            "kind": source.get_kind_display(),
            "given_by": source.given_by,
            "dated": said(source.dated_on),
            "findings": [_finding(finding) for finding in findings.get(source.pk, [])],
        }
        for source in plan.sources.order_by("dated_on", "pk")
    ]


def _finding(finding: Finding) -> dict:
    return {
        "number": finding.number,
        "kind": finding.get_kind_display(),
        "text": finding.text,
        "words": finding.words,
        "words_from": finding.words_from,
        "bodies": [str(body) for body in sorted(finding.bodies.all(), key=lambda body: body.name)],
    }
