"""The days of one inspection as a picture: its visit, what followed, what is due and what is expected."""

from datetime import date

from inspections.models import Inspection
from inspections.summaries.dates import DatedLine
from inspections.summaries.events import EventLine
from send_tracker.lib.dates import said
from send_tracker.lib.precision import earliest, latest
from send_tracker.lib.timelines import Moment, Timeline, draw

KEY = {
    "diamond": "happened",
    "open diamond": "to come",
    "tick": "met",
    "square": "to be met",
    "triangle": "overdue",
    "ring": "guide only",
}
REPORT_DAYS = {
    "letter_on": "Date on the letter",
    "report_received_on": "Report received by the area",
    "report_published_on": "Report published",
}


def picture(title: str, inspection: Inspection, dates: list[DatedLine], events: list[EventLine], on: date) -> Timeline:
    """The inspection's own days, the dates that follow from it and its events in one line, as seen on the day `on`."""
    moments = [_visit(inspection, on)]
    for name, label in REPORT_DAYS.items():
        if day := getattr(inspection, name):
            moments.append(_happening(day, day, said(day), label, is_to_come=day > on))
    moments += [_due(line) for line in dates]
    moments += [
        _happening(earliest(*event.happened), latest(*event.happened), event.day, event.title, event.is_to_come)
        for event in events
    ]
    moments.sort(key=lambda moment: (moment.first or date.max, moment.last or date.max))
    return draw(f"Timeline: {title}", moments, on, KEY)


def _visit(inspection: Inspection, on: date) -> Moment:
    first, last = inspection.started_on, inspection.ended_on
    day = said(first) if first == last else f"{said(first)} to {said(last)}"
    return _happening(first, last, day, inspection.get_kind_display(), is_to_come=first > on)


def _happening(first: date | None, last: date | None, day: str, title: str, is_to_come: bool) -> Moment:
    return Moment(first, last, day, title, "To come" if is_to_come else "Happened", _hollow(is_to_come))


def _hollow(is_to_come: bool) -> str:
    return "open diamond" if is_to_come else "diamond"


def _due(line: DatedLine) -> Moment:
    day = line.day + (" at the latest" if line.is_upper_bound else "")
    mark = "tick" if line.met_on else "triangle" if line.is_overdue else "ring" if line.is_guide else "square"
    return Moment(earliest(*line.due), latest(*line.due), day, line.title, line.state, mark)
