"""Stage and RAG of an action, and the states of a contribution: which moves there are, and the words shown. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """How far an action has come."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    EMBEDDED = "embedded"
    PAUSED = "paused"
    SUPERSEDED = "superseded"


class Rag(StrEnum):
    """Delivery, only while an action is in progress; best last, so that the worst sorts first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


STAGE_WORDS = {
    Stage.NOT_STARTED: "Not started",
    Stage.IN_PROGRESS: "In progress",
    Stage.COMPLETE: "Complete",
    Stage.EMBEDDED: "Complete and embedded",
    Stage.PAUSED: "Paused",
    Stage.SUPERSEDED: "Superseded",
}
RAG_WORDS = {Rag.RED: "Red", Rag.AMBER: "Amber", Rag.GREEN: "Green"}

S = Stage
MOVES: dict[Stage, frozenset[Stage]] = {
    S.NOT_STARTED: frozenset({S.NOT_STARTED, S.IN_PROGRESS, S.COMPLETE, S.PAUSED, S.SUPERSEDED}),
    S.IN_PROGRESS: frozenset({S.IN_PROGRESS, S.COMPLETE, S.PAUSED, S.SUPERSEDED}),
    # Complete may be reopened (the evidence did not hold); what is embedded is reopened through complete.
    S.COMPLETE: frozenset({S.COMPLETE, S.EMBEDDED, S.IN_PROGRESS, S.SUPERSEDED}),
    S.EMBEDDED: frozenset({S.EMBEDDED, S.COMPLETE, S.SUPERSEDED}),
    S.PAUSED: frozenset({S.PAUSED, S.NOT_STARTED, S.IN_PROGRESS, S.SUPERSEDED}),
    S.SUPERSEDED: frozenset({S.SUPERSEDED}),
}
OPEN_STAGES = frozenset({S.NOT_STARTED, S.IN_PROGRESS, S.PAUSED})
DONE_STAGES = frozenset({S.COMPLETE, S.EMBEDDED})
NEEDS_ROUTE = frozenset({Rag.RED, Rag.AMBER})


class MoveRefused(ValueError):
    """It may not go from its stage or state to that one, or the RAG does not fit the stage; the message says why."""


@dataclass(frozen=True)
class Shown:
    """What a screen, page or report shows for an action: a word, and the code its shape and colour hang on."""

    code: str
    word: str
    letter: str


NOT_STARTED = Shown("not-started", "Not started", "N")
RED = Shown("red", "Red", "R")
AMBER = Shown("amber", "Amber", "A")
GREEN = Shown("green", "Green", "G")
COMPLETE = Shown("complete", "Complete", "C")
PAUSED = Shown("plain", "Paused", "P")
SUPERSEDED = Shown("plain", "Superseded", "S")
# The key, worst first, as pages and reports print it; paused and superseded are words without a colour.
KEY = (RED, AMBER, GREEN, COMPLETE, NOT_STARTED)

_BY_RAG = {Rag.RED: RED, Rag.AMBER: AMBER, Rag.GREEN: GREEN}
_BY_STAGE = {
    Stage.NOT_STARTED: NOT_STARTED,
    Stage.COMPLETE: COMPLETE,
    Stage.EMBEDDED: Shown("complete", "Complete and embedded", "C"),
    Stage.PAUSED: PAUSED,
    Stage.SUPERSEDED: SUPERSEDED,
}


def check_move(before: Stage, after: Stage, rag: Rag | None) -> None:
    """Raises MoveRefused unless `MOVES` allows the stage and the RAG is there exactly while in progress."""
    if after not in MOVES[before]:
        raise MoveRefused(f"An action that is {before} cannot become {after}.")
    if after is Stage.IN_PROGRESS and rag is None:
        raise MoveRefused("An action in progress has a RAG rating.")
    if after is not Stage.IN_PROGRESS and rag is not None:
        raise MoveRefused(f"An action that is {after} has no RAG rating: it is rated only while in progress.")


def shown_as(stage: Stage | str, rag: Rag | str | None) -> Shown:
    """The one word, shape and colour for a stage and RAG, as stored. Raises KeyError for a word that is neither."""
    return _BY_RAG[rag] if rag else _BY_STAGE[stage]  # a stored word finds its Rag or Stage: they are text


def worst(rags: list[Rag]) -> Rag | None:
    """The proposed rating of a workstream, from its actions in progress: the worst of them; None if there is none."""
    return next((rag for rag in Rag if rag in rags), None)


class Side(StrEnum):
    """Whose word a step in the life of a contribution is."""

    OWING = "the body that owes it"
    ASKING = "the side that asked"


@dataclass(frozen=True)
class Step:
    """One thing that may be said of a contribution: in which states, what it becomes, and whose word it is."""

    before: frozenset[str]
    after: str
    side: Side


# By kind of reply. The words are those stored (ContributionState and ReplyKind); a test holds the two together.
# What is recorded as given for the body by somebody else becomes "given"; only the body itself makes it "confirmed".
CONTRIBUTION_STEPS: dict[str, Step] = {
    "agreed": Step(frozenset({"asked"}), "agreed", Side.OWING),
    "date proposed": Step(frozenset({"asked"}), "date proposed", Side.OWING),
    "date accepted": Step(frozenset({"date proposed"}), "agreed", Side.ASKING),
    "not possible": Step(frozenset({"asked"}), "not possible", Side.OWING),
    "asked again": Step(frozenset({"date proposed", "not possible"}), "asked", Side.ASKING),
    # A body may give what it was asked for before any date is settled.
    "given": Step(frozenset({"asked", "date proposed", "agreed"}), "given", Side.OWING),
    "confirmed": Step(frozenset({"given"}), "confirmed", Side.OWING),
}


def asking_body(bodies: Collection[int], asked_by: int, owing: Collection[int]) -> int | None:
    """Which of `bodies` stands on the asking side: the one that asked, else any but the one that owes it; else None.

    `owing` is the body that owes it, and those that have become one with it.

    Who belongs only to the body that owes it does not accept its own date, unless that body asked itself.
    """
    if asked_by in bodies:
        return asked_by
    return min((body for body in bodies if body not in owing), default=None)


def may_step(state: str, kind: str) -> bool:
    """Whether a reply of this kind may be made to a contribution in this state."""
    return state in CONTRIBUTION_STEPS[kind].before


def check_step(state: str, kind: str) -> str:
    """The state a reply of this kind leads to. Raises MoveRefused, saying why, if the state does not allow it."""
    if not may_step(state, kind):
        raise MoveRefused(f"What is {state} cannot be {kind}.")
    return CONTRIBUTION_STEPS[kind].after


def steps_open(state: str, wanted_by_on: date | None, on: date) -> list[str]:
    """The kinds of reply the state allows on that day, whoever may give them.

    A day wanted that has passed cannot be agreed to any more: another one is proposed.
    """
    has_passed = wanted_by_on is not None and wanted_by_on < on
    return [kind for kind in CONTRIBUTION_STEPS if may_step(state, kind) and not (has_passed and kind == "agreed")]


# How many times in a row a red or amber may be left without new words.
ROUNDS_WITHOUT_WORDS = 2


def why_not_no_change(stage: Stage | str, rag: Rag | str | None, latest: list[tuple[date, bool]], on: date) -> str:
    """Why "nothing changed" cannot be said of an action that stands so, or "" if it can.

    `latest` are its last updates, newest first: the day, and whether it said no change. What is repeated must be there
    and older than today; a red or amber that has stood for two rounds owes the board words of its own.
    """
    if not latest:
        return "There is no update yet to repeat. Give the first one in words."
    if Stage(stage) not in OPEN_STAGES:
        return "Nothing more is asked of this action."
    if latest[0][0] >= on:
        return "This action has been updated today."
    rounds = latest[:ROUNDS_WITHOUT_WORDS]
    if rag and Rag(rag) in NEEDS_ROUTE and len(rounds) == ROUNDS_WITHOUT_WORDS and all(same for _, same in rounds):
        return f"It has been {rag} without a change for two rounds: say in words what is being done."
    return ""


class ChangeKind(StrEnum):
    """What may be done to an action of a plan that has been submitted or approved, beside saying how it goes."""

    ADDED = "added"
    REWORDED = "reworded"
    WITHDRAWN = "withdrawn"
    DATE = "date"
    WORKSTREAM = "workstream"
    STANDING = "standing"


class Authority(StrEnum):
    """Whose leave a change has; each may give what those before it may."""

    LEAD = "lead"
    BOARD = "board"
    DFE = "dfe"


CHANGE_WORDS = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.WITHDRAWN: "Withdrawn",
    ChangeKind.DATE: "Date moved",
    ChangeKind.WORKSTREAM: "Put in another workstream",
    ChangeKind.STANDING: "Made statutory, or implementation only",
}
AUTHORITY_WORDS = {
    Authority.LEAD: "The workstream's lead",
    Authority.BOARD: "The improvement board",
    Authority.DFE: "The Department for Education",
}


def asked(authority: Authority) -> str:
    """The authority within a sentence: the improvement board."""
    words = AUTHORITY_WORDS[authority]
    return words[0].lower() + words[1:]


_A, _C = Authority, ChangeKind
_STATUTORY = dict.fromkeys(ChangeKind, _A.BOARD) | {_C.WORKSTREAM: _A.LEAD}
_OWN = dict.fromkeys(ChangeKind, _A.BOARD) | dict.fromkeys((_C.REWORDED, _C.DATE, _C.WORKSTREAM), _A.LEAD)
# By kind of plan (PlanKind): the least authority each kind of change needs, once the plan has a baseline.
LEAST_AUTHORITY: dict[str, dict[ChangeKind, Authority]] = {
    "wsoa": _STATUTORY,
    "pap": _STATUTORY,
    # What DfE has approved changes with its approval alone; where an action is kept is the board's affair.
    "app": dict.fromkeys(ChangeKind, _A.DFE) | {_C.WORKSTREAM: _A.BOARD},
    "strategic": _OWN,
    "local": _OWN,
}


def authorities_for(plan_kind: str, change: ChangeKind, is_statutory: bool) -> tuple[Authority, ...]:
    """Who may allow this change, the least first.

    What is implementation only was never in the submitted plan, so the workstream's lead is enough.
    """
    least = LEAST_AUTHORITY[plan_kind][change] if is_statutory else Authority.LEAD
    order = list(Authority)
    return tuple(order[order.index(least) :])


class SuccessionKind(StrEnum):
    """What becomes of an action when another plan takes the place of its own."""

    CARRIED = "carried"
    MERGED = "merged"
    SPLIT = "split"
    CLOSED = "closed"
    DROPPED = "dropped"


SUCCESSION_WORDS = {
    SuccessionKind.CARRIED: "Carried on",
    SuccessionKind.MERGED: "Merged with others",
    SuccessionKind.SPLIT: "Split",
    SuccessionKind.CLOSED: "Closed: it is done",
    SuccessionKind.DROPPED: "Dropped",
}


def owes_succession(stage: Stage | str) -> bool:
    """Whether it must be said what became of an action that stands so. Of one withdrawn or superseded it was said."""
    return Stage(stage) is not Stage.SUPERSEDED


def why_not_succession(kind: SuccessionKind, stage: Stage | str, into: int) -> str:
    """Why an action that stands so cannot end in this way with `into` actions of the new plan, or "" if it can."""
    if kind in (SuccessionKind.CARRIED, SuccessionKind.MERGED) and into != 1:
        return "Give the one action of the new plan it goes into."
    if kind is SuccessionKind.SPLIT and into < 2:
        return "Give the two or more actions of the new plan it is split into."
    if kind in (SuccessionKind.CLOSED, SuccessionKind.DROPPED) and into:
        return "What is closed or dropped goes into no action of the new plan."
    if kind is SuccessionKind.CLOSED and Stage(stage) not in DONE_STAGES:
        return "It is not complete: it can be dropped, but not closed as done."
    return ""


def why_not_together(kind: SuccessionKind, others_into_the_same: int) -> str:
    """Why it cannot end in this way while so many other actions go into the same one, or "" if it can."""
    if kind is SuccessionKind.CARRIED and others_into_the_same:
        return "Another action goes into the same one: both are merged."
    if kind is SuccessionKind.MERGED and not others_into_the_same:
        return "No other action goes into that one: it is carried on."
    return ""


class PointState(StrEnum):
    """How far a point of a letter has come."""

    UNANSWERED = "Unanswered"
    ANSWERED = "Answered"
    SIGNED_OFF = "Signed off"


def point_state(responses: int, is_latest_signed: bool) -> PointState:
    """A response given after a sign-off waits for one of its own."""
    if not responses:
        return PointState.UNANSWERED
    return PointState.SIGNED_OFF if is_latest_signed else PointState.ANSWERED
