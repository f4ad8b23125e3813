"""The plan, its way to Ofsted and CQC, and what came back."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from areas.models import LocalArea, Membership, Organisation
from inspections.models import Source
from inspections.models.embargo import HIDDEN as SOURCES
from inspections.models.embargo import hidden_sources
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet, Versioned, one_of

HIDDEN = "hidden plans"


def hidden_plans(visits) -> set[int]:
    """The plans these visits may not see: which answer to a hidden source, or have an action that does.

    Asked once a visit and kept with it; where no source is hidden, nothing is asked.
    """
    sources = hidden_sources(visits)
    strangers = [here for here in visits if sources & here.known.get(SOURCES, set())]
    if any(HIDDEN not in here.known for here in strangers):
        answering = Q(sources__in=sources) | Q(actions__findings__source__in=sources)
        rows = set(Plan.objects.filter(answering).values_list("area_id", "pk"))
        for here in strangers:
            here.known[HIDDEN] = {pk for area_id, pk in rows if area_id == here.area.pk}
    return set().union(*(here.known[HIDDEN] for here in strangers))


def on_seen_plans(visits, path: str = "plan") -> Q:
    """Rows whose plan, at this path, is one of the areas visited and not hidden from these visits."""
    seen, hidden = Q(**{f"{path}__area__in": [here.area.pk for here in visits]}), hidden_plans(visits)
    return seen & ~Q(**{f"{path}__in": hidden}) if hidden else seen


class PlanQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """Those of the areas visited. A plan tells of all it answers to, so an embargo on one source hides it."""
        found, hidden = self.filter(area__in=[here.area.pk for here in visits]), hidden_plans(visits)
        return found.exclude(pk__in=hidden) if hidden else found

    def with_embargo(self, on):
        """The rows with `is_embargoed`: on that day the plan is hidden from all but those let in."""
        sources = Source.objects.unpublished(on).values("pk")
        answering = Plan.objects.filter(pk=OuterRef("pk"))
        hidden = answering.filter(Q(sources__in=sources) | Q(actions__findings__source__in=sources))
        return self.annotate(is_embargoed=Exists(hidden))

    def live(self, on):
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))


class PlanKind(models.TextChoices):
    WSOA = "wsoa", "Written statement of action"
    PAP = "pap", "Priority action plan"
    APP = "app", "Accelerated progress plan"
    STRATEGIC = "strategic", "Strategic plan"
    LOCAL = "local", "Local improvement plan"


class Plan(Versioned):
    """What an area has said it will do: of a statutory kind, under a local title, in answer to its sources."""

    Kind = PlanKind

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=12, choices=PlanKind)
    title = models.CharField(max_length=150)
    sources = models.ManyToManyField(Source, related_name="plans")
    started_on = models.DateField()
    ends_on = models.DateField("expected to end", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = PlanQuerySet.as_manager()

    PUBLIC = frozenset({"area", "kind", "title", "started_on", "sources"})
    PRIVATE = frozenset({"version", "ends_on", "ended_on", "supersedes"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "title"], name="plan_titled_once_in_its_area"),
            one_of("kind", PlanKind, "plan_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("started_on")), name="plan_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("actions:plan_detail", args=[self.area.slug, self.pk])

    @property
    def has_baseline(self) -> bool:
        """Whether it has been submitted or approved: what it promises then changes by leave alone. One query."""
        return self.baselines.exists()

    def is_live(self, on) -> bool:
        return self.ended_on is None or self.ended_on > on


class PlanSubmissionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(on_seen_plans(visits))


class PlanSubmission(AppendOnly):
    """The plan went to Ofsted and CQC (or to DfE, for an accelerated progress plan) on this day."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="submissions")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=1000, blank=True)

    objects = PlanSubmissionQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"plan", "on", "recorded_at", "recorded_by", "note"})


class VerdictOutcome(models.TextChoices):
    FIT = "fit", "Fit for purpose"
    FIT_WITH_POINTS = "fit with points", "Fit for purpose, with points to strengthen"
    NOT_FIT = "not fit", "Not fit for purpose"


class VerdictQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(submission__plan__in=Plan.objects.visible_to(*visits))


class Verdict(AppendOnly):
    """What Ofsted and CQC answered to a submission, in a letter of this day; its points to strengthen are rows."""

    Outcome = VerdictOutcome

    submission = models.ForeignKey(PlanSubmission, on_delete=models.PROTECT, related_name="verdicts")
    on = models.DateField("date of the letter")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=VerdictOutcome)
    # What the letter says beside its points.
    remarks = models.TextField(max_length=4000, blank=True)

    objects = VerdictQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"submission", "on", "recorded_at", "recorded_by", "outcome", "remarks"})

    class Meta:
        constraints = [one_of("outcome", VerdictOutcome, "verdict_outcome_is_known")]

    def get_absolute_url(self):
        return reverse("actions:verdict_detail", args=[self.submission.plan.area.slug, self.pk])


class PlanApproval(AppendOnly):
    """A body signed the plan off, or endorsed it, on this day."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The council's cabinet, a governing body, the improvement board of several bodies: as it calls itself.
    body = models.CharField(max_length=150)
    decision = models.CharField(max_length=1000)
    # The letter whose points the plan, as signed off here, has been strengthened to meet.
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_offs")

    PUBLIC = frozenset()
    PRIVATE = frozenset({"plan", "on", "recorded_at", "recorded_by", "organisation", "body", "decision", "verdict"})


class BaselineCause(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    FOUND_FIT = "found fit", "Found fit for purpose"
    APPROVED = "approved", "Approved"


class PlanBaseline(AppendOnly):
    """From this day the plan stands as it was submitted or approved: its actions change with reason and authority."""

    Cause = BaselineCause

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="baselines")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=BaselineCause)
    # The body that approved it, as it calls itself.
    body = models.CharField(max_length=150, blank=True)

    PUBLIC = frozenset()
    PRIVATE = frozenset({"plan", "on", "recorded_at", "recorded_by", "cause", "body"})

    class Meta:
        constraints = [one_of("cause", BaselineCause, "baseline_cause_is_known")]

    def __str__(self):
        return f"{self.get_cause_display()} by {self.body}" if self.body else self.get_cause_display()
