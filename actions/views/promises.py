"""Pages of what an action promises: added, changed, its date moved, withdrawn."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from actions import rules
from actions.forms.promises import AddActionForm, EditActionForm, MoveDateForm, WithdrawForm
from actions.models import Action, Workstream
from actions.services import promises
from actions.views.common import STALE, in_words, page, seen_again
from areas import access
from areas.access import Permission
from send_tracker.lib.dates import said, today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


def _action(here, pk) -> Action:
    return get_object_or_404(Action.objects.visible_to(here).select_related("plan__area", "workstream"), pk=pk)


def action_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    workstream = get_object_or_404(Workstream.objects.visible_to(here).select_related("plan__area"), pk=pk)
    if not rules.may_edit_plan(here, workstream.plan, today()):
        raise PermissionDenied
    form = AddActionForm(request.POST or None, plan=workstream.plan)
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            action = promises.add_action(workstream=workstream, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"Action {action.reference} is added.")
            return redirect("actions:action_detail", here.area.slug, action.pk)
    return page(request, here, "action_create", plan=workstream.plan, workstream=workstream, form=form)


def action_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    action = _action(here, pk)
    if not rules.may_edit_plan(here, action.plan, today()):
        raise PermissionDenied
    form = EditActionForm(request.POST or None, plan=action.plan, initial=_stored(action))
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            promises.edit_action(action=action, by=by, on=today(), **form.cleaned_data)
        except StaleError:
            action.refresh_from_db()
            stored = _stored(action)
            form = EditActionForm(seen_again(request.POST, action.version), plan=action.plan, initial=stored)
            return page(request, here, "action_edit", STALE, action=action, form=form, stored=in_words(form, stored))
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, "The action is changed.")
            return redirect("actions:action_detail", here.area.slug, action.pk)
    return page(request, here, "action_edit", action=action, form=form)


def _stored(action: Action) -> dict:
    leads = list(action.leads.select_related("post__organisation").order_by("-is_reporting", "pk"))
    return {name: getattr(action, name) for name in ("reference", "title", "success", "workstream", "version")} | {
        "is_statutory": "yes" if action.is_statutory else "no",
        "findings": list(action.findings.in_order()),
        "lead_posts": [lead.post for lead in leads],
        "reporting_post": next((lead.post for lead in leads if lead.is_reporting), None),
    }


def action_move(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    action = _action(here, pk)
    if not rules.may_edit_plan(here, action.plan, today()):
        raise PermissionDenied
    form = MoveDateForm(request.POST or None, action=action, initial={"version": action.version})
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            change = promises.move_date(action=action, by=by, on=today(), **form.cleaned_data)
        except StaleError:
            action.refresh_from_db()
            form = MoveDateForm(seen_again(request.POST, action.version), action=action)
            stored = [("Due", said(action.due_on) or "No date")]
            return page(request, here, "action_move", STALE, action=action, form=form, stored=stored)
        except Refused as refusal:
            form.tell(refusal)
        else:
            action.refresh_from_db()
            first = f" The first date was {said(action.first_due_on)}."
            messages.success(request, f"The date is now {said(change.to_on)}.{first}")
            return redirect("actions:action_detail", here.area.slug, action.pk)
    return page(request, here, "action_move", action=action, form=form)


def action_withdraw(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    action = _action(here, pk)
    if not rules.may_edit_plan(here, action.plan, today()):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None, action=action, initial={"version": action.version})
    if request.method == "POST" and form.is_valid():
        try:
            by = here.acting(Permission.PLAN_EDIT)
            promises.withdraw_action(action=action, by=by, on=today(), **form.cleaned_data)
        except StaleError:
            action.refresh_from_db()
            form = WithdrawForm(seen_again(request.POST, action.version), action=action)
            stored = [("What will be done", action.title), ("Stage", action.shown.word)]
            return page(request, here, "action_withdraw", STALE, action=action, form=form, stored=stored)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"Action {action.reference} is withdrawn. It keeps its history.")
            return redirect("actions:action_detail", here.area.slug, action.pk)
    return page(request, here, "action_withdraw", action=action, form=form)
