"""Who answers for SEND in the area, by post and day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access, services, summaries
from areas.access import Permission
from areas.forms import OfficerEndForm, OfficerForm
from areas.models import AccountableOfficer
from areas.summaries import area_tabs
from send_tracker.lib.dates import said, today
from send_tracker.lib.refusals import Refused


@require_safe
def officer_list(request, area_slug):
    """The accountable officers of today, the roles nobody fills, and those of other days."""
    here = access.enter(request.user, area_slug, today())
    context = {
        "here": here,
        "tabs": area_tabs(here, "people"),
        "officers": summaries.area_officers(here.area, today()),
        "may_manage": here.may(Permission.PEOPLE_MANAGE),
    }
    return render(request, "areas/officer_list.html", context)


def officer_create(request, area_slug):
    """Name the post that fills a role from a day on."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:officer_list", args=[area_slug])
    form = OfficerForm(request.POST or None, area=here.area, cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            officer = services.name_officer(area=here.area, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{officer}, from {said(officer.started_on)}.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/officer_create.html", context)


def officer_end(request, area_slug, pk):
    """A post has its role no longer."""
    here = access.enter(request.user, area_slug, today())
    officers = AccountableOfficer.objects.visible_to(here).select_related("post__organisation")
    officer = get_object_or_404(officers, pk=pk)
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:officer_list", args=[area_slug])
    form = OfficerEndForm(request.POST or None, initial={"ended_on": today()}, cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            services.end_officer(officer=officer, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"Ended: {officer}.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "officer": officer}
    return render(request, "areas/officer_end.html", context)
