"""What is promised: actions added, reworded, moved, withdrawn. After the plan's baseline, with reason and authority."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import cycle
from uuid import UUID

from django.db import transaction

from actions.models import Action, ActionChange, ActionLead, DueDateChange, Plan, Workstream
from actions.services import check_live
from actions.services.actions import post_update
from actions.services.changes import Leave, check_leave, note_change
from actions.status import OPEN_STAGES, ChangeKind, Stage
from areas import audit
from areas.models import Membership, Post
from inspections.models import Finding
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused

STANDING = {True: "Statutory", False: "Implementation only"}


@transaction.atomic
def add_action(
    *,
    workstream: Workstream,
    reference: str,
    title: str,
    success: str = "",
    is_statutory: bool = True,
    findings: Iterable[Finding] = (),
    due_on: date | None = None,
    lead_posts: Iterable[Post],
    reporting_post: Post,
    reason: str = "",
    authority_level: str = "",
    authority: str = "",
    by: Membership,
    on: date,
) -> Action:
    """Add an action, not started, where its reference belongs in the plan. Its first due date is kept for good.

    Raises Refused for a reference the plan has, leads or findings of another area, a reporting post that does not
    lead and, once the plan has a baseline, for want of a reason or of the authority the plan's kind asks for.
    """
    plan = Plan.objects.select_for_update().get(pk=workstream.plan_id)
    lead_posts, findings, leave = list(lead_posts), list(findings), Leave(reason, authority_level, authority)
    check_live(plan, on)
    _check_action(plan, reference, findings, lead_posts, reporting_post)
    check_leave(plan, [ChangeKind.ADDED], is_statutory, leave)
    action = Action.objects.create(
        plan=plan,
        workstream=workstream,
        reference=reference,
        position=0,
        title=title,
        success=success,
        is_statutory=is_statutory,
        added_on=on,
        due_on=due_on,
        first_due_on=due_on,
    )
    action.findings.set(findings)
    _set_leads(action, lead_posts, reporting_post)
    _put_in_order(plan)
    action.refresh_from_db(fields=["position"])
    if plan.has_baseline:
        note_change(action, ChangeKind.ADDED, leave, by=by, on=on, after=title)
    audit.record("action added", on=on, subject=action, by=by, due_on=due_on, reporting_post=reporting_post)
    return action


@transaction.atomic
def edit_action(
    *,
    action: Action,
    version: int | None = None,
    workstream: Workstream | None = None,
    reference: str,
    title: str,
    success: str = "",
    is_statutory: bool = True,
    findings: Iterable[Finding] = (),
    lead_posts: Iterable[Post],
    reporting_post: Post,
    reason: str = "",
    authority_level: str = "",
    authority: str = "",
    by: Membership,
    on: date,
) -> Action:
    """Change what is promised, where it is kept (`workstream`, as it is if None) and who leads it.

    Its date moves by `move_date` alone. Every change of words is a row with the old ones; who leads may change without
    leave. Raises StaleError, and Refused as `add_action` does.
    """
    plan = Plan.objects.select_for_update().get(pk=action.plan_id)
    action = _locked(action)
    action.check_seen(version)
    lead_posts, findings, leave = list(lead_posts), list(findings), Leave(reason, authority_level, authority)
    workstream = workstream or action.workstream
    check_live(plan, on)
    _check_action(plan, reference, findings, lead_posts, reporting_post, action)
    if workstream.plan_id != plan.pk:
        raise Refused("The workstream is not one of this plan's.", "workstream")
    before, was_statutory, was_in = _promised(action), action.is_statutory, action.workstream
    action.reference, action.title, action.success = reference, title, success
    action.is_statutory, action.workstream = is_statutory, workstream
    action.findings.set(findings)
    _set_leads(action, lead_posts, reporting_post)
    action.step(version, "reference", "title", "success", "is_statutory", "workstream")
    _put_in_order(plan)
    changed = {name: [was, now] for name, now in _promised(action).items() if (was := before[name]) != now}
    kinds = [ChangeKind.REWORDED] * bool(changed.keys() & set(ActionChange.Part.values))
    kinds += [ChangeKind.WORKSTREAM] * (was_in != workstream) + [ChangeKind.STANDING] * (was_statutory != is_statutory)
    # Where it was or becomes statutory, the plan's own rule holds.
    check_leave(plan, kinds, was_statutory or is_statutory, leave)
    who = {"by": by, "on": on}
    for part in ActionChange.Part.values:
        if part in changed:
            was, now = changed[part]
            note_change(action, ChangeKind.REWORDED, leave, part=part, before=was, after=now, **who)
    if was_in != workstream:
        note_change(action, ChangeKind.WORKSTREAM, leave, from_workstream=was_in, to_workstream=workstream, **who)
        changed["workstream"] = [str(was_in), str(workstream)]
    if was_statutory != is_statutory:
        was, now = STANDING[was_statutory], STANDING[is_statutory]
        note_change(action, ChangeKind.STANDING, leave, before=was, after=now, **who)
        changed["standing"] = [was, now]
    audit.record("action edited", on=on, subject=action, by=by, reporting_post=reporting_post, reason=reason, **changed)
    return action


@transaction.atomic
def move_date(
    *,
    action: Action,
    to_on: date,
    reason: str,
    authority: str,
    authority_level: str = "",
    version: int | None = None,
    by: Membership,
    on: date,
) -> DueDateChange:
    """Give an open action another due date, with the reason and on whose authority; the first date stays on record.

    Raises StaleError; Refused for a date that is no change, an action that is done, an ended plan and, once the plan
    has a baseline, for less authority than its kind asks for.
    """
    action = _locked(action)
    action.check_seen(version)
    check_live(action.plan, on)
    if Stage(action.stage) not in OPEN_STAGES:
        raise Refused(f"This action is {action.stage}: its date can no longer move.")
    if to_on == action.due_on:
        raise Refused(f"The due date is {said(to_on)} already.", "to_on")
    if not (reason and authority):
        raise Refused("A date moves with a reason and on somebody's authority.")
    check_leave(action.plan, [ChangeKind.DATE], action.is_statutory, Leave(reason, authority_level, authority))
    change = DueDateChange.objects.create(
        action=action,
        on=on,
        from_on=action.due_on,
        to_on=to_on,
        reason=reason,
        authority=authority,
        authority_level=authority_level,
        recorded_by=by,
    )
    action.due_on = to_on
    action.first_due_on = action.first_due_on or to_on
    action.step(version, "due_on", "first_due_on")
    audit.record("action date moved", on=on, subject=action, by=by, from_on=change.from_on, to_on=to_on, reason=reason)
    return change


@transaction.atomic
def withdraw_action(
    *,
    action: Action,
    reason: str,
    authority_level: str = "",
    authority: str = "",
    submission: UUID,
    version: int | None = None,
    by: Membership,
    on: date,
) -> ActionChange:
    """Take an action out of the plan: it is superseded from that day, is counted no more, and keeps its history.

    A second call with the same `submission` writes nothing. Raises StaleError; Refused if it is withdrawn already, for
    an ended plan and, once the plan has a baseline, for want of the authority its kind asks for.
    """
    action = _locked(action)
    withdrawn = action.changes.filter(kind=ChangeKind.WITHDRAWN)
    if action.updates.filter(submission=submission).exists():
        return withdrawn.get()
    action.check_seen(version)
    check_live(action.plan, on)
    if Stage(action.stage) is Stage.SUPERSEDED:
        raise Refused("This action has been withdrawn or superseded already.")
    leave = Leave(reason, authority_level, authority)
    check_leave(action.plan, [ChangeKind.WITHDRAWN], action.is_statutory, leave)
    change = note_change(action, ChangeKind.WITHDRAWN, leave, by=by, on=on, before=action.title)
    post_update(action=action, stage=Stage.SUPERSEDED, rag="", reason=reason, submission=submission, by=by, on=on)
    audit.record("action withdrawn", on=on, subject=action, by=by, reason=reason, authority=authority)
    return change


def _locked(action: Action) -> Action:
    found = Action.objects.select_for_update(of=("self",)).select_related("plan__area", "workstream")
    return found.get(pk=action.pk)


def _promised(action: Action) -> dict[str, str]:
    """What is promised and who leads it, in words: nothing but the history remembers how these were."""
    return {
        "reference": action.reference,
        "title": action.title,
        "leads": "; ".join(str(post) for post in action.lead_posts.select_related("organisation").order_by("pk")),
        "findings": ", ".join(finding.number for finding in action.findings.in_order()),
        "success": action.success,
    }


def _check_action(
    plan: Plan,
    reference: str,
    findings: list[Finding],
    lead_posts: list[Post],
    reporting_post: Post,
    action: Action | None = None,
) -> None:
    others = plan.actions.filter(reference=reference)
    if (others.exclude(pk=action.pk) if action else others).exists():
        raise Refused("This plan has an action of that reference. Choose another.", "reference")
    if any(post.area_id != plan.area_id for post in lead_posts):
        raise Refused("A lead post is not one of this area's.", "lead_posts")
    if reporting_post not in lead_posts:
        raise Refused("The post that reports is one of those that lead.", "reporting_post")
    if Finding.objects.filter(pk__in=[f.pk for f in findings]).exclude(source__area=plan.area_id).exists():
        raise Refused("A finding is not one of this area's.", "findings")


def _put_in_order(plan: Plan) -> None:
    """Number the plan's actions as people read their references: 2.9 before 2.10."""
    moved = []
    for position, action in enumerate(sorted(plan.actions.only("reference", "position"), key=_reading_order), start=1):
        if action.position != position:
            action.position = position
            moved.append(action)
    Action.objects.bulk_update(moved, ["position"])


def _reading_order(action: Action) -> list[str | int]:
    parts = re.split(r"(\d+)", action.reference.casefold())
    return [int(part) if odd else part for odd, part in zip(cycle((False, True)), parts, strict=False)]


def _set_leads(action: Action, lead_posts: list[Post], reporting_post: Post) -> None:
    """Make these the leads. A lead that stays keeps its row; only one may be reporting, so the old one yields first."""
    action.leads.exclude(post__in=lead_posts).delete()
    action.leads.update(is_reporting=False)
    there = set(action.leads.values_list("post_id", flat=True))
    ActionLead.objects.bulk_create(ActionLead(action=action, post=post) for post in lead_posts if post.pk not in there)
    action.leads.filter(post=reporting_post).update(is_reporting=True)
