"""What became of the promise itself: changes to a plan after its baseline, and where its actions went in the next."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from actions.models.action import AUTHORITY_CHOICES, Action
from actions.models.plan import Plan
from actions.models.workstream import Workstream
from actions.status import CHANGE_WORDS, SUCCESSION_WORDS, ChangeKind
from areas.models import Membership
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet

# A moved date has a row of its own kind, DueDateChange.
CHANGE_CHOICES = [(kind.value, words) for kind, words in CHANGE_WORDS.items() if kind is not ChangeKind.DATE]


class ChangePart(models.TextChoices):
    """Which words of an action were changed."""

    TITLE = "title", "What will be done"
    SUCCESS = "success", "What success looks like"
    REFERENCE = "reference", "Reference"
    FINDINGS = "findings", "What it answers"


class ActionChangeQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(action__plan__in=Plan.objects.visible_to(*visits))


class ActionChange(AppendOnly):
    """An action was added after the baseline, reworded, withdrawn or put elsewhere: what, why, and by whose leave."""

    Part = ChangePart

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=CHANGE_CHOICES)
    part = models.CharField(max_length=10, choices=ChangePart, blank=True)
    before = models.TextField(max_length=2000, blank=True)
    after = models.TextField(max_length=2000, blank=True)
    from_workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, null=True, related_name="+")
    to_workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, null=True, related_name="+")
    # Empty while the plan had no baseline: nobody's leave was needed then.
    reason = models.CharField(max_length=1000, blank=True)
    authority_level = models.CharField(max_length=12, choices=AUTHORITY_CHOICES, blank=True)
    authority = models.CharField(max_length=150, blank=True)

    objects = ActionChangeQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "action", "on", "recorded_at", "recorded_by", "kind", "part", "before", "after", "from_workstream",
            "to_workstream", "reason", "authority_level", "authority",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="workstream", from_workstream__isnull=False, to_workstream__isnull=False)
                | (~Q(kind="workstream") & Q(from_workstream__isnull=True, to_workstream__isnull=True)),
                name="action_change_of_workstream_has_both",
            ),
            models.CheckConstraint(
                condition=(Q(kind="reworded") & ~Q(part="")) | (~Q(kind="reworded") & Q(part="")),
                name="action_change_reworded_has_a_part",
            ),
        ]
        indexes = [models.Index(fields=["action", "on", "id"], name="action_change_story")]


class ActionSuccessionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        """Between two plans that are both seen: it tells of the one and of the other."""
        seen = Plan.objects.visible_to(*visits)
        return self.filter(action__plan__in=seen, action__plan__superseded_by__in=seen)

    def standing(self):
        """The latest row of each action: what was said last of where it went."""
        later = self.model.objects.filter(action=OuterRef("action"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))


class ActionSuccession(AppendOnly):
    """What became of an action when another plan took the place of its own. The latest row of an action counts."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="successions")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(kind.value, words) for kind, words in SUCCESSION_WORDS.items()])
    to_actions = models.ManyToManyField(Action, related_name="origins", blank=True)
    reason = models.CharField(max_length=1000)

    PUBLIC = frozenset()
    PRIVATE = frozenset({"action", "on", "recorded_at", "recorded_by", "kind", "to_actions", "reason"})

    objects = ActionSuccessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["action", "-id"], name="action_succession_latest")]
