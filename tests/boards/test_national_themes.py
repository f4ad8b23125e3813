"""The atlas of themes, for everybody."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Publication
from inspections.models import Theme
from tests.boards.test_national import text_of
from tests.factories.inspections import make_finding, make_source

PAGE = "/national/themes/"

pytestmark = pytest.mark.django_db


def test_it_reads_no_row_of_an_area_at_work(client):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(PAGE)
    assert page.status_code == 200
    assert len(queries) == 5
    tables = set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', " ".join(query["sql"] for query in queries)))
    assert tables == {
        "inspections_theme", "inspections_surveyedarea", "inspections_surveyedarea_themes",
        "inspections_registerentry", "inspections_framework", "boards_publication",
    }  # fmt: skip
    assert not page.cookies


def test_it_gives_the_surveys_figures_with_the_registers_beside_them(client):
    page = client.get(PAGE)
    text = text_of(page)
    assert ("Local Offer and engagement", 10) in page.context["chart"].rows
    assert "39 inspection letters, 13 of which asked for a statement" in text
    assert "37 letters and 12 statements to that day, because areas abolished since (Dorset) are not in it" in text
    assert "Open Government Licence v3.0" in text
    assert "Local Government Information Unit" in text
    assert text.count("<h1") == 1


def test_an_areas_own_theme_and_findings_stay_its_own(client, northshire):
    theme = Theme.objects.create(area=northshire, name="Northern secret", position=50)
    make_finding(make_source(northshire, title="Northern letter")).themes.add(theme)
    assert "Northern" not in text_of(client.get(PAGE))


def test_who_has_published_here_is_linked(client, published):
    assert 'href="/published/northshire/"' not in text_of(client.get(PAGE))
    Publication.objects.update(area_name="Suffolk", area_slug="northshire")
    assert 'href="/published/northshire/"' in text_of(client.get(PAGE))


def test_the_national_page_leads_here(client):
    assert f'href="{PAGE}"' in text_of(client.get("/national/"))
