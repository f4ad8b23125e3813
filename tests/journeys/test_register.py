"""The national register: read by anybody, and where an area's own record starts from."""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, WIDE, WITHOUT_SCRIPTS, ways


@pytest.mark.parametrize("way", [(1280, False), WITHOUT_SCRIPTS], ids=["wide", "narrow"])
def test_anybody_looks_through_the_country_without_scripts(shared_site, come):
    """A journalist: which areas of the South East had to write a statement, and who tells of it here."""
    journalist = come(shared_site)
    journalist.visit("/")
    journalist.follow("See every inspection in England")
    journalist.reads("149", "areas inspected", "165 inspections", "16 of 149 letters", "27.8 months")
    journalist.pick("Region", "South East")
    journalist.pick("Statement or plan", "Required")
    journalist.press("Show")
    journalist.reads("10 of 165 inspections", "On some: 5 of 6", "Open Government Licence v3.0")
    expect(journalist.page.get_by_role("row").filter(has_text="Kent")).to_be_visible()
    file = journalist.page.request.get(journalist.page.get_by_role("link", name="Download these").get_attribute("href"))
    rows = list(csv.DictReader(io.StringIO(file.body().decode("utf-8-sig"), newline="")))
    assert (len(rows), {row["region"] for row in rows}) == (10, {"South East"})
    journalist.pick("Published here", "Yes")
    journalist.press("Show")
    journalist.reads("1 of 165 inspections", "Wokingham")
    journalist.follow("Reports of Wokingham")
    assert journalist.path == "/published/wokingham/"
    journalist.visit("/national/")
    journalist.follow("What the statements of action were about")
    journalist.reads("Local Offer and engagement", "37 letters and 12 statements", "(Dorset)")
    assert journalist.context.cookies() == []


@ways(WIDE, NARROW, WITHOUT_SCRIPTS)
def test_an_area_lead_starts_an_inspection_from_a_line(site, come):
    """The line of another area, chosen by hand: it fills in the form, and the page says what differs."""
    lead = come(site).sign_in("SEND programme manager")
    lead.visit("/areas/wokingham/inspections/")
    lead.follow("Start from the national register")
    lead.reads("Recorded here as")
    lead.pick("Choose the line yourself", "Surrey")
    lead.press("Start from that line")
    lead.reads("Filled in from the national register")
    lead.write("Title", "Inspection of our neighbour")
    lead.press("Record this inspection")
    assert lead.summary() == ["Enter the last day of the inspection"]
    lead.day("Last day of the inspection", 21, 10, 2016)
    lead.press("Record this inspection")
    lead.is_told("The inspection is recorded.")
    lead.reads("Beside the national register", "published 13 May 2019")
    expect(lead.page.get_by_role("row").filter(has_text="Significant weaknesses")).to_contain_text("5")
