"""Pages of an action: its story and its monthly update; and all the actions one person leads."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from actions import rules, summaries
from actions.forms.actions import NoChangeForm, UpdateForm, UpdateForOtherForm
from actions.models import Action
from actions.services import actions
from actions.status import Stage
from actions.views.common import STALE, page, seen_again
from areas import access
from areas.access import Permission
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

SAME_ROUND = ("stage", "rag", "route_to_green", "green_by_on", "forecast_on")


def _action(here, pk) -> Action:
    return get_object_or_404(Action.objects.visible_to(here).select_related("plan__area", "workstream"), pk=pk)


@require_safe
def my_actions(request):
    here = access.visits(request.user, today())
    found = summaries.my_actions(here, today())
    context = {
        "waiting": [(row, uuid.uuid4()) for row in found if row.is_open],
        "done": [row for row in found if not row.is_open],
        "overdue": sum(row.is_overdue for row in found),
    }
    return render(request, "actions/my_actions.html", context)


@require_safe
def action_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    action = _action(here, pk)
    may_update = rules.may_update_action(here, action, today())
    may_update_for_other = rules.may_update_for_other(here, action, today())
    latest = summaries.latest_updates(action)
    is_live, may_edit = action.plan.is_live(today()), rules.may_edit_plan(here, action.plan, today())
    return page(
        request,
        here,
        "action_detail",
        action=action,
        plan=action.plan,
        last=latest[0] if latest else None,
        story=summaries.action_story(action),
        contributions=summaries.contributions_of(action, today()),
        may_ask=rules.may_ask(here, action, today()),
        is_overdue=action.is_overdue(today()),
        may_update=may_update or may_update_for_other,
        may_say_no_change=may_update and not summaries.why_no_press(action, latest, today()),
        may_edit=may_edit,
        may_withdraw=may_edit and action.stage != Stage.SUPERSEDED,
        # Only an action of a plan that has ended can have gone into another.
        outcome=None if is_live else summaries.outcome_of(action, here),
        ancestors=summaries.ancestors_of(action, here),
        submission=uuid.uuid4(),
    )


def update_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    action = _action(here, pk)
    may_for_other = rules.may_update_for_other(here, action, today())
    # An area lead who leads the action too says so by the link for another lead.
    is_own = rules.may_update_action(here, action, today()) and not (may_for_other and "for_another" in request.GET)
    if not (is_own or may_for_other):
        raise PermissionDenied
    by = here.acting(Permission.ACTION_UPDATE if is_own else Permission.ACTION_UPDATE_FOR_OTHERS)
    form_class, status = (UpdateForm if is_own else UpdateForOtherForm), 200
    data = request.POST if request.method == "POST" else None
    form = form_class(data, action=action, on=today(), initial=_same_round(action))
    if request.method == "POST":
        form.full_clean()
        if _is_written(action, form):
            return redirect("actions:action_detail", here.area.slug, action.pk)
        try:
            action.check_seen(form.cleaned_data.get("version"))
            if form.is_valid():
                update = actions.post_update(action=action, by=by, on=today(), **form.cleaned_data)
                messages.success(request, f"Recorded for {action.reference}: {update.shown.word}.")
                return redirect("actions:action_detail", here.area.slug, action.pk)
        except StaleError:
            action.refresh_from_db()
            form, status = form_class(seen_again(request.POST, action.version), action=action, on=today()), STALE
        except Refused as refusal:
            form.tell(refusal)
    return page(
        request,
        here,
        "update_create",
        status,
        action=action,
        form=form,
        story=summaries.action_story(action),
        is_stale=status == STALE,
        is_own=is_own,
        may_for_another=is_own and may_for_other and action.leads.count() > 1,
    )


def update_no_change(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    action = _action(here, pk)
    if not rules.may_update_action(here, action, today()):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = NoChangeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "The page did not come back whole. Check what is here, then press again.")
        return redirect("actions:action_detail", here.area.slug, action.pk)
    try:
        by = here.acting(Permission.ACTION_UPDATE)
        update = actions.post_no_change(action=action, by=by, on=today(), **form.cleaned_data)
    except StaleError:
        action.refresh_from_db()
        return page(request, here, "update_no_change", STALE, action=action, story=summaries.action_story(action))
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("actions:update_create", here.area.slug, action.pk)
    messages.success(request, f"{action.reference} stands as before: {update.shown.word}.")
    if request.POST.get("back") == "my":
        return redirect("actions:my_actions")
    return redirect("actions:action_detail", here.area.slug, action.pk)


def _is_written(action: Action, form: UpdateForm) -> bool:
    """True for the second press of a form whose first was written, whatever has happened since."""
    submission = form.cleaned_data.get("submission")
    return submission is not None and action.updates.filter(submission=submission).exists()


def _same_round(action: Action) -> dict:
    """What the form begins with: the last rating and its way back, but never the last reason."""
    last = next(iter(summaries.latest_updates(action)), None)
    kept = {name: getattr(last, name) for name in SAME_ROUND} if last else {}
    return {"stage": action.stage, "version": action.version, **kept}
