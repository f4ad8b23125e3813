"""How one version of a plan is approved: its route, the bodies on it, and what each decided."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models import Plan, PlanApproval, PlanSubmission
from areas.models import Membership, Organisation, Post
from boards.models.board import Board, Meeting
from boards.status import ASKED_WORDS, OUTCOME_WORDS, Asked, Outcome
from send_tracker.lib.records import AppendOnly, AppendOnlyQuerySet, Versioned, one_of

KEY_DECISION_DAYS = 28


class RouteQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(plan__in=Plan.objects.visible_to(*visits))


class ApprovalRoute(Versioned):
    """The way one version of a plan takes through the bodies that must approve it before it is submitted."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approval_routes")
    edition = models.CharField(max_length=100)
    # When the plan will be fit to be put before a body, and a day to submit it that is before the statutory one.
    ready_on = models.DateField(null=True, blank=True)
    submit_by_on = models.DateField(null=True, blank=True)
    submission = models.ForeignKey(PlanSubmission, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = RouteQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {"version", "plan", "edition", "ready_on", "submit_by_on", "submission", "opened_on", "opened_by"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "edition"], name="route_once_for_a_version_of_a_plan"),
        ]

    def __str__(self):
        return f"{self.plan}, {self.edition}"

    def get_absolute_url(self):
        return reverse("boards:route_detail", args=[self.plan.area.slug, self.pk])


class StepKind(models.TextChoices):
    CABINET = "cabinet", "Cabinet or executive"
    CABINET_MEMBER = "cabinet member", "Cabinet member, by delegation"
    GOVERNING_BODY = "governing body", "CCG governing body"
    ICB_BOARD = "icb board", "ICB board or committee"
    IMPROVEMENT_BOARD = "improvement board", "Improvement board"
    OTHER = "other", "Another body"


class StepQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(route__in=ApprovalRoute.objects.visible_to(*visits))

    def standing(self):
        return self.filter(withdrawn_on__isnull=True)


class ApprovalStep(Versioned):
    """A body that must decide on a plan: in which turn, when it meets, and how much time its decision takes."""

    Kind = StepKind
    # Who may hand the decision to a post.
    MAY_DELEGATE = frozenset({StepKind.CABINET, StepKind.GOVERNING_BODY, StepKind.ICB_BOARD})

    route = models.ForeignKey(ApprovalRoute, on_delete=models.PROTECT, related_name="steps")
    # Bodies of one turn decide side by side; those of the next, once they have.
    turn = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=StepKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # A board that is set up here, or else the name of a body that is not.
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, blank=True, related_name="approval_steps")
    name = models.CharField(max_length=150, blank=True)
    asked = models.CharField(
        max_length=10,
        choices=[(asked.value, words) for asked, words in ASKED_WORDS.items()],
        default=Asked.APPROVE.value,
    )
    # When it decides: at a meeting of that board, or else on a plain day.
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="approval_steps")
    meets_on = models.DateField(null=True, blank=True)
    papers_on = models.DateField(null=True, blank=True)
    is_key_decision = models.BooleanField(default=False)
    notice_given_on = models.DateField(null=True, blank=True)
    clearance_days = models.PositiveSmallIntegerField(default=0)
    call_in_days = models.PositiveSmallIntegerField(default=0)
    withdrawn_on = models.DateField(null=True)

    objects = StepQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "version", "route", "turn", "kind", "organisation", "board", "name", "asked", "meeting", "meets_on",
            "papers_on", "is_key_decision", "notice_given_on", "clearance_days", "call_in_days", "withdrawn_on",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            one_of("kind", StepKind, "approval_step_kind_is_known"),
            models.CheckConstraint(
                condition=Q(board__isnull=False) | ~Q(name=""),
                name="approval_step_is_a_board_or_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(board__isnull=False, meets_on__isnull=True),
                name="approval_step_has_a_meeting_or_a_day",
            ),
        ]

    def __str__(self):
        return self.board.name if self.board else self.name

    @property
    def on(self):
        """The day it is to decide; None while none is known."""
        return self.meeting.on if self.meeting else self.meets_on


class DecisionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, *visits):
        return self.filter(step__in=ApprovalStep.objects.visible_to(*visits))


class ApprovalDecision(AppendOnly):
    """What a decision on a plan means for its route; its own words are in the plan's `PlanApproval`."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.PROTECT, related_name="decisions")
    approval = models.OneToOneField(PlanApproval, on_delete=models.PROTECT, related_name="approval_decision")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=[(o.value, words) for o, words in OUTCOME_WORDS.items()])
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The post that decided what had been delegated to it; the post to which this decision delegates.
    by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    delegated_to = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    conditions = models.TextField(max_length=2000, blank=True)

    objects = DecisionQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "step", "approval", "on", "recorded_at", "recorded_by", "outcome", "meeting", "by_post", "delegated_to",
            "conditions",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]), name="approval_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DELEGATED.value, delegated_to__isnull=False)
                | (~Q(outcome=Outcome.DELEGATED.value) & Q(delegated_to__isnull=True)),
                name="approval_delegated_names_the_post",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.APPROVED_SUBJECT_TO.value) | ~Q(conditions=""),
                name="approval_subject_to_names_conditions",
            ),
        ]
