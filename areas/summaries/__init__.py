"""Numbers and lists of this storey: tabs, who is who, letters and documents, the history, the reminders."""

from areas.summaries.documents import (
    AttachedDocuments,
    attached,
    correspondence,
    document_page,
    lines_of,
    stored_document,
    waiting_for_an_answer,
    with_versions,
)
from areas.summaries.ledger import history_lines, history_rows, reminder_lines, reminder_rows
from areas.summaries.officers import OfficerLine, area_officers, officers_of
from areas.summaries.people import DemoPerson, demo_people, holders_of, people_of
from areas.summaries.tabs import area_tabs

__all__ = [
    "AttachedDocuments",
    "DemoPerson",
    "OfficerLine",
    "area_officers",
    "area_tabs",
    "attached",
    "correspondence",
    "demo_people",
    "document_page",
    "history_lines",
    "history_rows",
    "holders_of",
    "lines_of",
    "officers_of",
    "people_of",
    "reminder_lines",
    "reminder_rows",
    "stored_document",
    "waiting_for_an_answer",
    "with_versions",
]
