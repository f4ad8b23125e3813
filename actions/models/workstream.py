"""Workstreams, and the highlight report each lead writes a month."""

from django.db import models
from django.urls import reverse

from actions.models.plan import Plan, on_seen_plans
from actions.status import RAG_WORDS, Rag
from areas.models import Membership, Organisation, Post
from send_tracker.lib.records import AppendOnly, Versioned

RAG_CHOICES = [(rag.value, RAG_WORDS[rag]) for rag in Rag]


class WorkstreamQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(on_seen_plans(visits))


class Workstream(Versioned):
    """A part of the plan led by one post. The people who meet on it are a board, one storey up."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="workstreams")
    number = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=150)
    lead_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="workstreams_led")
    lead_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workstreams_led")

    objects = WorkstreamQuerySet.as_manager()

    PUBLIC = frozenset({"plan", "number", "position", "title", "lead_body"})
    PRIVATE = frozenset({"version", "lead_post"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="workstream_numbered_once_in_its_plan"),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        return reverse("actions:workstream_detail", args=[self.plan.area.slug, self.pk])


class HighlightReport(AppendOnly):
    """What a workstream's lead tells the board for one month; a later row for the same month replaces it."""

    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="highlights")
    month_on = models.DateField("month")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    submission = models.UUIDField(unique=True)
    proposed_rag = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    rag = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    moderation_reason = models.CharField(max_length=1000, blank=True)
    done = models.TextField(max_length=4000)
    next = models.TextField(max_length=4000)
    in_the_way = models.TextField(max_length=4000, blank=True)
    decisions_wanted = models.TextField(max_length=4000, blank=True)

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "workstream", "month_on", "on", "recorded_at", "recorded_by", "submission", "proposed_rag", "rag",
            "moderation_reason", "done", "next", "in_the_way", "decisions_wanted",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rag=models.F("proposed_rag")) | ~models.Q(moderation_reason=""),
                name="highlight_moderated_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["workstream", "-month_on", "-id"], name="highlight_latest")]
