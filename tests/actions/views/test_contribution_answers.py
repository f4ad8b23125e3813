"""Every answer to a contribution: who may give it, what it writes, and what is said to an old page."""

import uuid
from datetime import date

import pytest

from actions.models import ContributionReply
from actions.services.contributions import decline_contribution
from areas.models import Role
from tests.actions.views.reading import text_of
from tests.factories.actions import make_action, make_contribution, make_plan, make_workstream
from tests.factories.areas import make_membership

WANTED, LATER = date(2026, 11, 30), date(2027, 1, 15)
EVERYBODY = ["ada", "ned", "bea", "cal", "fay", "gil", "hal", "dee", "eve"]


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


# page: the state it is opened in, the state it leads to, what is typed
PAGES = {
    "agree": ({"state": "asked"}, "agreed", day("for_on", WANTED)),
    "propose": ({"state": "asked"}, "date proposed", {**day("for_on", LATER), "words": "No staff"}),
    "decline": ({"state": "asked"}, "not possible", {"words": "Not commissioned"}),
    "accept": ({"state": "date proposed", "proposed_for_on": LATER}, "agreed", {}),
    "ask-again": ({"state": "not possible"}, "asked", {"words": "A smaller part?"}),
    "give": ({"state": "agreed", "agreed_for_on": WANTED}, "confirmed", {"words": "It has begun", "rag": "green"}),
    "confirm": ({"state": "given"}, "confirmed", {}),
}
HEARD = {"heard_by": "call", **day("heard_on", date(2026, 10, 13))}
# What the integrated care board owes, Ada (the council) having asked for it: only its own members speak for it.
MAY = {
    "agree": {"bea"},
    "propose": {"bea"},
    "decline": {"bea"},
    "accept": {"ada", "ned"},
    "ask-again": {"ada", "ned"},
    "give": {"bea", "ada"},
    "confirm": {"bea"},
}
PRESSES = {"accept", "confirm"}


@pytest.fixture
def action(northshire, council):
    return make_action(make_workstream(make_plan(northshire), council))


@pytest.fixture
def asked(action, icb, ada):
    return make_contribution(action, icb, ada.membership, asked="Two therapists", wanted_by_on=WANTED)


@pytest.fixture
def send(client, sign_in):
    """Post a page's form as this person: the answer of the server."""

    def _send(user, contribution, page, **typed):
        fields = {**PAGES[page][2], "version": contribution.version, "submission": uuid.uuid4(), **typed}
        url = f"/areas/{contribution.action.plan.area.slug}/contributions/{contribution.pk}/{page}/"
        return sign_in(user).post(url, fields)

    return _send


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("page", PAGES)
def test_who_may_say_what(page, who, action, icb, ada, request, sign_in, send):
    before, after, _ = PAGES[page]
    contribution = make_contribution(action, icb, ada.membership, wanted_by_on=WANTED, **before)
    user = request.getfixturevalue(who)
    is_allowed = who in MAY[page]
    refused = 404 if who == "eve" else 403
    opened = sign_in(user).get(f"{contribution.get_absolute_url()}{page}/")
    assert opened.status_code == ((405 if page in PRESSES else 200) if is_allowed else refused)
    answer = send(user, contribution, page, **(HEARD if who == "ada" and page == "give" else {}))
    contribution.refresh_from_db()
    if not is_allowed:
        assert (answer.status_code, contribution.state, contribution.version) == (refused, before["state"], 0)
        return
    assert (answer.status_code, answer.url) == (302, contribution.get_absolute_url())
    assert contribution.state == ("given" if who == "ada" and page == "give" else after)
    reply = contribution.replies.get()
    assert (reply.recorded_by.user, reply.on) == (user, date(2026, 10, 14))
    if user == request.getfixturevalue("bea"):
        assert reply.recorded_by.organisation == icb


@pytest.mark.parametrize("page", ["agree", "propose", "decline", "give", "confirm"])
def test_a_commissioner_says_nothing_for_its_provider(page, action, trust, ada, bea, send):
    contribution = make_contribution(action, trust, ada.membership, **PAGES[page][0])
    assert send(bea, contribution, page).status_code == 403


@pytest.mark.parametrize("page", ["agree", "decline", "give", "confirm"])
def test_the_forum_answers_as_health_does(page, action, forum, ada, fay, send):
    contribution = make_contribution(action, forum, ada.membership, wanted_by_on=WANTED, **PAGES[page][0])
    assert send(fay, contribution, page).status_code == 302
    contribution.refresh_from_db()
    assert contribution.state == PAGES[page][1]


def test_a_body_that_asked_itself_accepts_its_own_date(action, icb, bea, send):
    contribution = make_contribution(action, icb, bea.membership, state="date proposed", proposed_for_on=LATER)
    assert send(bea, contribution, "accept").status_code == 302


def test_the_area_lead_of_the_body_that_owes_it_gives_and_is_confirmed(action, council, ada, send, sign_in):
    contribution = make_contribution(action, council, ada.membership)
    assert "heard_by" not in text_of(sign_in(ada).get(f"{contribution.get_absolute_url()}give/"))
    assert send(ada, contribution, "give").status_code == 302
    contribution.refresh_from_db()
    assert contribution.state == "confirmed"


def test_the_right_in_one_area_is_none_in_another(northshire, southshire, south_council, icb, eve, ada, send, bea):
    """Bea answers for her board in both areas; somebody who answers for it only in Southshire does not here."""
    contribution = make_contribution(
        make_action(make_workstream(make_plan(northshire), icb)), icb, ada.membership, wanted_by_on=WANTED
    )
    make_membership(eve, southshire, icb, Role.HEALTH)
    make_membership(eve, northshire, icb, Role.READER)
    assert send(eve, contribution, "agree").status_code == 403


def test_what_the_council_records_says_how_it_is_known(asked, ada, send, sign_in, dee):
    send(ada, asked, "give", **HEARD)
    page = text_of(sign_in(dee).get(asked.get_absolute_url()))
    assert "Given, not yet confirmed" in page
    assert "Recorded for Shires ICB. Source: telephone call, 13 October 2026." in page
    assert "Only a member of Shires ICB can confirm it." in page


@pytest.mark.parametrize(
    ("page", "wrong", "message"),
    [
        ("agree", day("for_on", LATER), "This is after 30 November 2026, the day wanted"),
        ("agree", day("for_on", date(2026, 10, 13)), "13 October 2026 has passed"),
        ("agree", {"for_on_day": "31", "for_on_month": "02", "for_on_year": "2020"}, "Enter a real date"),
        ("agree", {"for_on_day": "", "for_on_month": "", "for_on_year": ""}, "Enter the day you will give it"),
        ("agree", {"version": "x"}, "which version"),
        ("agree", {"submission": ""}, "did not come back whole"),
        ("propose", day("for_on", WANTED), "It is wanted by 30 November 2026"),
        ("propose", {"words": ""}, "Enter why this day"),
        ("decline", {"words": "  "}, "Enter why it is not possible"),
        ("decline", {"words": "a" * 4001}, "Use 4000 characters or fewer"),
        ("decline", {"words": "a\0b"}, "cannot be kept"),
        ("ask-again", {"words": ""}, "Enter what you ask now"),
        ("ask-again", {"words": "x", **day("wanted_by_on", date(2026, 10, 13))}, "13 October 2026 has passed"),
        ("give", {"words": ""}, "Enter what you have given"),
        ("give", {"rag": "puce"}, "Choose from the list"),
    ],
)
def test_bad_input_says_what_is_wrong_and_writes_nothing(page, wrong, message, action, icb, ada, bea, send):
    contribution = make_contribution(action, icb, ada.membership, wanted_by_on=WANTED, **PAGES[page][0])
    user = ada if page == "ask-again" else bea
    answer = send(user, contribution, page, **wrong)
    assert answer.status_code == 200
    assert message in text_of(answer)
    assert not ContributionReply.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"heard_by": ""}, "Enter how you know"),
        ({"heard_by": "rumour"}, "Choose from the list"),
        (day("heard_on", date(2026, 10, 15)), "still to come"),
    ],
)
def test_a_record_for_another_names_its_source(wrong, message, asked, ada, send):
    answer = send(ada, asked, "give", **{**HEARD, **wrong})
    assert (answer.status_code, asked.replies.count()) == (200, 0)
    text = text_of(answer)
    assert message in text or message.replace("Enter", "Choose") in text
    assert "It has begun" in text


def test_an_old_page_is_refused_with_both_texts_and_can_be_sent_again(asked, ada, bea, send):
    decline_contribution(
        contribution=asked, words="Not in our contract", submission=uuid.uuid4(), by=bea.membership,
        on=date(2026, 10, 14),
    )  # fmt: skip
    refused = send(bea, asked, "give", words="The team has begun")
    text = text_of(refused)
    assert refused.status_code == 409
    assert "Not in our contract" in text
    assert "The team has begun" in text
    assert 'name="version" value="1"' in text
    asked.refresh_from_db()
    again = send(bea, asked, "give", words="The team has begun")
    assert again.status_code == 409
    assert "This cannot be said of it any more: not possible" in text_of(again)
    assert asked.replies.count() == 1


def test_an_old_press_is_refused_and_shows_how_it_stands(action, icb, ada, bea, send):
    contribution = make_contribution(action, icb, ada.membership, state="confirmed", version=3)
    contribution.version = 2
    refused = send(bea, contribution, "confirm")
    assert refused.status_code == 409
    assert "Somebody else answered" in text_of(refused)
    contribution.version = 3
    refused = send(bea, contribution, "confirm")
    assert refused.status_code == 409
    assert "This cannot be said of it any more: given and confirmed" in text_of(refused)
    refused = send(bea, contribution, "confirm", version="")
    assert refused.status_code == 409
    assert "did not come back whole" in text_of(refused)


@pytest.mark.parametrize("page", ["agree", "confirm"])
def test_a_double_press_ends_on_the_same_page_and_writes_once(page, action, icb, ada, bea, send):
    contribution = make_contribution(action, icb, ada.membership, wanted_by_on=WANTED, **PAGES[page][0])
    pressed = uuid.uuid4()
    first, second = (send(bea, contribution, page, submission=pressed) for _ in range(2))
    assert first.url == second.url == contribution.get_absolute_url()
    assert contribution.replies.count() == 1


def test_a_page_whose_time_has_gone_says_so(action, icb, ada, bea, sign_in):
    contribution = make_contribution(action, icb, ada.membership, state="confirmed")
    page = sign_in(bea).get(f"{contribution.get_absolute_url()}agree/", follow=True)
    assert page.redirect_chain == [(contribution.get_absolute_url(), 302)]
    assert "This cannot be said of it any more: given and confirmed." in text_of(page)


def test_who_comes_from_their_own_list_goes_back_to_it(asked, bea, sign_in):
    url = f"{asked.get_absolute_url()}agree/?from=my"
    typed = {**PAGES["agree"][2], "version": 0, "submission": uuid.uuid4()}
    page = sign_in(bea).post(url, typed, follow=True)
    assert page.redirect_chain == [("/my/contributions/", 302)]
    assert "It is agreed for 30 November 2026." in text_of(page)


def test_a_plan_that_has_ended_takes_no_more_answers(asked, bea, send, on):
    asked.action.plan.ended_on = on
    asked.action.plan.save()
    assert send(bea, asked, "agree").status_code == 403
