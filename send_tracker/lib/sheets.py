"""Rows out to a spreadsheet, so that none of its cells does anything there but be read."""

import csv
import io
from collections.abc import Iterable, Sequence

# A spreadsheet takes a cell that begins so for a formula, and runs it.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> object:
    """The cell as it may stand in a spreadsheet: words that begin like a formula get an apostrophe before them."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS) else cell


def to_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as a CSV file in UTF-8, with the mark by which Excel knows it. Days in ISO form; None is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe(name) for name in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
