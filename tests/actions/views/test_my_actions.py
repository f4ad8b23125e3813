"""The monthly round of one person: the actions their posts lead, in every area."""

from datetime import date, timedelta

import pytest

from areas.models import PostHolder
from tests.actions.views.test_plans import text
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.areas import START, make_post

URL = "/my/actions/"


@pytest.fixture
def workstream(northshire, council):
    return make_workstream(make_plan(northshire, title="North plan"), council)


def titles(page):
    return [row.title for row, _ in page.context["waiting"]]


def test_my_actions_spans_the_areas_overdue_first(sign_in, bea, beas_post, neds_post, workstream, southshire, icb, on):
    south_post = make_post(southshire, icb, holder=bea)
    make_action(workstream, beas_post, title="Later")
    make_action(workstream, beas_post, title="Undated", due_on=None)
    make_action(workstream, neds_post, title="Not hers")
    late = make_action(workstream, beas_post, title="Late", due_on=on - timedelta(days=1))
    make_update(
        late, bea.membership, on - timedelta(days=40), rag="red", reason="Nobody to ask", forecast_on=date(2027, 1, 1)
    )
    south = make_workstream(make_plan(southshire, title="South plan"), icb)
    make_action(south, south_post, title="South", due_on=on + timedelta(days=1))
    done = make_action(workstream, beas_post, title="Finished")
    make_update(done, bea.membership, on, "complete")
    page = sign_in(bea).get(URL)
    assert titles(page) == ["Late", "South", "Later", "Undated"]
    assert [row.title for row in page.context["done"]] == ["Finished"]
    for words in ("Nobody to ask", "Forecast 1 January 2027", "1 overdue.", "Southshire, South plan", "You report"):
        assert words in text(page)
    assert f"/areas/northshire/actions/{late.pk}/updates/new/" in text(page)
    assert "Not hers" not in text(page)


def test_an_ended_plan_and_an_ended_post_ask_nothing(sign_in, ned, neds_post, workstream, northshire, council, on):
    make_action(make_workstream(make_plan(northshire, ended_on=on), council), neds_post, title="Ended")
    former = make_post(northshire, council)
    PostHolder.objects.create(post=former, user=ned, started_on=START, ended_on=on)
    make_action(workstream, former, title="No longer his")
    page = sign_in(ned).get(URL)
    assert titles(page) == []
    assert "Nothing waits for you" in text(page)


def test_a_stranger_sees_an_empty_page(sign_in, eve, workstream, neds_post):
    make_action(workstream, neds_post)
    assert titles(sign_in(eve).get(URL)) == []


def test_a_role_without_the_right_is_offered_nothing(sign_in, dee, northshire, council, workstream):
    make_action(workstream, make_post(northshire, council, holder=dee))
    assert titles(sign_in(dee).get(URL)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_my_actions_queries(sign_in, ned, neds_post, workstream, on, count, django_assert_num_queries):
    for _ in range(count):
        action = make_action(workstream, neds_post)
        make_update(action, ned.membership, on - timedelta(days=60), rag="green")
        make_update(action, ned.membership, on - timedelta(days=30), rag="green")
    client = sign_in(ned)
    with django_assert_num_queries(6):
        page = client.get(URL)
    assert len(titles(page)) == count
    assert text(page).count("Nothing changed") == count
