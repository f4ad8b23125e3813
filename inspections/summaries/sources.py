"""What the pages show of sources, inspections and findings."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch
from django.urls import reverse

from areas.models import LocalArea
from inspections.models import Deadline, Event, Finding, Inspection, Source
from inspections.summaries.dates import DatedLine, inspection_lines
from inspections.summaries.events import EventLine, event_lines
from inspections.summaries.picture import picture
from send_tracker.lib.dates import said
from send_tracker.lib.timelines import Timeline

INSPECTION_DATES = {
    "started_on": "Started",
    "ended_on": "Ended",
    "letter_on": "Date on the letter",
    "report_received_on": "Report received by the area",
    "report_published_on": "Report published",
}


@dataclass(frozen=True)
class SourceRow:
    """A line of the list of sources."""

    title: str
    kind: str
    given_by: str
    dated: str
    outcome: str
    finding_count: int
    url: str


def source_rows(area: LocalArea) -> list[SourceRow]:
    """The area's sources, the newest first; one without a date last."""
    rows = (
        Source.objects.filter(area=area)
        .select_related("inspection__outcome")
        .annotate(finding_count=Count("findings"))
        .order_by("title")
    )
    return [
        _source_row(area, source) for source in sorted(rows, key=lambda row: _dated_on(row) or date.min, reverse=True)
    ]


def _inspection_of(source: Source) -> Inspection | None:
    return getattr(source, "inspection", None)


def _dated_on(source: Source) -> date | None:
    inspection = _inspection_of(source)
    return source.dated_on or (inspection.started_on if inspection else None)


def _source_row(area: LocalArea, source: Source) -> SourceRow:
    inspection = _inspection_of(source)
    return SourceRow(
        title=source.title,
        kind=inspection.get_kind_display() if inspection else source.get_kind_display(),
        given_by=source.given_by,
        dated=said(_dated_on(source)),
        outcome=str(inspection.outcome or "Not known") if inspection else "",
        finding_count=source.finding_count,
        url=reverse("inspections:source_detail", args=[area.slug, source.pk]),
    )


@dataclass(frozen=True)
class FindingLine:
    """One finding as a page shows it, with where its words come from always said."""

    pk: int
    number: str
    kind: str
    text: str
    words_said: str
    is_summary: bool
    bodies: str
    edit_url: str


@dataclass(frozen=True)
class InspectionFacts:
    """What is known of an inspection, its dates kept apart."""

    framework: str
    kind: str
    outcome: str
    outcome_wording: str
    dates: tuple[tuple[str, str], ...]
    received_basis: str
    edit_url: str
    event_url: str


@dataclass(frozen=True)
class SourcePage:
    """Everything one source's page shows."""

    title: str
    kind: str
    origin: str
    inspection: InspectionFacts | None
    findings: list[FindingLine] = field(default_factory=list)
    dates: list[DatedLine] = field(default_factory=list)
    events: list[EventLine] = field(default_factory=list)
    timeline: Timeline | None = None


def source_page(source: Source, on: date) -> SourcePage:
    """The source with its findings in order and, for an inspection, its facts and the dates that follow."""
    inspection = Inspection.objects.filter(source=source).select_related("framework", "outcome").first()
    dates = inspection_lines(inspection, on) if inspection else []
    events = event_lines(inspection, on) if inspection else []
    return SourcePage(
        title=source.title,
        kind=source.get_kind_display(),
        origin=_origin(source),
        inspection=_facts(source, inspection) if inspection else None,
        findings=finding_lines(source),
        dates=dates,
        events=events,
        timeline=picture(source.title, inspection, dates, events, on) if inspection else None,
    )


def _origin(source: Source) -> str:
    """Who gave it and its date, as far as they are known: `Given by another council, dated 2 March 2026`."""
    parts = [f"given by {source.given_by}"] if source.given_by else []
    parts += [f"dated {said(source.dated_on)}"] if source.dated_on else []
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def _facts(source: Source, inspection: Inspection) -> InspectionFacts:
    return InspectionFacts(
        framework=inspection.framework.name,
        kind=inspection.get_kind_display(),
        outcome=str(inspection.outcome or ""),
        outcome_wording=inspection.outcome.wording if inspection.outcome else "",
        dates=tuple(
            (label, said(getattr(inspection, name)) or "Not known") for name, label in INSPECTION_DATES.items()
        ),
        received_basis=inspection.received_basis,
        edit_url=reverse("inspections:inspection_edit", args=[source.area.slug, inspection.pk]),
        event_url=reverse("inspections:event_create", args=[source.area.slug, inspection.pk]),
    )


def finding_lines(source: Source) -> list[FindingLine]:
    """The source's findings in their order."""
    bodies = Prefetch("bodies", to_attr="named_bodies")
    rows = Finding.objects.filter(source=source).in_order().prefetch_related(bodies)
    return [
        FindingLine(
            pk=row.pk,
            number=row.number,
            kind=row.get_kind_display(),
            text=row.text,
            words_said=words_said(row, source),
            is_summary=row.words == Finding.Words.SUMMARY,
            bodies=", ".join(sorted(str(body) for body in row.named_bodies)),
            edit_url=reverse("inspections:finding_edit", args=[source.area.slug, row.pk]),
        )
        for row in rows
    ]


def words_said(finding: Finding, source: Source) -> str:
    """Whose words these are: `In the inspectors' own words, from the letter`, or `A summary, from a council paper`."""
    if finding.words == Finding.Words.SUMMARY:
        return f"A summary, from {finding.words_from}"
    whose = "inspectors'" if source.kind == Source.Kind.INSPECTION else "authors'"
    return f"In the {whose} own words, from {finding.words_from}"


@dataclass(frozen=True)
class Stored:
    """One thing that is stored now, beside what somebody typed over an older version."""

    label: str
    value: str


def stored(row: Inspection | Finding | Deadline | Event) -> list[Stored]:
    """What is stored of a row now, in the order of its form."""
    if isinstance(row, Inspection):
        return [Stored(label, value) for label, value in _stored_inspection(row)]
    if isinstance(row, Finding):
        return [
            Stored("Number", row.number),
            Stored("Kind", row.get_kind_display()),
            Stored("What was found", row.text),
            Stored("Words", words_said(row, row.source)),
            Stored("Bodies responsible", ", ".join(sorted(str(body) for body in row.bodies.all())) or "None"),
        ]
    if isinstance(row, Event):
        return [
            Stored("Event", str(row)),
            Stored("Kind", row.get_kind_display()),
            Stored("When", str(row.happened)),
            Stored("How it is known", row.source_note or "Not said"),
        ]
    reason = [Stored("Reason", row.override_reason)] if row.overridden_by else []
    met = [Stored("Met", said(row.met_on))] if row.met_on else []
    return [Stored("Date to go by", said(row.due_on)), Stored("Computed", said(row.computed_on)), *reason, *met]


def _stored_inspection(row: Inspection) -> list[tuple[str, str]]:
    return [
        ("Title", row.source.title),
        ("Framework", row.framework.name),
        ("Kind", row.get_kind_display()),
        *((label, said(getattr(row, name)) or "Not known") for name, label in INSPECTION_DATES.items()),
        ("How the day of receipt is known", row.received_basis or "Not said"),
        ("Outcome", str(row.outcome or "Not known")),
    ]
