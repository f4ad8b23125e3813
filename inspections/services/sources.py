"""Every write about sources."""

from datetime import date

from django.db import transaction

from areas import audit
from areas.models import LocalArea, Membership
from inspections.models import Source
from send_tracker.lib.refusals import Refused


@transaction.atomic
def record_source(
    *,
    area: LocalArea,
    kind: str,
    title: str,
    given_by: str = "",
    dated_on: date | None = None,
    by: Membership,
    on: date,
) -> Source:
    """Something new told the area what must change: a peer review, a strategy (an inspection: `record_inspection`).

    Raises Refused if the area has a source of that title.
    """
    check_title(area, title)
    source = Source.objects.create(area=area, kind=kind, title=title, given_by=given_by, dated_on=dated_on)
    audit.record("source recorded", on=on, subject=source, by=by, kind=kind)
    return source


def check_title(area: LocalArea, title: str) -> None:
    """One title once in an area; the lock holds back a second press of the same button until the first is written."""
    LocalArea.objects.select_for_update().get(pk=area.pk)
    if Source.objects.filter(area=area, title=title).exists():
        raise Refused("This area already has a source with this title. Give this one another.", "title")
