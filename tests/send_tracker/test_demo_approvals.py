"""Worcestershire's plan in the demonstration: delegated in time, decided by the post, signed by council and health."""

from datetime import date

import pytest
from django.utils import timezone

from actions.models import Plan, PlanApproval
from boards.models import ApprovalRoute
from boards.summaries.certificates import certificate_page
from boards.summaries.routes import route_page
from send_tracker.demo.teller import tell
from tests.words import words_of

HOME = "/areas/worcestershire/"


@pytest.fixture
def told(db, settings):
    def _told(day):
        settings.DEMO_DAY = day
        tell(day, timezone.now)
        return ApprovalRoute.objects.get()

    return _told


def test_on_20_june_2018_only_delegation_by_12_july_is_left(told, sign_in):
    route = told(date(2018, 6, 20))
    found = route_page(route, date(2018, 6, 20))
    assert (found.due, found.ready) == ("20 August 2018", "1 August 2018")
    assert found.warnings == [
        "Cabinet: Delegate by 12 July 2018: no ordinary meeting fits. For the meeting of 12 July 2018, the plan is "
        "not ready when its papers go (ready on 1 August 2018); the next meeting after that, on 27 September 2018, is "
        "too late."
    ]
    assert [step.advice for step in found.steps[1:]] == [
        f"The meeting of {day} fits." for day in ("9 August 2018", "14 August 2018", "16 August 2018")
    ]
    lead = route.opened_by.user
    assert "Delegate by 12 July 2018: Cabinet (Local Area Action Plan)" in words_of(sign_in(lead).get(HOME))


def test_by_20_august_2018_every_body_has_approved_and_signed(told, sign_in):
    route = told(date(2018, 8, 20))
    found = route_page(route, date(2018, 8, 20))
    assert (found.is_settled, found.warnings, found.elsewhere) == (True, [], [])
    assert found.steps[0].standing == "Approved on 8 August 2018"
    assert route.submission.on == date(2018, 8, 20)
    page = certificate_page(route.certificate)
    assert page.is_complete
    assert page.parties[0].body == "Worcestershire County Council"
    assert len(page.parties) == 4
    assert PlanApproval.objects.filter(plan=Plan.objects.get(area__slug="worcestershire")).count() == 5
    assert "Delegate by" not in words_of(sign_in(route.opened_by.user).get(HOME))
