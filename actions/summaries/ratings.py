"""Where the actions of a plan stand, on any day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from actions.models import Action, ActionChange, ActionLead, ActionUpdate, DueDateChange, Plan, Workstream
from actions.status import KEY, OPEN_STAGES, ChangeKind, Rag, Shown, Stage, shown_as, worst
from areas.access import Visit
from areas.models.lineage import body_columns, called_in
from send_tracker.lib.dates import said

# What is stored, as what it means: looked up, because a year's history is thousands of rows.
RATINGS = {(stage.value, rag or ""): (stage, rag) for stage in Stage for rag in (None, *Rag)}
# An action in progress nobody has written of for longer than this is silent.
SILENT_AFTER = timedelta(days=31)


@dataclass(frozen=True)
class Lead:
    """A post that leads an action, with its body."""

    post_id: int
    post: str
    body_id: int
    body: str
    is_reporting: bool


@dataclass(frozen=True)
class FindingMark:
    """A finding an action answers: its id, number and source."""

    id: int
    number: str
    source: str


@dataclass(frozen=True)
class ActionState:
    """An action as it stood at the end of one day, with the words of its latest update until then."""

    id: int
    url: str
    reference: str
    title: str
    workstream_id: int
    workstream_number: str
    workstream: str
    leads: tuple[Lead, ...]
    findings: tuple[FindingMark, ...]
    due_on: date | None
    first_due_on: date | None
    stage: Stage
    rag: Rag | None
    updated_on: date | None
    reason: str
    route_to_green: str
    green_by_on: date | None
    wanted_from_board: str
    forecast_on: date | None
    is_overdue: bool
    is_silent: bool

    @property
    def shown(self) -> Shown:
        return shown_as(self.stage, self.rag)

    @property
    def due(self) -> str:
        return said(self.due_on) or "No date"

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that lead it, the reporting one first, each once."""
        return tuple(dict.fromkeys(lead.body for lead in self.leads))

    @property
    def reporting(self) -> Lead | None:
        return next((lead for lead in self.leads if lead.is_reporting), None)


@dataclass(frozen=True)
class RagCounts:
    """How many actions stand where; `plain` are paused, superseded ones are not counted at all."""

    red: int = 0
    amber: int = 0
    green: int = 0
    complete: int = 0
    not_started: int = 0
    plain: int = 0

    @property
    def total(self) -> int:
        return self.red + self.amber + self.green + self.complete + self.not_started + self.plain

    def of(self, shown: Shown) -> int:
        return getattr(self, shown.code.replace("-", "_"))

    @property
    def tiles(self) -> list[tuple[Shown, int]]:
        """Each word of the key with its count, worst first."""
        return [(shown, self.of(shown)) for shown in KEY]


@dataclass(frozen=True)
class Move:
    """An action that stands elsewhere than it did on an earlier day, and the words that go with it."""

    action: ActionState
    before: Shown | None  # None: the action is new
    after: Shown


def snapshot(plan: Plan, on: date) -> list[ActionState]:
    """Every action of the plan as it stood at the end of that day, in the plan's order. Six queries.

    Ratings, words, forecasts, due dates, titles, references and workstreams are those recorded for days up to `on`;
    actions added later are not there.
    """
    latest = ActionUpdate.objects.filter(action=OuterRef("pk"), on__lte=on).order_by("-on", "-id")
    actions = list(
        Action.objects.filter(plan=plan, added_on__lte=on)
        .annotate(latest_id=Subquery(latest.values("pk")[:1]))
        .values(
            "pk", "reference", "title", "workstream_id", "workstream__number", "workstream__title",
            "workstream__position", "position", "due_on", "first_due_on", "latest_id",
        )
    )  # fmt: skip
    before_later_changes = _before_later_changes(plan, on)
    for row in actions:
        row |= before_later_changes.get(row["pk"], {})
    actions.sort(key=lambda row: (row["workstream__position"], row["position"], row["pk"]))
    updates = _updates([row["latest_id"] for row in actions if row["latest_id"]])
    leads = leads_of(plan)
    findings = findings_of(plan)
    moved_later = _due_before_later_moves(plan, on)
    address = _address(plan)
    return [_state(row, updates.get(row["latest_id"]), leads, findings, moved_later, address, on) for row in actions]


def counts(states: Iterable[ActionState]) -> RagCounts:
    """How many of these actions stand where."""
    return counted((state.stage, state.rag) for state in states)


def rag_counts_on(plan: Plan, days: Sequence[date], workstream: Workstream | None = None) -> dict[date, RagCounts]:
    """The counts at the end of each of these days, from history, of one workstream if named. Three queries at most.

    An action counts where it was kept on that day.
    """
    actions = Action.objects.filter(plan=plan)
    rows = list(actions.values_list("pk", "added_on", "workstream_id"))
    stood = ratings_on(actions, {pk: added_on for pk, added_on, _ in rows}, days)
    if workstream is None:
        return {day: counted(ratings.values()) for day, ratings in stood.items()}
    kept = _workstreams_on(plan, {pk: kept_in for pk, _, kept_in in rows}, days)
    return {
        day: counted(rating for pk, rating in ratings.items() if kept[day][pk] == workstream.pk)
        for day, ratings in stood.items()
    }


def ratings_on(
    actions: QuerySet, added: Mapping[int, date], days: Sequence[date]
) -> dict[date, dict[int, tuple[Stage, Rag | None]]]:
    """Where each of the actions stood at the end of each day; `added` holds the day each came. One query."""
    if not days:
        return {}
    updates = iter(
        ActionUpdate.objects.filter(action__in=actions.values("pk"), on__lte=max(days))
        .order_by("on", "pk")
        .values_list("on", "action_id", "stage", "rag")
    )
    standing: dict[int, tuple[Stage, Rag | None]] = {}
    waiting = next(updates, None)
    found = {}
    for day in sorted(set(days)):
        while waiting and waiting[0] <= day:
            _, action_id, stage, rag = waiting
            standing[action_id] = RATINGS[stage, rag]
            waiting = next(updates, None)
        found[day] = {
            action_id: standing.get(action_id, (Stage.NOT_STARTED, None))
            for action_id, added_on in added.items()
            if added_on <= day
        }
    return found


def moves(before: list[ActionState], after: list[ActionState]) -> list[Move]:
    """The actions whose shown word differs between two snapshots of one plan, and those that are new."""
    earlier = {state.id: state.shown for state in before}
    return [Move(state, earlier.get(state.id), state.shown) for state in after if earlier.get(state.id) != state.shown]


def overdue(stage: Stage, due_on: date | None, on: date) -> bool:
    """Past its due day and not complete. Due today is not overdue; a paused action still is."""
    return due_on is not None and due_on < on and stage in OPEN_STAGES


def silent(stage: Stage, updated_on: date | None, on: date) -> bool:
    """In progress, and nobody has written of it for more than 31 days."""
    return stage is Stage.IN_PROGRESS and updated_on is not None and on - updated_on > SILENT_AFTER


def needing_attention(states: Iterable[ActionState]) -> list[ActionState]:
    """Red ones, then amber ones, each in the plan's order."""
    return sorted(
        (state for state in states if state.rag in (Rag.RED, Rag.AMBER)), key=lambda s: list(Rag).index(s.rag)
    )


def proposed_rag(states: Iterable[ActionState]) -> Rag | None:
    """What a workstream's rating would be by the rule: the worst of its actions in progress; None if none is."""
    return worst([state.rag for state in states if state.rag])


def live_plans(*visits: Visit, on: date) -> list[Plan]:
    """The plans on that day, of those these visits may see, that their areas work to, the newest first. One query."""
    started = Plan.objects.visible_to(*visits).filter(started_on__lte=on)
    return list(started.live(on).select_related("area").order_by("-started_on", "pk"))


def _updates(ids: list[int]) -> dict[int, dict]:
    rows = ActionUpdate.objects.filter(pk__in=ids).values(
        "pk", "on", "stage", "rag", "reason", "route_to_green", "green_by_on", "wanted_from_board", "forecast_on"
    )
    return {row["pk"]: row for row in rows}


def leads_of(plan: Plan) -> dict[int, list[Lead]]:
    """The leads of each action of the plan, the reporting one first, by the action's id. One query."""
    found: dict[int, list[Lead]] = {}
    rows = (
        ActionLead.objects.filter(action__plan=plan)
        .order_by("action", "-is_reporting", "pk")
        .values("action_id", "post_id", "post__title", "is_reporting", *body_columns("post__organisation"))
    )  # fmt: skip
    for row in rows:
        body = called_in(row, "post__organisation")
        lead = Lead(row["post_id"], row["post__title"], row["post__organisation_id"], body, row["is_reporting"])
        found.setdefault(row["action_id"], []).append(lead)
    return found


def findings_of(plan: Plan) -> dict[int, list[FindingMark]]:
    """The findings each action of the plan answers, by the action's id. One query."""
    found: dict[int, list[FindingMark]] = {}
    rows = (
        Action.findings.through.objects.filter(action__plan=plan)
        .order_by("finding__source", "finding__position", "finding")
        .values_list("action_id", "finding_id", "finding__number", "finding__source__title")
    )
    for action_id, finding_id, number, source in rows:
        found.setdefault(action_id, []).append(FindingMark(finding_id, number, source))
    return found


def _due_before_later_moves(plan: Plan, on: date) -> dict[int, date | None]:
    """What the due date was before the first move recorded after that day, for actions moved later."""
    rows = DueDateChange.objects.filter(action__plan=plan, on__gt=on).order_by("-on", "-pk")
    return dict(rows.values_list("action_id", "from_on"))


def _before_later_changes(plan: Plan, on: date) -> dict[int, dict]:
    """What was put otherwise after that day, as it was before: the columns of `snapshot`, by action. One query."""
    found: dict[int, dict] = {}
    rows = (
        ActionChange.objects.filter(action__plan=plan, on__gt=on)
        .filter(Q(part__in=[ActionChange.Part.TITLE, ActionChange.Part.REFERENCE]) | Q(kind=ChangeKind.WORKSTREAM))
        .order_by("-on", "-pk")
        .values_list(
            "action_id", "part", "before", "from_workstream_id", "from_workstream__number", "from_workstream__title",
            "from_workstream__position",
        )
    )  # fmt: skip
    for action_id, part, before, *workstream in rows:
        names = ("workstream_id", "workstream__number", "workstream__title", "workstream__position")
        was = {part: before} if part else dict(zip(names, workstream, strict=True))
        found.setdefault(action_id, {}).update(was)
    return found


def _workstreams_on(plan: Plan, now: Mapping[int, int], days: Sequence[date]) -> dict[date, dict[int, int]]:
    """In which workstream each action was kept at the end of each day; `now` holds where it is kept. One query."""
    moves = list(
        ActionChange.objects.filter(action__plan=plan, kind=ChangeKind.WORKSTREAM)
        .order_by("-on", "-pk")
        .values_list("on", "action_id", "from_workstream_id")
    )
    return {day: {**now} | {pk: was for on, pk, was in moves if on > day} for day in days}


def _address(plan: Plan) -> str:
    """The address of any action of the plan with 0 in place of its id: one reversal, not one a row."""
    return reverse("actions:action_detail", args=[plan.area.slug, 0])


def _state(row, update, leads, findings, moved_later, address, on) -> ActionState:
    stage = Stage(update["stage"]) if update else Stage.NOT_STARTED
    rag = Rag(update["rag"]) if update and update["rag"] else None
    due_on = moved_later.get(row["pk"], row["due_on"])
    updated_on = update["on"] if update else None
    return ActionState(
        id=row["pk"],
        url=address.replace("/0/", f"/{row['pk']}/"),
        reference=row["reference"],
        title=row["title"],
        workstream_id=row["workstream_id"],
        workstream_number=row["workstream__number"],
        workstream=row["workstream__title"],
        leads=tuple(leads.get(row["pk"], ())),
        findings=tuple(findings.get(row["pk"], ())),
        due_on=due_on,
        first_due_on=row["first_due_on"],
        stage=stage,
        rag=rag,
        updated_on=updated_on,
        reason=update["reason"] if update else "",
        route_to_green=update["route_to_green"] if update else "",
        green_by_on=update["green_by_on"] if update else None,
        wanted_from_board=update["wanted_from_board"] if update else "",
        forecast_on=update["forecast_on"] if update else None,
        is_overdue=overdue(stage, due_on, on),
        is_silent=silent(stage, updated_on, on),
    )


def counted(ratings: Iterable[tuple[Stage, Rag | None]]) -> RagCounts:
    """How many ratings of each word of the key; superseded ones are left out."""
    codes: Counter[str] = Counter()
    for (stage, rag), count in Counter(ratings).items():
        if stage is not Stage.SUPERSEDED:
            codes[shown_as(stage, rag).code.replace("-", "_")] += count
    return RagCounts(**codes)
