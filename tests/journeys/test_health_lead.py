"""Health's month: what the body is asked for, agreed, given and confirmed; and nobody confirms for somebody else."""

from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, WIDE, WITHOUT_SCRIPTS, ways

CCG = "Berkshire West CCG"
PAGES = "Two pages on what health ordinarily provides."
NAME = "The name of a representative for group 4."


def open_action(visitor, reference):
    visitor.visit("/areas/wokingham/plans/")
    visitor.follow("Written Statement of Action", within=visitor.main)
    visitor.follow(f"{reference} ", within=visitor.main)


def ask(lead, reference, asked, day, month):
    open_action(lead, reference)
    lead.follow("Ask a body to contribute")
    lead.pick("Body that is asked", CCG)
    lead.write("What you ask them to give", asked)
    lead.day("Wanted by", day, month, 2020)
    lead.press("Ask")
    lead.is_told("is asked")


@ways(WIDE, NARROW, WITHOUT_SCRIPTS)
def test_a_health_lead_agrees_proposes_and_gives(site, come):
    lead = come(site).sign_in("SEND programme manager")
    for reference, asked, day, month in (("2.6", "A member for the working group.", 14, 2), ("6.2", "A writer.", 7, 2)):
        ask(lead, reference, asked, day, month)

    health = come(site).sign_in("Designated clinical officer")
    health.menu("Contributions")
    health.follow("Agree", within=health.cards("A member for the working group."))
    expect(health.group("The day you will give it").get_by_label("Day")).to_have_value("14")
    health.press("Agree")
    health.is_told("It is agreed for 14 February 2020.")

    health.menu("Contributions")
    health.follow("Propose another date", within=health.cards("A writer."))
    health.day("The day you could give it", 6, 2, 2020)
    health.press("Propose this date")
    assert health.summary() == ["It is wanted by 7 February 2020: go back and agree to it.", "Enter why this day"]
    health.day("The day you could give it", 28, 2, 2020)
    health.write("Why this day", "The new writer begins on 24 February.")
    health.press("Propose this date")
    health.is_told("28 February 2020 is proposed. It counts once accepted.")

    health.menu("Contributions")
    health.follow("Give", within=health.cards(PAGES))
    health.write("What you have given, in your own words", "Both pages went to the group today.")
    health.choose("How you rate it", "Green")
    health.press("Record as given")
    health.is_told("It is given and confirmed.")

    lead.visit("/areas/wokingham/")
    lead.follow("proposes another date for 6.2")
    lead.reads("The new writer begins on 24 February.")
    lead.press("Accept")
    lead.reads("Agreed for", "28 February 2020")
    open_action(lead, "5.2")
    lead.follow(PAGES)
    lead.reads("Given and confirmed", "Both pages went to the group today.")


@ways(WIDE, NARROW, WITHOUT_SCRIPTS)
def test_only_the_body_itself_confirms_what_the_council_recorded_for_it(site, come):
    health = come(site).sign_in("Designated clinical officer")
    health.menu("Contributions")
    health.reads("A provider your body commissions. You see what it is asked for; only its own members answer.")
    card = health.cards("Given, not yet confirmed").filter(has_text=NAME)
    expect(card.get_by_role("button", name="Confirm")).to_have_count(0)
    health.follow(NAME, within=card)
    health.reads("Only a member of BHFT can confirm it.")
    page = health.path

    provider = come(site).sign_in("Children's therapies manager")
    provider.menu("Contributions")
    provider.press("Confirm", within=provider.cards(NAME))
    provider.is_told("It is given and confirmed.")
    health.visit(page)
    health.reads("Given and confirmed")


@ways(WIDE, NARROW)
def test_the_forum_confirms_and_reads_where_it_stands(site, come):
    lead = come(site).sign_in("SEND programme manager")
    open_action(lead, "6.2")
    lead.follow("Read every page with young people")
    lead.press("Give")
    lead.write("What they have given, in their own words", "Four pages were read at the coffee morning.")
    lead.choose("How they rate it", "Amber")
    lead.choose("How you know", "Meeting")
    lead.day("When you heard", 20, 1, 2020)
    lead.press("Record as given")
    lead.reads("Given, not yet confirmed", "Only a member of SEND Voices can confirm it.")

    forum = come(site).sign_in("Chair of SEND Voices Wokingham")
    forum.menu("Contributions")
    forum.press("Confirm")
    forum.is_told("It is given and confirmed.")

    forum.visit("/areas/wokingham/")
    forum.reads("26 actions by rating", "What is red, and why")
    forum.menu("My actions")
    forum.reads("3.1 Draft a working agreement on co-production")
