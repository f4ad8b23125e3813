"""A report on its way to the public: cleared by both sides, shown as it will be, released, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from areas import access
from areas.access import Permission
from boards.forms.reports import ClearanceForm, SeenForm, WithdrawForm
from boards.models import Publication, Report
from boards.services import publication as services
from boards.services.reports import is_demonstration
from boards.summaries.reports import paper, studio
from boards.views.reports import STALE, _page, _report
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


def clearance_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    report = _report(here, pk)
    _publisher(here)
    form = ClearanceForm(
        request.POST if request.method == "POST" else None,
        area=here.area, on=today(), cancel_url=report.get_absolute_url(),
    )  # fmt: skip
    if form.is_valid():
        clearance = _tried(form, services.record_clearance, here, report=report, **form.cleaned_data)
        if clearance:
            side = clearance.get_side_display().lower()
            messages.success(request, f"Recorded: {clearance.post} cleared it for {side}.")
            return redirect(report)
    return _page(request, here, "clearance_create", form=form, report=report)


def report_publish(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    report = _report(here, pk)
    _publisher(here)
    if report.state == Report.State.DRAFT:
        messages.warning(request, "The chair has not approved the report, so there is nothing to publish yet.")
        return redirect(report)
    is_stale = False
    form = _release(report, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            publication = _tried(form, services.publish_report, here, report=report, **form.cleaned_data)
        except StaleError:
            report, is_stale = _report(here, pk), True
            form, publication = _release(report), None
        if publication:
            messages.success(request, f"Published. Everybody can read it at {publication.get_absolute_url()}")
            return redirect(report)
    found = studio(report, timezone.now(), is_demonstration())
    missing = services.what_is_missing(report, {side.code for side in found.sides if side.clearance}, today())
    context = {"found": found, "missing": missing, "is_stale": is_stale, **paper(report.public_content)}
    status = STALE if is_stale else 200
    return _page(request, here, "report_publish", status=status, form=form, report=report, **context)


def publication_withdraw(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    publication = get_object_or_404(Publication.objects.visible_to(here).in_place(), pk=pk)
    _publisher(here)
    form = WithdrawForm(
        request.POST if request.method == "POST" else None, cancel_url=publication.report.get_absolute_url()
    )
    if form.is_valid() and _tried(
        form, services.withdraw_publication, here, publication=publication, **form.cleaned_data
    ):
        messages.success(request, "It is withdrawn. Its page says so, and its PDF is gone.")
        return redirect(publication.report)
    return _page(request, here, "publication_withdraw", form=form, publication=publication)


def _release(report, data=None):
    cancel_url = report.get_absolute_url()
    return SeenForm(data, initial={"version": report.version}, submit="Publish it now", cancel_url=cancel_url)


def _publisher(here):
    if not here.may(Permission.REPORT_PUBLISH):
        raise PermissionDenied


def _tried(form, service, here, **asked):
    """What the service made; None, and its reason beside the field, where it refused."""
    try:
        return service(by=here.acting(Permission.REPORT_PUBLISH), on=today(), **asked)
    except Refused as refused:
        form.tell(refused)
        return None
