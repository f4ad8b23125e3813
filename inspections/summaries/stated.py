"""What papers say a date is, beside the computed one, and why the two differ."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from inspections.clock import Unit, due_on
from inspections.models import Deadline, Inspection, StatedDate
from send_tracker.lib.dates import BANK_HOLIDAYS, said
from send_tracker.lib.precision import Precision, VagueDay, earliest, latest

NOBODY_KNOWS = "Why it differs is not known."


@dataclass(frozen=True)
class StatedLine:
    """One date as a paper has it: in whose words, where, and how it stands to the computed one."""

    day: str
    words: str
    stated_in: str
    difference: str
    explanation: str
    withdraw_url: str


def stated_line(row: StatedDate, deadline: Deadline) -> StatedLine:
    """The stated date beside the computed day of its deadline."""
    slug = deadline.inspection.source.area.slug
    gap = difference(row.stated, deadline.computed_on)
    known = row.explanation or suggested(row.stated, deadline)
    return StatedLine(
        day=str(row.stated),
        words=row.words,
        stated_in=row.stated_in,
        difference=gap,
        explanation=known if gap != AGREES else row.explanation,
        withdraw_url=reverse("inspections:stated_withdraw", args=[slug, row.pk]),
    )


AGREES = "The same as computed."


def difference(stated: VagueDay, computed_on: date) -> str:
    """How far the stated day is from the computed one, in words."""
    first, last = earliest(*stated), latest(*stated)
    if first is None:
        return "It names no day yet."
    if first <= computed_on <= last:
        return AGREES if stated.precision == Precision.DAY else f"It may mean {said(computed_on)}, the computed day."
    days = (first - computed_on).days if first > computed_on else (computed_on - last).days
    count = f"{days} day{'' if days == 1 else 's'}"
    return f"{count} {'later' if first > computed_on else 'earlier'} than computed, {said(computed_on)}."


def suggested(stated: VagueDay, deadline: Deadline) -> str:
    """Which slip would give the stated day: publication for receipt, plain days for working days, or both."""
    if stated.precision != Precision.DAY or deadline.rule.unit != Unit.WORKING_DAYS:
        return NOBODY_KNOWS
    inspection, amount = deadline.inspection, deadline.rule.amount_of(deadline.point)
    found = []
    for day, whose in _starts(inspection, deadline):
        if due_on(amount, Unit.WORKING_DAYS, day, BANK_HOLIDAYS).due_on == stated.on and day != deadline.starts_on:
            found.append(f"It is {amount} working days from {whose}, {said(day)}.")
        if day + timedelta(days=amount) == stated.on:
            found.append(f"It is {amount} days from {whose}, {said(day)}: every day counted, not working days alone.")
    return found[0] if found else NOBODY_KNOWS


def _starts(inspection: Inspection, deadline: Deadline) -> list[tuple[date, str]]:
    known = {
        "the day it starts from": deadline.starts_on,
        "publication": inspection.report_published_on,
        "the date on the letter": inspection.letter_on,
        "the last day of the inspection": inspection.ended_on,
    }
    return [(day, whose) for whose, day in known.items() if day]
