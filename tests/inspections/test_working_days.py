"""The working-day rule over 2016 to 2030, against a calendar and a count made another way."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from inspections.clock import Unit, due_on
from send_tracker.lib.dates import BANK_HOLIDAYS, add_working_days, is_working_day, working_days_between

CASES = list(
    csv.DictReader(Path(__file__).parent.with_name("data").joinpath("deadline_cases.csv").read_text().splitlines())
)
FIRST, LAST = date(2016, 1, 1), date(2030, 12, 31)
DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5
# Those that no rule of the calendar gives: added, and moved from their Monday in May.
SINGLE = [date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)]
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}


def monday_of(year: int, month: int, *, is_last: bool) -> date:
    week = [date(year, month, day) for day in range(1, 8)]
    first = next(day for day in week if day.weekday() == MONDAY)
    if not is_last:
        return first
    return max(day for day in (first + 7 * n * DAY for n in range(5)) if day.month == month)


def bank_holidays_of(year: int) -> set[date]:
    """As the Banking and Financial Dealings Act 1971 and the proclamations give them for England."""
    found = {easter(year) - 2 * DAY, easter(year) + DAY}
    for day in (
        monday_of(year, 5, is_last=False),
        monday_of(year, 5, is_last=True),
        monday_of(year, 8, is_last=True),
    ):
        found.add(MOVED.get(day, day))
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() >= SATURDAY or day in found:
            day += DAY
        found.add(day)
    return found | {day for day in SINGLE if day.year == year}


OFF = set().union(*(bank_holidays_of(year) for year in range(FIRST.year - 2, LAST.year + 3)))


def naive(start: date, amount: int) -> date:
    """Cross the days off one by one."""
    day, step = start, DAY if amount > 0 else -DAY
    for _ in range(abs(amount)):
        day += step
        while day.weekday() >= SATURDAY or day in OFF:
            day += step
    return day


def counted(start: date, amount: int) -> date:
    return due_on(amount, Unit.WORKING_DAYS, start, BANK_HOLIDAYS).due_on


DAYS = st.dates(min_value=FIRST, max_value=LAST)
AMOUNTS = st.integers(min_value=1, max_value=150)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['area']} {case['rule']} {case['start']}")
def test_a_real_date_agrees_unless_the_start_was_wrong(case):
    """Counting from publication gives a day that is too late, by no more than the days the area had the report."""
    computed = counted(date.fromisoformat(case["start"]), int(case["working_days"]))
    assert computed == naive(date.fromisoformat(case["start"]), int(case["working_days"]))
    if case["strength"] == "wrong-start":
        real = date.fromisoformat(case["real_date"])
        assert case["start_kind"] == "publication"
        assert 3 <= working_days_between(real, computed) <= 8
    elif case["real_date"]:
        assert computed == date.fromisoformat(case["real_date"])


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
def test_the_bank_holidays_are_those_of_the_act(year):
    days = (date(year, 1, 1) + n * DAY for n in range(366))
    weekdays = [day for day in days if day.year == year and day.weekday() < SATURDAY]
    assert [day for day in weekdays if day in BANK_HOLIDAYS] == sorted(bank_holidays_of(year))
    assert {day for day in weekdays if not is_working_day(day)} == bank_holidays_of(year)


@pytest.mark.parametrize("day", [*SINGLE, *MOVED.values()])
def test_a_single_bank_holiday_is_left_out(day):
    working = due_on(1, Unit.WORKING_DAYS, day - DAY, BANK_HOLIDAYS)
    assert day in [skip.day for skip in working.bank_holidays]
    assert all(skip.why for skip in working.skipped)


@pytest.mark.parametrize("day", MOVED)
def test_a_bank_holiday_that_was_moved_leaves_its_monday_to_work(day):
    assert is_working_day(day)
    assert counted(day - DAY, 1) == day


@given(DAYS, AMOUNTS)
def test_it_agrees_with_days_crossed_off_one_by_one(start, amount):
    assert counted(start, amount) == naive(start, amount)
    assert counted(start, -amount) == naive(start, -amount)


@given(DAYS, AMOUNTS)
def test_it_never_ends_on_a_weekend_or_a_bank_holiday(start, amount):
    for end in (counted(start, amount), counted(start, -amount)):
        assert end.weekday() < SATURDAY
        assert end not in OFF


@given(DAYS, AMOUNTS, AMOUNTS)
def test_two_counts_one_after_the_other_are_one(start, first, second):
    assert counted(counted(start, first), second) == counted(start, first + second)
    assert counted(counted(start, -first), -second) == counted(start, -first - second)


@given(DAYS, AMOUNTS)
def test_forward_and_back_is_where_it_began(start, amount):
    began = start if start.weekday() < SATURDAY and start not in OFF else naive(start, -1)
    assert counted(counted(start, amount), -amount) == began


@given(DAYS, DAYS, AMOUNTS)
def test_a_later_start_never_ends_earlier(one, other, amount):
    assert counted(min(one, other), amount) <= counted(max(one, other), amount)


@given(DAYS, st.integers(min_value=-150, max_value=150))
def test_the_two_ways_to_count_agree(start, amount):
    end = counted(start, amount)
    assert end == add_working_days(start, amount)
    if amount > 0:
        assert working_days_between(start, end) == amount
