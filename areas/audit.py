"""Who did what: one event for each act, in the same transaction as the act."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Model

from areas.models import AuditEvent, LocalArea, Membership, User


def record(
    event: str,
    *,
    on: date,
    subject: Model,
    by: Membership | None = None,
    area: LocalArea | None = None,
    user: User | None = None,
    **facts: object,
) -> AuditEvent:
    """Write down an act in domain words (`action updated`). `by` names the person and the capacity.

    `area` and `user` are those of `by` unless given; without any of the three the programme itself acted. `facts` are
    what changed, as text and numbers: before and after. The event points to no row, so it outlives everything.
    """
    return AuditEvent.objects.create(
        event=event,
        on=on,
        area=area or (by.area if by else None),
        user=user or (by.user if by else None),
        recorded_by=by,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:300],
        facts={name: _plain(value) for name, value in facts.items()},
    )


def record_each(event: str, *, on: date, facts: Iterable[tuple[Model, Mapping[str, object]]]) -> None:
    """Write down the same act of the programme itself on many rows, each with what changed: one statement for all."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            event=event,
            on=on,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            subject_label=str(subject)[:300],
            facts={name: _plain(value) for name, value in changed.items()},
        )
        for subject, changed in facts
    )


def _plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, int | float | bool) else str(value)
