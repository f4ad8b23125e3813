"""Every write about one deadline: another day, or done."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Membership
from inspections.models import Deadline, Source
from inspections.services.following import move, said_or_none, take
from inspections.summaries import owed
from send_tracker.lib.refusals import Refused


@transaction.atomic
def override_deadline(
    *, deadline: Deadline, due_on: date, reason: str, version: int | None, by: Membership, on: date
) -> Deadline:
    """A person sets the day to go by, with a reason; the computed one stays beside it.

    Setting the day that is computed now takes the computed one, with its working: an override ends so, and a new
    calendar or rule is accepted so. Raises StaleError, and Refused for a deadline met or withdrawn.
    """
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if not deadline.is_open:
        raise Refused("This date is met, or no longer follows: it gets no other day.")
    before = deadline.due_on
    found = owed(deadline.inspection).get(deadline.rule.code)
    move(deadline, due_on, reason=reason, by=by, on=on)
    if found and found.working.due_on == due_on:
        take(deadline, found)
        deadline.overridden_on, deadline.overridden_by, deadline.override_reason = None, None, ""
    else:
        deadline.overridden_on, deadline.overridden_by, deadline.override_reason = on, by, reason
    override = ("overridden_on", "overridden_by", "override_reason")
    deadline.step(version, "due_on", *override, "starts_on", "is_upper_bound", "computed_on", "skipped", "calendar")
    audit.record(
        "deadline set by hand" if deadline.overridden_by else "deadline set as computed",
        on=on,
        subject=deadline,
        by=by,
        due_on=[said_or_none(before), said_or_none(due_on)],
        computed_on=deadline.computed_on,
        reason=reason,
    )
    return deadline


@transaction.atomic
def meet_deadline(
    *, deadline: Deadline, met_on: date, note: str, version: int | None, by: Membership, on: date
) -> Deadline:
    """A person says that what the deadline asks was done on `met_on`, and in `note` how that is known.

    For what no other act here records: a plan published, or one submitted before its inspection was recorded. Raises
    StaleError, and Refused for a deadline met or withdrawn, or a day still to come.
    """
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if not deadline.is_open:
        raise Refused("This date is met already, or no longer follows.")
    if met_on > on:
        raise Refused("This day is still to come. Enter the day it was done.", "met_on")
    deadline.met_on = met_on
    deadline.step(version, "met_on")
    audit.record("deadline met", on=on, subject=deadline, by=by, met_on=met_on, due_on=deadline.due_on, note=note)
    return deadline


@transaction.atomic
def meet_deadlines(
    *, source: Source, rule_codes: Iterable[str], met_on: date, by: Membership, on: date
) -> list[Deadline]:
    """What these rules ask after this source was done on `met_on`; gives those met now. None is no fault.

    One met before keeps its day.
    """
    rows = Deadline.objects.open().filter(inspection__source=source, rule__code__in=set(rule_codes))
    met = []
    for deadline in rows.select_for_update(of=("self",)).order_by("pk"):
        deadline.met_on = met_on
        deadline.step(None, "met_on")
        audit.record("deadline met", on=on, subject=deadline, by=by, met_on=met_on, due_on=deadline.due_on)
        met.append(deadline)
    return met
