"""Every rule there is, from an event or a day of the inspection to its date; and what moves, and what does not."""

from datetime import date

import pytest

from inspections import services
from inspections.models import DeadlineRule, Inspection
from send_tracker.lib.precision import Precision, VagueDay
from tests.inspections.conftest import ACCEPTED

REVIEWS = {
    "4-month review": "3 January 2020",
    "8-month review": "3 May 2020",
    "12-month review": "3 September 2020",
    "15-month review": "3 December 2020",
}
EVIDENCE = {
    "Evidence for the 4-month review": "20 December 2019",
    "Evidence for the 8-month review": "19 April 2020",
    "Evidence for the 12-month review": "20 August 2020",
    "Evidence for the 15-month review": "19 November 2020",
}


def review(inspection, point=4, code="wsoa_reviews"):
    return inspection.deadlines.get(rule__code=code, point=point)


@pytest.fixture
def agree(ada, on):
    def _agree(deadline, due_on, due_precision="day", **facts):
        return services.override_deadline(
            deadline=deadline,
            due_on=due_on,
            due_precision=due_precision,
            **{"set_as": "agreed day", "agreed_with": "DfE and NHS England", "reason": "Their diaries", **facts},
            version=None,
            by=ada.membership,
            on=on,
        )

    return _agree


def test_reviews_follow_the_schedule_that_is_chosen_and_the_evidence_follows_them(reviewed, days):
    assert days(reviewed, "wsoa_reviews") == REVIEWS
    assert days(reviewed, "review_evidence") == EVIDENCE
    assert days(reviewed, "revisit_window") == {"Revisit by Ofsted and CQC": "March 2021"}


def test_a_revisit_recorded_here_is_held_once_it_is_published(reviewed, northshire, ada, on):
    def standing():
        return reviewed.deadlines.get(rule__code="revisit_window").met_on

    who = {"by": ada.membership, "on": on}
    revisit = services.record_inspection(
        area=northshire,
        title="Revisit, March 2021",
        framework=reviewed.framework,
        kind=Inspection.Kind.REVISIT,
        follows=reviewed,
        started_on=date(2021, 3, 8),
        ended_on=date(2021, 3, 10),
        **who,
    )
    assert standing() is None
    published = {"report_published_on": date(2021, 4, 20)}
    services.correct_inspection(inspection=revisit, version=None, reason="Published", **published, **who)
    assert standing() == date(2021, 3, 8)


def test_no_review_is_due_before_a_schedule_is_chosen_or_the_plan_accepted(recorded, happens, days, ada, on):
    inspection = recorded()
    happens(inspection, "plan accepted", ACCEPTED)
    assert set(days(inspection)) == {"Inspectors' letter expected to be published", "Revisit by Ofsted and CQC"}
    other = recorded(title="Another")
    services.choose_reviews(
        inspection=other, code="wsoa_reviews", reason="As agreed", version=None, by=ada.membership, on=on
    )
    assert set(days(other)) == {"Inspectors' letter expected to be published"}


def test_quarterly_reviews_replace_the_others_and_what_was_held_stays(reviewed, days, ada, on):
    by = ada.membership
    services.meet_deadline(
        deadline=review(reviewed), met_on=date(2020, 2, 4), note="Minutes", version=None, by=by, on=on
    )
    services.choose_reviews(
        inspection=reviewed, code="wsoa_reviews_quarterly", reason="DfE asked", version=None, by=by, on=on
    )
    assert list(days(reviewed, "wsoa_reviews")) == ["4-month review"]
    quarterly = days(reviewed, "wsoa_reviews_quarterly")
    assert len(quarterly) == 8
    assert quarterly["Quarterly review 1"] == "3 December 2019"
    assert quarterly["Quarterly review 8"] == "3 September 2021"


def test_an_area_has_months_of_its_own(reviewed, days, ada, on):
    for _ in range(2):  # twice the same is one rule
        services.choose_reviews(
            inspection=reviewed, code="", months=(3, 9), reason="By letter", version=None, by=ada.membership, on=on
        )
    assert days(reviewed, "own_reviews_1") == {"3-month review": "3 December 2019", "9-month review": "3 June 2020"}
    own = DeadlineRule.objects.get(area=reviewed.source.area)
    assert (own.changed_by, own.reason, own.firmness) == (ada.membership, "By letter", "letter")
    services.choose_reviews(inspection=reviewed, code="", reason="Not yet", version=None, by=ada.membership, on=on)
    assert days(reviewed, "own_reviews_1", "review_evidence") == {}


def test_an_agreed_day_replaces_the_computed_one_keeps_the_label_and_moves_the_evidence(reviewed, days, agree):
    agreed = agree(review(reviewed), date(2020, 2, 4), agreed_on=date(2020, 1, 10), source_note="The paper")
    assert (agreed.title, str(agreed.due), agreed.computed_on) == (
        "4-month review",
        "4 February 2020",
        date(2020, 1, 3),
    )
    change = agreed.changes.get()
    assert (change.kind, change.agreed_with, change.agreed_on) == (
        "agreed day",
        "DfE and NHS England",
        date(2020, 1, 10),
    )
    assert days(reviewed, "review_evidence")["Evidence for the 4-month review"] == "21 January 2020"


def test_the_computed_day_can_be_the_agreed_one(reviewed, agree):
    agreed = agree(review(reviewed), date(2020, 1, 3))
    assert (agreed.set_as, agreed.changes.count()) == ("agreed day", 1)


def test_while_a_month_is_agreed_there_is_no_day_for_the_evidence(reviewed, days, agree):
    eight = review(reviewed, 8)
    assert str(agree(eight, date(2020, 5, 20), Precision.MONTH).due) == "May 2020"
    assert "Evidence for the 8-month review" not in days(reviewed)
    agree(eight, date(2020, 5, 19))
    assert days(reviewed)["Evidence for the 8-month review"] == "5 May 2020"


def test_once_a_review_is_held_its_evidence_is_no_longer_waited_for(reviewed, days, ada, on):
    services.meet_deadline(
        deadline=review(reviewed), met_on=date(2020, 2, 4), note="Minutes", version=None, by=ada.membership, on=on
    )
    assert "Evidence for the 4-month review" not in days(reviewed)
    assert days(reviewed)["4-month review"] == "3 January 2020"


def test_the_day_of_acceptance_put_right_moves_all_that_counts_from_it(reviewed, days, ada, on):
    services.correct_event(
        event=reviewed.events.get(),
        version=None,
        reason="The letter is of the 4th",
        kind="plan accepted",
        happened=VagueDay(date(2019, 9, 4), Precision.DAY),
        by=ada.membership,
        on=on,
    )
    assert days(reviewed)["4-month review"] == "4 January 2020"
    assert days(reviewed)["Evidence for the 4-month review"] == "21 December 2019"
    assert review(reviewed).changes.get().reason == "The letter is of the 4th"


def test_a_vague_start_gives_a_vague_date(recorded, happens, days):
    inspection = recorded()
    happens(inspection, "plan accepted", VagueDay(date(2019, 1, 1), Precision.YEAR))
    assert days(inspection, "revisit_window") == {"Revisit by Ofsted and CQC": "2020"}


def test_the_first_acceptance_starts_the_clock_and_taken_back_stops_it(reviewed, happens, days, ada, on):
    happens(reviewed, "plan accepted", date(2020, 1, 7))
    assert days(reviewed, "wsoa_reviews") == REVIEWS
    for event in reviewed.events.all():
        services.withdraw_event(event=event, version=None, reason="Misread", by=ada.membership, on=on)
    assert set(days(reviewed)) == {
        "Written Statement of Action due",
        "Inspectors' letter expected to be published",
    }


def test_an_accelerated_progress_plan_has_reviews_of_its_own(recorded, happens, days):
    inspection = recorded()
    happens(inspection, "app accepted", date(2021, 11, 22))
    found = days(inspection, "app_reviews", "app_review_evidence")
    assert found["6-month review of the accelerated progress plan"] == "22 May 2022"
    assert found["24-month review of the accelerated progress plan"] == "22 November 2023"
    assert found["Evidence for the 6-month review of the accelerated progress plan"] == "8 May 2022"
    assert len(found) == 8


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (
            "typically_positive",
            {
                "Strategic plan updated and published": "29 February 2024",
                "Next full inspection, after the first outcome": "November 2028",
            },
        ),
        (
            "inconsistent",
            {
                "Strategic plan updated and published": "29 February 2024",
                "Next full inspection, after the second or third outcome": "November 2026",
            },
        ),
        (
            "systemic_failings",
            {
                "Priority action plan due": "7 March 2024",
                "Priority action plan to be published": "29 April 2024",
                "Strategic plan updated and published": "29 February 2024",
                "Monitoring inspection": "July 2025",
                "Next full inspection, after the second or third outcome": "November 2026",
            },
        ),
    ],
)
def test_what_follows_under_the_framework_of_2023(recorded, days, outcome, expected):
    ended = date(2023, 11, 24)
    inspection = recorded("2023", outcome, started_on=ended, ended_on=ended, report_received_on=date(2024, 1, 18))
    assert days(inspection) == expected


def test_each_stocktake_starts_the_clock_of_the_next(recorded, happens, days, ada, on):
    inspection = recorded("2023", "inconsistent", started_on=date(2023, 6, 26), ended_on=date(2023, 6, 30))
    happens(inspection, "notice issued", date(2023, 11, 10))
    assert days(inspection, "stocktake") == {"Stocktake 1 after the improvement notice": "May 2024"}
    first = inspection.deadlines.get(rule__code="stocktake")
    met = services.meet_deadline(
        deadline=first, met_on=date(2024, 6, 5), note="The letter", version=None, by=ada.membership, on=on
    )
    assert met.met_on == date(2024, 6, 5)
    assert days(inspection, "stocktake") == {
        "Stocktake 1 after the improvement notice": "May 2024",
        "Stocktake 2 after the improvement notice": "December 2024",
    }
    assert inspection.events.get(kind="stocktake held").source_note == "The letter"
