"""How the actions of one or more plans stand today, for the pages that must say it at a glance."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse

from actions.models import Action, ActionLead, ActionUpdate, Contribution, Plan
from actions.status import Rag, Shown, Stage, asking_body, shown_as
from actions.summaries.ratings import overdue, silent
from areas.access import Permission, Visit
from areas.models.lineage import body_columns, called_in
from send_tracker.lib.dates import month_of


@dataclass(frozen=True)
class ActionNow:
    """An action as it stands today, with the words of its latest update and the post that reports on it."""

    id: int
    url: str
    area_id: int
    added_on: date
    reference: str
    title: str
    stage: Stage
    rag: Rag | None
    updated_on: date | None
    reason: str
    route_to_green: str
    reporting: str
    is_mine: bool
    is_overdue: bool
    is_silent: bool

    @property
    def shown(self) -> Shown:
        return shown_as(self.stage, self.rag)

    def awaits_update(self, on: date) -> bool:
        """In progress or overdue, and nobody has written of it this month: what the monthly round asks for."""
        is_asked = self.stage is Stage.IN_PROGRESS or self.is_overdue
        return is_asked and (self.updated_on is None or self.updated_on < month_of(on))


def actions_now(plans: Iterable[Plan], on: date, posts: Collection[int] = ()) -> list[ActionNow]:
    """Every action of these plans today, in each plan's order; `is_mine` where one of `posts` leads it. One query.

    Stage, rating and due day are those kept on the action, which are those of its history (a test holds them together).
    """
    latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-on", "-id")
    rows = (
        Action.objects.filter(plan__in=[plan.pk for plan in plans])
        .annotate(
            reason=Subquery(latest.values("reason")[:1]),
            route=Subquery(latest.values("route_to_green")[:1]),
            mine=Exists(ActionLead.objects.filter(action=OuterRef("pk"), post__in=posts)),
            reporting=FilteredRelation("leads", condition=Q(leads__is_reporting=True)),
        )
        .order_by("plan", "workstream__position", "position", "pk")
        .values(
            "pk", "plan__area_id", "plan__area__slug", "added_on", "reference", "title", "stage", "rag",
            "due_on", "updated_on", "reason", "route", "mine", "reporting__post__title",
            *body_columns("reporting__post__organisation"),
        )
    )  # fmt: skip
    addresses: dict[str, str] = {}  # of each area's actions: one reversal, not one a row
    found = []
    for row in rows:
        slug = row["plan__area__slug"]
        if slug not in addresses:
            addresses[slug] = reverse("actions:action_detail", args=[slug, 0])
        found.append(_now(row, addresses[slug], on))
    return found


@dataclass(frozen=True)
class ProposedDate:
    """Another date that a body proposed and that waits for the side that asked."""

    body: str
    action: str
    url: str


@dataclass(frozen=True)
class ToAnswer:
    """What waits for one person among the contributions of an area, by what they must do."""

    asked: int = 0
    late: int = 0
    to_confirm: int = 0
    dates_proposed: tuple[ProposedDate, ...] = ()


def contributions_to_answer(visits: Sequence[Visit], on: date) -> dict[int, ToAnswer]:
    """By area: what the bodies of this person have to answer, give or confirm, and dates proposed to it. One query."""
    mine = {here.area.pk: here.speaks_for(Permission.CONTRIBUTION_ANSWER) for here in visits}
    asks = {here.area.pk: here.speaks_for(Permission.CONTRIBUTION_ASK) for here in visits}
    state = Contribution.State
    found: dict[int, ToAnswer] = {}
    rows = (
        Contribution.objects.visible_to(*visits)
        .outstanding()
        .filter(action__plan__in=Plan.objects.live(on))
        .select_related("organisation", "action__plan__area", "asked_by")
        .order_by("action__position", "pk")
    )
    for row in rows:
        area_id, owing = row.action.plan.area_id, row.organisation_id
        answer = found.get(area_id, ToAnswer())
        same = row.organisation.same_bodies(on)
        if row.state == state.DATE_PROPOSED and asking_body(asks[area_id], row.asked_by.organisation_id, same):
            proposed = ProposedDate(str(row.organisation), row.action.reference, row.get_absolute_url())
            answer = replace(answer, dates_proposed=(*answer.dates_proposed, proposed))
        elif owing in mine[area_id] and row.state == state.ASKED:
            answer = replace(answer, asked=answer.asked + 1)
        elif owing in mine[area_id] and row.state == state.GIVEN:
            answer = replace(answer, to_confirm=answer.to_confirm + 1)
        elif owing in mine[area_id] and row.is_late(on):
            answer = replace(answer, late=answer.late + 1)
        found[area_id] = answer
    return found


def _now(row: dict, address: str, on: date) -> ActionNow:
    stage = Stage(row["stage"])
    body = called_in(row, "reporting__post__organisation")
    return ActionNow(
        id=row["pk"],
        url=address.replace("/0/", f"/{row['pk']}/"),
        area_id=row["plan__area_id"],
        added_on=row["added_on"],
        reference=row["reference"],
        title=row["title"],
        stage=stage,
        rag=Rag(row["rag"]) if row["rag"] else None,
        updated_on=row["updated_on"],
        reason=row["reason"] or "",
        route_to_green=row["route"] or "",
        reporting=f"{row['reporting__post__title']}, {body}" if row["reporting__post__title"] else "No post",
        is_mine=row["mine"],
        is_overdue=overdue(stage, row["due_on"], on),
        is_silent=silent(stage, row["updated_on"], on),
    )
