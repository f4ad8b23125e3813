"""Numbers and lists across the people of an area: tabs, who is who, the history, the reminders."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from areas.access import Permission, Visit
from areas.models import (
    AuditEvent,
    Commissioning,
    LocalArea,
    Membership,
    Partner,
    Place,
    Post,
    PostHolder,
    Reminder,
    Role,
)
from send_tracker.lib.dates import LONDON, said

ISO_DAY = len("2020-01-31")


@dataclass(frozen=True)
class Tab:
    """One tab of an area's pages."""

    url: str
    text: str
    current: bool


TABS = (
    ("overview", "Overview", "boards:area_detail", None),
    ("inspections", "Inspections", "inspections:source_list", None),
    ("plans", "Plans", "actions:plan_list", None),
    ("boards", "Boards", "boards:board_list", None),
    ("people", "People", "areas:people_list", None),
    ("history", "History", "areas:history_list", Permission.HISTORY_READ),
)


def area_tabs(here: Visit, current: str) -> list[Tab]:
    """The tabs of the area this person may open; `current` is the first word of one of TABS. No query."""
    return [
        Tab(url, text, name == current)
        for name, text, address, needed in TABS
        if (needed is None or here.may(needed)) and (url := _address(address, here))
    ]


def _address(name: str, here: Visit) -> str:
    try:
        return reverse(name, args=[here.area.slug])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class PostLine:
    """An open post and those who hold it today; nobody: vacant."""

    pk: int
    title: str
    holders: tuple[str, ...]


@dataclass(frozen=True)
class MemberLine:
    """A role somebody has today."""

    pk: int
    name: str
    email: str
    role: str
    started_on: date


@dataclass(frozen=True)
class BodyLine:
    """A partner of the area, with its posts and its people."""

    partner_pk: int
    name: str
    kind: str
    started_on: date
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
    posts = _by_body(_post_lines(area, on))
    members = _by_body(
        (m.organisation_id, MemberLine(m.pk, m.user.name, m.user.email, m.get_role_display(), m.started_on))
        for m in Membership.objects.live(on).filter(area=area).select_related("user").order_by("user__name", "pk")
    )
    partners = Partner.objects.live(on).filter(area=area).select_related("organisation").order_by("organisation__name")
    commissioners = _by_body(
        (row.provider_id, row.commissioner.name)
        for row in Commissioning.objects.live(on)
        .filter(provider__partnerships__area=area, commissioner__partnerships__area=area)
        .select_related("commissioner")
        .order_by("commissioner__name")
    )
    bodies = tuple(
        BodyLine(
            partner_pk=partner.pk,
            name=partner.organisation.name,
            kind=partner.organisation.get_kind_display(),
            started_on=partner.started_on,
            commissioners=tuple(commissioners.get(partner.organisation_id, ())),
            posts=tuple(posts.get(partner.organisation_id, ())),
            members=tuple(members.get(partner.organisation_id, ())),
        )
        for partner in partners
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
    posts = Post.objects.filter(area=area, closed_on=None).order_by("title", "pk")
    return [(p.organisation_id, PostLine(p.pk, p.title, tuple(holders.get(p.pk, ())))) for p in posts]


def _by_body(pairs) -> dict[int, list]:
    found: dict[int, list] = {}
    for organisation_id, line in pairs:
        found.setdefault(organisation_id, []).append(line)
    return found


@dataclass(frozen=True)
class DemoPerson:
    """Somebody the demonstration signs in by one press."""

    pk: int
    name: str
    words: str


@dataclass(frozen=True)
class DemoGroup:
    """The people of one area of the demonstration."""

    area: str
    people: tuple[DemoPerson, ...]


def demo_people() -> list[DemoGroup]:
    """Whom the sign-in page of the demonstration offers, by area; nobody outside it. Two queries."""
    on = settings.DEMO_DAY
    if on is None:
        return []
    posts: dict[tuple[int, int], list[str]] = {}
    held = PostHolder.objects.live(on).select_related("post__organisation").order_by("pk")
    for row in held:
        posts.setdefault((row.user_id, row.post.area_id), []).append(str(row.post))
    people: dict[str, dict[int, tuple[str, list[str]]]] = {}
    members = Membership.objects.live(on).filter(user__is_active=True).select_related("user", "area", "organisation")
    for m in members.order_by("area__name", "pk"):
        _, words = people.setdefault(m.area.name, {}).setdefault(
            m.user_id, (m.user.name, list(posts.get((m.user_id, m.area_id), ())))
        )
        words.append(f"{m.get_role_display()} for {m.organisation}")
    return [
        DemoGroup(area, tuple(DemoPerson(pk, name, "; ".join(words)) for pk, (name, words) in found.items()))
        for area, found in people.items()
    ]


@dataclass(frozen=True)
class HistoryLine:
    """One act as the history page tells it."""

    on: date
    recorded_at: datetime
    who: str
    what: str
    about: str
    facts: tuple[str, ...]


def history_rows(area: LocalArea) -> QuerySet[AuditEvent]:
    """The acts in an area, newest first, to be cut into pages."""
    return AuditEvent.objects.filter(area=area).select_related("user", "recorded_by__organisation").order_by("-id")


def history_lines(events: list[AuditEvent]) -> list[HistoryLine]:
    """These acts in words: who, in which capacity, what, and what it changed. No query."""
    return [
        HistoryLine(
            on=event.on,
            recorded_at=event.recorded_at,
            who=_who(event),
            what=event.event[:1].upper() + event.event[1:],
            about=event.subject_label,
            facts=tuple(_fact(name, value) for name, value in event.facts.items() if value not in (None, "", [])),
        )
        for event in events
    ]


def _who(event: AuditEvent) -> str:
    if event.recorded_by:
        return f"{event.user}, {Role(event.recorded_by.role).label.lower()} for {event.recorded_by.organisation}"
    return str(event.user) if event.user else "The programme"


def _fact(name: str, value: object) -> str:
    label = name.replace("_", " ").capitalize().removesuffix(" on")
    if isinstance(value, list):
        return f"{label}: {', then '.join(_said(part) for part in value)}"
    return f"{label}: {_said(value)}"


def _said(value: object) -> str:
    """A fact's value as people write it: a stored day in words, yes and no, nothing as "none"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    try:
        return said(date.fromisoformat(value)) if isinstance(value, str) and len(value) == ISO_DAY else str(value)
    except ValueError:
        return str(value)


@dataclass(frozen=True)
class ReminderLine:
    """One reminder to one person, and how far it has come."""

    person: str
    title: str
    url: str
    due_on: date
    planned_on: date
    state: str


def reminder_rows(area: LocalArea) -> QuerySet[Reminder]:
    """Every reminder of the area, newest first, to be cut into pages."""
    return Reminder.objects.filter(area=area).select_related("person", "email").order_by("-planned_on", "-pk")


def reminder_lines(reminders: list[Reminder]) -> list[ReminderLine]:
    """These reminders with the state of their mail. No query."""
    return [
        ReminderLine(
            person=row.person.name,
            title=row.title,
            url=row.url,
            due_on=row.due_on,
            planned_on=row.planned_on,
            state=_mail_state(row),
        )
        for row in reminders
    ]


def _mail_state(row: Reminder) -> str:
    if row.status == Reminder.Status.ATTACHED and row.email:
        if row.email.sent_at:
            return f"Sent on {said(row.email.sent_at.astimezone(LONDON).date())}"
        return f"In a mail: {row.email.get_state_display().lower()}"
    words = row.get_status_display()
    return f"{words}: {row.reason}" if row.reason else words
