"""Seats on a board: making one, filling it, ending it."""

import pytest

from boards.models import Seat
from tests.factories.areas import make_organisation, make_post
from tests.factories.boards import make_board, make_seat
from tests.words import words_of


@pytest.fixture
def board(northshire):
    return make_board(northshire)


def test_a_seat_is_made_empty_or_filled(sign_in, ada, board, icb, beas_post, on):
    address = f"/areas/northshire/boards/{board.pk}/seats/new/"
    sign_in(ada).post(address, {"organisation": icb.pk, "is_required": "on"})
    answer = sign_in(ada).post(address, {"organisation": icb.pk, "post": beas_post.pk, "is_chair": "on"})
    assert answer.url == board.get_absolute_url()
    empty, filled = Seat.objects.order_by("pk")
    assert (empty.post, empty.is_required, empty.is_chair, empty.started_on) == (None, True, False, on)
    assert (filled.post, filled.is_required, filled.is_chair) == (beas_post, False, True)
    text = words_of(sign_in(ada).get(board.get_absolute_url()))
    assert "Shires Integrated Care Board has a seat, an empty chair for now." in text


@pytest.mark.parametrize("typed", ["", "0", "no", "9" * 30])
def test_the_body_must_be_a_partner(typed, sign_in, ada, board):
    page = sign_in(ada).post(f"/areas/northshire/boards/{board.pk}/seats/new/", {"organisation": typed})
    expected = "Choose from the list." if typed else "Choose the body"
    assert page.context["form"].errors["organisation"] == [expected]
    assert not Seat.objects.exists()


def test_no_body_and_no_post_of_another_area_is_offered(sign_in, ada, board, icb, southshire, south_council):
    elsewhere = make_post(southshire, icb)
    address = f"/areas/northshire/boards/{board.pk}/seats/new/"
    page = sign_in(ada).post(address, {"organisation": south_council.pk, "post": elsewhere.pk})
    assert set(page.context["form"].errors) == {"organisation", "post"}
    text = words_of(sign_in(ada).get(address))
    assert "Southshire" not in text
    assert not Seat.objects.exists()


def test_a_post_of_another_body_is_refused(sign_in, ada, board, icb, neds_post):
    address = f"/areas/northshire/boards/{board.pk}/seats/new/"
    page = sign_in(ada).post(address, {"organisation": icb.pk, "post": neds_post.pk})
    words = "Choose a post of Shires Integrated Care Board, or leave the chair empty."
    assert page.context["form"].errors["post"] == [words]
    assert f'<option value="{icb.pk}" selected>' in words_of(page)


def test_a_second_chair_is_refused(sign_in, ada, board, council, icb):
    make_seat(board, council, is_chair=True)
    address = f"/areas/northshire/boards/{board.pk}/seats/new/"
    page = sign_in(ada).post(address, {"organisation": icb.pk, "is_chair": "on"})
    assert page.context["form"].errors["is_chair"] == ["This board has a chair already. End that seat first."]
    assert Seat.objects.count() == 1


def test_an_empty_chair_is_filled_by_a_post_of_its_body(sign_in, ada, board, icb, beas_post, neds_post, on):
    seat = make_seat(board, icb)
    address = f"/areas/northshire/seats/{seat.pk}/fill/"
    text = words_of(sign_in(ada).get(address))
    assert "empty chair since 1 January 2026" in text
    assert neds_post.title not in text
    assert sign_in(ada).post(address, {"post": neds_post.pk}).context["form"].errors["post"] == [
        "Choose from the list."
    ]
    assert sign_in(ada).post(address, {"post": beas_post.pk}).url == board.get_absolute_url()
    assert Seat.objects.live(on).get().post == beas_post


def test_a_seat_that_ended_is_not_filled(sign_in, ada, board, icb, beas_post, on):
    seat = make_seat(board, icb, ended_on=on)
    page = sign_in(ada).post(f"/areas/northshire/seats/{seat.pk}/fill/", {"post": beas_post.pk})
    assert page.context["form"].non_field_errors() == ["This seat ended on 14 October 2026."]


def test_a_seat_is_ended_after_one_press_more(sign_in, ada, board, icb, beas_post, on):
    seat = make_seat(board, icb, beas_post)
    address = f"/areas/northshire/seats/{seat.pk}/end/"
    assert "filled by Designated clinical officer" in words_of(sign_in(ada).get(address))
    seat.refresh_from_db()
    assert seat.ended_on is None
    assert sign_in(ada).post(address).url == board.get_absolute_url()
    seat.refresh_from_db()
    assert seat.ended_on == on


def test_the_list_of_posts_is_by_body(sign_in, ada, board, northshire, council):
    college = make_organisation(northshire, "A College", "college")
    make_post(northshire, college, "Principal")
    make_post(northshire, council, "Director")
    page = sign_in(ada).get(f"/areas/northshire/boards/{board.pk}/seats/new/")
    labels = [label for _, label in page.context["form"].fields["post"].choices]
    assert labels == ["Nobody yet: an empty chair", "A College: Principal", "Northshire Council: Director"]
