"""Figures: one engine, equal from columns and from history, on any day."""

from datetime import date, timedelta

import pytest

from actions import summaries
from actions.models import Action, DueDateChange
from actions.status import AMBER, GREEN, KEY, NOT_STARTED, RED, Rag
from actions.summaries import RagCounts
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.areas import make_visit
from tests.factories.inspections import make_finding, make_source


@pytest.fixture
def plan(northshire):
    return make_plan(northshire)


@pytest.fixture
def stream(plan, council):
    return make_workstream(plan, council)


def test_the_counts_of_each_day_come_from_history(plan, stream, ada):
    first, second = make_action(stream), make_action(stream)
    make_action(stream, added_on=date(2026, 9, 1))
    make_update(first, ada.membership, date(2026, 7, 1), rag="red")
    make_update(first, ada.membership, date(2026, 8, 1), rag="amber")
    make_update(first, ada.membership, date(2026, 8, 1), rag="green")  # the later of two on one day counts
    make_update(second, ada.membership, date(2026, 8, 2), stage="complete")
    days = [date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)]
    assert summaries.rag_counts_on(plan, days) == {
        days[0]: RagCounts(),
        days[1]: RagCounts(not_started=2),
        days[2]: RagCounts(red=1, not_started=1),
        days[3]: RagCounts(green=1, not_started=1),
        days[4]: RagCounts(green=1, complete=1, not_started=1),
    }
    for day, counts in summaries.rag_counts_on(plan, days).items():
        assert summaries.counts(summaries.snapshot(plan, day)) == counts
    assert summaries.rag_counts_on(plan, []) == {}


def test_superseded_actions_are_not_counted_and_paused_ones_are(plan, stream, ada, on):
    make_update(make_action(stream), ada.membership, on, stage="superseded")
    make_update(make_action(stream), ada.membership, on, stage="paused")
    counts = summaries.counts(summaries.snapshot(plan, on))
    assert (counts.total, counts.plain) == (1, 1)


def test_the_tiles_follow_the_key(plan, stream, ada, on):
    make_update(make_action(stream), ada.membership, on, rag="amber")
    tiles = summaries.counts(summaries.snapshot(plan, on)).tiles
    assert tiles == [(shown, 1 if shown == AMBER else 0) for shown in KEY]


def test_a_snapshot_of_a_past_day_has_the_words_and_the_due_date_of_that_day(plan, stream, neds_post, beas_post, ada):
    finding = make_finding(make_source(plan.area), number="2")
    action = make_action(stream, beas_post, due_on=date(2026, 12, 1), findings=[finding])
    action.leads.create(post=neds_post)
    make_update(action, ada.membership, date(2026, 7, 1), rag="red", reason="No psychologist", route_to_green="Recruit")
    make_update(action, ada.membership, date(2026, 9, 1), rag="green", reason="Recruited")
    DueDateChange.objects.create(
        action=action, on=date(2026, 8, 1), recorded_by=ada.membership, from_on=date(2026, 12, 1),
        to_on=date(2027, 1, 15), reason="Late start", authority="The board",
    )  # fmt: skip
    Action.objects.filter(pk=action.pk).update(due_on=date(2027, 1, 15))

    (state,) = summaries.snapshot(plan, date(2026, 7, 31))
    assert (state.shown, state.reason, state.route_to_green) == (RED, "No psychologist", "Recruit")
    assert (state.due, state.first_due_on) == ("1 December 2026", date(2026, 12, 1))
    assert state.bodies == ("Shires ICB", "Northshire Council")
    assert state.reporting.post == "Designated clinical officer"
    assert [mark.number for mark in state.findings] == ["2"]
    assert state.url == f"/areas/northshire/actions/{action.pk}/"

    (later,) = summaries.snapshot(plan, date(2026, 9, 1))
    assert (later.shown, later.due) == (GREEN, "15 January 2027")
    assert summaries.snapshot(plan, date(2026, 5, 31)) == []


def test_what_moved_between_two_days(plan, stream, ada):
    steady, moved = make_action(stream), make_action(stream)
    new = make_action(stream, added_on=date(2026, 8, 1))
    make_update(steady, ada.membership, date(2026, 7, 1), rag="green")
    make_update(moved, ada.membership, date(2026, 7, 1), rag="green")
    make_update(moved, ada.membership, date(2026, 8, 1), rag="red", reason="Stuck")
    before, after = summaries.snapshot(plan, date(2026, 7, 31)), summaries.snapshot(plan, date(2026, 8, 31))
    found = [(move.action.id, move.before, move.after) for move in summaries.moves(before, after)]
    assert found == [(moved.pk, GREEN, RED), (new.pk, None, NOT_STARTED)]


def test_reds_come_before_ambers_and_greens_do_not_come(plan, stream, ada, on):
    amber, green, red = make_action(stream), make_action(stream), make_action(stream)
    for action, rag in ((amber, "amber"), (green, "green"), (red, "red")):
        make_update(action, ada.membership, on, rag=rag)
    states = summaries.snapshot(plan, on)
    assert [state.id for state in summaries.needing_attention(states)] == [red.pk, amber.pk]
    assert summaries.proposed_rag(states) is Rag.RED
    assert summaries.proposed_rag([]) is None


@pytest.mark.parametrize(
    ("stage", "days_past", "is_overdue"),
    [
        ("not started", 0, False),
        ("not started", 1, True),
        ("in progress", 1, True),
        ("paused", 1, True),
        ("complete", 1, False),
        ("embedded", 1, False),
        ("superseded", 1, False),
    ],
)
def test_overdue_is_after_the_day_and_only_while_open(plan, stream, ada, on, stage, days_past, is_overdue):
    action = make_action(stream, due_on=on - timedelta(days=days_past))
    make_update(action, ada.membership, on, stage=stage, rag="green" if stage == "in progress" else "")
    assert summaries.snapshot(plan, on)[0].is_overdue is is_overdue
    assert Action.objects.overdue(on).exists() is is_overdue
    assert action.is_overdue(on) is is_overdue


def test_an_action_without_a_date_is_never_overdue(plan, stream, on):
    make_action(stream, due_on=None)
    (state,) = summaries.snapshot(plan, on)
    assert (state.is_overdue, state.due) == (False, "No date")


@pytest.mark.parametrize(("days", "is_silent"), [(31, False), (32, True)])
def test_silent_is_in_progress_without_a_word_for_longer_than_a_month(plan, stream, ada, on, days, is_silent):
    make_update(make_action(stream), ada.membership, on - timedelta(days=days), rag="green")
    make_action(stream)  # not started: nobody is expected to write
    assert [state.is_silent for state in summaries.snapshot(plan, on)] == [is_silent, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_snapshot_takes_six_queries(plan, stream, ada, on, neds_post, rows, django_assert_num_queries):
    for _ in range(rows):
        make_update(make_action(stream, neds_post), ada.membership, on, rag="green")
    with django_assert_num_queries(6):
        assert len(summaries.snapshot(plan, on)) == rows


def test_live_plans_are_those_begun_and_not_ended(northshire, southshire, on):
    make_plan(northshire, started_on=date(2026, 1, 1), ended_on=on)
    make_plan(northshire, started_on=date(2027, 1, 1))
    make_plan(southshire)
    live = make_plan(northshire, ended_on=on + timedelta(days=1))
    assert summaries.live_plans(make_visit(northshire, on), on=on) == [live]
