"""The report studio: draft, words, figures, approval and the PDF."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions.views.common import STALE, seen_again
from areas import access
from areas.access import Permission
from areas.summaries import area_tabs
from boards import rules
from boards.forms.reports import ChairApprovalForm, ChairSectionForm, SectionForm, SeenForm
from boards.models import Meeting, Report, SectionKey
from boards.services import reports as services
from boards.services.reports import is_demonstration
from boards.summaries.figures import plan_shown
from boards.summaries.reports import pdf_state, studio, words_of
from send_tracker.lib.dates import said, today
from send_tracker.lib.http import attachment
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

CHANGED = "Somebody changed this report while you had it open. This is how it is now: look at it, then press again."


def report_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    meeting = get_object_or_404(Meeting.objects.visible_to(here).select_related("board__area"), pk=pk)
    if not here.may(Permission.REPORT_DRAFT):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if plan_shown(here, meeting.board, today()) is None:
        messages.warning(request, services.NO_PLAN)
        return redirect(meeting)
    try:
        report = services.draft_report(meeting=meeting, by=here.acting(Permission.REPORT_DRAFT), on=today())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(meeting)
    messages.success(request, f"The report is drafted, with the figures of {said(report.cutoff_on)}.")
    return redirect(report)


@require_safe
def report_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    return _studio(request, here, _report(here, pk))


def section_edit(request, area_slug, pk, key):
    here = access.enter(request.user, area_slug, today())
    report = _report(here, pk)
    if key not in SectionKey.values:
        raise Http404
    permission = rules.section_permission(here, key, is_chair=rules.is_in_the_chair(here, report, today()))
    if not here.may(permission):
        raise PermissionDenied
    if report.state != Report.State.DRAFT and request.method != "POST":
        messages.warning(request, "The report is approved, so its words cannot be changed any more.")
        return redirect(report)
    stored, status = words_of(report).get(key), 200
    initial = {"words": stored.words, "version": stored.version}
    form = _section(report, permission, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.write_section(report=report, key=key, by=here.acting(permission), on=today(), **form.cleaned_data)
        except StaleError:
            stored, status = words_of(report)[key], STALE
            form = _section(report, permission, seen_again(request.POST, stored.version))
        except Refused as refused:
            form.tell(refused)
            status = STALE
        else:
            messages.success(request, f"“{SectionKey(key).label}” is saved.")
            return redirect(report)
    form.fields["words"].label = SectionKey(key).label
    found = studio(report, timezone.now(), is_demonstration())
    context = {"report": report, "section": stored, "is_stale": status == STALE, "heading": SectionKey(key).label}
    return _page(request, here, "section_edit", status=status, form=form, **context, **found.paper)


def report_refresh(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    report = _report(here, pk)
    if not here.may(Permission.REPORT_DRAFT):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise StaleError(Report._meta.label)
        changed = services.take_figures_again(
            report=report, by=here.acting(Permission.REPORT_DRAFT), on=today(), **form.cleaned_data
        )
    except StaleError:
        return _studio(request, here, _report(here, pk), problem=CHANGED)
    except Refused as refused:
        return _studio(request, here, _report(here, pk), problem=str(refused))
    what = "; ".join(changed) if changed else "nothing has changed"
    messages.success(request, f"The figures were taken again: {what}. Your words are as they were.")
    return redirect(report)


def report_approve(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    report = _report(here, pk)
    permission = rules.approval_permission(here, is_chair=rules.is_in_the_chair(here, report, today()))
    if not here.may(permission):
        raise PermissionDenied
    if report.state != Report.State.DRAFT:
        messages.warning(request, f"This report was approved on {said(report.approved_on)}.")
        return redirect(report)
    is_stale = False
    form = _approval(report, permission, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            report = services.approve_report(report=report, by=here.acting(permission), on=today(), **form.cleaned_data)
        except StaleError:
            report, is_stale = _report(here, pk), True
            form = _approval(report, permission)
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect(report)
        else:
            messages.success(request, "The report is approved. Its figures and words stand; the PDF is being made.")
            return redirect(report)
    found = studio(report, timezone.now(), is_demonstration())
    context = {"report": report, "found": found, "is_stale": is_stale, "heading": form.submit}
    return _page(request, here, "report_approve", status=STALE if is_stale else 200, form=form, **context)


def report_pdf(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    report = _report(here, pk)
    if request.method == "POST":
        if not here.may(Permission.REPORT_DRAFT):
            raise PermissionDenied
        services.ask_for_pdf_again(report=report, by=here.acting(Permission.REPORT_DRAFT), on=today())
        return redirect(report)
    if not report.pdf_sha256:
        messages.warning(request, pdf_state(report, timezone.now()).words)
        return redirect(report)
    name = f"{report.meeting.board.area.slug}-report-{report.meeting.on.isoformat()}"
    if request.GET.get("copy") == "public":
        return attachment(bytes(report.public_pdf), f"{name}-public.pdf", "application/pdf")
    return attachment(bytes(report.pdf), f"{name}.pdf", "application/pdf")


@require_safe
def report_status(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    state = pdf_state(_report(here, pk), timezone.now())
    return JsonResponse({"done": state.code != "waiting", "state": state.code, "words": state.words})


def _studio(request, here, report, problem=""):
    at = timezone.now()
    is_draft = report.state == Report.State.DRAFT
    is_chair = rules.is_in_the_chair(here, report, today())
    approving = rules.approval_permission(here, is_chair=is_chair)
    found = studio(report, at, is_demonstration())
    for section in found.sections:
        section.heading = SectionKey(section.key).label
        section.may_write = rules.may_write_section(here, report, section.key, is_chair=is_chair)
        section.edit_url = reverse("boards:section_edit", args=[here.area.slug, report.pk, section.key])
    context = {
        "report": report,
        "found": found,
        "problem": problem,
        "is_draft": is_draft,
        "successor": found.successor if found.successor and rules.may_read_report(here, found.successor) else None,
        "may_draft": here.may(Permission.REPORT_DRAFT),
        "may_approve": here.may(approving) and is_draft,
        "records_for_chair": approving == Permission.REPORT_RECORD_FOR_CHAIR and here.may(approving),
        "may_publish": here.may(Permission.REPORT_PUBLISH),
        "refresh": SeenForm(initial={"version": report.version}),
    }
    return _page(request, here, "report_detail", status=STALE if problem else 200, **context, **found.paper)


def _page(request, here, name, status=200, **context):
    context |= {"here": here, "tabs": area_tabs(here, "boards")}
    return render(request, f"boards/{name}.html", context, status=status)


def _report(here, pk):
    report = get_object_or_404(Report.objects.visible_to(here).in_place(), pk=pk)
    if not rules.may_read_report(here, report):
        raise PermissionDenied
    return report


def _section(report, permission, data=None, **kwargs):
    kwargs["cancel_url"] = report.get_absolute_url()
    if permission == Permission.REPORT_RECORD_FOR_CHAIR:
        return ChairSectionForm(data, on=today(), **kwargs)
    return SectionForm(data, **kwargs)


def _approval(report, permission, data=None):
    kwargs = {"initial": {"version": report.version}, "cancel_url": report.get_absolute_url()}
    if permission == Permission.REPORT_RECORD_FOR_CHAIR:
        return ChairApprovalForm(data, on=today(), submit="Record the chair's approval", **kwargs)
    return SeenForm(data, submit="Approve the report", **kwargs)
