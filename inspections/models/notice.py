"""Improvement notices, and the help that was brokered: each with the steps that followed, one row a step."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from areas.models import Attachment, LocalArea, Membership
from inspections.models.source import Source
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet, one_of


class OfSourceQuerySet(models.QuerySet):
    """Rows of an area that may go back to a source: with an unpublished one, they are hidden too."""

    def visible_to(self, *visits):
        return self.filter(
            Q(source__isnull=True) | Q(source__in=Source.objects.visible_to(*visits)),
            area__in=[here.area.pk for here in visits],
        )


class ImprovementNotice(models.Model):
    """A notice that an area must improve, after an inspection or without a new one; what became of it is its steps."""

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="notices")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    given_by = models.CharField(max_length=150)
    # Reviews at least every so many months, as the notice says.
    review_months = models.PositiveSmallIntegerField(default=6)

    objects = OfSourceQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"area", "source", "given_by", "review_months"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=24), name="notice_reviews_within_two_years"
            )
        ]

    def __str__(self):
        return f"Improvement notice of {self.given_by}"

    def get_absolute_url(self):
        return reverse("inspections:notice_detail", args=[self.area.slug, self.pk])


class NoticeStepKind(models.TextChoices):
    ISSUED = "issued", "Issued"
    UPDATED = "updated", "Updated"
    REVIEWED = "reviewed", "Reviewed"
    LIFTED = "lifted", "Lifted"


class NoticeStep(AppendOnly):
    """Something that happened to a notice on a day: issued, updated with another deadline, reviewed, lifted."""

    Kind = NoticeStepKind

    notice = models.ForeignKey(ImprovementNotice, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=NoticeStepKind)
    on = models.DateField()
    # By when the area must have improved, where this step sets it.
    deadline_on = models.DateField(null=True, blank=True)
    words = models.TextField(max_length=4000, blank=True)
    submission = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    PUBLIC = frozenset()
    PRIVATE = frozenset({"notice", "kind", "on", "deadline_on", "words", "submission", "recorded_at", "recorded_by"})

    class Meta:
        constraints = [
            one_of("kind", NoticeStepKind, "notice_step_kind_is_known"),
            models.UniqueConstraint(fields=["notice"], condition=Q(kind="issued"), name="notice_issued_once"),
            models.UniqueConstraint(fields=["notice"], condition=Q(kind="lifted"), name="notice_lifted_once"),
            models.CheckConstraint(
                condition=Q(deadline_on__isnull=True) | Q(kind__in=["issued", "updated"]),
                name="notice_deadline_is_set_by_issue_or_update",
            ),
            models.CheckConstraint(
                condition=Q(deadline_on__isnull=True) | Q(deadline_on__gt=models.F("on")),
                name="notice_deadline_comes_later",
            ),
        ]


class NoticeDocument(Attachment):
    """A document belongs to an improvement notice."""

    TARGET = "notice"

    notice = models.ForeignKey(ImprovementNotice, on_delete=models.PROTECT, related_name="attachments")

    PUBLIC = frozenset()
    PRIVATE = frozenset({"document", "attached_on", "attached_by", "removed_on", "removed_by", "notice"})


class SupportOffer(models.Model):
    """One thing another council or body offered to help with, and who brokered it."""

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="support_offers")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="support_offers")
    offered_by = models.CharField(max_length=150)
    brokered_by = models.CharField(max_length=150, blank=True)
    offered_on = models.DateField()
    offered = models.CharField(max_length=300)

    objects = OfSourceQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"area", "source", "offered_by", "brokered_by", "offered_on", "offered"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "offered_by", "offered", "offered_on"], name="support_offered_once_on_a_day"
            )
        ]

    def __str__(self):
        return self.offered


class SupportStepKind(models.TextChoices):
    TAKEN_UP = "taken up", "Taken up"
    NOT_TAKEN_UP = "not taken up", "Not taken up"
    CHANGED = "changed", "What it changed"


class SupportStepQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(offer__in=SupportOffer.objects.visible_to(*visits))


class SupportStep(AppendOnly):
    """What became of an offer of help on a day: taken up, not taken up, or what it changed."""

    Kind = SupportStepKind

    offer = models.ForeignKey(SupportOffer, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=SupportStepKind)
    on = models.DateField()
    words = models.TextField(max_length=2000, blank=True)
    submission = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = SupportStepQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"offer", "kind", "on", "words", "submission", "recorded_at", "recorded_by"})

    class Meta:
        constraints = [one_of("kind", SupportStepKind, "support_step_kind_is_known")]
