"""Essex's clock: the day, why that day, and that nobody is reminded of it yet."""

from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, WIDE, WITHOUT_SCRIPTS, ways


@ways(WIDE, NARROW, WITHOUT_SCRIPTS)
def test_essex_reads_its_date_with_the_working(shared_site, come):
    lead = come(shared_site).sign_in("SEND programme manager", area="Essex")
    lead.visit("/areas/essex/")
    lead.reads("27 March 2020", "48 working days")
    lead.visit("/areas/essex/dates/")
    working = lead.page.get_by_role("group").filter(has_text="How 27 March 2020 is worked out")
    expect(working.get_by_text("Starts from", exact=False)).to_be_hidden()
    working.locator("summary").click()
    expect(working.get_by_text("17 December 2019", exact=False).first).to_be_visible()
    expect(working).to_contain_text("70 working days")
    expect(working).to_contain_text("Christmas Day")

    lead.visit("/areas/essex/reminders/")
    expect(lead.heading).to_contain_text("Reminders")
    lead.reads("What Basildon and Brentwood CCG agreed to give")
    expect(lead.main).not_to_contain_text("27 March 2020")  # the first of its reminders comes 40 working days before
