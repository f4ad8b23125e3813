"""Who hears of a contribution that was agreed for a day."""

from datetime import date

import pytest

from actions.reminders import due_items
from areas.models import Role
from send_tracker.lib.due import DueItem, Kind
from tests.factories.actions import make_action, make_contribution, make_plan, make_workstream
from tests.factories.areas import make_membership, make_organisation, make_user

DAY = date(2026, 11, 30)


@pytest.fixture
def action(northshire, council):
    return make_action(make_workstream(make_plan(northshire), council), title="Therapies", due_on=None)


def test_those_who_answer_for_the_body_hear_of_the_agreed_day(action, northshire, icb, trust, ada, bea, gil, on):
    make_membership(make_user("Reader"), northshire, icb, Role.READER)
    make_membership(bea, northshire, icb, Role.CONTRIBUTOR)  # a second role is no second reminder
    contribution = make_contribution(action, icb, ada.membership, state="agreed", agreed_for_on=DAY)
    assert list(due_items(on)) == [
        DueItem(
            person_id=bea.pk,
            area_id=northshire.pk,
            key=f"actions.contribution:{contribution.pk}:agreed:2026-11-30",
            kind=Kind.ORDINARY,
            title="What Shires ICB agreed to give to A1 Therapies",
            url=f"/areas/northshire/contributions/{contribution.pk}/",
            due_on=DAY,
        )
    ]


@pytest.mark.parametrize("state", ["asked", "date proposed", "given", "confirmed", "not possible"])
def test_only_an_agreed_day_is_told_of(state, action, icb, ada, bea, on):
    make_contribution(
        action, icb, ada.membership, state=state, wanted_by_on=DAY, proposed_for_on=DAY, agreed_for_on=DAY
    )
    assert list(due_items(on)) == []


def test_nothing_of_a_plan_that_has_ended(action, icb, ada, bea, on):
    make_contribution(action, icb, ada.membership, state="agreed", agreed_for_on=DAY)
    action.plan.ended_on = on
    action.plan.save()
    assert list(due_items(on)) == []


def test_where_nobody_answers_the_area_lead_hears(action, icb, ada, ned, dee, northshire, on):
    make_contribution(action, icb, ada.membership, state="agreed", agreed_for_on=DAY)
    make_contribution(action, icb, ada.membership, state="agreed", agreed_for_on=DAY)
    gone = make_user("Gone")
    make_membership(gone, northshire, icb, Role.HEALTH, ended_on=on)
    assert [item.person_id for item in due_items(on)] == [ada.pk, ada.pk]


def test_a_member_in_one_area_hears_nothing_of_another(northshire, southshire, icb, eve, bea, on):
    plan = make_plan(southshire)
    action = make_action(make_workstream(plan, make_organisation(southshire)), due_on=None)
    make_contribution(action, icb, eve.membership, state="agreed", agreed_for_on=DAY)
    make_membership(make_user("Kim"), northshire, icb, Role.HEALTH)
    assert [item.person_id for item in due_items(on)] == [bea.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_many_take_no_more_queries(rows, action, icb, ada, bea, on, django_assert_num_queries):
    for _ in range(rows):
        make_contribution(action, icb, ada.membership, state="agreed", agreed_for_on=DAY)
    with django_assert_num_queries(5):
        assert len(list(due_items(on))) == rows
