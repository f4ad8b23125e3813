"""Improvement notices and brokered support as the pages tell them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from areas.access import Visit
from inspections.clock import Unit, due_on
from inspections.models import ImprovementNotice, NoticeStep, SupportOffer, SupportStep
from send_tracker.lib.dates import BANK_HOLIDAYS, said

WHO = ("recorded_by__user", "recorded_by__organisation")
NOTICE_STEPS = Prefetch("steps", queryset=NoticeStep.objects.select_related(*WHO).order_by("on", "id"))
SUPPORT_STEPS = Prefetch("steps", queryset=SupportStep.objects.select_related(*WHO).order_by("on", "id"))


@dataclass(frozen=True)
class StepLine:
    """One thing that happened, to a notice or an offer."""

    title: str
    day: str
    deadline: str
    words: str
    recorded_by: str


@dataclass(frozen=True)
class NoticeLine:
    """A notice as it stands on a day: its state, the deadline in force and when it is to be reviewed next."""

    url: str
    title: str
    source: str
    source_url: str
    issued: str
    state: str
    deadline: str
    is_late: bool
    next_review: str
    steps: tuple[StepLine, ...]


def notices_of(rows: QuerySet[ImprovementNotice], here: Visit) -> list[NoticeLine]:
    """Of these notices, those this person may see, the latest first, as they stand today. At most two queries."""
    found = rows.visible_to(here).select_related("source").prefetch_related(NOTICE_STEPS)
    lines = [_notice(row, here.area.slug, here.on) for row in found.order_by("-pk")]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0], reverse=True)]


def _notice(row: ImprovementNotice, slug: str, on: date) -> tuple[date, NoticeLine]:
    steps = list(row.steps.all())
    issued = next(step for step in steps if step.kind == NoticeStep.Kind.ISSUED)
    lifted = next((step for step in steps if step.kind == NoticeStep.Kind.LIFTED), None)
    deadline_on = next((step.deadline_on for step in reversed(steps) if step.deadline_on), None)
    is_late = lifted is None and deadline_on is not None and deadline_on < on
    state = f"Lifted on {said(lifted.on)}" if lifted else "Deadline passed, not lifted" if is_late else "In force"
    return issued.on, NoticeLine(
        url=reverse("inspections:notice_detail", args=[slug, row.pk]),
        title=str(row),
        source=row.source.title if row.source else "",
        source_url=reverse("inspections:source_detail", args=[slug, row.source_id]) if row.source_id else "",
        issued=said(issued.on),
        state=state,
        deadline=said(deadline_on),
        is_late=is_late,
        next_review="" if lifted else said(_next_review(row, steps)),
        steps=tuple(
            StepLine(step.get_kind_display(), said(step.on), said(step.deadline_on), step.words, str(step.recorded_by))
            for step in steps
        ),
    )


def _next_review(row: ImprovementNotice, steps: list[NoticeStep]) -> date:
    """The latest day for the next review: so many months after the last one, or after the notice was issued."""
    last = max(step.on for step in steps if step.kind in (NoticeStep.Kind.ISSUED, NoticeStep.Kind.REVIEWED))
    return due_on(row.review_months, Unit.MONTHS, last, BANK_HOLIDAYS).due_on


@dataclass(frozen=True)
class OfferLine:
    """One thing that was offered, and what became of it; it waits while it is neither taken up nor turned down."""

    offered: str
    waits: bool
    steps: tuple[StepLine, ...]
    step_url: str


@dataclass(frozen=True)
class SupportLine:
    """All that one body offered on one day."""

    title: str
    day: str
    source: str
    offers: tuple[OfferLine, ...]


def support_of(rows: QuerySet[SupportOffer], here: Visit) -> list[SupportLine]:
    """Of these offers, those this person may see, by who made them and when, the latest first. At most two queries."""
    found = rows.visible_to(here).select_related("source").prefetch_related(SUPPORT_STEPS)
    groups: dict[tuple, list[SupportOffer]] = {}
    for row in found.order_by("-offered_on", "offered_by", "pk"):
        source = row.source.title if row.source else ""
        groups.setdefault((row.offered_by, row.brokered_by, row.offered_on, source), []).append(row)
    return [
        SupportLine(
            title=f"{by}, brokered by {broker}" if broker else by,
            day=said(day),
            source=source,
            offers=tuple(_offer(row, here.area.slug) for row in offers),
        )
        for (by, broker, day, source), offers in groups.items()
    ]


def _offer(row: SupportOffer, slug: str) -> OfferLine:
    steps = list(row.steps.all())
    return OfferLine(
        offered=row.offered,
        waits=all(step.kind == SupportStep.Kind.CHANGED for step in steps),
        steps=tuple(
            StepLine(step.get_kind_display(), said(step.on), "", step.words, str(step.recorded_by)) for step in steps
        ),
        step_url=reverse("inspections:support_step_create", args=[slug, row.pk]),
    )
