"""How a plan is approved: its bodies, the critical path back from the day it is due, and what each has decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Prefetch

from actions.models import Plan
from actions.services.plans import DUE_RULES
from areas.access import Visit
from boards.clock import Body, Leg, Needs, critical_path
from boards.models import ApprovalDecision, ApprovalRoute, ApprovalStep, Meeting
from boards.models.approval import KEY_DECISION_DAYS
from boards.status import Outcome, Standing, standing_after
from inspections.models import Deadline
from inspections.summaries import papers_days
from send_tracker.lib.dates import BANK_HOLIDAYS

DECISIONS = ApprovalDecision.objects.select_related(
    "approval", "by_post__organisation", "delegated_to__organisation", "recorded_by__user", "recorded_by__organisation"
).order_by("on", "id")
STEPS = (
    ApprovalStep.objects.standing()
    .select_related("board", "organisation", "meeting")
    .order_by("turn", "pk")
    .prefetch_related(Prefetch("decisions", queryset=DECISIONS, to_attr="made"))
)


@dataclass(frozen=True)
class Due:
    """The day the plan must be submitted, by the rule of that title or, where `is_own`, as the area has set itself."""

    on: date
    is_own: bool = False
    is_upper_bound: bool = False
    title: str = ""
    is_met: bool = False


@dataclass(frozen=True)
class StepState:
    """One body of a route: where its last decision leaves it, its part of the path, and when else it meets."""

    step: ApprovalStep
    standing: Standing
    needs: Needs
    leg: Leg | None
    other_meetings: tuple[date, ...]

    @property
    def last(self) -> ApprovalDecision | None:
        return self.step.made[-1] if self.step.made else None

    @property
    def delegated_to(self):
        """The post to which the body last handed its decision."""
        return next((row.delegated_to for row in reversed(self.step.made) if row.outcome == Outcome.DELEGATED), None)

    def is_at_risk(self, on: date) -> bool:
        """Something must be done about it now: no ordinary meeting fits, or the notice of a key decision is late."""
        if self.leg is None:
            return False
        return self.leg.is_at_risk or self.leg.late_notice(on, self.step.notice_given_on) is not None


@dataclass(frozen=True)
class Way:
    """A route on a day: when the plan is due, and each body in the order of turns."""

    route: ApprovalRoute
    due: Due | None
    states: list[StepState] = field(default_factory=list)

    def at_risk(self, on: date) -> list[StepState]:
        return [state for state in self.states if state.is_at_risk(on)]


def ways_of(routes: Sequence[ApprovalRoute], on: date) -> list[Way]:
    """These routes as of that day, of one area, their plans known. Five queries, however many; none without routes."""
    if not routes:
        return []
    steps = _by(STEPS.filter(route__in=[route.pk for route in routes]), "route_id")
    boards = {step.board_id for of_route in steps.values() for step in of_route if step.board_id}
    meetings = _by(Meeting.objects.standing().filter(board__in=boards, on__gte=on).order_by("on"), "board_id")
    deadlines = _deadlines([route.plan for route in routes])
    papers = papers_days(routes[0].plan.area, on)
    return [_way(route, steps.get(route.pk, []), meetings, deadlines, papers, on) for route in routes]


def routes_under_way(here: Visit, plans: Iterable[Plan]) -> list[ApprovalRoute]:
    """The latest route of each of these plans, unless it has been submitted. One query."""
    rows = ApprovalRoute.objects.visible_to(here).filter(plan__in=[plan.pk for plan in plans])
    latest = {row.plan_id: row for row in rows.select_related("plan__area").order_by("pk")}
    return [row for row in latest.values() if row.submission_id is None]


def _way(route, steps, meetings, deadlines, papers, on) -> Way:
    due = _due(route, deadlines.get(route.plan_id, []))
    standings = {step.pk: standing_after(step.asked, step.made[-1].outcome if step.made else None) for step in steps}
    others = {step.pk: tuple(meeting.on for meeting in meetings.get(step.board_id, ())) for step in steps}
    needs = {step.pk: needs_of(step, papers) for step in steps}
    legs: dict[int, Leg] = {}
    if due is not None and not due.is_met:
        bodies = [_body(step, needs[step.pk], standings[step.pk], others[step.pk]) for step in steps]
        found = critical_path(bodies, due_by=due.on, ready_on=route.ready_on, on=on, bank_holidays=BANK_HOLIDAYS)
        legs = {leg.body.id: leg for leg in found}
    states = [StepState(step, standings[step.pk], needs[step.pk], legs.get(step.pk), others[step.pk]) for step in steps]
    return Way(route, due, states)


def needs_of(step: ApprovalStep, papers: int) -> Needs:
    """How much time the body's decision takes, as its step and the area's rule of papers say."""
    return Needs(
        notice_days=KEY_DECISION_DAYS if step.is_key_decision else 0,
        clearance_days=step.clearance_days,
        papers_days=papers,
        call_in_days=step.call_in_days,
    )


def _body(step: ApprovalStep, needs: Needs, standing: Standing, other_meetings: tuple[date, ...]) -> Body:
    return Body(
        id=step.pk,
        turn=step.turn,
        needs=needs,
        meeting_on=step.on,
        papers_on=step.papers_on,
        other_meetings=other_meetings,
        may_delegate=step.kind in ApprovalStep.MAY_DELEGATE,
        settled_on=step.made[-1].on if standing is Standing.SETTLED else None,
        is_delegated=standing is Standing.DELEGATED,
    )


def _due(route: ApprovalRoute, deadlines: list[Deadline]) -> Due | None:
    """The earlier of the statutory day and the area's own."""
    first = min(deadlines, key=lambda deadline: deadline.due_on, default=None)
    own = route.submit_by_on
    if first is not None and (own is None or first.due_on <= own):
        return Due(first.due_on, False, first.is_upper_bound, first.rule.title, first.met_on is not None)
    return Due(own, is_own=True, is_met=first is not None and first.met_on is not None) if own else None


def _deadlines(plans: Sequence[Plan]) -> dict[int, list[Deadline]]:
    """The days on which inspections say that these plans are due, plan by plan. One query."""
    codes = {plan.pk: DUE_RULES[plan.kind] for plan in plans if plan.kind in DUE_RULES}
    rows = (
        Deadline.objects.standing()
        .filter(inspection__source__plans__in=list(codes), rule__code__in=set(codes.values()))
        .annotate(plan_id=F("inspection__source__plans"))
        .select_related("rule")
    )
    return _by([row for row in rows if codes.get(row.plan_id) == row.rule.code], "plan_id")


def _by(rows, name: str) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found
