"""Frameworks, their rules, and the days that follow for one inspection."""

from datetime import date

from django.db import models
from django.db.models import Q

from areas.models import Membership
from inspections.clock import Unit, Working, due_on
from inspections.models.embargo import hidden_sources
from send_tracker.lib import dates
from send_tracker.lib.records import AppendOnly, Versioned, one_of, together


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
    """The day a rule counts from: a date of the inspection."""

    RECEIVED = "report_received_on", "the day the report was received"
    ENDED = "ended_on", "the last day of the inspection"


class DeadlineFirmness(models.TextChoices):
    STATUTORY = "statutory", "Statutory"
    FRAMEWORK = "framework", "Set by the framework"
    GUIDE = "guide", "A guide only"
    LETTER = "letter", "Set by letter"


class DeadlineRule(models.Model):
    """How many of what from which day, on whose word; valid for inspections whose clock starts in its time."""

    Start = DeadlineStart
    Firmness = DeadlineFirmness

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="rules")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    starts_from = models.CharField(max_length=24, choices=DeadlineStart)
    amount = models.IntegerField()
    unit = models.CharField(max_length=12, choices=[(unit.value, unit.value) for unit in Unit])
    firmness = models.CharField(max_length=10, choices=DeadlineFirmness)
    source = models.CharField(max_length=300)
    # Only an inspection whose outcome asks for a plan starts the clock of a plan.
    needs_plan = models.BooleanField(default=True)
    valid_from_on = models.DateField()
    valid_until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "code", "valid_from_on"], name="rule_once_from_a_day"),
            one_of("starts_from", DeadlineStart, "rule_start_is_known"),
            one_of("firmness", DeadlineFirmness, "rule_firmness_is_known"),
        ]

    def __str__(self):
        return self.title

    @property
    def length(self) -> str:
        """How long it gives: 70 working days."""
        return f"{self.amount} {self.unit}"

    def is_valid_on(self, day: date) -> bool:
        """Whether a clock that starts on this day runs under it."""
        return self.valid_from_on <= day and (self.valid_until_on is None or day < self.valid_until_on)

    def working(self, start: date) -> Working:
        """The day it gives from `start`, with the bank holidays of England, and how it was reached."""
        return due_on(self.amount, Unit(self.unit), start, dates.BANK_HOLIDAYS)


class DeadlineQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        found = self.filter(inspection__source__area__in=[here.area.pk for here in visits])
        hidden = hidden_sources(visits)
        return found.exclude(inspection__source__in=hidden) if hidden else found

    def open(self):
        """Still to be met."""
        return self.filter(met_on__isnull=True, withdrawn_on__isnull=True)

    def standing(self):
        """Met or still to be met: those the inspection, as corrected, asks for."""
        return self.filter(withdrawn_on__isnull=True)


class Deadline(Versioned):
    """A day that follows from an inspection under a rule, with its working; a person may set another, with a reason."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="deadlines")
    rule = models.ForeignKey(DeadlineRule, on_delete=models.PROTECT, related_name="deadlines")
    # The day to go by: the one a person set, else the computed one.
    due_on = models.DateField()
    starts_on = models.DateField()
    # The start is not known: counted from publication, the true day is earlier.
    is_upper_bound = models.BooleanField()
    computed_on = models.DateField()
    skipped = models.JSONField(default=list)
    calendar = models.CharField(max_length=60)
    overridden_on = models.DateField(null=True)
    overridden_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    override_reason = models.CharField(max_length=500, blank=True)
    met_on = models.DateField(null=True)
    # A correction of the inspection left nothing that asks for it: no row is ever deleted.
    withdrawn_on = models.DateField(null=True)

    objects = DeadlineQuerySet.as_manager()

    PUBLIC = frozenset({"rule", "due_on", "is_upper_bound"})
    PRIVATE = frozenset(
        {
            "version", "inspection", "starts_on", "computed_on", "skipped", "calendar", "overridden_on",
            "overridden_by", "override_reason", "met_on", "withdrawn_on",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "rule"], name="deadline_once_for_a_rule"),
            together("overridden_on", "overridden_by", name="deadline_overridden_on_and_by"),
            models.CheckConstraint(
                condition=Q(overridden_by__isnull=True) | ~Q(override_reason=""), name="deadline_override_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(met_on__isnull=True), name="deadline_open")]

    def __str__(self):
        return self.rule.title

    @property
    def is_open(self) -> bool:
        return self.met_on is None and self.withdrawn_on is None


class DeadlineChange(AppendOnly):
    """A deadline got another day: which, from which, and why."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=500)
