"""What the pages show of sources, inspections and statutory dates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch
from django.urls import reverse

from areas.models import LocalArea
from inspections.clock import WEEKEND, Skipped, Working
from inspections.models import Deadline, DeadlineRule, Finding, Inspection, Source
from send_tracker.lib.dates import said, working_days_between

INSPECTION_DATES = {
    "started_on": "Started",
    "ended_on": "Ended",
    "letter_on": "Date on the letter",
    "report_received_on": "Report received by the area",
    "report_published_on": "Report published",
}


@dataclass(frozen=True)
class Owed:
    """What a rule asks of an inspection as it stands: the day and its working. An upper bound: from publication."""

    rule: DeadlineRule
    working: Working
    is_upper_bound: bool


def owed(inspection: Inspection) -> dict[str, Owed]:
    """The days that follow from the inspection now, by the code of the rule.

    A plan's rules count only where the outcome requires one; a rule whose start is not known gives no day. Of two rules
    with one code the later one valid on the day of the start is taken.
    """
    found = {}
    requires_plan = inspection.outcome is not None and inspection.outcome.requires_plan
    for rule in sorted(inspection.framework.rules.all(), key=lambda rule: rule.valid_from_on):
        start, is_upper_bound = inspection.clock_start(rule)
        if start and rule.is_valid_on(start) and (requires_plan or not rule.needs_plan):
            found[rule.code] = Owed(rule, rule.working(start), is_upper_bound)
    return found


@dataclass(frozen=True)
class DatedLine:
    """One date of an area as the pages tell it: the day, how it is known, how far off it is, whether it is done."""

    deadline_id: int
    code: str
    title: str
    area_name: str
    source_title: str
    due_on: date
    distance: str
    working_days_left: int
    is_overdue: bool
    starts_on: date
    start: str
    length: str
    rule_source: str
    firmness: str
    firmness_said: str
    skipped: str
    calendar: str
    is_upper_bound: bool
    asks_for_receipt: bool
    received_basis: str
    computed_on: date
    would_be_on: date | None
    is_overridden: bool
    overridden_on: date | None
    overridden_by: str
    override_reason: str
    met_on: date | None
    url: str
    override_url: str

    @property
    def is_guide(self) -> bool:
        """A usual time, which nobody owes: never overdue, never reminded of."""
        return self.firmness == DeadlineRule.Firmness.GUIDE

    @property
    def is_open(self) -> bool:
        return self.met_on is None

    @property
    def state(self) -> str:
        """Met on a day, and whether late; overdue; or still to come."""
        if self.met_on:
            late = "" if self.is_guide or self.met_on <= self.due_on else ", after the date"
            return f"{'Published' if self.is_guide else 'Met'} {said(self.met_on)}{late}"
        return "Overdue" if self.is_overdue else "Guide only" if self.is_guide else "To be met"


def timeline(area: LocalArea, on: date) -> list[DatedLine]:
    """Every date that follows from the area's inspections, earliest first, as seen on the day `on`."""
    return _lines(Deadline.objects.filter(inspection__source__area=area), on)


def next_statutory(area: LocalArea, on: date) -> DatedLine | None:
    """The earliest date still to be met that is more than a guide, overdue ones first; None if nothing is owed."""
    open_lines = (line for line in timeline(area, on) if line.is_open and not line.is_guide)
    return next(open_lines, None)


def _lines(deadlines, on: date) -> list[DatedLine]:
    rows = (
        deadlines.standing()
        .select_related(
            "rule",
            "inspection__source__area",
            "inspection__framework",
            "inspection__outcome",
            "overridden_by__user",
            "overridden_by__organisation",
        )
        .prefetch_related("inspection__framework__rules")
        .order_by("due_on", "id")
    )
    return [_line(row, on) for row in rows]


def _line(deadline: Deadline, on: date) -> DatedLine:
    inspection, rule = deadline.inspection, deadline.rule
    source, is_overridden = inspection.source, deadline.overridden_by is not None
    left = working_days_between(on, deadline.due_on)
    now = owed(inspection).get(rule.code)
    slug = source.area.slug
    return DatedLine(
        deadline_id=deadline.pk,
        code=rule.code,
        title=rule.title,
        area_name=source.area.name,
        source_title=source.title,
        due_on=deadline.due_on,
        distance=how_far(left, deadline.due_on, on),
        working_days_left=left,
        is_overdue=_is_overdue(deadline, on),
        starts_on=deadline.starts_on,
        start="the day the report was published" if deadline.is_upper_bound else rule.get_starts_from_display(),
        length=rule.length,
        rule_source=rule.source,
        firmness=rule.firmness,
        firmness_said=rule.get_firmness_display(),
        skipped=skipped_in_words(Skipped(date.fromisoformat(skip["day"]), skip["why"]) for skip in deadline.skipped),
        calendar=deadline.calendar,
        is_upper_bound=deadline.is_upper_bound and not is_overridden,
        asks_for_receipt=deadline.is_upper_bound and inspection.report_received_on is None,
        received_basis="" if deadline.is_upper_bound else inspection.received_basis,
        computed_on=deadline.computed_on,
        would_be_on=now.working.due_on if now and now.working.due_on != deadline.computed_on else None,
        is_overridden=is_overridden,
        overridden_on=deadline.overridden_on,
        overridden_by=str(deadline.overridden_by or ""),
        override_reason=deadline.override_reason if is_overridden else "",
        met_on=deadline.met_on,
        url=reverse("inspections:source_detail", args=[slug, source.pk]),
        override_url=reverse("inspections:deadline_override", args=[slug, deadline.pk]) if deadline.is_open else "",
    )


def _is_overdue(deadline: Deadline, on: date) -> bool:
    return deadline.is_open and deadline.due_on < on and deadline.rule.firmness != DeadlineRule.Firmness.GUIDE


def how_far(working_days: int, day: date, on: date) -> str:
    """The distance in words: in 48 working days; today; 3 working days ago. Both days on one weekend are none apart."""
    if day == on:
        return "today"
    if working_days == 0:
        return "before the next working day" if day > on else "since the last working day"
    count = f"{abs(working_days)} working day{'' if abs(working_days) == 1 else 's'}"
    return f"in {count}" if working_days > 0 else f"{count} ago"


def skipped_in_words(skipped: Iterable[Skipped]) -> str:
    """Which days were not counted: `20 weekend days, Good Friday 10 April 2020`. Nothing for none."""
    weekend, holidays = 0, []
    for skip in skipped:
        if skip.why in WEEKEND.values():
            weekend += 1
        else:
            holidays.append(f"{skip.why} {said(skip.day)}")
    days = [f"{weekend} weekend day{'' if weekend == 1 else 's'}"] if weekend else []
    return ", ".join(days + holidays)


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
        outcome=str(inspection.outcome or "") if inspection else "",
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


@dataclass(frozen=True)
class SourcePage:
    """Everything one source's page shows."""

    title: str
    kind: str
    given_by: str
    dated: str
    inspection: InspectionFacts | None
    findings: list[FindingLine] = field(default_factory=list)
    dates: list[DatedLine] = field(default_factory=list)


def source_page(source: Source, on: date) -> SourcePage:
    """The source with its findings in order and, for an inspection, its facts and the dates that follow."""
    inspection = Inspection.objects.filter(source=source).select_related("framework", "outcome").first()
    return SourcePage(
        title=source.title,
        kind=source.get_kind_display(),
        given_by=source.given_by,
        dated=said(source.dated_on),
        inspection=_facts(source, inspection) if inspection else None,
        findings=finding_lines(source),
        dates=_lines(Deadline.objects.filter(inspection=inspection), on) if inspection else [],
    )


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
