"""The pages of the plain events of an inspection."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from areas import access
from inspections import rules, services, summaries
from inspections.forms.events import EventEditForm, EventForm, EventWithdrawForm
from inspections.models import Event, Inspection
from inspections.views.common import RECORD, page, posted, stale
from send_tracker.lib.dates import today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


def event_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    inspection = get_object_or_404(Inspection.objects.visible_to(here).select_related("source__area"), pk=pk)
    if not rules.may_record(here):
        raise PermissionDenied
    form = EventForm(posted(request), cancel_url=inspection.source.get_absolute_url())
    if form.is_valid():
        try:
            event = services.record_event(
                inspection=inspection, by=here.acting(RECORD), on=today(), **form.cleaned_data
            )
        except Refused as refused:
            form.tell(refused)
        else:
            _tell(request, event, "is recorded")
            return redirect(inspection.source)
    return page(request, here, "event_create", form=form, source=inspection.source)


def event_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    event = get_object_or_404(_events(here), pk=pk)
    if not rules.may_change_event(here, event):
        raise PermissionDenied
    source = event.inspection.source
    initial = {name: getattr(event, name) for name in ("kind", "title", "happened", "source_note", "version")}
    form = EventEditForm(posted(request), initial=initial, cancel_url=source.get_absolute_url())
    if form.is_valid():
        try:
            event = services.correct_event(event=event, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            event.refresh_from_db()
            return stale(request, here, "event_edit", form, event, source=source, event=event)
        else:
            _tell(request, event, "is corrected")
            return redirect(source)
    return page(request, here, "event_edit", form=form, source=source, event=event)


def event_withdraw(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    event = get_object_or_404(_events(here), pk=pk)
    if not rules.may_change_event(here, event):
        raise PermissionDenied
    source = event.inspection.source
    form = EventWithdrawForm(posted(request), initial={"version": event.version}, cancel_url=source.get_absolute_url())
    if form.is_valid():
        try:
            services.withdraw_event(event=event, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            event.refresh_from_db()
            return stale(request, here, "event_withdraw", form, event, source=source, event=event)
        else:
            messages.success(request, f"{event} is withdrawn. The dates that counted from it follow.")
            return redirect(source)
    return page(request, here, "event_withdraw", form=form, source=source, event=event)


def _events(here):
    return Event.objects.visible_to(here).select_related("inspection__source__area")


def _tell(request, event, done):
    messages.success(request, f"{event}, {event.happened}, {done}.")
    if doubt := summaries.doubt_about(event.happened):
        messages.warning(request, f"{doubt} It is kept as you typed it: look again whether that is right.")
