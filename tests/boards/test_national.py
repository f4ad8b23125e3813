"""The country, for everybody: the register and the publications alone, its filters, figures, chart and file."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Publication
from boards.summaries.national import plural
from inspections.models import RegisterEntry
from inspections.summaries.register import ATTRIBUTION, boundary_notes
from tests.factories.reports import CUTOFF

PAGE, FILE = "/national/", "/national/register.csv"
NUMBER = r'tile__count">(\d+)</span> <a class="tile__link" href="([^"]+)">([^<]+)</a>'

pytestmark = pytest.mark.django_db


def text_of(page):
    return " ".join(page.content.decode().split())


def lines(client, query=""):
    """The rows of the file, by area."""
    content = client.get(FILE + query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_all_inspections_in_few_queries_of_two_tables(client):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(PAGE)
    assert page.status_code == 200
    assert page.context["total"] == 165
    assert len(queries) <= 10
    tables = set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', " ".join(query["sql"] for query in queries)))
    assert tables == {
        "inspections_registerentry", "inspections_framework", "inspections_outcome", "inspections_boundarychange",
        "boards_publication",
    }  # fmt: skip
    assert not page.cookies
    assert page["Cache-Control"] == "public, max-age=60"


def test_a_line_more_takes_no_query_more(client, django_assert_num_queries):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    RegisterEntry.objects.exclude(area_name="York").delete()
    with django_assert_num_queries(len(queries)):
        client.get(PAGE)


def test_the_figures_of_the_country(client):
    found = {words: (int(count), url) for count, url, words in re.findall(NUMBER, text_of(client.get(PAGE)))}
    assert {words: count for words, (count, _) in found.items()} == {
        "areas inspected": 149, "had to write a statement of action": 82, "did not": 67,
        "Sufficient progress on all": 20, "Sufficient progress on some": 24, "Sufficient progress on none": 2,
        "Not revisited by the end of the data": 36,
        "Typically positive": 5, "Inconsistent": 6, "Widespread and/or systemic failings": 5,
    }  # fmt: skip
    for words, (count, url) in found.items():
        asked = client.get(PAGE + url.replace("&amp;", "&")).context
        assert (asked["count"], asked["is_narrowed"]) == (count, True), words


def test_what_practice_was_and_where_it_comes_from(client):
    page = text_of(client.get(PAGE))
    assert "16 of 149 letters were published within 33 working days" in page
    assert "27.8 months after publication in the median" in page
    assert "Ofsted, Area SEND inspection data, 1 May 2016 to 31 August 2022, as at 31 August 2022" in page
    assert "Contains public sector information licensed under the" in page
    assert "Open Government Licence v3.0" in page


def test_areas_that_were_redrawn(client):
    page = text_of(client.get(PAGE))
    assert "Replaced on 1 April 2023 by Cumberland, and Westmorland and Furness: no outcome is carried over." in page
    assert (
        "Made on 1 April 2019 from Bournemouth, part of Dorset (county) and Poole: no outcome is carried over." in page
    )
    assert boundary_notes("York", "E06000014", []) == ()


FILTERS = [
    ("region=london", 35),
    ("region=london&framework=2023", 2),
    ("framework=2016", 149),
    ("outcome=systemic_failings", 5),
    ("plan=yes", 87),
    ("plan=no", 78),
    ("revisit=No", 2),
    ("revisit=none", 36),
    ("area=WOK", 1),
    ("area=wok&plan=no", 0),
    ("here=yes", 0),
    ("here=no", 165),
    ("plan=", 165),
    ("plan=perhaps", 165),
    ("outcome=<script>", 165),
    ("framework=2016&framework=2023", 16),
    ("area=" + "x" * 101, 165),
]


@pytest.mark.parametrize(("query", "count"), FILTERS)
def test_filters_narrow_page_chart_and_file_alike(client, query, count):
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert page.context["count"] == count
    assert sum(len(region.lines) for region, _ in page.context["regions"]) == count
    assert sum(row[-1] for row in page.context["chart"].rows) == count
    assert len(lines(client, f"?{query}")) == count
    assert ("No inspection is like that" in text_of(page)) == (count == 0)


@pytest.mark.parametrize("query", ["plan=perhaps", "outcome=<script>", "area=" + "x" * 101])
def test_a_filter_that_is_not_understood_is_left_out_and_said(client, query):
    page = client.get(f"{PAGE}?{query}")
    assert "One filter was not understood and has been left out." in text_of(page)
    assert b"=<script>" not in page.content


def test_what_was_asked_stays_in_the_form(client):
    page = text_of(client.get(f"{PAGE}?area=wok&plan=yes"))
    assert 'name="area" value="wok"' in page
    assert '<option value="yes" selected>Required</option>' in page
    assert "1 of 165 inspections" in page
    assert f"{FILE}?area=wok&amp;plan=yes" in page


def test_the_chart_has_its_figures_as_a_table(client):
    page = client.get(PAGE)
    assert page.context["chart"].head == ("Region", "Statement or plan required", "None required", "Total")
    assert ("London", 11, 24, 35) in page.context["chart"].rows
    assert "R 11" in page.context["chart"].svg


def test_the_file_has_every_fact_and_its_licence(client):
    page = client.get(f"{FILE}?area=wokingham")
    assert page["Content-Disposition"] == 'attachment; filename="area-send-inspections.csv"'
    assert page["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = lines(client, "?area=wokingham")
    assert row == {
        "area": "Wokingham", "ons_code": "E06000041", "region": "South East", "framework": "2016",
        "inspection_start": "2019-03-11", "inspection_published": "2019-05-13",
        "outcome": "Written Statement of Action required", "statement_or_plan_required": "Yes",
        "weaknesses_or_areas_for_priority_action": "6", "revisit_start": "2021-05-11",
        "revisit_published": "2021-07-01",
        "revisit_all_sufficient": "Some", "n_sufficient": "5", "n_not_sufficient": "1", "published_here": "",
        "boundaries": "", "source": "Ofsted, Area SEND inspection data, 1 May 2016 to 31 August 2022",
        "source_line": row["source_line"], "source_as_at": "2022-08-31", "licence": ATTRIBUTION,
    }  # fmt: skip


def test_a_name_that_would_be_a_formula_is_words(client):
    RegisterEntry.objects.filter(area_name="York").update(area_name='=HYPERLINK("http://x","York")')
    assert '"\'=HYPERLINK(""http://x"",""York"")"' in client.get(FILE).content.decode()


def test_who_has_published_here_is_said_and_linked(client, published):
    Publication.objects.update(area_name="York", area_slug="northshire")
    assert client.get(f"{PAGE}?here=yes").context["count"] == 1
    assert 'href="/published/northshire/"' in text_of(client.get(PAGE))
    assert lines(client, "?here=yes")[0]["published_here"].endswith("/published/northshire/")


def test_what_is_withdrawn_is_published_no_more(client, published, ada):
    Publication.objects.update(area_name="York", withdrawn_on=CUTOFF, withdrawn_by=ada.membership)
    assert client.get(f"{PAGE}?here=yes").context["count"] == 0


def test_an_area_that_works_here_and_has_published_nothing_shows_nothing(client, northshire, ada):
    northshire.name = "York"
    northshire.save()
    before = client.get(f"{PAGE}?area=york").content
    assert client.get(f"{PAGE}?here=yes").context["count"] == 0
    assert b"/areas/" not in before


def test_without_a_register_the_page_says_so(client):
    RegisterEntry.objects.all().delete()
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "No inspection is like that" in text_of(page)
    assert lines(client) == []


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_the_demonstration_is_not_for_search_engines(client, settings, address):
    assert "X-Robots-Tag" not in client.get(address)
    settings.DEMO_DAY = date(2020, 1, 21)
    assert client.get(address)["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("words", "count", "said"),
    [
        ("significant weakness", 1, "significant weakness"),
        ("significant weakness", 2, "significant weaknesses"),
        ("area for priority action", 1, "area for priority action"),
        ("area for priority action", 3, "areas for priority action"),
        ("failing", 0, "failings"),
    ],
)
def test_as_many_as_there_are(words, count, said):
    assert plural(words, count) == said


def test_markup_in_a_name_stays_words(client):
    RegisterEntry.objects.filter(area_name="York").update(area_name="<b>York</b> {row}")
    assert "&lt;b&gt;York&lt;/b&gt; {row}" in text_of(client.get(PAGE))
