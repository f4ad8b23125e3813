"""The verbs of the story: what became of a plan once it was submitted."""

from actions.models import Action, PlanSubmission, Verdict
from actions.services import feedback, plans
from actions.services.succession import Answer, record_succession
from actions.status import SuccessionKind
from send_tracker.demo.finder import Finder


class PlanVerbs(Finder):
    def tell_submission(self, row: dict) -> None:
        plans.submit_plan(plan=self.plan_named(row["plan"]), note=row["note"], by=self.lead, on=self.on)

    def tell_verdict(self, row: dict) -> None:
        plans.record_verdict(
            submission=PlanSubmission.objects.filter(plan=self.plan_named(row["plan"])).latest("pk"),
            outcome=row["outcome"],
            letter_on=row["letter"],
            points=row.get("points", ()),
            words=row.get("words", "own"),
            remarks=row.get("remarks", ""),
            by=self.lead,
            on=self.on,
        )

    def tell_response(self, row: dict) -> None:
        feedback.answer_point(
            point=self.verdict_on(row["plan"]).points.get(number=row["point"]),
            text=row["text"],
            answered_on=self.on,
            actions=Action.objects.filter(plan=self.plan_named(row["plan"]), reference__in=row.get("actions", ())),
            submission=self.submission_id(),
            by=self.lead,
            on=self.on,
        )

    def tell_sign_off(self, row: dict) -> None:
        verdict = self.verdict_on(row["plan"])
        feedback.sign_off(
            verdict=verdict,
            body=row["body"],
            signed_on=self.on,
            points=verdict.points.filter(number__in=row["points"]),
            plan_decision=row.get("decision", ""),
            by=self.lead,
            on=self.on,
        )

    def verdict_on(self, plan: str) -> Verdict:
        return Verdict.objects.filter(submission__plan=self.plan_named(plan)).latest("pk")

    def tell_carried(self, row: dict) -> None:
        plan = self.plan_named(row["plan"])
        answers = [
            Answer(
                action=plan.supersedes.actions.get(reference=told["action"]),
                kind=SuccessionKind(told["kind"]),
                into=tuple(plan.actions.filter(reference__in=told.get("into", ()))),
                reason=told["why"],
            )
            for told in row["actions"]
        ]
        record_succession(plan=plan, answers=answers, by=self.lead, on=self.on)

    def tell_approval(self, row: dict) -> None:
        plans.record_approval(
            plan=self.plan_named(row["plan"]),
            body=row["body"],
            decision=row["decision"],
            approved_on=row["day"],
            by=self.lead,
            on=self.on,
        )
