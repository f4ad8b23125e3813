"""The pages of inspections."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

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
    started = summaries.started_from(request.GET.get("entry"))
    made_for = {"others": Inspection.objects.visible_to(here), "on": today(), "cancel_url": list_url(here)}
    form = InspectionForm(posted(request), initial=started, **made_for)
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
    return page(request, here, "inspection_create", form=form, is_started=bool(started))


@require_safe
def register_start(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    return page(request, here, "register_start", shown=summaries.register_start(here, today()))


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
