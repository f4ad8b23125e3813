"""The board's report: drafted on a meeting, worded beside its preview, approved by the chair, a PDF within seconds."""

import re

from playwright.sync_api import expect

from tests.journeys import papers
from tests.journeys.conftest import NARROW, WIDE, ways

MINE = "Health's chairs are still empty. <i>I</i> will not report green while they are."
SHORT = "One strategy stands.\n\n- Two dates have passed.\n- Health's half is missing."


def open_meeting(visitor):
    visitor.visit("/areas/wokingham/boards/")
    visitor.follow(re.compile("^SEND Improvement Board"), within=visitor.main)
    visitor.follow("4 February 2020")


@ways(WIDE, NARROW)
def test_a_chair_has_the_report_drafted_and_approves_it(site, come):
    chair = come(site).sign_in("Chair of the SEND Improvement Board")
    open_meeting(chair)
    chair.press("Draft the report")
    chair.is_told("The report is drafted, with the figures of 21 January 2020.")
    chair.reads(
        "Preview.", "26 actions", "Health representatives join by the February meeting", "How the ratings have moved"
    )
    report = chair.path

    officer = come(site).sign_in("Head of SEND")
    officer.visit(report)
    officer.follow("Edit “In short”")
    expect(officer.page.get_by_role("region", name="Preview of the report")).to_be_visible()
    officer.write("In short", SHORT)
    officer.press("Save these words")
    officer.is_told("“In short” is saved.")
    expect(officer.page.locator(".paper li").filter(has_text="Health's half is missing.")).to_be_visible()
    expect(officer.page.get_by_role("link", name="Edit “From the chair”")).to_have_count(0)

    manager = come(site).sign_in("EHC plan team manager")
    manager.visit("/my/actions/")
    manager.follow("Update 2.4")
    manager.choose("Stage", "Complete")
    manager.write("Reason for the rating", "Held early, with four authorities.")
    manager.press("Save the update")
    manager.is_told("Recorded for 2.4: Complete.")

    chair.visit(report)
    chair.press("Take the figures again")
    chair.is_told("Your words are as they were.")
    expect(chair.page.locator(".paper li").filter(has_text="Health's half is missing.")).to_be_visible()
    chair.follow("Edit “From the chair”")
    chair.write("From the chair", MINE)
    chair.press("Save these words")
    chair.press("Approve the report")
    chair.reads("stand as they are", MINE)
    chair.press("Approve the report")
    chair.is_told("The report is approved.")
    chair.waits_for("Download the report as PDF")  # it comes by itself: the page asks how far it is
    chair.reads(MINE)
    chair.is_accessible()

    paper = chair.download("Download the report as PDF")
    said = papers.words(paper)
    assert papers.failures(paper) == []
    assert MINE in said
    references = chair.page.locator("caption", has_text="26 actions as of").locator("xpath=..").locator("tbody th")
    assert references.count() == 26
    annex = said[said.index("Annex A: all actions") : said.index("Annex B: what was found")]
    assert sorted(re.findall(r"(?<![\d.])\d\.\d(?![\d.])", annex)) == sorted(references.all_inner_texts())
