"""The country as everybody may see it: the national register, and who has published here; no area's own rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import slugify

from boards.models import Publication
from inspections.models import BoundaryChange, RegisterEntry
from inspections.summaries import letter_practice, revisit_practice
from inspections.summaries.register import boundary_notes
from send_tracker.lib.charts import Chart, stacked_rows
from send_tracker.lib.dates import said

# How each outcome is marked, on the page and in the chart: the style sheet draws a full, a half and an empty square.
MARKS = {"inconsistent": "middle", "typically_positive": "pale", "wsoa_not_required": "pale"}
REQUIRED, NOT_REQUIRED = "deep", "pale"
NOT_REVISITED = "none"
SERIES = (
    (REQUIRED, "Statement or plan required", "R"),
    (NOT_REQUIRED, "None required", "N"),
)


@dataclass(frozen=True)
class NationalLine:
    """One inspection as the national page and its file show it."""

    area_name: str
    ons_code: str
    region: str
    framework: str
    framework_name: str
    started_on: date
    published_on: date
    outcome: str
    outcome_code: str
    requires_plan: bool
    weakness_count: int | None
    finding_name: str
    revisit_started_on: date | None
    revisit_published_on: date | None
    revisit_result: str
    revisit_words: str
    sufficient_count: int | None
    not_sufficient_count: int | None
    published_here_url: str
    notes: tuple[str, ...]
    source_title: str
    source_line: int
    as_at_on: date

    @property
    def mark(self) -> str:
        return MARKS.get(self.outcome_code, REQUIRED)

    @property
    def counted(self) -> str:
        """How many were found, in the framework's own word: 4 significant weaknesses."""
        if self.weakness_count is None:
            return ""
        return f"{self.weakness_count} {plural(self.finding_name.lower(), self.weakness_count)}"

    @property
    def revisit_state(self) -> str:
        """What a filter may ask of the revisit: its result, or that there was none where one was to be."""
        return self.revisit_result or (NOT_REVISITED if self.is_awaiting_revisit else "")

    @property
    def cells(self) -> dict[str, str | bool]:
        """What the row of this line says, for `table_rows`."""
        return {
            "area_name": self.area_name,
            "note": " ".join(self.notes),
            "has_note": bool(self.notes),
            "started": said(self.started_on),
            "published": said(self.published_on),
            "mark": self.mark,
            "outcome": self.outcome,
            "counted": self.counted,
            "is_counted": bool(self.counted),
            "revisit": self.revisit_said,
            "has_revisit": bool(self.revisit_said),
            "revisit_published": said(self.revisit_published_on),
            "is_revisited": self.revisit_published_on is not None,
            "url": self.published_here_url,
            "is_here": bool(self.published_here_url),
        }

    @property
    def is_awaiting_revisit(self) -> bool:
        return self.requires_plan and self.framework == "2016" and not self.revisit_result

    @property
    def revisit_said(self) -> str:
        """The revisit under the heading "sufficient progress"; nothing where none was to be."""
        if self.revisit_result:
            on = self.revisit_words.removeprefix("Sufficient progress ").capitalize()
            return f"{on}: {self.sufficient_count} of {self.weakness_count}"
        return f"None by {said(self.as_at_on)}" if self.is_awaiting_revisit else ""


def plural(words: str, count: int) -> str:
    """Our frameworks' words for a finding, as many as there are: significant weaknesses, areas for priority action."""
    if count == 1:
        return words
    if words.startswith("area "):
        return words.replace("area ", "areas ", 1)
    return f"{words}es" if words.endswith("s") else f"{words}s"


def publishers() -> dict[str, str]:
    """Where the reports stand of each area that has published here: the address, by its name in small letters."""
    rows = (
        Publication.objects.filter(withdrawn_on__isnull=True, replacement__isnull=True)
        .order_by("published_on", "pk")
        .values_list("area_name", "area_slug")
    )
    return {name.casefold(): reverse("published:area_detail", args=[slug]) for name, slug in rows}


def national_lines() -> list[NationalLine]:
    """Every line of the register by area and start, in three queries; of publications, only whose they are."""
    urls = publishers()
    changes = list(BoundaryChange.objects.all())
    entries = RegisterEntry.objects.select_related("framework", "outcome").order_by("area_name", "started_on")
    return [_line(entry, urls.get(entry.area_name.casefold(), ""), changes) for entry in entries]


def _line(entry: RegisterEntry, url: str, changes: list[BoundaryChange]) -> NationalLine:
    same = (
        "area_name", "ons_code", "region", "started_on", "published_on", "requires_plan", "weakness_count",
        "revisit_started_on", "revisit_published_on", "revisit_result", "sufficient_count", "not_sufficient_count",
        "source_title", "source_line", "as_at_on",
    )  # fmt: skip
    return NationalLine(
        **{name: getattr(entry, name) for name in same},
        framework=entry.framework.code,
        framework_name=entry.framework.name,
        outcome=entry.outcome.short,
        outcome_code=entry.outcome.code,
        finding_name=entry.framework.finding_name,
        revisit_words=entry.get_revisit_result_display(),
        published_here_url=url,
        notes=boundary_notes(entry.area_name, entry.ons_code, changes),
    )


def filter_choices(lines: Iterable[NationalLine]) -> dict[str, list[tuple[str, str]]]:
    """What each filter may ask, from the lines there are."""
    lines = list(lines)
    outcomes = {line.outcome_code: f"{line.outcome} ({line.framework})" for line in lines}
    return {
        "region": [(slugify(name), name) for name in sorted({line.region for line in lines})],
        "framework": [(code, code) for code in sorted({line.framework for line in lines})],
        "outcome": sorted(outcomes.items(), key=lambda pair: (pair[1][-5:], pair[1])),
        "revisit": [*RegisterEntry.RevisitResult.choices, (NOT_REVISITED, "None by the end of the data")],
    }


def narrowed(lines: Iterable[NationalLine], chosen: Mapping[str, str]) -> list[NationalLine]:
    """The lines every chosen filter lets through."""
    asked = {
        "area": lambda line, value: value.casefold() in line.area_name.casefold(),
        "region": lambda line, value: slugify(line.region) == value,
        "framework": lambda line, value: line.framework == value,
        "outcome": lambda line, value: line.outcome_code == value,
        "plan": lambda line, value: line.requires_plan == (value == "yes"),
        "revisit": lambda line, value: line.revisit_state == value,
        "here": lambda line, value: bool(line.published_here_url) == (value == "yes"),
    }
    return [line for line in lines if all(asked[name](line, value) for name, value in chosen.items())]


@dataclass(frozen=True)
class Figure:
    """A count that can be read from across a room: how many, of what, and what mark it has."""

    count: int
    words: str
    mark: str
    url: str


@dataclass(frozen=True)
class Region:
    """The lines of one region, in the order of the page."""

    name: str
    anchor: str
    lines: list[NationalLine]

    @property
    def said(self) -> str:
        """How many there are, and how many of them asked for a statement or plan."""
        count, required = len(self.lines), sum(line.requires_plan for line in self.lines)
        return f"{count} inspection{'' if count == 1 else 's'}, {required} with a statement or plan required"


@dataclass(frozen=True)
class Source:
    """Where lines of the page come from."""

    title: str
    as_at: str


@dataclass(frozen=True)
class NationalPage:
    """What the national page says beside its lines."""

    statements: list[Figure]
    revisits: list[Figure]
    outcomes: list[Figure]
    practice: list[str]
    redrawn: list[BoundaryChange]
    sources: list[Source]


def national_page(lines: Sequence[NationalLine]) -> NationalPage:
    """The totals of the whole register, what practice was, and which areas were redrawn."""
    old = [line for line in lines if line.framework == "2016"]
    new = [line for line in lines if line.framework == "2023"]
    revisits = Counter(line.revisit_state for line in old)
    words = {**dict(RegisterEntry.RevisitResult.choices), NOT_REVISITED: "Not revisited by the end of the data"}
    marks = {"Yes": "pale", "Some": "middle", "No": "deep", NOT_REVISITED: "none"}
    outcomes = {line.outcome_code: line for line in new}
    sources = sorted({(line.source_title, line.as_at_on) for line in lines})
    practice = [found.sentence for found in (letter_practice(), revisit_practice()) if found]
    return NationalPage(
        statements=[
            Figure(len(old), "areas inspected", "none", _asking(framework="2016")),
            Figure(
                sum(line.requires_plan for line in old), "had to write a statement of action", REQUIRED,
                _asking(framework="2016", plan="yes"),
            ),
            Figure(
                sum(not line.requires_plan for line in old), "did not", NOT_REQUIRED,
                _asking(framework="2016", plan="no"),
            ),
        ],
        revisits=[Figure(revisits[code], words[code], marks[code], _asking(revisit=code)) for code in words],
        outcomes=[
            Figure(
                sum(line.outcome_code == code for line in new), outcomes[code].outcome, outcomes[code].mark,
                _asking(outcome=code),
            )
            for code in sorted(outcomes, key=lambda code: ("pale", "middle", "deep").index(outcomes[code].mark))
        ],
        practice=practice,
        redrawn=list(BoundaryChange.objects.all()),
        sources=[Source(title, said(on)) for title, on in sources],
    )  # fmt: skip


def _asking(**filters: str) -> str:
    """The page with these filters, at its list."""
    return f"?{'&'.join(f'{name}={value}' for name, value in filters.items())}#areas"


def by_region(lines: Iterable[NationalLine]) -> list[Region]:
    """The lines under the heading of their region, regions by name."""
    groups: dict[str, list[NationalLine]] = {}
    for line in lines:
        groups.setdefault(line.region, []).append(line)
    return [Region(name, slugify(name), groups[name]) for name in sorted(groups)]


def region_chart(lines: Iterable[NationalLine]) -> Chart:
    """How many of a region's inspections asked for a statement or plan."""
    rows = [
        (region.name, Counter(REQUIRED if line.requires_plan else NOT_REQUIRED for line in region.lines))
        for region in by_region(lines)
    ]
    return stacked_rows("Was a statement of action or a priority action plan required?", SERIES, rows, along="Region")
