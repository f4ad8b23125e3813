"""The page of a workstream, and the report its lead writes each month."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from actions import rules, summaries
from actions.forms.highlights import HighlightForm, MonthForm
from actions.models import Workstream
from actions.services.highlights import write_highlight
from actions.views.common import page
from areas.access import Permission, Visit, enter
from areas.models import Membership
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


@require_safe
def workstream_detail(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    workstream = _workstream(here, pk)
    states = [state for state in summaries.snapshot(workstream.plan, today()) if state.workstream_id == workstream.pk]
    return page(
        request,
        here,
        "workstream_detail",
        workstream=workstream,
        states=states,
        tiles=summaries.counts(states).tiles,
        highlights=summaries.highlights_of(workstream, today()),
        may_write=rules.may_write_highlight(here, workstream, today()),
        may_edit=rules.may_edit_plan(here, workstream.plan, today()),
    )


def highlight_create(request, area_slug, pk):
    here = enter(request.user, area_slug, today())
    workstream = _workstream(here, pk)
    if not rules.may_write_highlight(here, workstream, today()):
        raise PermissionDenied
    months = MonthForm(request.GET or None, months=summaries.months_to_report(workstream.plan, today()))
    month_on = months.chosen()
    proposal = summaries.highlight_proposal(workstream, month_on, today())
    form = HighlightForm(request.POST or None, proposal=proposal, cancel_url=workstream.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            by = _by(here, workstream)
            write_highlight(workstream=workstream, month_on=month_on, by=by, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.tell(refusal)
        else:
            messages.success(request, f"The highlight report for {month_on:%B %Y} is saved.")
            return redirect(workstream)
    written = summaries.highlights_of(workstream, today())
    return page(
        request,
        here,
        "highlight_create",
        workstream=workstream,
        month=f"{month_on:%B %Y}",
        months=months,
        form=form,
        replaced=next((report for report in written if report.month_on == month_on), None),
        before=next((report for report in written if report.month_on < month_on), None),
    )


def _workstream(here: Visit, pk: int) -> Workstream:
    found = Workstream.objects.visible_to(here).select_related("plan__area", "lead_body", "lead_post__organisation")
    return get_object_or_404(found, pk=pk)


def _by(here: Visit, workstream: Workstream) -> Membership:
    """The capacity it is written in: that of the lead post's body if the writer has one there."""
    body = workstream.lead_post.organisation_id if workstream.lead_post_id in here.posts else None
    bodies = here.speaks_for(Permission.HIGHLIGHT_WRITE)
    return here.acting(Permission.HIGHLIGHT_WRITE, body if body in bodies else None)
