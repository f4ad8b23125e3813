"""What a body's decision on a plan means for its step of the route: the tables. Pure."""

from enum import StrEnum


class Asked(StrEnum):
    """What the body is asked to do with the plan."""

    APPROVE = "approve"
    ENDORSE = "endorse"
    NOTE = "note"


class Outcome(StrEnum):
    """What a body decided."""

    NOTED = "noted"
    ENDORSED = "endorsed"
    APPROVED = "approved"
    APPROVED_SUBJECT_TO = "approved subject to"
    DELEGATED = "delegated"
    DEFERRED = "deferred"
    CALLED_IN = "called in"


class Standing(StrEnum):
    """Where a step of the route stands after the last decision on it."""

    AWAITED = "awaited"
    DELEGATED = "delegated"
    CONDITIONAL = "conditional"
    DEFERRED = "deferred"
    CALLED_IN = "called in"
    SETTLED = "settled"


OUTCOME_WORDS = {
    Outcome.NOTED: "Noted",
    Outcome.ENDORSED: "Endorsed",
    Outcome.APPROVED: "Approved",
    Outcome.APPROVED_SUBJECT_TO: "Approved subject to conditions",
    Outcome.DELEGATED: "Delegated to a post",
    Outcome.DEFERRED: "Deferred",
    Outcome.CALLED_IN: "Called in",
}
ASKED_WORDS = {Asked.APPROVE: "To approve it", Asked.ENDORSE: "To endorse it", Asked.NOTE: "To note it"}
# What follows from each standing, in words.
FOLLOWS = {
    Standing.AWAITED: "Its decision is awaited",
    Standing.DELEGATED: "The decision of the post it was delegated to is awaited",
    Standing.CONDITIONAL: "Approved; it counts once the conditions are met and that is recorded",
    Standing.DEFERRED: "Deferred; it is awaited from the next meeting",
    Standing.CALLED_IN: "Called in; a decision is awaited again",
    Standing.SETTLED: "Settled",
}

_OTHERS = {
    Outcome.DELEGATED: Standing.DELEGATED,
    Outcome.DEFERRED: Standing.DEFERRED,
    Outcome.CALLED_IN: Standing.CALLED_IN,
}
# A body that did less than it was asked has not settled anything: to note a plan is not to approve it.
AFTER: dict[Asked, dict[Outcome, Standing]] = {
    Asked.NOTE: {
        Outcome.NOTED: Standing.SETTLED,
        Outcome.ENDORSED: Standing.SETTLED,
        Outcome.APPROVED: Standing.SETTLED,
        Outcome.APPROVED_SUBJECT_TO: Standing.SETTLED,
        **_OTHERS,
    },
    Asked.ENDORSE: {
        Outcome.NOTED: Standing.AWAITED,
        Outcome.ENDORSED: Standing.SETTLED,
        Outcome.APPROVED: Standing.SETTLED,
        Outcome.APPROVED_SUBJECT_TO: Standing.CONDITIONAL,
        **_OTHERS,
    },
    Asked.APPROVE: {
        Outcome.NOTED: Standing.AWAITED,
        Outcome.ENDORSED: Standing.AWAITED,
        Outcome.APPROVED: Standing.SETTLED,
        Outcome.APPROVED_SUBJECT_TO: Standing.CONDITIONAL,
        **_OTHERS,
    },
}
_ALL = frozenset(Outcome)
# What may be decided next. Only a decision can be called in; what is settled can be nothing but called in: another
# version of the plan has a route of its own.
MAY_FOLLOW: dict[Standing, frozenset[Outcome]] = {
    Standing.AWAITED: _ALL - {Outcome.CALLED_IN},
    Standing.DEFERRED: _ALL - {Outcome.CALLED_IN},
    Standing.CALLED_IN: _ALL - {Outcome.CALLED_IN},
    Standing.DELEGATED: _ALL,
    Standing.CONDITIONAL: _ALL,
    Standing.SETTLED: frozenset({Outcome.CALLED_IN}),
}
# A post decides what was delegated to it: it delegates nothing on, and calls nothing in.
BY_A_POST = _ALL - {Outcome.DELEGATED, Outcome.CALLED_IN}


def standing_after(asked: str, outcome: str | None) -> Standing:
    """Where a step stands after this decision, the last one; without any, it is awaited."""
    return Standing.AWAITED if outcome is None else AFTER[Asked(asked)][Outcome(outcome)]
