"""The pages of findings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from areas import access
from inspections import rules, services
from inspections.forms.findings import FindingEditForm, FindingForm
from inspections.models import Finding, Source
from inspections.views.common import RECORD, page, posted, stale
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


def finding_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    form = FindingForm(posted(request), area=here.area, on=today(), cancel_url=source.get_absolute_url())
    if form.is_valid():
        try:
            finding = services.record_finding(source=source, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"Finding {finding.number} is recorded.")
            return redirect(source)
    return page(request, here, "finding_create", form=form, source=source)


def finding_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    finding = get_object_or_404(Finding.objects.visible_to(here).select_related("source__area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    names = ("number", "kind", "text", "words", "words_from", "version")
    initial = {name: getattr(finding, name) for name in names} | {"bodies": list(finding.bodies.all())}
    made_for = {"area": here.area, "on": today(), "finding": finding, "cancel_url": finding.source.get_absolute_url()}
    form = FindingEditForm(posted(request), initial=initial, **made_for)
    if form.is_valid():
        try:
            services.correct_finding(finding=finding, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            finding.refresh_from_db()
            return stale(request, here, "finding_edit", form, finding, source=finding.source, finding=finding)
        else:
            messages.success(request, f"Finding {finding.number} is corrected.")
            return redirect(finding.source)
    return page(request, here, "finding_edit", form=form, source=finding.source, finding=finding)
