"""Days as a calendar file that phones and desks read (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True)
class DayEvent:
    """Something on one whole day. `uid` stays the same as long as it is the same thing."""

    uid: str
    day: date
    title: str
    words: str
    url: str


def calendar(name: str, events: Iterable[DayEvent], at: datetime) -> bytes:
    """The events as one calendar of that name, made at the moment `at`."""
    file = Calendar()
    for key, value in {
        "prodid": "-//SEND Tracker//EN",
        "version": "2.0",
        "method": "PUBLISH",
        "x-wr-calname": name,
    }.items():
        file.add(key, value)
    for event in events:
        file.add_component(_event(event, at))
    return file.to_ical()


def _event(event: DayEvent, at: datetime) -> Event:
    row = Event()
    row.add("uid", event.uid)
    row.add("dtstamp", at.astimezone(UTC))
    row.add("dtstart", event.day)
    if event.day < date.max:
        row.add("dtend", event.day + timedelta(days=1))  # a calendar's day ends where the next begins
    row.add("summary", event.title)
    row.add("description", event.words)
    row.add("url", event.url)
    row.add("transp", "TRANSPARENT")
    return row
