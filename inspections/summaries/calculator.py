"""The dates that follow from a few days somebody gives, without an inspection on record: the public calculator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspections.clock import Working
from inspections.models import DeadlineRule, Framework
from inspections.summaries.dates import skipped_in_words
from inspections.summaries.register import practice
from send_tracker.lib.dates import CALENDAR_VERSION, said
from send_tracker.lib.precision import Precision, VagueDay, earliest

PUBLICATION = "the day the report was published"
RECEIVED = DeadlineRule.Start.RECEIVED


@dataclass(frozen=True)
class Given:
    """The days that were given, each None where it was not."""

    received: date | None = None
    published: date | None = None
    ended: date | None = None

    @property
    def days(self) -> dict[str, date]:
        """Those given, by name."""
        return {name: day for name, day in vars(self).items() if day}

    def start(self, rule: DeadlineRule) -> tuple[date | None, bool]:
        """The day the rule counts from, None if it is not known; and whether it is publication instead of receipt."""
        if rule.starts_from == RECEIVED and not self.received:
            return self.published, self.published is not None
        known = {RECEIVED: self.received, DeadlineRule.Start.ENDED: self.ended}
        return known.get(rule.starts_from), False


@dataclass(frozen=True)
class CountedDate:
    """One date with its rule and how it was reached."""

    rule: DeadlineRule
    working: Working
    is_upper_bound: bool
    only_after: str  # the outcomes it follows from, in words; empty: any
    practice: str  # what happened in practice, where the national register can say

    @property
    def due_on(self) -> date:
        return self.working.due_on

    @property
    def due(self) -> VagueDay:
        """The day as exactly as the rule can say it: `about 18 months` gives a month."""
        return VagueDay(earliest(self.due_on, self.rule.precision), Precision(self.rule.precision))

    @property
    def start(self) -> str:
        """What it counts from, in words."""
        return PUBLICATION if self.is_upper_bound else self.rule.get_starts_from_display()

    @property
    def skipped(self) -> str:
        """Which days were left out, in words; nothing for none."""
        return skipped_in_words(self.working.skipped)


@dataclass(frozen=True)
class Calculation:
    """What follows under a framework from the days given: the dates, the rules that need another day, what to know."""

    framework: Framework
    given: Given
    dates: tuple[CountedDate, ...]
    other_rules: tuple[DeadlineRule, ...]
    notes: tuple[str, ...]
    calendar: str = CALENDAR_VERSION

    @property
    def is_upper_bound(self) -> bool:
        return any(counted.is_upper_bound for counted in self.dates)


def calculate(framework: Framework, given: Given) -> Calculation:
    """The dates that follow from the days given, earliest first, under the rules in force on the day each starts from.

    Of two rules with one code the later one in force is taken. A rule whose start was not given, or whose date would
    lie beyond the last year there is, is among the other rules.
    """
    counted, others = {}, {}
    outcomes = {outcome.code: outcome.short for outcome in framework.outcomes.order_by("position")}
    day = min(given.days.values())
    # An area's own rules are its own affair.
    for rule in framework.rules.filter(area=None).order_by("valid_from_on", "pk"):
        start, is_upper_bound = given.start(rule)
        if not rule.is_valid_on(start or day):
            continue
        working = _working(rule, start) if start else None
        if working:
            counted[rule.code] = CountedDate(
                rule=rule,
                working=working,
                is_upper_bound=is_upper_bound,
                only_after=_only_after(rule, framework, outcomes),
                practice=practice(rule),
            )
        else:
            others[rule.code] = rule
    return Calculation(
        framework=framework,
        given=given,
        dates=tuple(sorted(counted.values(), key=lambda found: (found.due_on, found.rule.pk))),
        other_rules=tuple(rule for code, rule in others.items() if code not in counted),
        notes=tuple(_notes(framework, given)),
    )


def _only_after(rule: DeadlineRule, framework: Framework, outcomes: Mapping[str, str]) -> str:
    if rule.only_outcomes and set(rule.only_outcomes) < set(outcomes):
        return "only after: " + "; or ".join(words for code, words in outcomes.items() if code in rule.only_outcomes)
    return f"only if the outcome requires a {framework.plan_name}" if rule.needs_plan else ""


def _working(rule: DeadlineRule, start: date) -> Working | None:
    try:
        return rule.working(start)
    except (OverflowError, ValueError):  # beyond the year 9999, or before the year 1
        return None


def _notes(framework: Framework, given: Given) -> list[str]:
    notes = []
    if framework.superseded_on and max(given.days.values()) >= framework.superseded_on:
        notes.append(
            f"This framework is for inspections that began before {said(framework.superseded_on)}. "
            "If yours began later, choose the one that followed."
        )
    if given.published and not given.received:
        notes.append(
            "An area has the report some days before it is published, and the clock starts then. Counted from "
            "publication, a date is the latest it could be. The true date is about 4 to 8 working days earlier: "
            "give the day of receipt."
        )
    return notes
