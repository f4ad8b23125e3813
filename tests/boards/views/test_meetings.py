"""Meetings: planning one or a year of them, what one has before it, calling it off."""

from datetime import date
from uuid import uuid4

import pytest

from boards.models import Meeting
from boards.services import reports
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.boards import make_board, make_meeting
from tests.factories.reports import make_draft
from tests.words import words_of


@pytest.fixture
def board(northshire):
    return make_board(northshire, plan=make_plan(northshire, title="The plan"))


def typed(first, repeat="once", until=None, **more):
    sent = {"repeat": repeat, **more}
    for name, day in (("meeting_on", first), ("until", until)):
        if day:
            sent |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return sent


def new(board):
    return f"/areas/northshire/boards/{board.pk}/meetings/new/"


def test_one_meeting_is_planned(sign_in, ada, board):
    answer = sign_in(ada).post(new(board), typed(date(2026, 11, 4), note="Online"))
    meeting = Meeting.objects.get()
    assert (answer.url, meeting.on, meeting.note) == (meeting.get_absolute_url(), date(2026, 11, 4), "Online")


def test_monthly_meetings_keep_their_weekday_and_every_move_is_told(sign_in, ada, board):
    # The first Monday: in May 2027 that is a bank holiday.
    answer = sign_in(ada).post(new(board), typed(date(2027, 4, 5), "same weekday", date(2027, 6, 30)))
    assert answer.url == board.get_absolute_url()
    days = [date(2027, 4, 5), date(2027, 5, 4), date(2027, 6, 7)]
    assert list(Meeting.objects.order_by("on").values_list("on", flat=True)) == days
    text = words_of(sign_in(ada).get(answer.url))
    assert "3 meetings are planned: " in text
    assert "3 May 2027 is no working day, so it is 4 May 2027." in text


def test_a_day_taken_refuses_all_of_them(sign_in, ada, board):
    make_meeting(board, date(2026, 12, 2))
    page = sign_in(ada).post(new(board), typed(date(2026, 11, 4), "same weekday", date(2027, 3, 31)))
    assert page.context["form"].errors["meeting_on"] == [f"{board} meets already on 2 December 2026."]
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "meeting_on", "Enter the day of the meeting, or of the first one"),
        ({"repeat": "never"}, "repeat", "Choose from the list."),
        ({"until": None, "repeat": "same day"}, "until", "Enter the day until which the board meets every month."),
        ({"until": date(2026, 11, 3), "repeat": "same day"}, "until", "Enter a day after the first meeting."),
        ({"until": date(2028, 12, 1), "repeat": "same day"}, "until", "Enter a day within two years of the first"),
        ({"until": date(2026, 12, 1)}, "repeat", "Choose how often, or leave the last day empty."),
        ({"note": "x" * 201}, "note", "Use 200 characters or fewer. There are 201 now."),
        ({"note": "a\x00"}, "note", "There is a character here that cannot be kept."),
        ({"meeting_on_day": "31", "meeting_on_month": "02"}, "meeting_on", "Enter a real date"),
        ({"until_day": "31", "repeat": "same day"}, "until", "The date needs a month and a year too"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(sent, field, words, sign_in, ada, board):
    first = None if field == "meeting_on" and not sent else date(2026, 11, 4)
    full = {**typed(first, sent.get("repeat", "once"), sent.get("until"), note="Kept <b>"), **sent}
    full.pop("until", None)
    page = sign_in(ada).post(new(board), full)
    assert page.context["form"].errors.keys() == {field}
    assert words in page.context["form"].errors[field][0]
    if field != "note":
        assert "Kept &lt;b&gt;" in words_of(page)
    assert not Meeting.objects.exists()


def test_a_closed_board_meets_no_more(sign_in, ada, northshire, on):
    closed = make_board(northshire, closed_on=on)
    page = sign_in(ada).post(new(closed), typed(date(2026, 11, 4)))
    assert "closed on 14 October 2026 and meets no more." in page.context["form"].errors["meeting_on"][0]


def test_a_meeting_shows_papers_and_ratings_now_and_then(sign_in, ned, northshire, council, board, on):
    workstream = make_workstream(board.plan, council)
    slipping, new_one = make_action(workstream), make_action(workstream)
    make_update(slipping, ned.membership, date(2026, 9, 1), rag="green")
    make_update(slipping, ned.membership, date(2026, 10, 1), rag="red")
    make_update(new_one, ned.membership, date(2026, 10, 1), rag="red")
    make_meeting(board, date(2026, 8, 12))
    last = make_meeting(board, date(2026, 9, 9))
    make_meeting(board, date(2026, 9, 30), cancelled_on=on)
    meeting = make_meeting(board, date(2026, 10, 28))
    page = sign_in(ned).get(meeting.get_absolute_url())
    found = page.context["found"]
    assert (found.papers_due_on, found.papers) == (date(2026, 10, 20), "That is in 4 working days.")
    assert (found.previous_on, found.previous_url, found.now_on) == (last.on, last.get_absolute_url(), on)
    by_word = {line.shown.word: (line.before, line.now, line.change) for line in found.ratings}
    assert by_word["Red"] == (0, 2, "2 more")
    assert by_word["Green"] == (1, 0, "1 fewer")
    assert by_word["Amber"] == (0, 0, "no change")
    past = sign_in(ned).get(last.get_absolute_url()).context["found"]
    assert (past.now_on, past.papers) == (last.on, "")
    assert {line.shown.word: line.now for line in past.ratings}["Green"] == 1


def test_a_first_meeting_compares_with_nothing(sign_in, dee, board):
    found = sign_in(dee).get(make_meeting(board, date(2026, 10, 22)).get_absolute_url()).context["found"]
    assert (found.previous_on, {line.before for line in found.ratings}) == (None, {None})
    assert found.papers == "That is today."


def test_at_the_last_meeting_means_the_figures_it_was_given(sign_in, ada, cal, ned, council, board):
    """The report to the last meeting had its cut-off two days before: what moved in between was not before it."""
    action = make_action(make_workstream(board.plan, council))
    make_update(action, ned.membership, date(2026, 9, 1), rag="green")
    make_update(action, ned.membership, date(2026, 9, 8), rag="red")
    last, meeting = make_meeting(board, date(2026, 9, 9)), make_meeting(board, date(2026, 10, 28))
    report = make_draft(last, ada.membership, date(2026, 9, 7))
    reports.approve_report(report=report, by=cal.membership, on=date(2026, 9, 8))
    page = sign_in(ned).get(meeting.get_absolute_url())
    found = page.context["found"]
    assert (found.previous_on, found.before_on) == (last.on, date(2026, 9, 7))
    assert {line.shown.word: line.before for line in found.ratings}["Green"] == 1
    assert "with figures of 7 September 2026" in words_of(page)
    home = sign_in(ned).get("/areas/northshire/").context["home"]
    assert (home.last_meeting_on, home.changes_since) == (last.on, "7 September 2026")
    assert [(change.before.word, change.action.shown.word) for change in home.changes] == [("Green", "Red")]


def test_papers_that_are_late_are_said_to_be(sign_in, dee, board):
    found = sign_in(dee).get(make_meeting(board, date(2026, 10, 16)).get_absolute_url()).context["found"]
    assert found.papers == "That was 4 working days ago."


def test_a_group_sees_its_own_workstream_and_its_highlights(sign_in, dee, ned, northshire, council, board, on):
    mine, other = make_workstream(board.plan, council), make_workstream(board.plan, council)
    make_update(make_action(mine), ned.membership, on, rag="amber")
    make_update(make_action(other), ned.membership, on, rag="red")
    for rag, done in (("amber", "First words"), ("green", "Corrected words")):
        mine.highlights.create(
            month_on=date(2026, 9, 1), on=on, recorded_by=ned.membership, submission=uuid4(), proposed_rag="amber",
            rag=rag, moderation_reason="" if rag == "amber" else "Nearly there", done=done, next="More",
        )  # fmt: skip
    group = make_board(northshire, kind="task and finish group", workstream=mine)
    found = sign_in(dee).get(make_meeting(group, on).get_absolute_url()).context["found"]
    assert (found.total, {line.shown.word: line.now for line in found.ratings}["Amber"]) == (1, 1)
    assert [(h.month, h.shown.word, h.done) for h in found.highlights] == [
        ("September 2026", "Green", "Corrected words")
    ]


def test_a_board_without_a_plan_has_no_ratings_and_no_report(sign_in, ned, northshire, on):
    meeting = make_meeting(make_board(northshire, kind="cabinet"), on)
    page = sign_in(ned).get(meeting.get_absolute_url())
    assert "so there are no ratings to bring to it" in words_of(page)
    assert page.context["may_draft"] is False


def test_who_drafts_is_offered_the_button(sign_in, ned, dee, board, on):
    address = make_meeting(board, on).get_absolute_url()
    assert sign_in(ned).get(address).context["may_draft"] is True
    assert sign_in(dee).get(address).context["may_draft"] is False


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_asks_the_same_few_questions(rows, sign_in, dee, ned, council, board, on, django_assert_num_queries):
    workstream = make_workstream(board.plan, council)
    for day in range(1, rows + 1):
        make_update(make_action(workstream), ned.membership, on, rag="red")
        make_meeting(board, date(2026, 9, day))
    meeting = make_meeting(board, on)
    client = sign_in(dee)
    with django_assert_num_queries(11):
        client.get(meeting.get_absolute_url())


def test_a_meeting_is_called_off_after_one_press_more(sign_in, ada, dee, eve, board, on):
    meeting = make_meeting(board, date(2026, 11, 4))
    own = meeting.get_absolute_url()
    address = own + "cancel/"
    assert sign_in(eve).get(own).status_code == 404
    assert sign_in(eve).get(address).status_code == 404
    assert sign_in(dee).get(address).status_code == 403
    assert "Cancel the meeting of 4 November 2026" in words_of(sign_in(ada).get(address))
    meeting.refresh_from_db()
    assert meeting.cancelled_on is None
    assert sign_in(ada).post(address).url == board.get_absolute_url()
    text = words_of(sign_in(ada).get(own))
    assert "Cancelled on 14 October 2026." in text
    assert "Papers are due" not in text
