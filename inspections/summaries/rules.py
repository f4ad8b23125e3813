"""The rules that apply in an area, with their source and firmness, as its page tells them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from areas.models import LocalArea
from inspections.models import DeadlineRule, Inspection
from inspections.summaries.owed import in_force
from send_tracker.lib.dates import said

PAPERS = "committee_papers"


@dataclass(frozen=True)
class RuleLine:
    """One row of a rule: what it gives from what, how firm, on whose word, and while it is valid."""

    title: str
    gives: str
    firmness: str
    source: str
    valid: str
    whose: str
    reason: str
    may: str
    is_in_force: bool
    change_url: str


def rule_groups(area: LocalArea, on: date) -> list[tuple[str, list[RuleLine]]]:
    """The rules under the name of their framework, each with its own rows of the area; ended ones come last."""
    rules = DeadlineRule.objects.of_area(area).select_related("framework", "area", "changed_by__user")
    rows = list(rules.order_by("framework__in_force_on", "pk"))
    codes: dict[tuple, list[DeadlineRule]] = {}
    for rule in rows:
        codes.setdefault((rule.framework_id, rule.code), []).append(rule)
    groups: dict[str, list[RuleLine]] = {}
    for same in codes.values():
        name = same[0].framework.name if same[0].framework else "Meetings, under every framework"
        now = in_force(same, on)
        ordered = sorted(same, key=lambda rule: (rule is not now, rule.valid_from_on))
        groups.setdefault(name, []).extend(_line(rule, area, now, on) for rule in ordered)
    return list(groups.items())


def _line(rule: DeadlineRule, area: LocalArea, now: DeadlineRule | None, on: date) -> RuleLine:
    may_change = rule.area_may != DeadlineRule.AreaMay.NOTHING and rule is now
    return RuleLine(
        title=rule.title,
        gives=f"{rule.length}{'' if rule.amount < 0 else ' from'} {rule.get_starts_from_display()}",
        firmness=rule.get_firmness_display(),
        source=rule.source,
        valid=_valid(rule),
        whose=f"{area.name}, since {said(rule.changed_on)}, by {rule.changed_by.user.name}"
        if rule.area
        else "National",
        reason=rule.reason,
        may=rule.get_area_may_display(),
        is_in_force=rule is now,
        change_url=reverse("inspections:rule_change", args=[area.slug, rule.pk]) if may_change else "",
    )


def _valid(rule: DeadlineRule) -> str:
    until = f", until {said(rule.valid_until_on)}" if rule.valid_until_on else ""
    return f"For clocks that start from {said(rule.valid_from_on)} on{until}"


def rule_on(area: LocalArea, code: str, day: date) -> DeadlineRule | None:
    """The rule of no framework with this code in force there on that day, the area's own first. One query."""
    return in_force(DeadlineRule.objects.of_area(area).filter(framework=None, code=code), day)


@dataclass(frozen=True)
class Papers:
    """When the papers of a meeting are due, and how that is counted."""

    due_on: date
    rule: str


def papers_of(area: LocalArea, meeting_on: date) -> Papers:
    """The last day to send out the papers of a meeting: as many clear working days before as the area's rule asks.

    One query. Raises LookupError if no such rule is in force on that day.
    """
    rule = rule_on(area, PAPERS, meeting_on)
    if rule is None:
        raise LookupError(PAPERS)
    whose = f"set for {area.name} from {said(rule.valid_from_on)} on" if rule.area_id else rule.source
    return Papers(rule.working(meeting_on).due_on, f"{rule.length} the meeting: {whose}.")


def papers_days(area: LocalArea, on: date) -> int:
    """How many clear working days before a meeting its papers go out there, under the rule of that day. One query."""
    rule = rule_on(area, PAPERS, on)
    return abs(rule.amount) if rule else 0


def reviews_said(inspection: Inspection) -> str:
    """When the reviews of this inspection's plan are, in words; empty while none is chosen."""
    if not inspection.review_rule:
        return ""
    rules = DeadlineRule.objects.of_area(inspection.source.area)
    rule = rules.filter(framework=inspection.framework_id, code=inspection.review_rule).order_by("pk").last()
    return f"{rule.title}: {rule.length} from {rule.get_starts_from_display()}" if rule else ""
