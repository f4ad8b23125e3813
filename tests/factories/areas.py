"""Areas, bodies, posts and people."""

from datetime import date
from itertools import count

from areas import access
from areas.models import LocalArea, Membership, Organisation, Partner, Post, PostHolder, Role, User

START = date(2020, 1, 1)
_numbers = count(1)


def make_area(name: str = "", **fields) -> LocalArea:
    name = name or f"Area {next(_numbers)}"
    return LocalArea.objects.create(name=name, slug=fields.pop("slug", name.lower().replace(" ", "-")), **fields)


def make_organisation(area: LocalArea | None = None, name: str = "", kind: str = "council", **fields) -> Organisation:
    """A body and, if an area is given, its partnership in it."""
    organisation = Organisation.objects.create(name=name or f"Body {next(_numbers)}", kind=kind, **fields)
    if area:
        make_partner(area, organisation)
    return organisation


def make_partner(area: LocalArea, organisation: Organisation, **fields) -> Partner:
    return Partner.objects.create(area=area, organisation=organisation, **{"started_on": START, **fields})


def make_user(name: str = "", email: str = "") -> User:
    number = next(_numbers)
    user = User(name=name or f"Person {number}", email=email or f"person{number}@example.org")
    user.set_unusable_password()
    user.save()
    return user


def make_membership(user: User, area: LocalArea, organisation: Organisation, role: Role, **fields) -> Membership:
    return Membership.objects.create(
        user=user, area=area, organisation=organisation, role=role, **{"started_on": START, **fields}
    )


def make_post(
    area: LocalArea, organisation: Organisation, title: str = "", holder: User | None = None, **fields
) -> Post:
    post = Post.objects.create(area=area, organisation=organisation, title=title or f"Post {next(_numbers)}", **fields)
    if holder:
        PostHolder.objects.create(post=post, user=holder, started_on=START)
    return post


def make_visit(area: LocalArea, on: date, role: Role = Role.LEAD) -> access.Visit:
    """Somebody of this role, within the area on that day; an area lead unless told."""
    user = make_user()
    make_membership(user, area, make_organisation(area), role)
    return access.enter(user, area.slug, on)
