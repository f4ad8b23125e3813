"""Who did what in the area, and who is told of what."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from areas import access, summaries
from areas.access import Permission
from areas.summaries import area_tabs
from send_tracker.lib.dates import today
from send_tracker.lib.http import paginate


@require_safe
def history_list(request, area_slug):
    """Every act in the area, newest first."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.HISTORY_READ):
        raise PermissionDenied
    page = paginate(summaries.history_rows(here.area), request.GET.get("page"))
    lines = summaries.history_lines(page.object_list)
    context = {"here": here, "tabs": area_tabs(here, "history"), "page": page, "lines": lines}
    return render(request, "areas/history_list.html", context)


@require_safe
def reminder_list(request, area_slug):
    """Every reminder of the area and how far its mail has come."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.HISTORY_READ):
        raise PermissionDenied
    page = paginate(summaries.reminder_rows(here.area), request.GET.get("page"))
    lines = summaries.reminder_lines(page.object_list)
    context = {"here": here, "tabs": area_tabs(here, "people"), "page": page, "lines": lines}
    return render(request, "areas/reminder_list.html", context)
