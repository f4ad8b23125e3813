"""Pages of a plan beside what it was: what changed since it was approved, and what became of the one before it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from actions import summaries
from actions.forms.succession import ChangesFilter, SuccessionForm
from actions.models import Action, Plan
from actions.services import succession
from actions.views.common import page
from areas import access
from areas.access import Permission
from inspections.models import Finding
from inspections.summaries import finding_page
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


def _plan(here, pk) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(here).select_related("area"), pk=pk)


@require_safe
def plan_changes(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    baselines = summaries.baselines_of(plan)
    form = ChangesFilter(request.GET or None, baselines=baselines)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since = next((row for row in baselines if str(row.pk) == chosen.get("since")), next(iter(baselines), None))
    days = {"from_on": chosen.get("from_on"), "until_on": chosen.get("until_on")}
    found = summaries.plan_changes(plan, baselines, since, **days)
    return page(request, here, "plan_changes", plan=plan, form=form, found=found)


def plan_succession(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = _plan(here, pk)
    former = summaries.former_plan(plan, here)
    if former is None:
        raise Http404
    found = summaries.succession_of(plan, here)
    may_record = here.may(Permission.PLAN_EDIT)
    if request.method == "POST" and not may_record:
        raise PermissionDenied
    form = SuccessionForm(request.POST or None, succession=found) if may_record else None
    if request.method == "POST" and form.is_valid():
        both = Action.objects.visible_to(here).filter(plan__in=[plan.pk, plan.supersedes_id])
        try:
            by = here.acting(Permission.PLAN_EDIT)
            answers = form.answers(both.in_bulk())
            written = succession.record_succession(plan=plan, answers=answers, by=by, on=today())
        except Refused as refusal:
            form.tell(refusal)
        else:
            many = "action" if len(written) == 1 else "actions"
            messages.success(request, f"Recorded what became of {len(written)} {many}.")
            return redirect("actions:plan_succession", here.area.slug, plan.pk)
    return page(request, here, "plan_succession", plan=plan, former=former, found=found, form=form)


@require_safe
def finding_plans(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    finding = get_object_or_404(Finding.objects.visible_to(here).select_related("source__area"), pk=pk)
    plans = summaries.finding_thread(finding, here)
    return page(
        request, here, "finding_plans", finding=finding, found=finding_page(here, finding, today()), plans=plans
    )
