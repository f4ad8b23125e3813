"""Who is told of what, and when: plan, compose, drain. The database holds the truth; `tick` may run any time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction

import actions.reminders
import inspections.reminders
from areas import outbox
from areas.models import Heartbeat, LocalArea, OutgoingEmail, Reminder, User
from send_tracker.lib.dates import add_working_days, at_eight, is_working_day, said, working_days_between
from send_tracker.lib.due import DueItem, Kind

# Working days before the day, the day itself (0), and then every so many working days after it.
OFFSETS: dict[Kind, tuple[int, ...]] = {
    Kind.STATUTORY: (40, 20, 10, 5, 2, 1, 0),
    Kind.ORDINARY: (20, 10, 5, 1, 0),
}
EVERY_WHEN_LATE: dict[Kind, int] = {Kind.STATUTORY: 1, Kind.ORDINARY: 5}
APPS = (inspections.reminders, actions.reminders)


@dataclass
class Ticked:
    """What one tick did: the log line of every decision, in numbers."""

    planned: int = 0
    superseded: int = 0
    cancelled: int = 0
    digests: int = 0
    mail: outbox.Drained = field(default_factory=outbox.Drained)


@dataclass(frozen=True)
class Told:
    """One reminder that has come: the thing, the person in it, and the offset in working days (negative: after it)."""

    item: DueItem
    offset: int

    @property
    def key(self) -> str:
        return f"{self.item.key}:{self.offset}"


def due_items(on: date) -> Iterator[DueItem]:
    """Everything open that somebody is to hear of, as each app names it on that day."""
    for app in APPS:
        yield from app.due_items(on)


def reminding_day(due_on: date, offset: int) -> date:
    """The working day on which the reminder of that offset goes out."""
    day = add_working_days(due_on, -offset)
    return day if is_working_day(day) else add_working_days(day, -1)


def offset_come(item: DueItem, on: date) -> int | None:
    """The latest offset whose day has come by `on`; None while even the first is ahead."""
    late = working_days_between(item.due_on, on) if on > item.due_on else 0
    every = EVERY_WHEN_LATE[item.kind]
    if late >= every:
        return -(late // every) * every
    come = [offset for offset in OFFSETS[item.kind] if reminding_day(item.due_on, offset) <= on]
    return come[-1] if come else None


def offsets_between(kind: Kind, earlier: int, later: int) -> list[int]:
    """The offsets that came after `earlier` and before `later`: what an outage skipped."""
    every = EVERY_WHEN_LATE[kind]
    return [o for o in (*OFFSETS[kind], *range(-every, later, -every)) if later < o < earlier]


def come(on: date) -> list[Told]:
    """Every reminder that should have been told by now, the latest of each thing and person."""
    return [Told(item, offset) for item in due_items(on) if (offset := offset_come(item, on)) is not None]


def tick(on: date, at: Callable[[], datetime]) -> Ticked:
    """Plan, compose, drain, and leave a heartbeat. Safe to run any number of times, anywhere, at once.

    `on` is the day of business (the story's, in the demonstration); `at()` the real instant. Before eight in the
    morning of that day nothing new is planned; waiting mail is sent at any hour.
    """
    done = Ticked()
    if at() >= at_eight(on):
        told = come(on)
        plan(told, on, done)
        compose(on, at(), done)
    done.mail = outbox.drain(at, drop=lambda email: _take_back(email, on, at, done))
    Heartbeat.objects.update_or_create(name="tick", defaults={"beat_at": at()})
    return done


@transaction.atomic
def plan(told: list[Told], on: date, done: Ticked) -> None:
    """Write each reminder that has come and is not there yet; supersede what it overtakes; cancel what fell away."""
    known: dict[tuple[int, str], dict[int, Reminder]] = {}
    for reminder in Reminder.objects.filter(thing__in={one.item.key for one in told}):
        offset = int(reminder.key.rpartition(":")[2])
        known.setdefault((reminder.person_id, reminder.thing), {})[offset] = reminder
    rows = []
    for one in told:
        earlier = known.get((one.item.person_id, one.item.key), {})
        if one.offset in earlier:
            continue
        last = min(earlier, default=None)
        if last is not None and last < one.offset:
            continue  # the clock went back: what was told stays told
        overtaken = [r.pk for r in earlier.values() if r.status == Reminder.Status.PLANNED]
        done.superseded += Reminder.objects.filter(pk__in=overtaken, status=Reminder.Status.PLANNED).update(
            status=Reminder.Status.SUPERSEDED, reason="A later one came before it was sent"
        )
        if last is not None:
            for offset in offsets_between(one.item.kind, last, one.offset):
                rows.append(_row(Told(one.item, offset), on, Reminder.Status.SUPERSEDED, "Not planned in time"))
                done.superseded += 1
        rows.append(_row(one, on, Reminder.Status.PLANNED))
        done.planned += 1
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    done.cancelled += _cancel_what_fell_away({(one.item.person_id, one.item.key) for one in told})


def compose(on: date, at: datetime, done: Ticked) -> None:
    """One digest a person and day, of all that is planned. What is planned after it waits for tomorrow's."""
    waiting = Reminder.objects.filter(status=Reminder.Status.PLANNED, person__is_active=True)
    for person in User.objects.filter(pk__in=waiting.values("person")).order_by("pk"):
        with transaction.atomic():
            reminders = list(waiting.filter(person=person).select_for_update(of=("self",)).select_related("area"))
            email = reminders and outbox.leave(
                person, key=_digest_key(person.pk, on), template="digest", context=digest(reminders, on), at=at
            )
            if email:
                Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).update(
                    status=Reminder.Status.ATTACHED, email=email
                )
                done.digests += 1


def digest(reminders: list[Reminder], on: date) -> dict:
    """What the digest's templates are handed: the areas by name, in each the most urgent first."""
    reminders = sorted(reminders, key=lambda r: (r.area.name, r.due_on, r.kind != Kind.STATUTORY, r.title))
    areas: list[tuple[LocalArea, list[dict]]] = [
        (area, [{"title": r.title, "when": when(r.due_on, on), "url": settings.SITE_URL + r.url} for r in lines])
        for area, lines in groupby(reminders, key=lambda r: r.area)
    ]
    return {"areas": areas, "count": len(reminders), "on": on}


def when(due_on: date, on: date) -> str:
    """How far off the day is, in words: `due 27 March 2020, in 40 working days`."""
    days = working_days_between(on, due_on)
    if due_on == on:
        return f"due today, {said(due_on)}"
    if due_on < on:
        late = -days
        return f"overdue since {said(due_on)}" + (f", {late} working day{'s' * (late != 1)}" if late else "")
    return f"due {said(due_on)}, in {days} working day{'s' * (days != 1)}"


def _row(told: Told, on: date, status: str, reason: str = "") -> Reminder:
    item = told.item
    return Reminder(
        person_id=item.person_id,
        area_id=item.area_id,
        key=told.key,
        thing=item.key,
        kind=item.kind,
        title=item.title[:300],
        url=item.url,
        due_on=item.due_on,
        planned_on=on,
        status=status,
        reason=reason,
    )


def _digest_key(person_id: int, on: date) -> str:
    return f"digest:{person_id}:{on.isoformat()}"


def _cancel_what_fell_away(wanted: set[tuple[int, str]]) -> int:
    """Planned reminders of things that are done, moved to another day, or no longer this person's."""
    rows = Reminder.objects.filter(status=Reminder.Status.PLANNED).values_list("pk", "person_id", "thing")
    gone = [pk for pk, person_id, thing in rows if (person_id, thing) not in wanted]
    return Reminder.objects.filter(pk__in=gone, status=Reminder.Status.PLANNED).update(
        status=Reminder.Status.CANCELLED, reason="No longer due, or no longer theirs"
    )


def _take_back(email: OutgoingEmail, on: date, at: Callable[[], datetime], done: Ticked) -> bool:
    """Before its first attempt: if a thing in the digest fell away meanwhile, write a new digest of the others."""
    reminders = list(email.reminders.all())
    if not reminders:
        return not email.person.is_active
    wanted = {(item.person_id, item.key) for item in due_items(on)}
    if all((reminder.person_id, reminder.thing) in wanted for reminder in reminders):
        return False
    with transaction.atomic():
        email.state = OutgoingEmail.State.CANCELLED
        email.dedupe_key = f"{email.dedupe_key}:cancelled:{email.pk}"
        email.lease_until = None
        email.save(update_fields=["state", "dedupe_key", "lease_until"])
        email.reminders.update(status=Reminder.Status.PLANNED, email=None)
        done.cancelled += _cancel_what_fell_away(wanted)
    compose(on, at(), done)
    return True
