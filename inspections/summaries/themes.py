"""What findings are about: the national pattern of a published survey, and one area's own findings beside it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.urls import reverse

from areas.access import Visit
from inspections.models import Finding, RegisterEntry, SurveyedArea, Theme
from send_tracker.lib.charts import Chart, stacked_rows
from send_tracker.lib.dates import said

THEMES = Path(__file__).parents[1] / "data" / "themes.toml"


@dataclass(frozen=True)
class Survey:
    """The survey's own name and totals, and the last day it saw."""

    title: str
    letters: int
    statements: int
    until_on: date


@cache
def survey() -> Survey:
    """The survey that is shipped."""
    return Survey(**tomllib.loads(THEMES.read_text(encoding="utf-8"))["survey"])


@dataclass(frozen=True)
class OwnFinding:
    """One of the area's findings, as a list of them names it."""

    words: str
    url: str


@dataclass(frozen=True)
class ThemeRow:
    """A theme, the surveyed areas that have it or a part of it, and the area's own findings of it."""

    name: str
    meaning: str
    is_part: bool
    is_own: bool
    areas: tuple[str, ...]
    findings: tuple[OwnFinding, ...] = ()


@dataclass(frozen=True)
class SurveyedLine:
    """What the survey says of one area."""

    area_name: str
    themes: str
    note: str


@dataclass(frozen=True)
class Atlas:
    """The national pattern, and how far the survey's totals and those of the register agree."""

    survey: str
    rows: list[ThemeRow]
    areas: list[SurveyedLine]
    letters: int
    statements: int
    until: str
    register_letters: int
    register_statements: int
    absent: str

    @property
    def of(self) -> int:
        return len(self.areas)

    @property
    def sentence(self) -> str:
        """Why the survey's totals are others than the register's; nothing where they are the same."""
        if (self.letters, self.statements) == (self.register_letters, self.register_statements):
            return ""
        why = f", because areas abolished since ({self.absent}) are not in it" if self.absent else ""
        return (
            f"To {self.until} the survey counts {self.letters} letters and {self.statements} statements. Ofsted's "
            f"closing file gives {self.register_letters} letters and {self.register_statements} statements to that day"
            f"{why}."
        )


def atlas() -> Atlas:
    """The themes of the country as the survey counted them, in a number of queries that does not grow."""
    found = survey()
    surveyed = _surveyed(found)
    until = RegisterEntry.objects.filter(framework__code="2016", published_on__lte=found.until_on)
    known = list(until.values_list("area_name", "requires_plan"))
    names = {name for name, _ in known}
    themes = list(Theme.objects.national().in_order())
    return Atlas(
        survey=found.title,
        rows=_rows(themes, surveyed, {}),
        areas=[
            SurveyedLine(area.area_name, ", ".join(theme.name for theme in _of(area, themes)), area.note)
            for area in surveyed
        ],
        letters=found.letters,
        statements=found.statements,
        until=said(found.until_on),
        register_letters=len(known),
        register_statements=sum(requires_plan for _, requires_plan in known),
        absent=", ".join(area.area_name for area in surveyed if area.area_name not in names),
    )


def atlas_chart(shown: Atlas) -> Chart:
    """In how many of the surveyed areas each theme was found."""
    series = [("deep", f"Areas of {shown.of}", "A")]
    rows = [(f"{'– ' if row.is_part else ''}{row.name}", {"deep": len(row.areas)}) for row in shown.rows]
    return stacked_rows(f"Themes of {shown.of} written statements of action", series, rows, along="Theme")


@dataclass(frozen=True)
class OwnThemes:
    """The area's findings by theme beside the country's pattern."""

    survey: str
    of: int
    rows: list[ThemeRow]
    unsorted: tuple[OwnFinding, ...]
    finding_count: int


def own_themes(here: Visit) -> OwnThemes:
    """The themes this person may see here, each with the area's findings of it; those without one apart.

    Strengths are left out: the survey counts what must improve.
    """
    found = survey()
    surveyed = _surveyed(found)
    themes = list(Theme.objects.visible_to(here).in_order())
    findings = (
        Finding.objects.visible_to(here)
        .exclude(kind=Finding.Kind.STRENGTH)
        .select_related("source")
        .prefetch_related("themes")
        .in_order()
    )
    sorted_, unsorted = {}, []
    for finding in findings:
        line = OwnFinding(
            f"{finding.source.title}: {finding.number}",
            f"{reverse('inspections:source_detail', args=[here.area.slug, finding.source_id])}#finding-{finding.pk}",
        )
        of = [theme.pk for theme in finding.themes.all()]
        for pk in of:
            sorted_.setdefault(pk, []).append(line)
        if not of:
            unsorted.append(line)
    return OwnThemes(
        survey=found.title,
        of=len(surveyed),
        rows=_rows(themes, surveyed, sorted_),
        unsorted=tuple(unsorted),
        finding_count=len(findings),
    )


def _surveyed(found: Survey) -> list[SurveyedArea]:
    return list(SurveyedArea.objects.filter(survey=found.title).order_by("area_name").prefetch_related("themes"))


def _of(area: SurveyedArea, themes: Iterable[Theme]) -> list[Theme]:
    """The area's themes, in the order of the page."""
    own = {theme.pk for theme in area.themes.all()}
    return [theme for theme in themes if theme.pk in own]


def _rows(
    themes: list[Theme], surveyed: list[SurveyedArea], findings: Mapping[int, list[OwnFinding]]
) -> list[ThemeRow]:
    """Each theme and then its parts. A theme counts what has it or any of its parts, and that once."""
    parts: dict[int | None, list[Theme]] = {}
    for theme in themes:
        parts.setdefault(theme.parent_id, []).append(theme)
    rows = []
    for theme in parts.get(None, []):
        inner = parts.get(theme.pk, [])
        rows.append(_row(theme, {theme.pk, *(part.pk for part in inner)}, surveyed, findings))
        rows += [_row(part, {part.pk}, surveyed, findings) for part in inner]
    return rows


def _row(
    theme: Theme, wanted: set[int], surveyed: list[SurveyedArea], findings: Mapping[int, list[OwnFinding]]
) -> ThemeRow:
    own = dict.fromkeys(line for pk in sorted(wanted) for line in findings.get(pk, []))
    return ThemeRow(
        name=theme.name,
        meaning=theme.meaning,
        is_part=theme.parent_id is not None,
        is_own=theme.area_id is not None,
        areas=tuple(area.area_name for area in surveyed if wanted & {found.pk for found in area.themes.all()}),
        findings=tuple(own),
    )
