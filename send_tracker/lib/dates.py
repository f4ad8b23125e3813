"""Days: today's, working days, and the bank holidays of England."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
CALENDAR_VERSION = f"holidays {holidays.__version__}, England"
SATURDAY = 5
LAST_WEEK = 4  # the fifth of a weekday in a month, counted from 0


def today() -> date:
    """The day every business rule goes by: London's date or, in the demonstration alone, the day of its story."""
    return settings.DEMO_DAY or london_today()


def london_today() -> date:
    """The date in London now."""
    return timezone.now().astimezone(LONDON).date()


@cache
def _holidays_of(year: int) -> Mapping[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


class BankHolidays(Mapping[date, str]):
    """The bank holidays of England of any year, looked up by day: name of the holiday, KeyError on any other day."""

    def __getitem__(self, day: date) -> str:
        return _holidays_of(day.year)[day]

    def __iter__(self):
        raise TypeError("There is no last bank holiday: look one day up.")

    def __len__(self) -> int:
        raise TypeError("There is no last bank holiday: look one day up.")


BANK_HOLIDAYS = BankHolidays()


def is_working_day(day: date, bank_holidays: Mapping[date, str] = BANK_HOLIDAYS) -> bool:
    """Monday to Friday, bank holidays of England left out."""
    return day.weekday() < SATURDAY and day not in bank_holidays


def add_working_days(day: date, count: int, bank_holidays: Mapping[date, str] = BANK_HOLIDAYS) -> date:
    """The working day `count` working days after `day` (before it, when negative); `day` itself is day 0.

    A count of 0 gives `day` back, also when it is no working day.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, bank_holidays)
    return day


def working_days_between(start: date, end: date, bank_holidays: Mapping[date, str] = BANK_HOLIDAYS) -> int:
    """How many working days from `start` (day 0) to `end`; negative when `end` is the earlier."""
    if end < start:
        return -working_days_between(end, start, bank_holidays)
    return sum(is_working_day(start + timedelta(days=n), bank_holidays) for n in range(1, (end - start).days + 1))


def month_of(day: date) -> date:
    """The first day of that month, which is how a month is stored."""
    return day.replace(day=1)


def end_of_month(day: date) -> date:
    """The last day of that month."""
    return (month_of(day) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def monthly(first: date, until: date, *, same_weekday: bool) -> list[tuple[date, date]]:
    """One day in each month from `first` until `until`: as wanted, and as it is once moved to a working day.

    Either the same weekday of the month (the third Tuesday; the last one, if `first` is a fifth) or the same day (the
    last of the month, where it is shorter). A day that is no working day moves to the next one, unless `first` is none.
    """
    moves = is_working_day(first)
    found = []
    month = month_of(first)
    while True:
        wanted = _same_weekday(first, month) if same_weekday else _same_day(first, month)
        if wanted > until:
            return found
        given = wanted if not moves or is_working_day(wanted) else add_working_days(wanted, 1)
        found.append((wanted, given))
        month = month_of(month + timedelta(days=31))


def _same_day(first: date, month: date) -> date:
    return month.replace(day=min(first.day, monthrange(month.year, month.month)[1]))


def _same_weekday(first: date, month: date) -> date:
    week = (first.day - 1) // 7
    day = month + timedelta(days=(first.weekday() - month.weekday()) % 7 + 7 * week)
    if week == LAST_WEEK and day.month != month.month:
        day -= timedelta(days=7)
    return day


def at_eight(day: date) -> datetime:
    """Eight in the morning in London on that day: when the day's letters go out."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=LONDON)


def said(day: date | None) -> str:
    """The day in words, as pages and letters say it: 14 May 2027."""
    return f"{day.day} {day:%B %Y}" if day else ""
