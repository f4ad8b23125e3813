"""The bodies that answer for the area, and who commissions whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from areas import access, services
from areas.access import Permission
from areas.forms import CommissioningForm, ConfirmForm, PartnerForm, SuccessionForm, TakeBackForm
from areas.models import Partner
from areas.summaries import area_tabs
from send_tracker.lib.dates import said, today
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
            messages.success(request, f"{partner.organisation.full_name_today} is no longer a partner.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "partner": partner}
    return render(request, "areas/partner_end.html", context)


def succession_create(request, area_slug):
    """Record that one or several bodies ended and who follows them."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = SuccessionForm(_posted(request), area=here.area, on=today(), cancel_url=back)
    if form.is_valid():
        try:
            successor = _succeed(here, **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{successor.name} follows from {said(form.cleaned_data['ended_on'])}.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/succession_create.html", context)


@transaction.atomic
def _succeed(here, bodies, name, kind, short_name, ended_on, source):
    """All of the bodies, or none."""
    who = {"by": here.acting(Permission.PEOPLE_MANAGE), "on": today()}
    successor = services.register_organisation(name=name, kind=kind, short_name=short_name, started_on=ended_on, **who)
    for body in bodies:
        services.succeed_organisation(organisation=body, successor=successor, ended_on=ended_on, source=source, **who)
    return successor


def succession_withdraw(request, area_slug, pk):
    """Take back that a body ended, where that was a mistake."""
    here = access.enter(request.user, area_slug, today())
    partner = get_object_or_404(Partner.objects.visible_to(here).select_related("organisation__successor"), pk=pk)
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = TakeBackForm(_posted(request), cancel_url=back)
    if form.is_valid():
        who = {"by": here.acting(Permission.PEOPLE_MANAGE), "on": today()}
        try:
            body = services.take_back_succession(organisation=partner.organisation, **form.cleaned_data, **who)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{body.name} stands for itself again.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form, "body": partner.organisation}
    return render(request, "areas/succession_withdraw.html", context)


def _posted(request):
    return request.POST if request.method == "POST" else None


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
            messages.success(
                request, f"{row.commissioner.full_name} now sees what {row.provider.full_name} is asked for."
            )
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/commissioning_create.html", context)
