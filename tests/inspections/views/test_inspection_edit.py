"""Correcting an inspection, and what moves with it."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import services
from tests.factories.inspections import make_inspection, make_source
from tests.inspections.views.conftest import typed_day


@pytest.fixture
def url(inspection):
    return reverse("inspections:inspection_edit", args=["northshire", inspection.pk])


@pytest.fixture
def typed(inspection):
    return {
        "title": "Local area inspection",
        "framework": inspection.framework_id,
        "kind": "full",
        "received_basis": "",
        "outcome": inspection.outcome_id,
        "reason": "The letter was found",
        "version": 0,
        **typed_day("started_on", date(2026, 7, 6)),
        **typed_day("ended_on", date(2026, 7, 10)),
        **typed_day("letter_on", None),
        **typed_day("report_received_on", date(2026, 8, 20)),
        **typed_day("report_published_on", date(2026, 9, 1)),
    }


def test_the_receipt_recorded_moves_the_date(sign_in, ada, url, typed, inspection, deadline):
    page = sign_in(ada).post(url, typed, follow=True)
    assert page.redirect_chain == [(inspection.source.get_absolute_url(), 302)]
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.is_upper_bound) == (date(2026, 11, 27), False)
    text = page.content.decode()
    assert "The inspection is corrected. Priority action plan due: 9 October 2026." in text
    assert "Priority action plan to be published: 27 November 2026." in text
    assert "moved from 8 December 2026 to 27 November 2026" in text
    assert "The letter was found" in text


def test_the_page_opens_with_what_is_stored(sign_in, ada, url):
    page = sign_in(ada).get(url)
    assert page.status_code == 200
    assert 'value="Local area inspection"' in page.content.decode()


def test_a_stale_form_is_refused_with_both_texts(sign_in, ada, url, typed, inspection, on):
    services.correct_inspection(
        inspection=inspection,
        version=0,
        reason="Dated",
        letter_on=date(2026, 8, 19),
        title="Joint inspection",
        by=ada.membership,
        on=on,
    )
    client = sign_in(ada)
    page = client.post(url, typed | {"title": "My title"})
    assert page.status_code == 409
    text = page.content.decode()
    assert 'value="My title"' in text
    assert "What is stored now" in text
    assert "Joint inspection" in text
    assert "19 August 2026" in text
    inspection.refresh_from_db()
    assert (inspection.version, inspection.report_received_on) == (1, None)
    page = client.post(url, typed | {"title": "My title", "version": page.context["form"]["version"].value()})
    assert page.status_code == 302
    inspection.source.refresh_from_db()
    assert inspection.source.title == "My title"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"version": ""}, "version"),
        ({"version": "9" * 30}, "version"),
        (typed_day("ended_on", date(2026, 7, 5)), "ended_on"),
        (typed_day("report_received_on", date(2026, 9, 2)), "report_received_on"),
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, url, typed, written, changes, field, inspection):
    before = written()
    page = sign_in(ada).post(url, typed | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    inspection.refresh_from_db()
    assert (inspection.version, written()) == (0, before)


def test_a_title_that_is_taken_is_refused(sign_in, ada, url, typed, northshire, inspection):
    make_source(northshire, title="Taken")
    page = sign_in(ada).post(url, typed | {"title": "Taken"})
    assert "title" in page.context["form"].errors
    inspection.refresh_from_db()
    assert inspection.version == 0


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, typed):
    assert sign_in(eve).post(url, typed).status_code == 404


def test_an_inspection_of_another_area_is_not_here(sign_in, ada, southshire):
    other = make_inspection(southshire)
    url = reverse("inspections:inspection_edit", args=["northshire", other.pk])
    assert sign_in(ada).get(url).status_code == 404


def test_a_reader_may_not(sign_in, dee, url, typed, inspection):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (403, 403)
    inspection.refresh_from_db()
    assert inspection.version == 0
