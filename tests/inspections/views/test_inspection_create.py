"""Recording an inspection with its source."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Inspection, Source
from tests.factories.inspections import framework, make_inspection
from tests.inspections.views.conftest import typed_day


@pytest.fixture
def url(northshire):
    return reverse("inspections:inspection_create", args=[northshire.slug])


@pytest.fixture
def typed(db):
    rules = framework("2016")
    return {
        "title": "Inspection of October 2018",
        "framework": rules.pk,
        "kind": "full",
        "received_basis": "",
        "outcome": rules.outcomes.get(code="wsoa_required").pk,
        **typed_day("started_on", date(2018, 10, 1)),
        **typed_day("ended_on", date(2018, 10, 5)),
        **typed_day("letter_on", date(2018, 11, 28)),
        **typed_day("report_received_on", date(2018, 11, 29)),
        **typed_day("report_published_on", date(2018, 12, 7)),
    }


def test_it_records_the_inspection_and_says_what_follows(sign_in, ada, url, typed, northshire):
    page = sign_in(ada).post(url, typed, follow=True)
    inspection = Inspection.objects.get()
    assert page.redirect_chain == [(inspection.source.get_absolute_url(), 302)]
    assert inspection.source.area == northshire
    assert (inspection.started_on, inspection.ended_on) == (date(2018, 10, 1), date(2018, 10, 5))
    assert inspection.report_received_on == date(2018, 11, 29)
    assert inspection.deadlines.get(rule__code="wsoa_due").due_on == date(2019, 3, 12)
    assert "The inspection is recorded. Written Statement of Action due: 12 March 2019." in page.content.decode()


def test_without_the_receipt_it_says_at_the_latest(sign_in, ada, url, typed):
    page = sign_in(ada).post(url, typed | typed_day("report_received_on", None), follow=True)
    assert "Written Statement of Action due at the latest: 20 March 2019." in page.content.decode()


def test_the_page_opens(sign_in, ada, url):
    page = sign_in(ada).get(url)
    assert page.status_code == 200
    assert "There is a problem" not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            typed_day("ended_on", date(2018, 9, 30)),
            "ended_on",
            "The last day cannot be before the first, 1 October 2018.",
        ),
        (
            typed_day("report_received_on", date(2018, 12, 8)),
            "report_received_on",
            "The area has the report before it is published, 7 December 2018.",
        ),
        (
            typed_day("letter_on", date(2018, 10, 4)),
            "letter_on",
            "This cannot be before the last day of the inspection, 5 October 2018.",
        ),
        (
            # A year too far: the clock would have run from a day still to come, and nobody been told in time.
            typed_day("report_received_on", date(2026, 10, 15)) | typed_day("report_published_on", None),
            "report_received_on",
            "The day cannot be in the future.",
        ),
        (
            typed_day("started_on", ("31", "02", "2020")),
            "started_on",
            "Enter a real date, such as 14 5 2027.",
        ),
        (typed_day("started_on", None), "started_on", "Enter the first day of the inspection"),
        (
            typed_day("report_received_on", None) | {"received_basis": "worked back"},
            "received_basis",
            "Enter the day of receipt too, or leave this empty.",
        ),
        ({"title": ""}, "title", "Enter the title"),
        ({"title": "x" * 201}, "title", "Use 200 characters or fewer. There are 201 now."),
        ({"title": "a\x00b"}, "title", None),
        ({"framework": "999999"}, "framework", "Choose from the list."),
        ({"framework": "9" * 40}, "framework", "Choose from the list."),
        ({"framework": "\x00"}, "framework", None),
        ({"kind": "revisit"}, "outcome", "Only a full inspection ends with one of these. Choose none here."),
        ({"kind": "surprise"}, "kind", "Choose from the list."),
        ({"follows": "0"}, "follows", "Choose from the list."),
    ],
)
def test_bad_input_is_told_and_kept(sign_in, ada, url, typed, written, changes, field, message):
    before = written()
    page = sign_in(ada).post(url, typed | changes)
    assert page.status_code == 200
    errors = page.context["form"].errors
    assert set(errors) == {field}
    if message:
        assert errors[field] == [message]
    assert 'value="2018"' in page.content.decode()
    assert (Source.objects.count(), written()) == (0, before)


def test_framework_and_outcome_must_fit(sign_in, ada, url, typed):
    client = sign_in(ada)
    new = framework("2023")
    errors = client.post(url, typed | {"outcome": new.outcomes.first().pk}).context["form"].errors
    assert errors == {"outcome": ["Choose an outcome of the framework of 2016."]}
    errors = client.post(url, typed | {"framework": new.pk, "outcome": ""}).context["form"].errors
    assert errors == {"framework": ["This framework is used from 1 January 2023: the inspection began before."]}
    late = {
        **typed_day("started_on", date(2023, 2, 6)),
        **typed_day("ended_on", date(2023, 2, 10)),
        **typed_day("letter_on", None),
        **typed_day("report_received_on", None),
        **typed_day("report_published_on", None),
    }
    errors = client.post(url, typed | late).context["form"].errors
    assert errors == {"framework": ["This framework ended on 1 January 2023: the inspection began later."]}
    assert not Source.objects.exists()


def test_a_second_press_writes_nothing_more(sign_in, ada, url, typed):
    client = sign_in(ada)
    client.post(url, typed)
    page = client.post(url, typed)
    assert "title" in page.context["form"].errors
    assert Inspection.objects.count() == 1


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, typed):
    assert sign_in(eve).post(url, typed).status_code == 404
    assert not Source.objects.exists()


def test_a_reader_may_not(sign_in, dee, url, typed):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (403, 403)
    assert not Source.objects.exists()


def test_a_revisit_names_what_it_comes_back_to(sign_in, ada, url, typed, northshire, southshire):
    first = make_inspection(northshire, started_on=date(2018, 3, 5), ended_on=date(2018, 3, 9))
    late = make_inspection(northshire, started_on=date(2018, 9, 24), ended_on=date(2018, 10, 1))
    theirs = make_inspection(southshire)
    client = sign_in(ada)
    revisit = typed | {"kind": "revisit", "outcome": "", "follows": first.pk}
    for changes, words in (
        ({"kind": "full"}, "A full inspection comes back to none. Choose none here."),
        ({"follows": late.pk}, "That inspection ended on 1 October 2018: this one begins later."),
        ({"follows": theirs.pk}, "Choose from the list."),
    ):
        assert client.post(url, revisit | changes).context["form"].errors == {"follows": [words]}
    client.post(url, revisit)
    assert [each.kind for each in first.follow_ups.all()] == ["revisit"]
    page = client.get(first.source.get_absolute_url()).content.decode()
    assert first.follow_ups.get().source.get_absolute_url() in page
