"""A local area: opening it, its name and colour, its places."""

from datetime import date, datetime

from django.db import transaction

from areas import audit
from areas.models import LocalArea, Membership, Partner, Place, Role
from areas.services.bodies import find_or_make
from areas.services.guard import once
from areas.services.people import admit, find_or_invite


@transaction.atomic
def open_area(
    *,
    name: str,
    slug: str,
    council_name: str,
    lead_name: str,
    lead_email: str,
    on: date,
    ons_code: str = "",
    at: datetime | None = None,
) -> Membership:
    """Begin a local area with its council and its first area lead, whose membership is returned.

    `at` is now: with it, a lead who is new is sent an invitation. Raises Refused if there is an area of that name
    or address, or the body of that name is no council.
    """
    with once(f"There is an area called {name}, or one with the address {slug}, already.", "name"):
        area = LocalArea.objects.create(name=name, slug=slug, ons_code=ons_code)
    audit.record("area opened", on=on, subject=area, area=area, address=slug)
    council, is_new = find_or_make(council_name, "council")
    if is_new:
        audit.record("organisation registered", on=on, subject=council, area=area, kind=council.get_kind_display())
    Partner.objects.create(area=area, organisation=council, started_on=on)
    audit.record("partner added", on=on, subject=council, area=area)
    lead = find_or_invite(lead_email, lead_name, area=area, at=at)
    membership = admit(lead, area, council, Role.LEAD, on)
    audit.record("role given", on=on, subject=membership, area=area, role=Role.LEAD.label)
    return membership


@transaction.atomic
def change_area(*, area: LocalArea, name: str, brand_colour: str, by: Membership, on: date) -> LocalArea:
    """Give the area another name or colour (`#rrggbb`, checked by the form). Raises Refused if it is taken."""
    area = LocalArea.objects.select_for_update().get(pk=area.pk)
    before = {"name": area.name, "brand_colour": area.brand_colour}
    after = {"name": name, "brand_colour": brand_colour.lower()}
    if before == after:
        return area
    area.name, area.brand_colour = name, brand_colour.lower()
    with once("Another area has this name.", "name"):
        area.save(update_fields=["name", "brand_colour"])
    changed = {field: [before[field], after[field]] for field in before if before[field] != after[field]}
    audit.record("area changed", on=on, subject=area, by=by, **changed)
    return area


@transaction.atomic
def add_place(*, area: LocalArea, kind: str, name: str, by: Membership, on: date) -> Place:
    """Name a part of the area. Raises Refused if one of that kind has the name."""
    with once("There is one of this kind with this name already.", "name"):
        place = Place.objects.create(area=area, kind=kind, name=name)
    audit.record("place added", on=on, subject=place, by=by, kind=place.get_kind_display())
    return place
