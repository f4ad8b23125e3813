"""What the tests of dates share: inspections with an accepted plan, and days in short."""

from datetime import date

import pytest

from inspections import services
from send_tracker.lib.precision import exactly
from tests.factories.inspections import framework

ACCEPTED = date(2019, 9, 3)


@pytest.fixture
def recorded(northshire, ada, on):
    """Record an inspection as Wokingham's was: `recorded()`, `recorded("2023", "inconsistent", ended_on=...)`."""

    def _recorded(code="2016", outcome="wsoa_required", **facts):
        rules = framework(code)
        defaults = {"title": "Inspection", "started_on": date(2019, 3, 11), "ended_on": date(2019, 3, 15)}
        return services.record_inspection(
            area=facts.pop("area", northshire),
            framework=rules,
            outcome=rules.outcomes.get(code=outcome) if outcome else None,
            by=ada.membership,
            on=on,
            **{**defaults, **facts},
        )

    return _recorded


@pytest.fixture
def happens(ada, on):
    """`happens(inspection, "plan accepted", day)`: an event of that day, or of a vague one."""

    def _happens(inspection, kind, happened):
        day = exactly(happened) if isinstance(happened, date) else happened
        return services.record_event(inspection=inspection, kind=kind, happened=day, by=ada.membership, on=on)

    return _happens


@pytest.fixture
def reviewed(recorded, happens, ada, on):
    """An inspection whose plan was accepted on 3 September 2019, with reviews after 4, 8, 12 and 15 months."""
    inspection = recorded(report_received_on=date(2019, 5, 2))
    happens(inspection, "plan accepted", ACCEPTED)
    return services.choose_reviews(
        inspection=inspection, code="wsoa_reviews", reason="As agreed", version=None, by=ada.membership, on=on
    )


@pytest.fixture
def days():
    """The standing dates of an inspection by title, as they are said."""

    def _days(inspection, *codes):
        rows = inspection.deadlines.standing().select_related("rule").order_by("due_on", "pk")
        return {row.title: str(row.due) for row in rows if not codes or row.rule.code in codes}

    return _days
