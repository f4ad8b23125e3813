"""Accountable officers: who is named for what, one of a role for each body at a time, and what is refused."""

from datetime import date, timedelta

import pytest

from areas import access, services
from areas.models import AccountableOfficer, AuditEvent, Organisation
from areas.models.officers import ROLE_BODIES, OfficerRole
from areas.summaries import area_officers, officers_of
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_organisation, make_partner, make_post

DAY = date(2026, 9, 1)


@pytest.fixture
def named(ada, northshire, on):
    """`named(role, post, started_on, ...)` names an officer."""

    def _named(role, post, started_on=DAY, **fields):
        return services.name_officer(
            area=northshire, role=role, post=post, started_on=started_on, by=ada.membership, on=on, **fields
        )

    return _named


def test_an_officer_is_named_by_post_from_a_day(named, northshire, beas_post, neds_post, on, django_assert_num_queries):
    officer = named("dco", beas_post)
    named("accountable council", neds_post, on)
    assert (officer.organisation, officer.ended_on) == (beas_post.organisation, None)
    assert str(officer) == "Designated clinical officer (DCO): Designated clinical officer, Shires ICB"
    with django_assert_num_queries(1):
        lines = officers_of(northshire, on)
    assert [(line.role, line.post, line.body) for line in lines] == [
        ("Accountable officer, local authority", "Head of SEND", "Northshire Council"),
        ("Designated clinical officer (DCO)", "Designated clinical officer", "Shires Integrated Care Board"),
    ]
    assert [line.post for line in officers_of(northshire, on - timedelta(days=1))] == ["Designated clinical officer"]
    assert officers_of(northshire, DAY - timedelta(days=1)) == []
    assert AuditEvent.objects.filter(event="accountable officer named").count() == 2


def test_whoever_held_the_role_for_the_same_body_steps_down(named, northshire, council, neds_post, on):
    first = named("executive lead", neds_post)
    second = named("executive lead", make_post(northshire, council, "Director"), on)
    first.refresh_from_db()
    assert (first.ended_on, second.ended_on) == (on, None)
    found = area_officers(northshire, on)
    assert [(line.post, line.holders) for line in found.today] == [("Director", "")]
    assert [(line.post, line.since, line.until) for line in found.others] == [
        ("Head of SEND", "1 September 2026", "14 October 2026")
    ]
    assert "Executive lead for SEND" not in found.missing
    assert len(found.missing) == len(OfficerRole) - 1


def test_each_body_has_its_own(named, northshire, beas_post, on):
    other = make_organisation(northshire, "Vale CCG", "ccg")
    named("accountable health", beas_post)
    named("accountable health", make_post(northshire, other, "Chief officer"))
    assert [line.body for line in officers_of(northshire, on)] == ["Shires Integrated Care Board", "Vale CCG"]


def test_the_same_post_is_not_named_twice(named, neds_post, on):
    named("executive lead", neds_post)
    for day in (DAY, on):
        with pytest.raises(Refused, match="has this role"):
            named("executive lead", neds_post, day)


@pytest.mark.parametrize(
    ("started_on", "ended_on", "is_free"),
    [
        (date(2026, 3, 1), date(2026, 6, 1), True),  # to the day the other began
        (date(2026, 3, 1), date(2026, 6, 2), False),
        (date(2026, 7, 1), date(2026, 7, 2), False),
        (date(2026, 3, 1), None, False),
        (date(2026, 7, 31), None, False),
        (date(2026, 8, 1), None, True),  # from the day the other ended
        (date(2026, 8, 1), date(2026, 8, 1), True),
    ],
)
def test_two_posts_never_hold_one_role_on_one_day(named, northshire, council, neds_post, started_on, ended_on, is_free):
    named("dsco", neds_post, date(2026, 6, 1), ended_on=date(2026, 8, 1))
    other = make_post(northshire, council, "Other")
    if is_free:
        assert named("dsco", other, started_on, ended_on=ended_on).pk
        return
    with pytest.raises(Refused) as refused:
        named("dsco", other, started_on, ended_on=ended_on)
    assert refused.value.field == "started_on"
    assert AccountableOfficer.objects.count() == 1


@pytest.mark.parametrize("role", OfficerRole)
@pytest.mark.parametrize("kind", Organisation.Kind)
def test_a_role_takes_posts_of_its_own_kinds_of_body(named, northshire, role, kind):
    post = make_post(northshire, make_organisation(northshire, "The body", kind))
    if kind in ROLE_BODIES[role]:
        assert named(role, post).post == post
        return
    with pytest.raises(Refused) as refused:
        named(role, post)
    assert refused.value.field == "post"


def test_a_post_of_elsewhere_closed_or_of_no_partner_is_refused(named, northshire, southshire, council, neds_post, on):
    make_partner(southshire, council)
    elsewhere = make_post(southshire, council)
    closed = make_post(northshire, council, closed_on=on)
    stranger = make_post(northshire, make_organisation(None, "Far Council"))
    for post in (elsewhere, closed, stranger):
        with pytest.raises(Refused):
            named("executive lead", post)
    with pytest.raises(Refused, match="cannot end before"):
        named("executive lead", neds_post, ended_on=DAY - timedelta(days=1))


def test_an_officer_ends_once_and_not_before_starting(named, ada, neds_post, on):
    officer = named("dsco", neds_post)
    act = {"by": ada.membership, "on": on}
    with pytest.raises(Refused, match="cannot end before"):
        services.end_officer(officer=officer, ended_on=DAY - timedelta(days=1), **act)
    assert services.end_officer(officer=officer, ended_on=on, **act).ended_on == on
    with pytest.raises(Refused, match="It ended on 14 October 2026"):
        services.end_officer(officer=officer, ended_on=on, **act)


def test_a_post_that_closes_answers_for_nothing_any_more(named, ada, northshire, neds_post, on):
    now, later = named("dsco", neds_post), named("executive lead", neds_post, on + timedelta(days=30))
    services.close_post(post=neds_post, by=ada.membership, on=on)
    for officer in (now, later):
        officer.refresh_from_db()
    assert (now.ended_on, later.ended_on) == (on, later.started_on)
    assert officers_of(northshire, on + timedelta(days=40)) == []


def test_another_areas_officers_are_not_seen(named, ada, eve, neds_post, on):
    named("dsco", neds_post)
    mine, theirs = access.enter(ada, "northshire", on), access.enter(eve, "southshire", on)
    assert AccountableOfficer.objects.visible_to(mine).count() == 1
    assert not AccountableOfficer.objects.visible_to(theirs).exists()
