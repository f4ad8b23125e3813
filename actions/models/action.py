"""Actions, who leads them, what their leads say each month, and how their due dates moved."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actions.models.plan import Plan, on_seen_plans
from actions.models.workstream import RAG_CHOICES, Workstream
from actions.status import AUTHORITY_WORDS, OPEN_STAGES, STAGE_WORDS, Shown, Stage, shown_as
from areas.models import Membership, Post
from inspections.models import Finding
from send_tracker.lib.records import AppendOnly, Versioned

STAGE_CHOICES = [(stage.value, STAGE_WORDS[stage]) for stage in Stage]
AUTHORITY_CHOICES = [(authority.value, words) for authority, words in AUTHORITY_WORDS.items()]


def rag_only_in_progress(name: str) -> models.CheckConstraint:
    """A RAG stands exactly while the stage is in progress."""
    rated = Q(stage=Stage.IN_PROGRESS.value) & Q(rag__in=[code for code, _ in RAG_CHOICES])
    unrated = Q(stage__in=[s.value for s in Stage if s is not Stage.IN_PROGRESS]) & Q(rag="")
    return models.CheckConstraint(condition=rated | unrated, name=name)


class ActionQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(on_seen_plans(visits))

    def open(self):
        return self.filter(stage__in=[stage.value for stage in OPEN_STAGES])

    def overdue(self, on):
        """Past its due day and not complete. Due today is not overdue; a paused action still is."""
        return self.open().filter(due_on__lt=on)


class Action(Versioned):
    """One thing somebody has promised to do, by when, in answer to which findings, and how it stands."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    success = models.TextField("what success looks like", max_length=2000, blank=True)
    findings = models.ManyToManyField(Finding, related_name="actions", blank=True)
    lead_posts = models.ManyToManyField(Post, through="actions.ActionLead", related_name="actions_led")
    # Part of the plan that was submitted or approved, or only of how it is carried out.
    is_statutory = models.BooleanField(default=True)
    added_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    # As the latest update says; only services.actions.post_update writes these (a test holds them against history).
    stage = models.CharField(max_length=12, choices=STAGE_CHOICES, default=Stage.NOT_STARTED.value)
    rag = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    updated_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)

    objects = ActionQuerySet.as_manager()

    PUBLIC = frozenset(
        {
            "plan", "workstream", "reference", "position", "title", "due_on", "first_due_on", "stage", "rag",
            "findings",
        }
    )  # fmt: skip
    PRIVATE = frozenset(
        {
            "version", "success", "is_statutory", "added_on", "forecast_on", "updated_on", "completed_on",
            "lead_posts",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "reference"], name="action_referenced_once_in_its_plan"),
            rag_only_in_progress("action_rag_only_in_progress"),
            models.CheckConstraint(
                condition=Q(stage__in=["complete", "embedded"], completed_on__isnull=False)
                | (~Q(stage__in=["complete", "embedded"]) & Q(completed_on__isnull=True)),
                name="action_complete_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "workstream", "stage", "rag"], name="action_counted"),
            models.Index(
                fields=["due_on"],
                condition=Q(stage__in=["not started", "in progress", "paused"]),
                name="action_open_due",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return reverse("actions:action_detail", args=[self.plan.area.slug, self.pk])

    @property
    def shown(self) -> Shown:
        return shown_as(self.stage, self.rag)

    def is_overdue(self, on) -> bool:
        return self.due_on is not None and self.due_on < on and Stage(self.stage) in OPEN_STAGES


class ActionLead(models.Model):
    """A post that leads an action; the one that is_reporting gives the month's rating."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="leads")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="leads")
    is_reporting = models.BooleanField(default=False)

    PUBLIC = frozenset()
    PRIVATE = frozenset({"action", "post", "is_reporting"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "post"], name="action_lead_once"),
            models.UniqueConstraint(
                fields=["action"], condition=Q(is_reporting=True), name="action_has_one_reporting_post"
            ),
        ]


class UpdateKind(models.TextChoices):
    UPDATE = "update", "Update"
    NO_CHANGE = "no change", "No change"


class UpdateHeard(models.TextChoices):
    """How the area lead heard what is recorded for another post."""

    CALL = "call", "Telephone call"
    EMAIL = "email", "E-mail"
    MEETING = "meeting", "Meeting"


def names_its_source(post: str, heard_by: str, heard_on: str, name: str) -> models.CheckConstraint:
    """What is recorded for another names the post, how it was heard and on which day; what is not has none of them."""
    own = Q(**{f"{post}__isnull": True, heard_by: "", f"{heard_on}__isnull": True})
    told = Q(**{f"{post}__isnull": False, f"{heard_on}__isnull": False}) & ~Q(**{heard_by: ""})
    return models.CheckConstraint(condition=own | told, name=name)


class ActionUpdate(AppendOnly):
    """What an action's lead says of it on a day: stage, RAG, why, and the way back to green."""

    Kind = UpdateKind
    Heard = UpdateHeard

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    submission = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=UpdateKind, default=UpdateKind.UPDATE)
    stage = models.CharField(max_length=12, choices=STAGE_CHOICES)
    rag = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    reason = models.TextField(max_length=4000, blank=True)
    route_to_green = models.TextField(max_length=4000, blank=True)
    green_by_on = models.DateField(null=True, blank=True)
    wanted_from_board = models.TextField(max_length=2000, blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    # Filled in when somebody else than the lead recorded it: for which post, how it was heard, and when.
    for_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    heard_by = models.CharField(max_length=10, choices=UpdateHeard, blank=True)
    heard_on = models.DateField(null=True)

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "action", "on", "recorded_at", "recorded_by", "submission", "kind", "stage", "rag", "reason",
            "route_to_green", "green_by_on", "wanted_from_board", "forecast_on", "for_post", "heard_by", "heard_on",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            rag_only_in_progress("action_update_rag_only_in_progress"),
            names_its_source("for_post", "heard_by", "heard_on", "action_update_for_another_names_its_source"),
        ]
        indexes = [models.Index(fields=["action", "-on", "-id"], name="action_update_latest")]

    @property
    def shown(self) -> Shown:
        return shown_as(self.stage, self.rag)

    @property
    def is_no_change(self) -> bool:
        return self.kind == UpdateKind.NO_CHANGE


class DueDateChange(AppendOnly):
    """An action's due date moved: from which day to which, why, and on whose authority."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="date_changes")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=1000)
    authority = models.CharField(max_length=150)
    # Empty where the plan had no baseline when the date moved.
    authority_level = models.CharField(max_length=12, choices=AUTHORITY_CHOICES, blank=True)

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "action", "on", "recorded_at", "recorded_by", "from_on", "to_on", "reason", "authority",
            "authority_level",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | ~Q(from_on=F("to_on")),
                name="due_date_change_changes",
            ),
        ]
