"""All that one's own bodies, and the providers they commission, are asked for, in every area one may enter."""

import re
import uuid
from datetime import date

import pytest

from areas.models import Role
from tests.actions.views.reading import text_of
from tests.factories.actions import make_action, make_contribution, make_plan, make_workstream
from tests.factories.areas import make_area, make_membership, make_organisation, make_partner, make_user

URL = "/my/contributions/"


@pytest.fixture
def north(northshire, council):
    return make_action(make_workstream(make_plan(northshire), council))


@pytest.fixture
def south(southshire, south_council):
    return make_action(make_workstream(make_plan(southshire), south_council))


def headings(page):
    found = re.findall(r"<h([23])[^>]*>(.*?)</h\1>", text_of(page), re.DOTALL)
    return [" ".join(text.split()) for level, text in found if "About this site" not in text]


def test_a_board_that_serves_two_areas_sees_both_and_its_provider(north, south, icb, trust, ada, eve, bea, sign_in):
    make_contribution(north, icb, ada.membership, asked="North therapists")
    make_contribution(south, icb, eve.membership, asked="South nurses")
    make_contribution(north, trust, ada.membership, asked="Trust clinics")
    page = sign_in(bea).get(URL)
    assert headings(page) == ["Shires ICB", "Northshire", "Southshire", "Shires Community NHS Trust", "Northshire"]
    text = text_of(page)
    assert all(words in text for words in ("North therapists", "South nurses", "Trust clinics"))


def test_what_a_provider_is_asked_is_seen_but_not_answered(north, trust, ada, bea, gil, sign_in):
    asked = make_contribution(north, trust, ada.membership)
    agree = f"{asked.get_absolute_url()}agree/?from=my"
    assert agree not in text_of(sign_in(bea).get(URL))
    assert agree in text_of(sign_in(gil).get(URL))


def test_a_provider_sees_its_own_and_not_its_commissioner_s(north, icb, trust, ada, gil, sign_in):
    make_contribution(north, icb, ada.membership, asked="For the board")
    make_contribution(north, trust, ada.membership, asked="For the trust")
    text = text_of(sign_in(gil).get(URL))
    assert "For the trust" in text
    assert "For the board" not in text


def test_a_member_in_one_area_sees_nothing_of_another_their_body_serves(
    north, south, northshire, icb, ada, eve, sign_in, bea
):
    make_contribution(north, icb, ada.membership, asked="North therapists")
    make_contribution(south, icb, eve.membership, asked="South nurses")
    kim = make_user("Kim")
    make_membership(kim, northshire, icb, Role.HEALTH)
    text = text_of(sign_in(kim).get(URL))
    assert "North therapists" in text
    assert "South nurses" not in text
    assert "Southshire" not in text


def test_where_one_only_reads_one_does_not_answer(north, south, southshire, northshire, icb, ada, eve, sign_in):
    kim = make_user("Kim")
    make_membership(kim, northshire, icb, Role.HEALTH)
    make_membership(kim, southshire, icb, Role.READER)
    own = make_contribution(north, icb, ada.membership)
    other = make_contribution(south, icb, eve.membership)
    text = text_of(sign_in(kim).get(URL))
    assert f"{own.get_absolute_url()}decline/" in text
    assert other.get_absolute_url() in text
    assert f"{other.get_absolute_url()}decline/" not in text


def test_late_ones_come_first_and_settled_ones_last(north, icb, ada, bea, sign_in):
    for fields in (
        {"asked": "5 confirmed", "state": "confirmed"},
        {"asked": "4 given", "state": "given"},
        {"asked": "3 agreed", "state": "agreed", "agreed_for_on": date(2026, 10, 14)},
        {"asked": "2 asked"},
        {"asked": "1 late", "state": "agreed", "agreed_for_on": date(2026, 10, 13)},
    ):
        make_contribution(north, icb, ada.membership, **fields)
    text = text_of(sign_in(bea).get(URL))
    places = [text.index(words) for words in ("1 late", "2 asked", "3 agreed", "4 given", "5 confirmed")]
    assert places == sorted(places)
    assert "Late: 1" in text
    assert "</strong> Agreed for 13 October 2026." in text


def test_a_proposed_day_says_that_it_is_not_settled(north, icb, ada, bea, sign_in):
    make_contribution(north, icb, ada.membership, state="date proposed", proposed_for_on=date(2027, 1, 15))
    assert "Proposed for 15 January 2027, not yet accepted." in text_of(sign_in(bea).get(URL))


def test_a_day_wanted_that_has_passed_cannot_be_agreed_to(north, icb, ada, bea, sign_in):
    asked = make_contribution(north, icb, ada.membership, wanted_by_on=date(2026, 10, 13))
    text = text_of(sign_in(bea).get(URL))
    assert f"{asked.get_absolute_url()}propose/" in text
    assert f"{asked.get_absolute_url()}agree/" not in text


def test_one_press_confirms_and_comes_back(north, icb, ada, bea, sign_in):
    given = make_contribution(north, icb, ada.membership, state="given")
    client = sign_in(bea)
    address = f"{given.get_absolute_url()}confirm/?from=my"
    assert f'action="{address}"' in text_of(client.get(URL))
    page = client.post(address, {"version": 0, "submission": uuid.uuid4()})
    assert (page.status_code, page.url) == (302, URL)
    given.refresh_from_db()
    assert given.state == "confirmed"


def test_a_plan_that_has_ended_asks_for_nothing(north, icb, ada, bea, sign_in, on):
    make_contribution(north, icb, ada.membership, asked="Old thing")
    north.plan.ended_on = on
    north.plan.save()
    text = text_of(sign_in(bea).get(URL))
    assert "Old thing" not in text
    assert "Nothing has been asked of Shires ICB yet" in text


@pytest.mark.parametrize("who", ["ned", "dee", "cal", "hal"])
def test_who_answers_for_no_body_is_told_so(who, request, sign_in, north, council, ada):
    make_contribution(north, council, ada.membership, asked="Of the council")
    text = text_of(sign_in(request.getfixturevalue(who)).get(URL))
    assert "You do not answer for a body" in text
    assert "Of the council" not in text


def test_who_is_nowhere_a_member_is_told_so(db, sign_in):
    assert "You are not a member of any area" in text_of(sign_in(make_user("Kim")).get(URL))


def test_nobody_without_signing_in(client, db):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_for_one_row_and_for_many(
    rows, northshire, council, icb, ada, bea, sign_in, django_assert_num_queries
):
    for _ in range(rows):
        provider = make_organisation(northshire, kind="provider")
        provider.commissioned_by.create(commissioner=icb, started_on=date(2020, 1, 1))
        action = make_action(make_workstream(make_plan(northshire), council))
        make_contribution(action, provider, ada.membership)
        make_contribution(action, icb, ada.membership, state="given")
    client = sign_in(bea)
    with django_assert_num_queries(6):  # session, person, memberships, posts, providers, contributions
        assert text_of(client.get(URL)).count("govuk-summary-card__content") == 2 * rows


def test_an_ended_membership_shows_nothing_more(north, northshire, icb, ada, bea, sign_in, on):
    make_contribution(north, icb, ada.membership, asked="North therapists")
    northshire.memberships.filter(user=bea).update(ended_on=on)
    assert "North therapists" not in text_of(sign_in(bea).get(URL))


def test_an_area_is_opened_by_a_membership_not_by_a_partnership(icb, bea, sign_in):
    third = make_area("Thirdshire")
    make_partner(third, icb)
    body = make_organisation(third, "Thirdshire Council")
    lead = make_membership(make_user("Lee"), third, body, Role.LEAD)
    make_contribution(make_action(make_workstream(make_plan(third), body)), icb, lead, asked="Third thing")
    assert "Third thing" not in text_of(sign_in(bea).get(URL))
