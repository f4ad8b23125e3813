"""Who is let in on an inspection before it is published: named by an area lead, and shut out again."""

from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Membership
from areas.services.guard import must_be_open, once
from inspections.models import Insider, Inspection
from send_tracker.lib.refusals import Refused


@transaction.atomic
def name_insider(*, inspection: Inspection, membership: Membership, by: Membership, on: date) -> Insider:
    """From this day somebody sees the inspection under embargo, and all that hangs on it, in this one capacity.

    The same again is returned as it is. Raises Refused once it is published, or for who is no member of its area.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).select_related("source").get(pk=inspection.pk)
    if earlier := inspection.insiders.filter(membership=membership, ended_on__isnull=True).first():
        return earlier
    if not inspection.is_embargoed(on):
        raise Refused("This inspection is published: everybody in the area sees it.")
    members = Membership.objects.live(on).filter(area=inspection.source.area_id, user__is_active=True)
    if not members.filter(pk=membership.pk).exists():
        raise Refused("Choose somebody who has a role in this area today.", "membership")
    with once(f"{membership} is named already.", "membership"):
        insider = Insider.objects.create(inspection=inspection, membership=membership, started_on=on, named_by=by)
    audit.record("let in on embargo", on=on, subject=inspection, by=by, person=membership)
    return insider


@transaction.atomic
def end_insider(*, insider: Insider, by: Membership, on: date) -> Insider:
    """The person sees it no longer, from this moment. Raises Refused if that is so already."""
    insider = (
        Insider.objects.select_for_update(of=("self",))
        .select_related("inspection__source", "membership__user", "membership__organisation")
        .get(pk=insider.pk)
    )
    must_be_open(insider, on, f"{insider} as one who may see it")
    insider.ended_on, insider.ended_by = on, by
    insider.save(update_fields=["ended_on", "ended_by"])
    audit.record("shut out of embargo", on=on, subject=insider.inspection, by=by, person=insider.membership)
    return insider
