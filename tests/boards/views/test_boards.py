"""Boards: the tree of them, one of them, setting one up, placing it, closing it."""

from datetime import date

import pytest

from boards.models import Board
from tests.factories.actions import make_plan, make_workstream
from tests.factories.areas import make_post
from tests.factories.boards import make_board, make_meeting, make_seat
from tests.words import words_of

LIST = "/areas/northshire/boards/"
NEW = "/areas/northshire/boards/new/"


def test_the_list_is_a_tree_with_empty_chairs_and_next_meetings(sign_in, dee, northshire, council, icb, on):
    top = make_board(northshire, name="Improvement board")
    workstream = make_workstream(make_plan(northshire), council, title="Co-production")
    group = make_board(northshire, kind="task and finish group", name="Group 1", parent=top, workstream=workstream)
    make_seat(group, icb)
    make_seat(group, council, make_post(northshire, council))
    make_seat(group, council, make_post(northshire, council, closed_on=on))
    make_seat(group, icb, ended_on=on)
    make_meeting(group, on.replace(day=30))
    make_meeting(group, on.replace(day=20), cancelled_on=on)
    make_meeting(group, on.replace(day=22))
    page = sign_in(dee).get(LIST)
    boards = page.context["boards"]
    assert [(b.name, b.depth, b.reports_to) for b in boards] == [
        ("Improvement board", 0, ""),
        ("Group 1", 1, "Improvement board"),
    ]
    assert (boards[1].seats, boards[1].empty_chairs, boards[1].work) == (3, 2, "1. Co-production")
    text = words_of(page)
    assert "2 empty chairs" in text
    assert "22 October 2026" in text
    assert NEW not in text


def test_groups_stand_in_the_order_of_their_workstreams_and_closed_boards_last(sign_in, dee, northshire, council, on):
    plan = make_plan(northshire)
    first, second = make_workstream(plan, council), make_workstream(plan, council)
    kind = "task and finish group"
    make_board(northshire, kind=kind, name="A", workstream=second)
    make_board(northshire, kind=kind, name="B", workstream=first)
    make_board(northshire, name="Old", closed_on=on)
    page = sign_in(dee).get(LIST)
    assert [board.name for board in page.context["boards"]] == ["B", "A", "Old"]
    assert "Closed 14 October 2026" in words_of(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions(rows, sign_in, dee, northshire, icb, on, django_assert_num_queries):
    top = None
    for _ in range(rows):
        top = make_board(northshire, parent=top)
        make_seat(top, icb)
        make_meeting(top, on)
    client = sign_in(dee)
    with django_assert_num_queries(5):
        client.get(LIST)


def test_an_empty_list_says_how_to_begin(sign_in, ada, dee, northshire):
    assert NEW in words_of(sign_in(ada).get(LIST))
    text = words_of(sign_in(dee).get(LIST))
    assert "No boards yet" in text
    assert NEW not in text


def test_strangers_find_nothing_and_readers_change_nothing(sign_in, eve, dee, northshire, icb):
    board = make_board(northshire)
    seat = make_seat(board, icb)
    own = f"/areas/northshire/boards/{board.pk}/"
    edits = [NEW, own + "edit/", own + "place/", own + "close/", own + "seats/new/", own + "meetings/new/"]
    edits += [f"/areas/northshire/seats/{seat.pk}/fill/", f"/areas/northshire/seats/{seat.pk}/end/"]
    for address in [LIST, own, *edits]:
        assert sign_in(eve).get(address).status_code == 404
    for address in edits:
        assert sign_in(dee).get(address).status_code == 403


def test_another_areas_board_is_not_found_through_ones_own(sign_in, eve, northshire):
    board = make_board(northshire)
    assert sign_in(eve).get(f"/areas/southshire/boards/{board.pk}/").status_code == 404


def test_a_board_is_set_up(sign_in, ada, northshire, council):
    top = make_board(northshire)
    workstream = make_workstream(make_plan(northshire), council)
    sent = {
        "kind": "task and finish group",
        "name": "Group 1",
        "parent": top.pk,
        "workstream": workstream.pk,
        "established_on_day": "1",
        "established_on_month": "9",
        "established_on_year": "2026",
    }
    answer = sign_in(ada).post(NEW, sent)
    board = Board.objects.get(name="Group 1")
    assert answer.url == board.get_absolute_url()
    assert (board.parent, board.workstream, board.plan, f"{board.established_on}") == (
        top,
        workstream,
        None,
        "2026-09-01",
    )


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Enter the name"),
        ("name", "Taken", "There is a board of this name already. Choose another name."),
        ("name", "x" * 151, "Use 150 characters or fewer. There are 151 now."),
        ("name", "a\x00b", "There is a character here that cannot be kept."),
        ("kind", "", "Choose the kind of board"),
        ("kind", "circus", "Choose from the list."),
        ("parent", "999999", "Choose from the list."),
        ("parent", "9" * 40, "Choose from the list."),
        ("parent", "\x00", "Null characters are not allowed."),
        ("workstream", "<script>", "Choose from the list."),
        ("established_on_day", "31", "Enter a real date, such as 14 5 2027."),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(field, typed, words, sign_in, ada, northshire):
    make_board(northshire, name="Taken")
    sent = {
        "kind": "improvement board",
        "name": "<script>alert(1)</script> \N{OWL}",
        "established_on_day": "1",
        "established_on_month": "2",
        "established_on_year": "2020",
        field: typed,
    }
    page = sign_in(ada).post(NEW, sent)
    assert page.status_code == 200
    name = field.removesuffix("_day")
    assert words in " ".join(page.context["form"].errors[name])
    assert list(page.context["form"].errors) == [name]
    if field != "name":
        assert "&lt;script&gt;alert(1)&lt;/script&gt; \N{OWL}" in words_of(page)
    assert Board.objects.count() == 1


def test_other_areas_boards_and_plans_cannot_be_chosen(sign_in, ada, northshire, southshire, south_council):
    plan = make_plan(southshire)
    wrong = {
        "parent": make_board(southshire).pk,
        "plan": plan.pk,
        "workstream": make_workstream(plan, south_council).pk,
    }
    page = sign_in(ada).post(NEW, {"kind": "task and finish group", "name": "New", **wrong})
    assert set(page.context["form"].errors) == set(wrong)
    assert not Board.objects.filter(name="New").exists()


def test_a_workstream_needs_a_group(sign_in, ada, northshire, council):
    workstream = make_workstream(make_plan(northshire), council)
    page = sign_in(ada).post(NEW, {"kind": "cabinet", "name": "Cabinet", "workstream": workstream.pk})
    assert page.context["form"].errors["workstream"] == ["Only a task and finish group works on a workstream."]


def test_a_board_shows_who_sits_where_and_what_is_empty(sign_in, ada, northshire, council, icb, beas_post, on):
    top = make_board(northshire, name="Improvement board", plan=make_plan(northshire, title="The plan"))
    board = make_board(northshire, name="Group 1", parent=top)
    make_seat(top, council, is_chair=True)
    make_seat(top, icb, beas_post, is_required=False)
    make_meeting(top, on.replace(day=30), note="In the library")
    make_meeting(top, on.replace(day=28), cancelled_on=on)
    make_meeting(top, on.replace(day=2))
    page = sign_in(ada).get(top.get_absolute_url())
    found = page.context["found"]
    assert [(seat.body, seat.is_empty, seat.holders) for seat in found.seats] == [
        ("Northshire Council", True, ""),
        ("Shires Integrated Care Board", False, "Bea"),
    ]
    assert [meeting.day for meeting in found.coming] == ["28 October 2026", "30 October 2026"]
    assert [meeting.day for meeting in found.past] == ["2 October 2026"]
    assert (found.work, found.work_label, [group.name for group in found.groups]) == (
        "The plan",
        "Governs",
        ["Group 1"],
    )
    text = words_of(page)
    for words in ("1 empty chair", "In the library", "(cancelled)", "No post has been named for it.", "(chair)"):
        assert words in text
    assert "Improvement board</a>" in words_of(sign_in(ada).get(board.get_absolute_url()))


def test_a_chair_whose_post_closed_is_empty(sign_in, dee, northshire, icb, on):
    board = make_board(northshire)
    make_seat(board, icb, make_post(northshire, icb, "Old post", closed_on=on))
    text = words_of(sign_in(dee).get(board.get_absolute_url()))
    assert "The post Old post closed on 14 October 2026." in text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_board_asks_the_same_few_questions(rows, sign_in, dee, northshire, icb, on, django_assert_num_queries):
    board = make_board(northshire, plan=make_plan(northshire))
    for day in range(1, rows + 1):
        make_seat(board, icb, make_post(northshire, icb, holder=dee))
        make_meeting(board, on.replace(day=day))
        make_board(northshire, parent=board)
    client = sign_in(dee)
    with django_assert_num_queries(11):
        client.get(board.get_absolute_url())


def test_a_closed_board_offers_no_change(sign_in, ada, northshire, on):
    board = make_board(northshire, closed_on=on)
    text = words_of(sign_in(ada).get(board.get_absolute_url()))
    assert "Closed on 14 October 2026" in text
    assert "seats/new/" not in text


def test_a_board_is_placed_under_another_but_never_in_a_circle(sign_in, ada, northshire):
    top = make_board(northshire, name="Top")
    low = make_board(northshire, name="Low", parent=top)
    address = f"/areas/northshire/boards/{top.pk}/place/"
    page = sign_in(ada).post(address, {"parent": low.pk})
    assert page.context["form"].errors["parent"] == ["Low reports to Top, so Top cannot report to it."]
    other = make_board(northshire, name="Other")
    assert sign_in(ada).post(address, {"parent": other.pk}).url == top.get_absolute_url()
    top.refresh_from_db()
    assert top.parent == other
    assert "It reports to Other now." in words_of(sign_in(ada).get(address))


def test_a_board_is_closed_once_no_meeting_stands(sign_in, ada, northshire, on):
    board = make_board(northshire)
    meeting = make_meeting(board, on.replace(day=30))
    address = f"/areas/northshire/boards/{board.pk}/close/"
    assert "A meeting stands on 30 October 2026. Cancel it first." in words_of(sign_in(ada).post(address))
    type(meeting).objects.filter(pk=meeting.pk).update(cancelled_on=on)
    assert sign_in(ada).get(address).status_code == 200
    assert sign_in(ada).post(address).url == board.get_absolute_url()
    board.refresh_from_db()
    assert board.closed_on == on


def test_the_name_and_plan_of_a_board_can_be_changed(sign_in, ada, northshire):
    ended = make_plan(northshire, title="Ended plan", ended_on=date(2026, 9, 1))
    board = make_board(northshire, name="Old name", plan=ended)
    address = f"/areas/northshire/boards/{board.pk}/edit/"
    assert address in words_of(sign_in(ada).get(board.get_absolute_url()))
    text = words_of(sign_in(ada).get(address))
    assert "Old name" in text
    assert "Ended plan" in text
    plan = make_plan(northshire)
    sent = {"kind": "partnership board", "name": "New name", "plan": plan.pk}
    assert sign_in(ada).post(address, sent).url == board.get_absolute_url()
    board.refresh_from_db()
    assert (board.name, board.kind, board.plan) == ("New name", "partnership board", plan)


def test_a_change_of_a_board_that_cannot_be_is_told_beside_the_field(sign_in, ada, northshire, southshire):
    make_board(northshire, name="Taken")
    board = make_board(northshire, name="Kept")
    address = f"/areas/northshire/boards/{board.pk}/edit/"
    sound = {"kind": board.kind, "name": "Typed <b>", "plan": ""}
    for field, typed in (("name", "Taken"), ("kind", "circus"), ("plan", make_plan(southshire).pk), ("name", "")):
        page = sign_in(ada).post(address, {**sound, field: typed})
        assert list(page.context["form"].errors) == [field]
    board.refresh_from_db()
    assert board.name == "Kept"
