"""The page of a plan's approval, in words: each body's days with their working, its decisions, and what is at risk."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from actions.models import PlanApproval
from areas.access import Visit
from boards.clock import Advice, Leg, Obstacle, Point, Task, points
from boards.models import ApprovalDecision, ApprovalRoute, Certificate
from boards.models.approval import KEY_DECISION_DAYS
from boards.status import FOLLOWS, OUTCOME_WORDS, Outcome, Standing
from boards.summaries.approvals import Due, StepState, routes_under_way, ways_of
from inspections.summaries import skipped_in_words
from send_tracker.lib.dates import BANK_HOLIDAYS, said

OBSTACLES = {
    Obstacle.PAST: "it has met, and no decision is recorded",
    Obstacle.TOO_LATE: "its decision would not be in force in time",
    Obstacle.NOT_READY: "the plan is not ready when its papers go",
    Obstacle.PAPERS_GONE: "its papers have gone",
}


@dataclass(frozen=True)
class TaskLine:
    """One thing a body's decision takes: the day, and how it was counted."""

    task: str
    day: str
    working: str
    is_past: bool


@dataclass(frozen=True)
class DecisionLine:
    """One decision: who, when, what, in which words."""

    title: str
    day: str
    words: str
    conditions: str
    recorded_by: str


@dataclass(frozen=True)
class StepLine:
    """One body of the route. `advice` is what is to be done; `warning` the same where it is at risk."""

    id: int
    turn: int
    body: str
    organisation: str
    kind: str
    asked: str
    day: str
    meeting_url: str
    tasks: list[TaskLine]
    latest: str
    standing: str
    is_settled: bool
    advice: str
    warnings: list[str]
    decisions: list[DecisionLine]


@dataclass(frozen=True)
class RouteLink:
    """The route of another version of the plan."""

    edition: str
    url: str
    day: str


@dataclass(frozen=True)
class RoutePage:
    """All the page of a route shows. `elsewhere` are decisions on the plan that belong to no route."""

    due: str
    due_how: str
    ready: str
    steps: list[StepLine]
    warnings: list[str]
    others: list[RouteLink]
    elsewhere: list[DecisionLine]
    certificate: Certificate | None
    is_current: bool

    @property
    def is_settled(self) -> bool:
        return bool(self.steps) and all(step.is_settled for step in self.steps)


def route_page(route: ApprovalRoute, on: date) -> RoutePage:
    """One route as of that day. Eight queries, however many bodies and decisions."""
    (way,) = ways_of([route], on)
    area = route.plan.area
    lines = [_step(state, area.slug, way.due, route.ready_on, on) for state in way.states]
    others = list(ApprovalRoute.objects.filter(plan=route.plan_id).exclude(pk=route.pk).order_by("-pk"))
    elsewhere = PlanApproval.objects.filter(plan=route.plan_id, approval_decision__isnull=True).order_by("on", "pk")
    return RoutePage(
        due=said(way.due.on) if way.due else "",
        due_how=_due_how(way.due),
        ready=said(route.ready_on),
        steps=lines,
        warnings=[f"{line.body}: {words}" for line in lines for words in line.warnings],
        others=[
            RouteLink(row.edition, reverse("boards:route_detail", args=[area.slug, row.pk]), said(row.opened_on))
            for row in others
        ],
        elsewhere=[
            _elsewhere(row) for row in elsewhere.select_related("recorded_by__user", "recorded_by__organisation")
        ],
        certificate=Certificate.objects.filter(route=route).first(),
        is_current=all(row.pk < route.pk for row in others),
    )


def attention(here: Visit, plans, on: date) -> list[tuple[str, str]]:
    """What is at risk on the way to these plans' approval, each in words and where to see it.

    One query where no route is under way, six however many are.
    """
    found = []
    for way in ways_of(routes_under_way(here, plans), on):
        url = reverse("boards:route_detail", args=[here.area.slug, way.route.pk])
        found += [(f"{short_warning(state, on)} ({way.route.plan})", url) for state in way.at_risk(on)]
    return found


def short_warning(state: StepState, on: date) -> str:
    """What is at risk with one body, in one line: "Delegate by 12 July 2018: Cabinet"."""
    leg = state.leg
    day = said(leg.advised_on)
    words = {
        Advice.IN_FORCE_LATE: f"Decided, but in force only on {day}",
        Advice.MEET_ON: f"Take the plan to the meeting of {day}",
        Advice.DELEGATE_BY: f"Delegate by {day}",
        Advice.NO_MEETING: f"Find a meeting by {day}",
        Advice.NO_WAY: f"No ordinary meeting is left before {day}",
        Advice.TOO_LATE: f"Its decision was needed by {day}",
    }
    return f"{words.get(leg.advice, 'Notice of the key decision is late')}: {state.step}"


def _step(state: StepState, slug: str, due: Due | None, ready_on: date | None, on: date) -> StepLine:
    step, leg = state.step, state.leg
    # Without a day it is due there is no path back; what a known meeting takes can be said all the same.
    found = leg.points if leg else points(step.on, state.needs, BANK_HOLIDAYS, step.papers_on) if step.on else ()
    return StepLine(
        id=step.pk,
        turn=step.turn,
        body=str(step),
        organisation=step.organisation.full_name if step.organisation else "",
        kind=step.get_kind_display(),
        asked=step.get_asked_display(),
        day=said(step.on),
        meeting_url=reverse("boards:meeting_detail", args=[slug, step.meeting_id]) if step.meeting_id else "",
        tasks=[_task(state, point, on) for point in found],
        latest=said(leg.latest_on) if leg and state.standing is not Standing.SETTLED else "",
        standing=_standing(state),
        is_settled=state.standing is Standing.SETTLED,
        advice=_advice(state, ready_on) if leg else "",
        warnings=_warnings(state, due, ready_on, on),
        decisions=[_decision(row) for row in step.made],
    )


def _task(state: StepState, point: Point, on: date) -> TaskLine:
    step, skipped = state.step, skipped_in_words(point.working.skipped)
    count = abs(point.working.amount)
    left_out = f"; left out: {skipped}" if skipped else ""
    if point.task is Task.NOTICE:
        given = f" Given on {said(step.notice_given_on)}." if step.notice_given_on else ""
        words = f"{KEY_DECISION_DAYS} clear days: neither this day nor that of the meeting counts.{given}"
    elif point.task is Task.CLEARANCE:
        words = f"{count} working days before the papers go{left_out}."
    elif point.task is Task.PAPERS:
        words = f"{count - 1} clear working days before the meeting{left_out}." if count else "The body's own day."
    elif point.task is Task.IN_FORCE:
        words = f"After {step.call_in_days} working days in which it may be called in{left_out}."
    else:
        words = ""
    return TaskLine(point.task.value, said(point.on), words, point.on < on)


def _standing(state: StepState) -> str:
    """Where it stands, with the decision that settled it or the post that is waited for."""
    if state.standing is Standing.SETTLED:
        return f"{OUTCOME_WORDS[Outcome(state.last.outcome)]} on {said(state.last.on)}"
    if state.standing is Standing.DELEGATED:
        return f"Delegated to {state.delegated_to} on {said(state.last.on)}; that post's decision is awaited"
    return FOLLOWS[state.standing]


def _advice(state: StepState, ready_on: date | None) -> str:
    leg = state.leg
    day = said(leg.advised_on)
    why = _why(leg, state, ready_on)
    return {
        Advice.DONE: "",
        Advice.IN_FORCE_LATE: f"Its decision is in force only on {day}, unless call-in is waived.",
        Advice.FITS: f"The meeting of {day} fits.",
        Advice.DECIDE_BY: f"{state.delegated_to} decides by {day}.",
        Advice.MEET_ON: f"Take it to the meeting of {day}.{why}",
        Advice.DELEGATE_BY: f"Delegate by {day}: no ordinary meeting fits.{why}",
        Advice.NO_MEETING: f"No meeting of it is known. It must decide by {day}.",
        Advice.NO_WAY: f"No ordinary meeting fits, and an extra one is needed by {day}.{why}",
        Advice.TOO_LATE: f"The last day for its decision was {day}.",
    }[leg.advice]


def _why(leg: Leg, state: StepState, ready_on: date | None) -> str:
    """What stands in the way of the meeting it was to decide at, and of the next one of all."""
    parts = []
    if leg.body.meeting_on and leg.obstacles:
        reasons = " and ".join(OBSTACLES[obstacle] for obstacle in leg.obstacles)
        ready = f" (ready on {said(ready_on)})" if Obstacle.NOT_READY in leg.obstacles else ""
        parts.append(f"For the meeting of {said(leg.body.meeting_on)}, {reasons}{ready}")
    late = [day for day in state.other_meetings if day > leg.latest_on and day != leg.body.meeting_on]
    if late and leg.advice is not Advice.MEET_ON:
        parts.append(f"the next meeting after that, on {said(late[0])}, is too late")
    return f" {'; '.join(parts)}." if parts else ""


def _warnings(state: StepState, due: Due | None, ready_on: date | None, on: date) -> list[str]:
    leg = state.leg
    if leg is None:
        return []
    found = [_advice(state, ready_on)] if leg.is_at_risk else []
    if point := leg.late_notice(on, state.step.notice_given_on):
        found.append(
            f"Notice of the key decision was due by {said(point.on)}. Without {KEY_DECISION_DAYS} clear days only the "
            "general exception is left: the chair of scrutiny is told, and five clear days pass (SI 2012/2089, "
            "regulation 10)."
        )
    return found


def _decision(row: ApprovalDecision) -> DecisionLine:
    who = f" by {row.by_post}" if row.by_post else ""
    what = f"Delegated to {row.delegated_to}" if row.delegated_to else OUTCOME_WORDS[Outcome(row.outcome)]
    return DecisionLine(
        title=f"{what}{who}",
        day=said(row.on),
        words=row.approval.decision,
        conditions=row.conditions,
        recorded_by=str(row.recorded_by),
    )


def _elsewhere(row: PlanApproval) -> DecisionLine:
    return DecisionLine(row.body, said(row.on), row.decision, "", str(row.recorded_by))


def _due_how(due: Due | None) -> str:
    if due is None:
        return ""
    if due.is_met:
        return "It has been submitted."
    if due.is_own:
        return "The day the area has set itself."
    return f"{due.title}{', at the latest: the day of receipt is not known' if due.is_upper_bound else ''}."
