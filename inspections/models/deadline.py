"""The days that follow for one inspection: each with its working, and with what people did to it."""

from django.db import models
from django.db.models import Q

from areas.models import Membership
from inspections.models.embargo import hidden_sources
from inspections.models.rule import DeadlineRule
from send_tracker.lib.precision import Precision, VagueDay, is_overdue, latest, vague
from send_tracker.lib.records import AppendOnly, Versioned, one_of, together


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


class SetAs(models.TextChoices):
    """How a person came to set another day."""

    AGREED = "agreed day", "The day that was agreed, of a review or a visit"
    EXTENSION = "extension", "An extension that was agreed"
    OVERRIDE = "override", "Another day, for another reason"


class Deadline(Versioned):
    """A day that follows from an inspection under a rule, with its working; a person may set another, with a reason."""

    SetAs = SetAs
    # What happened is itself a date of the inspection: nobody reports it.
    MET_BY = {"letter_expected": "report_published_on"}

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="deadlines")
    rule = models.ForeignKey(DeadlineRule, on_delete=models.PROTECT, related_name="deadlines")
    # Which of a series: its amount (the 4 of a 4-month review), or its place; 0 where there is one alone.
    point = models.PositiveIntegerField(default=0)
    # The rule's, or that of this one of a series: it stays when another day is agreed.
    title = models.CharField(max_length=160)
    # The day to go by: the one a person set, else the computed one.
    due_on = models.DateField()
    due_precision = models.CharField(max_length=20, choices=Precision, default=Precision.DAY)
    starts_on = models.DateField()
    # The start is not known: counted from publication, the true day is earlier.
    is_upper_bound = models.BooleanField()
    computed_on = models.DateField()
    skipped = models.JSONField(default=list)
    calendar = models.CharField(max_length=60)
    overridden_on = models.DateField(null=True)
    overridden_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    override_reason = models.CharField(max_length=500, blank=True)
    set_as = models.CharField(max_length=12, choices=SetAs, blank=True)
    met_on = models.DateField(null=True)
    # A correction of the inspection left nothing that asks for it: no row is ever deleted.
    withdrawn_on = models.DateField(null=True)

    objects = DeadlineQuerySet.as_manager()

    PUBLIC = frozenset({"rule", "title", "due_on", "due_precision", "is_upper_bound"})
    PRIVATE = frozenset(
        {
            "version", "inspection", "point", "starts_on", "computed_on", "skipped", "calendar", "overridden_on",
            "overridden_by", "override_reason", "set_as", "met_on", "withdrawn_on",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "rule", "point"], name="deadline_once_for_a_rule"),
            vague("due", "deadline_day_goes_with_its_precision"),
            one_of("set_as", SetAs, "deadline_set_as_is_known", blank=True),
            together("overridden_on", "overridden_by", name="deadline_overridden_on_and_by"),
            models.CheckConstraint(
                condition=Q(overridden_by__isnull=True) | ~Q(override_reason=""), name="deadline_override_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(met_on__isnull=True), name="deadline_open")]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        return self.met_on is None and self.withdrawn_on is None

    @property
    def can_be_met(self) -> bool:
        """Whether somebody may say that it is met: while it is open, and no date of the inspection meets it."""
        return self.is_open and self.rule.code not in self.MET_BY

    @property
    def due(self) -> VagueDay:
        return VagueDay(self.due_on, Precision(self.due_precision))

    @property
    def last_on(self):
        """The last day it could mean."""
        return latest(*self.due)

    def is_past(self, on) -> bool:
        """Whether the last day it could mean is over, and it is not met."""
        return self.is_open and is_overdue(*self.due, on)


class ChangeKind(models.TextChoices):
    """Why a deadline has another day, or keeps the one it has."""

    COMPUTED = "computed", "Counted again"
    AGREED = "agreed day", "Agreed"
    EXTENSION = "extension", "Extension agreed"
    OVERRIDE = "override", "Set by hand"
    BACK = "as computed", "Back to the computed day"
    ACCEPTED = "accepted", "Proposal accepted"
    KEPT = "kept", "Proposal declined"


class DeadlineChange(AppendOnly):
    """A deadline got another day: which, from which, and why; or it kept its day against what was proposed."""

    Kind = ChangeKind

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    # Empty in rows from before it was kept.
    kind = models.CharField(max_length=12, choices=ChangeKind, blank=True)
    from_on = models.DateField()
    from_precision = models.CharField(max_length=20, choices=Precision, default=Precision.DAY)
    to_on = models.DateField()
    to_precision = models.CharField(max_length=20, choices=Precision, default=Precision.DAY)
    reason = models.CharField(max_length=500)
    # Who agreed (in words: a department, by which post), on which day, and where that is written.
    agreed_with = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateField(null=True)
    source_note = models.CharField(max_length=300, blank=True)
    # The day that was proposed, accepted or not.
    proposed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", ChangeKind, "deadline_change_kind_is_known", blank=True),
            models.CheckConstraint(
                condition=~Q(kind="extension") | (~Q(agreed_with="") & Q(agreed_on__isnull=False) & ~Q(source_note="")),
                name="extension_says_who_when_and_where",
            ),
            models.CheckConstraint(
                condition=~Q(kind="agreed day") | ~Q(agreed_with=""), name="agreed_day_says_with_whom"
            ),
        ]


class StatedDateQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(deadline__in=Deadline.objects.visible_to(*visits))

    def standing(self):
        return self.filter(withdrawn_on__isnull=True)


class StatedDate(Versioned):
    """What somebody's paper says the date is, kept with its source beside the computed one; taken back if misread."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="stated")
    stated_on = models.DateField(null=True)
    stated_precision = models.CharField(max_length=20, choices=Precision)
    # As the paper puts it: "within 70 days of the publication of the report".
    words = models.CharField(max_length=300)
    stated_in = models.CharField(max_length=300)
    explanation = models.CharField(max_length=500, blank=True)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    objects = StatedDateQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "version", "deadline", "stated_on", "stated_precision", "words", "stated_in", "explanation", "recorded_on",
            "recorded_by", "withdrawn_on", "withdrawn_by", "withdrawal_reason",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            vague("stated", "stated_day_goes_with_its_precision"),
            together("withdrawn_on", "withdrawn_by", name="stated_date_withdrawn_on_and_by"),
        ]

    def __str__(self):
        return f"{self.stated}, as {self.stated_in} has it"

    @property
    def stated(self) -> VagueDay:
        return VagueDay(self.stated_on, Precision(self.stated_precision))
