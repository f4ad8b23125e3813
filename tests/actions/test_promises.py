"""What is promised: who may be asked for leave, what is written when it changes, and what figures say of it after."""

import uuid
from datetime import date, timedelta

import pytest

from actions.models import Action, ActionChange, DueDateChange, Plan
from actions.services import actions, plans, promises
from actions.status import AUTHORITY_WORDS, LEAST_AUTHORITY, Authority, ChangeKind, authorities_for
from actions.summaries import baselines_of, counts, plan_changes, rag_counts_on, snapshot
from areas.models import AuditEvent
from send_tracker.lib.records import AppendOnlyError, StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.areas import make_post
from tests.factories.inspections import make_finding, make_source

SUBMITTED, DAY = date(2026, 8, 3), date(2026, 9, 1)
LEAVE = {"reason": "The board asked", "authority_level": "board", "authority": "SEND board"}


@pytest.fixture
def plan(northshire):
    return make_plan(northshire)


@pytest.fixture
def workstream(plan, council):
    return make_workstream(plan, council)


@pytest.fixture
def action(workstream, neds_post):
    return make_action(workstream, neds_post)


@pytest.fixture
def submitted(plan, ada):
    plans.submit_plan(plan=plan, by=ada.membership, on=SUBMITTED)
    return plan


def test_actions_stand_in_the_order_their_references_are_read(workstream, neds_post, ada, on):
    for reference in ("2.10", "2.9", "1.1a", "1.1", "B2"):
        promises.add_action(
            workstream=workstream, reference=reference, title="Do it", lead_posts=[neds_post], reporting_post=neds_post,
            by=ada.membership, on=on,
        )  # fmt: skip
    plan = workstream.plan
    in_order = ["1.1", "1.1a", "2.9", "2.10", "B2"]
    assert list(plan.actions.order_by("position").values_list("reference", flat=True)) == in_order
    assert list(plan.actions.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_add_action(workstream, neds_post, beas_post, northshire, ada, on):
    finding = make_finding(make_source(northshire))
    make_action(workstream)
    action = promises.add_action(
        workstream=workstream,
        reference="1.2",
        title="Recruit",
        success="No case waits",
        findings=[finding],
        due_on=date(2027, 1, 31),
        lead_posts=[neds_post, beas_post],
        reporting_post=beas_post,
        by=ada.membership,
        on=on,
    )
    assert (action.position, action.added_on, action.stage) == (1, on, "not started")  # 1.2 is read before A1
    assert (action.due_on, action.first_due_on) == (date(2027, 1, 31), date(2027, 1, 31))
    assert list(action.findings.all()) == [finding]
    assert set(action.leads.values_list("post", "is_reporting")) == {(neds_post.pk, False), (beas_post.pk, True)}


@pytest.fixture
def edit(action, neds_post, ada, on):
    def _edit(**changed):
        given = {"reference": "A1", "title": "Recruit", "lead_posts": [neds_post], "reporting_post": neds_post}
        return promises.edit_action(action=action, by=ada.membership, on=on, **{**given, **changed})

    return _edit


def test_edit_action_keeps_a_lead_that_stays(edit, action, neds_post, beas_post):
    row = action.leads.get()
    edit(lead_posts=[neds_post, beas_post], reporting_post=beas_post, success="Better", version=0)
    action.refresh_from_db()
    assert (action.title, action.success, action.version) == ("Recruit", "Better", 1)
    assert set(action.leads.values_list("post", "is_reporting")) == {(neds_post.pk, False), (beas_post.pk, True)}
    assert action.leads.filter(pk=row.pk).exists()
    edit(lead_posts=[beas_post], reporting_post=beas_post)
    assert action.lead_posts.get() == beas_post
    with pytest.raises(StaleError):
        edit(version=0)


def test_the_history_keeps_who_led_and_what_it_answered(edit, neds_post, beas_post, northshire):
    finding = make_finding(make_source(northshire))
    edit(lead_posts=[neds_post, beas_post], findings=[finding])
    facts = AuditEvent.objects.first().facts
    assert facts["leads"] == [str(neds_post), f"{neds_post}; {beas_post}"]
    assert facts["findings"] == ["", finding.number]
    edit(lead_posts=[neds_post], findings=[finding])
    facts = AuditEvent.objects.first().facts
    assert facts["leads"] == [f"{neds_post}; {beas_post}", str(neds_post)]
    assert "findings" not in facts


def test_an_action_that_cannot_be(edit, workstream, action, neds_post, beas_post, southshire, icb):
    make_action(workstream, reference="B7")
    elsewhere = make_post(southshire, icb)
    for changed, said in [
        ({"reference": "B7"}, "of that reference"),
        ({"reporting_post": beas_post}, "one of those that lead"),
        ({"lead_posts": [neds_post, elsewhere]}, "not one of this area's"),
        ({"findings": [make_finding(make_source(southshire))]}, "A finding is not one of this area's"),
    ]:
        with pytest.raises(Refused, match=said):
            edit(**changed)
    action.refresh_from_db()
    assert action.version == 0


def test_move_date_keeps_the_first_date(action, ada, on):
    given = {"reason": "The tender failed", "authority": "Improvement board", "by": ada.membership, "on": on}
    change = promises.move_date(action=action, to_on=date(2027, 5, 14), version=0, **given)
    action.refresh_from_db()
    assert (change.from_on, change.to_on) == (date(2027, 3, 31), date(2027, 5, 14))
    assert (action.due_on, action.first_due_on, action.version) == (date(2027, 5, 14), date(2027, 3, 31), 1)
    with pytest.raises(StaleError):
        promises.move_date(action=action, to_on=date(2027, 6, 1), version=0, **given)
    with pytest.raises(Refused, match="is 14 May 2027 already"):
        promises.move_date(action=action, to_on=date(2027, 5, 14), **given)
    with pytest.raises(Refused, match="with a reason"):
        promises.move_date(action=action, to_on=date(2027, 6, 1), **{**given, "reason": ""})
    make_update(action, ada.membership, on, "complete")
    with pytest.raises(Refused, match="This action is complete"):
        promises.move_date(action=action, to_on=date(2027, 6, 1), **given)


def test_the_first_date_of_an_action_without_one_is_the_one_it_is_given(workstream, ada, on):
    action = make_action(workstream, due_on=None)
    promises.move_date(
        action=action, to_on=date(2027, 5, 14), reason="Agreed", authority="Board", by=ada.membership, on=on
    )
    action.refresh_from_db()
    assert (action.due_on, action.first_due_on) == (date(2027, 5, 14), date(2027, 5, 14))


# The table, written a second time: by kind of plan, the least authority for each kind of change.
TABLE = """
              added  reworded  withdrawn  date   workstream  standing
wsoa          board  board     board      board  lead        board
pap           board  board     board      board  lead        board
app           dfe    dfe       dfe        dfe    board       dfe
strategic     board  lead      board      lead   lead        board
local         board  lead      board      lead   lead        board
"""
NAMES, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
LEAST = [(row[0], name, cell) for row in ROWS for name, cell in zip(NAMES, row[1:], strict=True)]
RANKS = ["lead", "board", "dfe"]


def test_the_table_has_every_kind_of_plan_and_change():
    assert {(kind, change.value) for kind, row in LEAST_AUTHORITY.items() for change in row} == {
        cell[:2] for cell in LEAST
    }
    assert set(LEAST_AUTHORITY) == set(Plan.Kind.values)
    assert len(LEAST) == len(Plan.Kind.values) * len(ChangeKind)
    assert list(AUTHORITY_WORDS) == list(Authority)


@pytest.mark.parametrize(("kind", "change", "least"), LEAST)
def test_who_may_allow_a_change(kind, change, least):
    enough = [authority.value for authority in authorities_for(kind, ChangeKind(change), is_statutory=True)]
    assert enough == RANKS[RANKS.index(least) :]
    assert list(authorities_for(kind, ChangeKind(change), is_statutory=False)) == list(Authority)


def add(workstream, post, ada, on, **changed):
    given = {"reference": "9.1", "title": "Write it anew", "lead_posts": [post], "reporting_post": post}
    return promises.add_action(workstream=workstream, by=ada.membership, on=on, **{**given, **changed})


def test_before_a_baseline_nobody_is_asked_for_leave(workstream, neds_post, ada, edit, on):
    action = add(workstream, neds_post, ada, on)
    assert not action.changes.exists()
    edit(title="Appoint")
    change = ActionChange.objects.get()
    assert (change.kind, change.part, change.before, change.after) == ("reworded", "title", "Do thing 1", "Appoint")
    assert (change.reason, change.authority_level, change.authority) == ("", "", "")


@pytest.mark.parametrize(
    ("without", "field", "said"),
    [
        ({"reason": ""}, "reason", "give the reason"),
        ({"authority": ""}, "authority", "Say who agreed"),
        ({"authority_level": ""}, "authority_level", "the least this plan asks for is the improvement board"),
        ({"authority_level": "lead"}, "authority_level", "the least this plan asks for is the improvement board"),
    ],
)
def test_after_it_every_change_has_its_reason_and_leave(
    submitted, workstream, action, neds_post, ada, edit, on, without, field, said
):
    leave = LEAVE | without
    day = {"action": action, "by": ada.membership, "on": on}
    for act in (
        lambda: add(workstream, neds_post, ada, on, **leave),
        lambda: edit(title="Appoint", **leave),
        lambda: edit(title=action.title, is_statutory=False, **leave),
        lambda: promises.withdraw_action(submission=uuid.uuid4(), **day, **leave),
        lambda: promises.move_date(to_on=date(2027, 5, 1), **day, **leave),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert field in refused.value.faults or "with a reason" in str(refused.value)
        assert said in str(refused.value) or "with a reason" in str(refused.value)
    assert not ActionChange.objects.exists()
    assert not DueDateChange.objects.exists()
    action.refresh_from_db()
    assert (action.title, action.stage, action.is_statutory) == ("Do thing 1", "not started", True)


def test_who_leads_changes_without_leave(submitted, action, edit, beas_post):
    edit(title=action.title, lead_posts=[beas_post], reporting_post=beas_post)
    assert action.lead_posts.get() == beas_post
    assert not ActionChange.objects.exists()


def test_what_is_implementation_only_needs_the_workstreams_lead(
    submitted, workstream, neds_post, ada, edit, action, on
):
    lead = LEAVE | {"authority_level": "lead"}
    added = add(workstream, neds_post, ada, on, is_statutory=False, **lead)
    assert added.changes.get().authority_level == "lead"
    Action.objects.filter(pk=action.pk).update(is_statutory=False)
    edit(title="Appoint", is_statutory=False, **lead)
    with pytest.raises(Refused, match="the least this plan asks for is the improvement board"):
        edit(title="Appoint", is_statutory=True, **lead)  # it would come into the statutory plan


def test_an_accelerated_plans_dates_move_with_dfes_leave_alone(submitted, action, ada, on):
    Plan.objects.filter(pk=submitted.pk).update(kind="app")
    given = {"action": action, "to_on": date(2027, 5, 1), "reason": "Late", "authority": "Adviser"}
    with pytest.raises(Refused, match="the Department for Education"):
        promises.move_date(**given, authority_level="board", by=ada.membership, on=on)
    assert promises.move_date(**given, authority_level="dfe", by=ada.membership, on=on).authority_level == "dfe"


def test_every_part_that_is_reworded_is_a_row_with_the_old_words(submitted, action, edit, neds_post, northshire):
    finding = make_finding(make_source(northshire))
    edit(reference="A9", title="Appoint", success="Done", findings=[finding], **LEAVE)
    assert list(ActionChange.objects.order_by("pk").values_list("kind", "part", "before", "after")) == [
        ("reworded", "title", "Do thing 1", "Appoint"),
        ("reworded", "success", "", "Done"),
        ("reworded", "reference", "A1", "A9"),
        ("reworded", "findings", "", finding.number),
    ]
    with pytest.raises(AppendOnlyError):
        ActionChange.objects.first().save()


def test_an_action_is_put_in_another_workstream_of_its_own_plan(submitted, action, edit, council, northshire):
    other = make_workstream(submitted, council)
    with pytest.raises(Refused, match="not one of this plan's"):
        edit(title=action.title, workstream=make_workstream(make_plan(northshire), council), **LEAVE)
    was_in = action.workstream
    edit(title=action.title, workstream=other, **LEAVE | {"authority_level": "lead"})
    action.refresh_from_db()
    assert action.workstream == other
    change = ActionChange.objects.get()
    assert (change.kind, change.from_workstream, change.to_workstream) == ("workstream", was_in, other)


def test_a_withdrawn_action_is_superseded_with_its_history(submitted, action, ada, ned, on):
    mark = uuid.uuid4()
    given = {"action": action, "submission": mark, "by": ada.membership, "on": on, **LEAVE}
    change = promises.withdraw_action(version=0, **given)
    assert (change.kind, change.before, change.reason) == ("withdrawn", "Do thing 1", "The board asked")
    action.refresh_from_db()
    assert (action.stage, action.updates.get().reason) == ("superseded", "The board asked")
    assert promises.withdraw_action(**given) == change
    with pytest.raises(Refused, match="withdrawn or superseded already"):
        promises.withdraw_action(**{**given, "submission": uuid.uuid4()})
    with pytest.raises(StaleError):
        promises.withdraw_action(version=0, **{**given, "submission": uuid.uuid4()})
    assert AuditEvent.objects.filter(event="action withdrawn").count() == 1


def test_its_lead_cannot_supersede_an_action_of_a_submitted_plan(submitted, action, ned, on):
    given = {"action": action, "rag": "", "reason": "No more", "by": ned.membership, "on": on}
    with pytest.raises(Refused, match="the area lead withdraws the action"):
        actions.post_update(stage="superseded", submission=uuid.uuid4(), **given)
    assert actions.post_update(stage="paused", submission=uuid.uuid4(), **given).stage == "paused"


def test_figures_of_a_past_day_are_those_of_the_promise_then(submitted, action, edit, council, ada, ned, on):
    was_in, other = action.workstream, make_workstream(submitted, council)
    make_update(action, ned.membership, DAY, rag="green")
    gone = make_action(was_in)
    edit(reference="A9", title="Appoint", workstream=other, **LEAVE)
    promises.withdraw_action(action=gone, submission=uuid.uuid4(), by=ada.membership, on=on, **LEAVE)
    then, now = snapshot(submitted, DAY), snapshot(submitted, on)
    assert {(row.reference, row.title, row.workstream_id, row.stage) for row in then} == {
        ("A1", "Do thing 1", was_in.pk, "in progress"), ("A2", "Do thing 2", was_in.pk, "not started"),
    }  # fmt: skip
    assert {(row.reference, row.title, row.workstream_id, row.stage) for row in now} == {
        ("A9", "Appoint", other.pk, "in progress"), ("A2", "Do thing 2", was_in.pk, "superseded"),
    }  # fmt: skip
    assert (counts(then).total, counts(now).total) == (2, 1)
    for workstream, totals in ((was_in, [2, 0]), (other, [0, 1]), (None, [2, 1])):
        found = rag_counts_on(submitted, [DAY, on], workstream)
        assert [found[day].total for day in (DAY, on)] == totals


@pytest.mark.parametrize("times", [1, 3])
def test_of_several_later_changes_the_first_one_tells_what_was(submitted, action, edit, times):
    for number in range(times):
        edit(title=f"Title {number}", **LEAVE)
    assert snapshot(submitted, DAY)[0].title == "Do thing 1"


def changes(plan, **days):
    found = baselines_of(plan)
    return plan_changes(plan, found, found[0] if found else None, **days)


def test_what_changed_since_the_plan_was_approved(submitted, workstream, action, edit, neds_post, ada, on):
    early = SUBMITTED + timedelta(days=5)
    promises.move_date(
        action=action, to_on=date(2027, 4, 30), by=ada.membership, on=early, **LEAVE,
    )  # fmt: skip
    edit(title="Appoint", **LEAVE)
    added = add(workstream, neds_post, ada, on, **LEAVE)
    promises.withdraw_action(action=added, submission=uuid.uuid4(), by=ada.membership, on=on, **LEAVE)
    found = changes(submitted)
    told = [(line.what, line.reference, line.before, line.after) for line in found.lines]
    assert sorted(told) == [
        ("Added", "9.1", "", ""),
        ("Date moved", "A1", "31 March 2027", "30 April 2027"),
        ("Reworded: what will be done", "A1", "Do thing 1", "Appoint"),
        ("Withdrawn", "9.1", "Write it anew", ""),
    ]
    assert told[-1][0] == "Date moved"  # the oldest comes last
    assert {line.leave for line in found.lines} == {"the improvement board: SEND board"}
    assert found.counts == [("Added", 1), ("Reworded", 1), ("Withdrawn", 1), ("Date moved", 1)]
    assert [line.what for line in changes(submitted, until_on=early).lines] == ["Date moved"]
    assert len(changes(submitted, from_on=on).lines) == 3


def test_only_what_came_after_the_baseline_counts(plan, workstream, action, edit, neds_post, ada, on):
    assert changes(plan).since is None
    edit(title="Before")
    plans.submit_plan(plan=plan, by=ada.membership, on=on)
    assert changes(plan).lines == []
    edit(title="After", **LEAVE)
    assert [(line.before, line.after) for line in changes(plan).lines] == [("Before", "After")]
    plans.record_approval(plan=plan, body="Cabinet", decision="Yes", approved_on=on, by=ada.membership, on=on)
    assert changes(plan).lines == []
    assert [str(row) for row in baselines_of(plan)] == ["Approved by Cabinet", "Submitted"]


def test_an_action_added_before_the_baseline_was_recorded_says_so(plan, workstream, neds_post, ada, on):
    add(workstream, neds_post, ada, DAY)
    plans.record_approval(plan=plan, body="Cabinet", decision="Yes", approved_on=SUBMITTED, by=ada.membership, on=on)
    (line,) = changes(plan).lines
    assert (line.what, line.leave, line.day) == ("Added", "", "1 September 2026")
    assert "Not asked" in line.reason


@pytest.mark.parametrize("count", [1, 3])
def test_changes_take_three_queries(
    submitted, workstream, action, edit, neds_post, ada, on, count, django_assert_num_queries
):
    for number in range(count):
        edit(title=f"Title {number}", **LEAVE)
        add(workstream, neds_post, ada, on, reference=f"9.{number}", **LEAVE)
    found = baselines_of(submitted)
    submitted.area  # noqa: B018 -- fetched by the view with the plan
    with django_assert_num_queries(3):
        plan_changes(submitted, found, found[0])
