"""The pages of what later visits said."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from areas import access
from inspections import rules, services
from inspections.forms.judgements import JudgementEditForm, JudgementsForm
from inspections.models import Judgement, Source
from inspections.status import VISIT_WORDS, VisitKind
from inspections.views.common import RECORD, page, posted
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


def judgement_create(request, area_slug, pk, visit):
    here = access.enter(request.user, area_slug, today())
    source = get_object_or_404(Source.objects.visible_to(here).select_related("area"), pk=pk)
    if visit not in VISIT_WORDS:
        raise Http404
    if not rules.may_record(here):
        raise PermissionDenied
    kind = VisitKind(visit)
    form = JudgementsForm(posted(request), source=source, visit=kind, cancel_url=source.get_absolute_url())
    if form.is_valid():
        facts = {"verdicts": form.verdicts, "by": here.acting(RECORD), "on": today(), **form.about}
        try:
            judged = services.judge_findings(source=source, visit_kind=visit, **facts)
        except Refused as refused:
            form.tell(refused)
        else:
            open_still = len(form.findings) - len(judged)
            said = f" It says nothing of {open_still}." if open_still else ""
            messages.success(request, f"{len(judged)} judged.{said}")
            return redirect(f"{source.get_absolute_url()}#progress")
    return page(request, here, "judgement_create", form=form, source=source, visit=VISIT_WORDS[kind])


def judgement_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    rows = Judgement.objects.visible_to(here).select_related("finding__source__area", "inspection")
    judgement = get_object_or_404(rows, pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    finding = judgement.finding
    initial = {"verdict": judgement.verdict, "source_note": judgement.source_note}
    form = JudgementEditForm(
        posted(request), initial=initial, judgement=judgement, cancel_url=finding.get_absolute_url()
    )
    if form.is_valid():
        try:
            services.correct_judgement(judgement=judgement, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, "The judgement is corrected. What was recorded before stays in its history.")
            return redirect(finding)
    return page(request, here, "judgement_edit", form=form, judgement=judgement, finding=finding)
