"""Days of an inspection that are odd and may yet be so: asked once, and taken with a tick."""

from datetime import date

import pytest

from inspections import services
from inspections.models import Inspection
from send_tracker.lib.precision import exactly
from tests.factories.inspections import framework, make_inspection
from tests.inspections.views.conftest import typed_day

URL = "/areas/northshire/inspections/new/"
TYPED = {
    "title": "Local area inspection", "kind": "full",
    **typed_day("started_on", date(2026, 7, 6)), **typed_day("ended_on", date(2026, 7, 10)),
}  # fmt: skip


@pytest.fixture
def send(sign_in, ada):
    def _send(**changes):
        return sign_in(ada).post(URL, {**TYPED, "framework": framework("2023").pk, **changes})

    return _send


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (typed_day("started_on", date(2026, 7, 5)), "The first day, 5 July 2026: this day is a Sunday."),
        (typed_day("letter_on", date(2026, 8, 31)), "Late Summer Bank Holiday"),
        (typed_day("ended_on", date(2026, 9, 10)), "The inspection would have lasted 67 days."),
        (
            typed_day("letter_on", date(2026, 9, 15)) | typed_day("report_published_on", date(2026, 9, 1)),
            "The letter would be dated after it was published, 1 September 2026.",
        ),
        (
            typed_day("started_on", date(2024, 7, 8)) | typed_day("ended_on", date(2024, 7, 12))
            | typed_day("report_published_on", date(2026, 9, 1)),
            "more than a year after the inspection",
        ),
    ],
)  # fmt: skip
def test_what_is_odd_is_asked_and_taken_with_a_tick(send, changes, words):
    page = send(**changes)
    assert page.status_code == 200
    assert words in page.context["form"].errors["is_checked"][0]
    assert 'value="Local area inspection"' in page.content.decode()
    assert not Inspection.objects.exists()
    assert send(**changes, is_checked="on").status_code == 302
    assert Inspection.objects.exists()


def test_what_is_not_odd_is_not_asked(send):
    assert send().status_code == 302


def test_a_fault_is_told_first_and_no_tick_helps(send):
    page = send(**typed_day("started_on", date(2026, 7, 12)), is_checked="on")
    assert set(page.context["form"].errors) == {"ended_on"}


def test_a_revisit_before_the_plan_is_asked(send, northshire, ada, on):
    first = make_inspection(northshire)
    services.record_event(
        inspection=first, kind="plan accepted", happened=exactly(date(2026, 9, 1)), by=ada.membership, on=on
    )
    revisit = {"kind": "revisit", "follows": first.pk}
    page = send(**revisit)
    assert page.context["form"].errors["is_checked"] == [
        "This visit would be before the plan of that inspection: plan accepted as fit for purpose, 1 September 2026. "
        "Correct it, or tick to save it as it is."
    ]
    later = typed_day("started_on", date(2026, 9, 21)) | typed_day("ended_on", date(2026, 9, 24))
    assert send(**revisit, **later).status_code == 302


def test_a_revisit_before_the_inspection_it_comes_back_to_is_refused(send, northshire):
    first = make_inspection(northshire, started_on=date(2026, 8, 3), ended_on=date(2026, 8, 7))
    page = send(kind="revisit", follows=first.pk, is_checked="on")
    assert "follows" in page.context["form"].errors


@pytest.mark.parametrize("year", ["0001", "1999", "2100", "9999", "99999"])
@pytest.mark.parametrize("name", ["started_on", "ended_on", "letter_on", "report_received_on", "report_published_on"])
def test_a_year_of_no_inspection_is_refused(send, name, year):
    page = send(**typed_day(name, ("1", "7", year)), is_checked="on")
    assert name in page.context["form"].errors
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("name", ["started_on", "report_published_on"])
def test_a_day_more_than_a_year_ahead_is_refused(send, name):
    page = send(**typed_day(name, date(2099, 7, 1)))
    assert page.context["form"].errors[name][0] == "This is more than a year ahead. Check the year."


def test_a_day_of_publication_to_come_is_an_embargo(send, sign_in, ada, ned, on):
    assert send(**typed_day("report_published_on", date(2026, 11, 20))).status_code == 302
    inspection = Inspection.objects.get()
    assert inspection.is_embargoed(on)
    assert sign_in(ada).get(inspection.source.get_absolute_url()).status_code == 200
    assert sign_in(ned).get(inspection.source.get_absolute_url()).status_code == 404


def test_the_form_says_what_an_empty_day_means(sign_in, ada):
    help_text = sign_in(ada).get(URL).context["form"].fields["report_published_on"].help_text
    assert "while this is empty, only area leads and the people they name" in help_text
