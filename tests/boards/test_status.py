"""Decisions on a plan: every pair of what was asked and what was decided, and what may follow what."""

import pytest

from boards.status import (
    AFTER,
    ASKED_WORDS,
    BY_A_POST,
    FOLLOWS,
    MAY_FOLLOW,
    OUTCOME_WORDS,
    Asked,
    Outcome,
    Standing,
    standing_after,
)

S, W, C = Standing.SETTLED, Standing.AWAITED, Standing.CONDITIONAL
DELEGATED, DEFERRED, CALLED_IN = Standing.DELEGATED, Standing.DEFERRED, Standing.CALLED_IN
# Across: noted, endorsed, approved, approved subject to, delegated, deferred, called in.
TABLE = {
    Asked.NOTE: [S, S, S, S, DELEGATED, DEFERRED, CALLED_IN],
    Asked.ENDORSE: [W, S, S, C, DELEGATED, DEFERRED, CALLED_IN],
    Asked.APPROVE: [W, W, S, C, DELEGATED, DEFERRED, CALLED_IN],
}
# Across the same; x where it may be decided next.
NEXT = {
    Standing.AWAITED: "xxxxxx-",
    Standing.DELEGATED: "xxxxxxx",
    Standing.CONDITIONAL: "xxxxxxx",
    Standing.DEFERRED: "xxxxxx-",
    Standing.CALLED_IN: "xxxxxx-",
    Standing.SETTLED: "------x",
}


@pytest.mark.parametrize("asked", Asked)
@pytest.mark.parametrize(("place", "outcome"), list(enumerate(Outcome)))
def test_where_a_step_stands_after_a_decision(asked, place, outcome):
    assert standing_after(asked, outcome) is TABLE[asked][place]


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize(("place", "outcome"), list(enumerate(Outcome)))
def test_what_may_be_decided_next(standing, place, outcome):
    assert (outcome in MAY_FOLLOW[standing]) == (NEXT[standing][place] == "x")


def test_without_a_decision_it_is_awaited():
    assert {standing_after(asked, None) for asked in Asked} == {Standing.AWAITED}


def test_a_post_neither_delegates_nor_calls_in():
    assert set(Outcome) - BY_A_POST == {Outcome.DELEGATED, Outcome.CALLED_IN}


def test_every_word_is_there():
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert set(ASKED_WORDS) == set(Asked) == set(AFTER)
    assert set(FOLLOWS) == set(Standing) == set(MAY_FOLLOW)
    assert all(set(row) == set(Outcome) for row in AFTER.values())
