"""Which actions and contributions somebody is to hear of in time, and when they are late."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse

from actions.models import Action, ActionLead, Contribution, Plan
from actions.summaries.embargo import plans_let_in
from areas import access
from areas.access import Permission
from areas.models import User
from send_tracker.lib.due import DueItem, Kind

# Who may hear of each plan under embargo.
Embargoed = Mapping[int, frozenset[int]]


def due_items(on: date) -> Iterator[DueItem]:
    """Everything of this app with a day to be kept, once for each person to be told."""
    embargoed = plans_let_in(on)
    yield from _due_actions(on, embargoed)
    yield from _agreed_contributions(on, embargoed)


def _due_actions(on: date, embargoed: Embargoed) -> Iterator[DueItem]:
    """Every open action of a live plan that has a due date: four queries, and one an area where no lead can be told."""
    actions = (
        Action.objects.open()
        .filter(due_on__isnull=False, plan__in=Plan.objects.live(on))
        .select_related("plan__area")
        .order_by("plan__area", "pk")
    )
    leads: dict[int, list[tuple[int, bool]]] = {}
    rows = ActionLead.objects.filter(action__in=actions.order_by()).order_by("action", "-is_reporting", "pk")
    for action_id, post_id, is_reporting in rows.values_list("action_id", "post_id", "is_reporting"):
        leads.setdefault(action_id, []).append((post_id, is_reporting))
    held = access.holders({post_id for posts in leads.values() for post_id, _ in posts}, on)
    area_leads: dict[int, list[User]] = {}
    for action in actions:
        area = action.plan.area
        people = _let_in(_people(leads.get(action.pk, []), held), embargoed.get(action.plan_id))
        if not people:
            if area.pk not in area_leads:
                area_leads[area.pk] = access.people_who_may(Permission.ACTION_UPDATE_FOR_OTHERS, area, on)
            people = area_leads[area.pk]
        for person in people:
            yield DueItem(
                person_id=person.pk,
                area_id=area.pk,
                key=f"actions.action:{action.pk}:due:{action.due_on}",
                kind=Kind.ORDINARY,
                title=f"{action.reference} {action.title}"[:300],
                url=reverse("actions:action_detail", args=[area.slug, action.pk]),
                due_on=action.due_on,
            )


def _people(leads: list[tuple[int, bool]], held: dict[int, list[User]]) -> list[User]:
    """The holders of the reporting post; if it is vacant, those of the other leads."""
    reporting = [person for post_id, is_reporting in leads if is_reporting for person in held.get(post_id, [])]
    others = [person for post_id, _ in leads for person in held.get(post_id, [])]
    return list(dict.fromkeys(reporting or others))


def _let_in(people: Iterable[User], may_see: frozenset[int] | None) -> list[User]:
    """Those of them who may see it; all of them where nothing is under embargo."""
    return [person for person in people if may_see is None or person.pk in may_see]


def _agreed_contributions(on: date, embargoed: Embargoed) -> Iterator[DueItem]:
    """Every contribution agreed for a day in a live plan, for those who answer for the body that owes it.

    Where nobody does, for those who record it for others. Two queries, and one an area where nobody of a body answers.
    """
    agreed = (
        Contribution.objects.filter(state=Contribution.State.AGREED, action__plan__in=Plan.objects.live(on))
        .select_related("organisation", "action__plan__area")
        .order_by("action__plan__area", "pk")
    )
    answering = access.members_who_may(Permission.CONTRIBUTION_ANSWER, {row.organisation for row in agreed}, on)
    recording: dict[int, list[User]] = {}
    for contribution in agreed:
        area = contribution.action.plan.area
        people = answering.get((area.pk, contribution.organisation_id), [])
        people = _let_in(people, embargoed.get(contribution.action.plan_id))
        if not people:
            if area.pk not in recording:
                recording[area.pk] = access.people_who_may(Permission.CONTRIBUTION_RECORD_FOR_OTHERS, area, on)
            people = recording[area.pk]
        for person in people:
            yield DueItem(
                person_id=person.pk,
                area_id=area.pk,
                key=f"actions.contribution:{contribution.pk}:agreed:{contribution.agreed_for_on}",
                kind=Kind.ORDINARY,
                # No words of theirs: a mail names the action and the body, and leads to the rest.
                title=f"What {contribution.organisation} agreed to give to {contribution.action}"[:300],
                url=contribution.get_absolute_url(),
                due_on=contribution.agreed_for_on,
            )
