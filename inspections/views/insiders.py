"""The pages on which an area lead says who may see an inspection before it is published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from areas import access
from areas.access import Permission
from areas.forms import ConfirmForm
from inspections import rules, services, summaries
from inspections.forms.insiders import InsiderForm
from inspections.models import Insider, Inspection
from inspections.views.common import page, posted
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


def insider_create(request, area_slug, pk):
    """Name somebody who may see it; the page also says who may already."""
    here = access.enter(request.user, area_slug, today())
    inspection = get_object_or_404(Inspection.objects.visible_to(here).select_related("source__area"), pk=pk)
    if not rules.may_let_in(here):
        raise PermissionDenied
    source = inspection.source
    form = InsiderForm(posted(request), inspection=inspection, on=today(), cancel_url=source.get_absolute_url())
    if form.is_valid():
        by = here.acting(Permission.EMBARGO_READ)
        try:
            insider = services.name_insider(inspection=inspection, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{insider} may see it from now on.")
            return redirect(source)
    embargo = summaries.embargo_of(source, inspection, today())
    return page(request, here, "insider_create", form=form, source=source, embargo=embargo)


def insider_end(request, area_slug, pk):
    """Shut somebody out again, after asking."""
    here = access.enter(request.user, area_slug, today())
    insiders = Insider.objects.visible_to(here).select_related("inspection__source__area", "membership__organisation")
    insider = get_object_or_404(insiders, pk=pk)
    if not rules.may_let_in(here):
        raise PermissionDenied
    source = insider.inspection.source
    form = ConfirmForm(
        {} if request.method == "POST" else None, submit="Shut them out", cancel_url=source.get_absolute_url()
    )
    if form.is_valid():
        try:
            services.end_insider(insider=insider, by=here.acting(Permission.EMBARGO_READ), on=today())
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{insider} no longer sees it.")
            return redirect(source)
    return page(request, here, "insider_end", form=form, source=source, insider=insider)
