"""The pages of findings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access
from inspections import rules, services, summaries
from inspections.forms.findings import FindingEditForm, FindingForm, next_number
from inspections.forms.pasting import PasteForm
from inspections.models import Finding, Source
from inspections.views.common import RECORD, page, posted, stale
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

CLOSE = ("source__area", "parent__source__area", "question")


@require_safe
def finding_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    finding = get_object_or_404(Finding.objects.visible_to(here).select_related(*CLOSE), pk=pk)
    return page(
        request,
        here,
        "finding_detail",
        finding=finding,
        shown=summaries.finding_page(here, finding, today()),
        may_record=rules.may_record(here),
    )


def finding_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    made_for = {"source": source, "on": today(), "cancel_url": source.get_absolute_url()}
    form = FindingForm(posted(request), initial=_like_the_last(source), **made_for)
    if form.is_valid():
        try:
            finding = services.record_finding(source=source, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{_named(finding)} is recorded.")
            again = reverse("inspections:finding_create", args=[area_slug, source.pk])
            return redirect(again if "another" in request.POST else f"{source.get_absolute_url()}#found")
    return page(request, here, "finding_create", form=form, source=source)


def _like_the_last(source):
    """A form that goes on where the last finding of the source ended: the next number, and what they had in common."""
    last = source.findings.order_by("-pk").first()
    if last is None:
        return {}
    names = ("kind", "words", "words_from", "question", "parent")
    common = {name: getattr(last, name) for name in names}
    return {**common, "part_of": common.pop("parent"), "number": next_number(last.number)}


def _named(finding):
    return f"{summaries.kind_name(finding.kind, summaries.framework_of(finding.source))} {finding.number}"


def finding_paste(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    made_for = {"source": source, "on": today(), "cancel_url": source.get_absolute_url()}
    form = PasteForm(posted(request), **made_for)
    if form.is_valid() and not form.is_checked:
        form = PasteForm(form.line_by_line(), **made_for)
    elif form.is_valid():
        try:
            found = services.record_findings(
                source=source, lines=form.kept, by=here.acting(RECORD), on=today(), **form.about
            )
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{len(found)} recorded, from {found[0].number} to {found[-1].number}.")
            return redirect(f"{source.get_absolute_url()}#found")
    return page(request, here, "finding_paste", form=form, source=source)


def finding_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    finding = get_object_or_404(Finding.objects.visible_to(here).select_related(*CLOSE), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    initial = {name: getattr(finding, name) for name in (*services.FINDING_FACTS, "version")}
    initial |= {"part_of": finding.parent, "bodies": list(finding.bodies.all()), "themes": list(finding.themes.all())}
    made_for = {"source": finding.source, "on": today(), "finding": finding, "cancel_url": finding.get_absolute_url()}
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
            messages.success(request, f"{_named(finding)} is corrected.")
            return redirect(finding)
    return page(request, here, "finding_edit", form=form, source=finding.source, finding=finding)
