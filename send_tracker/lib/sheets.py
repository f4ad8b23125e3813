"""Rows out to a spreadsheet, so that none of its cells does anything there but be read."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

# A spreadsheet takes a cell that begins so for a formula, and runs it.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
DAY_FORMAT = "d mmm yyyy"
FILTERED_TO = 5_000  # rows of a template that are filled in later can be filtered and validated too
LONGEST_CELL = 32_767  # letters, as Excel allows
LONGEST_TITLE = 31  # what Excel allows of a sheet's name
NOT_IN_A_TITLE = str.maketrans(dict.fromkeys(r"[]:*?/\'", " "))


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading, its width in letters, and the words it may hold if they are fixed."""

    name: str
    width: int = 16
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A list as it leaves: text, numbers, days and None in cells, under one row of headings."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]

    @property
    def head(self) -> list[str]:
        return [column.name for column in self.columns]


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


def to_xlsx(table: Table) -> bytes:
    """The list as an Excel workbook: days are days, text is text whatever it begins with, the heading stays in sight.

    Columns with fixed words offer them as a list, kept on a second, hidden sheet.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title.translate(NOT_IN_A_TITLE)[:LONGEST_TITLE].strip() or "List")
    sheet.freeze_panes = "A2"
    last = max(len(table.rows) + 1, 2)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{last}"
    for at, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    _offer_words(book, sheet, table.columns)
    sheet.append([_heading(sheet, name) for name in table.head])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _offer_words(book, sheet, columns: Sequence[Column]) -> None:
    offered = [(at, column.words) for at, column in enumerate(columns, start=1) if column.words]
    if not offered:
        return
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    longest = max(len(words) for _, words in offered)
    for n in range(longest):
        lists.append([_cell(lists, words[n] if n < len(words) else None) for _, words in offered])
    for n, (at, words) in enumerate(offered, start=1):
        letter, where = get_column_letter(n), get_column_letter(at)
        rule = DataValidation("list", formula1=f"Lists!${letter}$1:${letter}${len(words)}", allow_blank=True)
        rule.add(f"{where}2:{where}{FILTERED_TO}")
        sheet.data_validations.append(rule)


def _heading(sheet, name: str) -> WriteOnlyCell:
    cell = _cell(sheet, name)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet, value: object) -> WriteOnlyCell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # also of what begins with =
        cell.quotePrefix = value.startswith(FORMULA_BEGINS)  # and it stays text when somebody edits it
        cell.alignment = _WRAPPED
    elif isinstance(value, date):
        cell.number_format, cell.alignment = DAY_FORMAT, _TOP
    return cell


_WRAPPED, _TOP = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
