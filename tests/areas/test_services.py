"""Areas, bodies, posts and people: what is written, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from areas import services
from areas.models import (
    AuditEvent,
    Commissioning,
    LocalArea,
    Membership,
    Organisation,
    OutgoingEmail,
    Partner,
    Place,
    Post,
    PostHolder,
    Role,
    User,
)
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_membership, make_organisation, make_partner, make_post, make_user


@pytest.fixture
def act(ada, on):
    """Who does it and when, as every service asks."""
    return {"by": ada.membership, "on": on}


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("event", flat=True))


def test_an_area_is_opened_with_its_council_and_its_lead(db, on):
    membership = services.open_area(
        name="Westshire",
        slug="westshire",
        council_name="Westshire Council",
        lead_name="Zoe",
        lead_email=" Zoe@Example.ORG ",
        on=on,
        ons_code="E10000001",
        at=timezone.now(),
    )
    area = LocalArea.objects.get()
    assert (membership.area, membership.role, membership.user.email) == (area, "lead", "zoe@example.org")
    assert (area.slug, area.ons_code) == ("westshire", "E10000001")
    assert Partner.objects.live(on).get().organisation.kind == "council"
    assert events() == ["area opened", "organisation registered", "partner added", "role given"]
    assert set(AuditEvent.objects.values_list("area", flat=True)) == {area.pk}
    assert OutgoingEmail.objects.get().is_secret


@pytest.mark.parametrize("taken", [{"name": "Northshire"}, {"slug": "northshire"}])
def test_an_area_is_opened_once(northshire, on, taken):
    words = {"name": "Other", "slug": "other", "council_name": "C", "lead_name": "Z", "lead_email": "z@example.org"}
    with pytest.raises(Refused, match="already"):
        services.open_area(**{**words, **taken}, on=on)
    assert User.objects.count() == 0


def test_a_council_that_is_something_else_is_refused(icb, on):
    with pytest.raises(Refused, match="Integrated care board"):
        services.open_area(name="W", slug="w", council_name=icb.name, lead_name="Z", lead_email="z@example.org", on=on)
    assert not LocalArea.objects.filter(slug="w").exists()


def test_the_name_and_colour_of_an_area_change(northshire, act):
    services.change_area(area=northshire, name="Northshire and Isles", brand_colour="#1D3C6A", **act)
    northshire.refresh_from_db()
    assert (northshire.name, northshire.brand_colour) == ("Northshire and Isles", "#1d3c6a")
    assert AuditEvent.objects.get().facts == {
        "name": ["Northshire", "Northshire and Isles"],
        "brand_colour": ["#00625b", "#1d3c6a"],
    }


def test_an_area_that_stays_as_it_is_leaves_no_event(northshire, act):
    services.change_area(area=northshire, name="Northshire", brand_colour="#00625B", **act)
    assert events() == []


def test_an_area_may_not_take_the_name_of_another(northshire, southshire, act):
    with pytest.raises(Refused, match="Another area"):
        services.change_area(area=northshire, name="Southshire", brand_colour="#00625b", **act)


def test_a_place_is_named_once(northshire, act):
    services.add_place(area=northshire, kind="district", name="Hill", **act)
    with pytest.raises(Refused):
        services.add_place(area=northshire, kind="district", name="Hill", **act)
    services.add_place(area=northshire, kind="locality", name="Hill", **act)
    assert Place.objects.filter(area=northshire).count() == 2
    assert events() == ["place added", "place added"]


def test_a_body_is_registered_once_whatever_the_case(act):
    first = services.register_organisation(name="Vale CCG", kind="ccg", short_name="Vale", **act)
    assert services.register_organisation(name="vale ccg", kind="ccg", **act) == first
    assert events() == ["organisation registered"]
    with pytest.raises(Refused, match="Clinical commissioning group"):
        services.register_organisation(name="Vale CCG", kind="icb", **act)


def test_a_partner_comes_goes_and_comes_back(northshire, act, on):
    body = make_organisation(None, "Vale CCG", "ccg")
    partner = services.add_partner(area=northshire, organisation=body, **act)
    assert partner.started_on == on
    with pytest.raises(Refused, match="already"):
        services.add_partner(area=northshire, organisation=body, **act)
    services.end_partner(partner=partner, **act)
    assert not Partner.objects.live(on).filter(organisation=body).exists()
    with pytest.raises(Refused, match="ended"):
        services.end_partner(partner=partner, **act)
    services.add_partner(area=northshire, organisation=body, **act)
    assert Partner.objects.live(on).filter(organisation=body).count() == 1
    assert events() == ["partner added", "partner ended", "partner came back"]


def test_a_body_that_has_ended_is_no_new_partner(northshire, act):
    body = make_organisation(None, "Gone CCG", "ccg", ended_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="1 January 2020"):
        services.add_partner(area=northshire, organisation=body, **act)


def test_a_partner_with_people_or_posts_stays(northshire, icb, bea, act):
    partner = Partner.objects.get(area=northshire, organisation=icb)
    post = make_post(northshire, icb, "Commissioner")
    with pytest.raises(Refused, match="roles first"):
        services.end_partner(partner=partner, **act)
    services.end_membership(membership=bea.membership, **act)
    with pytest.raises(Refused, match="posts here"):
        services.end_partner(partner=partner, **act)
    services.close_post(post=post, **act)
    services.end_partner(partner=partner, **act)


def test_a_partner_does_not_end_before_it_begins(northshire, act, on):
    body = make_organisation(None, "Vale CCG", "ccg")
    partner = make_partner(northshire, body, started_on=on + timedelta(days=1))
    with pytest.raises(Refused, match="cannot end before"):
        services.end_partner(partner=partner, **act)


def test_a_commissioner_is_named_once_and_again_after_it_ended(icb, trust, council, act, on):
    services.name_commissioner(provider=trust, commissioner=council, **act)
    for commissioner in (council, icb):
        with pytest.raises(Refused, match="already"):
            services.name_commissioner(provider=trust, commissioner=commissioner, **act)
    Commissioning.objects.filter(commissioner=icb).update(ended_on=on)
    services.name_commissioner(provider=trust, commissioner=icb, **act)
    assert Commissioning.objects.live(on).filter(provider=trust).count() == 2


def test_only_partners_of_the_area_commission_each_other(icb, south_council, act):
    with pytest.raises(Refused, match="not a partner"):
        services.name_commissioner(provider=icb, commissioner=south_council, **act)
    with pytest.raises(Refused, match="itself"):
        services.name_commissioner(provider=icb, commissioner=icb, **act)


def test_a_post_is_created_once_closed_and_opened_again(northshire, council, ned, act, on):
    post = services.create_post(area=northshire, organisation=council, title="Head of SEND", **act)
    with pytest.raises(Refused, match="already"):
        services.create_post(area=northshire, organisation=council, title="Head of SEND", **act)
    services.appoint(post=post, user=ned, **act)
    services.close_post(post=post, **act)
    assert not PostHolder.objects.live(on).exists()
    with pytest.raises(Refused, match="was closed"):
        services.close_post(post=post, **act)
    with pytest.raises(Refused, match="was closed"):
        services.appoint(post=post, user=ned, **act)
    assert services.create_post(area=northshire, organisation=council, title="Head of SEND", **act) == post
    assert Post.objects.get().closed_on is None
    assert events() == ["post created", "post taken up", "post given up", "post closed", "post opened again"]


def test_a_post_belongs_to_a_partner(northshire, south_council, act):
    with pytest.raises(Refused, match="not a partner"):
        services.create_post(area=northshire, organisation=south_council, title="Head of SEND", **act)


def test_a_post_is_held_by_people_with_a_role_for_its_body(northshire, council, ned, bea, act):
    post = make_post(northshire, council, "Head of SEND")
    services.appoint(post=post, user=ned, **act)
    with pytest.raises(Refused, match="already"):
        services.appoint(post=post, user=ned, **act)
    with pytest.raises(Refused, match="no role"):
        services.appoint(post=post, user=bea, **act)


def test_somebody_steps_down_once(neds_post, ned, act, on):
    holder = PostHolder.objects.get(post=neds_post)
    services.step_down(holder=holder, **act)
    assert PostHolder.objects.get().ended_on == on
    with pytest.raises(Refused, match="ended on"):
        services.step_down(holder=holder, **act)


def test_a_new_person_is_invited(northshire, council, act, client):
    at = timezone.now()
    membership = services.add_member(
        area=northshire, email="Neu@Example.org", name="Neu", organisation=council, role=Role.OFFICER, at=at, **act
    )
    mail = OutgoingEmail.objects.get()
    assert (mail.recipient, mail.is_secret, mail.person) == ("neu@example.org", True, membership.user)
    assert mail.expires_at == at + timedelta(hours=1)
    link = next(line for line in mail.text.splitlines() if "/password/reset/key/" in line)
    assert link in mail.html
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    password = {"password1": "a-long-and-odd-one-77", "password2": "a-long-and-odd-one-77"}
    client.post(page.redirect_chain[-1][0], password)
    membership.user.refresh_from_db()
    assert membership.user.check_password("a-long-and-odd-one-77")
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    assert page.redirect_chain == []  # the link worked once


def test_nobody_is_written_to_without_an_instant(northshire, council, act):
    services.add_member(area=northshire, email="n@example.org", name="N", organisation=council, role="reader", **act)
    assert OutgoingEmail.objects.count() == 0


def test_somebody_known_keeps_name_and_account_and_gets_no_invitation(northshire, council, eve, act):
    membership = services.add_member(
        area=northshire,
        email="EVE@example.org",
        name="Other",
        organisation=council,
        role="reader",
        at=timezone.now(),
        **act,
    )
    assert membership.user == eve
    assert User.objects.get(email="eve@example.org").name == "Eve"
    assert OutgoingEmail.objects.count() == 0


@pytest.mark.parametrize("email", ["Ａda@example.org", "adaı@example.org", "ada@exämple.org"])
def test_a_look_alike_address_is_refused(northshire, council, act, email):
    with pytest.raises(Refused, match="plain letters"):
        services.add_member(area=northshire, email=email, name="X", organisation=council, role="reader", **act)
    assert User.objects.count() == 1


def test_the_same_role_is_not_given_twice_but_after_it_ended(northshire, council, ned, act, on):
    again = {"area": northshire, "email": ned.email, "name": "Ned", "organisation": council, "role": "officer"}
    with pytest.raises(Refused, match="already"):
        services.add_member(**again, **act)
    services.end_membership(membership=ned.membership, **act)
    services.add_member(**again, **act)
    assert Membership.objects.live(on).filter(user=ned).count() == 1


def test_a_shut_account_gets_no_role(northshire, council, act):
    shut = make_user("Shut", "shut@example.org")
    User.objects.filter(pk=shut.pk).update(is_active=False)
    with pytest.raises(Refused, match="shut"):
        services.add_member(area=northshire, email=shut.email, name="S", organisation=council, role="reader", **act)


def test_a_role_is_for_a_partner(northshire, south_council, act):
    with pytest.raises(Refused, match="not a partner"):
        services.add_member(
            area=northshire, email="x@example.org", name="X", organisation=south_council, role="reader", **act
        )
    assert not User.objects.filter(email="x@example.org").exists()


def test_the_last_role_for_a_body_takes_its_posts_along(northshire, southshire, council, icb, bea, beas_post, act, on):
    elsewhere = make_post(southshire, icb, "Commissioner", holder=bea)
    second = make_membership(bea, northshire, icb, Role.CONTRIBUTOR)
    services.end_membership(membership=bea.membership, **act)
    assert PostHolder.objects.live(on).filter(user=bea).count() == 2
    services.end_membership(membership=second, **act)
    assert PostHolder.objects.live(on).get(user=bea).post == elsewhere
    assert events() == ["role ended", "role ended", "post given up"]
    assert Organisation.objects.filter(pk=icb.pk).exists()


def test_an_area_keeps_a_lead(northshire, council, ada, ned, act):
    with pytest.raises(Refused, match="no area lead"):
        services.end_membership(membership=ada.membership, **act)
    make_membership(ned, northshire, council, Role.LEAD)
    services.end_membership(membership=ada.membership, **act)
    with pytest.raises(Refused, match="ended on"):
        services.end_membership(membership=ada.membership, **act)
