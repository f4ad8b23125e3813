"""Boards, seats and meetings: what may be written, what is refused, and what history then tells."""

from datetime import date

import pytest

from areas.models import AuditEvent, Partner
from boards.models import Board, Meeting, Seat
from boards.services import boards as services
from inspections.summaries import papers_of
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_plan, make_workstream
from tests.factories.areas import make_organisation, make_post
from tests.factories.boards import make_board, make_meeting, make_seat

LATER = date(2026, 11, 4)


def test_a_group_is_set_up_under_its_board_with_its_workstream(ada, northshire, council, on):
    parent = make_board(northshire)
    workstream = make_workstream(make_plan(northshire), council)
    group = services.create_board(
        area=northshire, kind="task and finish group", name="Group 1", parent=parent, workstream=workstream,
        by=ada.membership, on=on,
    )  # fmt: skip
    assert (group.parent, group.workstream, group.area) == (parent, workstream, northshire)
    event = AuditEvent.objects.get()
    assert (event.event, event.subject_id, event.recorded_by) == ("board set up", group.pk, ada.membership)


def test_a_board_changes_its_name_kind_and_plan(ada, northshire, on):
    plan = make_plan(northshire)
    board = make_board(northshire, name="Old name", plan=make_plan(northshire))
    act = {"board": board, "by": ada.membership, "on": on}
    edited = services.edit_board(kind="partnership board", name="New name", plan=plan, **act)
    assert (edited.kind, edited.name, edited.plan) == ("partnership board", "New name", plan)
    event = AuditEvent.objects.get()
    assert (event.event, event.facts["name"]) == ("board changed", ["Old name", "New name"])
    services.edit_board(kind="partnership board", name="New name", plan=plan, **act)
    assert AuditEvent.objects.count() == 1
    assert services.edit_board(kind="cabinet", name="NEW NAME", plan=None, **act).plan is None


def test_a_board_is_not_changed_into_what_it_cannot_be(ada, northshire, southshire, council, on):
    make_board(northshire, name="Taken")
    group = make_board(
        northshire, kind="task and finish group", workstream=make_workstream(make_plan(northshire), council)
    )
    closed = make_board(northshire, closed_on=on)
    sound = {"board": group, "kind": group.kind, "name": group.name, "plan": None}
    wrong = [{"name": "taken"}, {"plan": make_plan(southshire)}, {"kind": "cabinet"}, {"board": closed}]
    for part, field in zip(wrong, ["name", "plan", "kind", ""], strict=True):
        with pytest.raises(Refused) as refused:
            services.edit_board(**{**sound, **part}, by=ada.membership, on=on)
        assert refused.value.field == field
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", "There is a board of this name already. Choose another name."),
        ("parent", "Choose a board of this area."),
        ("plan", "Choose a plan of this area."),
        ("workstream", "Choose a workstream of this area."),
    ],
)
def test_what_belongs_elsewhere_or_is_taken_is_refused(field, words, ada, northshire, southshire, south_council, on):
    make_board(northshire, name="Taken")
    plan = make_plan(southshire)
    wrong = {
        "name": "TAKEN",
        "parent": make_board(southshire),
        "plan": plan,
        "workstream": make_workstream(plan, south_council),
    }
    asked = {"kind": "task and finish group", "name": "New", field: wrong[field]}
    before = Board.objects.count()
    with pytest.raises(Refused) as refused:
        services.create_board(area=northshire, by=ada.membership, on=on, **asked)
    assert (str(refused.value), refused.value.field) == (words, field)
    assert Board.objects.count() == before


def test_a_workstream_has_one_group_and_only_a_group(ada, northshire, council, on):
    workstream = make_workstream(make_plan(northshire), council)
    with pytest.raises(Refused, match="Only a task and finish group"):
        services.create_board(
            area=northshire, kind="cabinet", name="C", workstream=workstream, by=ada.membership, on=on
        )
    make_board(northshire, kind="task and finish group", name="First", workstream=workstream)
    with pytest.raises(Refused, match="First works on this workstream already"):
        services.create_board(
            area=northshire,
            kind="task and finish group",
            name="Second",
            workstream=workstream,
            by=ada.membership,
            on=on,
        )


def test_a_closed_board_is_no_parent(ada, northshire, on):
    closed = make_board(northshire, closed_on=on)
    with pytest.raises(Refused, match="closed on 14 October 2026"):
        services.create_board(area=northshire, kind="cabinet", name="C", parent=closed, by=ada.membership, on=on)


def test_boards_may_not_report_in_a_circle(ada, northshire, on):
    top = make_board(northshire, name="Top")
    middle = make_board(northshire, name="Middle", parent=top)
    low = make_board(northshire, name="Low", parent=middle)
    for below in (top, middle, low):
        with pytest.raises(Refused, match="so Top cannot report to it"):
            services.place_board(board=top, parent=below, by=ada.membership, on=on)
    assert services.place_board(board=low, parent=top, by=ada.membership, on=on).parent == top
    assert services.place_board(board=low, parent=top, by=ada.membership, on=on).parent == top
    assert services.place_board(board=middle, parent=None, by=ada.membership, on=on).parent is None
    assert AuditEvent.objects.filter(event="board placed").count() == 2


def test_a_seat_is_for_a_partner_of_today_and_its_own_post(ada, northshire, southshire, icb, beas_post, neds_post, on):
    board = make_board(northshire)
    stranger = make_organisation(southshire, "Southshire College", "college")
    gone = make_organisation(northshire, "Gone CCG", "ccg")
    Partner.objects.filter(organisation=gone).update(ended_on=on)
    for body in (stranger, gone):
        with pytest.raises(Refused, match="a partner of this area today"):
            services.seat(board=board, organisation=body, by=ada.membership, on=on)
    elsewhere = make_post(southshire, icb, "Southshire lead")
    closed = make_post(northshire, icb, "Old post", closed_on=on)
    for post in (neds_post, elsewhere, closed):
        with pytest.raises(Refused) as refused:
            services.seat(board=board, organisation=icb, post=post, by=ada.membership, on=on)
        assert refused.value.field == "post"
    seat = services.seat(board=board, organisation=icb, post=beas_post, by=ada.membership, on=on)
    assert (seat.post, seat.started_on, seat.is_required, seat.is_chair) == (beas_post, on, True, False)
    with pytest.raises(Refused, match="has a seat on this board already"):
        services.seat(board=board, organisation=icb, post=beas_post, by=ada.membership, on=on)
    assert Seat.objects.count() == 1


def test_a_board_has_one_chair_at_a_time(ada, northshire, council, on):
    board = make_board(northshire)
    chair = services.seat(board=board, organisation=council, is_chair=True, by=ada.membership, on=on)
    with pytest.raises(Refused, match="a chair already"):
        services.seat(board=board, organisation=council, is_chair=True, by=ada.membership, on=on)
    services.end_seat(seat=chair, by=ada.membership, on=on)
    services.seat(board=board, organisation=council, is_chair=True, by=ada.membership, on=on)
    assert Seat.objects.live(on).filter(board=board, is_chair=True).count() == 1


def test_filling_an_empty_chair_keeps_the_time_it_was_empty(ada, northshire, icb, beas_post, on):
    board = make_board(northshire)
    empty = make_seat(board, icb, is_chair=True, is_required=False)
    filled = services.fill_seat(seat=empty, post=beas_post, by=ada.membership, on=on)
    assert (filled.post, filled.started_on, filled.is_chair, filled.is_required) == (beas_post, on, True, False)
    empty.refresh_from_db()
    assert (empty.post, empty.ended_on) == (None, on)
    assert list(Seat.objects.live(on)) == [filled]
    again = services.fill_seat(seat=filled, post=beas_post, by=ada.membership, on=on)
    assert again == filled
    assert AuditEvent.objects.filter(event="seat filled").count() == 1


def test_a_seat_made_today_is_filled_in_place(ada, northshire, icb, beas_post, on):
    empty = make_seat(make_board(northshire), icb, started_on=on)
    assert services.fill_seat(seat=empty, post=beas_post, by=ada.membership, on=on).pk == empty.pk
    assert Seat.objects.get().post == beas_post


def test_a_seat_that_ended_or_has_not_begun_is_not_filled(ada, northshire, icb, beas_post, on):
    board = make_board(northshire)
    ended = make_seat(board, icb, ended_on=on)
    coming = make_seat(board, icb, started_on=LATER)
    with pytest.raises(Refused, match="This seat ended on 14 October 2026"):
        services.fill_seat(seat=ended, post=beas_post, by=ada.membership, on=on)
    with pytest.raises(Refused, match="begins only on 4 November 2026"):
        services.fill_seat(seat=coming, post=beas_post, by=ada.membership, on=on)
    with pytest.raises(Refused, match="begins only on 4 November 2026"):
        services.end_seat(seat=coming, by=ada.membership, on=on)
    assert services.end_seat(seat=ended, by=ada.membership, on=LATER).ended_on == on


def test_a_closed_board_takes_no_seat_and_no_later_meeting(ada, northshire, council, on):
    board = make_board(northshire)
    meeting = make_meeting(board, LATER)
    with pytest.raises(Refused, match="A meeting stands on 4 November 2026"):
        services.close_board(board=board, by=ada.membership, on=on)
    services.cancel_meeting(meeting=meeting, by=ada.membership, on=on)
    assert services.close_board(board=board, by=ada.membership, on=on).closed_on == on
    with pytest.raises(Refused, match="closed on 14 October 2026"):
        services.seat(board=board, organisation=council, by=ada.membership, on=on)
    with pytest.raises(Refused, match="meets no more"):
        services.plan_meetings(board=board, days=[on], by=ada.membership, on=on)
    [earlier] = services.plan_meetings(board=board, days=[date(2026, 10, 13)], by=ada.membership, on=on)
    assert earlier.on == date(2026, 10, 13)
    assert services.close_board(board=board, by=ada.membership, on=LATER).closed_on == on


def test_a_board_that_has_not_begun_neither_meets_nor_closes(ada, northshire, on):
    board = make_board(northshire, established_on=LATER)
    with pytest.raises(Refused, match="Enter that day or a later one"):
        services.plan_meetings(board=board, days=[on], by=ada.membership, on=on)
    with pytest.raises(Refused, match="begins only on 4 November 2026"):
        services.close_board(board=board, by=ada.membership, on=on)


def test_a_board_meets_once_on_a_day_and_several_are_all_or_none(ada, northshire, on):
    board = make_board(northshire)
    make_meeting(board, LATER)
    days = [date(2026, 12, 2), LATER]
    with pytest.raises(Refused) as refused:
        services.plan_meetings(board=board, days=days, by=ada.membership, on=on)
    assert str(refused.value).endswith("meets already on 4 November 2026.")
    assert refused.value.field == "meeting_on"
    assert Meeting.objects.count() == 1


def test_a_meeting_called_off_may_be_planned_again(ada, northshire, on):
    board = make_board(northshire)
    [meeting] = services.plan_meetings(board=board, days=[LATER], note="Shute End", by=ada.membership, on=on)
    assert services.cancel_meeting(meeting=meeting, by=ada.membership, on=on).cancelled_on == on
    services.cancel_meeting(meeting=meeting, by=ada.membership, on=LATER)
    assert Meeting.objects.standing().count() == 0
    [again] = services.plan_meetings(board=board, days=[LATER], by=ada.membership, on=on)
    assert (again.pk, again.cancelled_on, again.note) == (meeting.pk, None, "")
    events = list(AuditEvent.objects.order_by("id").values_list("event", flat=True))
    assert events == ["meeting planned", "meeting cancelled", "meeting planned"]


@pytest.mark.parametrize(
    ("meeting_on", "papers_due_on"),
    [
        (date(2020, 1, 21), date(2020, 1, 13)),
        (date(2020, 1, 6), date(2019, 12, 24)),  # Christmas, Boxing Day, New Year's Day and two weekends between
        (date(2020, 1, 18), date(2020, 1, 10)),  # a Saturday
    ],
)
def test_papers_are_due_five_clear_working_days_before(meeting_on, papers_due_on, northshire):
    assert papers_of(northshire, meeting_on).due_on == papers_due_on
