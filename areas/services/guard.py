"""What the services of people and bodies refuse, and how they say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from areas.models import LocalArea, Organisation, Partner
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@contextmanager
def once(words: str, field: str = "") -> Iterator[None]:
    """Write what the database holds to be unique; if it is there already, also by a race, say `words`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(words, field) from error


def must_be_partner(area: LocalArea, organisation: Organisation, on: date) -> Partner:
    """The live partnership, locked: its own, or one it took over. Raises Refused if it has none on that day."""
    same = organisation.same_bodies(on)
    rows = Partner.objects.live(on).select_for_update().filter(area=area, organisation__in=same)
    partner = rows.order_by("pk").first()
    if partner is None:
        raise Refused(f"{organisation} is not a partner of {area} on {said(on)}. Add it first.", "organisation")
    return partner


def must_be_open(row, on: date, words: str) -> None:
    """The dated row has not ended, and would not end before it began. Raises Refused."""
    if row.ended_on is not None:
        raise Refused(f"{words} ended on {said(row.ended_on)}.")
    if on < row.started_on:
        raise Refused(f"{words} begins on {said(row.started_on)}; it cannot end before that.")
