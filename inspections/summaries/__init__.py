"""What the pages show of sources, inspections and statutory dates."""

from inspections.summaries.dates import (
    DatedLine,
    by_state,
    dated_line,
    dates_said,
    full_timeline,
    next_of,
    next_statutory,
    next_statutory_of,
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
from inspections.summaries.notices import notices_of, support_of
from inspections.summaries.owed import Owed, owed
from inspections.summaries.own_register import beside_register, register_start, started_from
from inspections.summaries.register import letter_practice, practice, revisit_practice
from inspections.summaries.rules import Papers, papers_days, papers_of, reviews_said, rule_groups, rule_on
from inspections.summaries.sources import source_page, source_rows, stored
from inspections.summaries.themes import own_themes

__all__ = [
    "DatedLine",
    "Difference",
    "EventLine",
    "Owed",
    "Papers",
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
    "full_timeline",
    "kind_choices",
    "kind_name",
    "let_in",
    "letter_practice",
    "next_of",
    "next_statutory",
    "next_statutory_of",
    "notices_of",
    "owed",
    "own_themes",
    "papers_days",
    "papers_of",
    "practice",
    "register_start",
    "reviews_said",
    "revisit_practice",
    "rule_groups",
    "rule_on",
    "skipped_in_words",
    "source_page",
    "source_rows",
    "started_from",
    "stored",
    "support_of",
    "timeline",
    "timeline_for_all",
]
