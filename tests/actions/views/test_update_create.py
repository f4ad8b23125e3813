"""The officer's job: say how an action stands; and the press that says that nothing changed."""

import re
import uuid
from datetime import date, timedelta

import pytest

from actions.models import ActionUpdate
from actions.services import actions
from tests.actions.views.test_plans import day, text
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.areas import make_post


@pytest.fixture
def action(northshire, council, neds_post):
    return make_action(make_workstream(make_plan(northshire), council), neds_post)


@pytest.fixture
def url(action):
    return f"/areas/northshire/actions/{action.pk}/updates/new/"


@pytest.fixture
def no_change_url(action):
    return f"/areas/northshire/actions/{action.pk}/updates/no-change/"


@pytest.fixture
def given():
    return {
        "stage": "in progress",
        "rag": "amber",
        "reason": "Two have left",
        "route_to_green": "Recruit two",
        "wanted_from_board": "Nothing",
        "version": 0,
        "submission": str(uuid.uuid4()),
        **day("green_by_on", "31-1-2027"),
        **day("forecast_on", "31-3-2027"),
    }


def test_a_lead_updates_their_action(sign_in, ned, action, url, given, on):
    client = sign_in(ned)
    page = text(client.get(url))
    assert "This is the first update." in page
    assert '<strong class="rag rag--amber">Amber</strong>' in page
    page = client.post(url, given, follow=True)
    update = ActionUpdate.objects.get()
    assert (update.rag, update.reason, update.recorded_by, update.on) == ("amber", "Two have left", ned.membership, on)
    assert (update.green_by_on, update.forecast_on) == (date(2027, 1, 31), date(2027, 3, 31))
    assert page.redirect_chain == [(f"/areas/northshire/actions/{action.pk}/", 302)]
    assert "Recorded for A1: Amber." in text(page)


def test_any_lead_post_will_do(sign_in, bea, beas_post, action, url, given):
    action.leads.create(post=beas_post)
    sign_in(bea).post(url, given)
    assert ActionUpdate.objects.get().recorded_by == bea.membership


def test_a_member_who_leads_something_else_may_not(sign_in, bea, beas_post, url, given):
    assert sign_in(bea).post(url, given).status_code == 403
    assert not ActionUpdate.objects.exists()


def test_nobody_updates_an_ended_plan(sign_in, ned, ada, action, url, given, on):
    action.plan.ended_on = on
    action.plan.save()
    assert sign_in(ned).post(url, given).status_code == 403
    assert sign_in(ada).post(url, given).status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stage": ""}, "Choose the stage"),
        ({"stage": "embedded"}, "Choose from the list."),
        ({"rag": "purple"}, "Choose from the list."),
        ({"rag": ""}, "An action in progress has a RAG rating."),
        ({"reason": ""}, "Give the reason. Only a green that stays green needs none"),
        ({"reason": " \n"}, "Give the reason."),
        ({"reason": "", **day("forecast_on", "1-4-2027")}, "The forecast is later than the due date of 31 March 2027"),
        ({"reason": "a" * 4001}, "Use 4000 characters or fewer. There are 4001 now."),
        ({"route_to_green": ""}, "Say what will bring it from amber back to green"),
        (day("green_by_on", "--"), "Give the day by which it should be green"),
        (day("green_by_on", "13-10-2026"), "Give a day that is not in the past"),
        (day("green_by_on", "31-2-2020"), "Enter a real date"),
        ({"version": "x"}, "It is not clear which version you had open"),
        ({"submission": "x"}, "The page did not come back whole"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_writes_nothing(sign_in, ned, url, given, changed, said):
    page = sign_in(ned).post(url, given | {"wanted_from_board": "<script>😀"} | changed)
    assert page.status_code == 200
    assert said in text(page)
    assert "&lt;script&gt;😀" in text(page)
    assert not ActionUpdate.objects.exists()


def test_a_rating_left_ticked_does_not_keep_an_action_from_being_complete(sign_in, ned, url, given):
    sign_in(ned).post(url, given | {"stage": "complete"})
    update = ActionUpdate.objects.get()
    assert (update.stage, update.rag) == ("complete", "")


def test_a_form_that_came_back_empty_is_no_error(sign_in, ned, url):
    page = sign_in(ned).post(url, {})
    assert page.status_code == 200
    assert "Choose the stage" in text(page)
    assert not ActionUpdate.objects.exists()


def test_a_green_that_stays_green_needs_no_words(sign_in, ned, action, url, on):
    make_update(action, ned.membership, on - timedelta(days=30), rag="green")
    given = {"stage": "in progress", "rag": "green", "version": action.version, "submission": uuid.uuid4()}
    assert sign_in(ned).post(url, given).status_code == 302
    assert action.updates.count() == 2


def test_the_form_begins_with_the_last_rating_and_shows_the_last_words(sign_in, ned, action, url, on):
    make_update(
        action, ned.membership, on - timedelta(days=30), rag="amber", reason="Two have left",
        route_to_green="Recruit two", green_by_on=date(2027, 1, 31),
    )  # fmt: skip
    page = sign_in(ned).get(url)
    form = page.context["form"]
    assert (form["stage"].value(), form["rag"].value(), form["reason"].value()) == ("in progress", "amber", None)
    assert form["route_to_green"].value() == "Recruit two"
    assert "Two have left" in text(page)


def test_after_a_round_without_words_the_form_shows_the_last_words(sign_in, ned, action, url, on):
    make_update(action, ned.membership, on - timedelta(days=90), rag="green", reason="Older words")
    make_update(action, ned.membership, on - timedelta(days=60), rag="green", reason="Last words")
    make_update(action, ned.membership, on - timedelta(days=30), rag="green", reason="Last words", kind="no change")
    page = text(sign_in(ned).get(url))
    assert page.count("Last words") == 1
    assert "No change since 15 August 2026." in page
    assert "Older words" not in page


def test_a_stale_form_is_refused_with_both_texts_and_can_be_saved_again(sign_in, ned, ada, action, url, given, on):
    client = sign_in(ned)
    actions.post_update(
        action=action, stage="in progress", rag="green", reason="All is well", submission=uuid.uuid4(),
        by=ada.membership, on=on,
    )  # fmt: skip
    page = client.post(url, given)
    assert page.status_code == 409
    assert "Somebody updated this action while you had it open" in text(page)
    assert "All is well" in text(page)
    assert "Two have left" in text(page)
    assert action.updates.count() == 1
    again = {field.html_name: field.value() for field in page.context["form"] if field.is_hidden}
    assert again["version"] == 1
    assert client.post(url, given | again).status_code == 302
    action.refresh_from_db()
    assert (action.rag, action.updates.count()) == ("amber", 2)


def test_a_stale_form_with_a_fault_tells_both(sign_in, ned, ada, action, url, given, on):
    actions.post_update(
        action=action, stage="in progress", rag="green", reason="All is well", submission=uuid.uuid4(),
        by=ada.membership, on=on,
    )  # fmt: skip
    page = sign_in(ned).post(url, given | {"reason": ""})
    assert page.status_code == 409
    assert "All is well" in text(page)
    assert "Give the reason." in text(page)


def test_a_double_submit_ends_on_the_same_page_and_writes_once(sign_in, ned, ada, action, url, given, on):
    client = sign_in(ned)
    first = client.post(url, given)
    assert client.post(url, given).url == first.url
    make_update(action, ada.membership, on, "superseded")
    assert client.post(url, given).url == first.url
    assert action.updates.count() == 2


def test_the_area_lead_records_for_another_from_a_named_source(sign_in, ada, url, given, neds_post, on):
    client = sign_in(ada)
    assert "You record it for a post that leads the action." in text(client.get(url))
    heard = {"for_post": neds_post.pk, "heard_by": "call", **day("heard_on", "12-10-2026")}
    page = client.post(url, given | heard, follow=True)
    update = ActionUpdate.objects.get()
    assert (update.for_post, update.heard_by, update.heard_on) == (neds_post, "call", date(2026, 10, 12))
    assert "who said so by telephone on 12 October 2026" in text(page)


def test_a_lead_who_leads_the_action_too_may_record_for_the_other(
    sign_in, ada, action, url, given, neds_post, northshire, council
):
    action.leads.create(post=make_post(northshire, council, "Programme manager", holder=ada))
    client = sign_in(ada)
    assert "Record it for another lead" in text(client.get(url))
    heard = {"for_post": neds_post.pk, "heard_by": "call", **day("heard_on", "12-10-2026")}
    assert client.post(f"{url}?for_another=1", given | heard).status_code == 302
    update = ActionUpdate.objects.get()
    assert (update.for_post, update.recorded_by) == (neds_post, ada.membership)


def test_nobody_else_records_for_another_by_that_link(sign_in, ned, url, given, neds_post):
    heard = {"for_post": neds_post.pk, "heard_by": "call", **day("heard_on", "12-10-2026")}
    assert sign_in(ned).post(f"{url}?for_another=1", given | heard).status_code == 302
    assert ActionUpdate.objects.get().for_post is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"for_post": ""}, "Choose who said so"),
        ({"for_post": "bea"}, "Choose from the list."),
        ({"for_post": "9" * 40}, "Choose from the list."),
        ({"heard_by": "dream"}, "Choose from the list."),
        (day("heard_on", "15-10-2026"), "The day cannot be in the future."),
        (day("heard_on", "--"), "Enter which day you heard it"),
    ],
)
def test_the_source_is_named_whole(sign_in, ada, url, given, neds_post, beas_post, changed, said):
    heard = {"for_post": neds_post.pk, "heard_by": "call", **day("heard_on", "12-10-2026"), **changed}
    heard["for_post"] = beas_post.pk if heard["for_post"] == "bea" else heard["for_post"]
    page = sign_in(ada).post(url, given | heard)
    assert page.status_code == 200
    assert said in text(page)
    assert not ActionUpdate.objects.exists()


def pressed(page):
    """What the form of "nothing changed" on this page sends."""
    form = page.content.decode().split("no-change/")[1]
    return {name: re.search(f'name="{name}" value="([^"]+)"', form).group(1) for name in ("version", "submission")}


def test_nothing_changed_is_one_press(sign_in, ned, action, no_change_url, on):
    make_update(action, ned.membership, on - timedelta(days=30), rag="amber", reason="Two have left")
    client = sign_in(ned)
    sent = pressed(client.get(action.get_absolute_url()))
    page = client.post(no_change_url, sent, follow=True)
    assert "A1 stands as before: Amber." in text(page)
    assert "No change since 14 September 2026." in text(page)
    assert client.post(no_change_url, sent).status_code == 302
    assert action.updates.count() == 2


def test_nothing_changed_from_my_actions_leads_back_there(sign_in, ned, action, no_change_url, on):
    make_update(action, ned.membership, on - timedelta(days=30), rag="amber", reason="Two have left")
    client = sign_in(ned)
    page = client.post(no_change_url, pressed(client.get("/my/actions/")) | {"back": "my"}, follow=True)
    assert page.redirect_chain == [("/my/actions/", 302)]
    assert action.updates.count() == 2


def test_a_stale_press_is_refused_and_shows_what_is_stored(sign_in, ned, ada, action, no_change_url, on):
    make_update(action, ned.membership, on - timedelta(days=30), rag="amber", reason="Two have left")
    client = sign_in(ned)
    sent = pressed(client.get(action.get_absolute_url()))
    actions.post_update(
        action=action, stage="in progress", rag="green", reason="All is well", submission=uuid.uuid4(),
        by=ada.membership, on=on,
    )  # fmt: skip
    page = client.post(no_change_url, sent)
    assert page.status_code == 409
    assert "All is well" in text(page)
    assert action.updates.count() == 2


@pytest.mark.parametrize("sent", [{}, {"version": "x", "submission": "y"}, {"version": 0}])
def test_a_press_that_did_not_come_whole_writes_nothing(sign_in, ned, action, no_change_url, on, sent):
    make_update(action, ned.membership, on - timedelta(days=30), rag="amber")
    page = sign_in(ned).post(no_change_url, sent, follow=True)
    assert "The page did not come back whole." in text(page)
    assert action.updates.count() == 1


def test_the_press_is_not_offered_and_is_refused_where_words_are_owed(sign_in, ned, action, no_change_url, on):
    for days, kind in [(90, "update"), (60, "no change"), (30, "no change")]:
        make_update(action, ned.membership, on - timedelta(days=days), rag="red", kind=kind)
    client = sign_in(ned)
    assert "no-change/" not in text(client.get(action.get_absolute_url()))
    assert "no-change/" not in text(client.get("/my/actions/"))
    page = client.post(no_change_url, {"version": action.version, "submission": uuid.uuid4()}, follow=True)
    assert "It has been red without a change for two rounds" in text(page)
    assert action.updates.count() == 3


def test_the_press_is_a_post(sign_in, ned, no_change_url):
    assert sign_in(ned).get(no_change_url).status_code == 405
