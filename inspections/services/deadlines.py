"""Every write about one deadline: another day, or done."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Membership
from inspections.models import Deadline, DeadlineChange, DeadlineRule, Inspection, Source
from inspections.services.events import record_event
from inspections.services.following import COUNTED, DAY, day_of, follow, move, said_or_none, take
from inspections.summaries.owed import Owed
from inspections.summaries.proposals import proposal_for, recounted
from send_tracker.lib.dates import said
from send_tracker.lib.precision import Precision, VagueDay, earliest, exactly, latest
from send_tracker.lib.refusals import Refused

OVERRIDE = ("overridden_on", "overridden_by", "override_reason", "set_as")
BY_AGREEMENT = {Deadline.SetAs.AGREED, Deadline.SetAs.EXTENSION}


@transaction.atomic
def override_deadline(
    *,
    deadline: Deadline,
    due_on: date,
    due_precision: str = Precision.DAY,
    set_as: str = Deadline.SetAs.OVERRIDE,
    agreed_with: str = "",
    agreed_on: date | None = None,
    source_note: str = "",
    reason: str,
    version: int | None,
    by: Membership,
    on: date,
) -> Deadline:
    """A person sets the day to go by, with a reason; the computed one stays beside it.

    An agreed day (of a review) says with whom; an agreed extension also when and where that is written. Setting the
    day that is computed now, without an agreement, takes the computed one, with its working: an override ends so, and
    a new calendar or rule is accepted so. What counts from this day follows. Raises StaleError, and Refused for a
    deadline met or withdrawn, or a day that cannot be.
    """
    deadline = _open(deadline, "This date is met, or no longer follows: it gets no other day.")
    deadline.check_seen(version)
    to = VagueDay(earliest(due_on, due_precision), Precision(due_precision))
    _check(deadline, to, set_as, agreed_with, agreed_on, source_note, on)
    before, found = deadline.due, _recounted(deadline)
    is_back = set_as not in BY_AGREEMENT and to in (exactly(found.working.due_on), day_of(found))
    kind = DeadlineChange.Kind.BACK if is_back else DeadlineChange.Kind(set_as)
    agreement = {"agreed_with": agreed_with, "agreed_on": agreed_on, "source_note": source_note}
    move(deadline, to, kind=kind, reason=reason, by=by, on=on, **agreement)
    if is_back:
        take(deadline, found)
    _set_by_hand(deadline, None if is_back else by, reason, set_as, on)
    deadline.step(version, *DAY, *OVERRIDE, *COUNTED)
    audit.record(
        "deadline set as computed" if is_back else "deadline set by hand",
        on=on,
        subject=deadline,
        by=by,
        due_on=[str(before), str(to)],
        computed_on=deadline.computed_on,
        reason=reason,
        **({name: said_or_none(value) for name, value in agreement.items() if value}),
    )
    if deadline.rule.gives:
        follow(deadline.inspection, reason=f"{deadline}: {reason}"[:500], by=by, on=on)
    return deadline


def _set_by_hand(deadline: Deadline, by: Membership | None, reason: str, set_as: str, on: date) -> None:
    deadline.overridden_on, deadline.overridden_by = (on, by) if by else (None, None)
    deadline.override_reason, deadline.set_as = (reason, set_as) if by else ("", "")


def _check(
    deadline: Deadline,
    to: VagueDay,
    set_as: str,
    agreed_with: str,
    agreed_on: date | None,
    source_note: str,
    on: date,
) -> None:
    rule = deadline.rule
    if to.on is None:
        raise Refused("Enter a day, or the month, term or year it will be in.", "due")
    if to.precision != Precision.DAY and rule.precision == Precision.DAY and not (rule.gives or rule.is_guide):
        raise Refused("This is owed on a day: enter the day.", "due")
    if rule.amount > 0 and latest(*to) < deadline.starts_on:
        raise Refused(f"It counts from {said(deadline.starts_on)}, so it cannot be before that day.", "due")
    faults = {}
    if set_as in BY_AGREEMENT and not agreed_with:
        faults["agreed_with"] = "Say who agreed to it."
    if set_as == Deadline.SetAs.EXTENSION and agreed_on is None:
        faults["agreed_on"] = "Enter the day on which the extension was agreed."
    if set_as == Deadline.SetAs.EXTENSION and not source_note:
        faults["source_note"] = "Say where the extension is written down."
    if agreed_on and agreed_on > on:
        faults["agreed_on"] = "The day cannot be in the future."
    if faults:
        raise Refused(" ".join(faults.values()), faults=faults)


@transaction.atomic
def settle_proposal(
    *,
    deadline: Deadline,
    proposed_on: date,
    is_accepted: bool,
    reason: str,
    version: int | None,
    by: Membership,
    on: date,
) -> Deadline:
    """A new bank holiday or rule would give another day: take it, or keep the one there is. Either is written down.

    A day somebody set by hand stays the one to go by; the computed one beside it changes. Raises StaleError, and
    Refused if nothing or another day is proposed now.
    """
    deadline = _open(deadline, "This date is met, or no longer follows: nothing is proposed.")
    deadline.check_seen(version)
    proposal = proposal_for(deadline, _rules(deadline), deadline.changes.all())
    if proposal is None or proposal.due_on != proposed_on:
        raise Refused("This day is no longer proposed. Look at the page again.")
    before = deadline.due
    found = _recounted(deadline)
    if is_accepted:
        take(deadline, found)
    to = day_of(found) if is_accepted and deadline.overridden_by_id is None else before
    DeadlineChange.objects.create(
        deadline=deadline,
        on=on,
        recorded_by=by,
        kind=DeadlineChange.Kind.ACCEPTED if is_accepted else DeadlineChange.Kind.KEPT,
        from_on=before.on,
        from_precision=before.precision,
        to_on=to.on,
        to_precision=to.precision,
        proposed_on=proposed_on,
        reason=reason,
    )
    deadline.due_on, deadline.due_precision = to
    deadline.step(version, *DAY, *COUNTED)
    audit.record(
        "deadline proposal accepted" if is_accepted else "deadline proposal declined",
        on=on,
        subject=deadline,
        by=by,
        due_on=[str(before), str(to)],
        proposed_on=proposed_on,
        reason=reason,
    )
    if deadline.rule.gives:
        follow(deadline.inspection, reason=f"{deadline}: {reason}"[:500], by=by, on=on)
    return deadline


@transaction.atomic
def meet_deadline(
    *, deadline: Deadline, met_on: date, note: str, version: int | None, by: Membership, on: date
) -> Deadline:
    """A person says that what the deadline asks was done on `met_on`, and in `note` how that is known.

    For what no other act here records: a plan published, a review held. What is counted anew each time, a stocktake,
    is recorded as the event it is, and the next one follows. Raises StaleError, and Refused for a deadline met or
    withdrawn, a day still to come, or one before it began to count.
    """
    deadline = _open(deadline, "This date is met already, or no longer follows.")
    deadline.check_seen(version)
    if met_on > on:
        raise Refused("This day is still to come. Enter the day it was done.", "met_on")
    if deadline.rule.amount > 0 and met_on < deadline.starts_on and not deadline.is_upper_bound:
        raise Refused(f"It counts from {said(deadline.starts_on)}, so it was not done before that day.", "met_on")
    if deadline.rule.again_from:
        kind = deadline.rule.again_from
        record_event(
            inspection=deadline.inspection, kind=kind, happened=exactly(met_on), source_note=note[:300], by=by, on=on
        )
        deadline.refresh_from_db()
        return deadline
    deadline.met_on = met_on
    deadline.step(version, "met_on")
    audit.record("deadline met", on=on, subject=deadline, by=by, met_on=met_on, due_on=deadline.due_on, note=note)
    if deadline.rule.gives:
        follow(deadline.inspection, reason=f"{deadline} was held", by=by, on=on)
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


def _open(deadline: Deadline, refusal: str) -> Deadline:
    """The deadline and its inspection, locked, the inspection first: what counts from it may follow."""
    Inspection.objects.select_for_update().get(pk=deadline.inspection_id)
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("rule", "inspection__source__area")
    deadline = rows.get(pk=deadline.pk)
    if not deadline.is_open:
        raise Refused(refusal)
    return deadline


def _rules(deadline: Deadline) -> list[DeadlineRule]:
    rules = DeadlineRule.objects.of_area(deadline.inspection.source.area)
    return list(rules.filter(framework=deadline.rule.framework_id))


def _recounted(deadline: Deadline) -> Owed:
    """The deadline as it would be counted today."""
    found = recounted(deadline, _rules(deadline))
    precision = found.rule.precision if deadline.overridden_by_id else deadline.due_precision
    return Owed(found.rule, deadline.point, deadline.title, found.working, deadline.is_upper_bound, precision)
