"""What the inspectors asked to have strengthened, point by point: each response, and who signed it off."""

from django.db import models

from actions.models.action import Action
from actions.models.plan import Plan, Verdict
from areas.models import Membership
from inspections.models import Finding
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet, Versioned, one_of


class FeedbackPointQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(verdict__submission__plan__in=Plan.objects.visible_to(*visits))


class FeedbackPoint(Versioned):
    """One point of a letter about a plan, with its number: in the letter's words, or a summary that says so."""

    Words = Finding.Words

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=4000)
    words = models.CharField(max_length=8, choices=Finding.Words)

    objects = FeedbackPointQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"version", "verdict", "number", "text", "words"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verdict", "number"], name="feedback_point_numbered_once_in_its_letter"),
            one_of("words", Finding.Words, "feedback_point_words_are_known"),
        ]

    def __str__(self):
        return f"Point {self.number}"

    def get_absolute_url(self):
        return self.verdict.get_absolute_url() + f"#point-{self.number}"


class PointResponseQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(point__verdict__submission__plan__in=Plan.objects.visible_to(*visits))


class PointResponse(AppendOnly):
    """What the area answered to a point on a day, and the actions that changed for it. A later one is added to it."""

    point = models.ForeignKey(FeedbackPoint, on_delete=models.PROTECT, related_name="responses")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    submission = models.UUIDField(unique=True)
    text = models.TextField(max_length=4000)
    actions = models.ManyToManyField(Action, related_name="point_responses", blank=True)

    objects = PointResponseQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"point", "on", "recorded_at", "recorded_by", "submission", "text", "actions"})


class PointSignOff(AppendOnly):
    """Somebody signed a response off on this day: a board, a director, the forum, as it calls itself."""

    response = models.ForeignKey(PointResponse, on_delete=models.PROTECT, related_name="sign_offs")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=150)

    PUBLIC = frozenset()
    PRIVATE = frozenset({"response", "on", "recorded_at", "recorded_by", "body"})
