"""The arithmetic of deadlines against real dates, odd calendars and itself."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.clock import Skipped, Unit, due_on
from send_tracker.lib.dates import BANK_HOLIDAYS, is_working_day

CASES = list(
    csv.DictReader(Path(__file__).parent.with_name("data").joinpath("deadline_cases.csv").read_text().splitlines())
)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


def working_days(start: date, amount: int) -> date:
    return due_on(amount, Unit.WORKING_DAYS, start, BANK_HOLIDAYS).due_on


def test_the_cases_are_all_there():
    assert len(CASES) == 13


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['area']} {case['rule']} {case['start']}")
def test_every_known_case(case):
    start = date.fromisoformat(case["start"])
    assert working_days(start, int(case["working_days"])) == date.fromisoformat(case["computed"])


def test_the_working_says_what_was_skipped_and_why():
    working = due_on(70, Unit.WORKING_DAYS, date(2018, 11, 29), BANK_HOLIDAYS)
    assert working.due_on == date(2019, 3, 12)
    assert working.bank_holidays == (
        Skipped(date(2018, 12, 25), "Christmas Day"),
        Skipped(date(2018, 12, 26), "Boxing Day"),
        Skipped(date(2019, 1, 1), "New Year's Day"),
    )
    assert working.weekend_days == 30
    assert (working.due_on - working.starts_on).days == 70 + 30 + 3


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        # Christmas and New Year: a Thursday and a Friday off, then two days of work, then New Year's Day.
        (date(2025, 12, 24), 1, date(2025, 12, 29)),
        (date(2025, 12, 24), 4, date(2026, 1, 2)),
        # Christmas Day on a Saturday and Boxing Day on a Sunday: their Monday and Tuesday are off instead.
        (date(2021, 12, 24), 1, date(2021, 12, 29)),
        # The Jubilee of 2022: the bank holiday of May moved to Thursday 2 June, and Friday 3 June added.
        (date(2022, 5, 27), 1, date(2022, 5, 30)),
        (date(2022, 6, 1), 1, date(2022, 6, 6)),
        # The state funeral on Monday 19 September 2022.
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        # In 2020 the early May holiday moved from Monday 4 to Friday 8 May.
        (date(2020, 5, 1), 1, date(2020, 5, 4)),
        (date(2020, 5, 7), 1, date(2020, 5, 11)),
        # The coronation: Monday 8 May 2023, beside Monday 1 May.
        (date(2023, 4, 28), 1, date(2023, 5, 2)),
        (date(2023, 5, 5), 1, date(2023, 5, 9)),
        # A leap day is worked like any other.
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2024, 3, 1)),
        # A start on a Saturday or Sunday is day 0 and gives what the Friday before gives.
        (date(2022, 2, 25), 70, date(2022, 6, 10)),
        (date(2022, 2, 26), 70, date(2022, 6, 10)),
        (date(2022, 2, 27), 70, date(2022, 6, 10)),
        # A start on a bank holiday likewise.
        (date(2022, 9, 19), 1, date(2022, 9, 20)),
        # None at all, and backwards.
        (date(2022, 2, 26), 0, date(2022, 2, 26)),
        (date(2026, 10, 12), -1, date(2026, 10, 9)),
        (date(2020, 3, 27), -70, date(2019, 12, 17)),
        (date(2022, 6, 6), -1, date(2022, 6, 1)),
        (date(2022, 2, 26), -1, date(2022, 2, 25)),
    ],
)
def test_working_days(start, amount, expected):
    assert working_days(start, amount) == expected


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last(start, amount, expected):
    working = due_on(amount, Unit.MONTHS, start, BANK_HOLIDAYS)
    assert (working.due_on, working.skipped) == (expected, ())


@pytest.mark.parametrize(
    ("amount", "expected"), [(14, date(2024, 3, 6)), (-14, date(2024, 2, 7)), (0, date(2024, 2, 21))]
)
def test_plain_days_skip_nothing(amount, expected):
    working = due_on(amount, Unit.DAYS, date(2024, 2, 21), BANK_HOLIDAYS)
    assert (working.due_on, working.skipped) == (expected, ())


@given(start=DAYS, amount=st.integers(min_value=1, max_value=300))
def test_forward_and_back_ends_where_it_began(start, amount):
    """From a working day exactly there; from any other on the last working day before it, which counts the same."""
    there = working_days(start, amount)
    assert is_working_day(there)
    back = working_days(there, -amount)
    same_as_start = start if is_working_day(start) else working_days(start, -1)
    assert back == same_as_start


@given(start=DAYS, amount=st.integers(min_value=0, max_value=300))
def test_every_day_is_either_counted_or_skipped(start, amount):
    working = due_on(amount, Unit.WORKING_DAYS, start, BANK_HOLIDAYS)
    assert (working.due_on - start).days == amount + len(working.skipped)
    assert {skip.day for skip in working.skipped} == {
        day
        for day in (start + timedelta(days=n) for n in range(1, (working.due_on - start).days + 1))
        if not is_working_day(day)
    }


@given(start=DAYS, months=st.integers(min_value=-240, max_value=240))
def test_months_later_is_that_many_months_on(start, months):
    there = due_on(months, Unit.MONTHS, start, BANK_HOLIDAYS).due_on
    assert (there.year - start.year) * 12 + there.month - start.month == months
    assert there.day == start.day or (there.day < start.day and (there + timedelta(days=1)).day == 1)
