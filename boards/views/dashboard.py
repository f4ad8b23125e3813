"""The area's home, and the home of a person who takes part in several."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from areas import access
from areas.access import Permission
from areas.summaries import area_tabs
from boards.summaries.dashboard import area_home, my_areas
from boards.summaries.reports import DEMONSTRATION
from send_tracker.lib.dates import today


@require_safe
def area_detail(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    home = area_home(here, today(), chart_note=DEMONSTRATION if settings.DEMO_DAY else "")
    context = {
        "here": here,
        "tabs": area_tabs(here, "overview"),
        "home": home,
        "may_set_up": here.may(Permission.PEOPLE_MANAGE),
    }
    return render(request, "boards/area_detail.html", context)


@require_safe
def my_home(request):
    """Straight on to the area for whoever has one; a list for whoever has several."""
    here = access.visits(request.user, today())
    if len(here) == 1:
        return redirect(here[0].area)
    return render(request, "boards/my_home.html", {"areas": my_areas(here, today()) if here else []})
