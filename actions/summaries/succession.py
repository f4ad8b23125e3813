"""What became of the actions of a plan in the one that took its place, and any finding through every plan."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from actions.models import Action, ActionSuccession, Plan
from actions.status import SUCCESSION_WORDS, Shown, Stage, SuccessionKind, owes_succession
from actions.summaries.actions import HistoryLine, histories
from actions.summaries.feedback import Owed
from areas.access import Permission, Visit
from inspections.models import Finding
from send_tracker.lib.dates import said


@dataclass(frozen=True)
class ActionMark:
    """An action of some plan, and how it stands (or stood, when its plan ended)."""

    id: int
    url: str
    reference: str
    title: str
    shown: Shown


@dataclass(frozen=True)
class Outcome:
    """What became of an action: in which way, into which actions, why, and who said so when."""

    kind: SuccessionKind
    into: list[ActionMark]
    reason: str
    told: str

    @property
    def words(self) -> str:
        return SUCCESSION_WORDS[self.kind]


@dataclass(frozen=True)
class FormerAction:
    """An action of the old plan; without an outcome it is unaccounted for, unless it was withdrawn there."""

    action: ActionMark
    outcome: Outcome | None
    owes_answer: bool

    @property
    def is_unaccounted(self) -> bool:
        return self.owes_answer and self.outcome is None


@dataclass(frozen=True)
class Succession:
    """All actions of the old plan with what became of them, and those of the new one that come from none."""

    former: list[FormerAction]
    new: list[ActionMark]
    actions: list[ActionMark]  # all of the new plan

    @property
    def unaccounted(self) -> int:
        return sum(row.is_unaccounted for row in self.former)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many actions of the old plan ended in which way."""
        found = Counter(row.outcome.kind for row in self.former if row.outcome)
        return [(words, found[kind]) for kind, words in SUCCESSION_WORDS.items() if found[kind]]


def former_plan(plan: Plan, here: Visit) -> Plan | None:
    """The plan this one took the place of, if there is one that may be seen. One query at most."""
    return Plan.objects.visible_to(here).filter(pk=plan.supersedes_id).first() if plan.supersedes_id else None


def succession_of(plan: Plan, here: Visit) -> Succession:
    """What became of the actions of the plan this one took the place of. Four queries."""
    slug = plan.area.slug
    old = list(Action.objects.filter(plan=plan.supersedes_id).order_by("position", "pk"))
    outcomes = _outcomes([action.pk for action in old], here)
    marks = [_mark(action, slug) for action in Action.objects.filter(plan=plan).order_by("position", "pk")]
    reached = {mark.id for outcome in outcomes.values() for mark in outcome.into}
    return Succession(
        former=[
            FormerAction(_mark(action, slug), outcomes.get(action.pk), owes_succession(action.stage)) for action in old
        ],
        new=[mark for mark in marks if mark.id not in reached],
        actions=marks,
    )


def unaccounted_in(former: Plan | None) -> int:
    """How many actions of a plan that another took the place of have no answer yet. One query at most."""
    return _unaccounted([former.pk]).count() if former else 0


def actions_unaccounted(visits: Sequence[Visit], on: date) -> list[Owed]:
    """The live plans of which it is not yet said what became of all the old one's actions. One query at most."""
    keeping = [here for here in visits if here.may(Permission.PLAN_EDIT)]
    if not keeping:
        return []
    plans = Plan.objects.visible_to(*keeping).live(on).filter(supersedes__isnull=False)
    rows = _unaccounted(plans.values("supersedes")).values_list(
        "plan__superseded_by", "plan__title", "plan__area_id", "plan__area__slug"
    )
    return [
        Owed(
            area_id,
            f"{count} action{'' if count == 1 else 's'} of {title} to account for",
            reverse("actions:plan_succession", args=[slug, pk]),
        )
        for (pk, title, area_id, slug), count in Counter(rows).items()
    ]


def _unaccounted(plans):
    said_of = ActionSuccession.objects.filter(action=OuterRef("pk"))
    return (
        Action.objects.filter(~Exists(said_of), plan__in=plans).exclude(stage=Stage.SUPERSEDED).order_by("plan", "pk")
    )


@dataclass(frozen=True)
class Ancestor:
    """An action of an earlier plan that an action comes from, and all that was said of it there."""

    action: ActionMark
    plan: str
    became: str
    history: list[HistoryLine]


def ancestors_of(action: Action, here: Visit) -> list[Ancestor]:
    """The actions of earlier plans this one comes from, the nearest plan first, each with its own history.

    None without an earlier plan; else three queries for each plan back, and one for all histories.
    """
    if action.plan.supersedes_id is None:
        return []
    slug, found, level, seen = action.plan.area.slug, [], [action.pk], set()
    while level:
        rows = (
            ActionSuccession.objects.visible_to(here)
            .standing()
            .filter(to_actions__in=level)
            .exclude(action__in=seen)
            .select_related("action__plan")
            .distinct()
            .order_by("action__position", "action")
        )
        level = [row.action_id for row in rows]
        seen.update(level)
        found += rows
    histories_of = histories(seen)
    return [
        Ancestor(
            action=_mark(row.action, slug),
            plan=row.action.plan.title,
            became=f"{SUCCESSION_WORDS[SuccessionKind(row.kind)]}, {said(row.on)}: {row.reason}",
            history=histories_of.get(row.action_id, []),
        )
        for row in found
    ]


def outcome_of(action: Action, here: Visit) -> Outcome | None:
    """What became of an action when another plan took the place of its own; None while nobody has said."""
    return _outcomes([action.pk], here).get(action.pk)


@dataclass(frozen=True)
class ThreadAction:
    """An action on a finding's way: its state, where it came from and what became of it."""

    action: ActionMark
    answers: bool  # it answers the finding itself, not only by what it was carried on from
    outcome: Outcome | None
    origins: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ThreadPlan:
    """One plan on a finding's way, with its actions there."""

    title: str
    kind: str
    url: str
    runs: str
    actions: list[ThreadAction]


def finding_thread(finding: Finding, here: Visit) -> list[ThreadPlan]:
    """A finding through every plan: those that answer its source or have an action that comes from its actions.

    The oldest first. An action stands as it does now or did when its plan ended. Four queries, and three more for each
    step from plan to plan.
    """
    slug, seen = here.area.slug, Action.objects.visible_to(here).select_related("plan").order_by("position", "pk")
    plans = {plan.pk: plan for plan in Plan.objects.visible_to(here).filter(sources=finding.source_id)}
    actions = {action.pk: action for action in seen.filter(findings=finding)}
    answering, level = set(actions), set(actions)
    outcomes: dict[int, Outcome] = {}
    origins: dict[int, list[str]] = {}
    while level:
        reached = _outcomes(level, here)
        outcomes |= reached
        for pk, outcome in reached.items():
            for mark in outcome.into:
                origins.setdefault(mark.id, []).append(f"{actions[pk].reference} of {actions[pk].plan.title}")
        level = {mark.id for outcome in reached.values() for mark in outcome.into} - actions.keys()
        actions |= {action.pk: action for action in seen.filter(pk__in=level)} if level else {}
    plans |= {action.plan_id: action.plan for action in actions.values()}
    return [
        ThreadPlan(
            title=plan.title,
            kind=plan.get_kind_display(),
            url=reverse("actions:plan_detail", args=[slug, plan.pk]),
            runs=f"From {said(plan.started_on)}" + (f" to {said(plan.ended_on)}" if plan.ended_on else ""),
            actions=[
                ThreadAction(_mark(action, slug), pk in answering, outcomes.get(pk), origins.get(pk, []))
                for pk, action in actions.items()
                if action.plan_id == plan.pk
            ],
        )
        for plan in sorted(plans.values(), key=lambda plan: (plan.started_on, plan.pk))
    ]


def _outcomes(ids: Iterable[int], here: Visit) -> dict[int, Outcome]:
    """What was said last of where each of these actions went, as far as it may be seen. Two queries."""
    rows = (
        ActionSuccession.objects.visible_to(here)
        .standing()
        .filter(action__in=ids)
        .select_related("recorded_by__user", "recorded_by__organisation")
        .prefetch_related("to_actions")
    )
    return {
        row.action_id: Outcome(
            kind=SuccessionKind(row.kind),
            into=[_mark(action, here.area.slug) for action in sorted(row.to_actions.all(), key=lambda a: a.position)],
            reason=row.reason,
            told=f"{said(row.on)}, recorded by {row.recorded_by}",
        )
        for row in rows
    }


def _mark(action: Action, slug: str) -> ActionMark:
    url = reverse("actions:action_detail", args=[slug, action.pk])
    return ActionMark(action.pk, url, action.reference, action.title, action.shown)
