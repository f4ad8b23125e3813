"""What every page of this app is asked: typed forms, and the rows they are about."""

from datetime import date

import pytest

from areas.models import AuditEvent
from inspections import services
from tests.factories.inspections import framework


def typed_day(name: str, day: date | tuple[str, str, str] | None) -> dict[str, str]:
    """A day as its three boxes send it."""
    parts = (day.day, day.month, day.year) if isinstance(day, date) else day or ("", "", "")
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), map(str, parts), strict=True))


@pytest.fixture
def inspection(northshire, ada, on):
    """An inspection that asks for a priority action plan, its receipt not known: 20 October, 8 December."""
    rules = framework("2023")
    return services.record_inspection(
        area=northshire,
        title="Local area inspection",
        framework=rules,
        started_on=date(2026, 7, 6),
        ended_on=date(2026, 7, 10),
        report_published_on=date(2026, 9, 1),
        outcome=rules.outcomes.get(code="systemic_failings"),
        by=ada.membership,
        on=on,
    )


@pytest.fixture
def deadline(inspection):
    return inspection.deadlines.get(rule__code="pap_published")


@pytest.fixture
def written(db):
    """How many acts are in the ledger: the same before and after, nothing was written."""
    return AuditEvent.objects.count
