"""Pages of boards, the seats on them and their meetings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from areas import access
from areas.access import Permission
from areas.summaries import area_tabs, attached
from boards.forms.boards import (
    BoardEditForm,
    BoardForm,
    BoardPlaceForm,
    ConfirmForm,
    MeetingForm,
    SeatFillForm,
    SeatForm,
)
from boards.models import Board, Meeting, Seat
from boards.services import boards as services
from boards.summaries.boards import board_page, board_tree, meeting_page
from send_tracker.lib.dates import said, today
from send_tracker.lib.refusals import Refused


@require_safe
def board_list(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    context = {"boards": board_tree(here, today()), "may_edit": here.may(Permission.BOARD_EDIT)}
    return _page(request, here, "board_list", **context)


def board_create(request, area_slug):
    here = access.enter(request.user, area_slug, today())
    _editor(here)
    form = BoardForm(
        _posted(request), area=here.area, on=today(), cancel_url=reverse("boards:board_list", args=[here.area.slug])
    )
    if form.is_valid():
        board = _tried(form, services.create_board, here, area=here.area, **form.cleaned_data)
        if board:
            messages.success(request, f"{board} is set up. Now say who has a seat on it.")
            return redirect(board)
    return _page(request, here, "board_create", form=form)


@require_safe
def board_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    board = _board(here, pk)
    found = board_page(here, board, today())
    is_open = board.is_open(today())
    return _page(
        request,
        here,
        "board_detail",
        board=board,
        found=found,
        may_edit=here.may(Permission.BOARD_EDIT) and is_open,
        is_open=is_open,
    )


def board_edit(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    board = _board(here, pk)
    _editor(here)
    form = BoardEditForm(_posted(request), board=board, on=today(), cancel_url=board.get_absolute_url())
    if form.is_valid():
        edited = _tried(form, services.edit_board, here, board=board, **form.cleaned_data)
        if edited:
            messages.success(request, f"{edited} is changed.")
            return redirect(edited)
    return _page(request, here, "board_edit", form=form, board=board)


def board_place(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    board = _board(here, pk)
    _editor(here)
    form = BoardPlaceForm(_posted(request), board=board, on=today(), cancel_url=board.get_absolute_url())
    if form.is_valid():
        placed = _tried(form, services.place_board, here, board=board, **form.cleaned_data)
        if placed:
            messages.success(request, f"{placed} now reports to {placed.parent or 'no other board here'}.")
            return redirect(placed)
    return _page(request, here, "board_place", form=form, board=board)


def board_close(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    board = _board(here, pk)
    _editor(here)
    form = ConfirmForm(_posted(request), submit="Close this board", cancel_url=board.get_absolute_url())
    if form.is_valid() and _tried(form, services.close_board, here, board=board):
        messages.success(request, f"{board} is closed. What it did stays here to be read.")
        return redirect(board)
    return _page(request, here, "board_close", form=form, board=board)


def seat_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    board = _board(here, pk)
    _editor(here)
    form = SeatForm(_posted(request), board=board, on=today(), cancel_url=board.get_absolute_url())
    if form.is_valid():
        seat = _tried(form, services.seat, here, board=board, **form.cleaned_data)
        if seat:
            taken = f"filled by {seat.post.title}" if seat.post else "an empty chair for now"
            messages.success(request, f"{seat.organisation.full_name} has a seat, {taken}.")
            return redirect(board)
    return _page(request, here, "seat_create", form=form, board=board)


def seat_fill(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    seat = _seat(here, pk)
    _editor(here)
    form = SeatFillForm(_posted(request), seat=seat, on=today(), cancel_url=seat.board.get_absolute_url())
    if form.is_valid():
        filled = _tried(form, services.fill_seat, here, seat=seat, **form.cleaned_data)
        if filled:
            messages.success(
                request, f"{filled.post.title} has the seat of {filled.organisation.full_name} from today."
            )
            return redirect(filled.board)
    return _page(request, here, "seat_fill", form=form, seat=seat)


def seat_end(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    seat = _seat(here, pk)
    _editor(here)
    form = ConfirmForm(_posted(request), submit="End this seat", cancel_url=seat.board.get_absolute_url())
    if form.is_valid() and _tried(form, services.end_seat, here, seat=seat):
        messages.success(request, f"The seat of {seat.organisation.full_name} has ended.")
        return redirect(seat.board)
    return _page(request, here, "seat_end", form=form, seat=seat)


def meeting_create(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    board = _board(here, pk)
    _editor(here)
    form = MeetingForm(_posted(request), cancel_url=board.get_absolute_url())
    if form.is_valid():
        days, note = form.cleaned_data["days"], form.cleaned_data["note"]
        meetings = _tried(form, services.plan_meetings, here, board=board, days=days, note=note)
        if meetings:
            messages.success(request, _planned(meetings, form.cleaned_data["moved"]))
            return redirect(meetings[0] if len(meetings) == 1 else board)
    return _page(request, here, "meeting_create", form=form, board=board)


@require_safe
def meeting_detail(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    meeting = _meeting(here, pk)
    found = meeting_page(here, meeting, today())
    stands = meeting.cancelled_on is None
    return _page(
        request,
        here,
        "meeting_detail",
        meeting=meeting,
        found=found,
        documents=attached(
            meeting.attachments.all(),
            here,
            today(),
            add_url=reverse("boards:meeting_document_create", args=[area_slug, pk]),
            end_name="boards:meeting_document_end",
        ),
        may_draft=here.may(Permission.REPORT_DRAFT) and stands and bool(found.ratings) and not found.has_open_draft,
        may_cancel=here.may(Permission.BOARD_EDIT) and stands,
    )


def meeting_cancel(request, area_slug, pk):
    here = access.enter(request.user, area_slug, today())
    meeting = _meeting(here, pk)
    _editor(here)
    form = ConfirmForm(_posted(request), submit="Cancel this meeting", cancel_url=meeting.get_absolute_url())
    if form.is_valid() and _tried(form, services.cancel_meeting, here, meeting=meeting):
        messages.success(request, f"The meeting of {said(meeting.on)} is cancelled.")
        return redirect(meeting.board)
    return _page(request, here, "meeting_cancel", form=form, meeting=meeting)


def _page(request, here, name, **context):
    context |= {"here": here, "tabs": area_tabs(here, "boards")}
    return render(request, f"boards/{name}.html", context)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _editor(here):
    if not here.may(Permission.BOARD_EDIT):
        raise PermissionDenied


def _tried(form, service, here, **asked):
    """What the service made; None, and its reason beside the field, where it refused."""
    try:
        return service(by=here.acting(Permission.BOARD_EDIT), on=today(), **asked)
    except Refused as refused:
        form.tell(refused)
        return None


def _board(here, pk):
    return get_object_or_404(
        Board.objects.visible_to(here).select_related("area", "parent", "plan__area", "workstream__plan__area"), pk=pk
    )


def _seat(here, pk):
    seats = Seat.objects.visible_to(here).select_related("board__area", "organisation", "post")
    return get_object_or_404(seats, pk=pk)


def _meeting(here, pk):
    meetings = Meeting.objects.visible_to(here).select_related(
        "board__area", "board__plan__area", "board__workstream__plan__area"
    )
    return get_object_or_404(meetings, pk=pk)


def _planned(meetings, moved):
    days = ", ".join(said(meeting.on) for meeting in meetings)
    words = f"{len(meetings)} meetings are planned: {days}." if len(meetings) > 1 else f"A meeting is planned: {days}."
    return " ".join([words, *(f"{said(wanted)} is no working day, so it is {said(day)}." for wanted, day in moved)])
