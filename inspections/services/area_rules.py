"""What an area changes of the rules for itself: how long one gives from a day on, and when its reviews are."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from areas import audit
from areas.models import LocalArea, Membership
from inspections.clock import Unit
from inspections.models import DeadlineRule, Inspection
from inspections.services.following import follow
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused

REVIEWS = "reviews"
COPIED = (
    "title", "step_title", "starts_from", "again_from", "gives", "unit", "precision", "firmness", "done_word",
    "needs_plan", "only_outcomes", "choice", "area_may",
)  # fmt: skip


@transaction.atomic
def change_rule(
    *,
    area: LocalArea,
    rule: DeadlineRule,
    amounts: Sequence[int],
    from_on: date,
    reason: str,
    source: str,
    by: Membership,
    on: date,
) -> DeadlineRule | None:
    """For this area the rule gives other amounts, for clocks that start from `from_on` on.

    What runs already keeps its day; the page proposes the new one. The national amounts end the area's own row: None.
    `amounts` are as people say them: 14 days before is 14. Raises Refused for what the law or the rule does not allow.
    """
    LocalArea.objects.select_for_update().get(pk=area.pk)
    rows = DeadlineRule.objects.filter(framework=rule.framework_id, code=rule.code)
    national = rows.filter(area=None, valid_from_on__lte=from_on).order_by("-valid_from_on").first()
    own = rows.filter(area=area).order_by("valid_from_on")
    pattern = national or own.first()
    if pattern is None or from_on < pattern.valid_from_on:
        raise Refused(f"The rule itself is valid from {said(rule.valid_from_on)}.", "from_on")
    signed = [-amount if pattern.amount < 0 else amount for amount in amounts]
    _check(pattern, signed)
    if own.filter(valid_from_on__gte=from_on).exists():
        raise Refused("You changed this rule from that day or a later one already. Choose a later day.", "from_on")
    now = own.filter(valid_until_on=None).first()
    if tuple(signed) == (now or pattern).amounts:
        raise Refused("This is what the rule gives already.", "amounts")
    if now:
        now.valid_until_on = from_on
        now.save(update_fields=["valid_until_on"])
    if national and tuple(signed) == national.amounts:
        audit.record("rule back to national", on=on, subject=now, by=by, from_on=from_on, reason=reason)
        return None
    return _own(pattern, area, signed, from_on, reason, source, by, on)


def _own(
    pattern: DeadlineRule,
    area: LocalArea,
    signed: Sequence[int],
    from_on: date,
    reason: str,
    source: str,
    by: Membership,
    on: date,
    **facts: object,
) -> DeadlineRule:
    copied = {name: getattr(pattern, name) for name in COPIED}
    made = DeadlineRule.objects.create(
        framework=pattern.framework,
        area=area,
        amount=signed[0],
        further=list(signed[1:]),
        valid_from_on=from_on,
        source=source,
        changed_on=on,
        changed_by=by,
        reason=reason,
        **{"code": pattern.code, **copied, **facts},
    )
    audit.record(
        "rule changed for the area",
        on=on,
        subject=made,
        by=by,
        length=[pattern.length, made.length],
        from_on=from_on,
        reason=reason,
        source=source,
    )
    return made


def _check(rule: DeadlineRule, signed: Sequence[int]) -> None:
    may = rule.area_may
    if may == DeadlineRule.AreaMay.NOTHING:
        raise Refused("No area may change this rule. Set another day on the date itself, with the reason.")
    if may == DeadlineRule.AreaMay.MORE and abs(signed[0]) < abs(rule.amount):
        raise Refused(f"The law asks for {rule.length} at least: you may give more, not less.", "amounts")
    if not rule.is_series and len(signed) > 1:
        raise Refused("This rule gives one date: enter one number.", "amounts")


@transaction.atomic
def choose_reviews(
    *,
    inspection: Inspection,
    code: str,
    months: Sequence[int] = (),
    reason: str,
    source: str = "",
    version: int | None,
    by: Membership,
    on: date,
) -> Inspection:
    """When the reviews of this inspection's plan are: by the rule of that code, after months of its own, or none ("").

    Its deadlines follow: what is no longer asked for is withdrawn, what was held stays. Raises StaleError, and Refused
    for a rule its area cannot choose.
    """
    inspection = Inspection.objects.select_for_update(of=("self",)).select_related("source__area").get(pk=inspection.pk)
    inspection.check_seen(version)
    rules = review_rules(inspection)
    if months:
        code = _own_reviews(inspection, rules, months, reason, source, by, on)
    elif code and code not in {rule.code for rule in rules}:
        raise Refused("Choose from the list.", "code")
    before, inspection.review_rule = inspection.review_rule, code
    inspection.step(version, "review_rule")
    audit.record("reviews chosen", on=on, subject=inspection, by=by, reason=reason, review_rule=[before, code])
    follow(inspection, reason=reason, by=by, on=on)
    return inspection


def review_rules(inspection: Inspection) -> list[DeadlineRule]:
    """The rules its reviews may follow, national ones first."""
    rules = DeadlineRule.objects.filter(framework=inspection.framework_id, choice=REVIEWS)
    return list(rules.of_area(inspection.source.area).filter(valid_until_on=None).order_by("area", "pk"))


def _own_reviews(
    inspection: Inspection,
    rules: list[DeadlineRule],
    months: Sequence[int],
    reason: str,
    source: str,
    by: Membership,
    on: date,
) -> str:
    """A rule of the area with these months; the one it has, if it has them already."""
    area, pattern = inspection.source.area, next((rule for rule in rules if "{n}" in rule.step_title), None)
    if pattern is None:
        raise Refused("The framework of this inspection has no reviews to choose.", "code")
    own = [rule for rule in rules if rule.area_id == area.pk]
    for rule in own:
        if rule.amounts == tuple(months) and rule.unit == Unit.MONTHS:
            return rule.code
    taken = {rule.code for rule in DeadlineRule.objects.filter(area=area, framework=inspection.framework_id)}
    code = next(f"own_reviews_{number}" for number in range(1, len(taken) + 2) if f"own_reviews_{number}" not in taken)
    title = "Reviews with DfE and NHS England, after months of our own"
    made = _own(
        pattern, area, months, pattern.valid_from_on, reason, source or reason[:300], by, on, code=code, title=title
    )
    return made.code
