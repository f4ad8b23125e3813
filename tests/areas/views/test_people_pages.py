"""The pages of people, partners, posts, places and settings: each as every person of the cast meets it."""

from datetime import timedelta

import pytest

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
from tests.factories.areas import make_membership, make_organisation, make_partner, make_post, make_user

HERE = "/areas/northshire/"


def counts() -> tuple[int, ...]:
    tables = (
        AuditEvent,
        Commissioning,
        Membership,
        Organisation,
        OutgoingEmail,
        Partner,
        Place,
        Post,
        PostHolder,
        User,
    )
    return tuple(model.objects.count() for model in tables)


@pytest.fixture
def addresses(northshire, council, ned, neds_post, trust):
    """Every page that changes something, by its end."""
    partner = Partner.objects.get(area=northshire, organisation=trust)
    return {
        "people/new/",
        f"people/{ned.membership.pk}/end/",
        "partners/new/",
        f"partners/{partner.pk}/end/",
        "commissioners/new/",
        "posts/new/",
        f"posts/{neds_post.pk}/appoint/",
        f"posts/{neds_post.pk}/close/",
        f"holders/{PostHolder.objects.get().pk}/end/",
        "places/new/",
        "settings/",
    }


def test_the_lead_sees_each_page_under_one_heading(sign_in, ada, addresses):
    client = sign_in(ada)
    for address in addresses:
        page = client.get(HERE + address)
        assert page.status_code == 200, address
        assert page.content.count(b"<h1") == 1, address


def test_a_stranger_meets_nothing_there(sign_in, ada, eve, addresses):
    client, before = sign_in(eve), counts()
    for address in addresses:
        assert client.get(HERE + address).status_code == 404, address
        assert client.post(HERE + address).status_code == 404, address
    assert counts() == before


@pytest.mark.parametrize("name", ["dee", "ned", "bea", "cal", "fay", "gil", "hal"])
def test_nobody_but_the_lead_changes_anything(sign_in, ada, addresses, name, request):
    client = sign_in(request.getfixturevalue(name))
    before = counts()
    for address in addresses:
        assert client.get(HERE + address).status_code == 403, address
        assert client.post(HERE + address).status_code == 403, address
    assert counts() == before


@pytest.mark.parametrize(
    "address",
    ["people/{}/end/", "partners/{}/end/", "posts/{}/", "posts/{}/appoint/", "posts/{}/close/", "holders/{}/end/"],
)
def test_rows_of_another_area_are_not_there(sign_in, ada, eve, southshire, south_council, address):
    post = make_post(southshire, south_council, holder=eve)
    foreign = {
        "people": eve.membership.pk,
        "partners": Partner.objects.get(area=southshire).pk,
        "posts": post.pk,
        "holders": PostHolder.objects.get().pk,
    }[address.split("/")[0]]
    client, before = sign_in(ada), counts()
    for pk in (foreign, 99999999, 10**30):
        assert client.get(HERE + address.format(pk)).status_code == 404
        is_read_only = address == "posts/{}/"
        assert client.post(HERE + address.format(pk)).status_code == (405 if is_read_only else 404)
    assert counts() == before


def test_a_form_without_anything_in_it_is_told_so(sign_in, ada, neds_post):
    client, before = sign_in(ada), counts()
    for address in ("people/new/", "partners/new/", "commissioners/new/", "posts/new/", "places/new/", "settings/"):
        page = client.post(HERE + address, {"unknown": "field"})
        assert page.status_code == 200, address
        assert b"There is a problem" in page.content, address
    assert counts() == before


# People


def new_member(council, **fields):
    return {"email": "neu@example.org", "name": "Neu", "organisation": council.pk, "role": "officer", **fields}


def test_somebody_new_is_given_a_role_and_invited(sign_in, ada, council, on):
    page = sign_in(ada).post(HERE + "people/new/", new_member(council, email=" Neu@Example.ORG "), follow=True)
    member = Membership.objects.get(user__email="neu@example.org")
    assert (member.role, member.started_on, member.organisation) == ("officer", on, council)
    assert "Neu is now officer for Northshire Council." in page.content.decode()
    assert OutgoingEmail.objects.get().is_secret
    assert AuditEvent.objects.get().recorded_by == ada.membership


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "nonsense", "name@example.org"),
        ("email", "Ａda@example.org", "e-mail address"),
        ("email", "adaı@example.org", "plain letters"),
        ("email", "x" * 250 + "@example.org", "254 characters"),
        ("email", "ada@example.org\0", "cannot be kept"),
        ("name", "x" * 121, "120 characters"),
        ("name", "\0", "cannot be kept"),
        ("organisation", "99999999", "Choose from the list"),
        ("organisation", "9" * 40, "Choose from the list"),
        ("organisation", "x", "Choose from the list"),
        ("role", "admin", "Choose from the list"),
        ("role", "", "Choose the role"),
    ],
)
def test_a_wrong_member_is_told_beside_the_field(sign_in, ada, council, field, value, said):
    client, before = sign_in(ada), counts()
    page = client.post(HERE + "people/new/", new_member(council, **{field: value}))
    text = page.content.decode()
    assert page.status_code == 200
    assert f'id="id_{field}_error"' in text
    assert said in text
    assert counts() == before
    if field != "name":
        assert 'value="Neu"' in text


def test_a_body_of_another_area_is_no_choice(sign_in, ada, council, south_council):
    client, before = sign_in(ada), counts()
    page = client.post(HERE + "people/new/", new_member(council, organisation=south_council.pk))
    assert "Choose from the list" in page.content.decode()
    assert "Southshire Council" not in page.content.decode()
    assert counts() == before


def test_a_name_is_shown_as_it_was_typed_and_runs_nothing(sign_in, ada, council):
    page = sign_in(ada).post(
        HERE + "people/new/", new_member(council, name="<script>alert(1)</script> 😀"), follow=True
    )
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in page.content.decode()


def test_the_same_role_twice_is_told_beside_the_address(sign_in, ada, council, ned):
    client, before = sign_in(ada), counts()
    page = client.post(HERE + "people/new/", new_member(council, email=ned.email))
    assert "Ned is officer for Northshire Council here already." in page.content.decode()
    assert 'id="id_email_error"' in page.content.decode()
    assert counts() == before


def test_a_role_is_ended_only_by_pressing(sign_in, ada, ned, neds_post, on):
    client = sign_in(ada)
    address = f"{HERE}people/{ned.membership.pk}/end/"
    client.get(address)
    assert Membership.objects.get(user=ned).ended_on is None
    page = client.post(address, follow=True)
    assert Membership.objects.get(user=ned).ended_on == on
    assert PostHolder.objects.get().ended_on == on
    assert "Ned is no longer officer" in page.content.decode()
    assert "ended on 14 October 2026" in client.post(address).content.decode()


def test_the_last_lead_stays(sign_in, ada):
    page = sign_in(ada).post(f"{HERE}people/{ada.membership.pk}/end/")
    assert "would have no area lead" in page.content.decode()
    assert Membership.objects.get().ended_on is None


def test_a_role_that_ends_while_a_form_is_open_shuts_the_form(sign_in, ada, ned, northshire, council, on):
    make_membership(ned, northshire, council, Role.LEAD)
    client = sign_in(ada)
    assert client.get(HERE + "places/new/").status_code == 200
    Membership.objects.filter(user=ada).update(ended_on=on)
    assert client.post(HERE + "places/new/", {"kind": "district", "name": "Hill"}).status_code == 404
    assert Place.objects.count() == 0


# Partners


def test_a_partner_is_added_and_ended(sign_in, ada, on):
    client = sign_in(ada)
    client.post(HERE + "partners/new/", {"name": "Vale College", "kind": "college", "short_name": "Vale"})
    partner = Partner.objects.get(organisation__name="Vale College")
    assert (partner.started_on, partner.organisation.short_name) == (on, "Vale")
    again = client.post(HERE + "partners/new/", {"name": "vale college", "kind": "college"})
    assert "Vale is a partner already." in again.content.decode()
    page = client.post(f"{HERE}partners/{partner.pk}/end/", follow=True)
    assert "Vale College is no longer a partner." in page.content.decode()
    partner.refresh_from_db()
    assert partner.ended_on == on


def test_a_body_known_as_something_else_is_told_and_nothing_is_written(sign_in, ada, south_council):
    client, before = sign_in(ada), counts()
    page = client.post(HERE + "partners/new/", {"name": "Southshire Council", "kind": "college"})
    assert 'id="id_kind_error"' in page.content.decode()
    assert counts() == before


def test_a_body_that_ended_leaves_no_half_written_row(sign_in, ada, on):
    make_organisation(None, "Gone CCG", "ccg", ended_on=on)
    client, before = sign_in(ada), counts()
    page = client.post(HERE + "partners/new/", {"name": "Gone CCG", "kind": "ccg"})
    assert "ended on 14 October 2026" in page.content.decode()
    assert counts() == before


def test_a_partner_with_people_is_kept(sign_in, ada, trust, gil):
    partner = Partner.objects.get(organisation=trust)
    page = sign_in(ada).post(f"{HERE}partners/{partner.pk}/end/")
    assert "End their roles first" in page.content.decode()


def test_a_commissioner_is_named(sign_in, ada, council, trust, icb):
    client = sign_in(ada)
    client.post(HERE + "commissioners/new/", {"provider": trust.pk, "commissioner": council.pk})
    assert Commissioning.objects.filter(provider=trust, commissioner=council).exists()
    page = client.post(HERE + "commissioners/new/", {"provider": trust.pk, "commissioner": trust.pk})
    assert "does not commission itself" in page.content.decode()
    assert "Commissioned by Northshire Council, Shires Integrated Care Board." in " ".join(
        client.get(HERE + "people/").content.decode().split()
    )


# Posts


def test_a_post_is_created_filled_left_and_closed(sign_in, ada, ned, council, on):
    client = sign_in(ada)
    page = client.post(HERE + "posts/new/", {"organisation": council.pk, "title": "Head of SEND"}, follow=True)
    assert "Nobody holds this post" in page.content.decode()
    post = Post.objects.get()
    client.post(f"{HERE}posts/{post.pk}/appoint/", {"user": ned.pk})
    holder = PostHolder.objects.get()
    assert (holder.user, holder.started_on) == (ned, on)
    assert "Ned" in client.get(f"{HERE}posts/{post.pk}/").content.decode()
    client.post(f"{HERE}holders/{holder.pk}/end/")
    holder.refresh_from_db()
    assert holder.ended_on == on
    assert "ended on" in client.post(f"{HERE}holders/{holder.pk}/end/").content.decode()
    client.post(f"{HERE}posts/{post.pk}/close/")
    assert "was closed" in client.post(f"{HERE}posts/{post.pk}/close/").content.decode()
    page = client.get(f"{HERE}posts/{post.pk}/").content.decode()
    assert "Closed on 14 October 2026." in page
    assert "Appoint somebody" not in page


def test_the_same_title_twice_is_told(sign_in, ada, council, neds_post):
    page = sign_in(ada).post(HERE + "posts/new/", {"organisation": council.pk, "title": "Head of SEND"})
    assert 'id="id_title_error"' in page.content.decode()
    assert Post.objects.count() == 1


def test_only_people_of_the_body_may_be_chosen(sign_in, ada, ned, bea, eve, northshire, council):
    post = make_post(northshire, council)
    client, before = sign_in(ada), counts()
    for user in (bea.pk, eve.pk, "x", "9" * 40, ""):
        page = client.post(f"{HERE}posts/{post.pk}/appoint/", {"user": user})
        assert 'id="id_user_error"' in page.content.decode()
    assert counts() == before


def test_a_member_reads_a_post_and_cannot_change_it(sign_in, dee, neds_post):
    page = sign_in(dee).get(f"{HERE}posts/{neds_post.pk}/").content.decode()
    assert "Ned" in page
    assert "Appoint somebody" not in page
    assert "Step down" not in page


# Places and settings


def test_a_place_is_named_once(sign_in, ada, northshire):
    client = sign_in(ada)
    for _ in range(2):
        page = client.post(HERE + "places/new/", {"kind": "quadrant", "name": "North East"})
    assert 'id="id_name_error"' in page.content.decode()
    assert Place.objects.get().area == northshire
    assert "North East (quadrant)" in client.get(HERE + "people/").content.decode()


def test_the_area_takes_another_name_and_colour(sign_in, ada, northshire):
    client = sign_in(ada)
    page = client.post(HERE + "settings/", {"name": "North", "brand_colour": "#1D3C6A", "slug": "taken"}, follow=True)
    northshire.refresh_from_db()
    assert (northshire.name, northshire.brand_colour, northshire.slug) == ("North", "#1d3c6a", "northshire")
    assert 'href="/brand/1d3c6a.css"' in page.content.decode()


@pytest.mark.parametrize("colour", ["#ffffff", "red", "#12345", "url(x)", "#00625b;}", "#ffdd00", "\0", ""])
def test_a_colour_nobody_can_read_is_refused(sign_in, ada, northshire, colour):
    page = sign_in(ada).post(HERE + "settings/", {"name": "Northshire", "brand_colour": colour})
    assert 'id="id_brand_colour_error"' in page.content.decode()
    assert LocalArea.objects.get(pk=northshire.pk).brand_colour == "#00625b"


def test_the_name_of_another_area_is_refused(sign_in, ada, southshire):
    page = sign_in(ada).post(HERE + "settings/", {"name": "Southshire", "brand_colour": "#00625b"})
    assert 'id="id_name_error"' in page.content.decode()


# The list


def test_everybody_of_the_area_reads_who_is_who_and_only_the_lead_addresses(sign_in, ada, dee, ned, neds_post, eve):
    page = sign_in(dee).get(HERE + "people/").content.decode()
    assert "Ned" in page
    assert "ned@example.org" not in page
    assert "End the role" not in page
    assert "Eve" not in page
    assert "ned@example.org" in sign_in(ada).get(HERE + "people/").content.decode()
    assert sign_in(eve).get(HERE + "people/").status_code == 404


def test_a_post_nobody_holds_is_vacant(sign_in, dee, northshire, council, neds_post, on):
    PostHolder.objects.update(ended_on=on)
    page = sign_in(dee).get(HERE + "people/").content.decode()
    assert "Vacant" in page
    assert "1 post without a holder." in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_ten_queries(sign_in, ada, northshire, number, django_assert_num_queries):
    for at in range(number):
        body = make_organisation(northshire, f"Trust {at}", "nhs trust")
        user = make_user()
        make_membership(user, northshire, body, Role.CONTRIBUTOR)
        make_post(northshire, body, holder=user)
        make_post(northshire, body)
        Place.objects.create(area=northshire, kind="district", name=f"Hill {at}")
    client = sign_in(ada)
    with django_assert_num_queries(10):
        client.get(HERE + "people/")


def test_a_body_that_left_is_listed_no_longer(sign_in, dee, northshire, on):
    body = make_organisation(None, "Gone CCG", "ccg")
    make_partner(northshire, body, ended_on=on)
    young = make_organisation(None, "Coming ICB", "icb")
    make_partner(northshire, young, started_on=on + timedelta(days=1))
    page = sign_in(dee).get(HERE + "people/").content.decode()
    assert "Gone CCG" not in page
    assert "Coming ICB" not in page
