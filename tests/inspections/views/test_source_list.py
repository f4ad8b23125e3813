"""The list of an area's sources."""

import pytest
from django.urls import reverse

from tests.factories.inspections import make_finding, make_inspection, make_source


@pytest.fixture
def url(northshire):
    return reverse("inspections:source_list", args=[northshire.slug])


def test_it_lists_the_sources_and_the_next_date(sign_in, dee, url, inspection, southshire):
    make_source(southshire, title="Elsewhere")
    page = sign_in(dee).get(url)
    assert page.status_code == 200
    assert [row.title for row in page.context["rows"]] == ["Local area inspection"]
    assert page.context["next_line"].title == "Priority action plan due"
    text = page.content.decode()
    assert "20 October 2026 at the latest" in text
    assert "Elsewhere" not in text


def test_only_who_may_record_is_shown_how(sign_in, ada, dee, url):
    create = reverse("inspections:inspection_create", args=["northshire"])
    assert create not in sign_in(dee).get(url).content.decode()
    assert create in sign_in(ada).get(url).content.decode()


def test_nothing_yet_says_what_will_be_here(sign_in, dee, url):
    text = sign_in(dee).get(url).content.decode()
    assert "No source is recorded yet" in text
    assert "No date is waiting to be met" in text


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url):
    assert sign_in(eve).get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_the_same_however_long_it_is(
    sign_in, dee, url, northshire, count, django_assert_num_queries
):
    for _ in range(count):
        make_finding(make_inspection(northshire).source)
    client = sign_in(dee)
    with django_assert_num_queries(6):
        assert len(client.get(url).context["rows"]) == count
