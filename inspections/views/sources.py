"""The pages of sources."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from areas import access
from inspections import rules, services, summaries
from inspections.forms.sources import SourceForm
from inspections.models import Source
from inspections.views.common import RECORD, list_url, page, posted
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


@require_safe
def source_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    return page(
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
    return page(
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
