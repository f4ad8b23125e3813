"""The verbs of the story: what was promised, and the month."""

import actions.services.actions as action_services
from actions.models import Action, Contribution
from actions.services import contributions, highlights, plans, promises
from actions.summaries import highlight_proposal
from areas.access import Permission
from inspections.models import Finding
from send_tracker.demo.finder import Finder
from send_tracker.demo.story import StoryError


def leave_of(row: dict) -> dict:
    """Why a plan that has a baseline changes, on whose authority, and who agreed; nothing where the row has none."""
    leave = row.get("leave", {})
    return {"reason": leave["why"], "authority_level": leave["level"], "authority": leave["by"]} if leave else {}


class ActionVerbs(Finder):
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
        promises.add_action(
            workstream=plan.workstreams.get(number=row["group"]),
            reference=row["ref"],
            title=row["title"],
            success=row.get("success", ""),
            is_statutory=row.get("standing") != "implementation",
            findings=findings,
            due_on=row["due"],
            lead_posts=posts,
            reporting_post=posts[0],
            **leave_of(row),
            by=self.lead,
            on=self.on,
        )

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
