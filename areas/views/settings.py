"""The area's own name, colour and places, and the style sheet the colour makes."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access, services
from areas.access import Permission
from areas.forms import AreaForm, PlaceForm
from areas.models.area import LOWEST_CONTRAST, contrast_with_white
from areas.summaries import area_tabs
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused

A_YEAR = 365 * 24 * 60 * 60
# A link stands on tinted ground too, so it is a little darker than the brand; under the pointer, darker still.
LINK, LINK_HOVER = 0.88, 0.6


def area_edit(request, area_slug):
    """The area's name and colour."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    now = {"name": here.area.name, "brand_colour": here.area.brand_colour}
    form = AreaForm(request.POST or None, initial=now, cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            area = services.change_area(area=here.area, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"The area is called {area.name} and its colour is {area.brand_colour}.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/area_edit.html", context)


def place_create(request, area_slug):
    """Name a part of the area."""
    here = access.enter(request.user, area_slug, today())
    if not here.may(Permission.PEOPLE_MANAGE):
        raise PermissionDenied
    back = reverse("areas:people_list", args=[area_slug])
    form = PlaceForm(request.POST or None, cancel_url=back)
    if form.is_valid():
        by = here.acting(Permission.PEOPLE_MANAGE)
        try:
            place = services.add_place(area=here.area, by=by, on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"{place} is now a {place.get_kind_display().lower()} of the area.")
            return redirect(back)
    context = {"here": here, "tabs": area_tabs(here, "people"), "form": form}
    return render(request, "areas/place_create.html", context)


@login_not_required
@require_safe
def brand(request, colour):
    """The style sheet of a colour, for whoever asks: the address says it all, so it never changes and reads no row."""
    if not re.fullmatch(r"[0-9a-f]{6}", colour) or contrast_with_white(f"#{colour}") < LOWEST_CONTRAST:
        raise Http404
    text = (
        f":root {{\n  --govuk-brand-colour: #{colour};\n  --govuk-link-colour: {_darker(colour, LINK)};\n"
        f"  --govuk-link-hover-colour: {_darker(colour, LINK_HOVER)};\n}}\n"
    )
    headers = {"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)


def _darker(colour: str, share: float) -> str:
    """`rrggbb` with this share of its light."""
    return "#" + "".join(f"{round(int(colour[i : i + 2], 16) * share):02x}" for i in (0, 2, 4))
