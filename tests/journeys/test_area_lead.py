"""The area lead's work: who is there, what was heard by telephone, what the public reads, and taking it back."""

from playwright.sync_api import expect

from tests.journeys import papers
from tests.journeys.conftest import NARROW, WIDE, ways

RELEASE = "/published/wokingham/send-improvement-board-2020-01"


@ways(WIDE, NARROW)
def test_an_area_lead_sets_up_a_partner_a_post_and_a_person(site, come):
    lead = come(site).sign_in("SEND programme manager")
    lead.visit("/areas/wokingham/people/")
    lead.follow("Add a partner")
    lead.press("Add the partner")
    assert lead.summary() == ["Enter the full name of the body", "Choose the kind"]
    lead.write("Full name of the body", "Royal Youth Justice Service 🧭")
    lead.pick("Kind", "Youth justice")
    lead.write("Short name", "Youth justice")
    lead.press("Add the partner")
    lead.is_told("is now a partner.")

    lead.follow("Give somebody a role")
    lead.write("E-mail address", "youth.justice@wokingham.example")
    lead.write("Name", "Youth justice manager")
    lead.pick("Body they act for", "Royal Youth Justice Service")
    lead.pick("Role", "Contributor")
    lead.press("Give the role")
    lead.is_told("is now contributor for")
    lead.visit("/areas/wokingham/people/")
    lead.follow("Create a post")
    lead.pick("Body", "Royal Youth Justice Service")
    lead.write("Title of the post", "Youth justice lead")
    lead.press("Create the post")
    lead.is_told("Nobody holds it yet.")
    lead.press("Appoint somebody")
    lead.pick("Person", "Youth justice manager")
    lead.press("Appoint")
    lead.is_told("now holds the post")

    somebody = come(site).sign_in("Youth justice manager")
    somebody.menu("Contributions")
    somebody.reads("What is asked of it will be here.")


@ways(WIDE, NARROW)
def test_an_area_lead_records_what_was_heard_by_telephone(site, come):
    lead = come(site).sign_in("SEND programme manager")
    lead.visit("/areas/wokingham/plans/")
    lead.follow("Written Statement of Action")
    lead.follow("5.3 ")
    lead.follow("Update")
    lead.day("Which day you heard it", 25, 1, 2020)
    lead.press("Save the update")
    assert {"Choose who said so", "Choose how you heard", "The day cannot be in the future."} <= set(lead.summary())
    lead.pick("Who said so", "Director of joint commissioning")
    lead.choose("How you heard", "Telephone call")
    lead.day("Which day you heard it", 20, 1, 2020)
    lead.choose("Rating", "Green")
    lead.press("Save the update")
    lead.is_told("Recorded for 5.3: Green.")
    story = lead.page.locator(".history__item").first
    expect(story).to_contain_text("Recorded by SEND programme manager")
    expect(story).to_contain_text("for Director of joint commissioning")
    expect(story).to_contain_text("who said so by telephone on 20 January 2020")


@ways(WIDE, NARROW)
def test_an_area_lead_corrects_publishes_and_withdraws(site, come):
    """The published January report is corrected: approved, cleared by both sides, published; then it is taken back."""
    lead = come(site).sign_in("SEND programme manager")
    lead.visit("/areas/wokingham/boards/")
    lead.follow("SEND Improvement Board", within=lead.main)
    lead.follow("SEND Improvement Board: report to the meeting of 14 January 2020")
    lead.press("Draft a correction")
    report = lead.path
    chair = come(site).sign_in("Chair of the SEND Improvement Board")
    chair.visit(report)
    chair.press("Approve the report")
    chair.press("Approve the report")
    chair.is_told("The report is approved.")

    lead.visit(report)
    lead.press("See what would be public")
    lead.reads("The council has not cleared it.", "Health has not cleared it.")
    lead.visit(report)
    for side, post in (("The council", "Director of Children"), ("Health", "Director of joint commissioning")):
        lead.follow("Record a clearance")
        lead.choose("Who cleared it?", side)
        lead.pick("Post that gave the clearance", post)
        lead.press("Record the clearance")
        lead.is_told("cleared it for")
    lead.waits_for("Download the report as PDF")
    lead.press("See what would be public")
    lead.press("Publish")
    lead.is_told("Published. Everybody can read it")

    reader = come(site)
    assert reader.visit(f"{RELEASE}/") == 200
    reader.reads("This report was corrected.")
    reader.is_accessible()
    assert reader.visit(f"{RELEASE}-2/") == 200
    answer = reader.page.request.get(f"{RELEASE}-2.pdf")
    assert (answer.status, papers.failures(answer.body())) == (200, [])

    lead.visit(report)
    lead.follow("withdraw it")
    lead.press("Withdraw it now")
    assert lead.summary() == ["Enter why it is withdrawn"]
    lead.write("Why it is withdrawn", "A date in it is wrong.")
    lead.press("Withdraw it now")
    lead.is_told("It is withdrawn.")
    reader = come(site)  # at a window that has not kept the page for a minute
    reader.visit(f"{RELEASE}-2/")
    reader.reads("withdrawn on 21 January 2020", "A date in it is wrong.")
    reader.is_accessible()
    assert reader.page.request.get(f"{RELEASE}-2.pdf").status == 410
