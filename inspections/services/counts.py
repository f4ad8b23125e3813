"""How many findings a paper says there are, held against those entered."""

from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Membership
from inspections.models import Source, StatedCount


@transaction.atomic
def state_count(*, source: Source, kind: str, count: int, said_in: str, by: Membership, on: date) -> StatedCount:
    """The paper, or the register, says that the source has so many findings of this kind.

    Stated again it takes the place of what was stated before, and any explanation of the difference ends with it.
    """
    Source.objects.select_for_update().get(pk=source.pk)
    row = StatedCount.objects.select_for_update(of=("self",)).filter(source=source, kind=kind).first()
    before = None if row is None else row.count
    if row is None:
        row = StatedCount.objects.create(source=source, kind=kind, count=count, said_in=said_in)
    elif (row.count, row.said_in) != (count, said_in):
        row.count, row.said_in = count, said_in
        row.explanation, row.explained_count, row.explained_on, row.explained_by = "", None, None, None
        row.step(None, "count", "said_in", "explanation", "explained_count", "explained_on", "explained_by")
    audit.record("count stated", on=on, subject=row, by=by, kind=kind, count=[before, count], said_in=said_in)
    return row


@transaction.atomic
def explain_count(
    *, stated: StatedCount, explanation: str, version: int | None, by: Membership, on: date
) -> StatedCount:
    """Why as many as are entered now are right. It holds until another is entered or counted. Raises StaleError."""
    source = Source.objects.select_for_update().get(pk=stated.source_id)
    stated = StatedCount.objects.select_for_update(of=("self",)).get(pk=stated.pk)
    stated.explanation, stated.explained_on, stated.explained_by = explanation, on, by
    stated.explained_count = source.findings.whole().filter(kind=stated.kind).count()
    stated.step(version, "explanation", "explained_count", "explained_on", "explained_by")
    audit.record(
        "difference explained",
        on=on,
        subject=stated,
        by=by,
        reason=explanation,
        count=stated.count,
        entered=stated.explained_count,
    )
    return stated
