"""What a body is asked to give to an action, and what it answered."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models.action import Action, UpdateHeard
from actions.models.plan import on_seen_plans
from actions.models.workstream import RAG_CHOICES
from areas.models import Membership, Organisation
from send_tracker.lib.records import AppendOnly, Versioned, one_of


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(on_seen_plans(visits, "action__plan"))

    def late(self, on):
        """Only an agreed date can be late."""
        return self.filter(state=ContributionState.AGREED, agreed_for_on__lt=on)

    def outstanding(self):
        return self.exclude(state__in=[ContributionState.CONFIRMED, ContributionState.NOT_POSSIBLE])


class ContributionState(models.TextChoices):
    ASKED = "asked", "Asked"
    DATE_PROPOSED = "date proposed", "Another date proposed"
    AGREED = "agreed", "Agreed"
    GIVEN = "given", "Given, not yet confirmed"
    CONFIRMED = "confirmed", "Given and confirmed"
    NOT_POSSIBLE = "not possible", "Not possible"


class Contribution(Versioned):
    """One body is asked to give one thing to an action, by a day; the state follows its answers."""

    State = ContributionState

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contributions")
    asked = models.TextField("what is asked", max_length=2000)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    # The day wanted now; asking again may move it, and the first one is kept.
    wanted_by_on = models.DateField("wanted by", null=True, blank=True)
    first_wanted_by_on = models.DateField(null=True, blank=True)
    submission = models.UUIDField(unique=True)
    state = models.CharField(max_length=14, choices=ContributionState, default=ContributionState.ASKED)
    proposed_for_on = models.DateField(null=True)
    agreed_for_on = models.DateField(null=True)

    objects = ContributionQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "version", "action", "organisation", "asked", "asked_on", "asked_by", "wanted_by_on", "first_wanted_by_on",
            "submission", "state", "proposed_for_on", "agreed_for_on",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            one_of("state", ContributionState, "contribution_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_for_on__isnull=False), name="contribution_agreed_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="date proposed") | Q(proposed_for_on__isnull=False),
                name="contribution_proposed_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="contribution_of_a_body")]

    def __str__(self):
        return f"{self.organisation}: {self.asked}"

    def get_absolute_url(self):
        return reverse("actions:contribution_detail", args=[self.action.plan.area.slug, self.pk])

    def is_late(self, on) -> bool:
        return self.state == ContributionState.AGREED and self.agreed_for_on < on


class ReplyKind(models.TextChoices):
    AGREED = "agreed", "Agreed"
    DATE_PROPOSED = "date proposed", "Proposed another date"
    DATE_ACCEPTED = "date accepted", "Accepted the proposed date"
    NOT_POSSIBLE = "not possible", "Said it is not possible"
    GIVEN = "given", "Given"
    CONFIRMED = "confirmed", "Confirmed"
    ASKED_AGAIN = "asked again", "Asked again"


class ContributionReply(AppendOnly):
    """One step in the life of a contribution: who said what, in which capacity, on which day."""

    Kind = ReplyKind

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="replies")
    on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    submission = models.UUIDField(unique=True)
    kind = models.CharField(max_length=14, choices=ReplyKind)
    words = models.TextField(max_length=4000, blank=True)
    rag = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    for_on = models.DateField(null=True)
    # Filled in when the council recorded it for the body that owes it.
    heard_by = models.CharField(max_length=10, choices=UpdateHeard, blank=True)
    heard_on = models.DateField(null=True)

    PUBLIC = frozenset()
    PRIVATE = frozenset(
        {
            "contribution", "on", "recorded_at", "recorded_by", "submission", "kind", "words", "rag", "for_on",
            "heard_by", "heard_on",
        }
    )  # fmt: skip

    class Meta:
        constraints = [one_of("kind", ReplyKind, "contribution_reply_kind_is_known")]
        indexes = [models.Index(fields=["contribution", "id"], name="contribution_reply_story")]
