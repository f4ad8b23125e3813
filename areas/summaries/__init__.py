"""Numbers and lists across the people of an area: tabs, who is who, the history, the reminders."""

from areas.summaries.ledger import history_lines, history_rows, reminder_lines, reminder_rows
from areas.summaries.officers import OfficerLine, area_officers, officers_of
from areas.summaries.people import DemoPerson, demo_people, holders_of, people_of
from areas.summaries.tabs import area_tabs

__all__ = [
    "DemoPerson",
    "OfficerLine",
    "area_officers",
    "area_tabs",
    "demo_people",
    "history_lines",
    "history_rows",
    "holders_of",
    "officers_of",
    "people_of",
    "reminder_lines",
    "reminder_rows",
]
