"""Standings to a picture: a row a thing, a band a step, each a word, a shape and a tint."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from send_tracker.lib.charts import LINE, RIGHT, TOP, picture, text, wrap

NUMBER, STEP, BAND = 40, 112, 40  # the room for a row's number, for one step, and how tall a row is
# The tint and the ink of each code where words stand on it, as the marks of the pages have them: 7 to 1 and more.
TINTS = {
    "red": ("#f6d7d7", "#6b1616"),
    "amber": ("#fde3cf", "#703500"),
    "green": ("#cfe6dc", "#063f29"),
    "complete": ("#d3e4f5", "#0f3a63"),
    "not-started": ("#ffffff", "#383f43"),
}
OTHER_TINT = ("#f3f3f3", "#383f43")
# Each shape in a square of 12.
SHAPES = {
    "red": '<path d="M6 .5L12 11.5H0Z"/>',
    "amber": '<path d="M6 0L12 6L6 12L0 6Z"/>',
    "green": '<circle cx="6" cy="6" r="5.5"/>',
    "complete": '<path d="M0 7L2 5L5 8L10 1L12 3L5 12Z"/>',
    "not-started": '<circle cx="6" cy="6" r="4.7" fill="none" stroke-width="2.2"/>',
}


def strip(
    title: str, columns: Sequence[Sequence[str]], rows: Sequence[tuple[str, Sequence[tuple[str, str]]]]
) -> SafeString:
    """A row a thing, a band a step: where it stood from each column's day on, as word, shape and tint.

    `columns` are the lines at the head of each step, the last of them bold. Each row is its number and, for each
    column, (code, word): a code without a shape is drawn with a broken edge; a step without a word goes on as before,
    with the shape alone.
    """
    width = NUMBER + STEP * len(columns) + RIGHT
    heads = [[(words, at == len(lines) - 1) for at, line in enumerate(lines) for words in wrap(line, STEP - 10)]
             for lines in columns]  # fmt: skip
    floor = TOP + LINE * max((len(lines) for lines in heads), default=0) + 4
    parts = []
    for at, lines in enumerate(heads):
        for down, (words, is_last) in enumerate(lines):
            parts.append(text(NUMBER + STEP * at + 4, TOP + LINE * down + 11, words, "start", is_bold=is_last))
    for number, steps in rows:
        parts.append(text(NUMBER - 8, floor + BAND / 2 + 4.5, wrap(number, NUMBER - 8)[0], "end", is_bold=True))
        for at, (code, word) in enumerate(steps):
            if code or word:
                parts += _band(NUMBER + STEP * at, floor, code, word)
        floor += BAND + 4
    return picture(title, width, floor + 4, parts)


def _band(left: float, top: float, code: str, word: str) -> list[str]:
    """One step of a row: a tinted band with a shape and a word."""
    fill, ink = TINTS.get(code, OTHER_TINT)
    edge = f'stroke="{ink}" stroke-dasharray="3 3"' if code not in SHAPES else f'stroke="{ink}" stroke-opacity=".35"'
    middle = top + BAND / 2
    parts = [f'<rect x="{left:.1f}" y="{top:.1f}" width="{STEP - 4}" height="{BAND}" fill="{fill}" {edge}/>']
    if code in SHAPES:
        parts.append(
            f'<g transform="translate({left + 7:.1f} {middle - 6:.1f})" fill="{ink}" stroke="{ink}" stroke-width="0">'
            f"{SHAPES[code]}</g>"
        )
    room = 25 if code in SHAPES else 8
    lines = wrap(word, STEP - 4 - room)
    first = middle + 4.5 - (len(lines) - 1) * LINE / 2
    return parts + [
        text(left + room, first + LINE * down, words, "start", ink, is_bold=code in SHAPES)
        for down, words in enumerate(lines)
    ]
