"""Tells the story: each step calls the service its user would have called, in the capacity they would have acted in."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

import actions.services.actions as action_services
from actions.models import Action, Contribution, Plan, PlanSubmission, Workstream
from actions.services import contributions, highlights, plans
from actions.summaries import highlight_proposal
from areas import services as area_services
from areas.access import ROLE_PERMISSIONS, Permission
from areas.models import Demonstration, LocalArea, Membership, Organisation, Post, PostHolder, Role, User
from boards.models import Board, Meeting, Report
from boards.services import boards, publication, reports
from inspections import services as inspection_services
from inspections.models import Finding, Framework, Source
from send_tracker.demo.story import Step, StoryError, steps


class NotTheDemonstrationError(RuntimeError):
    """The database holds something that is not the demonstration's: nothing was written."""


def tell(to: date, at: Callable[[], datetime], say: Callable[[str], None] = lambda line: None) -> int:
    """Tell the story from where it stopped to the end of that day, day by day; how many steps were told.

    Told again it tells nothing; a later day tells on. Raises NotTheDemonstrationError on a database with areas the
    demonstration did not make, and for a day before the one told to.
    """
    told_to = _told_to()
    if told_to and to < told_to:
        raise NotTheDemonstrationError(f"The story is told to {told_to}. For an earlier day, begin a new database.")
    waiting = [step for step in steps() if step.on <= to and (told_to is None or step.on > told_to)]
    teller = Teller(at)
    for day in sorted({step.on for step in waiting}):
        with transaction.atomic():
            today = [step for step in waiting if step.on == day]
            for step in today:
                teller.tell(step)
            _note(day, len(today))
        say(f"{day}: {len(today)} steps")
    with transaction.atomic():
        _note(to, 0)
    return len(waiting)


def _told_to() -> date | None:
    row = Demonstration.objects.first()
    if row is None and LocalArea.objects.exists():
        raise NotTheDemonstrationError("This database has areas of its own: the demonstration is not told into it.")
    return row.told_to_on if row else None


def _note(day: date, count: int) -> None:
    row = Demonstration.objects.select_for_update().first() or Demonstration(told_to_on=day)
    row.told_to_on, row.events_told = max(row.told_to_on, day), row.events_told + count
    row.save()


class Teller:
    """Knows how to find, by the names of the story, the rows it speaks of."""

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
            elif step.verb == "body":
                self.bodies[step.area, step.row["short"]] = step.row["name"]
            elif step.verb in ("source", "inspection"):
                self.sources[step.area, step.row["key"]] = step.row["title"]
            elif step.verb == "plan":
                self.plans[step.area, step.row["key"]] = step.row["title"]

    def tell(self, step: Step) -> None:
        self.step, self.slug, self.on = step, step.area, step.on
        self.area = None if step.verb == "area" else LocalArea.objects.get(slug=step.area)
        getattr(self, f"tell_{step.verb}")(step.row)

    # Who acts ----------------------------------------------------------------------------------------------------

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

    # What the story's names mean ---------------------------------------------------------------------------------

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

    # The verbs: areas, bodies, people -----------------------------------------------------------------------------

    def tell_area(self, row: dict) -> None:
        lead = area_services.open_area(
            name=row["name"],
            slug=row["slug"],
            council_name=row["council"],
            lead_name=row["lead"],
            lead_email=self.address(row["lead_email"]),
            ons_code=row["ons_code"],
            on=self.on,
        )
        self.area = lead.area
        area_services.change_area(area=lead.area, name=row["name"], brand_colour=row["colour"], by=lead, on=self.on)
        post = area_services.create_post(
            area=lead.area, organisation=lead.organisation, title=row["lead"], by=lead, on=self.on
        )
        area_services.appoint(post=post, user=lead.user, by=lead, on=self.on)

    def tell_body(self, row: dict) -> None:
        body = area_services.register_organisation(
            name=row["name"], short_name=row["short"], kind=row["kind"], by=self.lead, on=self.on
        )
        area_services.add_partner(area=self.area, organisation=body, by=self.lead, on=self.on)

    def tell_commissioning(self, row: dict) -> None:
        area_services.name_commissioner(
            provider=self.body_named(row["provider"]),
            commissioner=self.body_named(row["commissioner"]),
            by=self.lead,
            on=self.on,
        )

    def tell_place(self, row: dict) -> None:
        area_services.add_place(area=self.area, kind=row["kind"], name=row["name"], by=self.lead, on=self.on)

    def tell_person(self, row: dict) -> None:
        body = self.body_named(row.get("body"))
        email = self.address(row["email"])
        for role in row["role"]:
            area_services.add_member(
                area=self.area, email=email, name=row["post"], organisation=body, role=role, by=self.lead, on=self.on
            )
        post = area_services.create_post(area=self.area, organisation=body, title=row["post"], by=self.lead, on=self.on)
        area_services.appoint(post=post, user=User.objects.get(email=email), by=self.lead, on=self.on)

    def address(self, email: str) -> str:
        return email if "@" in email else f"{email}@{self.slug}.example"

    # The verbs: what was found and promised -----------------------------------------------------------------------

    def tell_source(self, row: dict) -> None:
        inspection_services.record_source(
            area=self.area,
            kind=row["kind"],
            title=row["title"],
            given_by=row.get("given_by", ""),
            dated_on=row.get("dated"),
            by=self.lead,
            on=self.on,
        )

    def tell_inspection(self, row: dict) -> None:
        framework = Framework.objects.get(code=row["framework"])
        inspection_services.record_inspection(
            area=self.area,
            title=row["title"],
            framework=framework,
            started_on=row["started"],
            ended_on=row["ended"],
            letter_on=row.get("letter"),
            report_received_on=row.get("received"),
            received_basis=row.get("received_basis", ""),
            report_published_on=row["published"],
            outcome=framework.outcomes.get(code=row["outcome"]),
            by=self.lead,
            on=self.on,
        )

    def tell_finding(self, row: dict) -> None:
        inspection_services.record_finding(
            source=self.source_named(row["source"]),
            number=row["number"],
            kind=row.get("kind", Finding.Kind.WEAKNESS),
            text=row["text"],
            words=Finding.Words.SUMMARY,
            words_from=row.get("words_from", "the council's committee paper"),
            bodies=[self.body_named(body) for body in row["bodies"]],
            by=self.lead,
            on=self.on,
        )

    def tell_plan(self, row: dict) -> None:
        plans.open_plan(
            area=self.area,
            kind=row["kind"],
            title=row["title"],
            sources=[self.source_named(key) for key in row["sources"]],
            started_on=row["started"],
            ends_on=row.get("ends"),
            supersedes=self.plan_named(row["supersedes"]) if "supersedes" in row else None,
            by=self.lead,
            on=self.on,
        )

    def tell_workstream(self, row: dict) -> None:
        post = self.post_named(row["lead_post"])
        plans.create_workstream(
            plan=self.plan_named(row["plan"]),
            number=row["number"],
            title=row["title"],
            lead_body=post.organisation,
            lead_post=post,
            by=self.lead,
            on=self.on,
        )

    def tell_action(self, row: dict) -> None:
        posts = [self.post_named(title) for title in row["leads"]]
        plan = self.plan_named(row["plan"])
        findings = Finding.objects.filter(source__plans=plan, number__in=row["findings"])
        action_services.add_action(
            workstream=plan.workstreams.get(number=row["group"]),
            reference=row["ref"],
            title=row["title"],
            success=row.get("success", ""),
            findings=findings,
            due_on=row["due"],
            lead_posts=posts,
            reporting_post=posts[0],
            by=self.lead,
            on=self.on,
        )

    def tell_submission(self, row: dict) -> None:
        plans.submit_plan(plan=self.plan_named(row["plan"]), note=row["note"], by=self.lead, on=self.on)

    def tell_verdict(self, row: dict) -> None:
        plans.record_verdict(
            submission=PlanSubmission.objects.filter(plan=self.plan_named(row["plan"])).latest("pk"),
            outcome=row["outcome"],
            letter_on=row["letter"],
            points=row.get("points", ""),
            by=self.lead,
            on=self.on,
        )

    def tell_approval(self, row: dict) -> None:
        plans.record_approval(
            plan=self.plan_named(row["plan"]),
            body=row["body"],
            decision=row["decision"],
            approved_on=row["day"],
            by=self.lead,
            on=self.on,
        )

    # The verbs: the month -----------------------------------------------------------------------------------------

    def tell_update(self, row: dict) -> None:
        action = self.action_named(row["action"])
        stage = row.get("stage", "in progress")
        action_services.post_update(
            action=action,
            stage=stage,
            rag=row.get("rag", ""),
            reason=row["why"],
            route_to_green=row.get("route", ""),
            green_by_on=row.get("green_by"),
            wanted_from_board=row.get("ask", ""),
            forecast_on=row.get("forecast"),
            **self.said_by(action, row.get("heard")),
        )

    def tell_no_change(self, row: dict) -> None:
        action = self.action_named(row["action"])
        action_services.post_no_change(action=action, **self.said_by(action, None))

    def said_by(self, action: Action, heard: str | None) -> dict:
        """The reporting post's holder says it; if it is vacant, or was heard otherwise, the area lead records it."""
        post = action.leads.select_related("post__organisation").get(is_reporting=True).post
        said = {"submission": self.submission_id(), "on": self.on}
        holder = self.holder(post, Permission.ACTION_UPDATE)
        if holder and not heard:
            return {**said, "by": holder}
        return {**said, "by": self.lead, "for_post": post, "heard_by": heard or "meeting", "heard_on": self.on}

    def tell_contribution(self, row: dict) -> None:
        contributions.ask_contribution(
            action=self.action_named(row["action"]),
            organisation=self.body_named(row["body"]),
            asked=row["asked"],
            wanted_by_on=row["wanted"],
            submission=self.submission_id(),
            by=self.lead,
            on=self.on,
        )

    def tell_reply(self, row: dict) -> None:
        body = self.body_named(row["body"])
        contribution = Contribution.objects.get(action=self.action_named(row["action"]), organisation=body)
        facts = {"contribution": contribution, "submission": self.submission_id(), "on": self.on}
        words, rag = row.get("words", ""), row.get("rag", "")
        match row["do"]:
            case "agree":
                contributions.agree_contribution(**facts, for_on=row["for"], by=self.member_of(body))
            case "propose":
                contributions.propose_date(**facts, for_on=row["for"], words=words, by=self.member_of(body))
            case "give":
                contributions.give_contribution(**facts, words=words, rag=rag, by=self.member_of(body))
            case "record":
                heard = {"heard_by": row["heard"], "heard_on": self.on}
                contributions.give_contribution(**facts, words=words, rag=rag, by=self.lead, **heard)
            case unknown:
                raise StoryError(f"{self.slug}, {self.on}: nobody knows how to {unknown}")

    def tell_highlight(self, row: dict) -> None:
        workstream = self.workstream_named(row["workstream"])
        proposed = highlight_proposal(workstream, row["month"], self.on).rag or ""
        highlights.write_highlight(
            workstream=workstream,
            month_on=row["month"],
            rag=row.get("rag", proposed),
            moderation_reason=row.get("why", ""),
            done=row["done"],
            next=row["next"],
            in_the_way=row.get("in_the_way", ""),
            decisions_wanted=row.get("wanted", ""),
            submission=self.submission_id(),
            by=self.holder(workstream.lead_post, Permission.HIGHLIGHT_WRITE),
            on=self.on,
        )

    # The verbs: boards and reports --------------------------------------------------------------------------------

    def tell_board(self, row: dict) -> None:
        board = boards.create_board(
            area=self.area,
            kind=row["kind"],
            name=row["name"],
            parent=self.board_named(row["parent"]) if "parent" in row else None,
            plan=self.plan_named(row["plan"]) if "plan" in row else None,
            workstream=self.workstream_named(row["workstream"]) if "workstream" in row else None,
            established_on=row.get("established"),
            by=self.lead,
            on=self.on,
        )
        for place in row.get("seats", ()):
            post = self.post_named(place["post"]) if "post" in place else None
            boards.seat(
                board=board,
                organisation=post.organisation if post else self.body_named(place["body"]),
                post=post,
                is_chair=place.get("chair", False),
                is_required=place.get("required", True),
                by=self.lead,
                on=self.on,
            )

    def tell_meeting(self, row: dict) -> None:
        board = self.board_named(row["board"])
        boards.plan_meetings(board=board, days=row["days"], note=row.get("note", ""), by=self.lead, on=self.on)

    def tell_draft(self, row: dict) -> None:
        meeting = Meeting.objects.get(board=self.board_named(row["board"]), on=row["meeting"])
        reports.draft_report(meeting=meeting, cutoff_on=row["cutoff"], by=self.lead, on=self.on)

    def tell_chair_words(self, row: dict) -> None:
        report = self.report_of(row)
        version = report.section_texts.filter(key="chair").latest("version").version
        words = {"key": "chair", "words": row["chair_words"], "version": version}
        reports.write_section(report=report, **words, by=self.chair(row), on=self.on)

    def tell_approve(self, row: dict) -> None:
        report = self.report_of(row)
        reports.approve_report(report=report, version=report.version, by=self.chair(row), on=self.on)
        # Path not taken: leaving it to the background loop. The story publishes a few days later, and goes on at once.
        reports.render_waiting(self.at())

    def tell_clear(self, row: dict) -> None:
        post = self.post_named(row["post"])
        side = "council" if post.organisation.kind in Organisation.SPEAKS_FOR_COUNCIL else "health"
        publication.record_clearance(
            report=self.report_of(row), side=side, post=post, cleared_on=row["on"], by=self.lead, on=self.on
        )

    def tell_publish(self, row: dict) -> None:
        publication.publish_report(report=self.report_of(row), by=self.lead, on=self.on)

    def chair(self, row: dict) -> Membership:
        seat = self.board_named(row["board"]).seats.live(self.on).get(is_chair=True)
        return self.holder(seat.post, Permission.REPORT_APPROVE)
