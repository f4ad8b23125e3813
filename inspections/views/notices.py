"""The pages of improvement notices and of brokered support."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access
from areas.access import Permission
from areas.summaries import attached
from areas.views.attachments import attach, detach
from inspections import rules, services, summaries
from inspections.forms.notices import NoticeForm, NoticeStepForm, SupportForm, SupportStepForm
from inspections.models import ImprovementNotice, NoticeDocument, SupportOffer
from inspections.views.common import RECORD, page, posted
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


@require_safe
def notice_list(request, area_slug):
    """The improvement notices of the area, and the help it was offered."""
    here = access.enter(request.user, area_slug, today())
    return page(
        request,
        here,
        "notice_list",
        notices=summaries.notices_of(here.area.notices.all(), here),
        support=summaries.support_of(here.area.support_offers.all(), here),
        may_record=rules.may_record(here),
    )


@require_safe
def notice_detail(request, area_slug, pk):
    """One notice: what it requires, by when, and every step since."""
    here = access.enter(request.user, area_slug, today())
    notice = get_object_or_404(ImprovementNotice.objects.visible_to(here), pk=pk)
    documents = attached(
        notice.attachments.all(),
        here,
        today(),
        add_url=reverse("inspections:notice_document_create", args=[area_slug, pk]),
        end_name="inspections:notice_document_end",
    )
    line = summaries.notices_of(ImprovementNotice.objects.visible_to(here).filter(pk=pk), here)[0]
    return page(
        request, here, "notice_detail", notice=notice, line=line, documents=documents, may_record=rules.may_record(here)
    )


def notice_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    form = NoticeForm(posted(request), here=here, cancel_url=_list_url(area_slug))
    if form.is_valid():
        try:
            notice = services.issue_notice(area=here.area, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{notice} is recorded.")
            return redirect(notice)
    return page(request, here, "notice_create", form=form)


def notice_step_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    notice = get_object_or_404(ImprovementNotice.objects.visible_to(here).select_related("area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    form = NoticeStepForm(posted(request), cancel_url=notice.get_absolute_url())
    if form.is_valid():
        try:
            step = services.record_notice_step(notice=notice, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"Recorded: {step.get_kind_display().lower()}.")
            return redirect(notice)
    return page(request, here, "notice_step_create", form=form, notice=notice)


def notice_document_create(request, area_slug, pk):
    """Add a document to a notice."""
    here = access.enter(request.user, area_slug, today())
    notice = get_object_or_404(ImprovementNotice.objects.visible_to(here).select_related("area"), pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied

    def make(document, about) -> NoticeDocument:
        return NoticeDocument(notice=notice, document=document)

    return attach(request, here, "inspections", notice, make)


def notice_document_end(request, area_slug, pk):
    """Take a document off again."""
    here = access.enter(request.user, area_slug, today())
    rows = NoticeDocument.objects.visible_to(here).standing().select_related("document", "notice__area")
    attachment = get_object_or_404(rows, pk=pk)
    if not here.may(Permission.DOCUMENT_RECORD):
        raise PermissionDenied
    return detach(request, here, "inspections", attachment)


def support_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    form = SupportForm(posted(request), here=here, cancel_url=_list_url(area_slug))
    if form.is_valid():
        try:
            services.record_support(area=here.area, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"The offer of {form.cleaned_data['offered_by']} is recorded.")
            return redirect(_list_url(area_slug))
    return page(request, here, "support_create", form=form)


def support_step_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    offer = get_object_or_404(SupportOffer.objects.visible_to(here), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    form = SupportStepForm(posted(request), cancel_url=_list_url(area_slug))
    if form.is_valid():
        try:
            step = services.record_support_step(offer=offer, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"Recorded: {step.get_kind_display().lower()}.")
            return redirect(_list_url(area_slug))
    return page(request, here, "support_step_create", form=form, offer=offer)


def _list_url(area_slug) -> str:
    return reverse("inspections:notice_list", args=[area_slug])
