"""What the pages show of boards: the tree of them, who sits where, when they meet and what they were given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from actions.status import KEY, Shown
from actions.summaries import Highlight, highlights_of, rag_counts_on
from areas.access import Permission, Visit, holders
from areas.models import LocalArea
from boards.models import Board, Meeting, Report, Seat
from boards.summaries.figures import TAKEN_ON, plan_shown
from inspections.summaries import papers_of
from send_tracker.lib.dates import said, working_days_between

LATEST_HIGHLIGHTS = 6


@dataclass(frozen=True)
class BoardLine:
    """One board in the area's tree, `depth` steps below the one it all reports to."""

    id: int
    url: str
    name: str
    kind: str
    depth: int
    work: str
    reports_to: str
    next_meeting_on: date | None
    seats: int
    empty_chairs: int
    closed_on: date | None

    @property
    def next_meeting(self) -> str:
        return said(self.next_meeting_on)

    @property
    def closed(self) -> str:
        return said(self.closed_on)

    @property
    def empty(self) -> str:
        """The empty chairs in words; nothing for none."""
        return _chairs(self.empty_chairs)


def board_tree(here: Visit, on: date) -> list[BoardLine]:
    """Every board this person may see, each above those that report to it; closed ones come last. One query.

    A chair is empty while its seat has no post, or a post that is closed.
    """
    here_today = Q(seats__started_on__lte=on) & (Q(seats__ended_on__isnull=True) | Q(seats__ended_on__gt=on))
    nobody = Q(seats__post__isnull=True) | Q(seats__post__closed_on__lte=on)
    to_come = Q(meetings__on__gte=on, meetings__cancelled_on__isnull=True)
    boards = list(
        Board.objects.visible_to(here)
        .annotate(
            seat_count=Count("seats", filter=here_today, distinct=True),
            empty_count=Count("seats", filter=here_today & nobody, distinct=True),
            next_on=Min("meetings__on", filter=to_come),
        )
        .select_related("plan", "workstream", "parent")
        .order_by("kind", "name")
    )
    slug = here.area.slug
    seen = {board.pk for board in boards}
    below: dict[int | None, list[Board]] = {}
    for board in boards:
        if board.parent_id not in seen:
            board.parent = None  # there is none, or none for this person
        below.setdefault(board.parent_id, []).append(board)
    order = {kind: place for place, kind in enumerate(Board.Kind.values)}
    found: list[BoardLine] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for board in sorted(below.get(parent_id, ()), key=lambda b: (order[b.kind], _natural(b))):
            found.append(_board_line(board, slug, depth))
            walk(board.pk, depth + 1)

    walk(None, 0)
    return sorted(found, key=lambda line: line.closed_on is not None and line.closed_on <= on)


@dataclass(frozen=True)
class SeatLine:
    """A seat today: whose it is, which post fills it, who holds that post. Without a post the chair is empty."""

    id: int
    body: str
    post: str
    holders: str
    is_chair: bool
    is_required: bool
    is_empty: bool
    why_empty: str
    fill_url: str
    end_url: str


@dataclass(frozen=True)
class ReportLink:
    """A report of ours to a meeting."""

    title: str
    url: str
    state: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting and the reports it was given."""

    id: int
    url: str
    on: date
    note: str
    is_cancelled: bool
    reports: tuple[ReportLink, ...]

    @property
    def day(self) -> str:
        return said(self.on)


@dataclass(frozen=True)
class BoardPage:
    """Who sits on a board today, what it works on, and its meetings: the coming ones by day, past ones newest first."""

    seats: list[SeatLine]
    coming: list[MeetingLine]
    past: list[MeetingLine]
    parent: BoardLine | None
    groups: list[BoardLine]
    work: str
    work_url: str
    work_label: str

    @property
    def empty(self) -> str:
        """The empty chairs in words; nothing for none."""
        return _chairs(sum(seat.is_empty for seat in self.seats))

    @property
    def empty_seats(self) -> list[SeatLine]:
        return [seat for seat in self.seats if seat.is_empty]


def board_page(here: Visit, board: Board, on: date) -> BoardPage:
    """Everything of one board as of that day; drafts only for those who read them. Six queries at most."""
    meetings = _meeting_lines(here, board)
    tree = board_tree(here, on)
    work = board.workstream or board.plan
    return BoardPage(
        seats=_seat_lines(board, on),
        coming=sorted((m for m in meetings if m.on >= on), key=lambda m: m.on),
        past=[m for m in meetings if m.on < on],
        parent=next((line for line in tree if line.id == board.parent_id), None),
        groups=[line for line in tree if line.reports_to == board.name],
        work=str(work or ""),
        work_url=work.get_absolute_url() if work else "",
        work_label="Works on" if board.workstream else "Governs",
    )


@dataclass(frozen=True)
class RatingLine:
    """One word of the key: how many actions stood there at the last meeting and how many stand there now."""

    shown: Shown
    before: int | None
    now: int
    change: str


@dataclass(frozen=True)
class MeetingPage:
    """What a meeting has before it. `ratings` is empty where the board governs no plan and works on no workstream.

    They are compared with the figures the last meeting was given, those of the day `before_on`.
    """

    papers_due_on: date
    papers: str
    papers_rule: str
    previous_on: date | None
    previous_url: str
    before_on: date | None
    now_on: date
    work: str
    work_url: str
    total: int
    ratings: list[RatingLine]
    highlights: list[Highlight]
    reports: list[ReportLink]
    has_open_draft: bool


def meeting_page(here: Visit, meeting: Meeting, on: date) -> MeetingPage:
    """One meeting as of that day: its papers, the ratings now (or on its day, once past) and at the last meeting.

    The ratings are those of the plan the board governs or, for a group, of its workstream, if this person may see it.
    Seven queries at most.
    """
    board = meeting.board
    earlier = board.meetings.standing().filter(on__lt=meeting.on).annotate(taken_on=TAKEN_ON)
    previous = earlier.order_by("-on").first()
    now_on = min(on, meeting.on)
    before_on = min(previous.taken_on or previous.on, now_on) if previous else None
    total, ratings = _ratings(here, board, before_on, now_on)
    work = board.workstream or board.plan
    papers = papers_of(board.area, meeting.on)
    reports = _report_links(here, [meeting.pk]).get(meeting.pk, [])
    return MeetingPage(
        papers_due_on=papers.due_on,
        papers=_papers(meeting, papers.due_on, on),
        papers_rule=papers.rule,
        previous_on=previous.on if previous else None,
        previous_url=_url("meeting", board.area, previous.pk) if previous else "",
        before_on=before_on,
        now_on=now_on,
        work=str(work or ""),
        work_url=work.get_absolute_url() if work else "",
        total=total,
        ratings=ratings,
        highlights=highlights_of(board.workstream, meeting.on)[:LATEST_HIGHLIGHTS] if board.workstream else [],
        reports=reports,
        has_open_draft=any(report.state == Report.State.DRAFT.label for report in reports),
    )


def _board_line(board: Board, slug: str, depth: int) -> BoardLine:
    return BoardLine(
        id=board.pk,
        url=reverse("boards:board_detail", args=[slug, board.pk]),
        name=board.name,
        kind=board.get_kind_display(),
        depth=depth,
        work=str(board.workstream or board.plan or ""),
        reports_to=board.parent.name if board.parent else "",
        next_meeting_on=board.next_on,
        seats=board.seat_count,
        empty_chairs=board.empty_count,
        closed_on=board.closed_on,
    )


def _natural(board: Board) -> tuple:
    """Groups in the order of their workstreams, all others by name."""
    return (board.workstream.position if board.workstream else 0, board.name)


def _seat_lines(board: Board, on: date) -> list[SeatLine]:
    seats = list(
        Seat.objects.filter(board=board)
        .live(on)
        .select_related("organisation", "post")
        .order_by("-is_chair", "-is_required", "organisation__name", "post__title", "pk")
    )
    who = holders([seat.post_id for seat in seats if seat.post_id], on)
    return [_seat_line(seat, who, board.area, on) for seat in seats]


def _seat_line(seat: Seat, who: dict, area: LocalArea, on: date) -> SeatLine:
    is_closed = seat.post is not None and seat.post.closed_on is not None and seat.post.closed_on <= on
    why_empty = ""
    if seat.post is None:
        why_empty = "No post has been named for it."
    elif is_closed:
        why_empty = f"The post {seat.post.title} closed on {said(seat.post.closed_on)}."
    return SeatLine(
        id=seat.pk,
        body=seat.organisation.full_name,
        post=seat.post.title if seat.post and not is_closed else "",
        holders=", ".join(person.name for person in who.get(seat.post_id, ())),
        is_chair=seat.is_chair,
        is_required=seat.is_required,
        is_empty=bool(why_empty),
        why_empty=why_empty,
        fill_url=_url("seat_fill", area, seat.pk),
        end_url=_url("seat_end", area, seat.pk),
    )


def _meeting_lines(here: Visit, board: Board) -> list[MeetingLine]:
    """All meetings of the board, newest first."""
    meetings = list(board.meetings.order_by("-on"))
    reports = _report_links(here, [meeting.pk for meeting in meetings])
    return [
        MeetingLine(
            id=meeting.pk,
            url=_url("meeting", board.area, meeting.pk),
            on=meeting.on,
            note=meeting.note,
            is_cancelled=meeting.cancelled_on is not None,
            reports=tuple(reports.get(meeting.pk, ())),
        )
        for meeting in meetings
    ]


def _report_links(here: Visit, meeting_ids: Iterable[int]) -> dict[int, list[ReportLink]]:
    rows = Report.objects.visible_to(here).filter(meeting__in=meeting_ids).order_by("-pk")
    if not here.may(Permission.REPORT_READ_DRAFT):
        rows = rows.exclude(state=Report.State.DRAFT)
    found: dict[int, list[ReportLink]] = {}
    for pk, meeting_id, title, state in rows.values_list("pk", "meeting_id", "title", "state"):
        link = ReportLink(title, _url("report", here.area, pk), Report.State(state).label)
        found.setdefault(meeting_id, []).append(link)
    return found


def _ratings(here: Visit, board: Board, before_on: date | None, now_on: date) -> tuple[int, list[RatingLine]]:
    plan = plan_shown(here, board, now_on)
    if plan is None:
        return 0, []
    days = [now_on] if before_on is None else [before_on, now_on]
    found = rag_counts_on(plan, days, workstream=board.workstream)
    now, before = found[now_on], found.get(before_on)
    lines = [
        RatingLine(shown, before.of(shown) if before else None, now.of(shown), _change(before, now, shown))
        for shown in KEY
    ]
    return now.total, lines


def _change(before, now, shown: Shown) -> str:
    if before is None:
        return ""
    difference = now.of(shown) - before.of(shown)
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'}" if difference else "no change"


def _papers(meeting: Meeting, due_on: date, on: date) -> str:
    """How far off the day for papers is, in words; nothing once the meeting is past or called off."""
    if meeting.on < on or meeting.cancelled_on is not None:
        return ""
    left = working_days_between(on, due_on)
    if due_on == on:
        return "That is today."
    count = f"{abs(left)} working day{'' if abs(left) == 1 else 's'}"
    return f"That is in {count}." if due_on > on else f"That was {count} ago."


def _chairs(count: int) -> str:
    return f"{count} empty chair{'' if count == 1 else 's'}" if count else ""


def _url(name: str, area: LocalArea, pk: int) -> str:
    return reverse(f"boards:{name if '_' in name else name + '_detail'}", args=[area.slug, pk])
