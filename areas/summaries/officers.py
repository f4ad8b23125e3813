"""Who answers for SEND in an area on a day: they head its plan and its papers."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from areas.access import holders
from areas.models import AccountableOfficer, LocalArea
from areas.models.officers import OfficerRole
from send_tracker.lib.dates import said

ORDER = {role.value: place for place, role in enumerate(OfficerRole)}


@dataclass(frozen=True)
class OfficerLine:
    """One role and the post that fills it; `holders` and `end_url` only where a page asks for them."""

    role: str
    post: str
    body: str
    since: str
    until: str
    holders: str = ""
    end_url: str = ""


@dataclass(frozen=True)
class AreaOfficers:
    """The officers of an area: today's, the roles nobody fills, and those who were or will be."""

    today: list[OfficerLine]
    missing: list[str]
    others: list[OfficerLine]


def officers_of(area: LocalArea, on: date) -> list[OfficerLine]:
    """Those of that day, in the order of their roles, then by body. One query."""
    rows = AccountableOfficer.objects.live(on).filter(area=area).select_related("post", "organisation")
    return [_line(row) for row in _in_order(rows)]


def area_officers(area: LocalArea, on: date) -> AreaOfficers:
    """Everybody who ever answered for SEND in the area, as of that day. Three queries."""
    rows = list(AccountableOfficer.objects.filter(area=area).select_related("post", "organisation"))
    today = [row for row in rows if row.started_on <= on and (row.ended_on is None or row.ended_on > on)]
    who = holders([row.post_id for row in today], on)
    filled = {row.role for row in today}
    slug = area.slug
    return AreaOfficers(
        today=[_line(row, who.get(row.post_id, ()), slug if row.ended_on is None else "") for row in _in_order(today)],
        missing=[role.label for role in OfficerRole if role.value not in filled],
        others=[_line(row) for row in _in_order(row for row in rows if row not in today)],
    )


def _in_order(rows) -> list[AccountableOfficer]:
    return sorted(rows, key=lambda row: (ORDER[row.role], row.organisation.name, row.started_on))


def _line(row: AccountableOfficer, who=(), slug: str = "") -> OfficerLine:
    return OfficerLine(
        role=row.get_role_display(),
        post=row.post.title,
        body=row.organisation.full_name,
        since=said(row.started_on),
        until=said(row.ended_on),
        holders=", ".join(person.name for person in who),
        end_url=reverse("areas:officer_end", args=[slug, row.pk]) if slug else "",
    )
