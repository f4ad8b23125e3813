"""How the findings of a source stood after each visit: the strip, its table, and the judgements of one finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from areas.access import Visit
from inspections.models import Finding, Inspection, Judgement, Source
from inspections.status import MARKS, SETTLED, VISIT_WORDS, Mark, Standing, VisitKind, standing_after, standings
from inspections.summaries.findings import FindingLine, finding_line, kind_name, left_of
from send_tracker.lib.dates import said
from send_tracker.lib.strips import strip

SHORT = {VisitKind.REVISIT: "Revisit", VisitKind.MONITORING: "Monitoring inspection", VisitKind.REVIEW: "Review"}
# At these visits every finding that is left is judged; a review may speak of some alone.
JUDGE_ALL = frozenset({VisitKind.REVISIT, VisitKind.MONITORING})
# Inside the picture a word has room for one line or two.
SHORT_WORDS = {Standing.SUFFICIENT: "Sufficient", Standing.EFFECTIVE: "Effective"}
Key = tuple[date, str, str]


@dataclass(frozen=True)
class Visited:
    """One visit or review: when, by whom, what is known of it, and how many were left after it."""

    kind: str
    name: str
    day: str
    body: str
    notes: tuple[str, ...]
    url: str
    left: int
    unanswered: int


@dataclass(frozen=True)
class Cell:
    """Where a finding stood after a visit, and what the visit said of it; flagged where it should have spoken."""

    visit: str
    mark: Mark
    verdict: str
    is_flagged: bool


@dataclass(frozen=True)
class Row:
    """One finding through all visits."""

    number: str
    text: str
    url: str
    cells: tuple[Cell, ...]
    mark: Mark


@dataclass(frozen=True)
class Monitoring:
    """The judged findings of a source through every visit so far."""

    name: str
    since: str
    visits: tuple[Visited, ...]
    rows: tuple[Row, ...]
    left: int
    strip: SafeString
    key: tuple[Mark, ...]

    @property
    def total(self) -> int:
        return len(self.rows)


def monitoring(here: Visit, source: Source, inspection: Inspection | None, on: date) -> Monitoring | None:
    """The strip of a source as of the day; None where nothing of it has been judged yet, for all this person may see.

    Two queries.
    """
    judgements = _judgements(Judgement.objects.visible_to(here).filter(finding__source=source), on)
    if not judgements:
        return None
    return _strip(list(Finding.objects.filter(source=source).judged().in_order()), judgements, source, inspection)


def _judgements(rows, on: date) -> list[Judgement]:
    return list(rows.standing().filter(judged_on__lte=on).in_order().select_related("inspection"))


def _strip(
    findings: Sequence[Finding], judgements: Sequence[Judgement], source: Source, inspection: Inspection | None
) -> Monitoring:
    by_visit: dict[Key, dict[int, Judgement]] = {}
    for row in judgements:
        by_visit.setdefault((row.judged_on, row.visit_kind, row.body.casefold()), {})[row.finding_id] = row
    visits = list(by_visit.values())
    stood = {finding.pk: _stood(finding, visits) for finding in findings}
    rows = tuple(_row(finding, stood[finding.pk], visits, source) for finding in findings)
    shown = tuple(_visited(at, said_then, stood, source) for at, said_then in enumerate(visits))
    since = said(inspection.report_published_on or inspection.ended_on) if inspection else said(source.dated_on)
    name = kind_name(findings[0].kind, inspection.framework if inspection else None)
    return Monitoring(
        name=name,
        since=since,
        visits=shown,
        rows=rows,
        left=left_of(found[-1] for found in stood.values()),
        strip=_picture(rows, shown, since, stood),
        key=tuple(MARKS[each] for each in Standing if any(each in found for found in stood.values())),
    )


def _stood(finding: Finding, visits: Sequence[dict[int, Judgement]]) -> list[Standing]:
    verdicts = [visit.get(finding.pk) for visit in visits]
    return standings(row and (row.visit_kind, row.verdict) for row in verdicts)


def _row(finding: Finding, stood: list[Standing], visits: Sequence[dict[int, Judgement]], source: Source) -> Row:
    cells = []
    for at, visit in enumerate(visits):
        row = visit.get(finding.pk)
        should = _kind_of(visit) in JUDGE_ALL and stood[at] not in SETTLED
        cells.append(
            Cell(
                visit=f"{SHORT[_kind_of(visit)]}, {said(next(iter(visit.values())).judged_on)}",
                mark=MARKS[stood[at + 1]],
                verdict=row.get_verdict_display() if row else "",
                is_flagged=row is None and should,
            )
        )
    return Row(
        number=finding.number,
        text=finding.text,
        url=reverse("inspections:finding_detail", args=[source.area.slug, finding.pk]),
        cells=tuple(cells),
        mark=MARKS[stood[-1]],
    )


def _kind_of(visit: dict[int, Judgement]) -> VisitKind:
    return VisitKind(next(iter(visit.values())).visit_kind)


def _visited(at: int, visit: dict[int, Judgement], stood: dict[int, list[Standing]], source: Source) -> Visited:
    first, kind = next(iter(visit.values())), _kind_of(visit)
    open_before = [pk for pk, found in stood.items() if found[at] not in SETTLED]
    return Visited(
        kind=SHORT[kind],
        name=VISIT_WORDS[kind],
        day=said(first.judged_on),
        body=first.body,
        notes=tuple(dict.fromkeys(row.source_note for row in visit.values())),
        url=reverse("inspections:source_detail", args=[source.area.slug, first.inspection.source_id])
        if first.inspection
        else "",
        left=left_of(found[at + 1] for found in stood.values()),
        unanswered=sum(pk not in visit for pk in open_before) if kind in JUDGE_ALL else 0,
    )


def _picture(
    rows: Sequence[Row], visits: Sequence[Visited], since: str, stood: dict[int, list[Standing]]
) -> SafeString:
    total = len(rows)
    columns = [("At first", since), *((visit.kind, visit.day) for visit in visits)]
    if total > 1:
        left = [f"{total} monitored", *(f"{visit.left} of {total} left" for visit in visits)]
        columns = [(*head, words) for head, words in zip(columns, left, strict=True)]
    lines = []
    for row, found in zip(rows, stood.values(), strict=True):
        steps = [(MARKS[found[0]].code, MARKS[found[0]].word)]
        for cell, standing in zip(row.cells, found[1:], strict=True):
            if cell.verdict:
                steps.append((cell.mark.code, SHORT_WORDS.get(standing, cell.mark.word)))
            else:
                steps.append(("", "Not judged") if cell.is_flagged else (cell.mark.code, ""))
        lines.append((row.number, steps))
    return strip(f"How {'it' if total == 1 else 'each'} stood after every visit", columns, lines)


@dataclass(frozen=True)
class FindingPage:
    """One finding by itself: its words and parts, how it stood after every visit, and all that was said of it."""

    line: FindingLine
    monitoring: Monitoring | None
    judgements: list["JudgementLine"]


def finding_page(here: Visit, finding: Finding, on: date) -> FindingPage:
    """Everything the page of one finding shows this person."""
    inspection = Inspection.objects.filter(source=finding.source).select_related("framework").first()
    seen = Judgement.objects.visible_to(here).filter(finding=finding)
    judgements = _judgements(seen, on)
    return FindingPage(
        line=finding_line(here, finding, inspection and inspection.framework),
        monitoring=_strip([finding], judgements, finding.source, inspection) if judgements else None,
        judgements=judgement_lines(seen, here.area.slug),
    )


@dataclass(frozen=True)
class JudgementLine:
    """One judgement of a finding, with what it took the place of, or what took its place."""

    pk: int
    verdict: str
    mark: Mark | None
    visit: str
    day: str
    body: str
    source_note: str
    by: str
    reason: str
    is_superseded: bool
    edit_url: str


def judgement_lines(judgements: QuerySet[Judgement], area_slug: str) -> list[JudgementLine]:
    """Every one of these judgements of one finding, corrected ones too, the latest first. One query."""
    rows = judgements.in_order().select_related("recorded_by__user", "recorded_by__organisation", "corrected_by")
    standing, lines = Standing.MONITORED, []
    for row in rows:
        is_superseded = hasattr(row, "corrected_by")
        counts = bool(row.verdict) and not is_superseded
        if counts:
            standing = standing_after(standing, row.visit_kind, row.verdict)
        lines.append(
            JudgementLine(
                pk=row.pk,
                verdict=row.get_verdict_display() or "Taken back",
                mark=MARKS[standing] if counts else None,
                visit=VISIT_WORDS[VisitKind(row.visit_kind)],
                day=said(row.judged_on),
                body=row.body,
                source_note=row.source_note,
                by=f"{row.recorded_by}, {said(row.on)}",
                reason=row.reason,
                is_superseded=is_superseded,
                edit_url=reverse("inspections:judgement_edit", args=[area_slug, row.pk]) if counts else "",
            )
        )
    return lines[::-1]
