"""One source: its facts, its dates, its findings."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import services
from tests.factories.inspections import make_finding, make_source


@pytest.fixture
def url(inspection):
    return inspection.source.get_absolute_url()


def test_it_keeps_the_dates_apart_and_shows_the_working(sign_in, dee, url, inspection, icb):
    make_finding(inspection.source, text="Waits are long", words="own", words_from="the letter", bodies=[icb])
    make_finding(inspection.source, text="Plans are thin", words="summary", words_from="a council paper")
    page = sign_in(dee).get(url)
    assert page.status_code == 200
    assert page.context["shown"].inspection.dates == (
        ("Started", "6 July 2026"),
        ("Ended", "10 July 2026"),
        ("Date on the letter", "Not known"),
        ("Report received by the area", "Not known"),
        ("Report published", "1 September 2026"),
    )
    text = page.content.decode()
    for words in (
        "8 December 2026 at the latest",
        "The day the area received the report is not known",
        "Leaves out 28 weekend days",
        "widespread and/or systemic failings",
        "In the inspectors&#x27; own words, from the letter",
        "A summary, from a council paper",
        "Shires ICB",
    ):
        assert words in text
    assert text.count("<h1") == 1
    assert "Set another date" not in text


def test_the_lead_is_offered_what_the_lead_may_do(sign_in, ada, url, inspection, deadline):
    finding = make_finding(inspection.source)
    text = sign_in(ada).get(url).content.decode()
    for name, pk in (
        ("inspection_edit", inspection.pk),
        ("finding_create", inspection.source.pk),
        ("finding_edit", finding.pk),
        ("deadline_override", deadline.pk),
    ):
        assert reverse(f"inspections:{name}", args=["northshire", pk]) in text


def test_an_override_shows_its_reason_and_the_computed_day(sign_in, ada, dee, url, deadline, on):
    services.override_deadline(
        deadline=deadline, due_on=date(2026, 12, 1), reason="<script>1</script>", version=0, by=ada.membership, on=on
    )
    text = " ".join(sign_in(dee).get(url).content.decode().split())
    assert "on 14 October 2026, in place of 8 December 2026" in text
    assert "Reason: &lt;script&gt;1&lt;/script&gt;" in text


def test_a_source_without_inspection_has_no_dates(sign_in, dee, northshire):
    source = make_source(northshire, given_by="Another council")
    page = sign_in(dee).get(source.get_absolute_url())
    text = " ".join(page.content.decode().split())
    assert "Given by Another council, dated 2 March 2026" in text
    assert "Dates that follow" not in text
    assert "Nothing is recorded yet" in text


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url):
    assert sign_in(eve).get(url).status_code == 404


def test_a_source_of_another_area_is_not_here(sign_in, ada, southshire):
    source = make_source(southshire)
    client = sign_in(ada)
    assert client.get(reverse("inspections:source_detail", args=["northshire", source.pk])).status_code == 404
    assert client.get(reverse("inspections:source_detail", args=["northshire", 10**20])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_the_same_however_many_findings(
    sign_in, dee, url, inspection, icb, count, django_assert_num_queries
):
    for _ in range(count):
        make_finding(inspection.source, bodies=[icb])
    client = sign_in(dee)
    with django_assert_num_queries(25):
        assert len(client.get(url).context["shown"].groups[0].lines) == count
