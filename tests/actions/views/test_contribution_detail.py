"""The story of a contribution, and the buttons for what one may do next."""

import re
import uuid
from datetime import date

import pytest

from actions.services.contributions import agree_contribution, give_contribution
from tests.actions.views.reading import text_of
from tests.factories.actions import make_action, make_contribution, make_plan, make_workstream

WANTED = date(2026, 11, 30)


@pytest.fixture
def action(northshire, council):
    return make_action(make_workstream(make_plan(northshire), council))


@pytest.fixture
def asked(action, icb, ada):
    return make_contribution(action, icb, ada.membership, asked="Two therapists", wanted_by_on=WANTED)


def ways(page):
    return re.findall(r"/contributions/\d+/([a-z-]+)/", text_of(page))


@pytest.mark.parametrize("who", ["ada", "ned", "bea", "cal", "fay", "gil", "hal", "dee"])
def test_every_member_of_the_area_reads_it(who, asked, request, sign_in):
    page = sign_in(request.getfixturevalue(who)).get(asked.get_absolute_url())
    assert page.status_code == 200
    assert "Two therapists" in text_of(page)


def test_a_stranger_does_not(asked, eve, sign_in):
    assert sign_in(eve).get(asked.get_absolute_url()).status_code == 404
    assert sign_in(eve).get(f"/areas/southshire/contributions/{asked.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("state", "who", "expected"),
    [
        ({"state": "asked"}, "bea", ["agree", "propose", "decline", "give"]),
        ({"state": "asked"}, "ada", ["give"]),
        ({"state": "asked"}, "ned", []),
        ({"state": "asked"}, "dee", []),
        ({"state": "asked", "wanted_by_on": date(2026, 10, 13)}, "bea", ["propose", "decline", "give"]),
        ({"state": "date proposed", "proposed_for_on": WANTED}, "bea", ["give"]),
        ({"state": "date proposed", "proposed_for_on": WANTED}, "ned", ["accept", "ask-again"]),
        ({"state": "date proposed", "proposed_for_on": WANTED}, "ada", ["accept", "ask-again", "give"]),
        ({"state": "agreed", "agreed_for_on": WANTED}, "bea", ["give"]),
        ({"state": "given"}, "bea", ["confirm"]),
        ({"state": "given"}, "ada", []),
        ({"state": "confirmed"}, "bea", []),
        ({"state": "not possible"}, "ada", ["ask-again"]),
        ({"state": "not possible"}, "bea", []),
    ],
)
def test_the_buttons_are_what_this_person_may_do_next(state, who, expected, action, icb, ada, request, sign_in):
    contribution = make_contribution(action, icb, ada.membership, **state)
    assert ways(sign_in(request.getfixturevalue(who)).get(contribution.get_absolute_url())) == expected


def test_the_story_is_told_newest_first_in_the_bodies_own_words(asked, bea, dee, sign_in):
    say = {"contribution": asked, "by": bea.membership}
    agree_contribution(**say, for_on=WANTED, words="If we recruit", submission=uuid.uuid4(), on=date(2026, 10, 1))
    give_contribution(**say, words="<b>Begun</b>", rag="amber", submission=uuid.uuid4(), on=date(2026, 10, 12))
    page = text_of(sign_in(dee).get(asked.get_absolute_url()))
    places = [
        page.index(text)
        for text in (
            "12 October 2026", '<strong class="rag rag--amber">Amber</strong>', "&lt;b&gt;Begun&lt;/b&gt;",
            "Agreed: 30 November 2026", "If we recruit", "Asked, wanted by 30 November 2026",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert "Bea (Shires ICB)" in page


def test_late_is_said_only_of_an_agreed_day(action, icb, ada, dee, sign_in):
    past = date(2026, 10, 13)
    late = make_contribution(action, icb, ada.membership, state="agreed", agreed_for_on=past)
    asked = make_contribution(action, icb, ada.membership, wanted_by_on=past)
    client = sign_in(dee)
    assert 'class="late"' in text_of(client.get(late.get_absolute_url()))
    assert 'class="late"' not in text_of(client.get(asked.get_absolute_url()))
