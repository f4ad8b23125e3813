"""Figures to a picture: SVG written by hand, in attributes alone, with the same figures as a table beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

# Fill, and the colour of letters on it, for each code of the style sheet: at least 4.5 to 1.
COLOURS = {
    "red": ("#ca3535", "#ffffff"),
    "amber": ("#f47738", "#0b0c0c"),
    "green": ("#0f7a52", "#ffffff"),
    "complete": ("#1d70b8", "#ffffff"),
    "not-started": ("#dfe2e4", "#0b0c0c"),
    "plain": ("#b1b4b6", "#0b0c0c"),
    # Three shades of one colour, where nothing is good or bad.
    "deep": ("#00625b", "#ffffff"),
    "middle": ("#8fc1bc", "#0b0c0c"),
    "pale": ("#dcebe9", "#0b0c0c"),
}
OTHER_COLOUR = ("#eeefef", "#0b0c0c")
INK, FAINT, RULE = "#0b0c0c", "#484949", "#d5d8da"

SIZE = 13  # of letters, in the picture's own units
LETTER = 0.58 * SIZE  # how wide a letter is, on average, in Arial
LINE = 16
PLOT_HEIGHT = 220
LEFT, RIGHT, TOP = 46, 10, 10
SLOT, NARROW_SLOT = 58, 46  # a column and the space about it: up to twelve columns, and beyond
LEAST_WIDTH = 420
ROWS_WIDTH, ROW, BAR = (
    420,
    54,
    24,
)  # a bar across with its label above it: as wide as a phone, whose letters stay legible
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Chart:
    """A picture and its figures: `head` names the columns of the table, each of `rows` begins with its own name."""

    title: str
    svg: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def stacked_bars(
    title: str,
    series: Sequence[tuple[str, str, str]],
    columns: Sequence[tuple[str, Mapping[str, int]]],
    note: str = "",
    across: str = "Month",
) -> Chart:
    """One bar a column, built of the series from the bottom up, each segment with its letter and its count.

    `series` holds (code, label, letter), `columns` (label, counts by code), 1 to 24 of them; a count left out is 0. A
    segment too low for its letters has them above the bar, so that no colour ever stands alone. `note` is printed
    inside the picture. `across` names the first column of the table.
    """
    slot = SLOT if len(columns) <= 12 else NARROW_SLOT
    width = max(LEFT + slot * len(columns) + RIGHT, LEAST_WIDTH)
    legend, top = _legend(series, width)
    totals = [sum(counts.get(code, 0) for code, _, _ in series) for _, counts in columns]
    step, ceiling = _scale(max(totals, default=0))
    outside = [_too_low(series, counts, ceiling) for _, counts in columns]
    top += LINE * max(map(len, outside), default=0)
    floor = top + PLOT_HEIGHT
    parts = [*legend, *_rules(top, floor, width, step, ceiling)]
    for at, (label, counts) in enumerate(columns):
        left = LEFT + slot * at + (slot - _bar(slot)) / 2
        parts += _column(series, counts, ceiling, left, _bar(slot), floor)
        middle = left + _bar(slot) / 2
        parts += [
            text(middle, floor - PLOT_HEIGHT * totals[at] / ceiling - 5 - LINE * up, words)
            for up, words in enumerate(outside[at])
        ]
        parts += [
            text(middle, floor + 4 + LINE * (down + 1), words) for down, words in enumerate(wrap(label, slot - 4))
        ]
    if not columns:
        parts.append(text(width / 2, top + PLOT_HEIGHT / 2, "No figures yet"))
    bottom = floor + 8 + LINE * max((len(wrap(label, slot - 4)) for label, _ in columns), default=0)
    for words in wrap(note, width - LEFT - RIGHT):
        bottom += LINE
        parts.append(text(LEFT, bottom, words, anchor="start", colour=FAINT))
    return Chart(
        title=title,
        svg=picture(title, width, bottom + 8, parts),
        head=(across, *(label for _, label, _ in series), "Total"),
        rows=tuple(
            (label, *(counts.get(code, 0) for code, _, _ in series), total)
            for (label, counts), total in zip(columns, totals, strict=True)
        ),
    )


def stacked_rows(
    title: str,
    series: Sequence[tuple[str, str, str]],
    rows: Sequence[tuple[str, Mapping[str, int]]],
    along: str = "Name",
) -> Chart:
    """One bar a row, lying, with its label above it: for names too long to stand under a column.

    `series` and the counts are as in `stacked_bars`; `along` names the first column of the table. A segment too narrow
    for its letters has them beyond the end of the bar, where the total stands too. Of one series that alone is told.
    """
    is_one = len(series) == 1
    legend, top = ([], float(TOP)) if is_one else _legend(series, ROWS_WIDTH, left=0)
    totals = [sum(counts.get(code, 0) for code, _, _ in series) for _, counts in rows]
    scale = (ROWS_WIDTH - LETTER * 16) / max([*totals, 1])  # beyond the longest bar is room for what did not fit in it
    parts = list(legend)
    for at, (label, counts) in enumerate(rows):
        y = top + ROW * at
        parts.append(text(0, y + SIZE, label, anchor="start"))
        parts += _row([] if is_one else series, counts, scale, y + LINE + 2, totals[at])
        if is_one and totals[at]:
            parts.insert(-1, _box(0, y + LINE + 2, scale * totals[at], BAR, _colours(series[0][0])[0]))
    if not rows:
        parts.append(text(ROWS_WIDTH / 2, top + LINE, "No figures yet"))
    return Chart(
        title=title,
        svg=picture(title, ROWS_WIDTH, top + ROW * max(len(rows), 1), parts),
        head=(along, *(label for _, label, _ in series), *([] if is_one else ["Total"])),
        rows=tuple(
            (label, *(counts.get(code, 0) for code, _, _ in series), *([] if is_one else [total]))
            for (label, counts), total in zip(rows, totals, strict=True)
        ),
    )


def _row(series, counts: Mapping[str, int], scale: float, top: float, total: int) -> list[str]:
    """The segments of a lying bar with their letters, and what stands beyond its end."""
    parts, x, outside = [], 0.0, []
    for code, _, letter in series:
        count = counts.get(code, 0)
        if not count:
            continue
        wide = scale * count
        fill, ink = _colours(code)
        words = _fitting(letter, count, wide)
        parts.append(_box(x, top, wide, BAR, fill))
        if LETTER * len(words) <= wide:
            parts.append(text(x + wide / 2, top + BAR / 2 + 4.5, words, colour=ink))
        else:
            outside.append(words)
        x += wide
    outside.append(f"{total} in all" if series else str(total))
    return [*parts, text(scale * total + 6, top + BAR / 2 + 4.5, ", ".join(outside), anchor="start", colour=FAINT)]


def picture(title: str, width: float, height: float, parts: Sequence[str]) -> SafeString:
    size = f'width="{width:g}" height="{height:g}"'
    return mark_safe(  # noqa: S308 -- every word in it went through `clean`
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} viewBox="0 0 {width:g} {height:g}"'
        f' font-family="Arial, Helvetica, sans-serif" font-size="{SIZE}">'
        f'<title>{clean(title)}</title><rect {size} fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _legend(series: Sequence[tuple[str, str, str]], width: float, left: float = LEFT) -> tuple[list[str], float]:
    """The key, in as many lines as it needs, and where the drawing may begin below it."""
    parts, x, y = [], float(left), float(TOP)
    for code, label, letter in series:
        words = f"{letter} = {label}"
        wide = 20 + LETTER * len(words) + 14
        if x > left and x + wide > width:
            x, y = float(left), y + LINE + 4
        parts.append(_box(x, y, 13, 13, _colours(code)[0]))
        parts.append(text(x + 19, y + 11, words, anchor="start"))
        x += wide
    return parts, y + LINE + 14


def _rules(top: float, floor: float, width: float, step: int, ceiling: int) -> list[str]:
    """The lines across, with their numbers."""
    parts = []
    for value in range(0, ceiling + 1, step):
        y = floor - (floor - top) * value / ceiling
        parts.append(f'<path d="M{LEFT} {y:.1f}H{width - RIGHT:g}" stroke="{RULE if value else FAINT}"/>')
        parts.append(text(LEFT - 7, y + 4, str(value), anchor="end", colour=FAINT))
    return parts


def _column(series, counts: Mapping[str, int], ceiling: int, left: float, wide: float, floor: float) -> list[str]:
    parts, below = [], 0
    for code, _, letter in series:
        count = counts.get(code, 0)
        if not count:
            continue
        tall = PLOT_HEIGHT * count / ceiling
        top = floor - PLOT_HEIGHT * below / ceiling - tall
        fill, ink = _colours(code)
        parts.append(_box(left, top, wide, tall, fill))
        if tall >= LINE:
            parts.append(text(left + wide / 2, top + tall / 2 + 4.5, _fitting(letter, count, wide), colour=ink))
        below += count
    return parts


def _too_low(series, counts: Mapping[str, int], ceiling: int) -> list[str]:
    """What stands above a bar: the letters and counts of its segments that are too low to hold them."""
    low = [(letter, counts.get(code, 0)) for code, _, letter in series]
    return [f"{letter} {count}" for letter, count in low if 0 < PLOT_HEIGHT * count / ceiling < LINE]


def _fitting(letter: str, count: int, wide: float) -> str:
    """The letter and the count, closed up where there is no room for the space between."""
    spaced = f"{letter} {count}"
    return spaced if LETTER * len(spaced) <= wide else f"{letter}{count}"


def _scale(most: int) -> tuple[int, int]:
    """How far apart the rules are, and the topmost: 1, 2 or 5 times a power of ten, at most six of them."""
    steps = (first * 10**power for power in range(19) for first in (1, 2, 5))
    step = next(step for step in steps if step * 6 >= most)
    return step, max(-(-most // step) * step, step)


def _bar(slot: int) -> int:
    return slot - 8


def _colours(code: str) -> tuple[str, str]:
    return COLOURS.get(code, OTHER_COLOUR)


def wrap(words: str, wide: float) -> list[str]:
    """The words in lines no wider than this; a longer word is cut, for the table has it whole."""
    most = max(int(wide / LETTER), 2)
    lines: list[str] = []
    for word in words.split():
        short = word if len(word) <= most else word[: most - 1] + "…"
        if lines and len(lines[-1]) + 1 + len(short) <= most:
            lines[-1] += f" {short}"
        else:
            lines.append(short)
    return lines


def _box(x: float, y: float, wide: float, tall: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{fill}" stroke="#ffffff"/>'


def text(x: float, y: float, words: str, anchor: str = "middle", colour: str = INK, *, is_bold: bool = False) -> str:
    weight = ' font-weight="bold"' if is_bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>{clean(words)}</text>'


def clean(words: str) -> str:
    """The words as they may stand in XML."""
    return escape(NOT_XML.sub("", words))
