"""The pages of statutory dates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from areas import access
from inspections import rules, services, summaries
from inspections.forms.deadlines import DeadlineForm, MetForm
from inspections.models import Deadline
from inspections.views.common import RECORD, page, posted, stale
from send_tracker.lib.dates import said, today
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


@require_safe
def deadline_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    lines = summaries.timeline(here, today())
    return page(
        request,
        here,
        "deadline_list",
        groups=summaries.by_state(lines),
        events=summaries.area_events(here, today()),
        may_record=rules.may_record(here),
    )


def deadline_override(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(Deadline.objects.visible_to(here).select_related("rule"), pk=pk)
    if not rules.may_override(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    initial = {"version": deadline.version}
    form = DeadlineForm(posted(request), initial=initial, cancel_url=line.url)
    if form.is_valid():
        try:
            services.override_deadline(deadline=deadline, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except (StaleError, Refused):
            deadline.refresh_from_db()
            line = summaries.dated_line(deadline, today())
            return stale(request, here, "deadline_override", form, deadline, line=line)
        messages.success(request, f"The date is now {said(form.cleaned_data['due_on'])}. It was {said(line.due_on)}.")
        return redirect(line.url)
    return page(request, here, "deadline_override", form=form, line=line)


def deadline_meet(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(Deadline.objects.visible_to(here).select_related("rule"), pk=pk)
    if not rules.may_meet(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    form = MetForm(posted(request), initial={"version": deadline.version}, cancel_url=line.url)
    if form.is_valid():
        try:
            services.meet_deadline(deadline=deadline, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except StaleError:
            deadline.refresh_from_db()
            line = summaries.dated_line(deadline, today())
            return stale(request, here, "deadline_meet", form, deadline, line=line)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{line.title}: met on {said(form.cleaned_data['met_on'])}.")
            return redirect(line.url)
    return page(request, here, "deadline_meet", form=form, line=line)
