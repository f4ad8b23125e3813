"""Tabs, and the people the demonstration offers."""

from datetime import date

import pytest

from areas import access
from areas.models import Membership, User
from areas.summaries import DemoPerson, area_tabs, demo_people
from tests.factories.areas import START, make_membership, make_post


def test_the_tabs_of_a_lead_and_of_a_reader(ada, dee, on, django_assert_num_queries):
    lead, reader = access.enter(ada, "northshire", on), access.enter(dee, "northshire", on)
    with django_assert_num_queries(0):
        seen = ["Overview", "Inspections", "Plans", "Boards", "Documents", "People", "History"]
        assert [tab.text for tab in area_tabs(lead, "people")] == seen
        assert [tab.text for tab in area_tabs(reader, "people")] == seen[:-1]
        assert [tab.text for tab in area_tabs(lead, "people") if tab.current] == ["People"]
        assert {tab.url.startswith("/areas/northshire/") for tab in area_tabs(lead, "history")} == {True}


def test_nobody_is_offered_outside_the_demonstration(ada, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert demo_people() == []


def test_people_are_offered_area_by_area_with_their_posts_and_roles(
    settings, eve, bea, beas_post, ada, django_assert_num_queries
):
    settings.DEMO_DAY = date(2020, 1, 21)
    make_post(eve.membership.area, eve.membership.organisation, "Eve", holder=eve)  # said once, as the name
    shut = User.objects.create(email="shut@example.org", name="Shut", is_active=False)
    make_membership(shut, ada.membership.area, ada.membership.organisation, "reader")
    Membership.objects.filter(user=ada).update(ended_on=START)
    with django_assert_num_queries(2):
        found = demo_people()
    assert found == [
        DemoPerson(bea.pk, "Bea", "Northshire", "Designated clinical officer, Shires ICB; Health lead for Shires ICB"),
        DemoPerson(eve.pk, "Eve", "Southshire", "Area lead for Southshire Council"),
        DemoPerson(bea.pk, "Bea", "Southshire", "Health lead for Shires ICB"),
    ]


@pytest.mark.usefixtures("neds_post")
def test_a_role_that_begins_after_the_day_is_not_offered(settings, ned):
    settings.DEMO_DAY = date(2019, 12, 31)
    assert demo_people() == []
