"""Improvement notices and brokered support: recorded once, and then one step after another."""

from datetime import date
from uuid import UUID

from django.db import transaction

from areas import audit
from areas.models import LocalArea, Membership
from inspections.models import Event, ImprovementNotice, NoticeStep, Source, SupportOffer, SupportStep
from inspections.services.events import record_event
from send_tracker.lib.dates import said
from send_tracker.lib.precision import Precision, VagueDay
from send_tracker.lib.refusals import Refused

Kind = NoticeStep.Kind


@transaction.atomic
def issue_notice(
    *,
    area: LocalArea,
    source: Source | None,
    given_by: str,
    issued_on: date,
    deadline_on: date | None,
    review_months: int,
    requires: str,
    submission: UUID,
    by: Membership,
    on: date,
) -> ImprovementNotice:
    """A notice was issued to the area on `issued_on`, after this source or without one, to be reviewed now and then.

    At most `review_months` months lie between two reviews. After an inspection it is an event of its timeline, from
    which the stocktakes count. The same `submission` again gives the notice it made. Raises Refused for a day that
    cannot be.
    """
    sent_before = NoticeStep.objects.filter(submission=submission, notice__area=area).first()
    if sent_before:
        return sent_before.notice
    _check_days(issued_on, deadline_on, on, "issued_on")
    notice = ImprovementNotice.objects.create(area=area, source=source, given_by=given_by, review_months=review_months)
    _write(notice, Kind.ISSUED, issued_on, deadline_on, requires, submission, by)
    inspection = getattr(source, "inspection", None)
    if inspection:
        happened = VagueDay(issued_on, Precision.DAY)
        try:
            record_event(
                inspection=inspection, kind=Event.Kind.NOTICE, happened=happened, source_note=str(notice), by=by, on=on
            )
        except Refused as refused:
            raise Refused(str(refused), "issued_on") from refused
    facts = {"issued_on": issued_on, "deadline_on": deadline_on, "source": source}
    audit.record("notice issued", on=on, subject=notice, by=by, **facts)
    return notice


@transaction.atomic
def record_notice_step(
    *,
    notice: ImprovementNotice,
    kind: str,
    happened_on: date,
    deadline_on: date | None,
    words: str,
    submission: UUID,
    by: Membership,
    on: date,
) -> NoticeStep:
    """The notice was updated, reviewed or lifted on that day. The same `submission` again gives the step it made.

    A lifted notice may still be reviewed. Raises Refused for a day before its issue or still to come, for an update
    that says nothing, a deadline that no update sets, or a change of a notice that was lifted.
    """
    notice = ImprovementNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if sent_before := notice.steps.filter(submission=submission).first():
        return sent_before
    _check_days(happened_on, deadline_on, on, "happened_on")
    issued = notice.steps.get(kind=Kind.ISSUED)
    if happened_on < issued.on:
        raise Refused(f"It was issued on {said(issued.on)}: nothing happened to it before.", "happened_on")
    lifted = notice.steps.filter(kind=Kind.LIFTED).first()
    if lifted and kind != Kind.REVIEWED:
        raise Refused(f"It was lifted on {said(lifted.on)}: it may still be reviewed, and no more.", "kind")
    if kind == Kind.UPDATED and not (words or deadline_on):
        raise Refused("Say what was updated, or give the new deadline.", "words")
    if deadline_on and kind != Kind.UPDATED:
        raise Refused("Only an update sets another deadline.", "deadline_on")
    step = _write(notice, kind, happened_on, deadline_on, words, submission, by)
    facts = {"happened_on": happened_on, "deadline_on": deadline_on, "words": words}
    audit.record(f"notice {kind}", on=on, subject=notice, by=by, **facts)
    return step


@transaction.atomic
def record_support(
    *,
    area: LocalArea,
    source: Source | None,
    offered_by: str,
    brokered_by: str,
    offered_on: date,
    offers: list[str],
    by: Membership,
    on: date,
) -> list[SupportOffer]:
    """Somebody offered help with each of these things on that day. What is recorded already is left as it is.

    Raises Refused for a day still to come.
    """
    if offered_on > on:
        raise Refused("This day is still to come. Record the offer once it is made.", "offered_on")
    known = {"area": area, "offered_by": offered_by, "offered_on": offered_on}
    rows = []
    for offered in offers:
        more = {"source": source, "brokered_by": brokered_by}
        row, is_new = SupportOffer.objects.get_or_create(**known, offered=offered, defaults=more)
        rows.append(row)
        if is_new:
            audit.record("support offered", on=on, subject=row, by=by, offered_by=offered_by, brokered_by=brokered_by)
    return rows


@transaction.atomic
def record_support_step(
    *, offer: SupportOffer, kind: str, happened_on: date, words: str, submission: UUID, by: Membership, on: date
) -> SupportStep:
    """The offer was taken up or not, or what it changed. The same `submission` again gives the step it made.

    Raises Refused for a day before the offer or still to come, or a change without words.
    """
    offer = SupportOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if sent_before := offer.steps.filter(submission=submission).first():
        return sent_before
    if happened_on > on:
        raise Refused("This day is still to come. Record it once it has happened.", "happened_on")
    if happened_on < offer.offered_on:
        raise Refused(f"It was offered on {said(offer.offered_on)}: nothing came of it before.", "happened_on")
    if kind == SupportStep.Kind.CHANGED and not words:
        raise Refused("Say what it changed.", "words")
    step = SupportStep.objects.create(
        offer=offer, kind=kind, on=happened_on, words=words, submission=submission, recorded_by=by
    )
    audit.record(f"support {kind}", on=on, subject=offer, by=by, happened_on=happened_on, words=words)
    return step


def _check_days(happened_on: date, deadline_on: date | None, on: date, field: str) -> None:
    if happened_on > on:
        raise Refused("This day is still to come. Record it once it has happened.", field)
    if deadline_on and deadline_on <= happened_on:
        raise Refused("The deadline comes after that day.", "deadline_on")


def _write(notice, kind, happened_on, deadline_on, words, submission, by) -> NoticeStep:
    return NoticeStep.objects.create(
        notice=notice, kind=kind, on=happened_on, deadline_on=deadline_on, words=words, submission=submission,
        recorded_by=by,
    )  # fmt: skip
