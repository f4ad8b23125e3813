"""The dates that follow from inspections, as every page and letter tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from areas.access import Visit
from areas.models import LocalArea
from inspections.clock import WEEKEND, Skipped, Working
from inspections.models import Deadline, DeadlineChange, DeadlineRule, Inspection, Source
from send_tracker.lib.dates import said, working_days_between

CHANGES = DeadlineChange.objects.select_related("recorded_by__user", "recorded_by__organisation").order_by("on", "id")


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
    changes: tuple[str, ...]
    url: str
    edit_url: str
    override_url: str
    meet_url: str

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


def timeline(here: Visit, on: date) -> list[DatedLine]:
    """Every date that follows from the area's inspections this person may see, earliest first, as of the day `on`."""
    return _lines(Deadline.objects.standing().visible_to(here), on)


def timeline_for_all(area: LocalArea, sources: QuerySet[Source], on: date) -> list[DatedLine]:
    """The same for a paper that stays: of `sources`, which it is about, and of what everybody may see on that day."""
    embargoed = Source.objects.filter(area=area).unpublished(on).exclude(pk__in=sources.values("pk"))
    deadlines = Deadline.objects.standing().filter(inspection__source__area=area)
    return _lines(deadlines.exclude(inspection__source__in=embargoed), on)


def next_statutory(here: Visit, on: date) -> DatedLine | None:
    """The earliest date still to be met that is more than a guide, overdue ones first; None if nothing is owed."""
    return next_of(timeline(here, on))


def next_of(lines: list[DatedLine]) -> DatedLine | None:
    """The same, for a page that has the lines already."""
    return next((line for line in lines if line.is_open and not line.is_guide), None)


def next_statutory_of(visits: Iterable[Visit], on: date) -> dict[str, DatedLine]:
    """The same for several areas at once, by the name of the area; left out where nothing is owed."""
    lines = _lines(Deadline.objects.standing().visible_to(*visits), on)
    found: dict[str, DatedLine] = {}
    for line in lines:
        if line.is_open and not line.is_guide:
            found.setdefault(line.area_name, line)
    return found


def inspection_lines(inspection: Inspection, on: date) -> list[DatedLine]:
    """The dates that follow from one inspection, earliest first."""
    return _lines(inspection.deadlines.standing(), on)


def dated_line(deadline: Deadline, on: date) -> DatedLine:
    """One deadline as a line, as seen on the day `on`."""
    return _lines(Deadline.objects.filter(pk=deadline.pk), on)[0]


def by_state(lines: list[DatedLine]) -> list[tuple[str, list[DatedLine]]]:
    """The lines under the headings of their page; a heading without lines is left out."""
    groups = {
        "To be met": [line for line in lines if line.is_open and not line.is_guide],
        "Met": [line for line in lines if not line.is_open and not line.is_guide],
        "Usual times, for guidance": [line for line in lines if line.is_guide],
    }
    return [(heading, found) for heading, found in groups.items() if found]


def dates_said(inspection: Inspection, on: date) -> str:
    """What follows from an inspection, in a sentence for the message after it was recorded or corrected."""
    lines = [
        f"{line.title}{' at the latest' if line.is_upper_bound else ''}: {said(line.due_on)}."
        for line in inspection_lines(inspection, on)
        if line.is_open and not line.is_guide
    ]
    return " ".join(lines) or "No statutory date follows from it now."


def _lines(deadlines: QuerySet[Deadline], on: date) -> list[DatedLine]:
    rows = (
        deadlines.select_related(
            "rule",
            "inspection__source__area",
            "inspection__framework",
            "inspection__outcome",
            "overridden_by__user",
            "overridden_by__organisation",
        )
        .prefetch_related("inspection__framework__rules", Prefetch("changes", queryset=CHANGES))
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
        asks_for_receipt=deadline.is_upper_bound and deadline.is_open and not is_overridden,
        received_basis="" if deadline.is_upper_bound else inspection.received_basis,
        computed_on=deadline.computed_on,
        would_be_on=now.working.due_on if now and now.working.due_on != deadline.computed_on else None,
        is_overridden=is_overridden,
        overridden_on=deadline.overridden_on,
        overridden_by=str(deadline.overridden_by or ""),
        override_reason=deadline.override_reason if is_overridden else "",
        met_on=_met_by(deadline, on),
        changes=tuple(_change_said(change) for change in deadline.changes.all()),
        url=reverse("inspections:source_detail", args=[slug, source.pk]),
        edit_url=reverse("inspections:inspection_edit", args=[slug, inspection.pk]),
        override_url=reverse("inspections:deadline_override", args=[slug, deadline.pk]) if deadline.is_open else "",
        meet_url=reverse("inspections:deadline_meet", args=[slug, deadline.pk])
        if deadline.is_open and deadline.rule.firmness != DeadlineRule.Firmness.GUIDE
        else "",
    )


def _change_said(change: DeadlineChange) -> str:
    return (
        f"{said(change.on)}: moved from {said(change.from_on)} to {said(change.to_on)} "
        f"by {change.recorded_by}. {change.reason}"
    )


def _is_overdue(deadline: Deadline, on: date) -> bool:
    is_met = _met_by(deadline, on) is not None or deadline.withdrawn_on is not None
    return not is_met and deadline.due_on < on and deadline.rule.firmness != DeadlineRule.Firmness.GUIDE


def _met_by(deadline: Deadline, on: date) -> date | None:
    """The day it was met, if that has come: a day of publication still ahead has met nothing yet."""
    return deadline.met_on if deadline.met_on and deadline.met_on <= on else None


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
