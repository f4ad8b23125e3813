"""All dates of an area."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import services
from tests.factories.inspections import framework


@pytest.fixture
def url(northshire):
    return reverse("inspections:deadline_list", args=[northshire.slug])


def test_it_groups_the_dates_and_names_their_source(sign_in, dee, url, inspection):
    page = sign_in(dee).get(url)
    assert page.status_code == 200
    assert [(heading, len(lines)) for heading, lines in page.context["groups"]] == [
        ("To be met", 2),
        ("Usual times, for guidance", 3),
    ]
    text = page.content.decode()
    assert inspection.source.get_absolute_url() in text
    assert "Set another date" not in text


def test_nothing_yet_says_what_will_be_here(sign_in, dee, url):
    assert "No date follows from an inspection yet" in sign_in(dee).get(url).content.decode()


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url):
    assert sign_in(eve).get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_the_same_however_long_it_is(
    sign_in, ada, url, northshire, on, count, django_assert_num_queries
):
    rules = framework("2016")
    for number in range(count):
        services.record_inspection(
            area=northshire,
            title=f"Inspection {number}",
            framework=rules,
            started_on=date(2026, 7, 6),
            ended_on=date(2026, 7, 10),
            by=ada.membership,
            on=on,
        )
    client = sign_in(ada)
    with django_assert_num_queries(11):
        [(_, lines)] = client.get(url).context["groups"]
    assert len(lines) == count
