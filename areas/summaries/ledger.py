"""The history of an area and its reminders, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from areas.models import AuditEvent, LocalArea, Reminder, Role
from send_tracker.lib.dates import LONDON, said

ISO_DAY = len("2020-01-31")


@dataclass(frozen=True)
class HistoryLine:
    """One act as the history page tells it."""

    on: str
    recorded: str
    who: str
    what: str
    about: str
    facts: tuple[str, ...]


def history_rows(area: LocalArea) -> QuerySet[AuditEvent]:
    """The acts in an area, newest first, to be cut into pages."""
    return AuditEvent.objects.filter(area=area).select_related("user", "recorded_by__organisation").order_by("-id")


def history_lines(events: list[AuditEvent]) -> list[HistoryLine]:
    """These acts in words: who, in which capacity, what, and what it changed. No query."""
    return [
        HistoryLine(
            on=said(event.on),
            recorded=_instant(event.recorded_at),
            who=_who(event),
            what=event.event[:1].upper() + event.event[1:],
            about=event.subject_label,
            facts=tuple(_fact(name, value) for name, value in event.facts.items() if value not in (None, "", [])),
        )
        for event in events
    ]


def _instant(at: datetime) -> str:
    there = at.astimezone(LONDON)
    return f"{said(there.date())}, {there:%H:%M}"


def _who(event: AuditEvent) -> str:
    if event.recorded_by:
        return f"{event.user}, {Role(event.recorded_by.role).label.lower()} for {event.recorded_by.organisation}"
    return str(event.user) if event.user else "The programme"


def _fact(name: str, value: object) -> str:
    label = name.replace("_", " ").capitalize().removesuffix(" on")
    if isinstance(value, list):
        return f"{label}: {', then '.join(_said(part) for part in value)}"
    return f"{label}: {_said(value)}"


def _said(value: object) -> str:
    """A fact's value as people write it: a stored day in words, yes and no, nothing as "none"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    try:
        return said(date.fromisoformat(value)) if isinstance(value, str) and len(value) == ISO_DAY else str(value)
    except ValueError:
        return str(value)


@dataclass(frozen=True)
class ReminderLine:
    """One reminder to one person, and how far it has come."""

    person: str
    title: str
    url: str
    due_on: str
    planned_on: str
    state: str


def reminder_rows(area: LocalArea) -> QuerySet[Reminder]:
    """Every reminder of the area, newest first, to be cut into pages."""
    return Reminder.objects.filter(area=area).select_related("person", "email").order_by("-planned_on", "-pk")


def reminder_lines(reminders: list[Reminder]) -> list[ReminderLine]:
    """These reminders with the state of their mail. No query."""
    return [
        ReminderLine(
            person=row.person.name,
            title=row.title,
            url=row.url,
            due_on=said(row.due_on),
            planned_on=said(row.planned_on),
            state=_mail_state(row),
        )
        for row in reminders
    ]


def _mail_state(row: Reminder) -> str:
    if row.status == Reminder.Status.ATTACHED and row.email:
        if row.email.sent_at:
            return f"Sent {_instant(row.email.sent_at)}"
        return f"In a mail: {row.email.get_state_display().lower()}"
    words = row.get_status_display()
    return f"{words}: {row.reason}" if row.reason else words
