"""One action's story, and the actions one person leads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from actions.models import Action, ActionLead, ActionUpdate, DueDateChange, Plan
from actions.status import OPEN_STAGES, ROUNDS_WITHOUT_WORDS, Shown, Stage, why_not_no_change
from actions.summaries.changes import ChangeLine, changes_of, leave_of
from areas.access import Permission, Visit
from inspections.models import Finding
from send_tracker.lib.dates import said

HEARD = {
    ActionUpdate.Heard.CALL: "by telephone",
    ActionUpdate.Heard.EMAIL: "by e-mail",
    ActionUpdate.Heard.MEETING: "in a meeting",
}


@dataclass(frozen=True)
class HistoryLine:
    """One update as the history tells it: what changed from the one before, in words, and who said so."""

    day: str
    shown: Shown
    change: str
    told_by: str
    reason: str
    route_to_green: str
    green_by: str
    wanted_from_board: str
    forecast: str
    is_no_change: bool


@dataclass(frozen=True)
class DateMove:
    """The due date moved, in one sentence, with its reason."""

    day: str
    moved: str
    authority: str
    reason: str
    told_by: str


@dataclass(frozen=True)
class ActionStory:
    """What an action answers to, who leads it, and all that has been said of it."""

    leads: list[ActionLead]
    findings: list[Finding]
    history: list[HistoryLine]
    date_moves: list[DateMove]
    changes: list[ChangeLine]
    due: str
    first_due: str  # empty unless the date has moved
    forecast: str

    @property
    def said_last(self) -> list[HistoryLine]:
        """What was said last, in words: the newest update, and those before it back to the last one with words."""
        words = next((at for at, line in enumerate(self.history) if not line.is_no_change), -1)
        return self.history[: words + 1]


@dataclass(frozen=True)
class MyAction:
    """An action that a person leads, with its last words and what they may do with it now."""

    url: str
    update_url: str
    no_change_url: str
    area: str
    plan: str
    reference: str
    title: str
    shown: Shown
    due: str
    forecast: str
    updated: str
    said_last: str
    version: int
    is_open: bool
    is_overdue: bool
    is_reporting: bool
    why_not_no_change: str

    @property
    def may_say_no_change(self) -> bool:
        return not self.why_not_no_change


def action_story(action: Action) -> ActionStory:
    """The whole story of one action. Five queries, however long it is."""
    moved = action.first_due_on != action.due_on
    return ActionStory(
        leads=list(action.leads.select_related("post__organisation").order_by("-is_reporting", "pk")),
        findings=list(action.findings.select_related("source__area").in_order()),
        history=history(action),
        date_moves=date_moves(action),
        changes=changes_of(action),
        due=said(action.due_on) or "No date",
        first_due=said(action.first_due_on) if moved else "",
        forecast=said(action.forecast_on),
    )


def history(action: Action) -> list[HistoryLine]:
    """Every update, the newest first, each told against the one before it. One query."""
    return histories([action.pk]).get(action.pk, [])


def histories(action_ids: Collection[int]) -> dict[int, list[HistoryLine]]:
    """The same of several actions, by their ids. One query; none for none."""
    if not action_ids:
        return {}
    told: dict[int, list[ActionUpdate]] = {}
    rows = ActionUpdate.objects.filter(action__in=action_ids).select_related(
        "recorded_by__user", "recorded_by__organisation", "for_post__organisation"
    )
    for row in rows.order_by("on", "id"):
        told.setdefault(row.action_id, []).append(row)
    return {pk: _history(updates) for pk, updates in told.items()}


def _history(rows: Iterable[ActionUpdate]) -> list[HistoryLine]:
    lines, before, changed_on = [], None, None
    for row in rows:
        if not row.is_no_change:
            changed_on = row.on
        lines.append(_line(row, before, changed_on))
        before = row
    return lines[::-1]


def date_moves(action: Action) -> list[DateMove]:
    """How the due date moved, the newest first. One query."""
    rows = action.date_changes.select_related("recorded_by__user", "recorded_by__organisation").order_by("-on", "-id")
    return [
        DateMove(said(row.on), _moved(row), leave_of(row), row.reason, f"Recorded by {row.recorded_by}") for row in rows
    ]


def why_no_press(action: Action, latest: list[ActionUpdate], on: date) -> str:
    """Why the press "nothing changed" is not offered on this action, or "" if it is. `latest` as `latest_updates`."""
    return why_not_no_change(action.stage, action.rag, [(row.on, row.is_no_change) for row in latest], on)


def latest_updates(action: Action) -> list[ActionUpdate]:
    """As many as decide whether "nothing changed" may be said, the newest first. One query."""
    return list(action.updates.order_by("-on", "-id")[:ROUNDS_WITHOUT_WORDS])


def my_actions(visits: Iterable[Visit], on: date) -> list[MyAction]:
    """The actions of live plans led by a post this person holds, in every area: overdue first, then by due date.

    Two queries, however many actions.
    """
    posts = {post for here in visits if here.may(Permission.ACTION_UPDATE) for post in here.posts}
    leads = ActionLead.objects.filter(action=OuterRef("pk"), post__in=posts)
    newest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-on", "-id").values("pk")
    actions = list(
        Action.objects.visible_to(*visits)
        .filter(Exists(leads), plan__in=Plan.objects.live(on))
        .annotate(
            is_reporting=Exists(leads.filter(is_reporting=True)),
            last_id=Subquery(newest[:1]),
            earlier_id=Subquery(newest[1:2]),
        )
        .select_related("plan__area")
    )
    updates = ActionUpdate.objects.in_bulk(
        {pk for action in actions for pk in (action.last_id, action.earlier_id) if pk}
    )
    actions.sort(key=lambda action: _urgency(action, on))
    return [_my_action(action, updates, on) for action in actions]


def _line(row: ActionUpdate, before: ActionUpdate | None, changed_on: date | None) -> HistoryLine:
    is_no_change = row.is_no_change
    return HistoryLine(
        day=said(row.on),
        shown=row.shown,
        change=f"No change since {said(changed_on)}." if is_no_change else change_in_words(before, row),
        told_by=_told_by(row),
        reason="" if is_no_change else row.reason,
        route_to_green="" if is_no_change else row.route_to_green,
        green_by="" if is_no_change else said(row.green_by_on),
        wanted_from_board="" if is_no_change else row.wanted_from_board,
        forecast="" if is_no_change else said(row.forecast_on),
        is_no_change=is_no_change,
    )


def change_in_words(before: ActionUpdate | None, row: ActionUpdate) -> str:
    """What this update changed: the rating, the forecast, the day it should be green again."""
    if before is None:
        return f"First update: {row.shown.word}."
    sentences = [f"Still {row.shown.word.lower()}."]
    if before.shown != row.shown:
        sentences = [f"From {before.shown.word.lower()} to {row.shown.word.lower()}."]
    for name, words in (("forecast_on", "The forecast"), ("green_by_on", "The day it should be green")):
        was, now = getattr(before, name), getattr(row, name)
        if was and now and was != now:
            sentences.append(f"{words} moved from {said(was)} to {said(now)}.")
    return " ".join(sentences)


def _told_by(row: ActionUpdate) -> str:
    if row.for_post is None:
        return f"Recorded by {row.recorded_by}"
    heard = f"who said so {HEARD[row.heard_by]} on {said(row.heard_on)}"
    return f"Recorded by {row.recorded_by} for {row.for_post}, {heard}"


def _moved(row: DueDateChange) -> str:
    if row.from_on is None:
        return f"Set to {said(row.to_on)}"
    return f"Moved from {said(row.from_on)} to {said(row.to_on) or 'no date'}"


def _urgency(action: Action, on: date) -> tuple:
    is_open = Stage(action.stage) in OPEN_STAGES
    due_on = action.due_on or date.max
    return (not is_open, not action.is_overdue(on), due_on, action.plan.area.name, action.plan_id, action.position)


def _my_action(action: Action, updates: dict[int, ActionUpdate], on: date) -> MyAction:
    address = [action.plan.area.slug, action.pk]
    last = updates.get(action.last_id)
    latest = [updates[pk] for pk in (action.last_id, action.earlier_id) if pk]
    return MyAction(
        url=reverse("actions:action_detail", args=address),
        update_url=reverse("actions:update_create", args=address),
        no_change_url=reverse("actions:update_no_change", args=address),
        area=action.plan.area.name,
        plan=action.plan.title,
        reference=action.reference,
        title=action.title,
        shown=action.shown,
        due=said(action.due_on) or "No date",
        forecast=said(action.forecast_on),
        updated=said(action.updated_on),
        said_last=last.reason if last else "",
        version=action.version,
        is_open=Stage(action.stage) in OPEN_STAGES,
        is_overdue=action.is_overdue(on),
        is_reporting=action.is_reporting,
        why_not_no_change=why_no_press(action, latest, on),
    )
