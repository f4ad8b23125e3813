"""What is done to a plan as a whole: opened, submitted, judged, signed off, ended, divided into workstreams."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from actions.models import FeedbackPoint, Plan, PlanApproval, PlanBaseline, PlanSubmission, Verdict, Workstream
from actions.services import check_live
from areas import audit
from areas.models import LocalArea, Membership, Organisation, Partner, Post
from inspections.models import Event, Inspection, Source
from inspections.services import meet_deadlines, record_event
from send_tracker.lib.dates import said
from send_tracker.lib.precision import exactly
from send_tracker.lib.refusals import Refused

# The rule under which a plan of this kind is owed to Ofsted and CQC (inspections/data).
DUE_RULES = {Plan.Kind.WSOA: "wsoa_due", Plan.Kind.PAP: "pap_due"}
# Reviews and the revisit count from the day a plan was accepted; an accelerated progress plan has reviews of its own.
ACCEPTED = {Plan.Kind.APP: Event.Kind.APP_ACCEPTED}


@transaction.atomic
def open_plan(
    *,
    area: LocalArea,
    kind: str,
    title: str,
    sources: Iterable[Source],
    started_on: date,
    ends_on: date | None = None,
    supersedes: Plan | None = None,
    by: Membership,
    on: date,
) -> Plan:
    """Open a plan that answers to these sources. The plan it supersedes ends on the day the new one starts.

    Raises Refused for a title the area has already used and for a source or plan of another area.
    """
    LocalArea.objects.select_for_update().get(pk=area.pk)
    sources = list(sources)
    _check_plan(area, title, sources, started_on, ends_on)
    if supersedes and (supersedes.area_id != area.pk or Plan.objects.filter(supersedes=supersedes).exists()):
        raise Refused("That plan is another area's, or has been superseded already.", "supersedes")
    plan = Plan.objects.create(
        area=area, kind=kind, title=title, started_on=started_on, ends_on=ends_on, supersedes=supersedes
    )
    plan.sources.set(sources)
    if supersedes and supersedes.is_live(started_on):
        end_plan(plan=supersedes, ended_on=started_on, reason=f"Superseded by {title}", by=by, on=on)
    audit.record("plan opened", on=on, subject=plan, by=by, kind=kind, supersedes=supersedes)
    return plan


@transaction.atomic
def edit_plan(
    *,
    plan: Plan,
    version: int | None = None,
    kind: str,
    title: str,
    sources: Iterable[Source],
    started_on: date,
    ends_on: date | None = None,
    by: Membership,
    on: date,
) -> Plan:
    """Change what a live plan is called, answers to and expects. Raises StaleError, and Refused as `open_plan` does."""
    plan = _locked(plan)
    plan.check_seen(version)
    sources = list(sources)
    check_live(plan, on)
    _check_plan(plan.area, title, sources, started_on, ends_on, plan)
    before = plan.title
    plan.kind, plan.title, plan.started_on, plan.ends_on = kind, title, started_on, ends_on
    plan.sources.set(sources)
    plan.step(version, "kind", "title", "started_on", "ends_on")
    audit.record("plan edited", on=on, subject=plan, by=by, title_before=before, ends_on=ends_on)
    return plan


@transaction.atomic
def submit_plan(*, plan: Plan, note: str = "", by: Membership, on: date) -> PlanSubmission:
    """The plan went to Ofsted and CQC on this day (to DfE, for an accelerated progress plan).

    The statutory date its inspection set for a plan of this kind is thereby met, its timeline has the event, and from
    then on the plan has a baseline. It goes once a day: a second press writes nothing. Raises Refused for an ended
    plan.
    """
    plan = _locked(plan)
    if earlier := plan.submissions.filter(on=on).first():
        return earlier
    check_live(plan, on)
    submission = PlanSubmission.objects.create(plan=plan, on=on, note=note, recorded_by=by)
    for source in plan.sources.filter(kind=Source.Kind.INSPECTION).order_by("pk") if plan.kind in DUE_RULES else ():
        meet_deadlines(source=source, rule_codes=[DUE_RULES[plan.kind]], met_on=on, by=by, on=on)
    set_baseline(plan=plan, cause=PlanBaseline.Cause.SUBMITTED, stood_on=on, by=by)
    audit.record("plan submitted", on=on, subject=plan, by=by, note=note)
    _happened(plan, Event.Kind.SUBMITTED, on, by=by, on=on)
    return submission


@transaction.atomic
def record_verdict(
    *,
    submission: PlanSubmission,
    outcome: str,
    letter_on: date,
    points: Sequence[str] = (),
    words: str = FeedbackPoint.Words.OWN,
    remarks: str = "",
    by: Membership,
    on: date,
) -> Verdict:
    """What Ofsted and CQC answered to a submission in their letter of `letter_on`, its points numbered as given.

    `words` tells whose the words of the points are; `remarks` is what else the letter says. If it is fit, the plan is
    accepted from that day: it has a baseline, and reviews and the revisit count from it. The same again is written
    once. Raises Refused for a letter from before the submission or from the future, and for points announced but not
    given.
    """
    if letter_on < submission.on:
        raise Refused(f"The letter answers the submission of {said(submission.on)}: it cannot be older.", "letter_on")
    if letter_on > on:
        raise Refused("The letter cannot be from the future.", "letter_on")
    points = list(points)
    if outcome == Verdict.Outcome.FIT_WITH_POINTS and not points:
        raise Refused("Give the points to strengthen.", "points")
    plan = _locked(submission.plan)
    for earlier in submission.verdicts.filter(on=letter_on, outcome=outcome, remarks=remarks):
        if list(earlier.points.order_by("number").values_list("text", flat=True)) == points:
            return earlier
    verdict = Verdict.objects.create(
        submission=submission, on=letter_on, outcome=outcome, remarks=remarks, recorded_by=by
    )
    for number, text in enumerate(points, start=1):
        FeedbackPoint.objects.create(verdict=verdict, number=number, text=text, words=words)
    if outcome != Verdict.Outcome.NOT_FIT:
        set_baseline(plan=plan, cause=PlanBaseline.Cause.FOUND_FIT, stood_on=letter_on, by=by)
    audit.record(
        "verdict recorded", on=on, subject=plan, by=by, outcome=outcome, letter_on=letter_on, points=len(points)
    )
    if outcome != Verdict.Outcome.NOT_FIT:
        _happened(plan, ACCEPTED.get(plan.kind, Event.Kind.ACCEPTED), letter_on, by=by, on=on)
    return verdict


@transaction.atomic
def record_approval(
    *,
    plan: Plan,
    body: str,
    decision: str,
    approved_on: date,
    organisation: Organisation | None = None,
    verdict: Verdict | None = None,
    is_approved: bool = True,
    by: Membership,
    on: date,
) -> PlanApproval:
    """A body (a cabinet, a governing body, a board) decided on the plan.

    If it approved it, and did not only note or defer it, the plan has a baseline of that day. With `verdict` it
    approved the plan as strengthened in answer to that letter. The same again is written once. Raises Refused for a
    day in the future.
    """
    if approved_on > on:
        raise Refused("The decision cannot be from the future.", "approved_on")
    plan = _locked(plan)
    facts = {"on": approved_on, "body": body, "decision": decision, "organisation": organisation, "verdict": verdict}
    if earlier := plan.approvals.filter(**facts).first():
        return earlier
    approval = PlanApproval.objects.create(plan=plan, recorded_by=by, **facts)
    if is_approved:
        set_baseline(plan=plan, cause=PlanBaseline.Cause.APPROVED, stood_on=approved_on, body=body, by=by)
    audit.record("plan approval recorded", on=on, subject=plan, by=by, body=body, approved_on=approved_on)
    return approval


def set_baseline(*, plan: Plan, cause: str, stood_on: date, body: str = "", by: Membership) -> PlanBaseline:
    """From `stood_on` the plan stands as it was submitted, found fit or approved. The same again is written once.

    From then on its actions change by `services.actions` with a reason and the authority the plan's kind asks for.
    """
    facts = {"on": stood_on, "cause": cause, "body": body}
    return plan.baselines.filter(**facts).first() or PlanBaseline.objects.create(plan=plan, recorded_by=by, **facts)


@transaction.atomic
def end_plan(*, plan: Plan, ended_on: date, reason: str, by: Membership, on: date) -> Plan:
    """From `ended_on` the plan is history: nothing in it can be changed. Raises Refused if it ended already."""
    plan = _locked(plan)
    if plan.ended_on is not None:
        raise Refused(f"This plan ended on {said(plan.ended_on)}.")
    if ended_on < plan.started_on:
        raise Refused(f"The plan began on {said(plan.started_on)}: it cannot end before.", "ended_on")
    plan.ended_on = ended_on
    plan.step(None, "ended_on")
    audit.record("plan ended", on=on, subject=plan, by=by, ended_on=ended_on, reason=reason)
    return plan


@transaction.atomic
def create_workstream(
    *,
    plan: Plan,
    number: str,
    title: str,
    lead_body: Organisation,
    lead_post: Post | None = None,
    by: Membership,
    on: date,
) -> Workstream:
    """Add a workstream after the others. Raises Refused for a number the plan has, or a lead from elsewhere."""
    plan = _locked(plan)
    check_live(plan, on)
    _check_workstream(plan, number, lead_body, lead_post, on=on)
    last = plan.workstreams.aggregate(last=Max("position"))["last"] or 0
    workstream = Workstream.objects.create(
        plan=plan, number=number, position=last + 1, title=title, lead_body=lead_body, lead_post=lead_post
    )
    audit.record("workstream created", on=on, subject=workstream, by=by, lead_body=lead_body, lead_post=lead_post)
    return workstream


@transaction.atomic
def edit_workstream(
    *,
    workstream: Workstream,
    version: int | None = None,
    number: str,
    title: str,
    lead_body: Organisation,
    lead_post: Post | None = None,
    by: Membership,
    on: date,
) -> Workstream:
    """Change a workstream's number, title or lead. Raises StaleError, and Refused as `create_workstream` does."""
    plan = _locked(workstream.plan)
    workstream = Workstream.objects.select_for_update().get(pk=workstream.pk)
    workstream.check_seen(version)
    check_live(plan, on)
    _check_workstream(plan, number, lead_body, lead_post, workstream, on=on)
    before = {"title_before": workstream.title, "lead_post_before": workstream.lead_post}
    workstream.number, workstream.title = number, title
    workstream.lead_body, workstream.lead_post = lead_body, lead_post
    workstream.step(version, "number", "title", "lead_body", "lead_post")
    audit.record("workstream edited", on=on, subject=workstream, by=by, lead_post=lead_post, **before)
    return workstream


def _happened(plan: Plan, kind: str, day: date, *, by: Membership, on: date) -> None:
    """It goes on the timeline of each inspection the plan answers that had ended by then."""
    answered = Inspection.objects.filter(source__plans=plan, ended_on__lte=day)
    for inspection in answered.order_by("pk") if plan.kind in {*DUE_RULES, *ACCEPTED} else ():
        record_event(
            inspection=inspection,
            kind=kind,
            happened=exactly(day),
            source_note=f"Recorded of {plan}"[:300],
            by=by,
            on=on,
        )


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("area").get(pk=plan.pk)


def _check_plan(
    area: LocalArea, title: str, sources: list[Source], started_on: date, ends_on: date | None, plan: Plan | None = None
) -> None:
    others = Plan.objects.filter(area=area, title=title)
    if (others.exclude(pk=plan.pk) if plan else others).exists():
        raise Refused("This area has a plan of that title. Choose another.", "title")
    if any(source.area_id != area.pk for source in sources):
        raise Refused("A plan answers to sources of its own area.", "sources")
    if ends_on and ends_on < started_on:
        raise Refused("The plan cannot end before it starts.", "ends_on")


def _check_workstream(
    plan: Plan,
    number: str,
    lead_body: Organisation,
    lead_post: Post | None,
    workstream: Workstream | None = None,
    *,
    on: date,
) -> None:
    others = plan.workstreams.filter(number=number)
    if (others.exclude(pk=workstream.pk) if workstream else others).exists():
        raise Refused("This plan has a workstream of that number. Choose another.", "number")
    same = lead_body.same_bodies(on)
    if not Partner.objects.filter(area=plan.area_id, organisation__in=same).exists():
        raise Refused("The lead body is not a partner of this area.", "lead_body")
    if lead_post and not (lead_post.area_id == plan.area_id and lead_post.organisation_id in same):
        raise Refused("The lead post is not one of the lead body's in this area.", "lead_post")
