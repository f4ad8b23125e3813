"""The verbs of the story: how a plan is approved, and signed by council and health."""

from areas.models import Post
from boards.models import ApprovalRoute, ApprovalStep, Certificate, Meeting
from boards.services import approvals, certificates
from boards.services.approvals import StepFacts
from send_tracker.demo.finder import Finder


class ApprovalVerbs(Finder):
    def tell_route(self, row: dict) -> None:
        approvals.open_route(
            plan=self.plan_named(row["plan"]),
            edition=row["edition"],
            ready_on=row.get("ready"),
            by=self.lead,
            on=self.on,
        )

    def tell_step(self, row: dict) -> None:
        board = self.board_named(row["board"]) if "board" in row else None
        facts = StepFacts(
            turn=row["turn"],
            kind=row["kind"],
            organisation=self.body_named(row.get("body")),
            board=board,
            name=row.get("name", ""),
            asked=row.get("asked", "approve"),
            meeting=Meeting.objects.get(board=board, on=row["meeting"]) if "meeting" in row else None,
            meets_on=row.get("meets"),
            is_key_decision=row.get("key", False),
            notice_given_on=row.get("notice_given"),
            clearance_days=row.get("clearance_days", 0),
            call_in_days=row.get("call_in_days", 0),
        )
        approvals.add_step(route=self.route(), facts=facts, by=self.lead, on=self.on)

    def tell_decision(self, row: dict) -> None:
        step = self.step_named(row["step"])
        approvals.record_decision(
            step=step,
            outcome=row["outcome"],
            words=row["decision"],
            decided_on=row["on"],
            meeting=step.board.meetings.filter(on=row["on"]).first() if step.board else None,
            by_post=self._post(row.get("by_post")),
            delegated_to=self._post(row.get("delegated_to")),
            by=self.lead,
            on=self.on,
        )

    def tell_certificate(self, row: dict) -> None:
        bodies = [self.body_named(short) for short in row["bodies"]]
        certificates.open_certificate(route=self.route(), words=row["words"], bodies=bodies, by=self.lead, on=self.on)

    def tell_signature(self, row: dict) -> None:
        certificates.sign(
            certificate=Certificate.objects.get(route=self.route()),
            post=self.post_named(row["post"]),
            signed_on=row.get("signed"),
            heard_by=row.get("heard", ""),
            heard_on=self.on if "heard" in row else None,
            by=self.lead,
            on=self.on,
        )

    def tell_route_submitted(self, row: dict) -> None:
        route = self.route()
        approvals.edit_route(
            route=route, edition=route.edition, ready_on=route.ready_on, submission=route.plan.submissions.latest("pk"),
            by=self.lead, on=self.on,
        )  # fmt: skip

    def route(self) -> ApprovalRoute:
        return ApprovalRoute.objects.filter(plan__area=self.area).latest("pk")

    def step_named(self, name: str) -> ApprovalStep:
        return next(step for step in self.route().steps.select_related("board") if str(step) == name)

    def _post(self, title: str | None) -> Post | None:
        return self.post_named(title) if title else None
