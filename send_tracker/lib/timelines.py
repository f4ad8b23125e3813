"""Days to a picture: what happens when along a line, drawn wide for a desk and tall for a phone, with its table.

Every mark has a shape and a colour, and its words stand beside it: no colour ever stands alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.safestring import SafeString

from send_tracker.lib.charts import FAINT, INK, LETTER, LINE, RULE, picture, text, wrap
from send_tracker.lib.dates import month_of, said

WIDTH, MARGIN, LABEL = 860, 14, 250  # of the wide picture, its edges, and the widest label
FROM = MARGIN + 26  # where the line begins: the name of a month has its room about the first day
NARROW, BESIDE = 340, 34  # the tall picture, and where its words begin
GAP = 8  # between two labels
BOLD = 1.08  # how much wider bold letters are
MOST_TICKS = 8
APART = 15  # two marks, so that both can be seen
MOST_LINES = 2  # of a title in the wide picture; the table has it whole
MONTHS_APART = (1, 3, 6, 12)
# Fill and edge of each shape.
MARKS = {
    "diamond": ("#0b0c0c", "#0b0c0c"),
    "open diamond": ("#ffffff", "#0b0c0c"),
    "tick": ("#0f7a52", "#0f7a52"),
    "square": ("#1d70b8", "#1d70b8"),
    "triangle": ("#ca3535", "#ca3535"),
    "ring": ("#ffffff", "#484949"),
}
PATHS = {
    "diamond": "M{x} {top}L{right} {y}L{x} {bottom}L{left} {y}Z",
    "open diamond": "M{x} {top}L{right} {y}L{x} {bottom}L{left} {y}Z",
    "square": "M{left} {top}H{right}V{bottom}H{left}Z",
    "triangle": "M{x} {top}L{right} {bottom}L{left} {bottom}Z",
}


@dataclass(frozen=True)
class Moment:
    """Something on the line: the first and last day it could be (None: no day yet), in words, and how it stands.

    `mark` is the shape of how it stands, one of `MARKS`.
    """

    first: date | None
    last: date | None
    day: str
    title: str
    state: str
    mark: str


@dataclass(frozen=True)
class Timeline:
    """The same moments as a wide picture, as a tall one, and as a table."""

    title: str
    wide: SafeString
    tall: SafeString
    head: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class _Label:
    """The words at one place of the wide picture, and how high above the line they stand."""

    moment: Moment
    x: float
    lines: tuple[str, ...]
    bottom: float
    step: int  # marks under its own, at the same place

    @property
    def top(self) -> float:
        return self.bottom + LINE * len(self.lines)


def draw(title: str, moments: Sequence[Moment], on: date, key: Mapping[str, str]) -> Timeline:
    """The moments in the order given, which is that of their days, those without a day last; `on` is marked as today.

    `key` names each mark that may occur. Today is left out of the wide picture where it lies outside the moments.
    """
    found = {mark: words for mark, words in key.items() if any(moment.mark == mark for moment in moments)}
    return Timeline(
        title=title,
        wide=_wide(title, moments, on, found),
        tall=_tall(title, moments, on),
        head=("Day", "What", "How it stands"),
        rows=tuple((moment.day, moment.title, moment.state) for moment in moments),
    )


def _wide(title: str, moments: Sequence[Moment], on: date, key: Mapping[str, str]) -> SafeString:
    dated = [moment for moment in moments if moment.first]
    undated = [moment for moment in moments if not moment.first]
    parts, top = _key(key)
    floor = top
    if dated:
        lo, hi = min(moment.first for moment in dated), max(moment.last for moment in dated)
        labels = _labels(dated, lo, hi, key)
        floor = top + max(label.top for label in labels) + GAP
        parts += _axis(lo, hi, on, floor)
        for label in labels:
            parts += _at(label, floor, lo, hi)
        floor += 3 * LINE + GAP
    for moment in undated:
        for words in wrap(f"{moment.title}: {moment.day}", WIDTH - 2 * MARGIN - 20):
            floor += LINE
            parts.append(text(MARGIN + 20, floor, words, anchor="start"))
        parts.append(_mark(moment.mark, MARGIN + 6, floor - 4))
    return picture(title, WIDTH, floor + GAP, parts)


def _key(key: Mapping[str, str]) -> tuple[list[str], float]:
    parts, x, y = [], float(MARGIN), float(MARGIN)
    for mark, words in key.items():
        wide = 22 + LETTER * len(words) + 18
        if x > MARGIN and x + wide > WIDTH:
            x, y = float(MARGIN), y + LINE + 4
        parts += [_mark(mark, x + 6, y), text(x + 20, y + 4.5, words, anchor="start")]
        x += wide
    return parts, y + LINE


def _place(day: date, lo: date, hi: date) -> float:
    """How far along the line a day is. The last label still has its room to the right of it."""
    room = WIDTH - MARGIN - LABEL - FROM
    return FROM + room * (day - lo).days / max((hi - lo).days, 1)


def _labels(dated: Sequence[Moment], lo: date, hi: date, key: Mapping[str, str]) -> list[_Label]:
    """Each label to the right of its own upright, above every label and upright that its words would cross.

    Placed from the last to the first, so a label is higher than all that begin under it, and no upright runs through
    words: neighbours on one day make a stair. How it stands is left to the key where the key says the same.
    """
    placed: list[_Label] = []
    places = [_place(moment.first, lo, hi) for moment in dated]
    steps = _steps(places)
    floor = 2 * GAP + APART * max(steps)
    for moment, x, step in zip(reversed(dated), reversed(places), reversed(steps), strict=True):
        state = "" if moment.state.lower() == key.get(moment.mark) else moment.state
        lines = (moment.day, *_cut(wrap(moment.title, LABEL)), *_cut(wrap(state, LABEL)))
        wide = max(_wideness(lines), 1)
        under = [label.top + GAP for label in placed if label.x < x + wide + GAP]
        placed.append(_Label(moment, x, lines, max(under, default=floor), step))
    return placed[::-1]


def _steps(places: Sequence[float]) -> list[int]:
    """How many marks each stands above, where it would hide the one before it."""
    steps = [0]
    for before, x in pairwise(places):
        steps.append(steps[-1] + 1 if x - before < APART else 0)
    return steps


def _cut(lines: Sequence[str]) -> list[str]:
    return [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"] if len(lines) > MOST_LINES else list(lines)


def _wideness(lines: Sequence[str]) -> float:
    return max(LETTER * len(words) * (BOLD if at == 0 else 1) for at, words in enumerate(lines)) + 6


def _at(label: _Label, floor: float, lo: date, hi: date) -> list[str]:
    moment, x = label.moment, label.x
    parts = [f'<path d="M{x:.1f} {floor - label.top:.1f}V{floor:.1f}" stroke="{RULE}"/>']
    if moment.last > moment.first:
        until = _place(moment.last, lo, hi)
        parts.append(f'<path d="M{x:.1f} {floor:.1f}H{until:.1f}" stroke="{MARKS[moment.mark][1]}" stroke-width="5"/>')
    parts.append(_mark(moment.mark, x, floor - APART * label.step))
    for down, words in enumerate(label.lines):
        y = floor - label.top + LINE * (down + 1) - 4
        parts.append(text(x + 6, y, words, "start", is_bold=down == 0))
    return parts


def _axis(lo: date, hi: date, on: date, floor: float) -> list[str]:
    """The line, its months or years, and today."""
    parts = [f'<path d="M{FROM} {floor:.1f}H{_place(hi, lo, hi) + GAP:.1f}" stroke="{INK}" stroke-width="2"/>']
    for day, words in _ticks(lo, hi):
        x = _place(day, lo, hi)
        parts.append(f'<path d="M{x:.1f} {floor:.1f}v6" stroke="{INK}"/>')
        parts.append(text(x, floor + 10 + LINE, words, colour=FAINT))
    if lo <= on <= hi:
        x = _place(on, lo, hi)
        y = floor + 12 + 2 * LINE
        parts.append(
            f'<path d="M{x:.1f} {floor - 2 * GAP:.1f}V{floor + GAP + 4:.1f}" stroke="{INK}" stroke-dasharray="4 3"/>'
        )
        parts.append(text(x, y, f"Today, {said(on)}", anchor="start" if x < 8 * MARGIN else "middle"))
    return parts


def _ticks(lo: date, hi: date) -> list[tuple[date, str]]:
    """The first days of months, so far apart that there are eight at most, with their names."""
    months = (hi.year - lo.year) * 12 + hi.month - lo.month
    steps = (*MONTHS_APART, *(12 * first * 10**power for power in range(4) for first in (2, 5, 10)))
    fitting = (_every(step, lo, hi) for step in steps if months <= step * MOST_TICKS)
    found = next(ticks for ticks in fitting if len(ticks) <= MOST_TICKS)
    return found or [(lo, f"{month_of(lo):%b} {lo.year}")]


def _every(step: int, lo: date, hi: date) -> list[tuple[date, str]]:
    found, at = [], lo.year * 12 + lo.month - 1
    at += -at % step
    while (day := _month(at)) and day <= hi:
        if day >= lo:
            found.append((day, f"{day:%b} {day.year}" if step < MONTHS_APART[-1] else str(day.year)))
        at += step
    return found


def _month(count: int) -> date | None:
    """The first of the month so many months after the year 0; None past the last year there is."""
    return date(count // 12, count % 12 + 1, 1) if count // 12 <= date.max.year else None


def _tall(title: str, moments: Sequence[Moment], on: date) -> SafeString:
    """One under the other, in order and not to scale, with today among them."""
    parts, y, told = [], float(MARGIN), False
    for moment in moments:
        if not told and (moment.first is None or moment.first > on):
            told = True
            y = _today(parts, y, on)
        y = _row(parts, y, moment)
    if not told:
        y = _today(parts, y, on)
    line = f'<path d="M{MARGIN} {MARGIN}V{y - GAP:.1f}" stroke="{RULE}" stroke-width="2"/>'
    return picture(title, NARROW, y, [line, *parts])


def _row(parts: list[str], y: float, moment: Moment) -> float:
    """Write one moment at this height, and say where the next begins."""
    parts += [_mark(moment.mark, MARGIN, y + 8), text(BESIDE, y + 12, moment.day, "start", is_bold=True)]
    lines = [(words, INK) for words in wrap(moment.title, NARROW - BESIDE)]
    lines += [(words, FAINT) for words in wrap(moment.state, NARROW - BESIDE)]
    for words, colour in lines:
        y += LINE
        parts.append(text(BESIDE, y + 12, words, anchor="start", colour=colour))
    return y + LINE + 2 * GAP


def _today(parts: list[str], y: float, on: date) -> float:
    parts.append(f'<path d="M{MARGIN - 8} {y + 8:.1f}H{BESIDE - 6}" stroke="{INK}" stroke-dasharray="4 3"/>')
    parts.append(text(BESIDE, y + 12, f"Today, {said(on)}", anchor="start"))
    return y + LINE + 2 * GAP


def _mark(mark: str, x: float, y: float) -> str:
    fill, edge = MARKS[mark]
    if mark in PATHS:
        half = 6.5
        where = {"x": x, "y": y, "left": x - half, "right": x + half, "top": y - half, "bottom": y + half}
        shape = PATHS[mark].format(**{name: f"{value:.1f}" for name, value in where.items()})
        return f'<path d="{shape}" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'
    disc = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" fill="{fill}" stroke="{edge}" stroke-width="2"/>'
    if mark != "tick":
        return disc
    return f'{disc}<path d="M{x - 3.2:.1f} {y:.1f}l2.4 2.6l4.2 -5.2" fill="none" stroke="#ffffff" stroke-width="1.8"/>'
