"""Who is told of an action that falls due, and of which ones nobody is told."""

from datetime import date

import pytest

from actions.models import ActionLead
from actions.reminders import due_items
from areas.models import PostHolder
from send_tracker.lib.due import DueItem, Kind
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.areas import make_post


@pytest.fixture
def workstream(northshire, council):
    return make_workstream(make_plan(northshire), council)


def told(on):
    return [item.person_id for item in due_items(on) if item.key.startswith("actions.action")]


def test_the_holder_of_the_reporting_post_is_told(workstream, neds_post, beas_post, ned, northshire, on):
    action = make_action(workstream, neds_post)
    ActionLead.objects.create(action=action, post=beas_post)
    assert list(due_items(on)) == [
        DueItem(
            person_id=ned.pk,
            area_id=northshire.pk,
            key=f"actions.action:{action.pk}:due:2027-03-31",
            kind=Kind.ORDINARY,
            title="A1 Do thing 1",
            url=f"/areas/northshire/actions/{action.pk}/",
            due_on=date(2027, 3, 31),
        )
    ]


def test_another_lead_is_told_when_the_reporting_post_is_vacant(workstream, council, northshire, beas_post, bea, on):
    action = make_action(workstream, make_post(northshire, council))
    ActionLead.objects.create(action=action, post=beas_post)
    assert told(on) == [bea.pk]


def test_the_area_lead_is_told_when_no_lead_can_be(workstream, neds_post, ned, ada, on):
    make_action(workstream, neds_post)
    make_action(workstream)
    assert told(on) == [ned.pk, ada.pk]
    PostHolder.objects.filter(user=ned).update(ended_on=on)
    assert told(on) == [ada.pk, ada.pk]


@pytest.mark.parametrize(("stage", "expected"), [("paused", 1), ("complete", 0), ("embedded", 0), ("superseded", 0)])
def test_nobody_is_told_of_what_is_done(workstream, neds_post, ned, on, stage, expected):
    make_update(make_action(workstream, neds_post), ned.membership, on, stage)
    assert len(told(on)) == expected


def test_nobody_is_told_of_an_action_without_a_day_or_of_an_ended_plan(workstream, neds_post, on):
    make_action(workstream, neds_post, due_on=None)
    make_action(workstream, neds_post)
    workstream.plan.ended_on = on
    workstream.plan.save()
    assert told(on) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_do_not_grow_with_the_actions(workstream, neds_post, ada, on, count, django_assert_num_queries):
    for _ in range(count):
        make_action(workstream, neds_post)
        make_action(workstream)
    with django_assert_num_queries(7):
        list(due_items(on))
