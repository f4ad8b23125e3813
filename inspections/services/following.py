"""The deadlines of an inspection, kept in step with it."""

from datetime import date

from areas import audit
from areas.models import Membership
from inspections.clock import Working
from inspections.models import Deadline, DeadlineChange, Inspection
from inspections.summaries import Owed, owed
from send_tracker.lib.dates import CALENDAR_VERSION

# What happened is itself a date of the inspection: nobody reports it.
MET_BY = {"letter_expected": "report_published_on"}


def follow(inspection: Inspection, *, reason: str, by: Membership, on: date) -> None:
    """Bring the deadlines of an inspection in step with it: add, move, withdraw. A met one stays what it was."""
    rows = Deadline.objects.select_for_update(of=("self",)).filter(inspection=inspection).select_related("rule")
    held = {row.rule_id: row for row in rows}
    wanted = {found.rule.pk: found for found in owed(inspection).values()}
    for pk, found in wanted.items():
        deadline = held.get(pk)
        if deadline is None:
            deadline = _start(inspection, found, by=by, on=on)
        elif deadline.met_on is None or found.rule.code in MET_BY:
            _restart(deadline, found, reason=reason, by=by, on=on)
        _meet_by_date(inspection, deadline, found.rule.code)
    for pk, deadline in held.items():
        was_done = deadline.met_on is not None and deadline.rule.code not in MET_BY
        if pk not in wanted and deadline.withdrawn_on is None and not was_done:
            deadline.withdrawn_on = on
            deadline.step(None, "withdrawn_on")
            audit.record("deadline withdrawn", on=on, subject=deadline, by=by, reason=reason, due_on=deadline.due_on)


def _start(inspection: Inspection, found: Owed, *, by: Membership, on: date) -> Deadline:
    deadline = Deadline.objects.create(
        inspection=inspection, rule=found.rule, due_on=found.working.due_on, **_computed(found)
    )
    audit.record("deadline set", on=on, subject=deadline, by=by, due_on=deadline.due_on, starts_on=deadline.starts_on)
    return deadline


def _computed(found: Owed) -> dict[str, object]:
    return {
        "starts_on": found.working.starts_on,
        "is_upper_bound": found.is_upper_bound,
        "computed_on": found.working.due_on,
        "skipped": _kept(found.working),
        "calendar": CALENDAR_VERSION,
    }


def _kept(working: Working) -> list[dict[str, str]]:
    return [{"day": skip.day.isoformat(), "why": skip.why} for skip in working.skipped]


def _restart(deadline: Deadline, found: Owed, *, reason: str, by: Membership, on: date) -> None:
    """Count again if the start is another one. A new calendar alone moves nothing: the page says what it would be."""
    start = (found.working.starts_on, found.is_upper_bound)
    if start == (deadline.starts_on, deadline.is_upper_bound) and deadline.withdrawn_on is None:
        return
    before = deadline.computed_on
    deadline.withdrawn_on = None
    take(deadline, found)
    if deadline.overridden_by is None:
        move(deadline, found.working.due_on, reason=reason, by=by, on=on)
    deadline.step(None, "due_on", "withdrawn_on", *_computed(found))
    audit.record(
        "deadline computed again",
        on=on,
        subject=deadline,
        by=by,
        reason=reason,
        computed_on=[said_or_none(before), said_or_none(deadline.computed_on)],
        due_on=deadline.due_on,
    )


def take(deadline: Deadline, found: Owed) -> None:
    for name, value in _computed(found).items():
        setattr(deadline, name, value)


def move(deadline: Deadline, to_on: date, *, reason: str, by: Membership, on: date) -> None:
    """Give the deadline another day and write down which it had. The caller saves it."""
    if to_on != deadline.due_on:
        DeadlineChange.objects.create(
            deadline=deadline, on=on, recorded_by=by, from_on=deadline.due_on, to_on=to_on, reason=reason
        )
        deadline.due_on = to_on


def _meet_by_date(inspection: Inspection, deadline: Deadline, code: str) -> None:
    if code in MET_BY and deadline.met_on != (met_on := getattr(inspection, MET_BY[code])):
        deadline.met_on = met_on
        deadline.step(None, "met_on")


def said_or_none(value: object) -> str | None:
    """A fact as the audit trail keeps it."""
    return None if value is None else str(value)
