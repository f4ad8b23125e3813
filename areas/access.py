"""Who may. All of it on one screen: the permissions, the roles, the gate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto

from django.db.models import Exists
from django.http import Http404

from areas.models import Commissioning, LocalArea, Membership, Organisation, PostHolder, Role, User


class Permission(StrEnum):
    """One thing somebody may do in an area."""

    PEOPLE_MANAGE = auto()
    DOCUMENT_RECORD = auto()
    DOCUMENT_READ_RESTRICTED = auto()
    INSPECTION_RECORD = auto()
    EMBARGO_READ = auto()
    PLAN_EDIT = auto()
    ACTION_UPDATE = auto()
    ACTION_UPDATE_FOR_OTHERS = auto()
    HIGHLIGHT_WRITE = auto()
    CONTRIBUTION_ASK = auto()
    CONTRIBUTION_ANSWER = auto()
    CONTRIBUTION_RECORD_FOR_OTHERS = auto()
    BOARD_EDIT = auto()
    APPROVAL_RECORD = auto()
    PLAN_SIGN = auto()
    PLAN_SIGN_FOR_OTHERS = auto()
    REPORT_READ_DRAFT = auto()
    REPORT_DRAFT = auto()
    REPORT_CHAIR_WORDS = auto()
    REPORT_APPROVE = auto()
    REPORT_RECORD_FOR_CHAIR = auto()
    REPORT_PUBLISH = auto()
    HISTORY_READ = auto()


P = Permission
PERMISSION_WORDS = {
    P.PEOPLE_MANAGE: "Set up the area: partners, posts, people and their roles",
    P.DOCUMENT_RECORD: "Record letters and other documents, what they ask for and their answers",
    P.DOCUMENT_READ_RESTRICTED: "Read and record documents kept for area leads",
    P.INSPECTION_RECORD: "Record inspections, what they found and statutory dates",
    P.EMBARGO_READ: "See an inspection before it is published, and say who else may",
    P.PLAN_EDIT: "Set up plans, workstreams and actions; record submissions and verdicts",
    P.ACTION_UPDATE: "Update the actions their posts lead",
    P.ACTION_UPDATE_FOR_OTHERS: "Record an update for another post, from a named source",
    P.HIGHLIGHT_WRITE: "Write the highlight report of a workstream their post leads",
    P.CONTRIBUTION_ASK: "Ask a body to contribute",
    P.CONTRIBUTION_ANSWER: "Agree, give and confirm what their own body is asked for",
    P.CONTRIBUTION_RECORD_FOR_OTHERS: "Record a contribution for another body, to be confirmed by it",
    P.BOARD_EDIT: "Set up boards, seats and meetings",
    P.APPROVAL_RECORD: "Set out how a plan is approved, record what bodies decided, open the joint certificate",
    P.PLAN_SIGN: "Sign a plan's certificate for their own body, by a post they hold",
    P.PLAN_SIGN_FOR_OTHERS: "Record a signature for another post, from a named source",
    P.REPORT_READ_DRAFT: "Read reports that are not yet approved",
    P.REPORT_DRAFT: "Draft and edit reports",
    P.REPORT_CHAIR_WORDS: "Write the chair's own words in a report",
    P.REPORT_APPROVE: "Approve a report",
    P.REPORT_RECORD_FOR_CHAIR: "Record the chair's words and approval for the chair, from a named source",
    P.REPORT_PUBLISH: "Record clearance, publish a report, withdraw it",
    P.HISTORY_READ: "Read who did what in the area",
}
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # Everything but the chair's own part: a lead who also chairs holds both roles, and each act names its own.
    Role.LEAD: frozenset(Permission) - {P.REPORT_CHAIR_WORDS, P.REPORT_APPROVE},
    Role.OFFICER: frozenset(
        {
            P.DOCUMENT_RECORD,
            P.ACTION_UPDATE,
            P.HIGHLIGHT_WRITE,
            P.CONTRIBUTION_ASK,
            P.PLAN_SIGN,
            P.REPORT_READ_DRAFT,
            P.REPORT_DRAFT,
        }
    ),
    Role.HEALTH: frozenset(
        {
            P.DOCUMENT_RECORD,
            P.ACTION_UPDATE,
            P.HIGHLIGHT_WRITE,
            P.CONTRIBUTION_ASK,
            P.CONTRIBUTION_ANSWER,
            P.PLAN_SIGN,
            P.REPORT_READ_DRAFT,
        }
    ),
    Role.CONTRIBUTOR: frozenset({P.ACTION_UPDATE, P.HIGHLIGHT_WRITE, P.CONTRIBUTION_ANSWER}),
    Role.FORUM: frozenset({P.ACTION_UPDATE, P.HIGHLIGHT_WRITE, P.CONTRIBUTION_ANSWER}),
    Role.CHAIR: frozenset({P.REPORT_READ_DRAFT, P.REPORT_DRAFT, P.REPORT_CHAIR_WORDS, P.REPORT_APPROVE}),
    Role.ADVISER: frozenset(),
    Role.READER: frozenset(),
}


# What an upper storey asks of a membership's area as somebody enters it: by name, an expression for the day. It is
# answered in the query that finds the memberships, so it costs none.
ASKED_ON_ENTERING: dict[str, Callable[[date], Exists]] = {}


@dataclass(frozen=True)
class Visit:
    """One person in one area, with all they may do there. Asked once, then carried as `here`."""

    user: User
    area: LocalArea
    on: date  # what is embargoed is so on a day, and a body stands for another from a day on
    memberships: tuple[Membership, ...]
    posts: frozenset[int]  # the posts this person holds here today
    permissions: frozenset[Permission]
    # What an upper storey has looked up once for this visit, to ask no more: which rows are hidden from it.
    known: dict[str, set[int]] = field(default_factory=dict, compare=False, repr=False)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def acting(self, permission: Permission, organisation_id: int | None = None) -> Membership:
        """The membership the act is done in: the first that allows it (for this body, if one is named).

        Raises LookupError if none does: ask `may` or a rule first.
        """
        for membership in self.memberships:
            allowed = permission in ROLE_PERMISSIONS[Role(membership.role)]
            if allowed and (organisation_id is None or organisation_id in membership.organisation.same_bodies(self.on)):
                return membership
        raise LookupError(permission)

    def speaks_for(self, permission: Permission) -> frozenset[int]:
        """The bodies for which this person may do it here, those they have taken over from among them."""
        allowed = [m.organisation for m in self.memberships if permission in ROLE_PERMISSIONS[Role(m.role)]]
        return frozenset().union(*(body.same_bodies(self.on) for body in allowed))


def visits(user: User, on: date) -> list[Visit]:
    """Every area this person may enter, by name: for the few pages that span areas (/my/...)."""
    memberships: dict[LocalArea, list[Membership]] = {}
    for membership in _memberships(user, on):
        memberships.setdefault(membership.area, []).append(membership)
    posts = _posts(user, on)
    return [_visit(user, area, on, found, posts) for area, found in memberships.items()]


def enter(user: User, area_slug: str, on: date) -> Visit:
    """The only way into an area. A stranger is told what anybody is told of a place that is not there: 404."""
    memberships = list(_memberships(user, on).filter(area__slug=area_slug))
    if not memberships:
        raise Http404
    return _visit(user, memberships[0].area, on, memberships, _posts(user, on))


def roles_that_may(permission: Permission) -> list[Role]:
    """The roles that allow it."""
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


def people_who_may(permission: Permission, area: LocalArea, on: date) -> list[User]:
    """Active people with this permission in the area today: whom a letter may go to."""
    members = Membership.objects.live(on).filter(area=area, role__in=roles_that_may(permission), user__is_active=True)
    return list(User.objects.filter(pk__in=members.values("user")).order_by("pk"))


def members_who_may(
    permission: Permission, bodies: Iterable[Organisation], on: date
) -> dict[tuple[int, int], list[User]]:
    """For each area and body (their ids), the active people who may do this for that body there today. One query.

    Who acts for a body that took over from another acts for that one too.
    """
    same = {body.pk: body.same_bodies(on) for body in bodies}
    rows = (
        Membership.objects.live(on)
        .filter(
            organisation__in=frozenset().union(*same.values()),
            role__in=roles_that_may(permission),
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user", "pk")
    )
    found: dict[tuple[int, int], dict[int, User]] = {}
    for row in rows:
        for body in (body for body, ids in same.items() if row.organisation_id in ids):
            found.setdefault((row.area_id, body), {})[row.user_id] = row.user
    return {place: list(people.values()) for place, people in found.items()}


def holders(post_ids: Iterable[int], on: date) -> dict[int, list[User]]:
    """Who holds each post today: active people who are still members of the post's area."""
    found: dict[int, list[User]] = {}
    rows = (
        PostHolder.objects.live(on)
        .filter(post__in=set(post_ids), user__is_active=True)
        .select_related("user", "post")
        .order_by("pk")
    )
    members = set(
        Membership.objects.live(on).filter(user__in=[row.user_id for row in rows]).values_list("user_id", "area_id")
    )
    for row in rows:
        if (row.user_id, row.post.area_id) in members:
            found.setdefault(row.post_id, []).append(row.user)
    return found


def commissioned_by(organisation_ids: Iterable[int], on: date) -> set[int]:
    """The providers these bodies commission today."""
    rows = Commissioning.objects.live(on).filter(commissioner__in=set(organisation_ids))
    return set(rows.values_list("provider_id", flat=True))


def _memberships(user: User, on: date):
    if not user.is_active:
        return Membership.objects.none()
    asked = {name: question(on) for name, question in ASKED_ON_ENTERING.items()}
    found = user.memberships.live(on).annotate(**asked)
    return found.select_related("area", "organisation", "user").order_by("area__name", "pk")


def _posts(user: User, on: date) -> list[tuple[int, int]]:
    return list(PostHolder.objects.live(on).filter(user=user).values_list("post_id", "post__area_id"))


def _visit(user: User, area: LocalArea, on: date, memberships: list[Membership], posts: list[tuple[int, int]]) -> Visit:
    return Visit(
        user=user,
        area=area,
        on=on,
        memberships=tuple(memberships),
        posts=frozenset(post for post, in_area in posts if in_area == area.pk),
        permissions=frozenset().union(*(ROLE_PERMISSIONS[Role(m.role)] for m in memberships)),
    )
