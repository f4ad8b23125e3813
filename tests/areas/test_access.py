"""The gate: who may enter, what adds up, whom a letter may go to."""

from datetime import timedelta

import pytest
from django.http import Http404

from areas import access
from areas.access import ROLE_PERMISSIONS, Permission
from areas.models import Membership, PostHolder, Role, User
from tests.factories.areas import START, make_membership, make_post, make_user

DAY = timedelta(days=1)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_the_table_says(northshire, council, on, role):
    user = make_user()
    make_membership(user, northshire, council, role)
    here = access.enter(user, "northshire", on)
    assert {permission for permission in Permission if here.may(permission)} == ROLE_PERMISSIONS[role]


def test_every_permission_is_somebodys():
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == frozenset(Permission)


def test_roles_add_up_and_each_act_names_its_own(northshire, council, icb, ned, on):
    chair = make_membership(ned, northshire, council, Role.CHAIR)
    health = make_membership(ned, northshire, icb, Role.HEALTH)
    here = access.enter(ned, "northshire", on)
    assert here.permissions == ROLE_PERMISSIONS["officer"] | ROLE_PERMISSIONS["chair"] | ROLE_PERMISSIONS["health"]
    assert here.acting(Permission.REPORT_APPROVE) == chair
    assert here.acting(Permission.ACTION_UPDATE) == ned.membership
    assert here.acting(Permission.ACTION_UPDATE, icb.pk) == health
    assert here.speaks_for(Permission.CONTRIBUTION_ANSWER) == {icb.pk}
    with pytest.raises(LookupError):
        here.acting(Permission.PEOPLE_MANAGE)
    with pytest.raises(LookupError):
        here.acting(Permission.CONTRIBUTION_ANSWER, council.pk)


@pytest.mark.parametrize(
    ("started", "ended", "enters"),
    [
        (-1, None, True),
        (0, None, True),
        (1, None, False),
        (-9, 1, True),
        (-9, 0, False),
        (-9, -1, False),
        (0, 0, False),
    ],
)
def test_a_role_counts_from_its_first_day_until_the_day_it_ends(northshire, council, on, started, ended, enters):
    user = make_user()
    ended_on = None if ended is None else on + ended * DAY
    make_membership(user, northshire, council, Role.READER, started_on=on + started * DAY, ended_on=ended_on)
    assert bool(access.visits(user, on)) == enters
    if enters:
        assert access.enter(user, "northshire", on).user == user
    else:
        with pytest.raises(Http404):
            access.enter(user, "northshire", on)


def test_an_ended_role_takes_its_rights_but_not_those_of_another(northshire, council, ned, on):
    make_membership(ned, northshire, council, Role.LEAD, ended_on=on)
    assert not access.enter(ned, "northshire", on).may(Permission.PEOPLE_MANAGE)


@pytest.mark.parametrize("slug", ["northshire", "nowhere"])
def test_a_stranger_is_told_the_same_of_any_place(northshire, eve, on, slug):
    with pytest.raises(Http404) as refused:
        access.enter(eve, slug, on)
    assert refused.value.args == ()


def test_a_shut_account_enters_nowhere(ned, on):
    ned.is_active = False
    assert access.visits(ned, on) == []
    with pytest.raises(Http404):
        access.enter(ned, "northshire", on)


def test_a_person_of_two_areas_visits_both_with_what_they_may_in_each(northshire, southshire, icb, on):
    user = make_user()
    make_membership(user, southshire, icb, Role.READER)
    make_membership(user, northshire, icb, Role.HEALTH)
    north, south = access.visits(user, on)
    assert (north.area, south.area) == (northshire, southshire)
    assert north.may(Permission.CONTRIBUTION_ANSWER)
    assert not south.may(Permission.CONTRIBUTION_ANSWER)


def test_a_visit_knows_the_posts_held_in_its_own_area_today(northshire, southshire, icb, bea, beas_post, on):
    elsewhere = make_post(southshire, icb, holder=bea)
    left = make_post(northshire, icb, holder=bea)
    PostHolder.objects.filter(post=left).update(ended_on=on)
    coming = make_post(northshire, icb)
    PostHolder.objects.create(post=coming, user=bea, started_on=on + DAY)
    assert access.enter(bea, "northshire", on).posts == {beas_post.pk}
    assert access.enter(bea, "southshire", on).posts == {elsewhere.pk}


def test_entering_takes_two_queries_and_visiting_too(bea, beas_post, on, django_assert_num_queries):
    with django_assert_num_queries(2):
        access.enter(bea, "northshire", on)
    with django_assert_num_queries(2):
        access.visits(bea, on)


def test_letters_go_to_active_people_with_the_right_today(northshire, southshire, council, ada, ned, eve, on):
    shut, gone, coming = make_user(), make_user(), make_user()
    make_membership(shut, northshire, council, Role.LEAD)
    User.objects.filter(pk=shut.pk).update(is_active=False)
    make_membership(gone, northshire, council, Role.LEAD, ended_on=on)
    make_membership(coming, northshire, council, Role.LEAD, started_on=on + DAY)
    make_membership(ada, northshire, council, Role.CHAIR)  # twice a member, told once
    assert access.people_who_may(Permission.PEOPLE_MANAGE, northshire, on) == [ada]
    assert access.people_who_may(Permission.REPORT_DRAFT, northshire, on) == [ada, ned]
    assert access.people_who_may(Permission.PEOPLE_MANAGE, southshire, on) == [eve]


def test_a_post_is_held_by_active_members_of_its_area_today(northshire, council, ned, dee, neds_post, on):
    vacant = make_post(northshire, council)
    shared = make_post(northshire, council, holder=ned)
    PostHolder.objects.create(post=shared, user=dee, started_on=START)
    posts = [neds_post.pk, vacant.pk, shared.pk]
    assert access.holders(posts, on) == {neds_post.pk: [ned], shared.pk: [ned, dee]}
    User.objects.filter(pk=dee.pk).update(is_active=False)
    assert access.holders(posts, on) == {neds_post.pk: [ned], shared.pk: [ned]}
    Membership.objects.filter(user=ned).update(ended_on=on)
    assert access.holders(posts, on) == {}


def test_a_member_elsewhere_does_not_hold_a_post_here(northshire, southshire, council, eve, on):
    post = make_post(northshire, council, holder=eve)
    assert access.holders([post.pk], on) == {}


def test_a_commissioner_answers_for_providers_it_commissions_today(icb, trust, council, on):
    assert access.commissioned_by([icb.pk, council.pk], on) == {trust.pk}
    assert access.commissioned_by([council.pk], on) == set()
    icb.commissions.update(ended_on=on)
    assert access.commissioned_by([icb.pk], on) == set()
