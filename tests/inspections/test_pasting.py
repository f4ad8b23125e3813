"""Lists as they stand in letters and papers, read into lines."""

import pytest

from inspections.forms.findings import next_number
from inspections.forms.pasting import read_lines


def read(text, taken=()):
    return [(line.number, line.part_of, line.text) for line in read_lines(text, taken)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Long waits\nThin plans", [("1", "", "Long waits"), ("2", "", "Thin plans")]),
        ("  Long   waits \n\n\tThin plans\n", [("1", "", "Long waits"), ("2", "", "Thin plans")]),
        ("• Long waits\n• Thin plans", [("1", "", "Long waits"), ("2", "", "Thin plans")]),
        ("- Waits\n– Plans\n* Late", [("1", "", "Waits"), ("2", "", "Plans"), ("3", "", "Late")]),
        ("1. Long waits\n2. Thin plans", [("1", "", "Long waits"), ("2", "", "Thin plans")]),
        ("1) Waits\n(2) Plans\n3: Late", [("1", "", "Waits"), ("2", "", "Plans"), ("3", "", "Late")]),
        ("4. Long waits\n7. Thin plans", [("4", "", "Long waits"), ("7", "", "Thin plans")]),
        ("A3. Long waits", [("A3", "", "Long waits")]),
        # as copied from a PDF: a line goes on on the next
        ("1. Waits\n   for therapy\n2. Plans", [("1", "", "Waits for therapy"), ("2", "", "Plans")]),
        # what stands before the first mark is kept, for a person to leave out
        ("They found:\n1. Long waits", [("2", "", "They found:"), ("1", "", "Long waits")]),
        # sub-points
        ("1. Waits\na) early\nb) late\n2. Plans", [
            ("1", "", "Waits"), ("1a", "1", "early"), ("1b", "1", "late"), ("2", "", "Plans"),
        ]),
        ("1. Waits\n1.1 early\n1.2. late", [("1", "", "Waits"), ("1.1", "1", "early"), ("1.2", "1", "late")]),
        ("1\tWaits\n2\tPlans", [("1", "", "Waits"), ("2", "", "Plans")]),
        ("1. Waits\n1a. early\n(i) now", [("1", "", "Waits"), ("1a", "1", "early"), ("1i", "1", "now")]),
        ("• Waits\n   o early\n   o late\n• Plans", [
            ("1", "", "Waits"), ("1a", "1", "early"), ("1b", "1", "late"), ("2", "", "Plans"),
        ]),
        ("a) Waits\nb) Plans", [("a", "", "Waits"), ("b", "", "Plans")]),
        # no marks: a year, a date, an age
        ("18 months of waiting\n2019 was worse", [("1", "", "18 months of waiting"), ("2", "", "2019 was worse")]),
        ("1. One\n1. Two", [("1", "", "One"), ("1", "", "Two")]),
        ("", []),
        (" \n\t\n", []),
    ],
)  # fmt: skip
def test_what_was_pasted_is_read(text, lines):
    assert read(text) == lines


def test_numbers_that_are_taken_are_not_given_again():
    assert [line[0] for line in read("Waits\nPlans", taken={"1", "2", "4"})] == ["3", "5"]
    assert [line[0] for line in read("• Waits\n1. Plans", taken={"2"})] == ["3", "1"]


def test_many_sub_points_keep_numbers_of_their_own():
    text = "• Waits\n" + "\n".join(f"  • part {at}" for at in range(30))
    numbers = [line[0] for line in read(text)]
    assert (numbers[1], numbers[26], numbers[27], numbers[30]) == ("1a", "1z", "1.27", "1.30")
    assert len(set(numbers)) == 31


@pytest.mark.parametrize(
    ("number", "follows"),
    [("1", "2"), ("9", "10"), ("A3", "A4"), ("1.9", "1.10"), ("1a", "1b"), ("1z", ""), ("a", ""), ("IV", ""), ("", "")],
)
def test_the_number_that_follows(number, follows):
    assert next_number(number) == follows
