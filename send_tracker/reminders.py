"""Who is told of what, and when: plan, compose, drain. The database holds the truth; `tick` may run any time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from django.conf import settings
from django.db import transaction

import actions.reminders
import inspections.reminders
from areas import outbox
from areas.models import Heartbeat, LocalArea, OutgoingEmail, Reminder, User
from areas.models.lineage import names_of
from send_tracker.lib.dates import add_working_days, at_eight, is_working_day, said, working_days_between
from send_tracker.lib.due import DueItem, Kind

# Working days before the day, the day itself (0), and then every so many working days after it.
OFFSETS: dict[Kind, tuple[int, ...]] = {
    Kind.STATUTORY: (40, 20, 10, 5, 2, 1, 0),
    Kind.ORDINARY: (20, 10, 5, 1, 0),
}
EVERY_WHEN_LATE: dict[Kind, int] = {Kind.STATUTORY: 1, Kind.ORDINARY: 5}
APPS = (inspections.reminders, actions.reminders)
DIGEST = "digest:"
AT_ONCE = 1000  # rows asked for, or written, in one query
STILL_FRESH = timedelta(seconds=30)
NOT_IN_TIME = "A later one had come before it was planned"
OVERTAKEN = "A later one came before it was sent"
FELL_AWAY = "No longer due, or no longer theirs"


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


@lru_cache(maxsize=100_000)
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


def to_tell(on: date) -> list[Told]:
    """What a tick on that day would tell, if it were the next one. Writes nothing."""
    waiting = []
    for some in _batches(come(on)):
        rows = Reminder.objects.filter(
            key__in={one.key for one in some}, status__in=[Reminder.Status.ATTACHED, Reminder.Status.SUPERSEDED]
        )
        settled = set(rows.values_list("person_id", "key"))
        waiting += [one for one in some if (one.item.person_id, one.key) not in settled]
    known = _known_of(waiting)
    return [one for one in waiting if not _is_behind(one, known.get((one.item.person_id, one.item.key), {}))]


def tick(on: date, at: Callable[[], datetime], is_stopping: Callable[[], bool] = lambda: False) -> Ticked:
    """Plan, compose, drain, and leave a heartbeat. Safe to run any number of times, anywhere, at once.

    `on` is the day of business (the story's, in the demonstration); `at()` the real instant. Before eight in the
    morning of that day nothing new is planned; waiting mail is sent at any hour. `is_stopping` is asked between mails.
    """
    done = Ticked()
    with names_of(on):
        if at() >= at_eight(on):
            _take_back_unsent(on)
            plan(come(on), on, done)
            compose(on, at(), done)
        recheck = _Recheck(on, at, done)
        done.mail = outbox.drain(at, drop=recheck.drop, is_stopping=is_stopping)
    Heartbeat.objects.update_or_create(name="tick", defaults={"beat_at": at()})
    return done


@transaction.atomic
def plan(told: list[Told], on: date, done: Ticked) -> None:
    """Write each reminder that has come and is not there yet; supersede what it overtakes; cancel what fell away."""
    rows: list[Reminder] = []
    overtaken: list[int] = []
    wanted_again: list[int] = []
    new = _not_yet_told(told, wanted_again)
    known = _known_of(new)
    for one in new:
        earlier = known.get((one.item.person_id, one.item.key), {})
        last = min(earlier, default=None)
        # Another tick may have planned this very one since it was looked for: it must not overtake itself.
        if one.offset in earlier or _is_behind(one, earlier):
            continue
        overtaken += [r.pk for r in earlier.values() if r.status == Reminder.Status.PLANNED]
        skipped = offsets_between(one.item.kind, last, one.offset) if last is not None else []
        rows += [_row(Told(one.item, offset), on, Reminder.Status.SUPERSEDED, NOT_IN_TIME) for offset in skipped]
        rows.append(_row(one, on, Reminder.Status.PLANNED))
        done.superseded += len(skipped)
        done.planned += 1
    planned = Reminder.objects.filter(status=Reminder.Status.PLANNED)
    for some in _batches(overtaken):
        done.superseded += planned.filter(pk__in=some).update(status=Reminder.Status.SUPERSEDED, reason=OVERTAKEN)
    for some in _batches(wanted_again):
        cancelled = Reminder.objects.filter(pk__in=some, status=Reminder.Status.CANCELLED)
        done.planned += cancelled.update(status=Reminder.Status.PLANNED, reason="", planned_on=on)
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    done.cancelled += _cancel_what_fell_away({(one.item.person_id, one.item.key) for one in told})


def compose(on: date, at: datetime, done: Ticked) -> None:
    """One digest a person and day, of all that is planned. What is planned after it waits for tomorrow's."""
    waiting = Reminder.objects.filter(status=Reminder.Status.PLANNED, person__is_active=True)
    people = {
        _digest_key(person.pk, on): person
        for person in User.objects.filter(pk__in=waiting.values("person")).order_by("pk")
    }
    written = set(OutgoingEmail.objects.filter(dedupe_key__in=people).values_list("dedupe_key", flat=True))
    for key, person in people.items():
        if key in written:
            continue
        with transaction.atomic():
            reminders = list(waiting.filter(person=person).select_for_update(of=("self",)).select_related("area"))
            email = reminders and outbox.leave(person, key=key, template="digest", context=digest(reminders, on), at=at)
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
    if due_on > on and days == 0:
        return f"due {said(due_on)}, before the next working day"
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
    return f"{DIGEST}{person_id}:{on.isoformat()}"


def _batches(rows: list) -> Iterator[list]:
    return (rows[n : n + AT_ONCE] for n in range(0, len(rows), AT_ONCE))


def _not_yet_told(told: list[Told], wanted_again: list[int]) -> list[Told]:
    """Those without a row yet: one query a batch, and nearly always nothing is left, since `tick` runs each minute.

    A row that was cancelled, though the thing is due again (an action reopened, a day moved there and back), goes into
    `wanted_again`: it was never sent.
    """
    new = []
    for some in _batches(told):
        rows = Reminder.objects.filter(key__in={one.key for one in some})
        there = {
            (person_id, key): (pk, status)
            for pk, person_id, key, status in rows.values_list("pk", "person_id", "key", "status")
        }
        for one in some:
            pk, status = there.get((one.item.person_id, one.key), (None, None))
            if pk is None:
                new.append(one)
            elif status == Reminder.Status.CANCELLED:
                wanted_again.append(pk)
    return new


def _known_of(new: list[Told]) -> dict[tuple[int, str], dict[int, Reminder]]:
    """What was ever planned about these things, by person and thing, then by offset."""
    known: dict[tuple[int, str], dict[int, Reminder]] = {}
    for some in _batches(new):
        for reminder in Reminder.objects.filter(thing__in={one.item.key for one in some}):
            offset = int(reminder.key.rpartition(":")[2])
            known.setdefault((reminder.person_id, reminder.thing), {})[offset] = reminder
    return known


def _is_behind(one: Told, known: dict[int, Reminder]) -> bool:
    """A later one is there already: the clock went back, and what was told stays told."""
    return min(known, default=one.offset) < one.offset


def _cancel_what_fell_away(wanted: set[tuple[int, str]]) -> int:
    """Planned reminders of things that are done, moved to another day, or no longer this person's."""
    planned = Reminder.objects.filter(status=Reminder.Status.PLANNED)
    rows = planned.values_list("pk", "person_id", "thing")
    gone = [pk for pk, person_id, thing in rows if (person_id, thing) not in wanted]
    return sum(
        planned.filter(pk__in=some).update(status=Reminder.Status.CANCELLED, reason=FELL_AWAY)
        for some in _batches(gone)
    )


def _take_back_unsent(on: date) -> None:
    """Earlier days' digests that no server was yet asked to take: after an outage of days there is one letter."""
    unsent = OutgoingEmail.objects.filter(
        state=OutgoingEmail.State.PENDING, attempts=0, dedupe_key__startswith=DIGEST
    ).exclude(dedupe_key__endswith=f":{on.isoformat()}")
    for email in unsent:
        with transaction.atomic():
            if outbox.take_back(email, "Its dates go into a later letter"):
                email.reminders.update(status=Reminder.Status.PLANNED, email=None)


class _Recheck:
    """Before the first attempt at a mail: is all of it still so? What is due is asked once, for some seconds' mails."""

    def __init__(self, on: date, at: Callable[[], datetime], done: Ticked):
        self.on, self.at, self.done = on, at, done
        self.asked_at: datetime | None = None
        self.wanted: set[tuple[int, str]] = set()

    def drop(self, email: OutgoingEmail) -> bool:
        """True if the mail was taken back: nobody to read it, or a thing in it fell away and the others go anew."""
        things = list(email.reminders.values_list("person_id", "thing"))
        if not things:
            return not email.person.is_active and outbox.take_back(email, "No longer active")
        if self.asked_at is None or not timedelta() <= self.at() - self.asked_at < STILL_FRESH:
            self.wanted = {(item.person_id, item.key) for item in due_items(self.on)}
            self.asked_at = self.at()
        if self.wanted.issuperset(things):
            return False
        with transaction.atomic():
            if outbox.take_back(email, "A date in it fell away"):
                email.reminders.update(status=Reminder.Status.PLANNED, email=None)
        self.done.cancelled += _cancel_what_fell_away(self.wanted)
        if self.at() >= at_eight(self.on):
            compose(self.on, self.at(), self.done)
        return True
