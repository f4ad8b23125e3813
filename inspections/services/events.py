"""Every write about the plain events of an inspection."""

from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Membership
from inspections.models import Event, Inspection
from inspections.services.following import follow
from send_tracker.lib.dates import said
from send_tracker.lib.precision import VagueDay, earliest, latest
from send_tracker.lib.refusals import Refused

# These come after the inspectors have left.
AFTER_THE_END = Event.PAST - {Event.Kind.NOTIFIED}


@transaction.atomic
def record_event(
    *,
    inspection: Inspection,
    kind: str,
    title: str = "",
    happened: VagueDay,
    source_note: str = "",
    by: Membership,
    on: date,
) -> Event:
    """Something happened to the inspection, or is to happen; the deadlines that count from it follow.

    `title` may be empty where the kind says it; `source_note` says how it is known. The same again is written once.
    Raises Refused for a day that cannot be.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).select_related("source").get(pk=inspection.pk)
    facts = {"kind": kind, "title": title, "happened_on": happened.on, "happened_precision": happened.precision}
    if earlier := inspection.events.standing().filter(**facts).first():
        return earlier
    _check(inspection, kind, title, happened, on)
    event = Event.objects.create(
        inspection=inspection, source_note=source_note, recorded_on=on, recorded_by=by, **facts
    )
    audit.record("event recorded", on=on, subject=event, by=by, kind=kind, day=str(happened), source_note=source_note)
    follow(inspection, reason=f"{event} was recorded", by=by, on=on)
    return event


@transaction.atomic
def correct_event(
    *,
    event: Event,
    version: int | None,
    reason: str,
    kind: str,
    title: str = "",
    happened: VagueDay,
    source_note: str = "",
    by: Membership,
    on: date,
) -> Event:
    """Put an event right; the deadlines that count from it follow, and say so.

    Raises StaleError if `version` is no longer the present one, and Refused as `record_event` does, or once withdrawn.
    """
    event = _standing(event)
    event.check_seen(version)
    _check(event.inspection, kind, title, happened, on)
    before = _facts(event)
    event.kind, event.title, event.source_note = kind, title, source_note
    event.happened_on, event.happened_precision = happened
    event.step(version, "kind", "title", "source_note", "happened_on", "happened_precision")
    changed = {name: [before[name], value] for name, value in _facts(event).items() if before[name] != value}
    audit.record("event corrected", on=on, subject=event, by=by, reason=reason, **changed)
    follow(event.inspection, reason=reason, by=by, on=on)
    return event


@transaction.atomic
def withdraw_event(*, event: Event, version: int | None, reason: str, by: Membership, on: date) -> Event:
    """It was recorded by mistake: it stands no longer, and what counted from it is withdrawn or counted again.

    Raises StaleError, and Refused once withdrawn.
    """
    event = _standing(event)
    event.withdrawn_on, event.withdrawn_by, event.withdrawal_reason = on, by, reason
    event.step(version, "withdrawn_on", "withdrawn_by", "withdrawal_reason")
    audit.record("event withdrawn", on=on, subject=event, by=by, reason=reason, day=str(event.happened))
    follow(event.inspection, reason=reason, by=by, on=on)
    return event


def _standing(event: Event) -> Event:
    Inspection.objects.select_for_update().get(pk=event.inspection_id)
    event = Event.objects.select_for_update(of=("self",)).select_related("inspection__source").get(pk=event.pk)
    if event.withdrawn_on:
        raise Refused("This event is withdrawn already.")
    return event


def _check(inspection: Inspection, kind: str, title: str, happened: VagueDay, on: date) -> None:
    if kind == Event.Kind.OTHER and not title:
        raise Refused("Say what happened, or choose a kind that says it.", "title")
    first, last = earliest(*happened), latest(*happened)
    if kind in Event.PAST and (first is None or first > on):
        raise Refused("This is recorded once it has happened: enter a day that is not in the future.", "happened")
    if kind in AFTER_THE_END and last < inspection.ended_on:
        raise Refused(f"This comes after the last day of the inspection, {said(inspection.ended_on)}.", "happened")
    if kind == Event.Kind.NOTIFIED and first > inspection.started_on:
        raise Refused(f"Notice comes before the inspection begins, {said(inspection.started_on)}.", "happened")


def _facts(event: Event) -> dict[str, str]:
    facts = {name: str(getattr(event, name)) for name in ("kind", "title", "source_note")}
    return {**facts, "day": str(event.happened)}
