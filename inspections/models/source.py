"""Sources of the plan (an inspection, a peer review, a strategy) and what each found."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from areas.models import LocalArea, Organisation
from inspections.models.embargo import hidden_sources, unpublished
from inspections.models.register import RegisterEntry
from inspections.models.rule import DeadlineRule, Framework, Outcome
from inspections.models.theme import Theme
from inspections.status import VISITS
from send_tracker.lib.records import Versioned, one_of


class SourceQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """Those of the areas visited, but for what is under embargo from them: all that hangs on a source asks here."""
        found, hidden = self.filter(area__in=[here.area.pk for here in visits]), hidden_sources(visits)
        return found.exclude(pk__in=hidden) if hidden else found

    def unpublished(self, on):
        """Under embargo on that day, for all but area leads and those they named."""
        return self.filter(unpublished(on))


class SourceKind(models.TextChoices):
    INSPECTION = "inspection", "Inspection"
    PEER_REVIEW = "peer review", "Peer review"
    SELF_EVALUATION = "self evaluation", "Self-evaluation"
    STRATEGY = "strategy", "Strategy"
    NOTICE = "improvement notice", "Improvement notice"
    DFE_LETTER = "dfe letter", "Letter from DfE"


class Source(Versioned):
    """Something that told the area what must change: everything in a plan goes back to one."""

    Kind = SourceKind

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20, choices=SourceKind)
    title = models.CharField(max_length=200)
    given_by = models.CharField(max_length=150, blank=True)
    dated_on = models.DateField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    PUBLIC = frozenset({"area", "kind", "title", "given_by", "dated_on"})
    PRIVATE = frozenset({"version"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "title"], name="source_titled_once_in_its_area"),
            one_of("kind", SourceKind, "source_kind_is_known"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("inspections:source_detail", args=[self.area.slug, self.pk])


class InspectionKind(models.TextChoices):
    FULL = "full", "Full inspection"
    REVISIT = "revisit", "Revisit"
    MONITORING = "monitoring", "Monitoring inspection"


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        found, hidden = self.filter(source__area__in=[here.area.pk for here in visits]), hidden_sources(visits)
        return found.exclude(source__in=hidden) if hidden else found


class Inspection(Versioned):
    """A visit by Ofsted and CQC under one framework, its several dates kept apart, and what they concluded."""

    Kind = InspectionKind

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="inspection")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField(max_length=12, choices=InspectionKind, default=InspectionKind.FULL)
    # The inspection a revisit or a monitoring inspection comes back to: its findings are the ones judged.
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name="comes back to"
    )
    started_on = models.DateField()
    ended_on = models.DateField()
    letter_on = models.DateField("date on the letter", null=True, blank=True)
    report_received_on = models.DateField("report received", null=True, blank=True)
    # How the day of receipt is known, where no record says so: "worked back from the due date of 27 March 2020".
    received_basis = models.CharField(max_length=200, blank=True)
    report_published_on = models.DateField("report published", null=True, blank=True)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections")
    # Its line in the national register: shown beside the area's own copy, and never written into it.
    register_entry = models.ForeignKey(
        RegisterEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    # The code of the rule its reviews follow, of those an area may choose from; empty: none chosen.
    review_rule = models.CharField(max_length=40, blank=True)

    objects = InspectionQuerySet.as_manager()

    PUBLIC = frozenset(
        {
            "source", "framework", "kind", "follows", "started_on", "ended_on", "letter_on", "report_published_on",
            "outcome", "register_entry",
        }
    )  # fmt: skip
    # The day of receipt falls in the embargo, and how it is known is a working note.
    PRIVATE = frozenset({"version", "report_received_on", "received_basis", "review_rule"})

    class Meta:
        constraints = [
            one_of("kind", InspectionKind, "inspection_kind_is_known"),
            models.CheckConstraint(condition=Q(ended_on__gte=F("started_on")), name="inspection_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(report_received_on__isnull=True)
                | Q(report_published_on__isnull=True)
                | Q(report_published_on__gte=F("report_received_on")),
                name="inspection_received_before_published",
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(kind=InspectionKind.FULL), name="inspection_full_follows_none"
            ),
        ]

    def __str__(self):
        return self.source.title

    def is_embargoed(self, on: date) -> bool:
        """Not published on that day: only area leads and those they named see it, or anything that hangs on it."""
        return self.report_published_on is None or self.report_published_on > on

    def clock_start(self, rule: DeadlineRule) -> tuple[date | None, bool]:
        """The day the rule counts from, of the inspection's own; and whether it is the day of publication instead.

        None if it is not known, or is no day of the inspection itself but of an event, a review or a meeting.
        A report is received some days before it is published, so counting from publication gives an upper bound.
        """
        start = getattr(self, rule.starts_from, None)
        if start is None and rule.starts_from == DeadlineRule.Start.RECEIVED:
            return self.report_published_on, self.report_published_on is not None
        return start, False


class EvaluationQuestion(models.Model):
    """What a framework asks of every area, under which its findings are told."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=40)
    wording = models.CharField(max_length=200)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="question_once_in_its_framework")]

    def __str__(self):
        return self.wording


class FindingKind(models.TextChoices):
    WEAKNESS = "significant weakness", "Significant weakness"
    PRIORITY = "priority action", "Area for priority action"
    IMPROVEMENT = "improvement", "Area for improvement"
    DEVELOPMENT = "development", "Area for development"
    STRENGTH = "strength", "Strength"


class FindingWords(models.TextChoices):
    OWN = "own", "In their own words"
    SUMMARY = "summary", "A summary"


class FindingQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        found, hidden = self.filter(source__area__in=[here.area.pk for here in visits]), hidden_sources(visits)
        return found.exclude(source__in=hidden) if hidden else found

    def in_order(self):
        return self.order_by("source", "position", "id")

    def whole(self):
        """Not part of another: what a letter counts."""
        return self.filter(parent__isnull=True)

    def judged(self):
        """Those later visits judge one by one."""
        return self.whole().filter(kind__in=VISITS)


class Finding(Versioned):
    """One thing a source said must improve (or is strong), with its number and where its words come from."""

    Kind = FindingKind
    Words = FindingWords

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="findings")
    number = models.CharField(max_length=12)
    # The finding it is a part of: 1a of 1.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=FindingKind)
    # What the paper itself calls it, where that is another word: "fundamental failing".
    label = models.CharField(max_length=60, blank=True)
    is_urgent = models.BooleanField(default=False)
    question = models.ForeignKey(
        EvaluationQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    text = models.TextField(max_length=4000)
    words = models.CharField(max_length=8, choices=FindingWords)
    words_from = models.CharField(max_length=200)
    bodies = models.ManyToManyField(Organisation, related_name="findings", blank=True)
    themes = models.ManyToManyField(Theme, related_name="findings", blank=True)

    objects = FindingQuerySet.as_manager()

    PUBLIC = frozenset(
        {
            "source", "number", "parent", "position", "kind", "label", "is_urgent", "question", "text", "words",
            "words_from", "bodies",
        }
    )  # fmt: skip
    # How an area sorts its findings is its own working.
    PRIVATE = frozenset({"version", "themes"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="finding_numbered_once_in_its_source"),
            one_of("kind", FindingKind, "finding_kind_is_known"),
            one_of("words", FindingWords, "finding_words_are_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="finding_is_not_its_own_part"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:80]}"

    def get_absolute_url(self):
        return reverse("inspections:finding_detail", args=[self.source.area.slug, self.pk])
