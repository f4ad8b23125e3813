"""Those who read: an adviser of several areas, a member who may not write, a stranger, and people without account."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import papers
from tests.journeys.conftest import NARROW, WIDE, WITHOUT_SCRIPTS, ways


@ways(WIDE, NARROW)
def test_an_adviser_reads_two_areas_and_writes_in_none(shared_site, come):
    adviser = come(shared_site).sign_in("SEND adviser")
    assert adviser.visit("/my/") == 200
    for slug, name in (("wokingham", "Wokingham"), ("essex", "Essex")):
        adviser.menu("Home")
        adviser.follow(name, within=adviser.main)
        adviser.reads("Next statutory date")
        assert adviser.path == f"/areas/{slug}/"
        assert adviser.visit(f"/areas/{slug}/people/new/") == 403
        adviser.visit("/my/")
    adviser.visit("/areas/wokingham/plans/")
    adviser.follow("Written Statement of Action")
    adviser.reads("2.1 Have a process map from BHFT")


@ways(WIDE, NARROW)
def test_a_reader_may_not_write_and_a_stranger_sees_no_area(shared_site, come):
    reader = come(shared_site).sign_in("Democratic services officer")
    reader.visit("/areas/wokingham/plans/")
    reader.follow("Written Statement of Action")
    reader.follow("2.1 ")
    reader.reads("The half-day is set for 23 January")
    update = f"{reader.path}updates/new/"
    expect(reader.page.get_by_role("link", name="Update", exact=True)).to_have_count(0)
    assert reader.visit(update) == 403

    stranger = come(shared_site).sign_in("SEND programme manager", area="Essex")
    assert stranger.visit(update) == 404
    assert stranger.visit("/areas/wokingham/") == 404
    assert stranger.visit("/areas/nowhere/") == 404


@pytest.mark.parametrize("way", [(1280, False), WITHOUT_SCRIPTS], ids=["wide", "narrow"])
def test_anybody_reads_what_is_published_and_nothing_else(shared_site, come):
    """A scrutiny member or a parent, without an account and without JavaScript."""
    parent = come(shared_site)
    parent.visit("/")
    parent.follow("Read what areas have published")
    parent.follow("Wokingham", within=parent.main)
    parent.follow("report to the meeting of 14 January 2020")
    headings = parent.page.get_by_role("heading", level=2).all_inner_texts()
    assert {"What was found", "What was promised", "Where it stands"} <= set(headings)
    parent.reads("Demonstration. Facts from public papers; ratings and words are invented")
    expect(parent.page.locator("meta[name=robots][content=noindex]")).to_have_count(1)
    paper = parent.page.request.get(parent.page.get_by_role("link", name="This page as a PDF").get_attribute("href"))
    assert paper.status == 200
    assert papers.failures(paper.body()) == []
    said = papers.words(paper.body())
    assert [word for word in ("What was found", "What was promised", "Where it stands") if word not in said] == []
    assert "Demonstration" in said
    assert parent.context.cookies() == []

    own = re.compile(r"^/(published/|national/|dates/|accessibility/|static/|account/login/|$)")
    links = [link.get_attribute("href") for link in parent.page.get_by_role("link").all()]
    assert [link for link in links if not (own.match(link) or link.startswith("#"))] == []
    for shut in ("/areas/wokingham/", "/areas/wokingham/plans/", "/my/"):
        parent.visit(shut)
        assert parent.path.startswith("/account/login/")
