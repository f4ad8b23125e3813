"""The critical path of approvals: days counted back, which meeting fits, and when only delegation is left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.clock import (
    AT_RISK,
    Advice,
    Body,
    Needs,
    Obstacle,
    Task,
    critical_path,
    in_force,
    latest_meeting,
    obstacles,
    points,
)
from send_tracker.lib.dates import BANK_HOLIDAYS, is_working_day, working_days_between

CABINET = Needs(notice_days=28, clearance_days=5, papers_days=5, call_in_days=5)
HEALTH = Needs()


def path(*bodies, due_by=date(2018, 8, 20), ready_on=None, on=date(2018, 6, 20)):
    return critical_path(bodies, due_by=due_by, ready_on=ready_on, on=on, bank_holidays=BANK_HOLIDAYS)


def days(meeting_on, needs, papers_on=None):
    return {point.task: point.on for point in points(meeting_on, needs, BANK_HOLIDAYS, papers_on)}


def test_every_task_of_the_cabinet_of_12_july_2018():
    assert days(date(2018, 7, 12), CABINET) == {
        Task.NOTICE: date(2018, 6, 13),  # 14 June to 11 July are 28 days
        Task.CLEARANCE: date(2018, 6, 27),
        Task.PAPERS: date(2018, 7, 4),  # 5, 6, 9, 10 and 11 July are five working days
        Task.MEETING: date(2018, 7, 12),
        Task.IN_FORCE: date(2018, 7, 20),  # it may be called in from 13 to 19 July
    }


def test_a_body_that_asks_for_less_has_fewer_tasks():
    assert days(date(2018, 8, 14), Needs(papers_days=3)) == {
        Task.PAPERS: date(2018, 8, 8),
        Task.MEETING: date(2018, 8, 14),
    }


def test_papers_on_a_day_of_their_own_move_the_clearance_too():
    found = days(date(2018, 7, 12), CABINET, papers_on=date(2018, 7, 2))
    assert (found[Task.PAPERS], found[Task.CLEARANCE]) == (date(2018, 7, 2), date(2018, 6, 25))


def test_the_committee_papers_of_the_demonstrations_meeting():
    """A meeting on 21 January 2020 needs its papers by 13 January."""
    assert days(date(2020, 1, 21), HEALTH)[Task.PAPERS] == date(2020, 1, 13)


def test_bank_holidays_are_left_out_of_working_days_and_counted_in_clear_days():
    found = points(date(2018, 5, 10), CABINET, BANK_HOLIDAYS)
    papers = next(point for point in found if point.task is Task.PAPERS)
    assert papers.on == date(2018, 5, 1)
    assert [skip.why for skip in papers.working.bank_holidays] == ["May Day"]
    assert next(point.on for point in found if point.task is Task.NOTICE) == date(2018, 4, 11)


@pytest.mark.parametrize(
    ("finish_by", "call_in_days", "latest"),
    [
        (date(2018, 8, 20), 5, date(2018, 8, 10)),
        (date(2018, 8, 20), 0, date(2018, 8, 20)),
        (date(2018, 8, 19), 0, date(2018, 8, 17)),  # a Sunday
        (date(2018, 8, 19), 5, date(2018, 8, 9)),
        (date(2018, 8, 27), 0, date(2018, 8, 24)),  # the bank holiday of August
        (date(2018, 8, 28), 1, date(2018, 8, 23)),
    ],
)
def test_the_last_day_a_body_may_meet(finish_by, call_in_days, latest):
    assert latest_meeting(finish_by, Needs(call_in_days=call_in_days), BANK_HOLIDAYS).due_on == latest


@given(
    finish_by=st.dates(date(2016, 1, 1), date(2030, 12, 31)),
    call_in_days=st.integers(0, 10),
    papers_days=st.integers(0, 10),
    notice_days=st.sampled_from([0, 28]),
)
def test_a_decision_on_the_last_day_is_in_force_in_time_and_one_working_day_later_it_is_not(
    finish_by, call_in_days, papers_days, notice_days
):
    needs = Needs(notice_days, 0, papers_days, call_in_days)
    last = latest_meeting(finish_by, needs, BANK_HOLIDAYS).due_on
    assert is_working_day(last)
    assert in_force(last, needs, BANK_HOLIDAYS).due_on <= finish_by
    next_one = last + timedelta(days=1)
    while not is_working_day(next_one):
        next_one += timedelta(days=1)
    assert in_force(next_one, needs, BANK_HOLIDAYS).due_on > finish_by
    found = {point.task: point.on for point in points(last, needs, BANK_HOLIDAYS)}
    assert working_days_between(found[Task.PAPERS], last) == papers_days + 1
    assert list(found) == [task for task in Task if task in found]
    if notice_days:
        assert (last - found[Task.NOTICE]).days == notice_days + 1


# Worcestershire on 20 June 2018: due on 20 August, cabinet on 12 July, the plan a draft for six more weeks.
READY = date(2018, 8, 1)
WORCESTERSHIRE = Body(
    1, 1, CABINET, meeting_on=date(2018, 7, 12), other_meetings=(date(2018, 9, 27),), may_delegate=True
)


def test_worcestershire_must_delegate_by_12_july():
    (leg,) = path(WORCESTERSHIRE, ready_on=READY)
    assert (leg.finish_by, leg.latest_on) == (date(2018, 8, 20), date(2018, 8, 10))
    assert (leg.advice, leg.advised_on, leg.is_at_risk) == (Advice.DELEGATE_BY, date(2018, 7, 12), True)
    assert leg.obstacles == (Obstacle.NOT_READY,)


@pytest.mark.parametrize(
    ("on", "given_on", "is_late"),
    [
        (date(2018, 6, 13), None, False),
        (date(2018, 6, 14), None, True),
        (date(2018, 6, 20), date(2018, 6, 13), False),
        (date(2018, 6, 20), date(2018, 6, 14), True),
    ],
)
def test_notice_of_a_key_decision_given_too_late_or_not_at_all(on, given_on, is_late):
    (leg,) = path(WORCESTERSHIRE, on=on)
    found = leg.late_notice(on, given_on)
    assert (found is not None) == is_late
    assert found is None or (found.task, found.on) == (Task.NOTICE, date(2018, 6, 13))
    for differs in ({"settled_on": date(2018, 6, 13)}, {"is_delegated": True}, {"needs": HEALTH}, {"meeting_on": None}):
        (leg,) = path(replace(WORCESTERSHIRE, **differs), on=on)
        assert leg.late_notice(on, given_on) is None


def test_once_delegated_the_post_has_until_the_last_day_a_decision_is_in_time():
    delegated = replace(WORCESTERSHIRE, is_delegated=True)
    (leg,) = path(delegated, ready_on=READY, on=date(2018, 7, 13))
    assert (leg.advice, leg.advised_on, leg.is_at_risk) == (Advice.DECIDE_BY, date(2018, 8, 10), False)
    (leg,) = path(delegated, ready_on=READY, on=date(2018, 8, 13))
    assert (leg.advice, leg.is_at_risk) == (Advice.TOO_LATE, True)


DUE = date(2018, 8, 20)
# Cabinet, CCG and board as they may stand on 20 June 2018: (what differs, when the plan is ready, advice, its day).
CASES = [
    ({}, None, Advice.FITS, date(2018, 7, 12)),
    ({}, date(2018, 7, 4), Advice.FITS, date(2018, 7, 12)),  # ready on the day the papers go
    ({}, date(2018, 7, 5), Advice.DELEGATE_BY, date(2018, 7, 12)),
    ({"papers_on": date(2018, 7, 5)}, date(2018, 7, 5), Advice.FITS, date(2018, 7, 12)),
    ({"settled_on": date(2018, 7, 12)}, READY, Advice.DONE, None),
    ({"settled_on": date(2018, 8, 10)}, READY, Advice.DONE, None),
    ({"settled_on": date(2018, 8, 13)}, READY, Advice.IN_FORCE_LATE, date(2018, 8, 21)),
    ({"settled_on": date(2018, 8, 20), "needs": HEALTH}, READY, Advice.DONE, None),
    ({"settled_on": date(2018, 7, 12), "is_delegated": True}, READY, Advice.DONE, None),
    ({"meeting_on": date(2018, 8, 10)}, READY, Advice.FITS, date(2018, 8, 10)),
    ({"meeting_on": date(2018, 8, 10)}, date(2018, 8, 3), Advice.DELEGATE_BY, date(2018, 8, 10)),
    ({"meeting_on": date(2018, 8, 13)}, READY, Advice.NO_WAY, date(2018, 8, 10)),
    ({"meeting_on": date(2018, 8, 9)}, READY, Advice.FITS, date(2018, 8, 9)),  # its papers go on 1 August
    ({"other_meetings": (date(2018, 8, 9), date(2018, 8, 10))}, date(2018, 7, 25), Advice.MEET_ON, date(2018, 8, 9)),
    ({"meeting_on": date(2018, 9, 27), "other_meetings": (date(2018, 7, 12),)}, None, Advice.MEET_ON,
     date(2018, 7, 12)),
    ({"meeting_on": date(2018, 9, 27), "other_meetings": (date(2018, 7, 12),)}, READY, Advice.DELEGATE_BY,
     date(2018, 7, 12)),
    ({"meeting_on": date(2018, 6, 14)}, None, Advice.NO_WAY, date(2018, 8, 10)),  # it met, and nothing is recorded
    ({"meeting_on": None, "other_meetings": (date(2018, 6, 26),)}, None, Advice.NO_WAY, date(2018, 8, 10)),
    ({"meeting_on": date(2018, 6, 26)}, None, Advice.FITS, date(2018, 6, 26)),  # its papers have gone out
    ({"meeting_on": None, "other_meetings": ()}, READY, Advice.NO_MEETING, date(2018, 8, 10)),
    ({"meeting_on": None, "other_meetings": (date(2018, 7, 12),)}, None, Advice.MEET_ON, date(2018, 7, 12)),
    ({"may_delegate": False}, READY, Advice.NO_WAY, date(2018, 8, 10)),
    ({"needs": HEALTH}, READY, Advice.DELEGATE_BY, date(2018, 7, 12)),
    ({"needs": HEALTH, "meeting_on": date(2018, 8, 14)}, READY, Advice.FITS, date(2018, 8, 14)),
    ({"needs": HEALTH, "meeting_on": date(2018, 8, 20)}, READY, Advice.FITS, date(2018, 8, 20)),
    ({"needs": HEALTH, "meeting_on": date(2018, 8, 21)}, None, Advice.NO_WAY, date(2018, 8, 20)),
]  # fmt: skip


@pytest.mark.parametrize(("differs", "ready_on", "advice", "advised_on"), CASES)
def test_what_is_advised(differs, ready_on, advice, advised_on):
    (leg,) = path(replace(WORCESTERSHIRE, **differs), ready_on=ready_on)
    assert (leg.advice, leg.advised_on) == (advice, advised_on)
    assert leg.is_at_risk == (advice in AT_RISK)


def test_every_advice_is_given_by_some_case():
    assert {case[2] for case in CASES} == set(Advice) - {Advice.TOO_LATE, Advice.DECIDE_BY}


@pytest.mark.parametrize(
    ("day", "ready_on", "found"),
    [
        (date(2018, 7, 12), None, ()),
        (date(2018, 6, 19), None, (Obstacle.PAST,)),
        (date(2018, 6, 20), None, (Obstacle.PAPERS_GONE,)),
        (date(2018, 6, 27), None, (Obstacle.PAPERS_GONE,)),
        (date(2018, 6, 28), None, ()),
        (date(2018, 8, 13), READY, (Obstacle.TOO_LATE,)),
        (date(2018, 9, 27), date(2018, 12, 1), (Obstacle.TOO_LATE, Obstacle.NOT_READY)),
        (date(2018, 6, 27), READY, (Obstacle.NOT_READY, Obstacle.PAPERS_GONE)),
    ],
)
def test_what_stands_in_the_way_of_another_meeting(day, ready_on, found):
    body = replace(WORCESTERSHIRE, meeting_on=None)
    on = date(2018, 6, 20)
    latest_on = date(2018, 8, 10)
    assert obstacles(day, body, latest_on=latest_on, ready_on=ready_on, on=on, bank_holidays=BANK_HOLIDAYS) == found


def test_an_earlier_body_must_be_done_by_the_day_the_next_one_meets():
    board = Body(1, 1, HEALTH, meeting_on=date(2018, 8, 8))
    cabinet = Body(2, 2, CABINET, meeting_on=date(2018, 8, 6))
    ccgs = [Body(3, 3, HEALTH, meeting_on=date(2018, 8, 14)), Body(4, 3, HEALTH)]
    legs = path(*ccgs, cabinet, board)
    assert [(leg.body.id, leg.finish_by, leg.latest_on) for leg in legs] == [
        (1, date(2018, 8, 6), date(2018, 8, 6)),  # the day the cabinet meets
        (2, date(2018, 8, 14), date(2018, 8, 6)),  # the day the first governing body meets
        (3, date(2018, 8, 20), date(2018, 8, 20)),
        (4, date(2018, 8, 20), date(2018, 8, 20)),
    ]
    assert [leg.advice for leg in legs] == [Advice.NO_WAY, Advice.FITS, Advice.FITS, Advice.NO_MEETING]


def test_a_body_that_has_decided_presses_nobody():
    first = Body(1, 1, HEALTH, meeting_on=date(2018, 8, 8))
    done = Body(2, 2, HEALTH, meeting_on=date(2018, 7, 2), settled_on=date(2018, 7, 2))
    legs = path(first, done)
    assert [(leg.finish_by, leg.advice) for leg in legs] == [(DUE, Advice.FITS), (DUE, Advice.DONE)]


def test_after_the_last_day_it_is_too_late():
    (leg,) = path(WORCESTERSHIRE, on=date(2018, 8, 13))
    assert (leg.advice, leg.advised_on, leg.is_at_risk) == (Advice.TOO_LATE, date(2018, 8, 10), True)
    (leg,) = path(replace(WORCESTERSHIRE, meeting_on=date(2018, 8, 10)), on=date(2018, 8, 10))
    assert leg.advice is Advice.FITS


def test_a_route_without_bodies_has_no_legs():
    assert path() == []
