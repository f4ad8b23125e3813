"""What later visits said of each finding, and how many findings a paper says it has."""

from django.db import models
from django.db.models import Q

from areas.models import Membership
from inspections.models.source import Finding, FindingKind, Inspection, Source
from inspections.status import VERDICT_WORDS, VERDICTS, VISIT_WORDS, Verdict, VisitKind
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet, Versioned, one_of, together

VISIT_CHOICES = [(kind.value, VISIT_WORDS[kind]) for kind in VisitKind]
VERDICT_CHOICES = [(verdict.value, VERDICT_WORDS[verdict]) for verdict in Verdict]


def verdict_fits_the_visit(name: str) -> models.CheckConstraint:
    """Each visit has verdicts of its own; none is a correction that takes a judgement back."""
    said = Q()
    for kind, verdicts in VERDICTS.items():
        said |= Q(visit_kind=kind.value, verdict__in=[verdict.value for verdict in verdicts])
    known = Q(visit_kind__in=[kind.value for kind in VisitKind])
    return models.CheckConstraint(condition=said | (Q(verdict="", corrects__isnull=False) & known), name=name)


class JudgementQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        """Of findings that are seen; and not those of a visit that is under embargo itself."""
        shown = Q(inspection__isnull=True) | Q(inspection__in=Inspection.objects.visible_to(*visits))
        return self.filter(shown, finding__in=Finding.objects.visible_to(*visits))

    def standing(self):
        """Those no later row corrects, and that were not taken back."""
        return self.filter(corrected_by__isnull=True).exclude(verdict="")

    def in_order(self):
        return self.order_by("judged_on", "id")


class Judgement(AppendOnly):
    """What one visit or review said of one finding. A correction is a row that takes the place of another."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="judgements")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    visit_kind = models.CharField(max_length=12, choices=VISIT_CHOICES)
    # The day it became known: of a visit of inspectors, the day its report was published.
    judged_on = models.DateField()
    body = models.CharField(max_length=100)
    # The visit, where it is an inspection that is recorded here.
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements"
    )
    verdict = models.CharField(max_length=16, choices=VERDICT_CHOICES, blank=True)
    source_note = models.CharField(max_length=300)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=500, blank=True)

    objects = JudgementQuerySet.as_manager()

    PUBLIC = frozenset({"finding", "visit_kind", "judged_on", "body", "inspection", "verdict"})
    PRIVATE = frozenset({"on", "recorded_at", "recorded_by", "source_note", "corrects", "reason"})

    class Meta:
        constraints = [
            verdict_fits_the_visit("judgement_verdict_fits_the_visit"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="judgement_correction_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["finding", "judged_on"], name="judgement_in_order")]

    def __str__(self):
        return f"{self.finding.number}: {self.get_verdict_display() or 'taken back'}"


class StatedCountQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(source__in=Source.objects.visible_to(*visits))


class StatedCount(Versioned):
    """How many findings of a kind a paper says a source has: held against those entered, so that none is lost."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="stated_counts")
    kind = models.CharField(max_length=24, choices=FindingKind)
    count = models.PositiveIntegerField()
    said_in = models.CharField(max_length=200)
    # Why it differs from those entered, and how many these were then: another difference wants another explanation.
    explanation = models.CharField(max_length=500, blank=True)
    explained_count = models.PositiveIntegerField(null=True)
    explained_on = models.DateField(null=True)
    explained_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects = StatedCountQuerySet.as_manager()

    PUBLIC = frozenset({"source", "kind", "count", "said_in"})
    PRIVATE = frozenset({"version", "explanation", "explained_count", "explained_on", "explained_by"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind"], name="stated_count_once_for_a_kind"),
            one_of("kind", FindingKind, "stated_count_kind_is_known"),
            together("explained_on", "explained_by", "explained_count", name="stated_count_explained_on_and_by"),
            models.CheckConstraint(
                condition=Q(explained_by__isnull=True) | ~Q(explanation=""), name="stated_count_explained_with_reason"
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.count}"
