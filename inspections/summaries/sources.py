"""What the pages show of sources, inspections and findings."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from areas.access import Visit
from areas.models.lineage import listed
from inspections.models import Deadline, Event, Finding, Inspection, Source, StatedCount, StatedDate
from inspections.status import VERDICT_WORDS, VISIT_WORDS, VISITS, Verdict
from inspections.summaries.dates import DatedLine, inspection_lines, next_of
from inspections.summaries.embargo import Embargo, embargo_of, embargo_said
from inspections.summaries.events import EventLine, event_lines
from inspections.summaries.findings import FindingGroup, finding_groups, words_said
from inspections.summaries.monitoring import Monitoring, monitoring
from inspections.summaries.picture import picture
from inspections.summaries.rules import reviews_said
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
    embargo: str  # until when it is under embargo, in words; empty if it is not
    url: str


def source_rows(here: Visit) -> list[SourceRow]:
    """The area's sources that this person may see, the newest first; one without a date last."""
    rows = (
        Source.objects.visible_to(here)
        .select_related("inspection__outcome")
        .annotate(finding_count=Count("findings", filter=Q(findings__parent=None)))
        .order_by("title")
    )
    return [
        _source_row(here, source) for source in sorted(rows, key=lambda row: _dated_on(row) or date.min, reverse=True)
    ]


def _inspection_of(source: Source) -> Inspection | None:
    return getattr(source, "inspection", None)


def _dated_on(source: Source) -> date | None:
    inspection = _inspection_of(source)
    return source.dated_on or (inspection.started_on if inspection else None)


def _source_row(here: Visit, source: Source) -> SourceRow:
    inspection = _inspection_of(source)
    return SourceRow(
        title=source.title,
        kind=inspection.get_kind_display() if inspection else source.get_kind_display(),
        given_by=source.given_by,
        dated=said(_dated_on(source)),
        outcome=str(inspection.outcome or "Not known") if inspection else "",
        finding_count=source.finding_count,
        embargo=embargo_said(inspection, here.on) if inspection else "",
        url=reverse("inspections:source_detail", args=[here.area.slug, source.pk]),
    )


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
    plan_name: str
    reviews: str
    reviews_url: str


@dataclass(frozen=True)
class FollowUp:
    """Another inspection that came back to this one, or that this one came back to."""

    kind: str
    title: str
    day: str
    url: str


@dataclass(frozen=True)
class SourcePage:
    """Everything one source's page shows; `contents` are its parts in their order, as (id, heading)."""

    title: str
    kind: str
    origin: str
    edit_url: str
    contents: tuple[tuple[str, str], ...]
    inspection: InspectionFacts | None
    embargo: Embargo | None
    groups: list[FindingGroup]
    monitoring: Monitoring | None
    visits: tuple[tuple[str, str], ...]
    comes_back_to: FollowUp | None
    follow_ups: tuple[FollowUp, ...]
    judged_here: tuple[tuple[str, int], ...]
    judge_url: str = ""
    dates: list[DatedLine] = field(default_factory=list)
    events: list[EventLine] = field(default_factory=list)
    timeline: Timeline | None = None

    @property
    def finding_count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def next_date(self) -> DatedLine | None:
        return next_of(self.dates)


def source_page(here: Visit, source: Source, on: date) -> SourcePage:
    """The source with its findings by kind and, for an inspection, its facts, later visits and dates that follow.

    Other inspections are named where this person may see them.
    """
    facts = Inspection.objects.filter(source=source)
    inspection = facts.select_related("framework", "outcome", "follows__source__area").first()
    groups = finding_groups(here, source, inspection and inspection.framework)
    seen = monitoring(here, source, inspection, on)
    visits = _visits(source, groups)
    follow_ups = _follow_ups(here, inspection) if inspection else ()
    dates = inspection_lines(inspection, on) if inspection else []
    events = event_lines(inspection, on) if inspection else []
    return SourcePage(
        title=source.title,
        kind=inspection.get_kind_display() if inspection else source.get_kind_display(),
        origin=_origin(source),
        edit_url="" if inspection else reverse("inspections:source_edit", args=[source.area.slug, source.pk]),
        contents=_contents(inspection, has_progress=bool(seen or visits or follow_ups)),
        inspection=_facts(source, inspection) if inspection else None,
        embargo=embargo_of(source, inspection, on) if inspection else None,
        groups=groups,
        monitoring=seen,
        visits=visits,
        comes_back_to=_comes_back_to(here, inspection) if inspection else None,
        follow_ups=follow_ups,
        judged_here=_judged_here(inspection, on) if inspection and inspection.kind != Inspection.Kind.FULL else (),
        judge_url=_judge_url(inspection) if inspection and inspection.follows else "",
        dates=dates,
        events=events,
        timeline=picture(source.title, inspection, dates, events, on) if inspection else None,
    )


def _contents(inspection: Inspection | None, *, has_progress: bool) -> tuple[tuple[str, str], ...]:
    parts = [("found", "What was found")]
    if has_progress:
        parts.append(("progress", "Progress at later visits"))
    if inspection:
        parts += [
            ("timeline", "Timeline"),
            ("dates", "Dates that follow"),
            ("events", "What happened"),
            ("facts", "The inspection"),
        ]
    if inspection and inspection.register_entry_id:
        parts.append(("register", "Beside the national register"))
    return (*parts, ("documents", "Letters and documents"))


def _visits(source: Source, groups: list[FindingGroup]) -> tuple[tuple[str, str], ...]:
    """The kinds of visit that judge what this source found: what each is called, and where it is recorded."""
    kinds = [kind for group in groups if group.lines for kind in VISITS.get(group.code, ())]
    return tuple(
        (VISIT_WORDS[kind], reverse("inspections:judgement_create", args=[source.area.slug, source.pk, kind.value]))
        for kind in dict.fromkeys(kinds)
    )


def _comes_back_to(here: Visit, inspection: Inspection) -> FollowUp | None:
    former = inspection.follows
    if former is None or not Inspection.objects.visible_to(here).filter(pk=former.pk).exists():
        return None
    return _follow_up(former)


def _follow_ups(here: Visit, inspection: Inspection) -> tuple[FollowUp, ...]:
    rows = Inspection.objects.visible_to(here).filter(follows=inspection)
    rows = rows.select_related("source__area").order_by("started_on", "pk")
    return tuple(_follow_up(row) for row in rows)


def _follow_up(inspection: Inspection) -> FollowUp:
    day = inspection.report_published_on
    return FollowUp(
        kind=inspection.get_kind_display(),
        title=inspection.source.title,
        day=f"published {said(day)}" if day else f"begun {said(inspection.started_on)}",
        url=inspection.source.get_absolute_url(),
    )


def _judge_url(inspection: Inspection) -> str:
    """Where the judgements of a visit are recorded: at what it comes back to."""
    first = inspection.follows.source
    return reverse("inspections:judgement_create", args=[first.area.slug, first.pk, inspection.kind])


def _judged_here(inspection: Inspection, on: date) -> tuple[tuple[str, int], ...]:
    """What this visit said, and of how many."""
    rows = inspection.judgements.standing().filter(judged_on__lte=on)
    counts = Counter(rows.values_list("verdict", flat=True))
    return tuple((VERDICT_WORDS[verdict], counts[verdict]) for verdict in Verdict if counts[verdict])


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
        plan_name=inspection.framework.plan_name,
        reviews=reviews_said(inspection),
        reviews_url=reverse("inspections:reviews_choose", args=[source.area.slug, inspection.pk]),
    )


@dataclass(frozen=True)
class Stored:
    """One thing that is stored now, beside what somebody typed over an older version."""

    label: str
    value: str


def stored(row: Source | Inspection | Finding | StatedCount | Deadline | Event | StatedDate) -> list[Stored]:
    """What is stored of a row now, in the order of its form."""
    if isinstance(row, Inspection):
        return [Stored(label, value) for label, value in _stored_inspection(row)]
    if isinstance(row, Finding):
        return [
            Stored("Number", row.number),
            Stored("Part of", row.parent.number if row.parent else "None"),
            Stored("Kind", row.get_kind_display()),
            Stored("The paper's own word", row.label or "None"),
            Stored("Urgent", "Yes" if row.is_urgent else "No"),
            Stored("Question", str(row.question or "None")),
            Stored("What was found", row.text),
            Stored("Words", words_said(row, row.source)),
            Stored("Bodies responsible", listed(row.bodies.all()) or "None"),
            Stored("Themes", ", ".join(sorted(str(theme) for theme in row.themes.all())) or "None"),
        ]
    if isinstance(row, Event):
        return [
            Stored("Event", str(row)),
            Stored("Kind", row.get_kind_display()),
            Stored("When", str(row.happened)),
            Stored("How it is known", row.source_note or "Not said"),
        ]
    if isinstance(row, Source):
        return [
            Stored("Kind", row.get_kind_display()),
            Stored("Title", row.title),
            Stored("Who gave it", row.given_by or "Not said"),
            Stored("Date on it", said(row.dated_on) or "Not known"),
        ]
    if isinstance(row, StatedCount):
        return [Stored("Stated", f"{row.count}, in {row.said_in}"), Stored("Explanation", row.explanation or "None")]
    if isinstance(row, StatedDate):
        return [Stored("Date", str(row.stated)), Stored("In its own words", row.words), Stored("Where", row.stated_in)]
    reason = [Stored("Reason", row.override_reason)] if row.overridden_by else []
    met = [Stored("Met", said(row.met_on))] if row.met_on else []
    return [Stored("Date to go by", str(row.due)), Stored("Computed", said(row.computed_on)), *reason, *met]


def _stored_inspection(row: Inspection) -> list[tuple[str, str]]:
    return [
        ("Title", row.source.title),
        ("Framework", row.framework.name),
        ("Kind", row.get_kind_display()),
        ("Comes back to", str(row.follows or "None")),
        *((label, said(getattr(row, name)) or "Not known") for name, label in INSPECTION_DATES.items()),
        ("How the day of receipt is known", row.received_basis or "Not said"),
        ("Outcome", str(row.outcome or "Not known")),
        ("Its line in Ofsted's published data", str(row.register_entry or "None")),
        ("Reviews", reviews_said(row) or "None set"),
    ]
