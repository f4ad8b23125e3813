"""Pages on which the workstreams of a plan are set up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from actions import rules
from actions.forms.plans import EditWorkstreamForm, WorkstreamForm
from actions.models import Plan, Workstream
from actions.services import plans
from actions.views.common import STALE, in_words, page, seen_again
from areas import access
from areas.access import Permission
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


def workstream_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = get_object_or_404(Plan.objects.visible_to(here).select_related("area"), pk=pk)
    if not rules.may_edit_plan(here, plan, today()):
        raise PermissionDenied
    form = WorkstreamForm(request.POST or None, area=here.area, on=today())
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            workstream = plans.create_workstream(plan=plan, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"Workstream {workstream} is set up.")
            return redirect("actions:plan_detail", here.area.slug, plan.pk)
    return page(request, here, "workstream_create", plan=plan, form=form)


def workstream_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    workstream = get_object_or_404(Workstream.objects.visible_to(here).select_related("plan__area"), pk=pk)
    if not rules.may_edit_plan(here, workstream.plan, today()):
        raise PermissionDenied
    form = EditWorkstreamForm(request.POST or None, area=here.area, on=today(), initial=_stored(workstream))
    context = {"plan": workstream.plan, "workstream": workstream}
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            plans.edit_workstream(workstream=workstream, by=by, on=today(), **form.cleaned_data)
        except StaleError:
            workstream.refresh_from_db()
            stored = _stored(workstream)
            data = seen_again(request.POST, workstream.version)
            form = EditWorkstreamForm(data, area=here.area, on=today(), initial=stored)
            return page(request, here, "workstream_edit", STALE, form=form, stored=in_words(form, stored), **context)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, "The workstream is changed.")
            return redirect("actions:plan_detail", here.area.slug, workstream.plan_id)
    return page(request, here, "workstream_edit", form=form, **context)


def _stored(workstream: Workstream) -> dict:
    fields = ("number", "title", "lead_body", "lead_post", "version")
    return {name: getattr(workstream, name) for name in fields}
