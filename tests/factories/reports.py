"""A plan with everything a report tells of, and reports to its board as far as a test wants them."""

import uuid
from datetime import UTC, date, datetime

from actions.models import HighlightReport
from areas.models import LocalArea, Membership, Post
from boards.models import Meeting, Report
from boards.services import publication, reports
from tests.factories.actions import make_action, make_contribution, make_plan, make_update, make_workstream
from tests.factories.boards import make_board, make_meeting, make_seat
from tests.factories.inspections import make_finding, make_inspection

MEETING, CUTOFF = date(2026, 10, 14), date(2026, 10, 12)
AT = datetime(2026, 10, 12, 9, tzinfo=UTC)


def make_thread(area: LocalArea, by: Membership, post: Post, actions: int = 4, **board) -> Meeting:
    """From an inspection's findings to a board that meets in September, October and November; returns October's.

    The first action is red since September and was green, the second amber, the third overdue and not started, the
    fourth complete; any more are green.
    """
    source = make_inspection(area).source
    finding = make_finding(source, bodies=[post.organisation])
    plan = make_plan(area, sources=[source])
    workstream = make_workstream(plan, post.organisation, post)
    due = [date(2027, 3, 31), date(2027, 3, 31), date(2026, 9, 30), date(2026, 9, 30)]
    rows = [
        make_action(workstream, post, findings=[finding], due_on=due[at] if at < len(due) else date(2027, 3, 31))
        for at in range(actions)
    ]
    for row, (stage, rag) in zip(rows, [("in progress", "green"), ("in progress", "amber")], strict=False):
        make_update(row, by, date(2026, 9, 1), stage, rag, reason="It has begun.")
    if actions > 3:
        make_update(rows[3], by, date(2026, 9, 29), "complete", reason="It is done.")
    for row in rows[4:]:
        make_update(row, by, date(2026, 9, 20), "in progress", "green", reason="It goes well.")
    if rows:
        make_update(
            rows[0], by, date(2026, 10, 5), "in progress", "red",
            reason="Nobody could be found.", route_to_green="Ask an agency.", wanted_from_board="Agree the money.",
        )  # fmt: skip
        make_contribution(rows[0], post.organisation, by, asked="Lend us a nurse")
    HighlightReport.objects.create(
        workstream=workstream, month_on=date(2026, 10, 1), on=date(2026, 10, 6), recorded_by=by,
        submission=uuid.uuid4(), proposed_rag="red", rag="amber", moderation_reason="Only one is red.",
        done="We met families.", next="We meet them again.", decisions_wanted="A second nurse?",
    )  # fmt: skip
    governing = make_board(area, plan=plan, **{"name": "Improvement board", **board})
    make_seat(governing, post.organisation)
    make_meeting(governing, date(2026, 9, 14))
    make_meeting(governing, date(2026, 11, 11))
    return make_meeting(governing, MEETING)


def make_draft(meeting: Meeting, by: Membership, on: date = CUTOFF) -> Report:
    return reports.draft_report(meeting=meeting, by=by, on=on)


def make_approved(meeting: Meeting, by: Membership, on: date = CUTOFF) -> Report:
    return reports.approve_report(report=make_draft(meeting, by, on), by=by, on=on)


def make_published(meeting: Meeting, by: Membership, council: Post, health: Post, on: date = CUTOFF):
    """A report approved, printed, cleared by both sides and published on one day."""
    report = make_approved(meeting, by, on)
    reports.render_waiting(AT)
    for side, post in (("council", council), ("health", health)):
        publication.record_clearance(report=report, side=side, post=post, cleared_on=on, by=by, on=on)
    return publication.publish_report(report=report, by=by, on=on)
