"""The deadlines of an inspection, kept in step with it."""

from datetime import date

from areas import audit
from areas.models import Membership
from inspections.clock import Working
from inspections.models import Deadline, DeadlineChange, Inspection
from inspections.summaries.owed import Key, Owed, owed
from send_tracker.lib.dates import CALENDAR_VERSION
from send_tracker.lib.precision import VagueDay, earliest

COUNTED = ("rule", "title", "starts_on", "is_upper_bound", "computed_on", "skipped", "calendar")
DAY = ("due_on", "due_precision")
# What these guides speak of is held when such a visit, recorded here, is published: before that it is under embargo.
HELD_BY = {"revisit_window": Inspection.Kind.REVISIT, "monitoring_inspection": Inspection.Kind.MONITORING}


def follow(inspection: Inspection, *, reason: str, by: Membership, on: date) -> None:
    """Bring the deadlines of an inspection in step with it: add, move, withdraw. A met one stays what it was."""
    held = held_by(inspection)
    wanted = owed(inspection, held.values())
    for key, found in wanted.items():
        deadline = held.get(key)
        if deadline is None:
            deadline = _start(inspection, found, by=by, on=on)
        elif deadline.met_on is None or is_met_by_itself(found):
            _restart(deadline, found, reason=reason, by=by, on=on)
        _meet_by_itself(inspection, deadline, found)
        _meet_by_visit(inspection, deadline, by=by, on=on)
    for key, deadline in held.items():
        was_done = deadline.met_on is not None and deadline.rule.code not in Deadline.MET_BY
        if key not in wanted and deadline.withdrawn_on is None and not was_done:
            deadline.withdrawn_on = on
            deadline.step(None, "withdrawn_on")
            audit.record("deadline withdrawn", on=on, subject=deadline, by=by, reason=reason, due_on=deadline.due_on)


def held_by(inspection: Inspection) -> dict[Key, Deadline]:
    """Its deadlines, locked; of two for the same thing under two rows of a rule, the one that stands."""
    rows = Deadline.objects.select_for_update(of=("self",)).filter(inspection=inspection).select_related("rule")
    standing_last = sorted(rows, key=lambda row: (row.withdrawn_on is None, row.pk))
    return {(row.rule.code, row.point): row for row in standing_last}


def is_met_by_itself(found: Owed) -> bool:
    """Whether a date of the inspection or an event meets it, and nobody has to say so."""
    return found.rule.code in Deadline.MET_BY or bool(found.rule.again_from)


def _start(inspection: Inspection, found: Owed, *, by: Membership, on: date) -> Deadline:
    day = day_of(found)
    deadline = Deadline.objects.create(
        inspection=inspection,
        point=found.point,
        due_on=day.on,
        due_precision=day.precision,
        **_counted(found),
    )
    audit.record("deadline set", on=on, subject=deadline, by=by, due_on=deadline.due_on, starts_on=deadline.starts_on)
    return deadline


def day_of(found: Owed) -> VagueDay:
    """The computed day as precisely as the rule knows it."""
    return VagueDay(earliest(found.working.due_on, found.precision), found.precision)


def _counted(found: Owed) -> dict[str, object]:
    return {
        "rule": found.rule,
        "title": found.title,
        "starts_on": found.working.starts_on,
        "is_upper_bound": found.is_upper_bound,
        "computed_on": found.working.due_on,
        "skipped": _kept(found.working),
        "calendar": CALENDAR_VERSION,
    }


def _kept(working: Working) -> list[dict[str, str]]:
    return [{"day": skip.day.isoformat(), "why": skip.why} for skip in working.skipped]


def _restart(deadline: Deadline, found: Owed, *, reason: str, by: Membership, on: date) -> None:
    """Count again if the start is another one. A new calendar or rule moves nothing: the page says what it would be."""
    start = (found.working.starts_on, found.is_upper_bound)
    if start == (deadline.starts_on, deadline.is_upper_bound) and deadline.withdrawn_on is None:
        return
    before = deadline.computed_on
    deadline.withdrawn_on = None
    take(deadline, found)
    if deadline.overridden_by is None:
        move(deadline, day_of(found), kind=DeadlineChange.Kind.COMPUTED, reason=reason, by=by, on=on)
    deadline.step(None, *DAY, "withdrawn_on", *COUNTED)
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
    """Let it be counted as the rules now ask. The caller saves it (`COUNTED`)."""
    for name, value in _counted(found).items():
        setattr(deadline, name, value)


def move(
    deadline: Deadline, to: VagueDay, *, kind: str, reason: str, by: Membership, on: date, **agreed: object
) -> None:
    """Give the deadline another day and write down which it had. The caller saves it (`DAY`).

    `agreed` says with whom, on which day and where it is written. The same day is written down if it was agreed.
    """
    if to == deadline.due and kind not in (DeadlineChange.Kind.AGREED, DeadlineChange.Kind.EXTENSION):
        return
    DeadlineChange.objects.create(
        deadline=deadline,
        on=on,
        recorded_by=by,
        kind=kind,
        from_on=deadline.due_on,
        from_precision=deadline.due_precision,
        to_on=to.on,
        to_precision=to.precision,
        reason=reason,
        **agreed,
    )
    deadline.due_on, deadline.due_precision = to


def _meet_by_itself(inspection: Inspection, deadline: Deadline, found: Owed) -> None:
    if not is_met_by_itself(found):
        return
    name = Deadline.MET_BY.get(found.rule.code)
    met_on = getattr(inspection, name) if name else found.met_on
    if deadline.met_on != met_on:
        deadline.met_on = met_on
        deadline.step(None, "met_on")


def said_or_none(value: object) -> str | None:
    """A fact as the audit trail keeps it."""
    return None if value is None else str(value)


def _meet_by_visit(inspection: Inspection, deadline: Deadline, *, by: Membership, on: date) -> None:
    kind = HELD_BY.get(deadline.rule.code)
    if kind is None or deadline.met_on is not None:
        return
    visit = inspection.follow_ups.filter(kind=kind, report_published_on__lte=on).order_by("started_on", "pk").first()
    if visit:
        deadline.met_on = visit.started_on
        deadline.step(None, "met_on")
        audit.record("deadline met", on=on, subject=deadline, by=by, met_on=visit.started_on, visit=visit)
