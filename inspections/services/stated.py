"""What papers say a date is."""

from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Membership
from inspections.models import Deadline, StatedDate
from send_tracker.lib.precision import VagueDay
from send_tracker.lib.refusals import Refused


@transaction.atomic
def record_stated(
    *,
    deadline: Deadline,
    stated: VagueDay,
    words: str,
    stated_in: str,
    explanation: str = "",
    by: Membership,
    on: date,
) -> StatedDate:
    """A paper gives this date: in which words, and where. It stands beside the computed one and moves nothing.

    `explanation`: why it differs, if somebody knows. The same again is written once.
    """
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    facts = {"stated_on": stated.on, "stated_precision": stated.precision, "words": words, "stated_in": stated_in}
    if earlier := deadline.stated.standing().filter(**facts).first():
        return earlier
    row = StatedDate.objects.create(deadline=deadline, explanation=explanation, recorded_on=on, recorded_by=by, **facts)
    audit.record(
        "stated date recorded", on=on, subject=deadline, by=by, stated=str(stated), words=words, stated_in=stated_in
    )
    return row


@transaction.atomic
def withdraw_stated(*, stated: StatedDate, version: int | None, reason: str, by: Membership, on: date) -> StatedDate:
    """The paper does not say so, or no more. Raises StaleError, and Refused once withdrawn."""
    stated = StatedDate.objects.select_for_update(of=("self",)).select_related("deadline").get(pk=stated.pk)
    if stated.withdrawn_on:
        raise Refused("This is withdrawn already.")
    stated.withdrawn_on, stated.withdrawn_by, stated.withdrawal_reason = on, by, reason
    stated.step(version, "withdrawn_on", "withdrawn_by", "withdrawal_reason")
    audit.record(
        "stated date withdrawn", on=on, subject=stated.deadline, by=by, stated=str(stated.stated), reason=reason
    )
    return stated
