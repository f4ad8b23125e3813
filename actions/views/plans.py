"""Pages of a plan as a whole: its actions in one table, its findings, its way to the inspectors and back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from actions import rules, summaries
from actions.exports import findings_table, plan_table
from actions.forms.plans import (
    ApprovalForm,
    EditPlanForm,
    EndPlanForm,
    OpenPlanForm,
    PlanFilter,
    SubmitPlanForm,
    VerdictForm,
)
from actions.models import Plan, PlanSubmission
from actions.services import plans
from actions.views.common import STALE, in_words, page, seen_again
from areas import access
from areas.access import Permission
from areas.summaries import officers_of
from send_tracker.lib.dates import said, today
from send_tracker.lib.http import as_file, wants_file
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from send_tracker.lib.tables import table_rows


def _plan(here, pk) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(here).with_embargo(here.on).select_related("area"), pk=pk)


@require_safe
def plan_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    plans = list(Plan.objects.visible_to(here).order_by("-started_on", "-pk"))
    successors = {plan.supersedes_id: plan for plan in plans}
    rows = [(plan, successors.get(plan.pk)) for plan in plans]
    return page(request, here, "plan_list", rows=rows, may_open=here.may(Permission.PLAN_EDIT))


def plan_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PLAN_EDIT):
        raise PermissionDenied
    form = OpenPlanForm(request.POST or None, area=here.area)
    if request.method == "POST" and form.is_valid():
        by = here.acting(Permission.PLAN_EDIT)
        try:
            plan = plans.open_plan(area=here.area, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"The plan is open: {plan.title}.")
            return redirect("actions:plan_detail", here.area.slug, plan.pk)
    return page(request, here, "plan_create", form=form)


@require_safe
def plan_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    shown = summaries.plan_page(plan, today())
    filters = PlanFilter(request.GET, choices=shown.choices())
    chosen = filters.chosen
    rows = shown.narrowed(chosen)
    if wants_file(request):
        return as_file(request, plan_table(plan, today(), {row.id for row in rows}))
    former = summaries.former_plan(plan, here)
    return page(
        request,
        here,
        "plan_detail",
        plan=plan,
        shown=shown,
        filters=filters,
        rows=rows,
        table=table_rows("actions/_plan_row.html", (row.cells for row in rows)),
        is_narrowed=bool(chosen),
        may_edit=rules.may_edit_plan(here, plan, today()),
        may_record=here.may(Permission.PLAN_EDIT),
        is_live=plan.is_live(today()),
        former=former,
        unaccounted=summaries.unaccounted_in(former),
        officers=officers_of(here.area, today()),
    )


def plan_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    if not rules.may_edit_plan(here, plan, today()):
        raise PermissionDenied
    stored = _stored(plan)
    form = EditPlanForm(request.POST or None, area=here.area, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            plans.edit_plan(plan=plan, by=by, on=today(), **form.cleaned_data)
        except StaleError:
            plan.refresh_from_db()
            stored = _stored(plan)
            form = EditPlanForm(seen_again(request.POST, plan.version), area=here.area, initial=stored)
            return page(request, here, "plan_edit", STALE, plan=plan, form=form, stored=in_words(form, stored))
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, "The plan is changed.")
            return redirect("actions:plan_detail", here.area.slug, plan.pk)
    return page(request, here, "plan_edit", plan=plan, form=form)


def _stored(plan: Plan) -> dict:
    fields = ("kind", "title", "started_on", "ends_on", "version")
    return {name: getattr(plan, name) for name in fields} | {"sources": list(plan.sources.all())}


@require_safe
def finding_list(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    rows = summaries.plan_page(plan, today()).rows
    found = summaries.findings_answered(plan, rows)
    if wants_file(request):
        return as_file(request, findings_table(plan, found))
    return page(
        request,
        here,
        "finding_list",
        plan=plan,
        findings=found,
        unanswered=sum(line.is_unanswered for line in found),
        answering_none=[row for row in rows if not row.findings],
    )


def plan_submit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    if not rules.may_edit_plan(here, plan, today()):
        raise PermissionDenied
    form = SubmitPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            submission = plans.submit_plan(plan=plan, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"The plan is recorded as submitted on {said(submission.on)}.")
            return redirect("actions:plan_detail", here.area.slug, plan.pk)
    return page(request, here, "plan_submit", plan=plan, form=form, on=today())


def verdict_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    submission = get_object_or_404(PlanSubmission.objects.visible_to(here).select_related("plan__area"), pk=pk)
    if not here.may(Permission.PLAN_EDIT):
        raise PermissionDenied
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            verdict = plans.record_verdict(submission=submission, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"Recorded: {verdict.get_outcome_display()}, letter of {said(verdict.on)}.")
            return redirect("actions:verdict_detail", here.area.slug, verdict.pk)
    return page(request, here, "verdict_create", submission=submission, plan=submission.plan, form=form)


def approval_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    if not here.may(Permission.PLAN_EDIT):
        raise PermissionDenied
    form = ApprovalForm(request.POST or None, area=here.area, on=today())
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            approval = plans.record_approval(plan=plan, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"The decision of {approval.body} on {said(approval.on)} is recorded.")
            return redirect("actions:plan_detail", here.area.slug, plan.pk)
    return page(request, here, "approval_create", plan=plan, form=form)


def plan_end(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    if not rules.may_edit_plan(here, plan, today()):
        raise PermissionDenied
    form = EndPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            plan = plans.end_plan(plan=plan, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"The plan ends on {said(plan.ended_on)}.")
            return redirect("actions:plan_detail", here.area.slug, plan.pk)
    return page(request, here, "plan_end", plan=plan, form=form)
