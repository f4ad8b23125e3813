"""The pages of statutory dates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from areas import access
from inspections import rules, services, summaries
from inspections.exports import dates_table
from inspections.forms.deadlines import DeadlineForm, MetForm, ProposalForm, StatedForm, StatedWithdrawForm
from inspections.models import Deadline, StatedDate
from inspections.views.common import RECORD, page, posted, stale
from send_tracker.lib.dates import said, today
from send_tracker.lib.http import as_file, wants_file
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused


@require_safe
def deadline_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    lines = summaries.full_timeline(here, today())
    if wants_file(request):
        return as_file(request, dates_table(lines))
    return page(
        request,
        here,
        "deadline_list",
        groups=summaries.by_state(lines),
        proposed=[line for line in lines if line.would_be_on],
        events=summaries.area_events(here, today()),
        may_record=rules.may_record(here),
    )


def deadline_override(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(_deadlines(here), pk=pk)
    if not rules.may_override(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    form = DeadlineForm(posted(request), initial={"version": deadline.version}, cancel_url=line.url)
    if form.is_valid():
        try:
            moved = services.override_deadline(deadline=deadline, by=here.acting(RECORD), on=today(), **form.facts)
        except StaleError:
            return _stale(request, here, "deadline_override", form, deadline)
        except Refused as refused:
            if not _is_open(deadline):
                return _stale(request, here, "deadline_override", form, deadline)
            form.tell(refused)
        else:
            messages.success(request, f"The date is now {moved.due}. It was {line.day}.")
            if doubt := summaries.doubt_about(moved.due):
                messages.warning(request, f"{doubt} It is kept as you typed it: look again whether that is right.")
            return redirect(line.url)
    return page(request, here, "deadline_override", form=form, line=line)


def deadline_meet(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(_deadlines(here), pk=pk)
    if not rules.may_meet(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    form = MetForm(posted(request), initial={"version": deadline.version}, cancel_url=line.url)
    if form.is_valid():
        try:
            services.meet_deadline(deadline=deadline, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except StaleError:
            return _stale(request, here, "deadline_meet", form, deadline)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{line.title}: {line.done} on {said(form.cleaned_data['met_on'])}.")
            return redirect(line.url)
    return page(request, here, "deadline_meet", form=form, line=line)


def deadline_proposal(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(_deadlines(here), pk=pk)
    if not rules.may_override(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    if line.would_be_on is None:
        messages.warning(request, f"{line.title}: no other day is proposed.")
        return redirect(line.url)
    initial = {"version": deadline.version, "proposed_on": line.would_be_on}
    made_for = {"proposed_on": line.would_be_on, "stands": line.day, "cancel_url": line.url}
    form = ProposalForm(posted(request), initial=initial, **made_for)
    if form.is_valid():
        try:
            settled = services.settle_proposal(deadline=deadline, by=here.acting(RECORD), on=today(), **form.facts)
        except StaleError:
            return _stale(request, here, "deadline_proposal", form, deadline)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{line.title}: the date to go by is {settled.due}.")
            return redirect(line.url)
    return page(request, here, "deadline_proposal", form=form, line=line)


def stated_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    deadline = get_object_or_404(_deadlines(here), pk=pk)
    if not rules.may_state(here, deadline):
        raise PermissionDenied
    line = summaries.dated_line(deadline, today())
    form = StatedForm(posted(request), cancel_url=line.url)
    if form.is_valid():
        services.record_stated(deadline=deadline, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        messages.success(request, f"{line.title}: what the paper says stands beside the computed date.")
        return redirect(line.url)
    return page(request, here, "stated_create", form=form, line=line)


def stated_withdraw(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    stated = get_object_or_404(
        StatedDate.objects.visible_to(here).select_related("deadline__inspection__source__area"), pk=pk
    )
    if not rules.may_withdraw_stated(here, stated):
        raise PermissionDenied
    source = stated.deadline.inspection.source
    form = StatedWithdrawForm(
        posted(request), initial={"version": stated.version}, cancel_url=source.get_absolute_url()
    )
    if form.is_valid():
        try:
            services.withdraw_stated(stated=stated, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        except StaleError:
            stated.refresh_from_db()
            return stale(request, here, "stated_withdraw", form, stated, stated_date=stated, source=source)
        else:
            messages.success(request, "What the paper says is withdrawn.")
            return redirect(source)
    return page(request, here, "stated_withdraw", form=form, stated_date=stated, source=source)


def _deadlines(here):
    return Deadline.objects.visible_to(here).select_related("rule", "inspection__source__area")


def _is_open(deadline):
    deadline.refresh_from_db()
    return deadline.is_open


def _stale(request, here, name, form, deadline):
    deadline.refresh_from_db()
    line = summaries.dated_line(deadline, today())
    return stale(request, here, name, form, deadline, line=line)
