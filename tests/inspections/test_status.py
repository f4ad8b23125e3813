"""What may be said at a visit, and where a finding stands after: every cell of the tables."""

from itertools import product

import pytest

from inspections.models.source import FindingKind
from inspections.status import (
    JUDGED_BY,
    MARKS,
    SETTLED,
    VERDICT_WORDS,
    VERDICTS,
    VISIT_WORDS,
    Standing,
    Verdict,
    VisitKind,
    may_say,
    plural,
    standing_after,
    standings,
)

S, V, K = Standing, Verdict, VisitKind
# Where a finding stands after each verdict, from each standing: rows in the order of Standing.
REVISIT = {V.SUFFICIENT: S.SUFFICIENT, V.NOT_SUFFICIENT: S.STILL_MONITORED}
MONITORING = {V.EFFECTIVE: S.EFFECTIVE, V.NOT_EFFECTIVE: S.STILL_MONITORED}
REVIEW = {
    S.MONITORED: (S.STILL_MONITORED, S.STILL_MONITORED),
    S.SUFFICIENT: (S.SUFFICIENT, S.STILL_MONITORED),
    S.STILL_MONITORED: (S.STILL_MONITORED, S.STILL_MONITORED),
    S.EFFECTIVE: (S.EFFECTIVE, S.STILL_MONITORED),
    S.ESCALATED: (S.ESCALATED, S.ESCALATED),
    S.RELEASED: (S.RELEASED, S.STILL_MONITORED),
}
JUDGED_KINDS = {
    "significant weakness": {K.REVISIT, K.REVIEW},
    "priority action": {K.MONITORING, K.REVIEW},
    "improvement": set(),
    "development": set(),
    "strength": set(),
}


@pytest.mark.parametrize(("before", "verdict"), list(product(Standing, Verdict)))
def test_after_a_revisit(before, verdict):
    _check(before, K.REVISIT, verdict, REVISIT.get(verdict))


@pytest.mark.parametrize(("before", "verdict"), list(product(Standing, Verdict)))
def test_after_a_monitoring_inspection(before, verdict):
    _check(before, K.MONITORING, verdict, MONITORING.get(verdict))


@pytest.mark.parametrize(("before", "verdict"), list(product(Standing, Verdict)))
def test_after_a_review(before, verdict):
    expected = dict(zip((V.SUFFICIENT, V.NOT_SUFFICIENT), REVIEW[before], strict=True))
    expected |= {V.RELEASED: S.RELEASED, V.ESCALATED: S.ESCALATED}
    _check(before, K.REVIEW, verdict, expected.get(verdict))


def _check(before, visit, verdict, expected):
    if expected is None:
        with pytest.raises(ValueError, match="no verdict"):
            standing_after(before, visit, verdict)
    else:
        assert standing_after(before, visit, verdict) is expected
        assert standing_after(before, visit.value, verdict.value) is expected


@pytest.mark.parametrize(
    ("kind", "visit", "verdict"), list(product(FindingKind.values, [*VisitKind, "tea"], [*Verdict, ""]))
)
def test_which_verdict_fits_which_visit_of_which_kind(kind, visit, verdict):
    fits = visit in JUDGED_KINDS[kind] and verdict in VERDICTS.get(visit, ())
    assert may_say(kind, visit, verdict) is fits


def test_the_verdicts_of_each_visit():
    assert VERDICTS == {
        K.REVISIT: (V.SUFFICIENT, V.NOT_SUFFICIENT),
        K.MONITORING: (V.EFFECTIVE, V.NOT_EFFECTIVE),
        K.REVIEW: (V.SUFFICIENT, V.NOT_SUFFICIENT, V.RELEASED, V.ESCALATED),
    }
    assert {S.SUFFICIENT, S.RELEASED} == SETTLED


def test_everything_has_its_words():
    assert (set(VISIT_WORDS), set(JUDGED_BY), set(VERDICT_WORDS), set(MARKS)) == (
        set(VisitKind), set(VisitKind), set(Verdict), set(Standing),
    )  # fmt: skip


def test_a_finding_over_time():
    said = [
        ("revisit", "not sufficient"),
        None,
        ("review", "escalated"),
        ("review", "sufficient"),
        ("review", "released"),
    ]
    assert standings(said) == [
        S.MONITORED, S.STILL_MONITORED, S.STILL_MONITORED, S.ESCALATED, S.ESCALATED, S.RELEASED,
    ]  # fmt: skip
    assert standings([]) == [S.MONITORED]


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("Significant weakness", "Significant weaknesses"),
        ("Area for priority action", "Areas for priority action"),
        ("Area for improvement", "Areas for improvement"),
        ("Strength", "Strengths"),
    ],
)
def test_several_of_a_kind(name, several):
    assert plural(name) == several
