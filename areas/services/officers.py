"""The area names, by post and day, who answers for SEND."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from areas import audit
from areas.models import AccountableOfficer, LocalArea, Membership, Post
from areas.models.officers import ROLE_BODIES, OfficerRole
from areas.services.guard import must_be_partner
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def name_officer(
    *, area: LocalArea, role: str, post: Post, started_on: date, ended_on: date | None = None, by: Membership, on: date
) -> AccountableOfficer:
    """The post answers for the area in this role from `started_on` (to `ended_on`, the first day it no longer does).

    One post at a time for each body: whoever holds the role for the same body steps down on that day. Raises Refused
    for a post of another area or of a kind of body the role is not of, a closed post, and days somebody else held it.
    """
    LocalArea.objects.select_for_update().get(pk=area.pk)
    post = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
    _check_post(area, OfficerRole(role), post, on)
    if ended_on is not None and ended_on < started_on:
        raise Refused("It cannot end before it starts.", "ended_on")
    of_the_body = AccountableOfficer.objects.filter(area=area, role=role, organisation=post.organisation_id)
    former = of_the_body.filter(ended_on__isnull=True, started_on__lt=started_on).select_related("post").first()
    if former is not None and former.post_id == post.pk:
        raise Refused(f"{post} has this role since {said(former.started_on)} already.", "post")
    _check_free(of_the_body.exclude(pk=former.pk if former else None), started_on, ended_on)
    if former is not None:
        former.ended_on = started_on
        former.save(update_fields=["ended_on"])
    officer = AccountableOfficer.objects.create(
        area=area, role=role, post=post, organisation=post.organisation, started_on=started_on, ended_on=ended_on
    )
    audit.record(
        "accountable officer named", on=on, subject=officer, by=by, from_day=said(started_on),
        instead_of=former.post.title if former else None,
    )  # fmt: skip
    return officer


@transaction.atomic
def end_officer(*, officer: AccountableOfficer, ended_on: date, by: Membership, on: date) -> AccountableOfficer:
    """The post has the role no longer from `ended_on`. Raises Refused if it ended already or would end too early."""
    officer = AccountableOfficer.objects.select_for_update(of=("self",)).select_related("post").get(pk=officer.pk)
    if officer.ended_on is not None:
        raise Refused(f"It ended on {said(officer.ended_on)}.", "ended_on")
    if ended_on < officer.started_on:
        raise Refused(f"It began on {said(officer.started_on)}: it cannot end before.", "ended_on")
    officer.ended_on = ended_on
    officer.save(update_fields=["ended_on"])
    audit.record("accountable officer ended", on=on, subject=officer, by=by, last_day_before=said(ended_on))
    return officer


def _check_post(area: LocalArea, role: OfficerRole, post: Post, on: date) -> None:
    if post.area_id != area.pk:
        raise Refused("Choose a post of this area.", "post")
    if post.closed_on is not None:
        raise Refused(f"{post} was closed on {said(post.closed_on)}.", "post")
    if post.organisation.kind not in ROLE_BODIES[role]:
        kinds = " or ".join(sorted(kind.label.lower() for kind in ROLE_BODIES[role]))
        raise Refused(f"This role is filled by a post of one of these kinds of body: {kinds}.", "post")
    must_be_partner(area, post.organisation, on)


def _check_free(others, started_on: date, ended_on: date | None) -> None:
    """No other post of the body has the role on any of these days."""
    overlapping = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=started_on))
    if ended_on is not None:
        overlapping = overlapping.filter(started_on__lt=ended_on)
    if held := overlapping.select_related("post").order_by("started_on").first():
        until = f" to {said(held.ended_on)}" if held.ended_on else ""
        words = f"{held.post.title} has this role from {said(held.started_on)}{until}. Choose days that do not overlap."
        raise Refused(words, "started_on")
