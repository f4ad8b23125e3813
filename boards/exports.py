"""Files out: heading and rows, and nothing of how they are sent."""

from collections.abc import Iterable

from boards.summaries.national import NationalLine
from inspections.summaries.register import ATTRIBUTION

NATIONAL_HEAD = (
    "area", "ons_code", "region", "framework", "inspection_start", "inspection_published", "outcome",
    "statement_or_plan_required", "weaknesses_or_areas_for_priority_action", "revisit_start", "revisit_published",
    "revisit_all_sufficient", "n_sufficient", "n_not_sufficient", "published_here", "boundaries", "source",
    "source_line", "source_as_at", "licence",
)  # fmt: skip


def national_rows(lines: Iterable[NationalLine], site_url: str) -> list[list[object]]:
    """The lines of the national register, one a row, in the order of NATIONAL_HEAD; addresses on this site."""
    return [
        [
            line.area_name, line.ons_code, line.region, line.framework, line.started_on, line.published_on,
            line.outcome, "Yes" if line.requires_plan else "No", line.weakness_count, line.revisit_started_on,
            line.revisit_published_on, line.revisit_result, line.sufficient_count, line.not_sufficient_count,
            f"{site_url}{line.published_here_url}" if line.published_here_url else "", " ".join(line.notes),
            line.source_title, line.source_line, line.as_at_on, ATTRIBUTION,
        ]
        for line in lines
    ]  # fmt: skip
