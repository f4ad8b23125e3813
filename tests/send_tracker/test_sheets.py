"""Spreadsheets out: what begins like a formula is words."""

import csv
import io
from datetime import date

import pytest

from send_tracker.lib.sheets import safe, to_csv


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
