"""Boards, seats and meetings."""

from datetime import date
from itertools import count

from areas.models import LocalArea, Organisation, Post
from boards.models import Board, Meeting, Seat

_numbers = count(1)


def make_board(area: LocalArea, **fields) -> Board:
    return Board.objects.create(
        area=area, **{"kind": "improvement board", "name": f"Improvement board {next(_numbers)}", **fields}
    )


def make_seat(board: Board, organisation: Organisation, post: Post | None = None, **fields) -> Seat:
    return Seat.objects.create(
        board=board, organisation=organisation, post=post, **{"started_on": date(2026, 1, 1), **fields}
    )


def make_meeting(board: Board, on: date, **fields) -> Meeting:
    return Meeting.objects.create(board=board, on=on, **fields)
