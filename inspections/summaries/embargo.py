"""What is told of an embargo: until when it lasts, who may see what it covers, and who may therefore hear of it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from areas.access import Permission, people_who_may
from areas.models import LocalArea, Membership
from inspections.models import Insider, Inspection, Source
from send_tracker.lib.dates import said


@dataclass(frozen=True)
class InsiderLine:
    """Somebody named on an inspection under embargo."""

    person: str
    since: str
    named_by: str
    end_url: str


@dataclass(frozen=True)
class Embargo:
    """The embargo on an inspection as its page tells it."""

    until: str  # in words; "no day of publication is recorded" is a reason, not a day
    insiders: list[InsiderLine]
    name_url: str


def embargo_said(inspection: Inspection, on: date) -> str:
    """Until when, for a reader: `Embargoed until 14 May 2027`; nothing once it is published."""
    if not inspection.is_embargoed(on):
        return ""
    until = inspection.report_published_on
    return f"Embargoed until {said(until)}" if until else "Embargoed until it is published"


def embargo_of(source: Source, inspection: Inspection, on: date) -> Embargo | None:
    """The embargo on that day with everybody named; None once it is published. One query, none if published."""
    if not inspection.is_embargoed(on):
        return None
    slug = source.area.slug
    rows = (
        Insider.objects.live(on)
        .filter(inspection=inspection)
        .select_related("membership__user", "membership__organisation", "named_by__user", "named_by__organisation")
        .order_by("membership__user__name", "pk")
    )
    return Embargo(
        until=embargo_said(inspection, on),
        insiders=[
            InsiderLine(
                person=str(row.membership),
                since=said(row.started_on),
                named_by=str(row.named_by),
                end_url=reverse("inspections:insider_end", args=[slug, row.pk]),
            )
            for row in rows
        ],
        name_url=reverse("inspections:insider_create", args=[slug, inspection.pk]),
    )


def let_in(on: date) -> dict[int, frozenset[int]]:
    """For each source under embargo on that day, the ids of the people who may see it and so hear of it.

    They are the area's leads and those named on the inspection, while they are members. One query where nothing is
    under embargo, else two more and one an area.
    """
    sources = list(Source.objects.unpublished(on).values_list("pk", "area_id"))
    if not sources:
        return {}
    leads = {
        area.pk: frozenset(person.pk for person in people_who_may(Permission.EMBARGO_READ, area, on))
        for area in LocalArea.objects.filter(pk__in={area_id for _, area_id in sources})
    }
    named: dict[int, set[int]] = {}
    rows = Insider.objects.live(on).filter(
        inspection__source__in=[pk for pk, _ in sources], membership__in=Membership.objects.live(on)
    )
    for source_id, person_id in rows.values_list("inspection__source", "membership__user"):
        named.setdefault(source_id, set()).add(person_id)
    return {pk: leads[area_id] | named.get(pk, set()) for pk, area_id in sources}
