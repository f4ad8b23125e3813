"""Which statutory dates somebody is to hear of in time."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from areas.access import Permission, people_who_may
from areas.models import LocalArea, Membership, Organisation, Role, User
from areas.models.lineage import all_same
from inspections.models import Deadline, DeadlineRule, Suspension
from inspections.summaries import let_in
from send_tracker.lib.due import DueItem, Kind
from send_tracker.lib.precision import Precision


def due_items(on: date) -> Iterator[DueItem]:
    """Every date still to be met that is more than a guide, for each person to be told.

    They are the people who record inspections in the area, and the health leads of bodies a finding names: a statement
    is joint. An upper bound is told of too, as one. Under embargo only those who may see it are told, and of a rule
    that a national event has suspended nobody is. A vague date is told by the last day it could mean, with its words.
    """
    rows = (
        Deadline.objects.open()
        .exclude(rule__firmness=DeadlineRule.Firmness.GUIDE)
        .select_related("rule", "inspection__source__area")
        .order_by("inspection__source__area", "pk")
    )
    suspended = {(row.framework_id, row.rule_code) for row in Suspension.objects.all() if row.covers(on)}
    told: dict[int, list[User]] = {}
    embargoed = let_in(on)
    for deadline in rows:
        if (deadline.rule.framework_id, deadline.rule.code) in suspended:
            continue
        source = deadline.inspection.source
        if source.pk not in told:
            people, may_see = _people(source.area, source.pk, on), embargoed.get(source.pk)
            told[source.pk] = people if may_see is None else [person for person in people if person.pk in may_see]
        note = _note(deadline)
        for person in told[source.pk]:
            yield DueItem(
                person_id=person.pk,
                area_id=source.area_id,
                key=f"inspections.deadline:{deadline.pk}:due:{deadline.last_on}",
                kind=Kind.STATUTORY,
                title=f"{deadline.title} ({source.area.name}{note})",
                url=reverse("inspections:source_detail", args=[source.area.slug, source.pk]),
                due_on=deadline.last_on,
            )


def _note(deadline: Deadline) -> str:
    """What the day alone does not say of it."""
    if deadline.due_precision != Precision.DAY:
        return f", {deadline.due}"
    if deadline.is_upper_bound and deadline.overridden_by_id is None:
        return " at the latest: the day of receipt is not known"
    return ""


def _people(area: LocalArea, source_id: int, on: date) -> list[User]:
    leads = people_who_may(Permission.INSPECTION_RECORD, area, on)
    bodies = Organisation.objects.filter(findings__source=source_id, kind__in=Organisation.HEALTH)
    health = (
        Membership.objects.live(on)
        .filter(area=area, role=Role.HEALTH, organisation__in=all_same(bodies, on), user__is_active=True)
        .select_related("user")
    )
    return sorted({*leads, *(member.user for member in health)}, key=lambda user: user.pk)
