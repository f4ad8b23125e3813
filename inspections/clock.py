"""The arithmetic of a deadline: from what day, how many of what, and which days were left out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

WEEKEND = {5: "Saturday", 6: "Sunday"}


class Unit(StrEnum):
    """What a rule counts."""

    WORKING_DAYS = "working days"
    CLEAR_WORKING_DAYS = "clear working days"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Skipped:
    """A run of days that were not counted, and why: `Weekend`, or the name of the bank holiday."""

    day: date
    why: str


@dataclass(frozen=True)
class Working:
    """The answer and how it was reached."""

    due_on: date
    starts_on: date
    amount: int
    unit: Unit
    skipped: tuple[Skipped, ...]

    @property
    def bank_holidays(self) -> tuple[Skipped, ...]:
        """The bank holidays left out; every Saturday and Sunday was left out too."""
        return tuple(skip for skip in self.skipped if skip.why not in WEEKEND.values())

    @property
    def weekend_days(self) -> int:
        return len(self.skipped) - len(self.bank_holidays)


def due_on(amount: int, unit: Unit, starts_on: date, bank_holidays: Mapping[date, str]) -> Working:
    """The day that lies `amount` units after `starts_on`, which is day 0 also when it is no working day.

    Working days are Monday to Friday less the bank holidays handed in. SI 2015/1792 does not define the term; with the
    bank holidays of England every known pair of real dates agrees (docs/clock.md). Months keep the day of the month, or
    take the last one of a shorter month. A negative amount counts backwards. Clear working days lie between the two
    days: neither is one of them.
    """
    if unit is Unit.WORKING_DAYS:
        return _count_working_days(amount, starts_on, bank_holidays)
    if unit is Unit.CLEAR_WORKING_DAYS:
        beyond = amount + (1 if amount >= 0 else -1)
        return replace(_count_working_days(beyond, starts_on, bank_holidays), amount=amount, unit=unit)
    if unit is Unit.DAYS:
        return Working(starts_on + timedelta(days=amount), starts_on, amount, unit, ())
    return Working(_months_later(starts_on, amount), starts_on, amount, unit, ())


def _count_working_days(amount: int, starts_on: date, bank_holidays: Mapping[date, str]) -> Working:
    step = timedelta(days=1 if amount >= 0 else -1)
    day, left, skipped = starts_on, abs(amount), []
    while left:
        day += step
        why = WEEKEND.get(day.weekday()) or bank_holidays.get(day)
        if why:
            skipped.append(Skipped(day, why))
        else:
            left -= 1
    return Working(day, starts_on, amount, Unit.WORKING_DAYS, tuple(skipped))


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)
