"""One area lead alone runs a whole month: only they sign in; what others say is recorded for them and shows so."""

from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, WIDE, WITHOUT_SCRIPTS, ways

PLAN = "Written Statement of Action"


def open_action(lead, reference):
    lead.visit("/areas/wokingham/plans/")
    lead.follow(PLAN, within=lead.main)
    lead.follow(f"{reference} ", within=lead.main)


def hear(lead, post, how, day):
    lead.pick("Who said so", post)
    lead.choose("How you heard", how)
    lead.day("Which day you heard it", day, 1, 2020)


@ways(WIDE, NARROW, WITHOUT_SCRIPTS)
def test_an_area_lead_alone_runs_the_month(site, come):
    lead = come(site).sign_in("SEND programme manager")

    # The round: who was telephoned, who wrote, who said it in a meeting.
    open_action(lead, "4.2")
    lead.follow("Update")
    hear(lead, "Director of joint commissioning", "Telephone call", 20)
    lead.choose("Rating", "Amber")
    lead.write("Reason for the rating", "Two of the three names are in.")
    lead.write("What will bring it back to green", "RBH names its own.")
    lead.day("Green by", 4, 2, 2020)
    lead.day("Forecast: when it will be done", 4, 2, 2020)
    lead.press("Save the update")
    lead.is_told("Recorded for 4.2: Amber.")
    open_action(lead, "2.4")
    lead.follow("Update")
    hear(lead, "EHC plan team manager", "E-mail", 17)
    lead.choose("Rating", "Green")
    lead.press("Save the update")
    lead.is_told("Recorded for 2.4: Green.")

    # What other bodies gave, to be confirmed by them.
    open_action(lead, "2.2")
    lead.follow("One process map for both teams.")
    lead.press("Give")
    lead.write("What they have given, in their own words", "One map, drawn by both teams.")
    lead.choose("How they rate it", "Green")
    lead.choose("How you know", "E-mail")
    lead.day("When you heard", 20, 1, 2020)
    lead.press("Record as given")
    lead.reads("Given, not yet confirmed", "One map, drawn by both teams.")

    # The highlight report of a workstream whose lead only telephones.
    lead.visit("/areas/wokingham/plans/")
    lead.follow(PLAN, within=lead.main)
    lead.follow("Management information", within=lead.main)
    lead.follow("Write a highlight report")
    lead.choose("Overall rating", "Amber")
    lead.write("What was done this month", "Two names came.")
    lead.write("What comes next", "The third.")
    lead.press("Save the highlight report")
    assert lead.summary() == ["The rule proposes Red. Say why it is Amber."]
    expect(lead.field("What was done this month")).to_have_value("Two names came.")
    lead.write("Why it differs from the proposal", "The dashboard waits for one name only.")
    lead.press("Save the highlight report")
    lead.is_told("The highlight report for January 2020 is saved.")

    # The report to the February meeting.
    lead.visit("/areas/wokingham/boards/")
    lead.follow("SEND Improvement Board", within=lead.main)
    lead.follow("4 February 2020", within=lead.main)
    lead.press("Draft the report")
    lead.reads("Two of the three names are in.", "Two names came.")
    lead.follow("Edit “What the board is asked to do”")
    lead.write("What the board is asked to do", "Settle the last name today.")
    lead.press("Save these words")
    lead.reads("Settle the last name today.")

    # What the chair wrote and approved, from a mail and from a call.
    lead.follow("Edit “From the chair”")
    lead.write("From the chair", "One name is missing. I have asked for it by the fourth.")
    lead.choose("How you heard it from the chair", "E-mail")
    lead.day("Which day you heard it", 20, 1, 2020)
    lead.press("Save these words for the chair")
    lead.press("Record the chair's approval")
    lead.press("Record the chair's approval")
    assert lead.summary() == ["Choose how you heard it.", "Enter which day you heard it"]
    lead.is_accessible()
    lead.choose("How you heard it from the chair", "Telephone call")
    lead.day("Which day you heard it", 21, 1, 2020)
    lead.press("Record the chair's approval")
    lead.is_told("The report is approved.")

    # Cleared by both sides, and published.
    for side, post in (("The council", "Director of Children"), ("Health", "Director of joint commissioning")):
        lead.follow("Record a clearance")
        lead.choose("Who cleared it?", side)
        lead.pick("Post that gave the clearance", post)
        lead.press("Record the clearance")
    lead.waits_for("Download the report as PDF")
    lead.press("See what would be public")
    lead.press("Publish")
    lead.is_told("Published. Everybody can read it")

    anybody = come(site)
    anybody.visit("/published/wokingham/")
    anybody.follow("report to the meeting of 4 February 2020")
    anybody.reads("One name is missing.", "Where it stands")
    expect(anybody.main).not_to_contain_text("Settle the last name today.")  # the board's own business
