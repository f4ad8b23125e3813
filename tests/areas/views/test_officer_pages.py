"""The pages of accountable officers."""

import pytest

from areas.models import AccountableOfficer, AuditEvent
from areas.services import name_officer
from tests.factories.areas import make_post
from tests.words import words_of

LIST = "/areas/northshire/officers/"
NEW = LIST + "new/"


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


@pytest.fixture
def officer(northshire, ada, beas_post, on):
    return name_officer(
        area=northshire, role="dco", post=beas_post, started_on=on.replace(day=1), by=ada.membership, on=on
    )


def test_the_list_names_post_holder_and_day_and_what_is_missing(sign_in, dee, officer):
    text = words_of(sign_in(dee).get(LIST))
    for words in ("Designated clinical officer (DCO)", "Bea", "1 October 2026", "DfE adviser"):
        assert words in text
    assert NEW not in text


def test_an_empty_list_says_what_will_be_here(sign_in, ada, northshire):
    text = words_of(sign_in(ada).get(LIST))
    assert "Nobody is named yet" in text
    assert NEW in text


def test_an_officer_is_named_and_heads_the_plan(sign_in, ada, northshire, neds_post, on):
    answer = sign_in(ada).post(NEW, {"role": "executive lead", "post": neds_post.pk, **day("started_on", on)})
    assert answer.url == LIST
    assert AccountableOfficer.objects.get().post == neds_post


def test_an_officer_is_ended_from_a_day(sign_in, ada, officer, on):
    address = f"{LIST}{officer.pk}/end/"
    assert "Designated clinical officer" in words_of(sign_in(ada).get(address))
    assert sign_in(ada).post(address, day("ended_on", on)).url == LIST
    officer.refresh_from_db()
    assert officer.ended_on == on
    page = sign_in(ada).post(address, day("ended_on", on))
    assert page.context["form"].errors["ended_on"] == ["It ended on 14 October 2026."]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("role", "", "Choose the role"),
        ("role", "king", "Choose from the list."),
        ("post", "", "Choose the post"),
        ("post", "9" * 40, "Choose from the list."),
        ("started_on_month", "13", "Enter a real date"),
        ("started_on_year", "0001", "Enter a year from 2000 to 2099."),
        ("ended_on_day", "31", "The date needs a month and a year too"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_written(sign_in, ada, northshire, neds_post, on, field, typed, words):
    sent = {"role": "dsco", "post": neds_post.pk, **day("started_on", on), field: typed}
    page = sign_in(ada).post(NEW, sent)
    name = field.removesuffix("_day").removesuffix("_month").removesuffix("_year")
    assert words in page.context["form"].errors[name][0]
    assert not AccountableOfficer.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_the_service_refuses_stands_beside_the_field(sign_in, ada, northshire, neds_post, on):
    page = sign_in(ada).post(NEW, {"role": "dco", "post": neds_post.pk, **day("started_on", on)})
    assert "one of these kinds of body" in page.context["form"].errors["post"][0]


def test_strangers_find_nothing_and_readers_change_nothing(sign_in, eve, dee, officer):
    end = f"{LIST}{officer.pk}/end/"
    for address in (LIST, NEW, end):
        assert sign_in(eve).get(address).status_code == 404
    for address in (NEW, end):
        assert sign_in(dee).get(address).status_code == 403
    assert sign_in(eve).get(f"/areas/southshire/officers/{officer.pk}/end/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions(
    rows, sign_in, ada, dee, northshire, council, ned, on, django_assert_num_queries
):
    for role in ("accountable council", "executive lead", "dsco")[:rows]:
        post = make_post(northshire, council, holder=ned)
        name_officer(area=northshire, role=role, post=post, started_on=on, by=ada.membership, on=on)
    client = sign_in(dee)
    with django_assert_num_queries(7):
        client.get(LIST)
