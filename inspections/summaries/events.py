"""The plain events of inspections, as the pages tell them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from areas.access import Visit
from inspections.clock import WEEKEND
from inspections.models import Event, Inspection
from send_tracker.lib.dates import BANK_HOLIDAYS
from send_tracker.lib.precision import Precision, VagueDay, earliest, latest


@dataclass(frozen=True)
class EventLine:
    """One event: what, when (as precisely as it is known), how it is known. `flag` doubts the day; empty: no doubt."""

    event_id: int
    kind: str
    title: str
    kind_said: str
    happened: VagueDay
    source_title: str
    source_note: str
    flag: str
    is_to_come: bool
    url: str
    edit_url: str
    withdraw_url: str

    @property
    def day(self) -> str:
        return str(self.happened)

    @property
    def when(self) -> str:
        """The day, whether it is still to come, and the kind where the title does not say it."""
        day = f"{self.day}, still to come" if self.is_to_come else self.day
        return f"{day}. {self.kind_said}" if self.kind_said else day


def event_lines(inspection: Inspection, on: date) -> list[EventLine]:
    """What happened to one inspection, earliest first, what is to be confirmed last."""
    return _lines(inspection.events.all(), on)


def area_events(here: Visit, on: date) -> list[EventLine]:
    """The same of every inspection of the area that this person may see."""
    return _lines(Event.objects.visible_to(here), on)


def doubt_about(day: VagueDay) -> str:
    """What is odd about a day on which people are to meet or to write: a Sunday, a bank holiday. Empty: nothing."""
    if day.on is None or day.precision != Precision.DAY:
        return ""
    if name := WEEKEND.get(day.on.weekday()):
        return f"This day is a {name}."
    return f"This day is a bank holiday: {BANK_HOLIDAYS[day.on]}." if day.on in BANK_HOLIDAYS else ""


def _lines(events: QuerySet[Event], on: date) -> list[EventLine]:
    rows = events.standing().select_related("inspection__source__area")
    return [_line(row, on) for row in sorted(rows, key=_place)]


def _place(event: Event) -> tuple:
    return earliest(*event.happened) or date.max, latest(*event.happened) or date.max, event.pk


def _line(event: Event, on: date) -> EventLine:
    source, first = event.inspection.source, earliest(*event.happened)
    slug = source.area.slug
    return EventLine(
        event_id=event.pk,
        kind=event.kind,
        title=str(event),
        kind_said=event.get_kind_display() if event.title and event.kind != Event.Kind.OTHER else "",
        happened=event.happened,
        source_title=source.title,
        source_note=event.source_note,
        flag=doubt_about(event.happened),
        is_to_come=first is None or first > on,
        url=reverse("inspections:source_detail", args=[slug, source.pk]),
        edit_url=reverse("inspections:event_edit", args=[slug, event.pk]),
        withdraw_url=reverse("inspections:event_withdraw", args=[slug, event.pk]),
    )
