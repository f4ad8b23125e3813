"""Boards, the seats on them, and when they meet."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from actions.models import Plan, Workstream
from actions.models.plan import hidden_plans
from areas.models import LocalArea, Organisation, Post
from areas.models.area import DatedQuerySet, ends_after_start
from send_tracker.lib.dates import said
from send_tracker.lib.records import one_of


def seen_boards(visits, path: str = "") -> Q:
    """Boards, or rows whose board is at this path, of the areas visited; but for those of a plan hidden from them."""
    seen, hidden = Q(**{f"{path}area__in": [here.area.pk for here in visits]}), hidden_plans(visits)
    if hidden:
        seen &= ~Q(**{f"{path}plan__in": hidden}) & ~Q(**{f"{path}workstream__plan__in": hidden})
    return seen


class BoardQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        """Those of the areas visited, but for a board of a plan, or a group of its work, that is under embargo."""
        return self.filter(seen_boards(visits))

    def open(self, on):
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


class BoardKind(models.TextChoices):
    IMPROVEMENT = "improvement board", "Improvement board"
    TASK_GROUP = "task and finish group", "Task and finish group"
    PARTNERSHIP = "partnership board", "Partnership board"
    HEALTH_AND_WELLBEING = "health and wellbeing board", "Health and wellbeing board"
    SCRUTINY = "scrutiny committee", "Scrutiny committee"
    CABINET = "cabinet", "Cabinet"
    GOVERNING_BODY = "governing body", "CCG governing body"
    ICB_BOARD = "icb board", "ICB board"


class Board(models.Model):
    """Any standing group: the improvement board that governs a plan, or the group that works on one workstream."""

    Kind = BoardKind

    area = models.ForeignKey(LocalArea, on_delete=models.PROTECT, related_name="boards")
    kind = models.CharField(max_length=28, choices=BoardKind)
    name = models.CharField(max_length=150)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    # The plan this board governs, and the workstream this group works on.
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="boards")
    workstream = models.OneToOneField(Workstream, on_delete=models.PROTECT, null=True, blank=True, related_name="group")
    established_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    PUBLIC = frozenset({"area", "kind", "name"})
    PRIVATE = frozenset({"parent", "plan", "workstream", "established_on", "closed_on"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="board_named_once_in_its_area"),
            one_of("kind", BoardKind, "board_kind_is_known"),
            models.CheckConstraint(
                condition=Q(workstream__isnull=True) | Q(kind="task and finish group"), name="board_of_work_is_a_group"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("boards:board_detail", args=[self.area.slug, self.pk])

    def is_open(self, on) -> bool:
        return self.closed_on is None or self.closed_on > on


class SeatQuerySet(DatedQuerySet):
    def visible_to(self, *visits):
        return self.filter(seen_boards(visits, "board__"))


class Seat(models.Model):
    """A place on a board that a body should fill, by one of its posts; without a post it is an empty chair."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    is_chair = models.BooleanField(default=False)
    is_required = models.BooleanField(default=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    PUBLIC = frozenset()
    PRIVATE = frozenset({"board", "organisation", "post", "is_chair", "is_required", "started_on", "ended_on"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(is_chair=True, ended_on__isnull=True), name="board_has_one_chair"
            ),
            models.UniqueConstraint(
                fields=["board", "post"],
                condition=Q(post__isnull=False, ended_on__isnull=True),
                name="post_has_one_seat_on_a_board",
            ),
            ends_after_start("seat_ends_after_it_starts"),
        ]


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, *visits):
        return self.filter(seen_boards(visits, "board__"))

    def standing(self):
        return self.filter(cancelled_on__isnull=True)


class Meeting(models.Model):
    """A board meets on a day."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    PUBLIC = frozenset({"board", "on"})
    PRIVATE = frozenset({"note", "cancelled_on"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "on"], name="board_meets_once_on_a_day")]

    def __str__(self):
        return f"{self.board}, {said(self.on)}"

    def get_absolute_url(self):
        return reverse("boards:meeting_detail", args=[self.board.area.slug, self.pk])
