"""Where a draft of a report shows: on the home of those who draft and approve, at its meeting, and nowhere else."""

import pytest

from boards.models import Report
from tests.factories.actions import make_plan
from tests.factories.areas import make_membership
from tests.factories.boards import make_board, make_meeting
from tests.words import words_of


@pytest.fixture
def board(northshire):
    return make_board(northshire, plan=make_plan(northshire))


@pytest.fixture
def report(board, ned, on):
    return Report.objects.create(
        meeting=make_meeting(board, on),
        plan=board.plan,
        title="October report",
        cutoff_on=on,
        figures={},
        figures_taken_on=on,
        drafted_on=on,
        drafted_by=ned.membership,
    )


def needs(client):
    return [need.text for need in client.get("/areas/northshire/").context["home"].needs]


@pytest.mark.usefixtures("report")
def test_a_draft_waits_for_the_chair_to_approve(sign_in, cal, ned, dee):
    assert needs(sign_in(cal)) == ["Approve the draft: October report"]
    assert needs(sign_in(ned)) == ["Finish the draft: October report"]
    assert needs(sign_in(dee)) == []


def test_the_draft_of_a_cancelled_meeting_waits_for_nobody(sign_in, cal, southshire, south_council, report, on):
    make_membership(cal, southshire, south_council, "chair")
    client = sign_in(cal)
    assert [need.text for need in client.get("/my/").context["areas"][0].needs] == ["Approve the draft: October report"]
    report.meeting.cancelled_on = on
    report.meeting.save()
    assert client.get("/my/").context["areas"][0].needs == needs(client) == []


def test_a_draft_is_seen_by_those_who_may_and_ends_the_offer(sign_in, ned, dee, board, report):
    address = report.meeting.get_absolute_url()
    page = sign_in(ned).get(address)
    assert [(r.title, r.url, r.state) for r in page.context["found"].reports] == [
        ("October report", report.get_absolute_url(), "Draft")
    ]
    assert page.context["may_draft"] is False
    assert "October report" in words_of(sign_in(ned).get(board.get_absolute_url()))
    assert "October report" not in words_of(sign_in(dee).get(address))
    assert "October report" not in words_of(sign_in(dee).get(board.get_absolute_url()))
