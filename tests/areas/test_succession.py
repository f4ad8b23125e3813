"""Bodies that end and those that follow: what they are called on a day, who speaks for them, and what is refused."""

from datetime import date, timedelta

import pytest

from actions import rules
from actions.services import contributions
from areas import access, services
from areas.models import AuditEvent, Organisation, Partner, Role
from areas.models.lineage import listed, names_of, same_bodies, stands_as
from areas.summaries import people_of
from boards.summaries.figures import report_figures
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_contribution, make_plan, make_workstream
from tests.factories.areas import make_membership, make_organisation, make_post, make_user
from tests.factories.boards import make_board, make_meeting, make_seat

JULY, APRIL = date(2022, 7, 1), date(2026, 4, 1)
BEFORE, BETWEEN = date(2022, 6, 30), date(2024, 1, 1)


@pytest.fixture
def act(ada, on):
    return {"source": "Announced", "by": ada.membership, "on": on}


@pytest.fixture
def east(northshire):
    return make_organisation(northshire, "NHS East Vale CCG", "ccg", short_name="East CCG")


@pytest.fixture
def west(northshire):
    return make_organisation(northshire, "NHS West Vale CCG", "ccg", short_name="West CCG")


@pytest.fixture
def vale(db):
    return make_organisation(None, "NHS Vale Integrated Care Board", "icb", short_name="Vale ICB")


@pytest.fixture
def valleys(db):
    return make_organisation(None, "NHS Valleys Integrated Care Board", "icb", short_name="Valleys ICB")


def follow(act, successor, *bodies, ended_on=JULY):
    for body in bodies:
        services.succeed_organisation(organisation=body, successor=successor, ended_on=ended_on, **act)
    for body in (*bodies, successor):
        body.refresh_from_db()


@pytest.fixture
def merged(act, east, west, vale, valleys):
    """Two groups became one board in July 2022, which became another in April 2026."""
    follow(act, vale, east, west)
    follow(act, valleys, vale, ended_on=APRIL)
    for body in (east, west):
        body.refresh_from_db()
    return east, west, vale, valleys


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (BEFORE, "East CCG", "NHS East Vale CCG"),
        (JULY, "Vale ICB (formerly East CCG)", "NHS Vale Integrated Care Board (formerly NHS East Vale CCG)"),
        (APRIL - timedelta(days=1), "Vale ICB (formerly East CCG)", None),
        (APRIL, "Valleys ICB (formerly East CCG)", None),
        (date(2099, 1, 1), "Valleys ICB (formerly East CCG)", None),
    ],
)
def test_a_body_is_called_what_it_is_called_on_that_day(merged, northshire, day, short, long):
    east = merged[0]
    post = make_post(northshire, east, "Head of children's commissioning")
    with names_of(day):
        assert str(east) == short
        assert str(post) == f"Head of children's commissioning, {short}"
        assert long in (None, east.full_name)
    assert str(east) == "East CCG"


def test_bodies_that_became_one_are_listed_once(merged, council):
    east, west, *_ = merged
    with names_of(BEFORE):
        assert listed([west, council, east]) == "East CCG, Northshire Council, West CCG"
    with names_of(APRIL):
        assert listed([west, council, east]) == "Northshire Council, Valleys ICB (formerly East CCG and West CCG)"
        assert listed([]) == ""


def test_who_stands_for_whom(merged):
    east, west, vale, valleys = merged
    table = {
        BEFORE: {east: east, west: west, vale: vale, valleys: valleys},
        JULY: {east: vale, west: vale, vale: vale, valleys: valleys},
        APRIL: {east: valleys, west: valleys, vale: valleys, valleys: valleys},
    }
    for day, expected in table.items():
        for body, standing in expected.items():
            assert stands_as(body.pk, body.family, day) == standing.pk
            same = {other.pk for other, its in expected.items() if its == standing}
            assert same_bodies(body.pk, body.family, day) == same
            assert body.same_bodies(day) == same


def test_a_body_without_kin_is_itself(council, on):
    assert council.family == []
    assert (council.stands_as(on), council.same_bodies(on)) == (council.pk, {council.pk})
    with names_of(on):
        assert str(council) == "Northshire Council"


def test_names_ask_the_database_nothing(merged, django_assert_num_queries):
    bodies = list(Organisation.objects.order_by("pk"))
    with django_assert_num_queries(0), names_of(APRIL):
        assert [str(body) for body in bodies if body in merged][:2] == [
            "Valleys ICB (formerly East CCG)",
            "Valleys ICB (formerly West CCG)",
        ]


def succeed(act, body, successor, ended_on=JULY):
    return services.succeed_organisation(organisation=body, successor=successor, ended_on=ended_on, **act)


def test_what_cannot_be_is_refused(merged, act, trust):
    east, _, vale, valleys = merged
    gone = make_organisation(None, "Gone", "ccg", ended_on=date(2020, 1, 1))
    young = make_organisation(None, "Young", "icb", started_on=date(2023, 1, 1))
    for body, successor, day, words in (
        (east, valleys, JULY, "ended on 1 July 2022"),
        (trust, trust, JULY, "is the same"),
        (valleys, east, date(2027, 1, 1), "comes before"),
        (valleys, vale, date(2027, 1, 1), "comes before"),
        (trust, gone, JULY, "it cannot follow"),
        (trust, young, JULY, "nobody would stand"),
        (young, valleys, date(2023, 1, 1), "cannot end by then"),
        (valleys, trust, APRIL, "cannot have ended by then"),
        (valleys, trust, BETWEEN, "cannot have ended by then"),
    ):
        with pytest.raises(Refused, match=words):
            succeed(act, body, successor, day)
    assert AuditEvent.objects.filter(event="organisation succeeded").count() == 3


def test_a_succession_is_taken_back_and_may_be_recorded_again(merged, act, ada, on):
    east, west, vale, valleys = merged
    who = {"by": ada.membership, "on": on}
    services.take_back_succession(organisation=vale, reason="Not yet", **who)
    for body in merged:
        body.refresh_from_db()
    assert (vale.ended_on, vale.successor, valleys.family) == (None, None, [])
    assert [kin["id"] for kin in east.family] == [east.pk, west.pk, vale.pk]
    with names_of(APRIL):
        assert str(east) == "Vale ICB (formerly East CCG)"
    with pytest.raises(Refused, match="Nobody is recorded"):
        services.take_back_succession(organisation=vale, reason="Again", **who)
    follow(act, valleys, vale, ended_on=APRIL)
    assert AuditEvent.objects.filter(event="succession taken back").get().facts["reason"] == "Not yet"


def test_every_area_it_serves_finds_it_in_its_history(act, icb, valleys, southshire, northshire):
    follow(act, valleys, icb, ended_on=APRIL)
    own, other = AuditEvent.objects.filter(event="organisation succeeded").order_by("pk")
    assert (own.area, own.user.name) == (northshire, "Ada")
    assert (other.area, other.user, other.facts["recorded"]) == (
        southshire,
        None,
        "in another area this body serves",
    )


def test_who_spoke_for_the_old_bodies_and_for_the_new_one_speaks_for_both(merged, northshire, council, ada, ned, on):
    east, west, vale, valleys = merged
    action = make_action(make_workstream(make_plan(northshire), council))
    asked = make_contribution(action, east, ada.membership)
    people = {body: make_user() for body in merged}
    for body, user in people.items():
        make_membership(user, northshire, body, Role.HEALTH)
    outsider = make_organisation(northshire, "Other ICB", "icb")
    other = make_user()
    make_membership(other, northshire, outsider, Role.HEALTH)
    for user, day, may in (
        (people[east], BEFORE, True),
        (people[west], BEFORE, False),
        (people[vale], BEFORE, False),
        (people[east], BETWEEN, True),
        (people[west], BETWEEN, True),
        (people[vale], BETWEEN, True),
        (people[valleys], BETWEEN, False),
        (people[valleys], on, True),
        (people[east], on, True),
        (other, on, False),
        (ned, on, False),
    ):
        here = access.enter(user, "northshire", day)
        assert rules.may_answer(here, asked, day) == may, (user, day)
        if may:
            by = here.acting(access.Permission.CONTRIBUTION_ANSWER, asked.organisation_id)
            assert by.user == user
    answering = access.members_who_may(access.Permission.CONTRIBUTION_ANSWER, [east], on)
    assert set(answering[northshire.pk, east.pk]) == set(people.values())
    by = access.enter(people[valleys], "northshire", on).memberships[0]
    contributions.agree_contribution(
        contribution=asked, for_on=on, submission="3f0f9e52-3ad5-4a8e-9d56-0e4ed6a3a001", by=by, on=on
    )
    asked.refresh_from_db()
    assert asked.state == "agreed"


def test_who_owes_it_does_not_settle_their_own_date_by_another_name(merged, northshire, council, ada, on):
    east, *_, valleys = merged
    action = make_action(make_workstream(make_plan(northshire), council))
    asked = make_contribution(action, east, ada.membership, state="date proposed", proposed_for_on=on)
    user = make_user()
    make_membership(user, northshire, valleys, Role.HEALTH)
    assert not rules.may_settle(access.enter(user, "northshire", on), asked, on)
    assert rules.may_settle(access.enter(ada, "northshire", on), asked, on)


def test_posts_people_and_commissioners_stand_under_the_body_of_the_day(merged, northshire, ada, on):
    east, west, *_ = merged
    for body in (east, west):
        make_post(northshire, body, "Designated officer")
    with names_of(on):
        body = next(body for body in people_of(northshire, on).bodies if "Valleys" in body.name)
    assert body.name == "NHS Valleys Integrated Care Board"
    assert body.kind == "Integrated care board"
    assert [post.title for post in body.posts] == [
        "Designated officer (formerly of NHS East Vale CCG)",
        "Designated officer (formerly of NHS West Vale CCG)",
    ]
    assert [former.words for former in body.formerly] == [
        "NHS East Vale CCG ended on 1 July 2022",
        "NHS West Vale CCG ended on 1 July 2022",
    ]
    with names_of(BEFORE):
        names = [body.name for body in people_of(northshire, BEFORE).bodies]
    assert names[:2] == ["NHS East Vale CCG", "NHS West Vale CCG"]


def test_a_new_post_a_role_and_a_seat_are_those_of_the_body_of_the_day(merged, northshire, ada, on, sign_in):
    east, west, vale, valleys = merged
    who = {"by": ada.membership, "on": on}
    client = sign_in(ada)
    offered = client.get("/areas/northshire/posts/new/").context["form"].fields["organisation"].queryset
    assert valleys in offered
    assert not {east, west, vale} & set(offered)
    post = services.create_post(area=northshire, organisation=valleys, title="Director", **who)
    member = services.add_member(
        area=northshire, email="lee@example.org", name="Lee", organisation=valleys, role="health", **who
    )
    old_post = make_post(northshire, east, "Designated officer")
    for held in (post, old_post):
        services.appoint(post=held, user=member.user, **who)
    board = make_board(northshire)
    seat = make_seat(board, east)
    page = client.get(f"/areas/northshire/seats/{seat.pk}/fill/")
    assert set(page.context["form"].fields["post"].queryset) == {post, old_post}
    assert client.post(f"/areas/northshire/seats/{seat.pk}/fill/", {"post": post.pk}).status_code == 302
    shown = client.get(board.get_absolute_url()).content.decode()
    assert "NHS Valleys Integrated Care Board (formerly NHS East Vale CCG)" in shown
    with pytest.raises(Refused, match="is a partner already"):
        services.add_partner(area=northshire, organisation=valleys, **who)
    with pytest.raises(Refused, match="People still have a role"):
        services.end_partner(partner=Partner.objects.get(organisation=west), **who)
    services.end_membership(membership=member, **who)
    for each in (post, old_post):
        services.close_post(post=each, **who)
    services.end_partner(partner=Partner.objects.get(organisation=west), **who)
    assert not Partner.objects.live(on).filter(organisation__in=[east, west]).exists()


def test_a_report_calls_bodies_what_they_were_called_at_its_cut_off(merged, northshire, ada, on):
    east = merged[0]
    plan = make_plan(northshire, started_on=date(2022, 1, 1))
    make_action(make_workstream(plan, east), make_post(northshire, east, "Head"), added_on=date(2022, 1, 1))
    meeting = make_meeting(make_board(northshire, plan=plan), on)
    with names_of(on):
        called = [report_figures(meeting, day)["actions"][0]["bodies"] for day in (BEFORE, BETWEEN, on)]
    assert called == [["East CCG"], ["Vale ICB (formerly East CCG)"], ["Valleys ICB (formerly East CCG)"]]


# The pages

NEW = "/areas/northshire/successions/new/"


@pytest.fixture
def typed(east, west):
    return {
        "bodies": [east.pk, west.pk],
        "name": "NHS Vale Integrated Care Board",
        "kind": "icb",
        "short_name": "Vale ICB",
        "ended_on_day": "1",
        "ended_on_month": "7",
        "ended_on_year": "2022",
        "source": "The order of 2022",
    }


def test_several_bodies_become_one_in_one_go(sign_in, ada, typed, east, west, northshire, council):
    post = make_post(northshire, east, "Head of children's commissioning")
    action = make_action(make_workstream(make_plan(northshire), east), post)
    client = sign_in(ada)
    page = client.post(NEW, typed, follow=True).content.decode()
    assert "NHS Vale Integrated Care Board follows from 1 July 2022." in page
    assert "NHS East Vale CCG ended on 1 July 2022" in page
    called = "Head of children&#x27;s commissioning, Vale ICB (formerly East CCG)"
    for path in (f"plans/{action.plan_id}/", f"actions/{action.pk}/", f"workstreams/{action.workstream_id}/"):
        assert "Vale ICB (formerly East CCG)" in client.get(f"/areas/northshire/{path}").content.decode(), path
    assert called in client.get(f"/areas/northshire/actions/{action.pk}/").content.decode()
    partner = Partner.objects.get(organisation=east)
    url = f"/areas/northshire/partners/{partner.pk}/succession/withdraw/"
    page = client.post(url, {"reason": "Too early"}, follow=True).content.decode()
    assert "NHS East Vale CCG stands for itself again." in page
    west.refresh_from_db()
    assert west.successor is not None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"bodies": []}, "bodies"),
        ({"name": ""}, "name"),
        ({"name": "NHS East Vale CCG", "kind": "ccg"}, "name"),
        ({"kind": "nonsense"}, "kind"),
        ({"source": ""}, "source"),
        ({"ended_on_day": "31", "ended_on_month": "2"}, "ended_on"),
        ({"ended_on_year": "0001"}, "ended_on"),
        ({"ended_on_year": "9999"}, "ended_on"),
        ({"name": "x" * 151}, "name"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, typed, changed, field):
    before = AuditEvent.objects.count(), Organisation.objects.count()
    page = sign_in(ada).post(NEW, {**typed, **changed})
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert (AuditEvent.objects.count(), Organisation.objects.count()) == before


def test_all_of_them_or_none(sign_in, ada, typed, east, west, act):
    """One of two cannot end on that day: the other does not either, and no new body is left behind."""
    Organisation.objects.filter(pk=west.pk).update(started_on=date(2023, 1, 1))
    page = sign_in(ada).post(NEW, typed)
    assert "NHS West Vale CCG began on 1 January 2023" in page.content.decode()
    east.refresh_from_db()
    assert east.ended_on is None
    assert not Organisation.objects.filter(name=typed["name"]).exists()


def test_who_may_not(sign_in, ned, eve, typed, east):
    partner = Partner.objects.get(organisation=east)
    for person, code in ((ned, 403), (eve, 404)):
        client = sign_in(person)
        for path in (NEW, f"/areas/northshire/partners/{partner.pk}/succession/withdraw/"):
            assert (client.get(path).status_code, client.post(path, typed).status_code) == (code, code)
    east.refresh_from_db()
    assert east.ended_on is None


def test_my_contributions_are_one_group_after_a_merger(sign_in, merged, northshire, council, ada):
    east, west, *_ = merged
    action = make_action(make_workstream(make_plan(northshire), council))
    for body in (east, west):
        make_contribution(action, body, ada.membership, asked=f"From {body.short_name}")
    lee = make_user("Lee")
    make_membership(lee, northshire, east, Role.HEALTH)
    page = sign_in(lee).get("/my/contributions/").content.decode()
    assert page.count('<h2 class="govuk-heading-m">Valleys ICB</h2>') == 1
    assert "From East CCG" in page
    assert "From West CCG" in page
