"""Dates as they leave the house: for programs as JSON, for people's calendars as iCalendar, as a list for a sheet."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from inspections.models import DeadlineRule
from inspections.summaries.calculator import Calculation, CountedDate
from inspections.summaries.dates import DatedLine
from send_tracker.lib.dates import said
from send_tracker.lib.feeds import DayEvent, calendar
from send_tracker.lib.precision import Precision
from send_tracker.lib.sheets import Column, Table


def calculation_json(found: Calculation) -> dict:
    """What the calculator found, with days in ISO form, for `JsonResponse`."""
    return {
        "framework": {"code": found.framework.code, "name": found.framework.name},
        "given": {name: day.isoformat() for name, day in found.given.days.items()},
        "dates": [_date_json(counted) for counted in found.dates],
        "other_rules": [{"title": rule.title, "rule": _rule_json(rule)} for rule in found.other_rules],
        "notes": list(found.notes),
        "calendar": found.calendar,
    }


def _date_json(counted: CountedDate) -> dict:
    working = counted.working
    return {
        "title": counted.rule.title,
        "date": counted.due_on.isoformat(),
        "precision": counted.due.precision.value,
        "said": str(counted.due),
        "is_upper_bound": counted.is_upper_bound,
        "only_after": counted.only_after,
        "practice": counted.practice,
        "rule": _rule_json(counted.rule),
        "working": {
            "from": counted.start,
            "starts_on": working.starts_on.isoformat(),
            "counts": counted.rule.length,
            "weekend_days_left_out": working.weekend_days,
            "bank_holidays_left_out": [
                {"date": skip.day.isoformat(), "name": skip.why} for skip in working.bank_holidays
            ],
        },
    }


def _rule_json(rule: DeadlineRule) -> dict:
    return {
        "code": rule.code,
        "from": rule.get_starts_from_display(),
        "amount": rule.amount,
        "unit": rule.unit,
        "firmness": rule.get_firmness_display(),
        "only_if_a_plan_is_required": rule.needs_plan,
        "source": rule.source,
        "in_force_from": rule.valid_from_on.isoformat(),
    }


def calculation_calendar(found: Calculation, page: str, at: datetime) -> bytes:
    """The dates as all-day events of a calendar file made at the moment `at`; `page` is the address they came from."""
    events = [
        DayEvent(
            uid=_uid(counted),
            day=counted.due_on,
            title=_title(counted),
            words=_words(counted),
            url=page,
        )
        for counted in found.dates
    ]
    return calendar(f"SEND dates: {found.framework.name}", events, at)


def dates_table(lines: Iterable[DatedLine]) -> Table:
    """The dates that follow from inspections, one row a date."""
    columns = (
        Column("Date", 50),
        Column("Due", 14),
        Column("Firmness", 22),
        Column("State", 24),
        Column("Counted from", 34),
        Column("That day", 14),
        Column("Counts", 20),
        Column("At the latest", 14),
        Column("Rule", 60),
        Column("Source", 40),
    )
    rows = [
        (
            line.title, line.due.on if line.due.precision == Precision.DAY else line.day,
            line.firmness_said, line.state, line.start, line.starts_on, line.length,
            "Yes" if line.is_upper_bound else None, line.rule_source, line.source_title,
        )
        for line in lines
    ]  # fmt: skip
    return Table("Dates", columns, rows)


def address_of(found: Calculation) -> str:
    """The query of the address that gives these dates again."""
    return urlencode(
        {"framework": found.framework.code} | {name: day.isoformat() for name, day in found.given.days.items()}
    )


def _uid(counted: CountedDate) -> str:
    """The same for the same rule and start, so that a calendar that imports it again has it once."""
    rule = counted.rule
    facts = f"{rule.framework.code} {rule.code} {counted.start} {counted.working.starts_on.isoformat()}"
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"send-tracker:dates {facts}"))


def _title(counted: CountedDate) -> str:
    """An event has one day: where the rule knows a month alone, the title says so."""
    bounds = ["at the latest"] if counted.is_upper_bound else []
    bounds += [f"about {counted.due}"] if counted.due.precision != Precision.DAY else []
    return f"{counted.rule.title} ({', '.join(bounds)})" if bounds else counted.rule.title


def _words(counted: CountedDate) -> str:
    rule = counted.rule
    lines = [
        f"{rule.get_firmness_display()}: {rule.length} from {counted.start}, {said(counted.working.starts_on)}.",
        f"Left out: {counted.skipped or 'no day'}.",
        f"Rule: {rule.source}",
    ]
    if counted.only_after:
        lines.append(f"This follows {counted.only_after}.")
    if counted.is_upper_bound:
        lines.append("Counted from publication: the true date is about 4 to 8 working days earlier.")
    return "\n".join(lines)
