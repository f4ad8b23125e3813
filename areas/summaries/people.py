"""Who is who in an area: partners, posts and who holds them, people and their roles."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from areas.models import Commissioning, LocalArea, Membership, Organisation, Partner, Place, Post, PostHolder
from send_tracker.lib.dates import said


@dataclass(frozen=True)
class PostLine:
    """An open post and those who hold it today; nobody: vacant."""

    url: str
    title: str
    holders: tuple[str, ...]


@dataclass(frozen=True)
class MemberLine:
    """A role somebody has today."""

    end_url: str
    name: str
    email: str
    role: str
    since: str


@dataclass(frozen=True)
class FormerBody:
    """A partner that ended, or is about to, and where that may be taken back."""

    words: str
    take_back_url: str


@dataclass(frozen=True)
class BodyLine:
    """A partner of the area, with its posts and its people."""

    end_url: str
    name: str
    kind: str
    since: str
    formerly: tuple[FormerBody, ...]
    commissioners: tuple[str, ...]
    posts: tuple[PostLine, ...]
    members: tuple[MemberLine, ...]


@dataclass(frozen=True)
class AreaPeople:
    """Who is who in an area on a day."""

    bodies: tuple[BodyLine, ...]
    places: tuple[str, ...]
    vacant: int


def people_of(area: LocalArea, on: date) -> AreaPeople:
    """Partners by name, each with its open posts, its people and its commissioners. Six queries, however many rows."""
    partners = list(
        Partner.objects.live(on).filter(area=area).select_related("organisation").order_by("organisation__name")
    )
    own = [partner.organisation for partner in partners]
    stands = {pk: body.stands_as(on) for body in own for pk in body.same_bodies(on)}
    posts = _by_body(stands, _post_lines(area, on))
    members = _by_body(
        stands,
        (
            (m.organisation_id, _member_line(area, m))
            for m in Membership.objects.live(on).filter(area=area).select_related("user").order_by("user__name", "pk")
        ),
    )
    commissioners = _by_body(
        stands,
        (
            (row.provider_id, row.commissioner.full_name_today)
            for row in Commissioning.objects.live(on)
            .filter(provider__partnerships__area=area, commissioner__partnerships__area=area)
            .select_related("commissioner")
            .order_by("commissioner__name")
        ),
    )
    together: dict[int, list[Partner]] = {}
    for partner in partners:
        together.setdefault(partner.organisation.stands_as(on), []).append(partner)
    bodies = tuple(
        BodyLine(
            end_url=reverse("areas:partner_end", args=[area.slug, rows[0].pk]),
            name=rows[0].organisation.full_name_today,
            kind=rows[0].organisation.kind_today,
            since=said(min(row.started_on for row in rows)),
            formerly=tuple(
                FormerBody(
                    _succession(row.organisation, on),
                    reverse("areas:succession_withdraw", args=[area.slug, row.pk]),
                )
                for row in rows
                if row.organisation.successor_id
            ),
            commissioners=tuple(dict.fromkeys(commissioners.get(body, ()))),
            posts=tuple(posts.get(body, ())),
            members=tuple(members.get(body, ())),
        )
        for body, rows in together.items()
    )
    places = tuple(
        f"{place.name} ({place.get_kind_display().lower()})"
        for place in Place.objects.filter(area=area).order_by("kind", "name")
    )
    return AreaPeople(bodies, places, sum(not post.holders for body in bodies for post in body.posts))


def _post_lines(area: LocalArea, on: date) -> list[tuple[int, PostLine]]:
    holders: dict[int, list[str]] = {}
    for row in PostHolder.objects.live(on).filter(post__area=area).select_related("user").order_by("started_on", "pk"):
        holders.setdefault(row.post_id, []).append(row.user.name)
    posts = Post.objects.filter(area=area, closed_on=None).select_related("organisation").order_by("title", "pk")
    return [
        (
            post.organisation_id,
            PostLine(
                reverse("areas:post_detail", args=[area.slug, post.pk]),
                _title(post, on),
                tuple(holders.get(post.pk, ())),
            ),
        )
        for post in posts
    ]


def _succession(body: Organisation, on: date) -> str:
    """When the body ended, or will, and who follows it."""
    kin = {one["id"]: one for one in body.family}
    follower, day = kin[body.successor_id]["name"], said(body.ended_on)
    return f"{body.name} ended on {day}" if body.ended_on <= on else f"Ends on {day}; {follower} follows"


def _title(post: Post, on: date) -> str:
    """The title, and of which body it was, where another stands for that one now: each may have had such a post."""
    is_own = post.organisation.stands_as(on) == post.organisation_id
    return post.title if is_own else f"{post.title} (formerly of {post.organisation.name})"


def _member_line(area: LocalArea, member: Membership) -> MemberLine:
    return MemberLine(
        end_url=reverse("areas:membership_end", args=[area.slug, member.pk]),
        name=member.user.name,
        email=member.user.email,
        role=member.get_role_display(),
        since=said(member.started_on),
    )


def _by_body(stands: dict[int, int], pairs) -> dict[int, list]:
    """The lines under the body that stands today for the one each is of."""
    found: dict[int, list] = {}
    for organisation_id, line in pairs:
        found.setdefault(stands.get(organisation_id, organisation_id), []).append(line)
    return found


@dataclass(frozen=True)
class DemoPerson:
    """Somebody the demonstration signs in by one press, as the people of one area know them."""

    pk: int
    name: str
    area: str
    posts: str


def demo_people() -> list[DemoPerson]:
    """Whom the sign-in page of the demonstration offers, area by area; nobody outside it. Two queries."""
    on = settings.DEMO_DAY
    if on is None:
        return []
    words: dict[tuple[int, int], list[str]] = {}
    for held in PostHolder.objects.live(on).select_related("user", "post__organisation").order_by("pk"):
        if held.post.title != held.user.name:  # the story names its people by their posts
            words.setdefault((held.user_id, held.post.area_id), []).append(str(held.post))
    members = Membership.objects.live(on).filter(user__is_active=True).select_related("user", "area", "organisation")
    found: dict[tuple[int, int], Membership] = {}
    for member in members.order_by("area__name", "pk"):
        who = (member.user_id, member.area_id)
        found.setdefault(who, member)
        words.setdefault(who, []).append(f"{member.get_role_display()} for {member.organisation}")
    return [
        DemoPerson(member.user_id, member.user.name, member.area.name, "; ".join(words[who]))
        for who, member in found.items()
    ]


@dataclass(frozen=True)
class HolderLine:
    """Somebody who holds a post, or did."""

    end_url: str
    name: str
    since: str
    until: str


def holders_of(post: Post, on: date) -> list[HolderLine]:
    """Everybody who ever held the post, latest first; only those who hold it today may step down. One query."""
    rows = PostHolder.objects.filter(post=post).select_related("user").order_by("-started_on", "-pk")
    return [
        HolderLine(
            end_url=""
            if row.ended_on or row.started_on > on
            else reverse("areas:holder_end", args=[post.area.slug, row.pk]),
            name=row.user.name,
            since=said(row.started_on),
            until=said(row.ended_on),
        )
        for row in rows
    ]
