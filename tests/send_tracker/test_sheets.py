"""Spreadsheets out: what begins like a formula is words."""

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from send_tracker.lib.sheets import Column, Table, safe, to_csv, to_xlsx


@pytest.mark.parametrize("words", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "-"])
def test_words_that_begin_like_a_formula_get_an_apostrophe(words):
    assert safe(words) == f"'{words}"


@pytest.mark.parametrize("cell", ["York", "a=1", " =1", "", "'=1", -1, 2.5, None, date(2026, 10, 14)])
def test_everything_else_stays(cell):
    assert safe(cell) == cell


def test_a_file_reads_back():
    content = to_csv(["=area", "day"], [['Stoke, "on" Trent\nnorth', date(2026, 10, 14)], ["=1", None], ["é", -3]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["'=area", "day"], ["Stoke, \"on\" Trent\nnorth", "2026-10-14"], ["'=1", ""], ["é", "-3"],
    ]  # fmt: skip


TABLE = Table(
    "Plan: [1/2]",
    [Column("=Words"), Column("Day", 12), Column("Number"), Column("Stage", 14, ("Not started", "=Done"))],
    [
        ["=1+1", date(2027, 5, 14), 3, "Not started"],
        ["+44\x00 é\nnorth", None, -2.5, None],
        ["x" * 40_000, None, 0, ""],
    ],
)


def test_a_workbook_holds_days_as_days_and_text_as_text():
    sheet = load_workbook(io.BytesIO(to_xlsx(TABLE))).worksheets[0]
    assert sheet.title == "Plan   1 2"
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == ["=Words", "Day", "Number", "Stage"]
    assert [cell.value for cell in rows[1]] == ["=1+1", datetime(2027, 5, 14), 3, "Not started"]
    assert [cell.value for cell in rows[2]] == ["+44 é\nnorth", None, -2.5, None]
    assert len(rows[3][0].value) == 32_767
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "d", "n"}
    assert [bool(row[0].quotePrefix) for row in rows] == [True, True, True, False]
    assert rows[1][1].number_format == "d mmm yyyy"


def test_a_workbook_keeps_its_heading_in_sight_and_offers_fixed_words():
    book = load_workbook(io.BytesIO(to_xlsx(TABLE)))
    sheet, lists = book.worksheets
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D4")
    assert sheet.column_dimensions["B"].width == 12
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "Lists!$A$1:$A$2", "D2:D5000")
    assert [cell.value for (cell,) in lists.iter_rows()] == ["Not started", "=Done"]
    assert lists.sheet_state == "hidden"


def test_an_empty_list_is_a_workbook_too():
    sheet = load_workbook(io.BytesIO(to_xlsx(Table("", [Column("A")], [])))).worksheets[0]
    assert (sheet.title, sheet.max_row) == ("List", 1)
