"""Boards are set up, seats are made and filled, meetings are planned and called off."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from actions.models import Plan, Workstream
from areas import audit
from areas.models import LocalArea, Membership, Organisation, Partner, Post
from boards.models import Board, Meeting, Seat
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def create_board(
    *,
    area: LocalArea,
    kind: str,
    name: str,
    parent: Board | None = None,
    plan: Plan | None = None,
    workstream: Workstream | None = None,
    established_on: date | None = None,
    by: Membership,
    on: date,
) -> Board:
    """Set up a board: the one that governs a plan, or a group that works on one workstream and reports to `parent`.

    Raises Refused where the name is taken, a thing is of another area, or the workstream has its group already.
    """
    # One board at a time in an area, so that a name is looked for and taken in one step.
    LocalArea.objects.select_for_update().get(pk=area.pk)
    _check_name(area, name)
    _check_parent(area, parent, on)
    if plan is not None and plan.area_id != area.pk:
        raise Refused("Choose a plan of this area.", "plan")
    _check_workstream(area, kind, workstream)
    board = Board.objects.create(
        area=area, kind=kind, name=name, parent=parent, plan=plan, workstream=workstream, established_on=established_on
    )
    audit.record(
        "board set up", on=on, subject=board, by=by, kind=board.get_kind_display(), parent=parent, plan=plan,
        workstream=workstream,
    )  # fmt: skip
    return board


@transaction.atomic
def edit_board(*, board: Board, kind: str, name: str, plan: Plan | None, by: Membership, on: date) -> Board:
    """Change what a board is called, what kind it is and which plan it governs. Raises Refused.

    Its reports keep the name they were frozen with. A group that works on a workstream stays a group.
    """
    LocalArea.objects.select_for_update().get(pk=board.area_id)
    board = _locked(board)
    _check_open(board, on)
    _check_name(board.area, name, board)
    if plan is not None and plan.area_id != board.area_id:
        raise Refused("Choose a plan of this area.", "plan")
    if board.workstream_id and kind != Board.Kind.TASK_GROUP:
        raise Refused(f"It works on the workstream {board.workstream}, so it stays a task and finish group.", "kind")
    before = {"name": board.name, "kind": board.kind, "plan": board.plan}
    after = {"name": name, "kind": kind, "plan": plan}
    if before == after:
        return board
    board.name, board.kind, board.plan = name, kind, plan
    board.save(update_fields=["name", "kind", "plan"])
    changed = {field: [before[field], after[field]] for field in before if before[field] != after[field]}
    audit.record("board changed", on=on, subject=board, by=by, **changed)
    return board


@transaction.atomic
def place_board(*, board: Board, parent: Board | None, by: Membership, on: date) -> Board:
    """The board reports to `parent` from now on (to no other, if None).

    Raises Refused if the parent is of another area, closed, the board itself or one that reports to it.
    """
    LocalArea.objects.select_for_update().get(pk=board.area_id)
    board = Board.objects.select_for_update().get(pk=board.pk)
    if parent is not None and parent.pk == board.parent_id:
        return board
    _check_parent(board.area, parent, on)
    above = parent
    while above is not None:
        if above.pk == board.pk:
            raise Refused(f"{parent} reports to {board}, so {board} cannot report to it.", "parent")
        above = above.parent
    before, board.parent = board.parent, parent
    board.save(update_fields=["parent"])
    audit.record("board placed", on=on, subject=board, by=by, before=before, after=parent)
    return board


@transaction.atomic
def close_board(*, board: Board, by: Membership, on: date) -> Board:
    """The board meets no more from this day on. Raises Refused while a later meeting stands."""
    board = _locked(board)
    if board.closed_on is not None:
        return board
    later = board.meetings.standing().filter(on__gte=on).order_by("on").first()
    if later:
        raise Refused(f"A meeting stands on {said(later.on)}. Cancel it first.")
    if board.established_on and board.established_on > on:
        raise Refused(f"It begins only on {said(board.established_on)}.")
    board.closed_on = on
    board.save(update_fields=["closed_on"])
    audit.record("board closed", on=on, subject=board, by=by)
    return board


@transaction.atomic
def seat(
    *,
    board: Board,
    organisation: Organisation,
    post: Post | None = None,
    is_chair: bool = False,
    is_required: bool = True,
    by: Membership,
    on: date,
) -> Seat:
    """Make a place for a body on the board, from this day; without a post it is an empty chair.

    Raises Refused unless the body is a partner of the area today and the post is one of its open posts here; if
    the post sits there already; if there is a chair already; if the board is closed.
    """
    board = _locked(board)
    _check_open(board, on)
    same = organisation.same_bodies(on)
    if not Partner.objects.live(on).filter(area=board.area_id, organisation__in=same).exists():
        raise Refused("Choose a body that is a partner of this area today.", "organisation")
    if is_chair and Seat.objects.filter(board=board, is_chair=True, ended_on__isnull=True).exists():
        raise Refused("This board has a chair already. End that seat first.", "is_chair")
    if post is not None:
        _check_post(board, organisation, post, on)
    made = Seat.objects.create(
        board=board,
        organisation=organisation,
        post=post,
        is_chair=is_chair,
        is_required=is_required,
        started_on=on,
    )
    audit.record("seat made", on=on, subject=board, by=by, body=organisation.name, post=post, chair=is_chair)
    return made


@transaction.atomic
def fill_seat(*, seat: Seat, post: Post, by: Membership, on: date) -> Seat:
    """The post takes the seat from this day. Returns the seat as it is from now on.

    The time before stays told: the seat as it was ends today and one with the post begins, unless it began today.
    Raises Refused if the seat has ended, or the post is not an open post of that body here, or sits there already.
    """
    board = _locked(seat.board)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.post_id == post.pk and seat.ended_on is None:
        return seat
    _check_open(board, on)
    _check_not_ended(seat, on)
    _check_post(board, seat.organisation, post, on)
    before = seat.post
    if seat.started_on == on:
        seat.post = post
        seat.save(update_fields=["post"])
    else:
        seat.ended_on = on
        seat.save(update_fields=["ended_on"])
        seat = Seat.objects.create(
            board=board,
            organisation=seat.organisation,
            post=post,
            is_chair=seat.is_chair,
            is_required=seat.is_required,
            started_on=on,
        )
    audit.record("seat filled", on=on, subject=board, by=by, body=seat.organisation.name, before=before, after=post)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, by: Membership, on: date) -> Seat:
    """The seat is no longer there from this day. Raises Refused if it begins later; ended already, it stays so."""
    board = _locked(seat.board)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.ended_on is not None:
        return seat
    _check_not_ended(seat, on)
    seat.ended_on = on
    seat.save(update_fields=["ended_on"])
    audit.record("seat ended", on=on, subject=board, by=by, body=seat.organisation.name, post=seat.post)
    return seat


@transaction.atomic
def plan_meetings(*, board: Board, days: Sequence[date], note: str = "", by: Membership, on: date) -> list[Meeting]:
    """The board meets on each of these days; a meeting called off for the same day stands again.

    All or none: raises Refused, naming the days, if one is taken, or before the board's time or after it.
    """
    board = _locked(board)
    known = {meeting.on: meeting for meeting in board.meetings.select_for_update().filter(on__in=days)}
    taken = [day for day in days if day in known and known[day].cancelled_on is None]
    if taken:
        raise Refused(f"{board} meets already on {_listed(taken)}.", "meeting_on")
    if board.closed_on and max(days) >= board.closed_on:
        raise Refused(f"{board} closed on {said(board.closed_on)} and meets no more.", "meeting_on")
    if board.established_on and min(days) < board.established_on:
        raise Refused(f"{board} began on {said(board.established_on)}. Enter that day or a later one.", "meeting_on")
    made = []
    for day in dict.fromkeys(days):
        meeting = known.get(day) or Meeting(board=board, on=day)
        meeting.note, meeting.cancelled_on = note, None
        meeting.save()
        audit.record("meeting planned", on=on, subject=meeting, by=by, day=said(day))
        made.append(meeting)
    return made


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Membership, on: date) -> Meeting:
    """The meeting does not take place. Its day is kept; called off already, it stays so.

    Raises Refused if it has an approved report: a meeting that was given one is part of the record.
    """
    board = _locked(meeting.board)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.cancelled_on is not None:
        return meeting
    if meeting.reports.exclude(state="draft").exists():
        raise Refused("This meeting has an approved report, so it cannot be cancelled.")
    meeting.cancelled_on = on
    meeting.save(update_fields=["cancelled_on"])
    audit.record("meeting cancelled", on=on, subject=meeting, by=by, board=board, day=said(meeting.on))
    return meeting


def _locked(board: Board) -> Board:
    """The board with its row held, so that seats and meetings of one board are written one after another."""
    return Board.objects.select_for_update().get(pk=board.pk)


def _check_name(area: LocalArea, name: str, board: Board | None = None) -> None:
    others = Board.objects.filter(area=area, name__iexact=name)
    if (others.exclude(pk=board.pk) if board else others).exists():
        raise Refused("There is a board of this name already. Choose another name.", "name")


def _check_parent(area: LocalArea, parent: Board | None, on: date) -> None:
    if parent is None:
        return
    if parent.area_id != area.pk:
        raise Refused("Choose a board of this area.", "parent")
    if not parent.is_open(on):
        raise Refused(f"{parent} closed on {said(parent.closed_on)}. Choose one that meets.", "parent")


def _check_workstream(area: LocalArea, kind: str, workstream: Workstream | None) -> None:
    if workstream is None:
        return
    if kind != Board.Kind.TASK_GROUP:
        raise Refused("Only a task and finish group works on a workstream.", "workstream")
    if workstream.plan.area_id != area.pk:
        raise Refused("Choose a workstream of this area.", "workstream")
    group = Board.objects.filter(workstream=workstream).first()
    if group:
        raise Refused(f"{group} works on this workstream already.", "workstream")


def _check_open(board: Board, on: date) -> None:
    if not board.is_open(on):
        raise Refused(f"{board} closed on {said(board.closed_on)}.")


def _check_not_ended(seat: Seat, on: date) -> None:
    if seat.ended_on is not None:
        raise Refused(f"This seat ended on {said(seat.ended_on)}.")
    if seat.started_on > on:
        raise Refused(f"This seat begins only on {said(seat.started_on)}.")


def _check_post(board: Board, organisation: Organisation, post: Post, on: date) -> None:
    if post.area_id != board.area_id or post.organisation_id not in organisation.same_bodies(on):
        raise Refused(f"Choose a post of {organisation}.", "post")
    if post.closed_on is not None:
        raise Refused(f"The post {post.title} closed on {said(post.closed_on)}.", "post")
    if Seat.objects.filter(board=board, post=post, ended_on__isnull=True).exists():
        raise Refused(f"{post.title} has a seat on this board already.", "post")


def _listed(days: Sequence[date]) -> str:
    return ", ".join(said(day) for day in days)
