"""The figures of a report: as of the cut-off, equal to the engine's, in plain JSON."""

import json
from datetime import date
from uuid import uuid4

import pytest

from actions.services import feedback, plans
from actions.summaries import counts, snapshot
from areas.services import name_officer
from boards.services.reports import board_html
from boards.summaries.figures import plan_of, report_figures
from boards.summaries.reports import content_of
from inspections.services import record_inspection
from tests.factories.actions import make_action, make_plan, make_update
from tests.factories.boards import make_board, make_meeting
from tests.factories.inspections import make_inspection
from tests.factories.reports import CUTOFF, make_approved, make_draft


def rows_of(figures):
    return {row["code"]: (row["now"], row["before"], row["change"]) for row in figures["counts"]["rows"]}


def test_it_counts_now_and_at_the_last_meeting(meeting):
    found = report_figures(meeting, CUTOFF)
    assert rows_of(found) == {
        "red": (1, 0, "+1"),
        "amber": (1, 1, "no change"),
        "green": (0, 1, "-1"),
        "complete": (1, 0, "+1"),
        "not-started": (1, 2, "-1"),
    }
    assert found["counts"]["total"] == 4
    assert found["before"] == "14 September 2026"


def test_the_counts_are_the_engines(meeting):
    found = report_figures(meeting, CUTOFF)
    engine = counts(snapshot(meeting.board.plan, CUTOFF))
    assert {row["code"]: row["now"] for row in found["counts"]["rows"]} == {s.code: n for s, n in engine.tiles}
    assert len(found["actions"]) == engine.total


def test_what_is_said_after_the_cut_off_is_not_in_it(meeting, ada):
    before = report_figures(meeting, CUTOFF)
    action = meeting.board.plan.actions.first()
    make_update(action, ada.membership, date(2026, 10, 13), "in progress", "green", reason="Found somebody.")
    make_action(action.workstream, added_on=date(2026, 10, 13))
    assert report_figures(meeting, CUTOFF) == before


def test_it_is_plain_json(meeting):
    found = report_figures(meeting, CUTOFF)
    assert json.loads(json.dumps(found)) == found


def test_what_moved_says_from_what_to_what_and_why(meeting):
    moved = {row["reference"]: row for row in report_figures(meeting, CUTOFF)["moved"]}
    assert set(moved) == {"A1", "A4"}
    assert (moved["A1"]["from"]["word"], moved["A1"]["to"]["word"]) == ("Green", "Red")
    assert moved["A1"]["reason"] == "Nobody could be found."
    assert moved["A1"]["is_worse"]
    assert moved["A4"]["is_better"]


def test_red_comes_before_amber_with_the_way_back(meeting):
    found = report_figures(meeting, CUTOFF)["attention"]
    assert [row["reference"] for row in found] == ["A1", "A2"]
    assert found[0]["route_to_green"] == "Ask an agency."
    assert found[0]["wanted_from_board"] == "Agree the money."


def test_overdue_is_open_and_past_its_day(meeting):
    assert [row["reference"] for row in report_figures(meeting, CUTOFF)["overdue"]] == ["A3"]


def test_highlights_are_the_latest_of_each_workstream(meeting):
    row = report_figures(meeting, CUTOFF)["highlights"][0]
    assert (row["month"], row["rag"]["word"], row["proposed"]) == ("October 2026", "Amber", "Red")
    assert not row["is_of_an_earlier_month"]
    before_it_was_written = report_figures(meeting, date(2026, 10, 5))["highlights"][0]
    assert before_it_was_written["month"] == ""


def test_contributions_outstanding_and_empty_chairs_are_told(meeting, council):
    found = report_figures(meeting, CUTOFF)
    assert [(row["reference"], row["body"], row["state"]) for row in found["contributions"]] == [
        ("A1", "Northshire Council", "asked")
    ]
    assert found["seats_empty"] == [{"body": "Northshire Council", "is_required": True}]


def test_dates_ahead_are_meetings_and_what_the_law_asks(meeting, northshire, ada):
    inspection = make_inspection(northshire)
    record_inspection(
        area=northshire, title="The visit of June", framework=inspection.framework, started_on=date(2026, 6, 8),
        ended_on=date(2026, 6, 12), report_received_on=date(2026, 8, 3), report_published_on=date(2026, 8, 10),
        outcome=inspection.outcome,
        by=ada.membership, on=date(2026, 8, 3),
    )  # fmt: skip
    found = report_figures(meeting, CUTOFF)["dates"]
    assert "Meeting" in {row["kind"] for row in found}
    assert any(row["is_statutory"] and "The visit of June" in row["what"] for row in found)
    assert found == sorted(found, key=lambda row: row["on"])


def test_the_first_report_has_nothing_to_compare_with(meeting):
    first = meeting.board.meetings.order_by("on").first()
    found = report_figures(first, date(2026, 9, 10))
    assert found["before"] == ""
    assert found["moved"] == []
    assert rows_of(found)["amber"] == (1, None, "")


def test_it_compares_with_the_figures_the_last_meeting_was_given(meeting, cal):
    """The last report's cut-off, not the day of its meeting, so that a reader finds its numbers again."""
    first = meeting.board.meetings.order_by("on").first()
    make_approved(first, cal.membership, on=date(2026, 9, 8))
    found = report_figures(meeting, CUTOFF)
    assert found["before"] == "8 September 2026"
    assert [column["on"] for column in found["chart"]] == ["2026-09-08", "2026-10-12"]


def test_the_chart_looks_back_on_twelve_meetings_at_most(meeting):
    for month in range(1, 13):
        make_meeting(meeting.board, date(2025, month, 3))
    columns = report_figures(meeting, CUTOFF)["chart"]
    assert len(columns) == 12
    assert columns[-1]["on"] == CUTOFF.isoformat()
    assert columns[-1]["counts"]["red"] == 1


def test_a_group_is_told_of_its_own_workstream_alone(meeting, northshire, neds_post):
    other = make_action(meeting.board.plan.workstreams.first(), neds_post, reference="B1")
    workstream = meeting.board.plan.workstreams.create(
        number="2", position=2, title="Second", lead_body=neds_post.organisation
    )
    mine = make_action(workstream, neds_post, reference="C1")
    group = make_board(northshire, kind="task and finish group", workstream=workstream)
    found = report_figures(make_meeting(group, date(2026, 10, 14)), CUTOFF)
    assert [row["reference"] for row in found["actions"]] == [mine.reference]
    assert other.reference not in json.dumps(found)
    assert [row["number"] for row in found["highlights"]] == ["2"]
    assert found["chart"][-1]["counts"]["not-started"] == 1


@pytest.mark.parametrize("meetings", [1, 3])
def test_a_groups_figures_ask_no_more_for_more_meetings(meetings, meeting, northshire, django_assert_num_queries):
    group = make_board(northshire, kind="task and finish group", workstream=meeting.board.plan.workstreams.get())
    for month in range(1, meetings + 1):
        make_meeting(group, date(2026, month + 5, 3))
    october = make_meeting(group, date(2026, 10, 14))
    with django_assert_num_queries(26):
        report_figures(october, CUTOFF)


def test_a_month_in_which_nothing_moved_says_so(meeting, cal):
    make_approved(meeting, cal.membership)
    november = meeting.board.meetings.order_by("on").last()
    report = make_approved(november, cal.membership, on=date(2026, 10, 13))
    words = report.content["sections"][0]["words"]
    assert "No rating has changed since 12 October 2026, the position the last meeting was given." in words


def test_a_new_action_is_new_and_not_better_or_worse(meeting, neds_post, cal):
    make_action(meeting.board.plan.workstreams.first(), neds_post, added_on=date(2026, 10, 1))
    words = make_approved(meeting, cal.membership).content["sections"][0]["words"]
    assert "1 action moved to a better rating and 1 to a worse one; 1 is new." in words


def test_a_board_reports_on_the_plan_that_superseded_its_own(meeting, ada, on):
    board = meeting.board
    old = board.plan
    old.ended_on = date(2026, 10, 1)
    old.save()
    assert plan_of(board, on) == old  # nothing took its place
    new = make_plan(old.area, supersedes=old, started_on=date(2026, 10, 1))
    assert plan_of(board, date(2026, 9, 30)) == old
    assert plan_of(board, on) == new


def test_a_report_is_headed_by_the_officers_of_its_day(meeting, northshire, ada, neds_post, beas_post, on):
    for role, post, day in (("executive lead", neds_post, date(2026, 9, 1)), ("dco", beas_post, date(2026, 10, 13))):
        name_officer(area=northshire, role=role, post=post, started_on=day, by=ada.membership, on=on)
    head = {"role": "Executive lead for SEND", "post": "Head of SEND", "body": "Northshire Council"}
    assert report_figures(meeting, CUTOFF)["officers"] == [head]
    report = make_draft(meeting, ada.membership)
    html = board_html(content_of(report, {}, is_demonstration=False))
    assert "Executive lead for SEND" in html
    assert "Designated clinical officer" not in html


def test_the_letters_that_asked_for_more_are_told_to_the_whole_board_as_of_the_cut_off(meeting, ada):
    plan = meeting.board.plan
    assert report_figures(meeting, CUTOFF)["feedback"] == []
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=date(2026, 9, 1))
    letter = {"outcome": "fit with points", "letter_on": date(2026, 9, 14), "points": ["Say who leads."]}
    verdict = plans.record_verdict(submission=submission, **letter, by=ada.membership, on=CUTOFF)
    feedback.answer_point(
        point=verdict.points.get(), text="After the cut-off.", answered_on=date(2026, 10, 14), submission=uuid4(),
        by=ada.membership, on=date(2026, 10, 14),
    )  # fmt: skip
    found = report_figures(meeting, CUTOFF)
    assert json.loads(json.dumps(found)) == found
    (told,) = found["feedback"]
    assert [(point["number"], point["text"], point["state"]) for point in told["points"]] == [
        (1, "Say who leads.", "Unanswered")
    ]
    html = board_html(content_of(make_draft(meeting, ada.membership), {}, is_demonstration=False))
    assert "Actions taken since the inspection" in html
    assert "Say who leads." in html
    group = make_board(meeting.board.area, kind="task and finish group", workstream=plan.workstreams.first())
    assert report_figures(make_meeting(group, meeting.on), CUTOFF)["feedback"] == []


def test_without_such_a_letter_the_report_has_no_such_section(meeting, ada):
    content = content_of(make_draft(meeting, ada.membership), {}, is_demonstration=False)
    assert "Actions taken since the inspection" not in board_html(content)
