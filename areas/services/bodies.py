"""Organisations: registered once, partners of many areas, commissioned by others, followed by others."""

from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Commissioning, LocalArea, Membership, Organisation, Partner, Post
from areas.services.guard import must_be_open, must_be_partner, once
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def register_organisation(
    *, name: str, kind: str, short_name: str = "", started_on: date | None = None, by: Membership, on: date
) -> Organisation:
    """The body of that name, registered if nobody has done so yet: one row, however many areas it serves.

    Raises Refused if the name is that of a body of another kind.
    """
    organisation, is_new = find_or_make(name, kind, short_name=short_name, started_on=started_on)
    if is_new:
        facts = {"kind": organisation.get_kind_display(), "short_name": short_name or None}
        audit.record("organisation registered", on=on, subject=organisation, by=by, **facts)
    return organisation


def find_or_make(name: str, kind: str, **fields) -> tuple[Organisation, bool]:
    """The body of that name, whatever its case, and whether it was made just now."""
    organisation = Organisation.objects.filter(name__iexact=name).first()
    if organisation is None:
        with once("Somebody has just registered this body. Save again.", "name"):
            return Organisation.objects.create(name=name, kind=kind, **fields), True
    if organisation.kind != kind:
        words = f"{organisation.name} is known already, as: {organisation.get_kind_display()}. Choose that kind."
        raise Refused(words, "kind")
    return organisation, False


@transaction.atomic
def add_partner(*, area: LocalArea, organisation: Organisation, by: Membership, on: date) -> Partner:
    """The body answers for the area from this day on; one that had left comes back.

    Raises Refused if it is a partner already, or has itself ended.
    """
    if organisation.ended_on and organisation.ended_on <= on:
        raise Refused(f"{organisation.name} ended on {said(organisation.ended_on)}.", "name")
    others = organisation.same_bodies(on) - {organisation.pk}
    if Partner.objects.live(on).filter(area=area, organisation__in=others).exists():
        raise Refused(f"{organisation} is a partner already.", "name")
    partner = Partner.objects.select_for_update().filter(area=area, organisation=organisation).first()
    if partner is None:
        with once(f"{organisation} is a partner already.", "name"):
            partner = Partner.objects.create(area=area, organisation=organisation, started_on=on)
        audit.record("partner added", on=on, subject=organisation, by=by)
        return partner
    if partner.ended_on is None:
        raise Refused(f"{organisation} is a partner already.", "name")
    left_on, partner.ended_on = partner.ended_on, None
    partner.save(update_fields=["ended_on"])
    audit.record("partner came back", on=on, subject=organisation, by=by, had_left_on=left_on)
    return partner


@transaction.atomic
def end_partner(*, partner: Partner, by: Membership, on: date) -> Partner:
    """The body answers for the area no longer, nor do those it took over from here.

    Raises Refused while people or open posts still stand for it.
    """
    partner = Partner.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=partner.pk)
    must_be_open(partner, on, f"{partner.organisation} as a partner")
    here = {"area": partner.area_id, "organisation__in": partner.organisation.same_bodies(on)}
    if Membership.objects.filter(**here, ended_on=None).exists():
        raise Refused(f"People still have a role for {partner.organisation} here. End their roles first.")
    if Post.objects.filter(**here, closed_on=None).exists():
        raise Refused(f"{partner.organisation} still has open posts here. Close them first.")
    Partner.objects.live(on).filter(**here).update(ended_on=on)
    partner.refresh_from_db(fields=["ended_on"])
    audit.record("partner ended", on=on, subject=partner.organisation, by=by)
    return partner


@transaction.atomic
def name_commissioner(*, provider: Organisation, commissioner: Organisation, by: Membership, on: date) -> Commissioning:
    """The provider works under the commissioner, who from now on sees what it is asked for.

    Both must be partners of the area of `by`. Raises Refused if not, if they are one body, or if it is named.
    """
    if provider.pk == commissioner.pk:
        raise Refused("A body does not commission itself. Choose another.", "commissioner")
    for body in (provider, commissioner):
        must_be_partner(by.area, body, on)
    row = Commissioning.objects.select_for_update().filter(provider=provider, commissioner=commissioner).first()
    if row is None:
        with once(f"{commissioner} is named as a commissioner of {provider} already.", "commissioner"):
            row = Commissioning.objects.create(provider=provider, commissioner=commissioner, started_on=on)
    elif row.ended_on is None:
        raise Refused(f"{commissioner} is named as a commissioner of {provider} already.", "commissioner")
    else:
        row.ended_on = None
        row.save(update_fields=["ended_on"])
    audit.record("commissioner named", on=on, subject=provider, by=by, commissioner=commissioner.name)
    return row
