"""Which statutory dates somebody is to hear of in time."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from areas.access import Permission, people_who_may
from areas.models import LocalArea, Membership, Organisation, Role, User
from areas.models.lineage import all_same
from inspections.models import Deadline, DeadlineRule
from inspections.summaries import let_in
from send_tracker.lib.due import DueItem, Kind


def due_items(on: date) -> Iterator[DueItem]:
    """Every date still to be met that is more than a guide, for each person to be told.

    They are the people who record inspections in the area, and the health leads of bodies a finding names: a statement
    is joint. An upper bound is told of too, as one. Under embargo only those who may see it are told.
    """
    rows = (
        Deadline.objects.open()
        .exclude(rule__firmness=DeadlineRule.Firmness.GUIDE)
        .select_related("rule", "inspection__source__area")
        .order_by("inspection__source__area", "pk")
    )
    told: dict[int, list[User]] = {}
    embargoed = let_in(on)
    for deadline in rows:
        source = deadline.inspection.source
        if source.pk not in told:
            people, may_see = _people(source.area, source.pk, on), embargoed.get(source.pk)
            told[source.pk] = people if may_see is None else [person for person in people if person.pk in may_see]
        bound = " at the latest: the day of receipt is not known" if _is_bound(deadline) else ""
        for person in told[source.pk]:
            yield DueItem(
                person_id=person.pk,
                area_id=source.area_id,
                key=f"inspections.deadline:{deadline.pk}:due:{deadline.due_on}",
                kind=Kind.STATUTORY,
                title=f"{deadline.rule.title} ({source.area.name}{bound})",
                url=reverse("inspections:source_detail", args=[source.area.slug, source.pk]),
                due_on=deadline.due_on,
            )


def _is_bound(deadline: Deadline) -> bool:
    return deadline.is_upper_bound and deadline.overridden_by_id is None


def _people(area: LocalArea, source_id: int, on: date) -> list[User]:
    leads = people_who_may(Permission.INSPECTION_RECORD, area, on)
    bodies = Organisation.objects.filter(findings__source=source_id, kind__in=Organisation.HEALTH)
    health = (
        Membership.objects.live(on)
        .filter(area=area, role=Role.HEALTH, organisation__in=all_same(bodies, on), user__is_active=True)
        .select_related("user")
    )
    return sorted({*leads, *(member.user for member in health)}, key=lambda user: user.pk)
