"""What bodies are asked for and have answered: for the action, the plan, the report, and the body itself."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten

from django.db.models import QuerySet
from django.urls import reverse

from actions.models import Action, Contribution, ContributionReply, Plan
from actions.status import CONTRIBUTION_STEPS, Shown, Side, Stage, shown_as, steps_open
from areas.access import Permission, Visit, commissioned_by
from areas.models.lineage import body_columns, called_in
from send_tracker.lib.dates import said

State = Contribution.State
Kind = ContributionReply.Kind
# Late ones come first; then in the order in which somebody must do something.
ORDER = [State.ASKED, State.DATE_PROPOSED, State.AGREED, State.GIVEN, State.NOT_POSSIBLE, State.CONFIRMED]
OUTSTANDING = frozenset({State.ASKED, State.DATE_PROPOSED, State.AGREED, State.GIVEN})
BRIEF = 140
# By kind of reply: the last part of the page's address, the words on its button, and whether one press is all.
PAGES = {
    Kind.AGREED: ("agree", "Agree", False),
    Kind.DATE_PROPOSED: ("propose", "Propose another date", False),
    Kind.DATE_ACCEPTED: ("accept", "Accept the date", True),
    Kind.NOT_POSSIBLE: ("decline", "Say it is not possible", False),
    Kind.ASKED_AGAIN: ("ask-again", "Ask again", False),
    Kind.GIVEN: ("give", "Give", False),
    Kind.CONFIRMED: ("confirm", "Confirm", True),
}


@dataclass(frozen=True)
class Way:
    """One thing somebody may say next: the words on its button, its page, and whether one press is all."""

    text: str
    url: str
    is_press: bool
    submission: uuid.UUID


def ways_on(url: str, kinds: Iterable[str], query: str = "") -> tuple[Way, ...]:
    """The buttons for these kinds of reply to the contribution at this address, each with its own mark of a press."""
    return tuple(
        Way(text, f"{url}{page}/{query}", is_press, uuid.uuid4())
        for page, text, is_press in (PAGES[Kind(kind)] for kind in kinds)
    )


@dataclass(frozen=True)
class Standing:
    """Where a contribution stands on a day: its state and the days that go with it."""

    state: State
    wanted_by_on: date | None
    proposed_for_on: date | None = None
    agreed_for_on: date | None = None


@dataclass(frozen=True)
class ContributionRow:
    """One thing a body is asked for, ready to be shown, as it stood on a day."""

    id: int
    version: int
    url: str
    area_id: int
    area: str
    action: str
    action_url: str
    body_id: int
    body: str
    asked: str
    asked_on: date
    standing: Standing
    is_late: bool
    ways: tuple[Way, ...] = ()  # what the reader of a page of their own may say next

    @property
    def brief(self) -> str:
        """What is asked, cut to a line or two."""
        return shorten(self.asked, BRIEF, placeholder=" ...")

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def word(self) -> str:
        """The state in words."""
        return self.state.label

    @property
    def is_outstanding(self) -> bool:
        return self.state in OUTSTANDING

    @property
    def when(self) -> str:
        """The day that counts now: the agreed one, the proposed one, or the one wanted."""
        standing = self.standing
        if standing.state is State.DATE_PROPOSED:
            return f"Proposed for {said(standing.proposed_for_on)}"
        if standing.agreed_for_on:
            return f"Agreed for {said(standing.agreed_for_on)}"
        return f"Wanted by {said(standing.wanted_by_on)}" if standing.wanted_by_on else "No day named"

    @property
    def in_words(self) -> str:
        """The state and its day, neither said twice."""
        if self.state is State.AGREED:
            return self.when
        if self.state is State.DATE_PROPOSED:
            return f"{self.when}, not yet accepted"
        return f"{self.word}. {self.when}"


@dataclass(frozen=True)
class AreaItems:
    """What one body is asked for in one area: what still needs somebody, and what is settled."""

    area: str
    open: list[ContributionRow]
    settled: list[ContributionRow]


@dataclass(frozen=True)
class BodyItems:
    """What one body is asked for, area by area."""

    id: int
    body: str
    is_own: bool  # False: a provider that a body of this person commissions
    areas: list[AreaItems]
    late: int


def owed_by_bodies_of(visits: Sequence[Visit], on: date) -> list[BodyItems]:
    """What is asked of the bodies this person answers for, and of the providers those commission.

    In every area they may enter and no other, in plans that are live. Own bodies first, also those asked for nothing.
    Two queries, however many bodies and areas.
    """
    answers = {(here.area.pk, body) for here in visits for body in here.speaks_for(Permission.CONTRIBUTION_ANSWER)}
    own = {body for _, body in answers}
    if not own:
        return []
    # Bodies that have become one are one group, under the body a member acts for.
    mine = {m.organisation for here in visits for m in here.memberships}
    groups_of = {body: acting for acting in mine for body in acting.same_bodies(on)}
    bodies = own | commissioned_by(own, on)
    plans = Plan.objects.visible_to(*visits).live(on)
    asked = Contribution.objects.filter(action__plan__in=plans, organisation__in=bodies)
    names = {body.pk: body.called_today for body in groups_of.values()}
    found: dict[int, list[ContributionRow]] = {groups_of[body].pk: [] for body in own}
    for row, _ in _rows(asked, on):
        group = groups_of[row.body_id].pk if row.body_id in groups_of else row.body_id
        names.setdefault(group, row.body)
        kinds = _answers_to(row, on) if (row.area_id, row.body_id) in answers else ()
        found.setdefault(group, []).append(replace(row, ways=ways_on(row.url, kinds, "?from=my")))
    groups = [
        BodyItems(body, names[body], body in own, _by_area(rows), sum(row.is_late for row in rows))
        for body, rows in found.items()
    ]
    return sorted(groups, key=lambda group: (not group.is_own, group.body))


def _answers_to(row: ContributionRow, on: date) -> list[str]:
    kinds = steps_open(row.state, row.standing.wanted_by_on, on)
    return [kind for kind in kinds if CONTRIBUTION_STEPS[kind].side is Side.OWING]


def _by_area(rows: Iterable[ContributionRow]) -> list[AreaItems]:
    found: dict[str, list[ContributionRow]] = {}
    for row in _sorted(rows):
        found.setdefault(row.area, []).append(row)
    return [
        AreaItems(
            area,
            [row for row in of_area if row.is_outstanding],
            [row for row in of_area if not row.is_outstanding],
        )
        for area, of_area in sorted(found.items())
    ]


@dataclass(frozen=True)
class StoryLine:
    """One step in the story of a contribution, ready to be read."""

    title: str
    by: str
    on: date
    words: str
    shown: Shown | None
    source: str  # how it was heard, if somebody else recorded it for the body


def contribution_story(contribution: Contribution) -> list[StoryLine]:
    """What was asked and everything that was answered, newest first. One query."""
    wanted = contribution.first_wanted_by_on
    asked = StoryLine(
        title=f"Asked, wanted by {said(wanted)}" if wanted else "Asked, no day named",
        by=str(contribution.asked_by),
        on=contribution.asked_on,
        words=contribution.asked,
        shown=None,
        source="",
    )
    replies = contribution.replies.select_related("recorded_by__user", "recorded_by__organisation")
    return [*(_line(reply, contribution) for reply in replies.order_by("-on", "-pk")), asked]


def _line(reply: ContributionReply, contribution: Contribution) -> StoryLine:
    source = ""
    if reply.heard_by:
        heard = f"{reply.get_heard_by_display().lower()}, {said(reply.heard_on)}"
        source = f"Recorded for {contribution.organisation}. Source: {heard}."
    return StoryLine(
        title=f"{reply.get_kind_display()}: {said(reply.for_on)}" if reply.for_on else reply.get_kind_display(),
        by=str(reply.recorded_by),
        on=reply.on,
        words=reply.words,
        shown=shown_as(Stage.IN_PROGRESS, reply.rag) if reply.rag else None,
        source=source,
    )


def contributions_outstanding(plan: Plan, on: date) -> list[ContributionRow]:
    """What the plan was still waiting for at the end of that day, late first. Two queries.

    From history, so that a report of a past day says what was true then. What is given and not yet confirmed is
    waited for; what was said not to be possible is not.
    """
    rows = _rows(Contribution.objects.filter(action__plan=plan, asked_on__lte=on), on)
    replies: dict[int, list[ContributionReply]] = {}
    for reply in ContributionReply.objects.filter(contribution__action__plan=plan, on__lte=on).order_by("on", "pk"):
        replies.setdefault(reply.contribution_id, []).append(reply)
    then = [_at(row, first_wanted, replies.get(row.id, ()), on) for row, first_wanted in rows]
    return _sorted(row for row in then if row.is_outstanding)


def contributions_of(action: Action, on: date) -> list[ContributionRow]:
    """Everything asked for one action, as it stands now; late as of `on`. One query."""
    return _sorted(row for row, _ in _rows(Contribution.objects.filter(action=action), on))


def standing_after(first_wanted_by_on: date | None, replies: Iterable[ContributionReply]) -> Standing:
    """Where a contribution stands after these replies, in their order: what its row holds after the last one."""
    standing = Standing(State.ASKED, first_wanted_by_on)
    for reply in replies:
        after = State(CONTRIBUTION_STEPS[reply.kind].after)
        if reply.kind == Kind.GIVEN and not reply.heard_by:
            after = State.CONFIRMED  # given by the body itself
        days = {}
        if reply.kind in (Kind.AGREED, Kind.DATE_ACCEPTED):
            days = {"agreed_for_on": reply.for_on}
        elif reply.kind == Kind.DATE_PROPOSED:
            days = {"proposed_for_on": reply.for_on}
        elif reply.kind == Kind.ASKED_AGAIN:
            days = {"proposed_for_on": None, "wanted_by_on": reply.for_on or standing.wanted_by_on}
        standing = replace(standing, state=after, **days)
    return standing


def _rows(contributions: QuerySet, on: date) -> list[tuple[ContributionRow, date | None]]:
    """The rows as their columns say, each with the day first wanted."""
    found = contributions.order_by("action__position", "pk").values(
        "pk", "version", "asked", "asked_on", "state", "wanted_by_on", "first_wanted_by_on", "proposed_for_on",
        "agreed_for_on", *body_columns("organisation"), "action_id",
        "action__reference", "action__title", "action__plan__area_id", "action__plan__area__name",
        "action__plan__area__slug",
    )  # fmt: skip
    return [(_row(values, on), values["first_wanted_by_on"]) for values in found]


def _row(values: dict, on: date) -> ContributionRow:
    slug = values["action__plan__area__slug"]
    standing = Standing(
        State(values["state"]), values["wanted_by_on"], values["proposed_for_on"], values["agreed_for_on"]
    )
    return ContributionRow(
        id=values["pk"],
        version=values["version"],
        url=reverse("actions:contribution_detail", args=[slug, values["pk"]]),
        area_id=values["action__plan__area_id"],
        area=values["action__plan__area__name"],
        action=f"{values['action__reference']} {values['action__title']}",
        action_url=reverse("actions:action_detail", args=[slug, values["action_id"]]),
        body_id=values["organisation_id"],
        body=called_in(values, "organisation"),
        asked=values["asked"],
        asked_on=values["asked_on"],
        standing=standing,
        is_late=_is_late(standing, on),
    )


def _at(
    row: ContributionRow, first_wanted_by_on: date | None, replies: Iterable[ContributionReply], on: date
) -> ContributionRow:
    standing = standing_after(first_wanted_by_on, replies)
    return replace(row, standing=standing, is_late=_is_late(standing, on))


def _is_late(standing: Standing, on: date) -> bool:
    """Only an agreed day can be late."""
    return standing.state is State.AGREED and standing.agreed_for_on < on


def _sorted(rows: Iterable[ContributionRow]) -> list[ContributionRow]:
    def place(row):
        day = row.standing.agreed_for_on or row.standing.proposed_for_on or row.standing.wanted_by_on
        return not row.is_late, ORDER.index(row.state), day or date.max, row.id

    return sorted(rows, key=place)
