"""The bodies that answer for the area, and who commissions whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from areas import access, services
from areas.access import Permission
from areas.forms import CommissioningForm, ConfirmForm, PartnerForm
from areas.models import Partner
from areas.summaries import area_tabs
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


def partner_create(request, area_slug):
    """Add a body to the area, registering it if nobody has."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = PartnerForm(request.POST or None, cancel_url=back)
    if form.is_valid():
        who = {"by": here.acting(Permission.PEOPLE_MANAGE), "on": today()}
        try:
            with transaction.atomic():
                body = services.register_organisation(**form.cleaned_data, **who)
                services.add_partner(area=here.area, organisation=body, **who)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{body.name} is now a partner.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/partner_create.html", context)


def partner_end(request, area_slug, pk):
    """End a partnership, after asking."""
    here = access.enter(request.user, area_slug, today())
    partner = get_object_or_404(Partner.objects.visible_to(here).select_related("organisation"), pk=pk)
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = ConfirmForm({} if request.method == "POST" else None, submit="End the partnership", cancel_url=back)
    if form.is_valid():
        try:
            services.end_partner(partner=partner, by=here.acting(Permission.PEOPLE_MANAGE), on=today())
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{partner.organisation.name} is no longer a partner.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "partner": partner}
    return render(request, "areas/partner_end.html", context)


def commissioning_create(request, area_slug):
    """Say who commissions a provider."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = CommissioningForm(request.POST or None, area=here.area, on=today(), cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            row = services.name_commissioner(by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{row.commissioner.name} now sees what {row.provider.name} is asked for.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/commissioning_create.html", context)
