"""Posts and who holds them; people and the roles they have in an area."""

from datetime import date, datetime

from django.db import transaction

from areas import audit, emails
from areas.models import AccountableOfficer, LocalArea, Membership, Organisation, Post, PostHolder, Role, User
from areas.services.guard import must_be_open, must_be_partner, once
from areas.services.officers import end_officer
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def create_post(*, area: LocalArea, organisation: Organisation, title: str, by: Membership, on: date) -> Post:
    """A job in one body as the area knows it; one that was closed is opened again.

    Raises Refused if the body is no partner today or has an open post of that title.
    """
    must_be_partner(area, organisation, on)
    post = Post.objects.select_for_update().filter(area=area, organisation=organisation, title=title).first()
    if post is None:
        with once(f"{organisation} has a post of this title already.", "title"):
            post = Post.objects.create(area=area, organisation=organisation, title=title)
        audit.record("post created", on=on, subject=post, by=by)
        return post
    if post.closed_on is None:
        raise Refused(f"{organisation} has a post of this title already.", "title")
    closed_on, post.closed_on = post.closed_on, None
    post.save(update_fields=["closed_on"])
    audit.record("post opened again", on=on, subject=post, by=by, had_closed_on=closed_on)
    return post


@transaction.atomic
def close_post(*, post: Post, by: Membership, on: date) -> Post:
    """The post is there no longer: whoever holds it steps down, and it answers for nothing any more.

    Raises Refused if it is closed already.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
    if post.closed_on is not None:
        raise Refused(f"{post} was closed on {said(post.closed_on)}.")
    _end_holders(PostHolder.objects.filter(post=post), by, on)
    for officer in AccountableOfficer.objects.filter(post=post, ended_on=None).order_by("pk"):
        # One named from a later day on never begins.
        end_officer(officer=officer, ended_on=max(on, officer.started_on), by=by, on=on)
    post.closed_on = on
    post.save(update_fields=["closed_on"])
    audit.record("post closed", on=on, subject=post, by=by)
    return post


@transaction.atomic
def appoint(*, post: Post, user: User, by: Membership, on: date) -> PostHolder:
    """The person holds the post from this day on, alone or with those who hold it already.

    Raises Refused if the post is closed, its body no partner, the person has no role for that body in the area, or
    holds the post already.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("organisation", "area").get(pk=post.pk)
    if post.closed_on is not None and post.closed_on <= on:
        raise Refused(f"{post} was closed on {said(post.closed_on)}.")
    must_be_partner(post.area, post.organisation, on)
    same = post.organisation.same_bodies(on)
    roles = Membership.objects.live(on).filter(user=user, area=post.area, organisation__in=same)
    if not (user.is_active and roles.exists()):
        words = f"{user} has no role for {post.organisation} in {post.area}. Give them one first."
        raise Refused(words, "user")
    with once(f"{user} holds this post already.", "user"):
        holder = PostHolder.objects.create(post=post, user=user, started_on=on)
    audit.record("post taken up", on=on, subject=post, by=by, person=user.name)
    return holder


@transaction.atomic
def step_down(*, holder: PostHolder, by: Membership, on: date) -> PostHolder:
    """The person holds the post no longer. Raises Refused if that is so already."""
    holder = (
        PostHolder.objects.select_for_update(of=("self",))
        .select_related("post__organisation", "user")
        .get(pk=holder.pk)
    )
    must_be_open(holder, on, f"{holder.user} as {holder.post}")
    holder.ended_on = on
    holder.save(update_fields=["ended_on"])
    audit.record("post given up", on=on, subject=holder.post, by=by, person=holder.user.name)
    return holder


@transaction.atomic
def add_member(
    *,
    area: LocalArea,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    by: Membership,
    on: date,
    at: datetime | None = None,
) -> Membership:
    """Give a person a role for a body in the area. Somebody known by that e-mail keeps the name they have.

    `at` is now: with it, a person who is new is sent an invitation; without, nobody is written to. Raises Refused
    if the body is no partner today, the account is shut, or the person has this very role for this body.
    """
    must_be_partner(area, organisation, on)
    user = find_or_invite(email, name, area=area, at=at)
    membership = admit(user, area, organisation, role, on)
    audit.record("role given", on=on, subject=membership, by=by, role=Role(role).label)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Membership, on: date) -> Membership:
    """The person has this role no longer, and leaves the body's posts here if it was the last one for that body.

    Raises Refused if it has ended, or if it would leave the area without an area lead.
    """
    area = LocalArea.objects.select_for_update().get(pk=membership.area_id)  # two leads cannot end each other at once
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=membership.pk)
    )
    must_be_open(membership, on, f"The role of {membership.user} for {membership.organisation}")
    others = Membership.objects.live(on).filter(area=area).exclude(pk=membership.pk)
    if membership.role == Role.LEAD and not others.filter(role=Role.LEAD, user__is_active=True).exists():
        raise Refused(f"{area} would have no area lead. Give somebody else that role first.")
    membership.ended_on = on
    membership.save(update_fields=["ended_on"])
    audit.record("role ended", on=on, subject=membership, by=by, role=Role(membership.role).label)
    same = membership.organisation.same_bodies(on)
    if not others.filter(user=membership.user, organisation__in=same).exists():
        held = PostHolder.objects.filter(user=membership.user, post__area=area, post__organisation__in=same)
        _end_holders(held, by, on)
    return membership


def find_or_invite(email: str, name: str, *, area: LocalArea, at: datetime | None) -> User:
    """The person of that e-mail, whatever its case, made and invited if there is none. Raises Refused."""
    email = email.strip().lower()
    if not email.isascii():  # a look-alike letter would make a second account for one address
        raise Refused("Write the e-mail address in plain letters a to z.", "email")
    user = User.objects.filter(email=email).first()
    if user is None:
        with once("Somebody has just added this person. Save again.", "email"):
            user = User.objects.create_user(email=email, name=name)
        if at:
            emails.invitation(person=user, area=area, at=at)
    elif not user.is_active:
        raise Refused("The account of this person is shut.", "email")
    return user


def admit(user: User, area: LocalArea, organisation: Organisation, role: str, on: date) -> Membership:
    """The row that says so. Raises Refused if the person has this very role for this body."""
    with once(f"{user} is {Role(role).label.lower()} for {organisation} here already.", "email"):
        return Membership.objects.create(user=user, area=area, organisation=organisation, role=role, started_on=on)


def _end_holders(holders, by: Membership, on: date) -> None:
    for holder in holders.filter(ended_on=None).order_by("pk"):
        step_down(holder=holder, by=by, on=on)
