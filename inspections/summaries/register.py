"""What the national register says: its entries, what practice was, and where an area's own copy differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import median

from inspections.models import BoundaryChange, DeadlineRule, RegisterEntry
from send_tracker.lib.dates import said, working_days_between

ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# The register does not give the last day. Under the framework of 2016 an inspection took a week, Monday to Friday.
STAY = timedelta(days=4)
DAYS_IN_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class LetterPractice:
    """How many letters were published within so many working days of the end of the inspection."""

    within: int
    kept: int
    of: int
    as_at_on: date

    @property
    def sentence(self) -> str:
        return (
            f"In practice {self.kept} of {self.of} letters were published within {self.within} working days "
            f"(Ofsted's data to {said(self.as_at_on)}; the end taken as the start plus 4 days)."
        )


@dataclass(frozen=True)
class RevisitPractice:
    """How long after publication the inspectors came back, in months, to the areas that had to write a statement."""

    median_months: float
    least_months: float
    most_months: float
    revisited: int
    required: int
    as_at_on: date

    @property
    def never(self) -> int:
        return self.required - self.revisited

    @property
    def sentence(self) -> str:
        return (
            f"In practice revisits began {self.median_months:.1f} months after publication in the median, from "
            f"{self.least_months:.0f} to {self.most_months:.0f} ({self.revisited} revisits in Ofsted's data to "
            f"{said(self.as_at_on)}; {self.never} of {self.required} areas had none by then)."
        )


def letter_practice(within: int = 33, framework: str = "2016") -> LetterPractice | None:
    """How often a letter was published within so many working days; None where the register has no inspection."""
    rows = _dates(framework)
    if not rows:
        return None
    pairs = tuple((started_on, published_on) for started_on, published_on, *_ in rows)
    kept = _published_within(pairs, within)
    return LetterPractice(within=within, kept=kept, of=len(rows), as_at_on=max(row[-1] for row in rows))


def revisit_practice(framework: str = "2016") -> RevisitPractice | None:
    """How long it was from publication to the start of the revisit; None where the register has no revisit."""
    rows = _dates(framework)
    months = [
        (revisit_on - published_on).days / DAYS_IN_A_MONTH for _, published_on, revisit_on, *_ in rows if revisit_on
    ]
    if not months:
        return None
    return RevisitPractice(
        median_months=median(months),
        least_months=min(months),
        most_months=max(months),
        revisited=len(months),
        required=sum(requires_plan for *_, requires_plan, _ in rows),
        as_at_on=max(row[-1] for row in rows),
    )


def practice(rule: DeadlineRule) -> str:
    """What practice was beside a rule, in a sentence from the register; nothing where the register cannot say."""
    found = None
    if rule.code == "letter_expected":
        found = letter_practice(within=rule.amount)
    elif rule.code == "revisit_window":
        found = revisit_practice()
    return found.sentence if found else ""


def _dates(framework: str) -> list[tuple]:
    """Of each entry: start, publication, start of the revisit, whether a plan was required, and the source's day."""
    rows = RegisterEntry.objects.filter(framework__code=framework).order_by("pk")
    return list(rows.values_list("started_on", "published_on", "revisit_started_on", "requires_plan", "as_at_on"))


@lru_cache(maxsize=8)
def _published_within(pairs: tuple[tuple[date, date], ...], within: int) -> int:
    """Kept from one page to the next: the days are counted one by one."""
    return sum(working_days_between(start + STAY, published) <= within for start, published in pairs)


def boundary_notes(area_name: str, ons_code: str, changes: Iterable[BoundaryChange]) -> tuple[str, ...]:
    """What became of an area, or from what it was made, in sentences; an outcome stays with the area that got it."""
    changes = list(changes)
    after = [row for row in changes if _is(area_name, ons_code, row.predecessor, row.predecessor_code)]
    before = [row for row in changes if _is(area_name, ons_code, row.successor, row.successor_code)]
    notes = []
    if after:
        names = _listed([row.successor for row in after])
        notes.append(f"Replaced on {said(after[0].changed_on)} by {names}: no outcome is carried over.")
    if before:
        names = _listed([f"{'part of ' if row.part else ''}{row.predecessor}" for row in before])
        notes.append(f"Made on {said(before[0].changed_on)} from {names}: no outcome is carried over.")
    return tuple(notes)


def _is(name: str, code: str, other_name: str, other_code: str) -> bool:
    """The same area: by its code, or by its name where there is no code."""
    return code == other_code if code else name.casefold() == other_name.casefold()


def _listed(names: Sequence[str]) -> str:
    """One name; one and another; one, another and a third. A comma before the last where a name has an "and" in it."""
    last = ", and " if any(" and " in name for name in names) else " and "
    return last.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
