"""The way back from the day a plan is due: when each body must decide, and what must have happened before. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from inspections.clock import Unit, Working, due_on


class Task(StrEnum):
    """What a body's decision takes, in the order of time."""

    NOTICE = "Notice of the key decision"
    CLEARANCE = "Report ready for clearance"
    PAPERS = "Agenda and papers published"
    MEETING = "Meeting"
    IN_FORCE = "Decision in force"


@dataclass(frozen=True)
class Needs:
    """How much time a body asks for; 0 where it does not ask.

    `notice_days` clear days before a key decision (28: SI 2012/2089, regulation 9), `clearance_days` working days
    before the papers, `papers_days` clear working days before the meeting, `call_in_days` working days after it in
    which the decision may be called in (the council's constitution says how many).
    """

    notice_days: int = 0
    clearance_days: int = 0
    papers_days: int = 5
    call_in_days: int = 0


@dataclass(frozen=True)
class Point:
    """One task of one body: its day, and how the day was counted."""

    task: Task
    working: Working

    @property
    def on(self) -> date:
        return self.working.due_on


@dataclass(frozen=True)
class Body:
    """One step of the route as the clock sees it; bodies of one `turn` decide side by side.

    `meeting_on` is the day it is to decide, `papers_on` the day its papers go where that is another than the usual
    one, `other_meetings` the other days it is known to meet, `settled_on` the day of the decision that settled it.
    """

    id: int
    turn: int
    needs: Needs
    meeting_on: date | None = None
    papers_on: date | None = None
    other_meetings: tuple[date, ...] = ()
    may_delegate: bool = False
    settled_on: date | None = None
    is_delegated: bool = False

    @property
    def is_settled(self) -> bool:
        return self.settled_on is not None


class Advice(StrEnum):
    """What is to be done about a step."""

    DONE = "done"
    IN_FORCE_LATE = "in force late"  # it has decided, but too late for the call-in period to end in time
    FITS = "fits"
    DECIDE_BY = "decide by"  # it is delegated: the post decides
    MEET_ON = "meet on"  # an earlier or later meeting of the same body
    DELEGATE_BY = "delegate by"  # no ordinary meeting fits
    NO_MEETING = "no meeting"  # none is known
    NO_WAY = "no way"  # no ordinary meeting fits, and none is left to delegate at
    TOO_LATE = "too late"


AT_RISK = frozenset(
    {Advice.IN_FORCE_LATE, Advice.MEET_ON, Advice.DELEGATE_BY, Advice.NO_MEETING, Advice.NO_WAY, Advice.TOO_LATE}
)


class Obstacle(StrEnum):
    """Why a body cannot decide on the plan on a day it meets."""

    PAST = "past"  # it met, and its decision is not recorded
    TOO_LATE = "too late"  # its decision would not be in force in time
    NOT_READY = "not ready"  # the plan is not ready when the papers go
    PAPERS_GONE = "papers gone"  # the papers have gone out already


@dataclass(frozen=True)
class Leg:
    """One body on the way: when its decision must be in force, the last day it may meet, and what that means.

    `advised_on` is the day the advice speaks of. `obstacles` are those of the meeting it is to decide at.
    """

    body: Body
    finish_by: date
    latest: Working
    points: tuple[Point, ...]
    advice: Advice
    advised_on: date | None
    obstacles: tuple[Obstacle, ...]

    @property
    def latest_on(self) -> date:
        return self.latest.due_on

    @property
    def is_at_risk(self) -> bool:
        return self.advice in AT_RISK

    def late_notice(self, on: date, given_on: date | None) -> Point | None:
        """The notice of the key decision, if it was given too late or, by the day `on`, not at all."""
        if self.body.is_settled or self.body.is_delegated:
            return None
        return next((p for p in self.points if p.task is Task.NOTICE and p.on < (given_on or on)), None)


def points(
    meeting_on: date, needs: Needs, bank_holidays: Mapping[date, str], papers_on: date | None = None
) -> tuple[Point, ...]:
    """What a decision on that day takes, in the order of `Task`. Clear days leave out both the first and the last."""
    found = []
    if needs.notice_days:
        found.append(Point(Task.NOTICE, due_on(-(needs.notice_days + 1), Unit.DAYS, meeting_on, bank_holidays)))
    papers = (
        due_on(0, Unit.DAYS, papers_on, bank_holidays)
        if papers_on
        else due_on(-(needs.papers_days + 1), Unit.WORKING_DAYS, meeting_on, bank_holidays)
    )
    if needs.clearance_days:
        clearance = due_on(-needs.clearance_days, Unit.WORKING_DAYS, papers.due_on, bank_holidays)
        found.append(Point(Task.CLEARANCE, clearance))
    found.append(Point(Task.PAPERS, papers))
    found.append(Point(Task.MEETING, due_on(0, Unit.DAYS, meeting_on, bank_holidays)))
    if needs.call_in_days:
        found.append(Point(Task.IN_FORCE, in_force(meeting_on, needs, bank_holidays)))
    return tuple(found)


def in_force(meeting_on: date, needs: Needs, bank_holidays: Mapping[date, str]) -> Working:
    """The first day the decision may be acted on: the working day after the call-in period, else the day itself."""
    if not needs.call_in_days:
        return due_on(0, Unit.DAYS, meeting_on, bank_holidays)
    return due_on(needs.call_in_days + 1, Unit.WORKING_DAYS, meeting_on, bank_holidays)


def latest_meeting(finish_by: date, needs: Needs, bank_holidays: Mapping[date, str]) -> Working:
    """The last working day on which a decision is still in force by `finish_by`."""
    # Counted from the day after, so that the first working day back is `finish_by` itself, or the last one before it.
    back = needs.call_in_days + 2 if needs.call_in_days else 1
    return due_on(-back, Unit.WORKING_DAYS, finish_by + timedelta(days=1), bank_holidays)


def critical_path(
    bodies: Iterable[Body], *, due_by: date, ready_on: date | None, on: date, bank_holidays: Mapping[date, str]
) -> list[Leg]:
    """Each body's part of the way, in the order of turns, as seen on the day `on`.

    The last body's decision must be in force by `due_by`, the day the plan is due; an earlier body's by the day the
    next one meets (or must meet at the latest). `ready_on` is the day the plan will be fit to be put before a body.
    """
    found: list[Leg] = []
    finish_by = due_by
    in_turns = sorted(bodies, key=lambda body: body.turn)
    for _, group in reversed([(turn, list(group)) for turn, group in groupby(in_turns, lambda body: body.turn)]):
        legs = [_leg(body, finish_by, ready_on, on, bank_holidays) for body in group]
        found = legs + found
        waiting = [leg for leg in legs if not leg.body.is_settled]
        finish_by = min([finish_by, *(min(leg.body.meeting_on or leg.latest_on, leg.latest_on) for leg in waiting)])
    return found


def _leg(body: Body, finish_by: date, ready_on: date | None, on: date, bank_holidays: Mapping[date, str]) -> Leg:
    latest = latest_meeting(finish_by, body.needs, bank_holidays)

    def stands_in_the_way(day: date) -> tuple[Obstacle, ...]:
        return obstacles(day, body, latest_on=latest.due_on, ready_on=ready_on, on=on, bank_holidays=bank_holidays)

    found = stands_in_the_way(body.meeting_on) if body.meeting_on else ()
    if body.settled_on:
        advice, advised_on = _settled(body, finish_by, bank_holidays)
    else:
        advice, advised_on = _advice(body, latest.due_on, found, stands_in_the_way, on)
    shown = points(body.meeting_on, body.needs, bank_holidays, body.papers_on) if body.meeting_on else ()
    return Leg(body, finish_by, latest, shown, advice, advised_on, found)


def obstacles(
    day: date, body: Body, *, latest_on: date, ready_on: date | None, on: date, bank_holidays: Mapping[date, str]
) -> tuple[Obstacle, ...]:
    """Why the body cannot approve the plan at a meeting on that day; nothing if it can.

    The meeting it is to decide at may have had its papers already; to any other meeting none can be put any more.
    """
    is_chosen = day == body.meeting_on
    all_points = points(day, body.needs, bank_holidays, body.papers_on if is_chosen else None)
    papers_on = next(point.on for point in all_points if point.task is Task.PAPERS)
    found = {
        Obstacle.PAST: day < on,
        Obstacle.TOO_LATE: day > latest_on,
        Obstacle.NOT_READY: ready_on is not None and papers_on < ready_on,
        Obstacle.PAPERS_GONE: not is_chosen and papers_on < on <= day,
    }
    return tuple(obstacle for obstacle, is_there in found.items() if is_there)


def _settled(body: Body, finish_by: date, bank_holidays: Mapping[date, str]) -> tuple[Advice, date | None]:
    counts_from = in_force(body.settled_on, body.needs, bank_holidays).due_on
    return (Advice.DONE, None) if counts_from <= finish_by else (Advice.IN_FORCE_LATE, counts_from)


def _advice(body: Body, latest_on: date, found, stands_in_the_way, on: date) -> tuple[Advice, date | None]:
    if on > latest_on:
        return Advice.TOO_LATE, latest_on
    if body.is_delegated:
        return Advice.DECIDE_BY, latest_on
    if body.meeting_on and not found:
        return Advice.FITS, body.meeting_on
    others = sorted(set(body.other_meetings) - {body.meeting_on})
    if fitting := [day for day in others if not stands_in_the_way(day)]:
        return Advice.MEET_ON, fitting[0]
    known = [*others, *([body.meeting_on] if body.meeting_on else [])]
    if not known:
        return Advice.NO_MEETING, latest_on
    # To delegate, the plan need not be ready: only the meeting must come in time, with its papers.
    to_delegate = [day for day in known if set(stands_in_the_way(day)) <= {Obstacle.NOT_READY}]
    if body.may_delegate and to_delegate:
        return Advice.DELEGATE_BY, max(to_delegate)
    return Advice.NO_WAY, latest_on
