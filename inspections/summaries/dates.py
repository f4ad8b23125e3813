"""The dates that follow from inspections, as every page and letter tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from areas.access import Visit
from areas.models import LocalArea
from inspections.clock import WEEKEND, Skipped
from inspections.models import Deadline, DeadlineChange, DeadlineRule, Inspection, Source, StatedDate, Suspension
from inspections.summaries.events import doubt_about
from inspections.summaries.proposals import Proposal, proposal_for
from inspections.summaries.register import practice
from inspections.summaries.stated import StatedLine, stated_line
from send_tracker.lib.dates import said, working_days_between
from send_tracker.lib.precision import Precision, VagueDay, earliest, latest

CHANGES = DeadlineChange.objects.select_related("recorded_by__user", "recorded_by__organisation").order_by("on", "id")
STATED = StatedDate.objects.filter(withdrawn_on__isnull=True).order_by("recorded_on", "id")


@dataclass(frozen=True)
class DatedLine:
    """One date of an area as the pages tell it: the day, how it is known, how far off it is, whether it is done.

    What takes more to find out (the days it had, what papers say, what is proposed, what practice was) is there on
    the pages of dates alone.
    """

    deadline_id: int
    code: str
    title: str
    area_name: str
    source_title: str
    due_on: date
    due: VagueDay
    distance: str
    working_days_left: int
    is_overdue: bool
    is_passed: bool
    starts_on: date
    start: str
    length: str
    is_before: bool
    rule_source: str
    rule_changed: str
    firmness: str
    firmness_said: str
    skipped: str
    calendar: str
    is_upper_bound: bool
    asks_for_receipt: bool
    received_basis: str
    computed_on: date
    is_overridden: bool
    overridden_on: date | None
    overridden_by: str
    override_reason: str
    set_as: str
    is_review: bool
    done_word: str
    met_on: date | None
    suspension: str
    is_suspended: bool
    flag: str
    url: str
    edit_url: str
    override_url: str
    meet_url: str
    state_url: str
    proposal_url: str
    changes: tuple[str, ...] = ()
    agreed: str = ""
    would_be_on: date | None = None
    stated: tuple[StatedLine, ...] = ()
    practice: str = ""

    @property
    def day(self) -> str:
        """The day to go by, as precisely as it is known."""
        return str(self.due)

    @property
    def done(self) -> str:
        """What it will have been: met, held, published, sent."""
        return self.done_word.lower()

    @property
    def is_guide(self) -> bool:
        """A usual time, which nobody owes: never overdue, never reminded of."""
        return self.firmness == DeadlineRule.Firmness.GUIDE

    @property
    def is_open(self) -> bool:
        return self.met_on is None

    @property
    def state(self) -> str:
        """Met on a day, and whether late; suspended; overdue; passed, for a guide; agreed or not; or still to come."""
        if self.met_on:
            late = "" if self.is_guide or self.met_on <= latest(*self.due) else ", after the date"
            return f"{self.done_word} {said(self.met_on)}{late}"
        if self.is_suspended:
            return self.suspension
        if self.is_overdue:
            return "Overdue"
        if self.is_guide:
            return f"Passed, not yet {self.done}" if self.is_passed else "Guide only"
        if self.is_review:
            return "Agreed" if self.set_as == Deadline.SetAs.AGREED else "Not yet agreed"
        return "To be met"


def timeline(here: Visit, on: date) -> list[DatedLine]:
    """Every date that follows from the area's inspections this person may see, earliest first, as of the day `on`."""
    return _lines(Deadline.objects.standing().visible_to(here), on)


def timeline_for_all(area: LocalArea, sources: QuerySet[Source], on: date) -> list[DatedLine]:
    """The same for a paper that stays: of `sources`, which it is about, and of what everybody may see on that day."""
    embargoed = Source.objects.filter(area=area).unpublished(on).exclude(pk__in=sources.values("pk"))
    deadlines = Deadline.objects.standing().filter(inspection__source__area=area)
    return _lines(deadlines.exclude(inspection__source__in=embargoed), on)


def full_timeline(here: Visit, on: date) -> list[DatedLine]:
    """The same as `timeline` with all there is to say of each."""
    return _full_lines(Deadline.objects.standing().visible_to(here), here.area, on)


def next_statutory(here: Visit, on: date) -> DatedLine | None:
    """The earliest date still to be met that is more than a guide, overdue ones first; None if nothing is owed."""
    return next_of(timeline(here, on))


def next_of(lines: list[DatedLine]) -> DatedLine | None:
    """The same, for a page that has the lines already."""
    return next((line for line in lines if line.is_open and not line.is_guide and not line.is_suspended), None)


def next_statutory_of(visits: Iterable[Visit], on: date) -> dict[str, DatedLine]:
    """The same for several areas at once, by the name of the area; left out where nothing is owed."""
    found: dict[str, list[DatedLine]] = {}
    for line in _lines(Deadline.objects.standing().visible_to(*visits), on):
        found.setdefault(line.area_name, []).append(line)
    firsts = {name: next_of(lines) for name, lines in found.items()}
    return {name: line for name, line in firsts.items() if line}


def inspection_lines(inspection: Inspection, on: date) -> list[DatedLine]:
    """The dates that follow from one inspection, earliest first, with all there is to say of each."""
    return _full_lines(inspection.deadlines.standing(), inspection.source.area, on)


def dated_line(deadline: Deadline, on: date) -> DatedLine:
    """One deadline as a line, as seen on the day `on`, with all there is to say of it."""
    area = deadline.inspection.source.area
    return _full_lines(Deadline.objects.filter(pk=deadline.pk), area, on)[0]


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
        f"{line.title}{' at the latest' if line.is_upper_bound else ''}: {line.day}."
        for line in _lines(inspection.deadlines.standing(), on)
        if line.is_open and not line.is_guide
    ]
    return " ".join(lines) or "No statutory date follows from it now."


def _rows(deadlines: QuerySet[Deadline]) -> QuerySet[Deadline]:
    return deadlines.select_related(
        "rule__area",
        "inspection__source__area",
        "inspection__outcome",
        "overridden_by__user",
        "overridden_by__organisation",
    ).order_by("due_on", "id")


def _lines(deadlines: QuerySet[Deadline], on: date) -> list[DatedLine]:
    """Two queries."""
    rows = list(_rows(deadlines))
    suspensions = list(Suspension.objects.order_by("starts_on")) if rows else []
    return [DatedLine(**_facts(row, suspensions, on)) for row in rows]


def _full_lines(deadlines: QuerySet[Deadline], area: LocalArea, on: date) -> list[DatedLine]:
    changes, stated = Prefetch("changes", queryset=CHANGES), Prefetch("stated", queryset=STATED)
    rows = list(_rows(deadlines).prefetch_related(changes, stated))
    suspensions = list(Suspension.objects.order_by("starts_on")) if rows else []
    rules = list(DeadlineRule.objects.of_area(area)) if rows else []
    practices: dict[int, str] = {}
    return [DatedLine(**_facts(row, suspensions, on), **_more(row, rules, practices)) for row in rows]


def _more(deadline: Deadline, rules: list[DeadlineRule], practices: dict[int, str]) -> dict[str, object]:
    if deadline.rule_id not in practices:
        practices[deadline.rule_id] = practice(deadline.rule)
    framework = [rule for rule in rules if rule.framework_id == deadline.rule.framework_id]
    changes = list(deadline.changes.all())
    proposal: Proposal | None = proposal_for(deadline, framework, changes)
    return {
        "changes": tuple(_change_said(change) for change in changes),
        "agreed": next((_agreed(change) for change in reversed(changes) if _is_in_force(change, deadline)), ""),
        "would_be_on": proposal.due_on if proposal else None,
        "stated": tuple(stated_line(row, deadline) for row in deadline.stated.all()),
        "practice": practices[deadline.rule_id],
    }


def _facts(deadline: Deadline, suspensions: list[Suspension], on: date) -> dict[str, object]:
    inspection, rule = deadline.inspection, deadline.rule
    source, is_overridden = inspection.source, deadline.overridden_by is not None
    first, last, met_on = earliest(*deadline.due), latest(*deadline.due), _met_by(deadline, on)
    is_waiting = met_on is None and deadline.withdrawn_on is None
    near = last if last < on else max(first, on)
    left = working_days_between(on, near)
    suspension = _suspension(deadline, suspensions, on)
    is_suspended = is_waiting and suspension is not None and suspension.covers(on)
    slug, is_passed = source.area.slug, is_waiting and last < on
    links = {name: reverse(f"inspections:{name}", args=[slug, deadline.pk]) for name in LINKS}
    return {
        "deadline_id": deadline.pk,
        "code": rule.code,
        "title": deadline.title,
        "area_name": source.area.name,
        "source_title": source.title,
        "due_on": deadline.due_on,
        "due": deadline.due,
        "distance": "now" if first < near <= on <= last else how_far(left, near, on),
        "working_days_left": left,
        "is_overdue": is_passed and not rule.is_guide and not is_suspended,
        "is_passed": is_passed,
        "starts_on": deadline.starts_on,
        "start": "the day the report was published" if deadline.is_upper_bound else rule.get_starts_from_display(),
        "length": rule.length_of(deadline.point),
        "is_before": rule.amount < 0,
        "rule_source": rule.source,
        "rule_changed": f"{rule.area.name} changed it for clocks from {said(rule.valid_from_on)} on: {rule.reason}"
        if rule.area
        else "",
        "firmness": rule.firmness,
        "firmness_said": rule.get_firmness_display(),
        "skipped": skipped_in_words(Skipped(date.fromisoformat(skip["day"]), skip["why"]) for skip in deadline.skipped),
        "calendar": deadline.calendar,
        "is_upper_bound": deadline.is_upper_bound and not is_overridden,
        "asks_for_receipt": deadline.is_upper_bound and deadline.is_open and not is_overridden,
        "received_basis": inspection.received_basis if _counts_from_receipt(deadline) else "",
        "computed_on": deadline.computed_on,
        "is_overridden": is_overridden,
        "overridden_on": deadline.overridden_on,
        "overridden_by": str(deadline.overridden_by or ""),
        "override_reason": deadline.override_reason if is_overridden else "",
        "set_as": deadline.set_as,
        "is_review": bool(rule.gives),
        "done_word": rule.done_word,
        "met_on": met_on,
        "suspension": _suspended_said(suspension) if suspension else "",
        "is_suspended": is_suspended,
        "flag": doubt_about(deadline.due) if is_overridden else "",
        "url": reverse("inspections:source_detail", args=[slug, source.pk]),
        "edit_url": reverse("inspections:inspection_edit", args=[slug, inspection.pk]),
        "override_url": links["deadline_override"] if deadline.is_open else "",
        "meet_url": links["deadline_meet"] if deadline.can_be_met else "",
        "state_url": links["stated_create"],
        "proposal_url": links["deadline_proposal"] if deadline.is_open else "",
    }


def _counts_from_receipt(deadline: Deadline) -> bool:
    return deadline.rule.starts_from == DeadlineRule.Start.RECEIVED and not deadline.is_upper_bound


LINKS = ("deadline_override", "deadline_meet", "stated_create", "deadline_proposal")


def _suspension(deadline: Deadline, suspensions: list[Suspension], on: date) -> Suspension | None:
    """The one in force now, or the last one its day fell in."""
    rule = deadline.rule
    of_rule = [row for row in suspensions if (row.framework_id, row.rule_code) == (rule.framework_id, rule.code)]
    now = [row for row in of_rule if row.covers(on)]
    fell_in = [row for row in of_rule if row.starts_on <= on and row.covers(deadline.due_on)]
    return next(reversed(now or fell_in), None)


def _suspended_said(suspension: Suspension) -> str:
    until = f" until {said(suspension.ends_on)}" if suspension.ends_on else ""
    return f"Suspended from {said(suspension.starts_on)}{until}"


def _is_in_force(change: DeadlineChange, deadline: Deadline) -> bool:
    """Whether this is how its present day was agreed."""
    return bool(deadline.set_as) and change.kind == deadline.set_as and bool(change.agreed_with)


def _agreed(change: DeadlineChange) -> str:
    words = f"{change.get_kind_display()} with {change.agreed_with}"
    if change.agreed_on:
        words += f" on {said(change.agreed_on)}"
    return f"{words} ({change.source_note})" if change.source_note else words


def _change_said(change: DeadlineChange) -> str:
    was, now = (
        VagueDay(change.from_on, Precision(change.from_precision)),
        VagueDay(change.to_on, Precision(change.to_precision)),
    )
    if change.kind == DeadlineChange.Kind.KEPT:
        did = f"kept at {now}, though {said(change.proposed_on)} was proposed,"
    elif was == now:
        did = f"{now} was agreed, recorded"
    else:
        did = f"moved from {was} to {now}"
    agreed = f" ({_agreed(change)})" if change.agreed_with else ""
    return f"{said(change.on)}: {did} by {change.recorded_by}{agreed}. {change.reason}"


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
