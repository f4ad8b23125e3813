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


@transaction.atomic
def correct_source(
    *,
    source: Source,
    version: int | None,
    reason: str,
    kind: str,
    title: str,
    given_by: str,
    dated_on: date | None,
    by: Membership,
    on: date,
) -> Source:
    """Put right a source that is no inspection (for one that is: `correct_inspection`).

    Raises StaleError if `version` is no longer the present one, Refused if the title is taken.
    """
    if source.kind == Source.Kind.INSPECTION:
        raise TypeError("An inspection is corrected with its dates.")
    if title != source.title:
        check_title(source.area, title)
    source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    facts = {"kind": kind, "title": title, "given_by": given_by, "dated_on": dated_on}
    changed = {name: [str(getattr(source, name) or ""), str(value or "")] for name, value in facts.items()}
    for name, value in facts.items():
        setattr(source, name, value)
    source.step(version, *facts)
    audit.record(
        "source corrected",
        on=on,
        subject=source,
        by=by,
        reason=reason,
        **{name: pair for name, pair in changed.items() if pair[0] != pair[1]},
    )
    return source


def check_title(area: LocalArea, title: str) -> None:
    """One title once in an area; the lock holds back a second press of the same button until the first is written."""
    LocalArea.objects.select_for_update().get(pk=area.pk)
    if Source.objects.filter(area=area, title=title).exists():
        raise Refused("This area already has a source with this title. Give this one another.", "title")
