"""What anybody reads: the Publication table alone, without session or cookie; withdrawn, corrected, unknown."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Publication
from boards.services import publication
from tests.factories.reports import CUTOFF, make_published

DETAIL = "/published/northshire/improvement-board-2026-10/"
PDF = "/published/northshire/improvement-board-2026-10.pdf"


def text(page):
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize("address", ["/published/", "/published/northshire/", DETAIL, PDF])
@pytest.mark.parametrize("somebody", [False, True])
def test_it_reads_the_publication_and_nothing_else(address, somebody, sign_in, client, published, dee):
    if somebody:
        sign_in(dee)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    tables = set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', " ".join(query["sql"] for query in queries)))
    assert page.status_code == 200
    assert tables == {"boards_publication"}
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert page["Cache-Control"] == "public, max-age=60"


def test_lists_leave_files_and_content_where_they_are(client, published):
    for address in ("/published/", "/published/northshire/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) == 1
        assert '"content"' not in queries[0]["sql"]
        assert '"pdf"' not in queries[0]["sql"]


def test_nothing_is_published_yet(client, db):
    assert "Nothing is published yet" in text(client.get("/published/"))


def test_the_page_tells_found_promised_and_where_it_stands(client, published):
    page = text(client.get(DETAIL))
    for heading in ("What was found", "What was promised", "Where it stands"):
        assert f">{heading}</h2>" in page
    assert "4 actions: 1 red, 1 amber, 1 complete and 1 not started" in page
    assert "Northshire" in page
    assert PDF in page
    assert "noindex" not in page


def test_nothing_of_the_boards_own_is_there(client, published):
    page = text(client.get(DETAIL))
    for private in (
        "Nobody could be found.",
        "Ask an agency.",
        "Agree the money.",
        "Lend us a nurse",
        "Only one is red.",
    ):
        assert private not in page


def test_the_list_leads_to_the_area_and_the_area_to_the_report(client, published):
    assert "/published/northshire/" in text(client.get("/published/"))
    assert DETAIL in text(client.get("/published/northshire/"))


def test_the_pdf_is_the_release(client, published):
    page = client.get(PDF)
    assert page["Content-Type"] == "application/pdf"
    assert page.content == bytes(published.pdf)
    assert client.get(PDF, headers={"If-None-Match": page["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "address",
    ["/published/nowhere/", "/published/northshire/nothing/", "/published/northshire/nothing.pdf",
     "/published/southshire/improvement-board-2026-10/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(address, client, published, southshire):
    assert client.get(address).status_code == 404


def test_withdrawn_the_page_says_so_and_the_file_is_gone(client, published, ada):
    publication.withdraw_publication(
        publication=published, reason="A wrong figure.", by=ada.membership, on=date(2026, 10, 20)
    )
    page = client.get(DETAIL)
    assert page.status_code == 200
    assert "published on 12 October 2026 and withdrawn on 20 October 2026" in text(page)
    assert "A wrong figure." in text(page)
    assert "What was promised" not in text(page)
    assert client.get(PDF).status_code == 410
    assert DETAIL in text(client.get("/published/northshire/"))
    assert "northshire" not in text(client.get("/published/"))


def test_corrected_the_old_page_leads_to_the_new(client, published, cal, neds_post, beas_post):
    make_published(published.report.meeting, cal.membership, neds_post, beas_post, on=date(2026, 10, 14))
    page = client.get(DETAIL)
    assert "This report was corrected." in text(page)
    assert "/published/northshire/improvement-board-2026-10-2/" in text(page)
    assert "It corrects the report approved on 12 October 2026." in text(
        client.get("/published/northshire/improvement-board-2026-10-2/")
    )


@pytest.mark.parametrize("address", ["/published/", "/published/northshire/", DETAIL, PDF])
def test_the_demonstration_is_not_for_search_engines(address, client, settings, meeting, ada, neds_post, beas_post):
    settings.DEMO_DAY = CUTOFF
    make_published(meeting, ada.membership, neds_post, beas_post)
    page = client.get(address)
    assert page["X-Robots-Tag"] == "noindex"
    if address != PDF:
        assert '<meta name="robots" content="noindex">' in text(page)
        assert "Demonstration" in text(page)


def test_a_demonstrations_release_stays_marked_whatever_the_setting(
    client, settings, meeting, ada, neds_post, beas_post
):
    settings.DEMO_DAY = CUTOFF
    make_published(meeting, ada.membership, neds_post, beas_post)
    settings.DEMO_DAY = None
    page = client.get(DETAIL)
    assert page["X-Robots-Tag"] == "noindex"
    assert "Facts from public papers; ratings and words are invented" in text(page)


@pytest.mark.parametrize("releases", [1, 3])
def test_lists_ask_once(releases, client, published, django_assert_num_queries):
    for number in range(1, releases):
        publication_copy(published, number)
    with django_assert_num_queries(1):
        client.get("/published/")
    with django_assert_num_queries(1):
        client.get("/published/northshire/")


def publication_copy(row, number):
    """Another release, withdrawn, as the table allows one that stands for each report."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name != "id"}
    Publication.objects.create(
        **{**values, "slug": f"other-{number}", "withdrawn_on": CUTOFF, "withdrawn_by_id": row.published_by_id}
    )


def test_only_reading_is_allowed(client, published):
    assert client.post(DETAIL).status_code in (403, 405)
