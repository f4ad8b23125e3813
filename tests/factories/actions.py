"""Plans, workstreams, actions, updates and contributions."""

import uuid
from datetime import date
from itertools import count

from actions.models import Action, ActionLead, ActionUpdate, Contribution, Plan, Workstream
from areas.models import LocalArea, Membership, Organisation, Post

_numbers = count(1)


def make_plan(area: LocalArea, **fields) -> Plan:
    sources = fields.pop("sources", [])
    plan = Plan.objects.create(
        area=area, **{"kind": "wsoa", "title": f"Plan {next(_numbers)}", "started_on": date(2026, 6, 1), **fields}
    )
    plan.sources.set(sources)
    return plan


def make_workstream(plan: Plan, lead_body: Organisation, lead_post: Post | None = None, **fields) -> Workstream:
    number = plan.workstreams.count() + 1
    defaults = {"number": str(number), "position": number, "title": f"Workstream {number}"}
    return Workstream.objects.create(plan=plan, lead_body=lead_body, lead_post=lead_post, **{**defaults, **fields})


def make_action(workstream: Workstream, post: Post | None = None, **fields) -> Action:
    """An action not started, led and reported by the post if one is given."""
    position = workstream.plan.actions.count() + 1
    findings = fields.pop("findings", [])
    defaults = {
        "reference": f"A{position}",
        "position": position,
        "title": f"Do thing {position}",
        "added_on": date(2026, 6, 1),
        "due_on": date(2027, 3, 31),
    }
    fields = {**defaults, **fields}
    action = Action.objects.create(
        plan=workstream.plan, workstream=workstream, **{"first_due_on": fields["due_on"], **fields}
    )
    action.findings.set(findings)
    if post:
        ActionLead.objects.create(action=action, post=post, is_reporting=True)
    return action


def make_update(
    action: Action, by: Membership, on: date, stage: str = "in progress", rag: str = "", **fields
) -> ActionUpdate:
    """A row of history, and the action brought up to it, without the door's guards."""
    update = ActionUpdate.objects.create(
        action=action, recorded_by=by, on=on, stage=stage, rag=rag, submission=uuid.uuid4(), **fields
    )
    completed_on = (action.completed_on or on) if stage in ("complete", "embedded") else None
    Action.objects.filter(pk=action.pk).update(
        stage=stage, rag=rag, updated_on=on, forecast_on=update.forecast_on, completed_on=completed_on
    )
    action.refresh_from_db()
    return update


def make_contribution(action: Action, organisation: Organisation, by: Membership, **fields) -> Contribution:
    """A contribution as it stands, without the replies that would have led there."""
    defaults = {
        "asked": f"Please give thing {next(_numbers)}",
        "asked_on": date(2026, 9, 1),
        "first_wanted_by_on": fields.get("wanted_by_on"),
    }
    return Contribution.objects.create(
        action=action, organisation=organisation, asked_by=by, submission=uuid.uuid4(), **{**defaults, **fields}
    )
