"""Bodies that end, and those that follow them: one fact for every area a body serves, which moves no row of theirs."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from areas import audit
from areas.models import LocalArea, Membership, Organisation, Partner
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def succeed_organisation(
    *, organisation: Organisation, successor: Organisation, ended_on: date, source: str, by: Membership, on: date
) -> Organisation:
    """The body ended, and from that day `successor` stands where it stood, in every area it serves.

    Posts, seats, roles and all that was asked of it stay with its row: what they are called, and who speaks for them,
    follows the day (areas/models/lineage.py). `source` says how this is known. Raises Refused if it ended already, if
    one day contradicts another, or if the two would follow each other in a circle.
    """
    kin = _joined(organisation.pk, successor.pk)
    organisation, successor = kin[organisation.pk], kin[successor.pk]
    _check(organisation, successor, ended_on, kin)
    organisation.ended_on, organisation.successor = ended_on, successor
    organisation.save(update_fields=["ended_on", "successor"])
    _keep_family(organisation.pk)
    facts = {"ended_on": ended_on, "successor": successor.name, "source": source}
    _tell("organisation succeeded", organisation, facts, by, on)
    organisation.refresh_from_db()
    return organisation


@transaction.atomic
def take_back_succession(*, organisation: Organisation, reason: str, by: Membership, on: date) -> Organisation:
    """The body had not ended after all, or another followed: as if it had not been recorded, but for the history.

    Raises Refused if nobody is recorded to have followed it.
    """
    kin = _joined(organisation.pk)
    organisation = kin[organisation.pk]
    if organisation.successor_id is None:
        raise Refused(f"Nobody is recorded to have followed {organisation.name}.")
    successor = kin[organisation.successor_id]
    facts = {"ended_on": organisation.ended_on, "successor": successor.name, "reason": reason}
    organisation.ended_on, organisation.successor = None, None
    organisation.save(update_fields=["ended_on", "successor"])
    _keep_family(organisation.pk)
    _keep_family(successor.pk)
    _tell("succession taken back", organisation, facts, by, on)
    organisation.refresh_from_db()
    return organisation


def _check(organisation: Organisation, successor: Organisation, ended_on: date, kin: dict[int, Organisation]) -> None:
    name, day = organisation.name, said(ended_on)
    if organisation.ended_on is not None:
        raise Refused(f"{name} ended on {said(organisation.ended_on)}.", "bodies")
    if organisation.started_on and ended_on <= organisation.started_on:
        raise Refused(f"{name} began on {said(organisation.started_on)}; it cannot end by then.", "ended_on")
    if successor.started_on and successor.started_on > ended_on:
        words = f"{successor.name} begins on {said(successor.started_on)}: nobody would stand for {name} until then."
        raise Refused(words, "ended_on")
    step: Organisation | None = successor
    while step is not None:
        if step.pk == organisation.pk:
            raise Refused(f"{successor.name} comes before {name}, or is the same. Name the body that follows.", "name")
        step = kin.get(step.successor_id)
    if successor.ended_on and successor.ended_on <= ended_on:
        raise Refused(f"{successor.name} ended on {said(successor.ended_on)}: it cannot follow on {day}.", "name")
    later = [row for row in kin.values() if row.successor_id == organisation.pk and row.ended_on >= ended_on]
    if later:
        words = f"{name} took over from {later[0].name} on {said(later[0].ended_on)}; it cannot have ended by then."
        raise Refused(words, "ended_on")


def _joined(*ids: int) -> dict[int, Organisation]:
    """Everybody joined to these by succession, however far, themselves included: locked, by id."""
    found: dict[int, Organisation] = {}
    wanted = set(ids)
    while wanted:
        near = Organisation.objects.select_for_update().filter(Q(pk__in=wanted) | Q(successor__in=wanted))
        found |= {row.pk: row for row in near.order_by("pk")}
        followers = {row.successor_id for row in found.values() if row.successor_id}
        ended = set(Organisation.objects.filter(successor__in=found).values_list("pk", flat=True))
        wanted = (followers | ended) - set(found)
    return found


def _keep_family(body_id: int) -> None:
    """Write down, at each of the bodies joined to this one, who they all are."""
    rows = sorted(_joined(body_id).values(), key=lambda row: row.pk)
    family = [
        {
            "id": row.pk,
            "name": row.name,
            "short_name": row.short_name,
            "kind": row.kind,
            "ended_on": row.ended_on.isoformat() if row.ended_on else None,
            "successor": row.successor_id,
        }
        for row in rows
    ]
    Organisation.objects.filter(pk__in=[row.pk for row in rows]).update(family=family if len(rows) > 1 else [])


def _tell(event: str, organisation: Organisation, facts: dict, by: Membership, on: date) -> None:
    """Write it in the history of every area the body serves; who did it stands in their own alone."""
    audit.record(event, on=on, subject=organisation, by=by, **facts)
    elsewhere = {**facts, "recorded": "in another area this body serves"}
    served = Partner.objects.live(on).filter(organisation=organisation).exclude(area=by.area_id).values("area")
    for area in LocalArea.objects.filter(pk__in=served).order_by("pk"):
        audit.record(event, on=on, subject=organisation, area=area, **elsewhere)
