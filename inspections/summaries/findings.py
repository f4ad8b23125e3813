"""What the pages show of findings: in their framework's words, by kind, held against what the paper counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.urls import reverse

from areas.access import Visit
from areas.models.lineage import listed
from inspections.models import Finding, Framework, Judgement, Source, StatedCount, Theme
from inspections.models.source import FindingKind
from inspections.status import MARKS, SETTLED, VISITS, Mark, Standing, plural, standings
from send_tracker.lib.dates import said


def principal_kind(framework: Framework) -> FindingKind:
    """The kind a plan must answer under this framework; what it is called there is `framework.finding_name`."""
    return next((kind for kind in FindingKind if kind.label == framework.finding_name), FindingKind.PRIORITY)


def framework_of(source: Source) -> Framework | None:
    """The framework of the source's inspection; None for a source that is no inspection. One query."""
    return Framework.objects.filter(inspections__source=source).first()


def kind_name(kind: str, framework: Framework | None) -> str:
    """What the framework calls findings of this kind; our own word where it has none."""
    if framework and kind == principal_kind(framework):
        return framework.finding_name
    return FindingKind(kind).label


def kind_choices(framework: Framework | None) -> list[tuple[str, str]]:
    """The kinds a source may have, in the words of its framework, the one a plan must answer first."""
    if framework is None:
        return FindingKind.choices
    principal = principal_kind(framework)
    others = [kind for kind in FindingKind if kind not in VISITS]
    return [(kind.value, kind_name(kind, framework)) for kind in (principal, *others)]


@dataclass(frozen=True)
class FindingLine:
    """One finding as a page shows it, with where its words come from always said; `parts` are its sub-points."""

    pk: int
    number: str
    kind: str
    label: str
    is_urgent: bool
    question: str
    text: str
    words_said: str
    is_summary: bool
    bodies: str
    themes: str
    standing: Mark | None
    parts: tuple["FindingLine", ...]
    url: str
    edit_url: str


@dataclass(frozen=True)
class Stated:
    """How many a paper says there are, beside how many are entered; a difference is flagged until it is explained."""

    said: str
    said_in: str
    is_different: bool
    is_flagged: bool
    explanation: str
    explained: str
    explain_url: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one kind under the framework's word for it."""

    code: str
    heading: str
    count: int
    lines: tuple[FindingLine, ...]
    stated: Stated | None


def finding_groups(here: Visit, source: Source, framework: Framework | None) -> list[FindingGroup]:
    """The source's findings by kind, sub-points under their own; with what is stated of each kind. Five queries."""
    rows = list(_rows(here).filter(source=source).in_order())
    parts: dict[int, list[FindingLine]] = {}
    for row in rows:
        if row.parent_id:
            parts.setdefault(row.parent_id, []).append(_line(row, source, framework, ()))
    lines: dict[str, list[FindingLine]] = {}
    for row in rows:
        if row.parent_id is None:
            lines.setdefault(row.kind, []).append(_line(row, source, framework, tuple(parts.get(row.pk, ()))))
    stated = {
        row.kind: row for row in source.stated_counts.select_related("explained_by__user", "explained_by__organisation")
    }
    return [
        FindingGroup(
            code=kind.value,
            heading=plural(kind_name(kind, framework)),
            count=len(lines.get(kind, ())),
            lines=tuple(lines.get(kind, ())),
            stated=_stated(stated[kind], len(lines.get(kind, ())), source) if kind in stated else None,
        )
        for kind in FindingKind
        if kind in lines or kind in stated
    ]


def finding_line(here: Visit, finding: Finding, framework: Framework | None) -> FindingLine:
    """One finding with its sub-points. Four queries."""
    source = finding.source
    whole, *parts = (
        _rows(here).filter(Q(pk=finding.pk) | Q(parent=finding)).order_by(F("parent").asc(nulls_first=True), "position")
    )
    return _line(whole, source, framework, tuple(_line(part, source, framework, ()) for part in parts))


def _rows(here: Visit) -> QuerySet[Finding]:
    judgements = Judgement.objects.visible_to(here).standing().in_order()
    return Finding.objects.select_related("question").prefetch_related(
        Prefetch("bodies", to_attr="named_bodies"),
        Prefetch("themes", queryset=Theme.objects.in_order(), to_attr="named_themes"),
        Prefetch("judgements", queryset=judgements, to_attr="standing_judgements"),
    )


def _line(row: Finding, source: Source, framework: Framework | None, parts: tuple[FindingLine, ...]) -> FindingLine:
    slug = source.area.slug
    return FindingLine(
        pk=row.pk,
        number=row.number,
        kind=kind_name(row.kind, framework),
        label=row.label,
        is_urgent=row.is_urgent,
        question=str(row.question or ""),
        text=row.text,
        words_said=words_said(row, source),
        is_summary=row.words == Finding.Words.SUMMARY,
        bodies=listed(row.named_bodies),
        themes=", ".join(theme.name for theme in row.named_themes),
        standing=MARKS[standing_now(row.standing_judgements)] if row.standing_judgements else None,
        parts=parts,
        url=reverse("inspections:finding_detail", args=[slug, row.pk]),
        edit_url=reverse("inspections:finding_edit", args=[slug, row.pk]),
    )


def standing_now(judgements: Iterable[Judgement]) -> Standing:
    """Where a finding stands after these judgements of it, in their order."""
    return standings((row.visit_kind, row.verdict) for row in judgements)[-1]


def words_said(finding: Finding, source: Source) -> str:
    """Whose words these are: `In the inspectors' own words, from the letter`, or `A summary, from a council paper`."""
    if finding.words == Finding.Words.SUMMARY:
        return f"A summary, from {finding.words_from}"
    whose = "inspectors'" if source.kind == Source.Kind.INSPECTION else "authors'"
    return f"In the {whose} own words, from {finding.words_from}"


def _stated(row: StatedCount, entered: int, source: Source) -> Stated:
    is_different = entered != row.count
    holds = row.explained_by is not None and row.explained_count == entered
    return Stated(
        said=f"{row.count} stated, {entered} entered",
        said_in=row.said_in,
        is_different=is_different,
        is_flagged=is_different and not holds,
        explanation=row.explanation if is_different and holds else "",
        explained=f"{row.explained_by}, {said(row.explained_on)}" if is_different and holds else "",
        explain_url=reverse("inspections:count_explain", args=[source.area.slug, row.pk]) if is_different else "",
    )


@dataclass(frozen=True)
class Difference:
    """A source whose findings are not as many as its paper says, and nobody has said why."""

    text: str
    url: str


def differences(visits: Sequence[Visit]) -> dict[int, list[Difference]]:
    """What is flagged in these areas, by the id of the area. One query, however many."""
    entered = Count("source__findings", filter=Q(source__findings__kind=F("kind"), source__findings__parent=None))
    rows = (
        StatedCount.objects.visible_to(*visits)
        .annotate(entered=entered)
        .exclude(entered=F("count"))
        .exclude(explained_count=F("entered"))
        .select_related("source__area", "source__inspection__framework")
        .order_by("source__title", "pk")
    )
    found: dict[int, list[Difference]] = {}
    for row in rows:
        inspection = getattr(row.source, "inspection", None)
        name = plural(kind_name(row.kind, inspection and inspection.framework)).lower()
        text = f"{row.source}: {row.count} {name} stated, {row.entered} entered"
        found.setdefault(row.source.area_id, []).append(Difference(text, f"{row.source.get_absolute_url()}#found"))
    return found


def left_of(standings_now: Iterable[Standing]) -> int:
    """How many of these are still monitored."""
    return sum(standing not in SETTLED for standing in standings_now)
