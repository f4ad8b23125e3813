"""Finds, by the names of the story, who acts and the rows it speaks of."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from actions.models import Action, Plan, Workstream
from areas.access import ROLE_PERMISSIONS, Permission
from areas.models import LocalArea, Membership, Organisation, Post, PostHolder, Role
from boards.models import Board, Report
from inspections.models import Source
from send_tracker.demo.story import Step, steps


class Finder:
    """Knows what the story's names mean, and who acts, in the area and on the day of the step being told."""

    step: Step
    slug: str
    on: date
    area: LocalArea | None

    def __init__(self, at: Callable[[], datetime]):
        self.at = at
        self.councils: dict[str, str] = {}
        self.sources: dict[tuple[str, str], str] = {}
        self.plans: dict[tuple[str, str], str] = {}
        self.bodies: dict[tuple[str, str], str] = {}
        for step in steps():
            if step.verb == "area":
                self.councils[step.area] = step.row["council"]
                self.bodies[step.area, step.row["council_short"]] = step.row["council"]
            elif step.verb in ("body", "succession"):
                self.bodies[step.area, step.row["short"]] = step.row["name"]
            elif step.verb in ("source", "inspection"):
                self.sources[step.area, step.row["key"]] = step.row["title"]
            elif step.verb == "plan":
                self.plans[step.area, step.row["key"]] = step.row["title"]

    @property
    def lead(self) -> Membership:
        return Membership.objects.live(self.on).get(area=self.area, role=Role.LEAD)

    def holder(self, post: Post, permission: Permission) -> Membership | None:
        """Who holds the post and may do it, as a member of the post's body; None if the post is vacant."""
        roles = [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
        users = PostHolder.objects.live(self.on).filter(post=post).values("user")
        members = Membership.objects.live(self.on).filter(
            user__in=users, area=self.area, organisation=post.organisation, role__in=roles
        )
        return members.first()

    def member_of(self, body: Organisation) -> Membership:
        roles = [role for role, may in ROLE_PERMISSIONS.items() if Permission.CONTRIBUTION_ANSWER in may]
        members = Membership.objects.live(self.on).filter(area=self.area, organisation=body, role__in=roles)
        return members.order_by("pk").first()

    def submission_id(self) -> UUID:
        """The same for the same step, however often the story is told."""
        return uuid5(NAMESPACE_URL, f"demonstration/{self.slug}/{self.step.on}/{self.step.verb}/{self.step.number}")

    def body_named(self, short: str | None) -> Organisation:
        name = self.bodies[self.slug, short] if short else self.councils[self.slug]
        return Organisation.objects.get(name=name)

    def post_named(self, title: str) -> Post:
        return Post.objects.select_related("organisation").get(area=self.area, title=title)

    def source_named(self, key: str) -> Source:
        return Source.objects.get(area=self.area, title=self.sources[self.slug, key])

    def plan_named(self, key: str) -> Plan:
        return Plan.objects.get(area=self.area, title=self.plans[self.slug, key])

    def live_plan(self) -> Plan:
        return Plan.objects.live(self.on).filter(area=self.area).order_by("-started_on").first()

    def action_named(self, reference: str) -> Action:
        return Action.objects.get(plan=self.live_plan(), reference=reference)

    def workstream_named(self, number: str) -> Workstream:
        return Workstream.objects.get(plan=self.live_plan(), number=number)

    def board_named(self, name: str) -> Board:
        return Board.objects.get(area=self.area, name=name)

    def report_of(self, row: dict) -> Report:
        return Report.objects.get(meeting__board=self.board_named(row["board"]), meeting__on=row["meeting"])
