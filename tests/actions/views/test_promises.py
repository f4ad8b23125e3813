"""The pages of what an action promises, once its plan has been submitted: reason and authority are asked."""

import uuid
from datetime import date

import pytest

from actions.models import Action, ActionChange, DueDateChange
from actions.services import plans, promises
from tests.actions.views.test_plans import day, text
from tests.factories.actions import make_action, make_plan, make_workstream

SUBMITTED = date(2026, 8, 3)
LEAVE = {"reason": "The board asked", "authority_level": "board", "authority": "SEND board"}


@pytest.fixture
def plan(northshire, ada):
    plan = make_plan(northshire, title="Written statement")
    plans.submit_plan(plan=plan, by=ada.membership, on=SUBMITTED)
    return plan


@pytest.fixture
def workstream(plan, council):
    return make_workstream(plan, council)


@pytest.fixture
def action(workstream, neds_post):
    return make_action(workstream, neds_post)


@pytest.fixture
def url(action):
    return f"/areas/northshire/actions/{action.pk}/"


@pytest.fixture
def given(action, workstream, neds_post):
    return {
        "reference": "A1", "title": "Do thing 1", "is_statutory": "yes", "workstream": workstream.pk,
        "lead_posts": [neds_post.pk], "reporting_post": neds_post.pk, "version": 0,
    }  # fmt: skip


def test_a_new_action_is_added_with_leave(sign_in, ada, workstream, neds_post):
    client, address = sign_in(ada), f"/areas/northshire/workstreams/{workstream.pk}/actions/new/"
    assert "Added: the improvement board" in text(client.get(address))
    new = {"reference": "9", "title": "More", "is_statutory": "yes", "lead_posts": [neds_post.pk]}
    new["reporting_post"] = neds_post.pk
    page = text(client.post(address, new))
    assert "Enter the reason for the change" in page
    assert "Enter who agreed to it" in page
    assert "the least this plan asks for is the improvement board" in text(
        client.post(address, new | LEAVE | {"authority_level": "lead"})
    )
    assert not Action.objects.exists()
    page = text(client.post(address, new | LEAVE, follow=True))
    assert "Action 9 is added." in page
    assert "on the authority of the improvement board: SEND board" in page


def test_an_action_is_reworded_with_leave_and_its_page_tells_it(sign_in, ada, action, url, given):
    client = sign_in(ada)
    assert "Asked only if what is promised changes." in text(client.get(f"{url}edit/"))
    page = text(client.post(f"{url}edit/", given | {"title": "Kept words"}))
    assert "This plan has been submitted or approved: give the reason for the change." in page
    assert 'value="Kept words"' in page
    page = text(client.post(f"{url}edit/", given | {"title": "New words"} | LEAVE, follow=True))
    assert "Reworded: what will be done" in page
    assert "<strong>Before:</strong> Do thing 1" in page
    assert "<strong>Now:</strong> New words" in page


def test_an_action_is_put_elsewhere_and_made_implementation_only(sign_in, ada, plan, council, action, url, given):
    other = make_workstream(plan, council)
    changed = given | {"workstream": other.pk, "is_statutory": "no"}
    page = text(sign_in(ada).post(f"{url}edit/", changed | LEAVE, follow=True))
    action.refresh_from_db()
    assert (action.workstream, action.is_statutory) == (other, False)
    assert "Put in another workstream" in page
    assert "Implementation only" in page


def test_who_leads_is_changed_without_leave(sign_in, ada, action, url, given, beas_post):
    leads = {"lead_posts": [beas_post.pk], "reporting_post": beas_post.pk}
    assert "The action is changed." in text(sign_in(ada).post(f"{url}edit/", given | leads, follow=True))
    assert not ActionChange.objects.exists()


def test_a_date_moves_with_leave(sign_in, ada, action, url):
    client = sign_in(ada)
    sent = {"reason": "Late", "authority": "SEND board", "version": 0, **day("to_on", "14-5-2027")}
    assert "Choose on whose authority" in text(client.post(f"{url}date/", sent))
    assert "Choose from the list." in text(client.post(f"{url}date/", sent | {"authority_level": "lead"}))
    assert not DueDateChange.objects.exists()
    page = text(client.post(f"{url}date/", sent | {"authority_level": "board"}, follow=True))
    assert "on the authority of the improvement board: SEND board" in page


def test_an_action_is_withdrawn_once_and_keeps_its_history(sign_in, ada, ned, dee, eve, action, url):
    for who, status in ((eve, 404), (dee, 403), (ned, 403)):
        assert sign_in(who).get(f"{url}withdraw/").status_code == status
    client = sign_in(ada)
    assert f"{url}withdraw/" in text(client.get(url))
    sent = {"version": 0, "submission": str(uuid.uuid4())}
    page = text(client.post(f"{url}withdraw/", sent | {"reason": "<script>alert(1)</script>"}))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not ActionChange.objects.exists()
    page = text(client.post(f"{url}withdraw/", sent | LEAVE, follow=True))
    assert "Action A1 is withdrawn. It keeps its history." in page
    assert "The board asked" in page
    assert f"{url}withdraw/" not in page
    assert client.post(f"{url}withdraw/", sent | LEAVE).status_code == 302
    assert ActionChange.objects.count() == 1
    page = client.post(f"{url}withdraw/", {**sent, "submission": str(uuid.uuid4()), **LEAVE})
    assert page.status_code == 409
    assert "Superseded" in text(page)


def test_superseded_is_no_stage_its_lead_can_choose(sign_in, ned, action, url):
    assert 'value="superseded"' not in text(sign_in(ned).get(f"{url}updates/new/"))


@pytest.fixture
def changes(plan):
    return f"/areas/northshire/plans/{plan.pk}/changes/"


def test_what_changed_since_the_plan_was_approved(sign_in, dee, eve, ada, plan, action, changes, on):
    client = sign_in(dee)
    assert "Nothing has changed in these days." in text(client.get(changes))
    for number, moved in enumerate((date(2026, 9, 1), on)):
        promises.move_date(action=action, to_on=date(2027, 5, 1 + number), by=ada.membership, on=moved, **LEAVE)
    page = text(client.get(changes))
    assert "Since it was submitted on 3 August 2026" in page
    assert "Date moved: 1 action" in page
    assert "31 March 2027" in page
    page = text(client.get(changes, day("from_on", "2-9-2026")))
    assert "2 May 2027" in page
    assert "31 March 2027" not in page
    assert "Enter a real date" in text(client.get(changes, day("until_on", "31-2-2026")))
    assert "Choose from the list." in text(client.get(changes, {"since": "999999"}))
    assert sign_in(eve).get(changes).status_code == 404


def test_the_baseline_to_compare_with_is_chosen(sign_in, dee, ada, plan, action, changes, on):
    promises.move_date(action=action, to_on=date(2027, 5, 1), by=ada.membership, on=date(2026, 9, 1), **LEAVE)
    plans.record_approval(plan=plan, body="Cabinet", decision="Yes", approved_on=on, by=ada.membership, on=on)
    client = sign_in(dee)
    assert "Since it was approved by cabinet on 14 October 2026" in text(client.get(changes))
    first = plan.baselines.earliest("pk")
    assert "1 May 2027" in text(client.get(changes, {"since": first.pk}))


def test_a_plan_that_nobody_approved_has_nothing_to_compare_with(sign_in, dee, northshire):
    plan = make_plan(northshire)
    page = text(sign_in(dee).get(f"/areas/northshire/plans/{plan.pk}/changes/"))
    assert "There is nothing to compare with yet" in page


@pytest.mark.parametrize("count", [1, 3])
def test_changes_queries(sign_in, dee, ada, plan, action, changes, on, count, django_assert_num_queries):
    for number in range(count):
        promises.move_date(action=action, to_on=date(2027, 5, 1 + number), by=ada.membership, on=on, **LEAVE)
    client = sign_in(dee)
    with django_assert_num_queries(9):
        client.get(changes)
