"""The pages of sources."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access
from areas.summaries import attached
from inspections import rules, services, summaries
from inspections.forms.sources import CountForm, ExplainForm, SourceEditForm, SourceForm
from inspections.models import Source, StatedCount
from inspections.views.common import RECORD, list_url, page, posted, stale
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


@require_safe
def source_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    return page(
        request,
        here,
        "source_list",
        rows=summaries.source_rows(here),
        next_line=summaries.next_statutory(here, today()),
        may_record=rules.may_record(here),
    )


@require_safe
def source_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    return page(
        request,
        here,
        "source_detail",
        source=source,
        shown=summaries.source_page(here, source, today()),
        notices=summaries.notices_of(source.notices.all(), here),
        support=summaries.support_of(source.support_offers.all(), here),
        documents=attached(
            source.attachments.all(),
            here,
            today(),
            add_url=reverse("inspections:source_document_create", args=[area_slug, pk]),
            end_name="inspections:source_document_end",
            parts=("finding",),
        ),
        register=summaries.beside_register(source, here, today()),
        may_let_in=rules.may_let_in(here),
        may_record=rules.may_record(here),
    )


def source_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    form = SourceForm(posted(request), cancel_url=list_url(here))
    if form.is_valid():
        try:
            source = services.record_source(area=here.area, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{source.title} is recorded. Add what it found below.")
            return redirect(source)
    return page(request, here, "source_create", form=form)


def source_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    sources = Source.objects.visible_to(here).exclude(kind=Source.Kind.INSPECTION)
    source = get_object_or_404(sources.select_related("area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    initial = {name: getattr(source, name) for name in ("kind", "title", "given_by", "dated_on", "version")}
    form = SourceEditForm(posted(request), initial=initial, cancel_url=source.get_absolute_url())
    if form.is_valid():
        try:
            services.correct_source(source=source, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            source.refresh_from_db()
            return stale(request, here, "source_edit", form, source, source=source)
        else:
            messages.success(request, f"{form.cleaned_data['title']} is corrected.")
            return redirect(source)
    return page(request, here, "source_edit", form=form, source=source)


def count_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    kinds = summaries.kind_choices(summaries.framework_of(source))
    form = CountForm(posted(request), kinds=kinds, cancel_url=source.get_absolute_url())
    if form.is_valid():
        services.state_count(source=source, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        messages.success(
            request, "The count is kept. A difference from what is entered is shown until it is explained."
        )
        return redirect(f"{source.get_absolute_url()}#found")
    return page(request, here, "count_create", form=form, source=source)


def count_explain(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    stated = get_object_or_404(StatedCount.objects.visible_to(here).select_related("source__area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    initial = {"explanation": stated.explanation, "version": stated.version}
    form = ExplainForm(posted(request), initial=initial, cancel_url=stated.source.get_absolute_url())
    if form.is_valid():
        try:
            services.explain_count(stated=stated, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except StaleError:
            stated.refresh_from_db()
            return stale(request, here, "count_explain", form, stated, stated=stated, source=stated.source)
        messages.success(request, "The difference is explained.")
        return redirect(f"{stated.source.get_absolute_url()}#found")
    return page(request, here, "count_explain", form=form, stated=stated, source=stated.source)
