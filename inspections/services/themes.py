"""Themes of an area's own."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from areas import audit
from areas.models import LocalArea, Membership
from inspections.models import Theme
from send_tracker.lib.refusals import Refused


@transaction.atomic
def record_theme(*, area: LocalArea, name: str, meaning: str = "", by: Membership, on: date) -> Theme:
    """The area sorts findings by a theme the national ones do not hold.

    Raises Refused if the area or the country has a theme of that name.
    """
    LocalArea.objects.select_for_update().get(pk=area.pk)
    same = Theme.objects.filter(name__iexact=name)
    if same.national().exists():
        raise Refused("There is a national theme of this name. Use that one, or give this one another name.", "name")
    if same.filter(area=area).exists():
        raise Refused("This area already has a theme of this name. Give this one another.", "name")
    last = Theme.objects.aggregate(last=Max("position"))["last"] or 0
    theme = Theme.objects.create(area=area, name=name, meaning=meaning, position=last + 1)
    audit.record("theme recorded", on=on, subject=theme, by=by)
    return theme
