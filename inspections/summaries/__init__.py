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
    timeline_for_all,
)
from inspections.summaries.embargo import embargo_of, let_in
from inspections.summaries.events import EventLine, area_events, doubt_about, event_lines
from inspections.summaries.findings import (
    Difference,
    differences,
    finding_groups,
    framework_of,
    kind_choices,
    kind_name,
)
from inspections.summaries.monitoring import finding_page
from inspections.summaries.own_register import beside_register, register_start, started_from
from inspections.summaries.register import letter_practice, practice, revisit_practice
from inspections.summaries.sources import source_page, source_rows, stored
from inspections.summaries.themes import own_themes

__all__ = [
    "DatedLine",
    "Difference",
    "EventLine",
    "Owed",
    "area_events",
    "beside_register",
    "by_state",
    "dated_line",
    "dates_said",
    "differences",
    "doubt_about",
    "embargo_of",
    "event_lines",
    "finding_groups",
    "finding_page",
    "framework_of",
    "kind_choices",
    "kind_name",
    "let_in",
    "letter_practice",
    "next_of",
    "next_statutory",
    "next_statutory_of",
    "owed",
    "own_themes",
    "practice",
    "register_start",
    "revisit_practice",
    "skipped_in_words",
    "source_page",
    "source_rows",
    "started_from",
    "stored",
    "timeline",
    "timeline_for_all",
]
