"""The pages of sources, inspections, findings and statutory dates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access
from areas.access import Permission
from areas.summaries import area_tabs
from inspections import rules, services, summaries
from inspections.forms import (
    DeadlineForm,
    FindingEditForm,
    FindingForm,
    InspectionEditForm,
    InspectionForm,
    MetForm,
    SourceForm,
)
from inspections.models import Deadline, Finding, Inspection, Source
from send_tracker.lib.dates import said, today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

RECORD = Permission.INSPECTION_RECORD
CHANGED_MEANWHILE = (
    "Somebody saved a change while you had this page open. Nothing of yours is saved yet. "
    "Compare what you typed with what is stored now, then save again."
)


@require_safe
def source_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    return _page(
        request,
        here,
        "source_list",
        rows=summaries.source_rows(here.area),
        next_line=summaries.next_statutory(here.area, today()),
        may_record=rules.may_record(here),
    )


@require_safe
def source_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    return _page(
        request,
        here,
        "source_detail",
        source=source,
        shown=summaries.source_page(source, today()),
        may_record=rules.may_record(here),
    )


def source_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    form = SourceForm(_posted(request), cancel_url=_list_url(here))
    if form.is_valid():
        try:
            source = services.record_source(area=here.area, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{source.title} is recorded. Add what it found below.")
            return redirect(source)
    return _page(request, here, "source_create", form=form)


def inspection_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    form = InspectionForm(_posted(request), on=today(), cancel_url=_list_url(here))
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
    return _page(request, here, "inspection_create", form=form)


def inspection_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    inspection = get_object_or_404(Inspection.objects.visible_to(here).select_related("source__area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    initial = {name: getattr(inspection, name) for name in (*services.CORRECTABLE, "version")}
    initial["title"] = inspection.source.title
    made_for = {"on": today(), "cancel_url": inspection.source.get_absolute_url()}
    form = InspectionEditForm(_posted(request), initial=initial, **made_for)
    if form.is_valid():
        try:
            services.correct_inspection(inspection=inspection, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            inspection.refresh_from_db()
            return _stale(request, here, "inspection_edit", form, inspection, source=inspection.source)
        else:
            messages.success(request, f"The inspection is corrected. {_dates_said(inspection)}")
            return redirect(inspection.source)
    return _page(request, here, "inspection_edit", form=form, source=inspection.source)


def finding_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    form = FindingForm(_posted(request), area=here.area, on=today(), cancel_url=source.get_absolute_url())
    if form.is_valid():
        try:
            finding = services.record_finding(source=source, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"Finding {finding.number} is recorded.")
            return redirect(source)
    return _page(request, here, "finding_create", form=form, source=source)


def finding_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    finding = get_object_or_404(Finding.objects.visible_to(here).select_related("source__area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    names = ("number", "kind", "text", "words", "words_from", "version")
    initial = {name: getattr(finding, name) for name in names} | {"bodies": list(finding.bodies.all())}
    made_for = {"area": here.area, "on": today(), "finding": finding, "cancel_url": finding.source.get_absolute_url()}
    form = FindingEditForm(_posted(request), initial=initial, **made_for)
    if form.is_valid():
        try:
            services.correct_finding(finding=finding, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            finding.refresh_from_db()
            return _stale(request, here, "finding_edit", form, finding, source=finding.source, finding=finding)
        else:
            messages.success(request, f"Finding {finding.number} is corrected.")
            return redirect(finding.source)
    return _page(request, here, "finding_edit", form=form, source=finding.source, finding=finding)


@require_safe
def deadline_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    lines = summaries.timeline(here.area, today())
    return _page(
        request,
        here,
        "deadline_list",
        groups=summaries.by_state(lines),
        may_record=rules.may_record(here),
    )


def deadline_override(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(Deadline.objects.visible_to(here).select_related("rule"), pk=pk)
    if not rules.may_override(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    initial = {"version": deadline.version}
    form = DeadlineForm(_posted(request), initial=initial, cancel_url=line.url)
    if form.is_valid():
        try:
            services.override_deadline(deadline=deadline, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except (StaleError, Refused):
            deadline.refresh_from_db()
            line = summaries.dated_line(deadline, today())
            return _stale(request, here, "deadline_override", form, deadline, line=line)
        messages.success(request, f"The date is now {said(form.cleaned_data['due_on'])}. It was {said(line.due_on)}.")
        return redirect(line.url)
    return _page(request, here, "deadline_override", form=form, line=line)


def deadline_meet(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(Deadline.objects.visible_to(here).select_related("rule"), pk=pk)
    if not rules.may_meet(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    form = MetForm(_posted(request), initial={"version": deadline.version}, cancel_url=line.url)
    if form.is_valid():
        try:
            services.meet_deadline(deadline=deadline, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except StaleError:
            deadline.refresh_from_db()
            line = summaries.dated_line(deadline, today())
            return _stale(request, here, "deadline_meet", form, deadline, line=line)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{line.title}: met on {said(form.cleaned_data['met_on'])}.")
            return redirect(line.url)
    return _page(request, here, "deadline_meet", form=form, line=line)


def _page(request, here, name, *, status=200, **context):
    context |= {"here": here, "tabs": area_tabs(here, "inspections")}
    return render(request, f"inspections/{name}.html", context, status=status)


def _stale(request, here, name, form, row, **context):
    """The same form with what was typed, beside what is stored now; the next save is of the version shown here."""
    typed = request.POST.copy()
    typed["version"] = str(row.version)
    form.data = typed
    form.add_error(None, CHANGED_MEANWHILE)
    return _page(request, here, name, status=409, form=form, stored=summaries.stored(row), **context)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _list_url(here):
    return reverse("inspections:source_list", args=[here.area.slug])


def _dates_said(inspection):
    return summaries.dates_said(inspection, today())
