"""The pages of inspections."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from areas import access
from inspections import rules, services, summaries
from inspections.forms.inspections import InspectionEditForm, InspectionForm
from inspections.models import Inspection
from inspections.views.common import RECORD, list_url, page, posted, stale
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


def inspection_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    others = Inspection.objects.visible_to(here)
    form = InspectionForm(posted(request), others=others, on=today(), cancel_url=list_url(here))
    if form.is_valid():
        try:
            inspection = services.record_inspection(
                area=here.area, by=here.acting(RECORD), on=today(), **form.cleaned_data
            )
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"The inspection is recorded. {_dates_said(inspection)}")
            return redirect(inspection.source)
    return page(request, here, "inspection_create", form=form)


def inspection_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    inspection = get_object_or_404(Inspection.objects.visible_to(here).select_related("source__area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    initial = {name: getattr(inspection, name) for name in (*services.CORRECTABLE, "version")}
    initial["title"] = inspection.source.title
    others = Inspection.objects.visible_to(here).exclude(pk=inspection.pk)
    made_for = {"others": others, "on": today(), "cancel_url": inspection.source.get_absolute_url()}
    form = InspectionEditForm(posted(request), initial=initial, **made_for)
    if form.is_valid():
        try:
            services.correct_inspection(inspection=inspection, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            inspection.refresh_from_db()
            return stale(request, here, "inspection_edit", form, inspection, source=inspection.source)
        else:
            messages.success(request, f"The inspection is corrected. {_dates_said(inspection)}")
            return redirect(inspection.source)
    return page(request, here, "inspection_edit", form=form, source=inspection.source)


def _dates_said(inspection):
    return summaries.dates_said(inspection, today())
