"""Days that may be vague: what each could mean, how it is said, and how it is read."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.db.utils import IntegrityError
from django.test.utils import isolate_apps
from hypothesis import example, given
from hypothesis import strategies as st

from send_tracker.lib import forms
from send_tracker.lib.dates import said as said_day
from send_tracker.lib.precision import (
    TO_BE_CONFIRMED,
    Precision,
    VagueDay,
    earliest,
    exactly,
    is_overdue,
    latest,
    said,
    vague,
)
from send_tracker.lib.refusals import Refused
from send_tracker.lib.vague_words import parse

P = Precision
# Any day it may be kept as, how exact, the first and last day it could mean, and its words.
SPANS = [
    (date(2027, 5, 14), P.DAY, date(2027, 5, 14), date(2027, 5, 14), "14 May 2027"),
    (date(2020, 1, 1), P.PART_OF_MONTH, date(2020, 1, 1), date(2020, 1, 10), "early January 2020"),
    (date(2020, 1, 10), P.PART_OF_MONTH, date(2020, 1, 1), date(2020, 1, 10), "early January 2020"),
    (date(2020, 1, 11), P.PART_OF_MONTH, date(2020, 1, 11), date(2020, 1, 20), "mid January 2020"),
    (date(2020, 1, 20), P.PART_OF_MONTH, date(2020, 1, 11), date(2020, 1, 20), "mid January 2020"),
    (date(2020, 2, 21), P.PART_OF_MONTH, date(2020, 2, 21), date(2020, 2, 29), "late February 2020"),
    (date(2021, 2, 28), P.PART_OF_MONTH, date(2021, 2, 21), date(2021, 2, 28), "late February 2021"),
    (date(2020, 12, 31), P.PART_OF_MONTH, date(2020, 12, 21), date(2020, 12, 31), "late December 2020"),
    (date(2027, 5, 14), P.MONTH, date(2027, 5, 1), date(2027, 5, 31), "May 2027"),
    (date(2020, 12, 1), P.MONTH, date(2020, 12, 1), date(2020, 12, 31), "December 2020"),
    (date(2020, 9, 1), P.TERM, date(2020, 9, 1), date(2020, 12, 31), "autumn term 2020"),
    (date(2020, 12, 31), P.TERM, date(2020, 9, 1), date(2020, 12, 31), "autumn term 2020"),
    (date(2021, 1, 1), P.TERM, date(2021, 1, 1), date(2021, 4, 15), "spring term 2021"),
    (date(2021, 3, 31), P.TERM, date(2021, 1, 1), date(2021, 4, 15), "spring term 2021"),
    (date(2021, 4, 1), P.TERM, date(2021, 4, 1), date(2021, 7, 31), "summer term 2021"),
    (date(2021, 8, 31), P.TERM, date(2021, 4, 1), date(2021, 7, 31), "summer term 2021"),
    (date(2021, 3, 1), P.SEASON, date(2021, 3, 1), date(2021, 5, 31), "spring 2021"),
    (date(2021, 8, 31), P.SEASON, date(2021, 6, 1), date(2021, 8, 31), "summer 2021"),
    (date(2021, 9, 1), P.SEASON, date(2021, 9, 1), date(2021, 11, 30), "autumn 2021"),
    (date(2020, 12, 1), P.SEASON, date(2020, 12, 1), date(2021, 2, 28), "winter 2020 to 2021"),
    (date(2020, 2, 29), P.SEASON, date(2019, 12, 1), date(2020, 2, 29), "winter 2019 to 2020"),
    (date(2021, 7, 4), P.YEAR, date(2021, 1, 1), date(2021, 12, 31), "2021"),
    # The first and the last year there are.
    (date.min, P.DAY, date.min, date.min, "1 January 0001"),
    (date.min, P.PART_OF_MONTH, date.min, date(1, 1, 10), "early January 0001"),
    (date.min, P.TERM, date.min, date(1, 4, 15), "spring term 0001"),
    (date.min, P.SEASON, date.min, date(1, 2, 28), "winter 0000 to 0001"),
    (date.min, P.YEAR, date.min, date(1, 12, 31), "0001"),
    (date.max, P.DAY, date.max, date.max, "31 December 9999"),
    (date.max, P.PART_OF_MONTH, date(9999, 12, 21), date.max, "late December 9999"),
    (date.max, P.MONTH, date(9999, 12, 1), date.max, "December 9999"),
    (date.max, P.TERM, date(9999, 9, 1), date.max, "autumn term 9999"),
    (date.max, P.SEASON, date(9999, 12, 1), date.max, "winter 9999 to 10000"),
    (date.max, P.YEAR, date(9999, 1, 1), date.max, "9999"),
]
DAYS = st.dates()
KNOWN = st.sampled_from([precision for precision in P if precision != P.TO_BE_CONFIRMED])


@pytest.mark.parametrize(("on", "precision", "first", "last", "words"), SPANS)
def test_a_vague_day_has_a_first_a_last_and_its_words(on, precision, first, last, words):
    assert (earliest(on, precision), latest(on, precision)) == (first, last)
    assert said(on, precision) == words
    assert parse(words) == VagueDay(first, precision)


@pytest.mark.parametrize(("on", "precision", "last"), [(on, p, last) for on, p, _, last, _ in SPANS if last < date.max])
def test_it_is_overdue_only_after_the_last_day_it_could_mean(on, precision, last):
    assert not is_overdue(on, precision, last)
    assert is_overdue(on, precision, last + timedelta(days=1))


@pytest.mark.parametrize(("on", "precision"), [(None, P.TO_BE_CONFIRMED), (None, P.DAY), (date.min, P.TO_BE_CONFIRMED)])
def test_what_is_to_be_confirmed_has_no_day_and_is_never_overdue(on, precision):
    assert earliest(on, precision) is latest(on, precision) is None
    assert said(on, precision) == "to be confirmed"
    assert not is_overdue(on, precision, date.max)


def test_the_words_of_the_column_are_understood_as_they_come_from_the_database():
    assert latest(date(2020, 9, 1), "term") == date(2020, 12, 31)
    assert said(date(2020, 9, 1), "part of month") == "early September 2020"


def test_a_precision_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="fortnight"):
        latest(date(2020, 9, 1), "fortnight")


@given(DAYS, KNOWN)
@example(date.min, P.SEASON)
@example(date.max, P.SEASON)
@example(date(2021, 8, 31), P.TERM)
def test_the_first_day_is_not_after_the_last_and_stands_for_it(on, precision):
    first, last = earliest(on, precision), latest(on, precision)

    assert first <= on
    assert first <= last
    assert (earliest(first, precision), latest(first, precision)) == (first, last)
    assert said(first, precision) == said(on, precision)


@given(DAYS, st.sampled_from([P.DAY, P.PART_OF_MONTH, P.MONTH, P.SEASON, P.YEAR]))
def test_every_day_lies_in_what_it_is_part_of(on, precision):
    assert earliest(on, precision) <= on <= latest(on, precision)


@given(DAYS, KNOWN)
@example(date.min, P.SEASON)
@example(date.max, P.SEASON)
def test_what_is_said_can_be_read_again(on, precision):
    day = VagueDay(earliest(on, precision), precision)

    assert parse(str(day)) == day
    assert parse(str(day).upper()) == day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_an_exact_day_is_said_as_everywhere(on):
    assert str(exactly(on)) == said_day(on)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("late January 2020", VagueDay(date(2020, 1, 21), P.PART_OF_MONTH)),
        ("  Late  Jan 2020 ", VagueDay(date(2020, 1, 21), P.PART_OF_MONTH)),
        ("mid-May 2020", VagueDay(date(2020, 5, 11), P.PART_OF_MONTH)),
        ("Mid–May 2020", VagueDay(date(2020, 5, 11), P.PART_OF_MONTH)),
        ("start of May 2020", VagueDay(date(2020, 5, 1), P.PART_OF_MONTH)),
        ("the beginning of May 2020", VagueDay(date(2020, 5, 1), P.PART_OF_MONTH)),
        ("middle of May 2020", VagueDay(date(2020, 5, 11), P.PART_OF_MONTH)),
        ("end May 2020", VagueDay(date(2020, 5, 21), P.PART_OF_MONTH)),
        ("By the end of May 2020", VagueDay(date(2020, 5, 21), P.PART_OF_MONTH)),
        ("Jan 2020", VagueDay(date(2020, 1, 1), P.MONTH)),
        ("Sept. 2020", VagueDay(date(2020, 9, 1), P.MONTH)),
        ("5/2027", VagueDay(date(2027, 5, 1), P.MONTH)),
        ("Autumn term 2020", VagueDay(date(2020, 9, 1), P.TERM)),
        ("the Autumn Term, 2020", VagueDay(date(2020, 9, 1), P.TERM)),
        ("summer 2021 term", VagueDay(date(2021, 4, 1), P.TERM)),
        ("Spring 2021", VagueDay(date(2021, 3, 1), P.SEASON)),
        ("Winter 2020/21", VagueDay(date(2020, 12, 1), P.SEASON)),
        ("winter 2020-2021", VagueDay(date(2020, 12, 1), P.SEASON)),
        ("2021", VagueDay(date(2021, 1, 1), P.YEAR)),
        ("TBC", TO_BE_CONFIRMED),
        ("tbc.", TO_BE_CONFIRMED),
        ("To be confirmed", TO_BE_CONFIRMED),
        ("to be agreed", TO_BE_CONFIRMED),
        ("14/5/2027", exactly(date(2027, 5, 14))),
        ("04/05/2027", exactly(date(2027, 5, 4))),
        ("14.5.2027", exactly(date(2027, 5, 14))),
        ("14-05-2027", exactly(date(2027, 5, 14))),
        ("2027-05-14", exactly(date(2027, 5, 14))),
        ("14 May 2027", exactly(date(2027, 5, 14))),
        ("14May 2027", exactly(date(2027, 5, 14))),
        ("14th of May, 2027", exactly(date(2027, 5, 14))),
        ("May 14, 2027", exactly(date(2027, 5, 14))),
        ("Friday 14 May 2027", exactly(date(2027, 5, 14))),
        ("Fri. 14 may 2027", exactly(date(2027, 5, 14))),
        ("29 February 2020", exactly(date(2020, 2, 29))),
    ],
)
def test_days_are_read_as_people_write_them(words, day):
    assert parse(words) == day


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Type it like"),
        ("whenever", "Type it like"),
        ("early autumn 2020", "Type it like"),
        ("14 Mai 2027", "Type it like"),
        ("Ma 2027", "Type it like"),
        ("0000", "Type it like"),
        ("٢٠٢٧", "Type it like"),
        ("\x00", "Type it like"),
        ("1" * 5000, "Type it like"),
        ("late " * 5000, "Type it like"),
        ("31/2/2020", "There is no such day"),
        ("29 February 2021", "There is no such day"),
        ("5/14/2027", "The day comes first"),
        ("14 May 0000", "There is no such day"),
        ("Monday 14 May 2027", "That day is a Friday"),
        ("13/2020", "There is no such month"),
        ("May", "Add the year"),
        ("late May", "Add the year"),
        ("14 May", "Add the year"),
        ("Autumn term", "Add the year"),
        ("14/5/27", "four figures"),
        ("May 27", "four figures"),
        ("14 May '27", "four figures"),
        ("2019/20", "Two years"),
        ("2019-2020", "Two years"),
        ("2011-12", "Two years"),
        ("the school year 2020", "Two years"),
        ("winter 2020", "A winter lies in two years"),
        ("winter 2020 to 2022", "A winter lies in two years"),
        ("winter term 2020", "There is no winter term"),
        ("Q3 2020", "A quarter"),
        ("third quarter of 2020", "A quarter"),
        ("by July 2020", "may mean before it or in it"),
        ("early 2020", "A part of a year"),
        ("by the end of 2020", "A part of a year"),
        ("May to June 2020", "more than one day"),
        ("March/April 2020", "more than one day"),
        ("Late January and early February 2020", "more than one day"),
        ("4/5/2020-6/5/2020", "more than one day"),
        ("Ongoing", "is no date"),
    ],
)
def test_what_may_mean_two_things_is_refused_with_what_to_type(words, told):
    with pytest.raises(Refused) as refused:
        parse(words)
    assert told in str(refused.value)


@given(st.text(max_size=80))
@example("winter 0000 to 0001")
@example("winter 10000 to 10001")
def test_no_typing_breaks_the_reader(words):
    day = TO_BE_CONFIRMED
    with suppress(Refused):
        day = parse(words)

    assert parse(str(day)) == day


class OneVagueDay(forms.Form):
    due = forms.VagueDayField(label="Due date")
    held = forms.VagueDayField(label="Day it was held", required=False)


def test_the_field_gives_the_two_columns():
    form = OneVagueDay({"due": " Late  January 2020 ", "held": ""})

    assert form.is_valid()
    on, precision = form.cleaned_data["due"]
    assert (on, precision) == (date(2020, 1, 21), "part of month")
    assert form.cleaned_data["held"] is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the due date"),
        ("2019/20", "Two years may be a school year or a financial year. Type a day, a month, a term or one year."),
        ("1999", "Enter a year from 2000 to 2099."),
        ("May 0001", "Enter a year from 2000 to 2099."),
        ("31 December 9999", "Enter a year from 2000 to 2099."),
        ("14 May\x002027", forms.UNREADABLE),
        ("x" * 61, "Use 60 characters or fewer. There are 61 now."),
    ],
)
def test_a_day_the_field_cannot_take_is_refused_and_kept_as_typed(typed, message):
    form = OneVagueDay({"due": typed})

    assert form.errors["due"] == [message]
    assert form["due"].value() == typed


def test_a_vague_day_from_the_record_fills_the_box_and_its_help_is_read_out():
    form = OneVagueDay(initial={"due": VagueDay(date(2020, 9, 1), P.TERM), "held": TO_BE_CONFIRMED})

    assert 'value="autumn term 2020"' in str(form["due"])
    assert 'value="to be confirmed"' in str(form["held"])
    assert 'aria-describedby="id_due_helptext"' in str(form["due"])


@pytest.mark.django_db(transaction=True)
@isolate_apps("areas")
def test_the_database_keeps_day_and_precision_together():
    class Thing(models.Model):
        due_on = models.DateField(null=True)
        due_precision = models.CharField(max_length=16, choices=Precision)

        class Meta:
            app_label = "areas"
            constraints = [vague("due", "thing_due_is_vague")]

    with connection.schema_editor() as editor:
        editor.create_model(Thing)
    try:
        for on, precision in ((None, P.TO_BE_CONFIRMED), *((date(2020, 9, 1), p) for p in P if p != P.TO_BE_CONFIRMED)):
            Thing.objects.create(due_on=on, due_precision=precision)
        for on, precision in ((None, P.DAY), (date(2020, 9, 1), P.TO_BE_CONFIRMED), (date(2020, 9, 1), "fortnight")):
            with pytest.raises(IntegrityError):
                Thing.objects.create(due_on=on, due_precision=precision)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Thing)
