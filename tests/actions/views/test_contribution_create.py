"""Asking a body to contribute."""

import uuid
from datetime import date

import pytest

from actions.models import Contribution, Plan
from tests.actions.views.reading import just_before_the_service, text_of
from tests.factories.actions import make_action, make_plan, make_workstream
from tests.factories.areas import make_organisation


@pytest.fixture
def action(northshire, council):
    return make_action(make_workstream(make_plan(northshire), council))


@pytest.fixture
def url(action):
    return f"/areas/northshire/actions/{action.pk}/contributions/new/"


@pytest.fixture
def typed(trust):
    return {
        "organisation": trust.pk,
        "asked": "Two therapists a week \N{DECIDUOUS TREE}",
        "wanted_by_on_day": "30",
        "wanted_by_on_month": "11",
        "wanted_by_on_year": "2026",
        "submission": str(uuid.uuid4()),
    }


@pytest.mark.parametrize("who", ["ada", "ned", "bea"])
def test_a_partner_is_asked_once_however_often_it_is_pressed(who, request, sign_in, url, typed, action, trust):
    person = request.getfixturevalue(who)
    client = sign_in(person)
    assert client.get(url).status_code == 200
    for _ in range(2):
        page = client.post(url, typed)
        assert (page.status_code, page.url) == (302, action.get_absolute_url())
    asked = Contribution.objects.get()
    assert (asked.action, asked.organisation, asked.state) == (action, trust, "asked")
    assert (asked.asked, asked.wanted_by_on) == ("Two therapists a week \N{DECIDUOUS TREE}", date(2026, 11, 30))
    assert (asked.asked_by.user, asked.asked_on) == (person, date(2026, 10, 14))


@pytest.mark.parametrize(("who", "status"), [("dee", 403), ("gil", 403), ("cal", 403), ("hal", 403), ("eve", 404)])
def test_who_may_not_ask(who, status, request, sign_in, url, typed):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(url).status_code == status
    assert client.post(url, typed).status_code == status
    assert not Contribution.objects.exists()


def test_nothing_is_asked_in_a_plan_that_has_ended(sign_in, ada, url, typed, action, on):
    action.plan.ended_on = on
    action.plan.save()
    assert sign_in(ada).post(url, typed).status_code == 403


def test_an_action_of_another_area_is_not_there(sign_in, bea, typed, action):
    page = sign_in(bea).post(f"/areas/southshire/actions/{action.pk}/contributions/new/", typed)
    assert page.status_code == 404
    assert sign_in(bea).get(f"/areas/northshire/actions/{10**30}/contributions/new/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"organisation": ""}, "Choose the body that is asked"),
        ({"organisation": "999999"}, "Choose from the list"),
        ({"organisation": "9" * 40}, "Choose from the list"),
        ({"organisation": "x\0"}, "Null characters are not allowed"),
        ({"asked": ""}, "Enter what you ask them to give"),
        ({"asked": "a" * 2001}, "Use 2000 characters or fewer"),
        ({"asked": "a\0b"}, "cannot be kept"),
        ({"wanted_by_on_day": "31", "wanted_by_on_month": "02"}, "Enter a real date"),
        ({"wanted_by_on_year": "2020"}, "30 November 2020 has passed"),
        ({"submission": "nonsense"}, "did not come back whole"),
    ],
)
def test_bad_input_says_what_is_wrong_and_writes_nothing(wrong, message, sign_in, ada, url, typed):
    page = sign_in(ada).post(url, {**typed, "asked": "<script>alert(1)</script>", **wrong})
    assert page.status_code == 200
    assert message in text_of(page)
    assert "<script>alert" not in text_of(page)
    if "asked" not in wrong:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text_of(page)
    assert not Contribution.objects.exists()


def test_only_live_partners_of_the_area_can_be_asked(sign_in, ada, url, typed, southshire, trust, on):
    stranger = make_organisation(southshire, "Southshire Trust", "nhs trust")
    trust.partnerships.update(ended_on=on)
    names = text_of(sign_in(ada).get(url))
    assert "Southshire Trust" not in names
    assert "Shires Community NHS Trust" not in names
    for body in (stranger, trust):
        assert "Choose from the list" in text_of(sign_in(ada).post(url, {**typed, "organisation": body.pk}))


def test_a_plan_that_ends_meanwhile_says_so(sign_in, ned, url, typed, action, on):
    client = sign_in(ned)
    with just_before_the_service(lambda: Plan.objects.update(ended_on=on)):
        page = client.post(url, typed)
    assert page.status_code == 200
    assert "This plan ended on 14 October 2026" in text_of(page)
    assert not Contribution.objects.exists()
