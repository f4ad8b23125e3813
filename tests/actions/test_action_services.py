"""What can be done to an action; above all the one door through which its rating changes."""

import random
import uuid
from datetime import date, timedelta

import pytest

from actions.models import Action, ActionUpdate
from actions.services import actions
from actions.status import MOVES, Rag, Stage
from areas.models import AuditEvent
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_plan, make_update, make_workstream

ROUTE = {"route_to_green": "Two more case workers", "green_by_on": date(2027, 1, 31)}


@pytest.fixture
def workstream(northshire, council):
    return make_workstream(make_plan(northshire), council)


@pytest.fixture
def action(workstream, neds_post):
    return make_action(workstream, neds_post)


@pytest.fixture
def update(action, ned, on):
    def _update(**changed):
        given = {"stage": "in progress", "rag": "green", "reason": "All drafted", "submission": uuid.uuid4()}
        return actions.post_update(**{"action": action, "by": ned.membership, "on": on, **given, **changed})

    return _update


@pytest.fixture
def no_change(action, ned, on):
    def _no_change(**changed):
        given = {"submission": uuid.uuid4(), "by": ned.membership, "on": on}
        return actions.post_no_change(action=action, **{**given, **changed})

    return _no_change


def test_post_update(update, action, ned, on):
    row = update(rag="amber", wanted_from_board="Nothing", forecast_on=date(2027, 3, 1), **ROUTE)
    action.refresh_from_db()
    assert (action.stage, action.rag, action.forecast_on) == ("in progress", "amber", date(2027, 3, 1))
    assert (action.updated_on, action.completed_on, action.version) == (on, None, 1)
    assert (row.kind, row.reason, row.route_to_green) == ("update", "All drafted", "Two more case workers")
    event = AuditEvent.objects.get()
    assert (event.event, event.recorded_by) == ("action updated", ned.membership)
    assert event.facts == {"before": "Not started", "after": "Amber", "forecast_on": "2027-03-01"}


def test_the_same_submission_is_written_once_even_from_a_stale_page(update):
    submission = uuid.uuid4()
    first = update(submission=submission, version=0)
    assert update(submission=submission, version=0) == first
    assert ActionUpdate.objects.count() == 1


def test_a_submission_belongs_to_one_action(update, action, neds_post):
    submission = uuid.uuid4()
    update(submission=submission)
    with pytest.raises(Refused, match="used for something else"):
        update(action=make_action(action.workstream, neds_post), submission=submission)


def test_a_stale_version_is_refused_before_the_move_is_looked_at(update):
    update(version=0)
    with pytest.raises(StaleError):
        update(stage="not started", rag="", version=0)


@pytest.mark.parametrize("before", list(Stage))
@pytest.mark.parametrize("after", list(Stage))
def test_the_door_keeps_the_table_of_stages(update, action, ned, on, before, after):
    if before is not Stage.NOT_STARTED:
        rag = "green" if before is Stage.IN_PROGRESS else ""
        make_update(action, ned.membership, on - timedelta(days=30), before.value, rag)
    rag = "green" if after is Stage.IN_PROGRESS else ""
    if after in MOVES[before]:
        assert update(stage=after.value, rag=rag).stage == after
    else:
        with pytest.raises(Refused, match="cannot become"):
            update(stage=after.value, rag=rag)
        action.refresh_from_db()
        assert action.stage == before


@pytest.mark.parametrize(
    ("was", "now", "needed"),
    [("green", "green", False), ("", "green", True), ("amber", "green", True), ("green", "amber", True),
     ("amber", "amber", True), ("red", "red", True)],
)  # fmt: skip
def test_a_reason_is_asked_unless_it_is_green_and_was(update, action, ned, on, was, now, needed):
    if was:
        make_update(action, ned.membership, on - timedelta(days=30), rag=was)
    if needed:
        with pytest.raises(Refused, match="Give the reason"):
            update(rag=now, reason="", **ROUTE)
        update(rag=now, reason="Because", **ROUTE)
    else:
        update(rag=now, reason="", **ROUTE)


def test_a_forecast_after_the_due_date_needs_a_reason_also_when_green(update, action, ned, on):
    make_update(action, ned.membership, on - timedelta(days=30), rag="green")
    with pytest.raises(Refused, match="later than the due date of 31 March 2027"):
        update(reason="", forecast_on=date(2027, 4, 1))
    update(reason="", forecast_on=date(2027, 3, 31))


@pytest.mark.parametrize("rag", ["red", "amber"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"green_by_on": date(2027, 1, 31)}, "back to green"),
        ({"route_to_green": "More staff"}, "day by which it should be green"),
        ({"route_to_green": "More staff", "green_by_on": date(2026, 10, 13)}, "not in the past"),
    ],
)
def test_red_and_amber_name_the_way_back(update, rag, given, said):
    with pytest.raises(Refused, match=said):
        update(rag=rag, **given)
    assert not ActionUpdate.objects.exists()


def test_what_does_not_belong_to_the_rating_is_not_kept(update, on):
    row = update(rag="green", **ROUTE)
    assert (row.route_to_green, row.green_by_on) == ("", None)
    row = update(stage="complete", rag="", forecast_on=on)
    assert row.forecast_on is None


def test_completed_on_is_kept_while_it_is_done(update, action, on):
    update(stage="complete", rag="")
    update(stage="embedded", rag="", on=on + timedelta(days=60))
    action.refresh_from_db()
    assert action.completed_on == on
    update(stage="complete", rag="", on=on + timedelta(days=70))
    update(on=on + timedelta(days=80))
    action.refresh_from_db()
    assert action.completed_on is None


def test_an_update_is_not_put_before_the_last_one(update, on):
    update()
    with pytest.raises(Refused, match="update of 14 October 2026"):
        update(on=on - timedelta(days=1))


def test_an_ended_plan_takes_no_update(update, no_change, action, on):
    update(on=on - timedelta(days=40))
    action.plan.ended_on = on
    action.plan.save()
    for act in (update, no_change):
        with pytest.raises(Refused, match="This plan ended"):
            act()


def test_an_update_recorded_for_another_names_its_source(update, neds_post, ada, on):
    row = update(by=ada.membership, for_post=neds_post, heard_by="call", heard_on=on - timedelta(days=1))
    assert (row.recorded_by, row.for_post, row.heard_by, row.heard_on) == (
        ada.membership, neds_post, "call", on - timedelta(days=1),
    )  # fmt: skip
    assert AuditEvent.objects.first().facts["for_post"] == "Head of SEND, Northshire Council"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"heard_by": ""}, "names the post"),
        ({"heard_on": None}, "names the post"),
        ({"for_post": None}, "names the post"),
        ({"heard_on": date(2026, 10, 15)}, "in the future"),
        ({"for_post": "another"}, "does not lead this action"),
    ],
)
def test_a_source_is_named_whole(update, neds_post, beas_post, ada, on, changed, said):
    given = {"for_post": neds_post, "heard_by": "email", "heard_on": on, **changed}
    given["for_post"] = beas_post if given["for_post"] == "another" else given["for_post"]
    with pytest.raises(Refused, match=said):
        update(by=ada.membership, **given)
    assert not ActionUpdate.objects.exists()


def test_no_change_repeats_the_last_update(update, no_change, action, on):
    update(rag="amber", wanted_from_board="A decision", forecast_on=date(2027, 3, 1), **ROUTE)
    later = on + timedelta(days=30)
    row = no_change(version=1, on=later)
    assert (row.kind, row.stage, row.rag, row.reason) == ("no change", "in progress", "amber", "All drafted")
    assert (row.route_to_green, row.green_by_on, row.wanted_from_board, row.forecast_on) == (
        "Two more case workers", date(2027, 1, 31), "A decision", date(2027, 3, 1),
    )  # fmt: skip
    action.refresh_from_db()
    assert (action.updated_on, action.version) == (later, 2)
    assert AuditEvent.objects.first().event == "action not changed"
    assert no_change(submission=row.submission, version=1, on=later) == row
    with pytest.raises(StaleError):
        no_change(version=1, on=later)


def test_no_change_needs_an_update_to_repeat(no_change, update, on):
    with pytest.raises(Refused, match="no update yet"):
        no_change()
    update()
    with pytest.raises(Refused, match="updated today"):
        no_change()
    update(stage="complete", rag="")
    with pytest.raises(Refused, match="Nothing more is asked"):
        no_change(on=on + timedelta(days=30))


@pytest.mark.parametrize(("rag", "refused"), [("red", True), ("amber", True), ("green", False)])
def test_a_red_or_amber_stands_two_rounds_without_words_no_longer(update, no_change, on, rag, refused):
    update(rag=rag, **ROUTE)
    no_change(on=on + timedelta(days=30))
    no_change(on=on + timedelta(days=60))
    third = on + timedelta(days=90)
    if refused:
        with pytest.raises(Refused, match=f"has been {rag} without a change for two rounds"):
            no_change(on=third)
        update(rag=rag, on=third, **{**ROUTE, "green_by_on": date(2027, 6, 30)})
        assert no_change(on=third + timedelta(days=30)).kind == "no change"
    else:
        assert no_change(on=third).kind == "no change"


@pytest.mark.parametrize("seed", range(12))
def test_the_columns_of_an_action_say_what_its_history_says(update, no_change, action, on, seed):
    chance, day = random.Random(seed), on
    for _ in range(25):
        day += timedelta(days=chance.choice([0, 1, 30]))
        stage = chance.choice(list(Stage)[:5])
        rag = chance.choice(["", *Rag])
        forecast = chance.choice([None, day + timedelta(days=20)])
        try:
            if chance.random() < 0.3:
                no_change(on=day)
            else:
                route = {"route_to_green": "So", "green_by_on": day}
                update(stage=stage.value, rag=rag, reason="Why", forecast_on=forecast, on=day, **route)
        except Refused:
            pass
        history = list(action.updates.order_by("on", "id"))
        if history:
            last = history[-1]
            done_since = None
            for row in history:
                done_since = (done_since or row.on) if row.stage in ("complete", "embedded") else None
            kept = Action.objects.get(pk=action.pk)
            assert (kept.stage, kept.rag, kept.forecast_on) == (last.stage, last.rag, last.forecast_on)
            assert (kept.updated_on, kept.completed_on, kept.version) == (last.on, done_since, len(history))
    assert action.updates.count() > 3
