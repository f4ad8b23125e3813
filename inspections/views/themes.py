"""The pages of themes, inside an area."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access
from inspections import rules, services, summaries
from inspections.forms.themes import ThemeForm
from inspections.views.common import RECORD, page, posted
from send_tracker.lib.dates import today
from send_tracker.lib.refusals import Refused


@require_safe
def theme_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    return page(request, here, "theme_list", shown=summaries.own_themes(here), may_record=rules.may_record(here))


def theme_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    if not rules.may_record(here):
        raise PermissionDenied
    themes = reverse("inspections:theme_list", args=[area_slug])
    form = ThemeForm(posted(request), cancel_url=themes)
    if form.is_valid():
        try:
            theme = services.record_theme(area=here.area, by=here.acting(RECORD), on=today(), **form.cleaned_data)
        except Refused as refused:
            form.tell(refused)
        else:
            messages.success(request, f"The theme {theme.name} is added. What was found can be sorted by it now.")
            return redirect(themes)
    return page(request, here, "theme_create", form=form)
