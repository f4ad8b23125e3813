"""How the actions of one or more plans stand today, for the pages that must say it at a glance."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse

from actions.models import Action, ActionLead, ActionUpdate, Contribution, Plan
from actions.status import Rag, Shown, Stage, shown_as
from actions.summaries.ratings import overdue, silent
from areas.access import Permission, Visit
from send_tracker.lib.dates import month_of


@dataclass(frozen=True)
class ActionNow:
    """An action as it stands today, with the words of its latest update and the post that reports on it."""

    id: int
    url: str
    plan_id: int
    area_id: int
    added_on: date
    reference: str
    title: str
    stage: Stage
    rag: Rag | None
    due_on: date | None
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
            "pk", "plan_id", "plan__area_id", "plan__area__slug", "added_on", "reference", "title", "stage", "rag",
            "due_on", "updated_on", "reason", "route", "mine", "reporting__post__title",
            "reporting__post__organisation__name", "reporting__post__organisation__short_name",
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
class ToAnswer:
    """How many contributions wait for something from one person, by what they must do."""

    asked: int = 0
    late: int = 0
    to_confirm: int = 0
    dates_proposed: int = 0


def contributions_to_answer(visits: Sequence[Visit], on: date) -> dict[int, ToAnswer]:
    """By area: what the bodies of this person have to answer, give or confirm, and dates proposed to it. One query."""
    mine = {here.area.pk: here.speaks_for(Permission.CONTRIBUTION_ANSWER) for here in visits}
    asks = {here.area.pk: here.may(Permission.CONTRIBUTION_ASK) for here in visits}
    state = Contribution.State
    counts: dict[int, dict[str, int]] = {}
    rows = (
        Contribution.objects.visible_to(*visits)
        .outstanding()
        .filter(Q(action__plan__ended_on__isnull=True) | Q(action__plan__ended_on__gt=on))
        .values_list("action__plan__area_id", "organisation_id", "state", "agreed_for_on")
    )
    for area_id, body_id, found, agreed_for_on in rows:
        what = ""
        if body_id in mine[area_id]:
            is_late = found == state.AGREED and agreed_for_on < on
            what = {state.ASKED: "asked", state.GIVEN: "to_confirm"}.get(found, "late" if is_late else "")
        if not what and found == state.DATE_PROPOSED and asks[area_id]:
            what = "dates_proposed"
        if what:
            of_area = counts.setdefault(area_id, {})
            of_area[what] = of_area.get(what, 0) + 1
    return {area_id: ToAnswer(**of_area) for area_id, of_area in counts.items()}


def _now(row: dict, address: str, on: date) -> ActionNow:
    stage = Stage(row["stage"])
    body = row["reporting__post__organisation__short_name"] or row["reporting__post__organisation__name"]
    return ActionNow(
        id=row["pk"],
        url=address.replace("/0/", f"/{row['pk']}/"),
        plan_id=row["plan_id"],
        area_id=row["plan__area_id"],
        added_on=row["added_on"],
        reference=row["reference"],
        title=row["title"],
        stage=stage,
        rag=Rag(row["rag"]) if row["rag"] else None,
        due_on=row["due_on"],
        updated_on=row["updated_on"],
        reason=row["reason"] or "",
        route_to_green=row["route"] or "",
        reporting=f"{row['reporting__post__title']}, {body}" if row["reporting__post__title"] else "No post",
        is_mine=row["mine"],
        is_overdue=overdue(stage, row["due_on"], on),
        is_silent=silent(stage, row["updated_on"], on),
    )
