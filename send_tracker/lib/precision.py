"""Days that may be vague: late January 2020, autumn term 2020, to be confirmed. What each may mean, how it is said.

A vague day is kept in two columns: `x_on`, the first day it could mean (null while to be confirmed), and
`x_precision`, how exact it is. It is overdue only after the last day it could mean. The days chosen:

* part of month: early is the 1st to the 10th, mid the 11th to the 20th, late the 21st to the last of the month;
* term, of English schools: autumn 1 September to 31 December, spring 1 January to 15 April, summer 1 April to 31 July.
  Each authority sets its own and Easter moves, so spring and summer overlap: nobody is late while some schools of
  England still sit. A day in August belongs to the summer term;
* season, as the Met Office counts them: spring from 1 March, summer from 1 June, autumn from 1 September, each three
  months, and winter from 1 December to the end of February. A season is no term: "spring 2021" ends on 31 May;
* year: the calendar year.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Q

from send_tracker.lib.dates import end_of_month, month_of

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MID, LATE = 11, 21  # the first days of the second and third part of a month
MARCH, DECEMBER = 3, 12
LAST_OF_TERM = {"spring": (4, 15), "summer": (7, 31), "autumn": (12, 31)}
FIRST_OF_TERM = {"spring": (1, 1), "summer": (4, 1), "autumn": (9, 1)}
FIRST_OF_SEASON = {"spring": (3, 1), "summer": (6, 1), "autumn": (9, 1), "winter": (12, 1)}
PARTS = {"early": 1, "mid": MID, "late": LATE}


class Precision(models.TextChoices):
    """How exact a day is."""

    DAY = "day", "A day"
    PART_OF_MONTH = "part of month", "Part of a month"
    MONTH = "month", "A month"
    TERM = "term", "A school term"
    SEASON = "season", "A season"
    YEAR = "year", "A year"
    TO_BE_CONFIRMED = "to be confirmed", "To be confirmed"


class VagueDay(NamedTuple):
    """The two columns: the first day it could mean (None while to be confirmed), and how exact it is."""

    on: date | None
    precision: Precision

    def __str__(self):
        return said(*self)


TO_BE_CONFIRMED = VagueDay(None, Precision.TO_BE_CONFIRMED)


def exactly(on: date) -> VagueDay:
    """A day that is known to the day."""
    return VagueDay(on, Precision.DAY)


def earliest(on: date | None, precision: str) -> date | None:
    """The first day it could mean; None while to be confirmed. `on` may be any day of that month, term, ..."""
    found = _span(on, precision)
    return found[0] if found else None


def latest(on: date | None, precision: str) -> date | None:
    """The last day it could mean; None while to be confirmed."""
    found = _span(on, precision)
    return found[1] if found else None


def is_overdue(on: date | None, precision: str, day: date) -> bool:
    """Whether `day` is after the last day it could mean. What is to be confirmed is never overdue."""
    last = latest(on, precision)
    return last is not None and last < day


def said(on: date | None, precision: str) -> str:
    """In words: 14 May 2027, early May 2027, May 2027, autumn term 2020, winter 2020 to 2021, 2027, to be confirmed."""
    if on is None:
        return Precision.TO_BE_CONFIRMED.value
    year, month = f"{on.year:04d}", MONTHS[on.month - 1]
    match Precision(precision):
        case Precision.DAY:
            return f"{on.day} {month} {year}"
        case Precision.PART_OF_MONTH:
            return f"{_part(on)} {month} {year}"
        case Precision.MONTH:
            return f"{month} {year}"
        case Precision.TERM:
            return f"{_term(on)} term {year}"
        case Precision.SEASON:
            season = _season(on)
            winter = on.year - (on.month < MARCH)
            return f"winter {winter:04d} to {winter + 1:04d}" if season == "winter" else f"{season} {year}"
        case Precision.YEAR:
            return year
        case Precision.TO_BE_CONFIRMED:
            return Precision.TO_BE_CONFIRMED.value


def vague(name: str, constraint: str) -> models.CheckConstraint:
    """The database, too, knows that `<name>_on` and `<name>_precision` go together: no day only while unconfirmed."""
    on, precision = f"{name}_on", f"{name}_precision"
    known = [choice for choice in Precision.values if choice != Precision.TO_BE_CONFIRMED]
    return models.CheckConstraint(
        condition=Q(**{f"{on}__isnull": True, precision: Precision.TO_BE_CONFIRMED.value})
        | Q(**{f"{on}__isnull": False, f"{precision}__in": known}),
        name=constraint,
    )


def _span(on: date | None, precision: str) -> tuple[date, date] | None:
    """The first and the last day it could mean."""
    if on is None:
        return None
    match Precision(precision):
        case Precision.DAY:
            return on, on
        case Precision.PART_OF_MONTH:
            part = _part(on)
            last = {"early": on.replace(day=MID - 1), "mid": on.replace(day=LATE - 1), "late": _end_of_month(on)}
            return on.replace(day=PARTS[part]), last[part]
        case Precision.MONTH:
            return month_of(on), _end_of_month(on)
        case Precision.TERM:
            term = _term(on)
            return date(on.year, *FIRST_OF_TERM[term]), date(on.year, *LAST_OF_TERM[term])
        case Precision.SEASON:
            return _span_of_season(on)
        case Precision.YEAR:
            return date(on.year, 1, 1), date(on.year, 12, 31)
        case Precision.TO_BE_CONFIRMED:
            return None


def _span_of_season(on: date) -> tuple[date, date]:
    season = _season(on)
    if season != "winter":
        first = date(on.year, *FIRST_OF_SEASON[season])
        return first, _end_of_month(first.replace(month=first.month + 2))
    winter = on.year - (on.month < MARCH)  # the year of its December
    first = date(winter, DECEMBER, 1) if winter >= date.min.year else date.min
    last = date(winter + 1, MARCH, 1) - timedelta(days=1) if winter < date.max.year else date.max
    return first, last


def _part(on: date) -> str:
    return "early" if on.day < MID else "mid" if on.day < LATE else "late"


def _term(on: date) -> str:
    """The term that began last: the summer term's until September."""
    return max((first, term) for term, first in FIRST_OF_TERM.items() if first <= (on.month, on.day))[1]


def _season(on: date) -> str:
    begun = [(first, season) for season, first in FIRST_OF_SEASON.items() if first <= (on.month, on.day)]
    return max(begun)[1] if begun else "winter"


def _end_of_month(on: date) -> date:
    return date.max if (on.year, on.month) == (date.max.year, date.max.month) else end_of_month(on)
