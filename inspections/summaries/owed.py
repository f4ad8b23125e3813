"""What the rules ask of an inspection as it stands: each day, and from what it was counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspections.clock import Working
from inspections.models import Deadline, DeadlineRule, Event, Inspection
from send_tracker.lib.precision import Precision, earliest, latest

Key = tuple[str, int]  # the code of a rule, and which of its dates
# The days that another rule gives, and not the inspection or an event.
GIVEN = {DeadlineRule.Start.REVIEW, DeadlineRule.Start.APP_REVIEW}


@dataclass(frozen=True)
class Start:
    """A day a rule counts from. An upper bound: publication stands for receipt. `of` names the date that gave it."""

    on: date
    is_upper_bound: bool = False
    precision: str = Precision.DAY
    of: str = ""


@dataclass(frozen=True)
class Owed:
    """One date a rule asks for: its title, the day and its working, and how exactly it can be said."""

    rule: DeadlineRule
    point: int
    title: str
    working: Working
    is_upper_bound: bool
    precision: str
    met_on: date | None = None  # an event has met it

    @property
    def key(self) -> Key:
        return self.rule.code, self.point


def owed(inspection: Inspection, held: Iterable[Deadline] = (), *, is_new: bool = False) -> dict[Key, Owed]:
    """The dates that follow from the inspection and its events now.

    A plan's rules count only where the outcome requires one; a rule whose start is not known gives no day. Of several
    rows of one rule the area's own goes before the national one, and the later before the earlier, if valid on the day
    of the start.

    `held` are the deadlines it has. The day people set for a review is the one its evidence counts from; and a date
    whose start is what it was keeps the rule it was counted under, so that a changed rule moves nothing by itself;
    `is_new` asks what the rules would give if all were counted anew.
    """
    held = [row for row in held if row.withdrawn_on is None]
    kept = [] if is_new else held
    rules = list(DeadlineRule.objects.filter(framework=inspection.framework).of_area(inspection.source.area))
    events = _events(inspection)
    found: dict[Key, Owed] = {}
    for code, rows in _by_code(rules).items():
        if rows[0].starts_from not in GIVEN:
            for rule, point, title, start in _dates(inspection, code, rows, events, kept):
                _put(found, rule, point, title, start, _met_on(rule, point, events))
    for code, rows in _by_code(rules).items():
        if rows[0].starts_from in GIVEN:
            for point, start in list(_given(rows[0].starts_from, found, held)):
                if rule := in_force(rows, start.on, _counted_under(kept, code, point, start)):
                    _put(found, rule, point, rule.step_title.format(of=_small(start.of)) or rule.title, start, None)
    return found


def in_force(rules: Iterable[DeadlineRule], day: date, kept: DeadlineRule | None = None) -> DeadlineRule | None:
    """Of the rows of one rule, the one a clock that starts on this day runs under; `kept` before any other."""
    valid = [rule for rule in rules if rule.is_valid_on(day)]
    return kept or max(valid, key=_rank, default=None)


def _by_code(rules: Iterable[DeadlineRule]) -> Mapping[str, list[DeadlineRule]]:
    grouped: dict[str, list[DeadlineRule]] = {}
    for rule in sorted(rules, key=lambda rule: (rule.code, rule.valid_from_on, rule.pk)):
        grouped.setdefault(rule.code, []).append(rule)
    return grouped


def _dates(
    inspection: Inspection,
    code: str,
    rows: list[DeadlineRule],
    events: Mapping[str, list[Event]],
    kept: list[Deadline],
) -> Iterable[tuple[DeadlineRule, int, str, Start]]:
    """Each date one rule gives: one; one for each amount of a series; or one anew from each event that came again."""
    chosen = _chosen(inspection, code, rows, events, kept)
    if chosen is None or not _applies(inspection, chosen[0]):
        return
    rule, start = chosen
    if rule.again_from:
        yield rule, 0, rule.step_title.format(i=1), start
        for place, event in enumerate(events.get(rule.again_from, ()), start=1):
            again = Start(event.starts_on, precision=event.happened_precision)
            if now := in_force(rows, again.on, _counted_under(kept, code, place, again)):
                yield now, place, now.step_title.format(i=place + 1), again
    elif rule.is_series:
        for place, amount in enumerate(rule.amounts, start=1):
            yield rule, amount, rule.step_title.format(n=amount, i=place), start
    else:
        yield rule, 0, rule.title, start


def _chosen(
    inspection: Inspection, code: str, rows: list[DeadlineRule], events: Mapping[str, list[Event]], kept: list[Deadline]
) -> tuple[DeadlineRule, Start] | None:
    """The row its clock runs under, and the day it starts."""
    started = [(row, start) for row in rows if (start := _start(inspection, row, events))]
    for _, start in started:
        if rule := _counted_under(kept, code, None, start):
            return rule, start
    valid = [(row, start) for row, start in started if row.is_valid_on(start.on)]
    return max(valid, key=lambda pair: _rank(pair[0]), default=None)


def _rank(rule: DeadlineRule) -> tuple[bool, date]:
    """The area's own before the national one, and the later before the earlier."""
    return rule.area_id is not None, rule.valid_from_on


def _put(found: dict[Key, Owed], rule: DeadlineRule, point: int, title: str, start: Start, met_on: date | None) -> None:
    amount = rule.amount_of(point)
    working = rule.working(start.on, amount)
    precision = _vaguer(rule.precision, start.precision, working.due_on)
    found[rule.code, point] = Owed(rule, point, title, working, start.is_upper_bound, precision, met_on)


def _applies(inspection: Inspection, rule: DeadlineRule) -> bool:
    outcome = inspection.outcome
    if rule.needs_plan and not (outcome and outcome.requires_plan):
        return False
    if rule.only_outcomes and not (outcome and outcome.code in rule.only_outcomes):
        return False
    return not rule.choice or rule.code == inspection.review_rule


def _start(inspection: Inspection, rule: DeadlineRule, events: Mapping[str, list[Event]]) -> Start | None:
    day, is_upper_bound = inspection.clock_start(rule)
    if day:
        return Start(day, is_upper_bound)
    event = next(iter(events.get(rule.starts_from, ())), None)
    return Start(event.starts_on, precision=event.happened_precision) if event else None


def _events(inspection: Inspection) -> dict[str, list[Event]]:
    """The standing events whose day is known, by kind, the earliest first."""
    grouped: dict[str, list[Event]] = {}
    rows = [event for event in inspection.events.standing() if event.happened_on]
    for event in sorted(rows, key=lambda event: (event.starts_on, event.pk)):
        grouped.setdefault(event.kind, []).append(event)
    return grouped


def _met_on(rule: DeadlineRule, point: int, events: Mapping[str, list[Event]]) -> date | None:
    """A date counted anew from each event is met by the next of them."""
    again = events.get(rule.again_from, []) if rule.again_from else []
    return again[point].starts_on if len(again) > point else None


def _given(start: str, found: Mapping[Key, Owed], held: list[Deadline]) -> Iterable[tuple[int, Start]]:
    """The reviews still to be held whose day is known: what people set, else the computed one."""
    by_key = {(row.rule.code, row.point): row for row in held}
    for key, owed_now in found.items():
        row = by_key.get(key)
        if owed_now.rule.gives != start or (row and row.met_on):
            continue
        on = row.due_on if row and row.overridden_by_id else owed_now.working.due_on
        precision = row.due_precision if row and row.overridden_by_id else owed_now.precision
        if precision == Precision.DAY:
            yield owed_now.point, Start(on, of=owed_now.title)


def _counted_under(held: list[Deadline], code: str, point: int | None, start: Start) -> DeadlineRule | None:
    """The row it was counted under, while its start is what it was; `point` None asks for any of a series."""
    return next(
        (
            row.rule
            for row in held
            if row.rule.code == code
            and point in (None, row.point)
            and (row.starts_on, row.is_upper_bound) == (start.on, start.is_upper_bound)
        ),
        None,
    )


def _vaguer(one: str, other: str, day: date) -> str:
    """Of two precisions the one that could mean more days."""
    return max(one, other, key=lambda precision: latest(day, precision) - earliest(day, precision))


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
