"""Recording a source that is no inspection."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Source
from tests.factories.inspections import make_source
from tests.inspections.views.conftest import typed_day

TYPED = {"kind": "peer review", "title": "Peer review of 2026", "given_by": "Another council"} | typed_day(
    "dated_on", date(2026, 3, 2)
)


@pytest.fixture
def url(northshire):
    return reverse("inspections:source_create", args=[northshire.slug])


def test_it_records_the_source(sign_in, ada, url, northshire):
    page = sign_in(ada).post(url, TYPED)
    source = Source.objects.get()
    assert (page.status_code, page["Location"]) == (302, source.get_absolute_url())
    assert (source.area, source.kind, source.title, source.given_by, source.dated_on) == (
        northshire,
        "peer review",
        "Peer review of 2026",
        "Another council",
        date(2026, 3, 2),
    )


def test_the_page_opens(sign_in, ada, url):
    page = sign_in(ada).get(url)
    assert page.status_code == 200
    assert "There is a problem" not in page.content.decode()


def test_a_second_press_writes_nothing_more(sign_in, ada, url):
    client = sign_in(ada)
    client.post(url, TYPED)
    page = client.post(url, TYPED)
    assert page.context["form"].errors["title"] == [
        "This area already has a source with this title. Give this one another."
    ]
    assert Source.objects.count() == 1


def test_another_area_may_use_the_same_title(sign_in, ada, url, southshire):
    make_source(southshire, title=TYPED["title"])
    assert sign_in(ada).post(url, TYPED).status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"given_by": "x" * 151}, "given_by"),
        ({"kind": "inspection"}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        (typed_day("dated_on", ("31", "02", "2020")), "dated_on"),
        (typed_day("dated_on", ("1", "", "2020")), "dated_on"),
        (typed_day("dated_on", ("1", "1", "99999999999999999999")), "dated_on"),
    ],
)
def test_bad_input_is_told_and_kept(sign_in, ada, url, written, typed, field):
    before = written()
    page = sign_in(ada).post(url, {**TYPED, **typed} if typed else {"kind": ""})
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert (Source.objects.count(), written()) == (0, before)
    if typed and field != "title":
        assert "Peer review of 2026" in page.content.decode()


def test_odd_but_honest_words_are_kept(sign_in, ada, dee, url):
    client = sign_in(ada)
    page = client.post(url, {**TYPED, "title": "Review 🙂 <script>alert(1)</script>"}, follow=True)
    assert Source.objects.get().title == "Review 🙂 <script>alert(1)</script>"
    assert "<script>alert" not in page.content.decode()


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, written):
    before = written()
    assert sign_in(eve).post(url, TYPED).status_code == 404
    assert written() == before


def test_a_reader_may_not(sign_in, dee, url, written):
    before = written()
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, TYPED).status_code) == (403, 403)
    assert written() == before
