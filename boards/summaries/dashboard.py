"""The area's home and the person's own: what matters today, at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from actions.models import Action, Plan
from actions.status import KEY, PAUSED, Rag, Shown, Stage, shown_as
from actions.summaries import (
    ActionNow,
    Owed,
    RagCounts,
    ToAnswer,
    actions_now,
    actions_unaccounted,
    contributions_to_answer,
    counted,
    live_plans,
    points_owed,
    ratings_on,
)
from areas.access import Permission, Visit
from areas.models import LocalArea, Membership, Partner, Post
from boards.models import Board, Meeting, Report
from boards.summaries.figures import TAKEN_ON
from boards.summaries.routes import attention
from inspections.models import Source
from inspections.summaries import DatedLine, differences, next_statutory, next_statutory_of, papers_of
from send_tracker.lib.charts import Chart, stacked_bars
from send_tracker.lib.dates import month_of, said

MONTHS_SHOWN = 12
# Meetings this far back and ahead are looked at for the last one and the next one.
MEETINGS_WITHIN = timedelta(days=400)


@dataclass(frozen=True)
class Need:
    """Something this person can do now, and where."""

    text: str
    url: str


@dataclass(frozen=True)
class Tile:
    """One word of the key: how many actions stand there, and how many stood there at the end of last month."""

    shown: Shown
    count: int
    change: str


@dataclass(frozen=True)
class Silence:
    """A post that has said nothing for too long of these actions; `since` is its last word on any of them."""

    who: str
    actions: list[ActionNow]
    since: str


@dataclass(frozen=True)
class Change:
    """An action that stands elsewhere than at the last meeting; without `before` it is new."""

    action: ActionNow
    before: Shown | None


@dataclass(frozen=True)
class NextMeeting:
    """The meeting that comes next, and the day its papers are due."""

    board: str
    day: str
    url: str
    papers: str
    are_papers_past: bool


@dataclass(frozen=True)
class Step:
    """One step of setting an area up; without `url` it is not for this person, or not yet."""

    text: str
    is_done: bool
    url: str


@dataclass(frozen=True)
class DraftLine:
    """A report that waits for approval."""

    id: int
    title: str
    area_id: int


@dataclass(frozen=True)
class AreaHome:
    """Everything of the area's home, on one day, for one person.

    `changes` are from the figures the last meeting was given; `changes_since` is their day, if not the meeting's own.
    """

    deadline: DatedLine | None
    needs: list[Need]
    plans: list[Plan]
    total: int
    tiles: list[Tile]
    compared_with: str
    reds: list[ActionNow]
    silent: list[Silence]
    next_meeting: NextMeeting | None
    last_meeting_on: date | None
    last_meeting_url: str
    changes_since: str
    changes: list[Change]
    chart: Chart | None
    steps: list[Step]

    @property
    def last_meeting(self) -> str:
        return said(self.last_meeting_on)


def area_home(here: Visit, on: date, chart_note: str = "") -> AreaHome:
    """The home of an area as of that day, with what needs this person first.

    Twelve queries at most, and four more while a plan is on its way through the bodies that approve it. Counts are of
    all plans the area is working to; "last month" is the end of the month before.
    """
    plans = live_plans(here, on=on)
    actions = actions_now(plans, on, here.posts) if plans else []
    following, last, drafts = _meetings(here, plans, on)
    month_ends = _month_ends(min((action.added_on for action in actions), default=on), on)
    given_on = (last.taken_on or last.on) if last else on
    days = [*month_ends, on, given_on]
    stood = _stood(plans, actions, days)
    now = counted(stood.get(on, {}).values())
    before = counted(stood[month_ends[-1]].values()) if month_ends else None
    needs = _at_risk(here, plans, on)
    needs += _needs(here, on, actions, _to_answer([here], on).get(here.area.pk), drafts, _owed([here], on))
    needs += _lost([here]).get(here.area.pk, [])
    return AreaHome(
        deadline=next_statutory(here, on),
        needs=needs,
        plans=plans,
        total=now.total,
        tiles=[_tile(shown, before, now) for shown in KEY],
        compared_with=said(month_ends[-1]) if month_ends else "",
        reds=[action for action in actions if action.rag is Rag.RED],
        silent=_silences(actions),
        next_meeting=_next(following, on) if following else None,
        last_meeting_on=last.on if last else None,
        last_meeting_url=last.get_absolute_url() if last else "",
        changes_since=said(given_on) if last and given_on != last.on else "",
        changes=_changes(actions, stood[given_on]) if last else [],
        chart=_chart(stood, month_ends, on, chart_note) if actions else None,
        steps=_steps(here, on) if not actions else [],
    )


@dataclass(frozen=True)
class AreaCard:
    """One of a person's areas on their own home."""

    name: str
    url: str
    roles: str
    deadline: DatedLine | None
    needs: list[Need]


def my_areas(visits: Sequence[Visit], on: date) -> list[AreaCard]:
    """Each area of this person, with what needs them there and its next statutory date. Eight queries, however many."""
    posts = frozenset().union(*(here.posts for here in visits))
    actions = actions_now(live_plans(*visits, on=on), on, posts)
    deadlines = next_statutory_of(visits, on)
    answers, drafts, owed = _to_answer(visits, on), _drafts(visits), _owed(visits, on)
    lost = _lost(visits)
    return [
        AreaCard(
            name=here.area.name,
            url=here.area.get_absolute_url(),
            roles=", ".join(dict.fromkeys(m.get_role_display() for m in here.memberships)),
            deadline=deadlines.get(here.area.name),
            needs=_needs(
                here, on, [a for a in actions if a.area_id == here.area.pk], answers.get(here.area.pk), drafts, owed
            )
            + lost.get(here.area.pk, []),
        )
        for here in visits
    ]


def _meetings(here: Visit, plans: list[Plan], on: date) -> tuple[Meeting | None, Meeting | None, list[DraftLine]]:
    """The next meeting of any board, the last one of a board that governs a plan, and the drafts. One query."""
    governed = {plan.pk for plan in plans}
    # One at most: a constraint.
    draft = Report.objects.visible_to(here).filter(meeting=OuterRef("pk"), state=Report.State.DRAFT)
    meetings = list(
        Meeting.objects.standing()
        .visible_to(here)
        .filter(on__gte=on - MEETINGS_WITHIN, on__lte=on + MEETINGS_WITHIN)
        .annotate(draft_id=Subquery(draft.values("pk")), draft_title=Subquery(draft.values("title")), taken_on=TAKEN_ON)
        .select_related("board__area")
        .order_by("on", "pk")
    )
    coming = [meeting for meeting in meetings if meeting.on >= on]
    past = [meeting for meeting in meetings if meeting.on < on and meeting.board.plan_id in governed]
    # On one day the board that governs goes before its groups.
    following = min(coming, key=lambda m: (m.on, m.board.plan_id not in governed), default=None)
    drafts = [DraftLine(m.draft_id, m.draft_title, here.area.pk) for m in meetings if m.draft_id]
    return following, past[-1] if past else None, drafts


def _month_ends(first: date, on: date) -> list[date]:
    """The last days of the months before this one, no more than a year of them, from the month of `first`."""
    ends = []
    end = month_of(on) - timedelta(days=1)
    while end >= first and len(ends) < MONTHS_SHOWN - 1:
        ends.insert(0, end)
        end = month_of(end) - timedelta(days=1)
    return ends


def _stood(plans: list[Plan], actions: list[ActionNow], days: list[date]) -> dict[date, dict]:
    """Where each action stood on each day. One query; none without actions."""
    if not actions:
        return {day: {} for day in days}
    added = {action.id: action.added_on for action in actions}
    return ratings_on(Action.objects.filter(plan__in=[plan.pk for plan in plans]), added, days)


def _tile(shown: Shown, before: RagCounts | None, now: RagCounts) -> Tile:
    if before is None:
        return Tile(shown, now.of(shown), "")
    difference = now.of(shown) - before.of(shown)
    words = f"{abs(difference)} {'more' if difference > 0 else 'fewer'}" if difference else "no change"
    return Tile(shown, now.of(shown), words)


def _silences(actions: list[ActionNow]) -> list[Silence]:
    """By reporting post, the longest silence first; the actions of each in the plan's order."""
    found: dict[str, list[ActionNow]] = {}
    for action in actions:
        if action.is_silent:
            found.setdefault(action.reporting, []).append(action)
    last_word = {who: max(action.updated_on for action in of_post) for who, of_post in found.items()}
    return [Silence(who, found[who], said(last_word[who])) for who in sorted(found, key=last_word.__getitem__)]


def _changes(actions: list[ActionNow], then: dict[int, tuple[Stage, Rag | None]]) -> list[Change]:
    """What stands elsewhere than it did, in the plan's order."""
    found = []
    for action in actions:
        before = shown_as(*then[action.id]) if action.id in then else None
        if before != action.shown:
            found.append(Change(action, before))
    return found


def _next(meeting: Meeting, on: date) -> NextMeeting:
    papers = papers_of(meeting.board.area, meeting.on)
    return NextMeeting(
        board=meeting.board.name,
        day=said(meeting.on),
        url=meeting.get_absolute_url(),
        papers=said(papers.due_on),
        are_papers_past=papers.due_on < on,
    )


def _chart(stood: dict[date, dict], month_ends: list[date], on: date, note: str) -> Chart:
    columns = [(f"{end:%b %Y}", counted(stood[end].values())) for end in month_ends]
    columns.append(("Today", counted(stood[on].values())))
    shown = [*KEY, PAUSED] if any(counts.plain for _, counts in columns) else list(KEY)
    return stacked_bars(
        "Actions by rating at the end of each month",
        [(each.code, each.word, each.letter) for each in shown],
        [(label, {each.code: counts.of(each) for each in shown}) for label, counts in columns],
        note=note,
    )


def _to_answer(visits: Sequence[Visit], on: date) -> dict[int, ToAnswer]:
    """Nothing is asked of the database for those who neither ask nor answer."""
    able = (Permission.CONTRIBUTION_ANSWER, Permission.CONTRIBUTION_ASK)
    if not any(here.may(permission) for here in visits for permission in able):
        return {}
    return contributions_to_answer(visits, on)


def _owed(visits: Sequence[Visit], on: date) -> list[Owed]:
    """What is owed to the plans themselves: answers to letters, and to what became of the plan before."""
    return [*points_owed(visits, on), *actions_unaccounted(visits, on)]


def _drafts(visits: Sequence[Visit]) -> list[DraftLine]:
    """The drafts in these areas for meetings that stand, by day. One query; none for those who draft nowhere."""
    if not any(here.may(Permission.REPORT_DRAFT) for here in visits):
        return []
    drafts = Report.objects.visible_to(*visits).filter(state=Report.State.DRAFT, meeting__cancelled_on__isnull=True)
    drafts = drafts.order_by("meeting__on", "pk")
    return [DraftLine(*row) for row in drafts.values_list("pk", "title", "meeting__board__area_id")]


def _lost(visits: Sequence[Visit]) -> dict[int, list[Need]]:
    """What a letter counts and the tracker has not, for those who record it, by area. One query; none for others."""
    able = [here for here in visits if here.may(Permission.INSPECTION_RECORD)]
    found = differences(able) if able else {}
    return {area: [Need(each.text, each.url) for each in rows] for area, rows in found.items()}


def _needs(
    here: Visit,
    on: date,
    actions: list[ActionNow],
    answer: ToAnswer | None,
    drafts: list[DraftLine],
    owed: list[Owed],
) -> list[Need]:
    """What this person can do now in this area: actions to update, answers owed, drafts to approve."""
    found = []
    if here.may(Permission.ACTION_UPDATE):
        mine = sum(action.is_mine and action.awaits_update(on) for action in actions)
        if mine:
            found.append(Need(f"{_count(mine, 'action')} to update for {on:%B}", reverse("actions:my_actions")))
    answer = answer or ToAnswer()
    for number, words in ((answer.late, "late"), (answer.asked, "to agree"), (answer.to_confirm, "to confirm")):
        if number:
            found.append(Need(f"{_count(number, 'contribution')} {words}", reverse("actions:my_contributions")))
    # One by one: the list of one's own bodies does not hold what others owe.
    for proposed in answer.dates_proposed:
        found.append(Need(f"{proposed.body} proposes another date for {proposed.action}", proposed.url))
    found += [Need(row.text, row.url) for row in owed if row.area_id == here.area.pk]
    for draft in drafts:
        if draft.area_id == here.area.pk and here.may(Permission.REPORT_DRAFT):
            verb = "Approve" if here.may(Permission.REPORT_APPROVE) else "Finish"
            url = reverse("boards:report_detail", args=[here.area.slug, draft.id])
            found.append(Need(f"{verb} the draft: {draft.title}", url))
    return found


def _at_risk(here: Visit, plans: list[Plan], on: date) -> list[Need]:
    """The steps of a plan's approval that something must be done about now; they come first: their days are fixed."""
    if not here.may(Permission.APPROVAL_RECORD):
        return []
    return [Need(text, url) for text, url in attention(here, plans, on)]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _steps(here: Visit, on: date) -> list[Step]:
    """How to begin, while the area has no action yet. One query."""
    area = here.area
    done = (
        LocalArea.objects.filter(pk=area.pk)
        .annotate(
            has_partners=Exists(
                Partner.objects.live(on).filter(area=OuterRef("pk")).exclude(organisation__kind="council")
            ),
            has_posts=Exists(Post.objects.filter(area=OuterRef("pk"))),
            has_others=Exists(Membership.objects.live(on).filter(area=OuterRef("pk")).exclude(user=here.user)),
            has_sources=Exists(Source.objects.visible_to(here)),
            has_plans=Exists(Plan.objects.visible_to(here)),
            has_boards=Exists(Board.objects.visible_to(here)),
        )
        .values("has_partners", "has_posts", "has_others", "has_sources", "has_plans", "has_boards")
        .get()
    )
    asked = (
        ("has_partners", "Add the partners: health bodies, schools, the parent carer forum", "areas:partner_create",
         Permission.PEOPLE_MANAGE),
        ("has_posts", "Create the posts that will lead actions", "areas:post_create", Permission.PEOPLE_MANAGE),
        ("has_others", "Invite the people", "areas:membership_create", Permission.PEOPLE_MANAGE),
        ("has_sources", "Record the inspection and what it found", "inspections:inspection_create",
         Permission.INSPECTION_RECORD),
        ("has_plans", "Open the plan", "actions:plan_create", Permission.PLAN_EDIT),
        ("has_boards", "Set up the improvement board", "boards:board_create", Permission.BOARD_EDIT),
    )  # fmt: skip
    steps = [
        Step(text, done[name], reverse(address, args=[area.slug]) if here.may(needed) else "")
        for name, text, address, needed in asked
    ]
    plans_url = reverse("actions:plan_list", args=[area.slug]) if here.may(Permission.PLAN_EDIT) else ""
    return [*steps, Step("Add the workstreams and actions to the plan", False, plans_url)]
