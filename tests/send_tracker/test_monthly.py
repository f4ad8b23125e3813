"""Days that come back every month."""

from datetime import date

import pytest

from send_tracker.lib.dates import add_working_days, is_working_day, monthly


def given(first, until, same_weekday):
    return [day for _, day in monthly(first, until, same_weekday=same_weekday)]


def test_the_third_tuesday_stays_the_third_tuesday():
    days = given(date(2020, 1, 21), date(2020, 4, 21), same_weekday=True)
    assert days == [date(2020, 1, 21), date(2020, 2, 18), date(2020, 3, 17), date(2020, 4, 21)]


def test_a_fifth_weekday_means_the_last_one_and_skips_no_month():
    days = given(date(2020, 1, 29), date(2020, 5, 31), same_weekday=True)
    assert days == [date(2020, 1, 29), date(2020, 2, 26), date(2020, 3, 25), date(2020, 4, 29), date(2020, 5, 27)]


def test_the_31st_means_the_last_day_and_skips_no_month():
    # 29 February 2020 and 31 May 2020 are at weekends.
    days = given(date(2020, 1, 31), date(2020, 5, 31), same_weekday=False)
    assert days == [date(2020, 1, 31), date(2020, 3, 2), date(2020, 3, 31), date(2020, 4, 30), date(2020, 6, 1)]


@pytest.mark.parametrize("same_weekday", [True, False])
def test_what_moved_moved_to_the_next_working_day(same_weekday):
    found = monthly(date(2026, 1, 5), date(2027, 12, 31), same_weekday=same_weekday)
    assert len(found) == 24
    moved = [(wanted, day) for wanted, day in found if wanted != day]
    assert moved
    for wanted, day in moved:
        assert not is_working_day(wanted)
        assert day == add_working_days(wanted, 1)


def test_a_first_day_at_a_weekend_was_meant():
    saturdays = given(date(2026, 1, 3), date(2026, 3, 31), same_weekday=True)
    assert saturdays == [date(2026, 1, 3), date(2026, 2, 7), date(2026, 3, 7)]


def test_nothing_after_the_end():
    assert given(date(2026, 1, 5), date(2026, 1, 4), same_weekday=True) == []
