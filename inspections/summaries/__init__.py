"""What the pages show of sources, inspections and statutory dates."""

from inspections.summaries.dates import (
    DatedLine,
    Owed,
    by_state,
    dated_line,
    dates_said,
    next_of,
    next_statutory,
    next_statutory_of,
    owed,
    skipped_in_words,
    timeline,
)
from inspections.summaries.events import EventLine, area_events, doubt_about, event_lines
from inspections.summaries.register import letter_practice, practice, revisit_practice
from inspections.summaries.sources import finding_lines, source_page, source_rows, stored

__all__ = [
    "DatedLine",
    "EventLine",
    "Owed",
    "area_events",
    "by_state",
    "dated_line",
    "dates_said",
    "doubt_about",
    "event_lines",
    "finding_lines",
    "letter_practice",
    "next_of",
    "next_statutory",
    "next_statutory_of",
    "owed",
    "practice",
    "revisit_practice",
    "skipped_in_words",
    "source_page",
    "source_rows",
    "stored",
    "timeline",
]
