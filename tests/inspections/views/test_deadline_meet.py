"""Recording that a deadline is met, where no other act here does."""

from datetime import date

import pytest
from django.urls import reverse

from areas.models import AuditEvent
from inspections import services
from inspections.models import Deadline
from inspections.reminders import due_items
from tests.factories.inspections import framework
from tests.inspections.views.conftest import typed_day


@pytest.fixture
def url(deadline):
    return reverse("inspections:deadline_meet", args=["northshire", deadline.pk])


TYPED = {"note": "Submitted before it was recorded here", "version": 0} | typed_day("met_on", date(2026, 10, 1))


def test_it_is_met_and_nobody_is_reminded_any_more(sign_in, ada, url, deadline, inspection, on):
    assert [item for item in due_items(on) if f":{deadline.pk}:" in item.key]
    page = sign_in(ada).post(url, TYPED, follow=True)
    deadline.refresh_from_db()
    assert deadline.met_on == date(2026, 10, 1)
    assert page.redirect_chain == [(inspection.source.get_absolute_url(), 302)]
    assert "met on 1 October 2026" in page.content.decode()
    assert not [item for item in due_items(on) if f":{deadline.pk}:" in item.key]
    event = AuditEvent.objects.get(event="deadline met")
    assert (event.recorded_by, event.facts["note"]) == (ada.membership, TYPED["note"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": ""}, "note"),
        ({"note": "a\x00b"}, "note"),
        ({"note": "x" * 501}, "note"),
        ({"version": "x"}, "version"),
        (typed_day("met_on", ("31", "2", "2020")), "met_on"),
        (typed_day("met_on", date(2026, 10, 15)), "met_on"),  # tomorrow
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, url, deadline, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, TYPED | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    deadline.refresh_from_db()
    assert (deadline.met_on, written()) == (None, before)


def test_a_stale_form_is_refused(sign_in, ada, url, deadline):
    Deadline.objects.filter(pk=deadline.pk).update(version=1)
    page = sign_in(ada).post(url, TYPED)
    assert page.status_code == 409
    assert TYPED["note"] in page.content.decode()
    deadline.refresh_from_db()
    assert deadline.met_on is None


def test_a_stranger_is_told_nothing_and_a_reader_may_not(sign_in, eve, dee, url):
    assert sign_in(eve).post(url, TYPED).status_code == 404
    assert sign_in(dee).post(url, TYPED).status_code == 403


def test_what_a_date_of_the_inspection_meets_is_nobodys_to_meet(sign_in, ada, northshire, on):
    rules = framework("2016")
    inspection = services.record_inspection(
        area=northshire,
        title="An older inspection",
        framework=rules,
        started_on=date(2019, 3, 11),
        ended_on=date(2019, 3, 15),
        by=ada.membership,
        on=on,
    )
    letter = inspection.deadlines.get(rule__code="letter_expected")
    url = reverse("inspections:deadline_meet", args=["northshire", letter.pk])
    assert sign_in(ada).post(url, TYPED).status_code == 403


def test_a_visit_that_is_only_expected_can_be_held(sign_in, ada, inspection):
    visit = inspection.deadlines.get(rule__code="strategic_plan")
    url = reverse("inspections:deadline_meet", args=["northshire", visit.pk])
    page = sign_in(ada).post(url, TYPED, follow=True)
    assert "published on 1 October 2026" in page.content.decode()
    assert "Published 1 October 2026" in page.content.decode()


def test_it_cannot_have_been_done_before_it_began_to_count(sign_in, ada, inspection):
    visit = inspection.deadlines.get(rule__code="full_inspection")  # it counts from 10 July 2026
    url = reverse("inspections:deadline_meet", args=["northshire", visit.pk])
    page = sign_in(ada).post(url, TYPED | typed_day("met_on", date(2026, 7, 9)))
    assert set(page.context["form"].errors) == {"met_on"}


def test_once_met_it_is_not_met_again(sign_in, ada, url):
    assert sign_in(ada).post(url, TYPED).status_code == 302
    assert sign_in(ada).post(url, TYPED).status_code == 403
