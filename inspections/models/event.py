"""What happened to an inspection apart from its own dates, as plain events of its timeline."""

from django.db import models
from django.db.models import Q

from areas.models import Membership
from inspections.models.source import Inspection
from send_tracker.lib.precision import Precision, VagueDay, earliest, vague
from send_tracker.lib.records import Versioned, one_of, together


class EventKind(models.TextChoices):
    """In the order they usually come. A rule may count from one of these (`DeadlineRule.starts_from`)."""

    NOTIFIED = "notification", "Notification of the inspection"
    DRAFT = "draft letter", "Draft letter or report"
    COMMENTS = "factual accuracy", "Factual-accuracy comments"
    RECEIVED = "letter received", "Letter or report received"
    PLANNING = "planning meeting", "Planning meeting"
    SUBMITTED = "plan submitted", "Plan submitted"
    ACCEPTED = "plan accepted", "Plan accepted as fit for purpose"
    APP_ACCEPTED = "app accepted", "Accelerated progress plan accepted"
    NOTICE = "notice issued", "Improvement notice issued"
    REVIEW = "review held", "Review held"
    STOCKTAKE = "stocktake held", "Stocktake held"
    OTHER = "other", "Something else"


class EventQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(inspection__in=Inspection.objects.visible_to(*visits))

    def standing(self):
        return self.filter(withdrawn_on__isnull=True)


class Event(Versioned):
    """Something that happened to an inspection, or is to happen: a planning meeting, a draft letter, a plan accepted.

    Its day may be vague. It is put right in place, with the audit trail; one recorded by mistake is withdrawn.
    """

    Kind = EventKind
    # These are told of once they have happened: rules count from them.
    PAST = frozenset(set(EventKind) - {EventKind.PLANNING, EventKind.REVIEW, EventKind.STOCKTAKE, EventKind.OTHER})

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    # In the area's words; the kind says it where this is empty.
    title = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField(null=True)
    happened_precision = models.CharField(max_length=20, choices=Precision)
    source_note = models.CharField(max_length=300, blank=True)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    objects = EventQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "version", "inspection", "kind", "title", "happened_on", "happened_precision", "source_note",
            "recorded_on", "recorded_by", "withdrawn_on", "withdrawn_by", "withdrawal_reason",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            one_of("kind", EventKind, "event_kind_is_known"),
            vague("happened", "event_day_goes_with_its_precision"),
            together("withdrawn_on", "withdrawn_by", name="event_withdrawn_on_and_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawal_reason=""), name="event_withdrawn_with_a_reason"
            ),
            models.CheckConstraint(condition=~Q(kind="other") | ~Q(title=""), name="event_of_no_kind_has_a_title"),
        ]

    def __str__(self):
        return self.title or self.get_kind_display()

    @property
    def happened(self) -> VagueDay:
        return VagueDay(self.happened_on, Precision(self.happened_precision))

    @property
    def starts_on(self):
        """The day a rule counts from: the first it could mean; None while to be confirmed."""
        return earliest(*self.happened)
