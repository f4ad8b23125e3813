"""A letter about the plan: its points, their responses and sign-offs, and the section of a paper drafted from it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse

from actions.models import FeedbackPoint, Plan, PlanApproval, PointResponse, PointSignOff, Verdict
from actions.status import PointState, point_state
from areas.access import Permission, Visit
from send_tracker.lib.dates import said, working_days_between

SECTION_HEADING = "Actions taken since the inspection"


@dataclass(frozen=True)
class ChangedAction:
    """An action that changed in response to a point."""

    reference: str
    title: str
    url: str


@dataclass(frozen=True)
class ResponseLine:
    """A response to a point; `signed` says who signed it off and when, "" while nobody has."""

    day: str
    text: str
    actions: list[ChangedAction]
    signed: str


@dataclass(frozen=True)
class PointLine:
    """A point of the letter, where it stands, and its responses, the oldest first."""

    id: int
    number: int
    text: str
    words: str
    state: str
    responses: list[ResponseLine]

    @property
    def is_unanswered(self) -> bool:
        return self.state == PointState.UNANSWERED


@dataclass(frozen=True)
class Letter:
    """One answer to a submission with all that followed, and what a paper says of it: `sentences`, facts alone."""

    id: int
    url: str
    outcome: str
    letter: str
    submitted: str
    remarks: str
    points: list[PointLine]
    sign_offs: list[str]
    working_days: int | None  # from the letter to the sign-off of the plan as strengthened; None until then
    days: int | None
    sentences: list[str]

    @property
    def unanswered(self) -> int:
        return sum(point.is_unanswered for point in self.points)


def letter_of(verdict: Verdict, on: date) -> Letter:
    """The page of one letter, as of the end of that day. Six queries, however many points."""
    return _letter(next(iter(_verdicts(on).filter(pk=verdict.pk))), on)


def feedback_section(plan: Plan, on: date) -> list[Letter]:
    """What a paper tells of the letters that asked for more: each as of the end of that day, the oldest first.

    Letters without points are not there, nor those of days to come. Six queries; one where there is no letter.
    """
    verdicts = _verdicts(on).filter(submission__plan=plan, on__lte=on).order_by("on", "pk")
    return [_letter(verdict, on) for verdict in verdicts if verdict.points.all()]


@dataclass(frozen=True)
class Owed:
    """Something the keeper of a plan still owes it, in words, and where to do it."""

    area_id: int
    text: str
    url: str


def points_owed(visits: Sequence[Visit], on: date) -> list[Owed]:
    """The letters on live plans with points unanswered, where this person keeps the plan. One query at most."""
    keeping = [here for here in visits if here.may(Permission.PLAN_EDIT)]
    if not keeping:
        return []
    rows = (
        FeedbackPoint.objects.visible_to(*keeping)
        .filter(~Exists(PointResponse.objects.filter(point=OuterRef("pk"), on__lte=on)), verdict__on__lte=on)
        .filter(verdict__submission__plan__in=Plan.objects.live(on))
        .order_by("verdict__on", "verdict", "number")
        .values_list(
            "verdict_id", "verdict__on", "verdict__submission__plan__area_id", "verdict__submission__plan__area__slug"
        )
    )
    return [
        Owed(
            area_id,
            f"{_number(count, 'point')} of the letter of {said(day)} to answer",
            reverse("actions:verdict_detail", args=[slug, pk]),
        )
        for (pk, day, area_id, slug), count in Counter(rows).items()
    ]


def _verdicts(on: date):
    """Letters with everything that followed them until that day."""
    signed = PointSignOff.objects.filter(on__lte=on).order_by("on", "pk")
    responses = (
        PointResponse.objects.filter(on__lte=on)
        .order_by("on", "pk")
        .prefetch_related("actions", Prefetch("sign_offs", queryset=signed))
    )
    approvals = PlanApproval.objects.filter(on__lte=on).order_by("on", "pk")
    return Verdict.objects.select_related("submission__plan__area").prefetch_related(
        Prefetch("points", queryset=FeedbackPoint.objects.order_by("number")),
        Prefetch("points__responses", queryset=responses),
        Prefetch("sign_offs", queryset=approvals),
    )


def _letter(verdict: Verdict, on: date) -> Letter:
    plan = verdict.submission.plan
    points = [_point(point, plan.area.slug) for point in verdict.points.all()]
    signed = list(verdict.sign_offs.all())
    working_days = working_days_between(verdict.on, signed[0].on) if signed else None
    return Letter(
        id=verdict.pk,
        url=reverse("actions:verdict_detail", args=[plan.area.slug, verdict.pk]),
        outcome=verdict.get_outcome_display(),
        letter=said(verdict.on),
        submitted=said(verdict.submission.on),
        # Points typed as one text before they were rows stay with the letter; they need not be read twice.
        remarks="" if _lines(verdict.remarks) == [point.text for point in points] else verdict.remarks,
        points=points,
        sign_offs=[f"{row.body}, {said(row.on)}: {row.decision}" for row in signed],
        working_days=working_days,
        days=(signed[0].on - verdict.on).days if signed else None,
        sentences=_sentences(verdict, points, signed, on),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _point(point: FeedbackPoint, slug: str) -> PointLine:
    rows = list(point.responses.all())
    return PointLine(
        id=point.pk,
        number=point.number,
        text=point.text,
        words=point.get_words_display(),
        state=point_state(len(rows), bool(rows and rows[-1].sign_offs.all())).value,
        responses=[_response(row, slug) for row in rows],
    )


def _response(row: PointResponse, slug: str) -> ResponseLine:
    actions = sorted(row.actions.all(), key=lambda action: action.position)
    return ResponseLine(
        day=said(row.on),
        text=row.text,
        actions=[
            ChangedAction(action.reference, action.title, reverse("actions:action_detail", args=[slug, action.pk]))
            for action in actions
        ],
        signed="; ".join(f"{signed.body}, {said(signed.on)}" for signed in row.sign_offs.all()),
    )


def _sentences(verdict: Verdict, points: Sequence[PointLine], signed: Sequence[PlanApproval], on: date) -> list[str]:
    plan, sent_on = verdict.submission.plan, verdict.submission.on
    to = "the Department for Education" if plan.kind == Plan.Kind.APP else "Ofsted and CQC"
    found = [
        f"{plan.title} was submitted to {to} on {said(sent_on)}.",
        f"The letter of {said(verdict.on)}, {_apart(sent_on, verdict.on)} later, says: "
        f"{_small(verdict.get_outcome_display())}.",
    ]
    if points:
        found.append(f"It makes {_number(len(points), 'point')}: {_standing(points)}.")
    if signed:
        apart = _apart(verdict.on, signed[0].on)
        found.append(
            f"{signed[0].body} signed off the plan as strengthened on {said(signed[0].on)}, {apart} after the letter."
        )
    elif points:
        found.append(
            f"On {said(on)}, {_apart(verdict.on, on)} after the letter, the plan as strengthened was not signed off."
        )
    return found


def _standing(points: Sequence[PointLine]) -> str:
    counts = Counter(point.state for point in points)
    return ", ".join(f"{counts[state]} {state.value.lower()}" for state in reversed(PointState) if counts[state])


def _apart(start: date, end: date) -> str:
    """How far two days are apart, in working days and in calendar days: both, because papers mix them up."""
    return f"{_number(working_days_between(start, end), 'working day')} ({_number((end - start).days, 'day')})"


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _small(words: str) -> str:
    return words[0].lower() + words[1:]
