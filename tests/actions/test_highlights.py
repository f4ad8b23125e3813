"""A highlight report: the rating the rule proposes, and what is written down."""

import uuid
from datetime import date

import pytest

from actions import summaries
from actions.models import HighlightReport
from actions.services.highlights import write_highlight
from actions.status import Rag
from areas.models import AuditEvent
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_plan, make_update, make_workstream

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def stream(northshire, council):
    return make_workstream(make_plan(northshire), council)


@pytest.fixture
def write(stream, ada, on):
    def _write(**fields):
        defaults = {
            "workstream": stream, "month_on": OCTOBER, "rag": "", "done": "Met twice", "next": "Recruit",
            "submission": uuid.uuid4(), "by": ada.membership, "on": on,
        }  # fmt: skip
        return write_highlight(**{**defaults, **fields})

    return _write


@pytest.mark.parametrize(
    ("ratings", "proposed", "working"),
    [
        ([], None, "No action was in progress on 14 October 2026, so no rating is proposed."),
        (["green"], Rag.GREEN, "The worst of the one action in progress on 14 October 2026: A1."),
        (["green", "amber", "amber"], Rag.AMBER, "The worst of the 3 actions in progress on 14 October 2026: A2, A3."),
        (["amber", "red", "green"], Rag.RED, "The worst of the 3 actions in progress on 14 October 2026: A2."),
    ],
)
def test_the_worst_action_in_progress_decides(ratings, proposed, working, stream, council, ada, on):
    for rag in ratings:
        make_update(make_action(stream), ada.membership, on, rag=rag)
    make_update(make_action(stream), ada.membership, on, stage="complete")
    make_update(make_action(make_workstream(stream.plan, council)), ada.membership, on, rag="red")
    proposal = summaries.highlight_proposal(stream, OCTOBER, on)
    assert (proposal.rag, proposal.working) == (proposed, working)


def test_a_month_that_has_ended_is_rated_as_at_its_end(stream, ada, on):
    action = make_action(stream)
    make_update(action, ada.membership, date(2026, 9, 30), rag="red")
    make_update(action, ada.membership, date(2026, 10, 2), rag="green")
    assert summaries.highlight_proposal(stream, date(2026, 9, 1), on).rag is Rag.RED
    assert summaries.highlight_proposal(stream, OCTOBER, on).rag is Rag.GREEN


def test_what_was_proposed_is_kept_beside_what_was_given(write, stream, ada, on):
    make_update(make_action(stream), ada.membership, on, rag="red")
    highlight = write(rag="amber", moderation_reason="The red action is a small one", month_on=date(2026, 10, 9))
    assert (highlight.month_on, highlight.proposed_rag, highlight.rag) == (OCTOBER, "red", "amber")
    assert highlight.moderation_reason == "The red action is a small one"
    event = AuditEvent.objects.get()
    assert (event.event, event.facts) == (
        "highlight report written", {"month": "October 2026", "proposed": "red", "rag": "amber"},
    )  # fmt: skip
    assert write(rag="red", moderation_reason="Not needed").moderation_reason == ""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rag": "amber"}, "has a reason"),
        ({"month_on": date(2026, 11, 1)}, "this month or one that has passed"),
    ],
)
def test_what_is_refused_writes_nothing(fields, message, write):
    with pytest.raises(Refused, match=message):
        write(**fields)
    assert not HighlightReport.objects.exists()


def test_a_double_press_writes_once(write):
    pressed = uuid.uuid4()
    assert write(submission=pressed) == write(submission=pressed)
    assert HighlightReport.objects.count() == 1


def test_a_submission_belongs_to_one_workstream_and_month(write, stream, council):
    pressed = uuid.uuid4()
    first = write(submission=pressed)
    assert write(submission=pressed, month_on=date(2026, 10, 9)) == first  # the same month
    other = make_workstream(stream.plan, council)
    for changes in ({"workstream": other}, {"month_on": date(2026, 9, 1)}):
        with pytest.raises(Refused, match="used for something else"):
            write(submission=pressed, **changes)
    assert HighlightReport.objects.count() == 1
