"""Vague days as people write them: late January 2020, Autumn term 2020, 14/5/2027 (day first), TBC.

What could mean two things is refused, with what to type instead.
"""

import re
from collections.abc import Callable
from datetime import date

from send_tracker.lib.precision import (
    DECEMBER,
    FIRST_OF_SEASON,
    FIRST_OF_TERM,
    MONTHS,
    PARTS,
    TO_BE_CONFIRMED,
    Precision,
    VagueDay,
    exactly,
)
from send_tracker.lib.refusals import Refused

LONGEST = 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNCONFIRMED = {"tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be decided", "to be determined"}
PART_WORDS = {
    "early": "early", "start of": "early", "beginning of": "early",
    "mid": "mid", "middle of": "mid",
    "late": "late", "end": "late", "end of": "late",
}  # fmt: skip
LEAST_OF_A_NAME = 3  # letters of a month or weekday
DASHES = {ord(dash): "-" for dash in "‐‑‒–—"}

HOW = "Type it like 14 May 2027, late May 2027, May 2027, autumn term 2027, spring 2027 or 2027. Or: to be confirmed."
NO_SUCH_DAY = "There is no such day. The day comes first: 14/5/2027 is 14 May 2027."
NO_SUCH_MONTH = "There is no such month. Type it like May 2027."
NO_YEAR = "Add the year, such as May 2027."
SHORT_YEAR = "Type the year with four figures, such as 14 May 2027."
TWO_YEARS = "Two years may be a school year or a financial year. Type a day, a month, a term or one year."
WHICH_WINTER = "A winter lies in two years. Type both, such as winter 2020 to 2021."
QUARTER = "A quarter may be of the calendar, the financial or the school year. Type the month it ends in."
WHEN_BY = "“By” may mean before it or in it. Type the last month or day that will do, such as end of July 2027."
PART_OF_YEAR = "A part of a year may be many months. Type a month, a term or a season, such as spring 2027."
SEVERAL = "This names more than one day. Type the last of them."
NO_WINTER_TERM = "There is no winter term. Type autumn term or spring term, and the year."
NO_DAY = "“Ongoing” is no date. Type the day it will be looked at again, or: to be confirmed."


def parse(words: str) -> VagueDay:
    """The vague day these words mean, with the first day it could mean. In figures the day comes first: 14/5/2027.

    `parse(said(*day)) == day`, for every day that `earliest` gave. Raises Refused, saying what to type instead.
    """
    text = _plain(words)
    if text in UNCONFIRMED:
        return TO_BE_CONFIRMED
    for pattern, read in FORMS if len(text) <= LONGEST else ():
        found = pattern.fullmatch(text)
        if found:
            return read(**found.groupdict())
    raise Refused(HOW)


def month_named(text: str) -> int | None:
    """The number of a month given by name or by its first three letters or more; None for any other text."""
    return _named(text, MONTHS)


def _plain(words: str) -> str:
    """In small letters, dashes of one kind, without commas and double spaces."""
    text = words.translate(DASHES).replace(",", " ").replace("’", "'").lower()
    return " ".join(text.split()).rstrip(".")


def _named(text: str, names: tuple[str, ...]) -> int | None:
    text = text.lower().rstrip(".")
    if len(text) < LEAST_OF_A_NAME:
        return None
    return next((at for at, name in enumerate(names, start=1) if name.lower().startswith(text)), None)


def _month(name: str) -> int:
    month = month_named(name)
    if month is None:
        raise Refused(HOW)
    return month


def _date(year: str | int, month: str | int, day: str | int, words: str = NO_SUCH_DAY) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refused(words) from None


def _a_day(day: str, month: str, year: str, weekday: str | None = None) -> VagueDay:
    found = _date(year, _month(month), day)
    if weekday and _named(weekday, WEEKDAYS) != found.isoweekday():
        raise Refused(f"That day is a {WEEKDAYS[found.weekday()]}. Put the day or the weekday right.")
    return exactly(found)


def _day_in_figures(day: str, month: str, year: str) -> VagueDay:
    return exactly(_date(year, month, day))


def _part(part: str, month: str, year: str) -> VagueDay:
    return VagueDay(_date(year, _month(month), PARTS[PART_WORDS[part]]), Precision.PART_OF_MONTH)


def _a_month_or_season(month: str, year: str) -> VagueDay:
    if month == "winter":
        raise Refused(WHICH_WINTER)
    if month in FIRST_OF_SEASON:
        return VagueDay(_date(year, *FIRST_OF_SEASON[month]), Precision.SEASON)
    return VagueDay(_date(year, _month(month), 1), Precision.MONTH)


def _month_in_figures(month: str, year: str) -> VagueDay:
    return VagueDay(_date(year, month, 1, NO_SUCH_MONTH), Precision.MONTH)


def _a_term(term: str, year: str) -> VagueDay:
    return VagueDay(_date(year, *FIRST_OF_TERM[term]), Precision.TERM)


def _a_winter(year: str, after: str) -> VagueDay:
    first, second = int(year), int(f"{year[: -len(after)]}{after}")
    if second != first + 1:
        raise Refused(WHICH_WINTER)
    # Of the winter before the first year there is, the first day we can write is New Year's.
    return VagueDay(date(first, DECEMBER, 1) if first else date.min, Precision.SEASON)


def _without_a_year(name: str) -> VagueDay:
    raise Refused(NO_YEAR if month_named(name) or name in FIRST_OF_SEASON else HOW)


def _a_year(year: str) -> VagueDay:
    return VagueDay(_date(year, 1, 1, HOW), Precision.YEAR)


def _refuse(words: str) -> Callable[..., VagueDay]:
    def read(**_: str) -> VagueDay:
        raise Refused(words)

    return read


DAY, NAME, YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?:of )?(?P<month>[a-z]{3,9})\.?", r"(?P<year>\d{4})"
WEEKDAY = r"(?:(?P<weekday>[a-z]{3,9})\.? )?"
BIT = "|".join(PART_WORDS)
THREE = "spring|summer|autumn"
# Tried in this order.
FORMS: list[tuple[re.Pattern, Callable[..., VagueDay]]] = [
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (YEAR, _a_year),
        (rf"{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)", _day_in_figures),
        (rf"(?P<day>\d{{1,2}})([/.-])(?P<month>\d{{1,2}})\2{YEAR}", _day_in_figures),
        (rf"(?P<month>\d{{1,2}})[/.-]{YEAR}", _month_in_figures),
        (rf"{WEEKDAY}{DAY} ?{NAME} {YEAR}", _a_day),
        (rf"{WEEKDAY}{NAME} {DAY} {YEAR}", _a_day),
        (rf"(?:by )?(?:the )?(?P<part>{BIT})[ -]{NAME} {YEAR}", _part),
        (rf"(?:by )?(?:the )?(?:{BIT})[ -]\d{{4}}", _refuse(PART_OF_YEAR)),
        (rf"{NAME} {YEAR}", _a_month_or_season),
        (rf"(?:the )?(?P<term>{THREE}) term {YEAR}", _a_term),
        (rf"(?P<term>{THREE}) {YEAR} term", _a_term),
        (rf"winter {YEAR}(?: to |[/-])(?P<after>\d{{5}}|\d{{4}}|\d\d)", _a_winter),
        (r"winter term.*|winter \d{4} term", _refuse(NO_WINTER_TERM)),
        (r"\d{4} ?[/-] ?(?:\d\d|\d{4})", _refuse(TWO_YEARS)),
        (r".*\b(?:academic|school|financial) year\b.*", _refuse(TWO_YEARS)),
        (r"\d{1,2}[/.-]\d{1,2}[/.-]\d\d|.*[a-z]\.? '?\d\d", _refuse(SHORT_YEAR)),
        (r"on-?going|continuous", _refuse(NO_DAY)),
        (rf"(?:(?:{BIT})[ -])?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?P<name>[a-z]{{3,9}})\.?(?: term)?", _without_a_year),
        (r".*\b(?:q ?[1-4]|quarter)\b.*", _refuse(QUARTER)),
        (r".* (?:to|and|or|-|/|&) .*|.*\d[-/&].*\d.*|.*[a-z]/[a-z].*", _refuse(SEVERAL)),
        (r"by .*", _refuse(WHEN_BY)),
    )
]
