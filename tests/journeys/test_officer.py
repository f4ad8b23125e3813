"""The officer's month: every action their posts lead, on one page; a rating with its words, or one press."""

from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, WIDE, WITHOUT_SCRIPTS, ways

REASON = "The auditors have left; <b>nobody</b> follows the recommendations up 🧭."
ROUTE = "A new lead auditor by the end of February."


@ways(WIDE, NARROW, WITHOUT_SCRIPTS)
def test_an_officer_updates_what_their_post_leads(site, come):
    officer = come(site).sign_in("EHC plan team manager")
    officer.menu("My actions")
    officer.reads("2.1 Have a process map from BHFT", "1 overdue")

    officer.follow("Update 2.3")
    officer.choose("Rating", "Red")
    officer.write("Reason for the rating", REASON)
    officer.press("Save the update")
    missing = [
        "Say what will bring it from red back to green",
        "Give the day by which it should be green",
    ]
    assert officer.summary() == missing
    for words in missing:  # beside its field, too
        expect(officer.page.locator(".govuk-error-message").filter(has_text=words)).to_have_count(1)
    expect(officer.field("Reason for the rating")).to_have_value(REASON)
    expect(officer.group("Rating").get_by_label("Red")).to_be_checked()
    officer.is_accessible()

    officer.write("What will bring it back to green", ROUTE)
    officer.day("Green by", 31, 2, 2020)
    officer.press("Save the update")
    assert officer.summary() == ["Enter a real date, such as 14 5 2027."]
    expect(officer.field("What will bring it back to green")).to_have_value(ROUTE)
    officer.day("Green by", 28, 2, 2020)
    officer.press("Save the update")
    officer.is_told("Recorded for 2.3: Red.")
    expect(officer.page.locator(".history__item").first).to_contain_text(REASON)

    officer.menu("My actions")
    officer.press("Nothing changed on 2.4")
    officer.is_told("2.4 stands as before: Green.")
    assert officer.path == "/my/actions/"


@ways(WIDE, NARROW, WITHOUT_SCRIPTS)
def test_a_stale_form_shows_both_texts_and_loses_neither(site, come):
    officer = come(site).sign_in("EHC plan team manager")
    officer.menu("My actions")
    officer.follow("Update 2.3")
    form = officer.path
    lead = come(site).sign_in("SEND programme manager")
    lead.visit(form)
    lead.pick("Who said so", "Designated clinical officer")
    lead.choose("How you heard", "Telephone call")
    lead.day("Which day you heard it", 20, 1, 2020)
    lead.choose("Rating", "Amber")
    lead.write("Reason for the rating", "Health's auditor has left.")
    lead.write("What will bring it back to green", "The CCG names another.")
    lead.day("Green by", 14, 2, 2020)
    lead.press("Save the update")
    lead.is_told("Recorded for 2.3: Amber.")
    expect(lead.page.locator(".history__item").first).to_contain_text("who said so by telephone on 20 January 2020")

    officer.choose("Rating", "Green")
    officer.write("Reason for the rating", "My own words.")
    assert officer.press("Save the update") == 409
    officer.reads("Somebody updated this action while you had it open", "Health's auditor has left.")
    officer.is_accessible()
    expect(officer.field("Reason for the rating")).to_have_value("My own words.")
    officer.press("Save the update")
    officer.is_told("Recorded for 2.3: Green.")
    assert officer.page.locator(".history__item").all_inner_texts()[1].count("Health's auditor has left.") == 1
