"""How a plan is approved: its route, the bodies on it, and what they decide."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actions.models import Plan
from actions.views.common import STALE, in_words, seen_again
from areas import access
from areas.access import Permission
from areas.summaries import area_tabs
from boards.forms.approvals import DecisionForm, EditRouteForm, EditStepForm, RouteForm, StepForm
from boards.forms.boards import ConfirmForm
from boards.models import ApprovalRoute, ApprovalStep
from boards.services import approvals as services
from boards.services.approvals import FIELDS, StepFacts
from boards.status import OUTCOME_WORDS, Outcome
from boards.summaries.routes import route_page
from send_tracker.lib.dates import said, today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

ROUTE_FIELDS = ("edition", "ready_on", "submit_by_on", "submission", "version")


@require_safe
def route_current(request, area_slug, pk):
    """The route of the plan's latest version, or how to begin."""
    here = access.enter(request.user, area_slug, today())
    plan = get_object_or_404(Plan.objects.visible_to(here).select_related("area"), pk=pk)
    routes = ApprovalRoute.objects.visible_to(here).filter(plan=plan).select_related("plan__area", "submission")
    return _route_page(request, here, plan, routes.order_by("-pk").first())


@require_safe
def route_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    route = _route(here, pk)
    return _route_page(request, here, route.plan, route)


def route_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    plan = get_object_or_404(Plan.objects.visible_to(here).select_related("area"), pk=pk)
    _recorder(here)
    back = reverse("boards:route_current", args=[area_slug, pk])
    form = RouteForm(_posted(request), plan=plan, cancel_url=back)
    if form.is_valid():
        route = _tried(form, services.open_route, here, plan=plan, **form.cleaned_data)
        if route:
            messages.success(request, "The route is open. Now say which bodies must decide.")
            return redirect(route)
    return _page(request, here, "route_create", form=form, plan=plan)


def route_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    route = _route(here, pk)
    _recorder(here)
    kwargs = {"plan": route.plan, "cancel_url": route.get_absolute_url()}
    form = EditRouteForm(_posted(request), initial=_stored(route, ROUTE_FIELDS), **kwargs)
    if form.is_valid():
        try:
            if _tried(form, services.edit_route, here, route=route, **form.cleaned_data):
                messages.success(request, "The route is changed.")
                return redirect(route)
        except StaleError:
            route.refresh_from_db()
            stored = _stored(route, ROUTE_FIELDS)
            form = EditRouteForm(seen_again(request.POST, route.version), initial=stored, **kwargs)
            context = {"form": form, "route": route, "stored": in_words(form, stored)}
            return _page(request, here, "route_edit", STALE, **context)
    return _page(request, here, "route_edit", form=form, route=route)


def step_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    route = _route(here, pk)
    _recorder(here)
    form = StepForm(_posted(request), route=route, on=today(), cancel_url=route.get_absolute_url())
    if form.is_valid():
        step = _tried(form, services.add_step, here, route=route, facts=StepFacts(**form.cleaned_data))
        if step:
            messages.success(request, f"{step} is on the route.")
            return redirect(route)
    return _page(request, here, "step_create", form=form, route=route)


def step_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    step = _step(here, pk)
    _recorder(here)
    kwargs = {"route": step.route, "on": today(), "cancel_url": step.route.get_absolute_url()}
    form = EditStepForm(_posted(request), initial=_stored(step, (*FIELDS, "version")), **kwargs)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        try:
            if _tried(form, services.edit_step, here, step=step, version=version, facts=StepFacts(**facts)):
                messages.success(request, f"{step} is changed.")
                return redirect(step.route)
        except StaleError:
            step = _step(here, pk)
            stored = _stored(step, (*FIELDS, "version"))
            form = EditStepForm(seen_again(request.POST, step.version), initial=stored, **kwargs)
            context = {"form": form, "step": step, "stored": in_words(form, stored)}
            return _page(request, here, "step_edit", STALE, **context)
    return _page(request, here, "step_edit", form=form, step=step)


def step_withdraw(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    step = _step(here, pk)
    _recorder(here)
    form = ConfirmForm(_posted(request), submit="Take it off the route", cancel_url=step.route.get_absolute_url())
    if form.is_valid() and _tried(form, services.withdraw_step, here, step=step):
        messages.success(request, f"{step} is off the route. What it decided stays in the plan's story.")
        return redirect(step.route)
    return _page(request, here, "step_withdraw", form=form, step=step)


def decision_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    step = _step(here, pk)
    _recorder(here)
    form = DecisionForm(_posted(request), step=step, on=today(), cancel_url=step.route.get_absolute_url())
    if form.is_valid():
        decision = _tried(form, services.record_decision, here, step=step, **form.cleaned_data)
        if decision:
            what = OUTCOME_WORDS[Outcome(decision.outcome)].lower()
            messages.success(request, f"Recorded: {step}, {what} on {said(decision.on)}.")
            return redirect(step.route)
    return _page(request, here, "decision_create", form=form, step=step)


def _route_page(request, here, plan, route):
    found = route_page(route, today()) if route else None
    may_record = here.may(Permission.APPROVAL_RECORD)
    return _page(
        request,
        here,
        "route_detail",
        plan=plan,
        route=route,
        found=found,
        may_record=may_record,
        may_change=may_record and found is not None and found.is_current,
    )


def _page(request, here, name, status=200, **context):
    context |= {"here": here, "tabs": area_tabs(here, "plans")}
    return render(request, f"boards/{name}.html", context, status=status)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _recorder(here):
    if not here.may(Permission.APPROVAL_RECORD):
        raise PermissionDenied


def _tried(form, service, here, **asked):
    """What the service made; None, and its reason beside the field, where it refused."""
    try:
        return service(by=here.acting(Permission.APPROVAL_RECORD), on=today(), **asked)
    except Refused as refused:
        form.tell(refused)
        return None


def _stored(row, names) -> dict:
    return {name: getattr(row, name) for name in names}


def _route(here, pk):
    routes = ApprovalRoute.objects.visible_to(here).select_related("plan__area", "submission")
    return get_object_or_404(routes, pk=pk)


def _step(here, pk):
    related = ("route__plan__area", "board", "meeting__board", "organisation")
    return get_object_or_404(ApprovalStep.objects.visible_to(here).standing().select_related(*related), pk=pk)
