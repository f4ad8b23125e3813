"""Frameworks, what an inspection under one may conclude, and the rules its dates follow from."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from areas.models import LocalArea, Membership
from inspections.clock import Unit, Working, due_on
from send_tracker.lib import dates
from send_tracker.lib.precision import Precision
from send_tracker.lib.records import one_of, together


class Framework(models.Model):
    """A set of rules Ofsted and CQC inspect under, from one day on."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    in_force_on = models.DateField()
    superseded_on = models.DateField(null=True)
    plan_name = models.CharField(max_length=80)
    finding_name = models.CharField(max_length=80)

    def __str__(self):
        return self.name


class Outcome(models.Model):
    """What an inspection under a framework may conclude, in the official words."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="outcomes")
    code = models.CharField(max_length=40)
    short = models.CharField(max_length=80)
    wording = models.TextField(max_length=600)
    requires_plan = models.BooleanField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="outcome_once_in_its_framework")]

    def __str__(self):
        return self.short


class DeadlineStart(models.TextChoices):
    """The day a rule counts from: a date of the inspection, an event, the day another rule gives, or a meeting."""

    RECEIVED = "report_received_on", "the day the report was received"
    ENDED = "ended_on", "the last day of the inspection"
    ACCEPTED = "plan accepted", "the day the plan was accepted as fit for purpose"
    APP_ACCEPTED = "app accepted", "the day the accelerated progress plan was accepted"
    NOTICE = "notice issued", "the day the improvement notice was issued"
    STOCKTAKE = "stocktake held", "the day the last stocktake was held"
    REVIEW = "review", "the day of the review"
    APP_REVIEW = "app review", "the day of the review of the accelerated progress plan"
    MEETING = "meeting", "the day of the meeting"


class DeadlineFirmness(models.TextChoices):
    STATUTORY = "statutory", "Statutory"
    FRAMEWORK = "framework", "Set by the framework"
    GUIDE = "guide", "A guide only"
    LETTER = "letter", "Set by letter"


class AreaMay(models.TextChoices):
    """What an area may change of a rule for itself."""

    NOTHING = "nothing", "Nobody may change it for one area"
    MORE = "more", "An area may give itself more time than the law asks, not less"
    ANYTHING = "anything", "An area may change it for itself"


class DeadlineRuleQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """The national ones, and those of these areas."""
        return self.filter(Q(area__isnull=True) | Q(area__in=[here.area.pk for here in visits]))

    def of_area(self, area: LocalArea):
        """Those that may apply there: the national ones, and its own."""
        return self.filter(Q(area__isnull=True) | Q(area=area))


class DeadlineRule(models.Model):
    """How many of what from which day, on whose word; valid for clocks that start in its time.

    A national rule has no area. An area's own goes before the national one of the same code, while it is valid. A rule
    with `further` amounts gives a series of dates.
    """

    Start = DeadlineStart
    Firmness = DeadlineFirmness
    AreaMay = AreaMay

    # None: of no framework, as the days before a meeting.
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, related_name="rules")
    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, null=True, related_name="rules")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    # What one date of a series is called: `{n}-month review`, `Stocktake {i}`, `Evidence for the {of}`.
    step_title = models.CharField(max_length=80, blank=True)
    starts_from = models.CharField(max_length=24, choices=DeadlineStart)
    # Counted anew from each of these, too: the next stocktake from the last.
    again_from = models.CharField(max_length=24, choices=DeadlineStart, blank=True)
    # Other rules count from the day this one gives.
    gives = models.CharField(max_length=24, choices=DeadlineStart, blank=True)
    amount = models.IntegerField()
    further = models.JSONField(default=list)
    unit = models.CharField(max_length=20, choices=[(unit.value, unit.value) for unit in Unit])
    # How exactly it can be said: a visit after about 18 months has a month, no day.
    precision = models.CharField(max_length=20, choices=Precision, default=Precision.DAY)
    firmness = models.CharField(max_length=10, choices=DeadlineFirmness)
    source = models.CharField(max_length=300)
    # What has been done once it is done.
    done_word = models.CharField(max_length=20, default="Met")
    # Only an inspection whose outcome asks for a plan starts the clock of a plan.
    needs_plan = models.BooleanField(default=True)
    # Only after these outcomes, by their codes; empty: after any.
    only_outcomes = models.JSONField(default=list)
    # Of the rules with one such word an inspection follows the one chosen for it, or none.
    choice = models.CharField(max_length=40, blank=True)
    area_may = models.CharField(max_length=10, choices=AreaMay, default=AreaMay.NOTHING)
    valid_from_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    # Who changed it for the area, and why; a national one comes from a file.
    changed_on = models.DateField(null=True)
    changed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Coalesce("framework_id", 0),
                Coalesce("area_id", 0),
                "code",
                "valid_from_on",
                name="rule_once_from_a_day",
            ),
            one_of("starts_from", DeadlineStart, "rule_start_is_known"),
            one_of("firmness", DeadlineFirmness, "rule_firmness_is_known"),
            one_of("area_may", AreaMay, "rule_area_may_is_known"),
            together("changed_on", "changed_by", name="rule_changed_on_and_by"),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | (Q(changed_on__isnull=False) & ~Q(reason="")),
                name="rule_of_an_area_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(firmness="statutory") | ~Q(area_may="anything"), name="rule_of_the_law_is_the_least"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def amounts(self) -> tuple[int, ...]:
        """What it counts: one, or each of a series."""
        return (self.amount, *self.further)

    @property
    def is_series(self) -> bool:
        """Whether it gives a date for each of its amounts, as reviews after 4, 8, 12 and 15 months."""
        return bool(self.further) or "{n}" in self.step_title

    def amount_of(self, point: int) -> int:
        """What it counts for this one of its dates (`Deadline.point`)."""
        return point if self.is_series else self.amount

    @property
    def length(self) -> str:
        """How long it gives: 70 working days; 4, 8, 12 and 15 months; 5 clear working days before."""
        return self._said(self.amounts)

    def length_of(self, point: int) -> str:
        """The same of one of its dates: 8 months."""
        return self._said((self.amount_of(point),))

    def _said(self, amounts: tuple[int, ...]) -> str:
        counts = [str(abs(amount)) for amount in amounts]
        said = f"{', '.join(counts[:-1])} and {counts[-1]}" if len(counts) > 1 else counts[0]
        unit = self.unit[:-1] if counts == ["1"] else self.unit
        return f"{said} {unit}{' before' if self.amount < 0 else ''}"

    @property
    def is_guide(self) -> bool:
        """A usual time, which nobody owes."""
        return self.firmness == DeadlineFirmness.GUIDE

    def is_valid_on(self, day: date) -> bool:
        """Whether a clock that starts on this day runs under it."""
        return self.valid_from_on <= day and (self.valid_until_on is None or day < self.valid_until_on)

    def working(self, start: date, amount: int | None = None) -> Working:
        """The day it gives from `start`, with the bank holidays of England, and how it was reached.

        Of a series, `amount` says which one. Raises OverflowError for a day beyond the calendar.
        """
        count = self.amount if amount is None else amount
        return due_on(count, Unit(self.unit), start, dates.BANK_HOLIDAYS)


class Suspension(models.Model):
    """A national event put a rule out of force between two days: inspections stopped on 17 March 2020."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="suspensions")
    rule_code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    starts_on = models.DateField()
    # The first day it was in force again; None: nobody has said so.
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "rule_code", "starts_on"], name="suspension_once_from_a_day"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=models.F("starts_on")),
                name="suspension_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.title

    def covers(self, day: date) -> bool:
        """Whether the rule is out of force on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
