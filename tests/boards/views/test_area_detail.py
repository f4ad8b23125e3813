"""The area's home: what matters today, what needs me, what changed, and how to begin."""

from datetime import date

import pytest

from actions.services import plans
from inspections.services import record_inspection
from send_tracker.lib.dates import said
from tests.factories.actions import make_action, make_contribution, make_plan, make_update, make_workstream
from tests.factories.areas import make_area, make_membership, make_organisation, make_user
from tests.factories.boards import make_board, make_meeting
from tests.factories.inspections import framework
from tests.words import words_of

HOME = "/areas/northshire/"
LAST = date(2026, 9, 9)


@pytest.fixture
def plan(northshire):
    return make_plan(northshire, title="The plan")


@pytest.fixture
def workstream(plan, council):
    return make_workstream(plan, council)


def action(workstream, post=None, **fields):
    return make_action(workstream, post, **{"added_on": date(2026, 7, 1), **fields})


def home(page):
    return page.context["home"]


def test_what_is_red_and_why_now_and_last_month(sign_in, dee, ned, workstream, on):
    red, green = action(workstream), action(workstream)
    make_update(red, ned.membership, date(2026, 9, 20), rag="amber", reason="Slow")
    make_update(
        red, ned.membership, date(2026, 10, 2), rag="red", reason="Nobody to do it", route_to_green="Hire somebody"
    )
    make_update(green, ned.membership, date(2026, 9, 20), rag="green")
    found = home(page := sign_in(dee).get(HOME))
    tiles = {tile.shown.word: (tile.count, tile.change) for tile in found.tiles}
    assert tiles == {
        "Red": (1, "1 more"),
        "Amber": (0, "1 fewer"),
        "Green": (1, "no change"),
        "Complete": (0, "no change"),
        "Not started": (0, "no change"),
    }
    assert (found.total, found.compared_with) == (2, "30 September 2026")
    assert [each.reference for each in found.reds] == [red.reference]
    text = words_of(page)
    assert "Nobody to do it" in text
    assert "Back to green: Hire somebody" in text
    assert found.chart.rows == (("Jul 2026", 0, 0, 0, 0, 2, 2), ("Aug 2026", 0, 0, 0, 0, 2, 2),
                                ("Sep 2026", 0, 1, 1, 0, 0, 2), ("Today", 1, 0, 1, 0, 0, 2))  # fmt: skip


def test_silence_begins_after_31_days_and_only_in_progress(sign_in, dee, ned, neds_post, workstream, on):
    silent = action(workstream, neds_post)
    make_update(silent, ned.membership, date(2026, 9, 12), rag="green")
    heard = action(workstream, neds_post)
    make_update(heard, ned.membership, date(2026, 9, 13), rag="green")
    done = action(workstream, neds_post)
    make_update(done, ned.membership, date(2026, 7, 1), stage="complete")
    action(workstream, neds_post)
    found = home(page := sign_in(dee).get(HOME))
    assert [(s.who, [a.reference for a in s.actions], s.since) for s in found.silent] == [
        ("Head of SEND, Northshire Council", [silent.reference], "12 September 2026")
    ]
    assert "no update for more than 31 days" in words_of(page)


def test_what_changed_since_the_board_last_met(sign_in, dee, ned, northshire, plan, workstream, on):
    board = make_board(northshire, plan=plan)
    make_meeting(board, LAST)
    make_meeting(board, date(2026, 10, 1), cancelled_on=on)
    make_meeting(make_board(northshire, kind="cabinet"), date(2026, 10, 7))
    moved, same, new = action(workstream), action(workstream), action(workstream, added_on=date(2026, 10, 1))
    make_update(moved, ned.membership, LAST, rag="green")
    make_update(moved, ned.membership, date(2026, 9, 10), rag="red")
    make_update(same, ned.membership, date(2026, 9, 1), rag="green")
    make_update(same, ned.membership, date(2026, 10, 1), rag="green")
    found = home(sign_in(dee).get(HOME))
    assert found.last_meeting_on == LAST
    assert [(c.action.reference, c.before and c.before.word, c.action.shown.word) for c in found.changes] == [
        (moved.reference, "Green", "Red"),
        (new.reference, None, "Not started"),
    ]


def test_the_next_meeting_and_its_papers(sign_in, dee, northshire, plan):
    board = make_board(northshire, name="Improvement board", plan=plan)
    make_meeting(make_board(northshire, name="A group"), date(2026, 10, 21))
    meeting = make_meeting(board, date(2026, 10, 21))
    make_meeting(board, date(2026, 10, 20), cancelled_on=date(2026, 10, 1))
    found = home(sign_in(dee).get(HOME)).next_meeting
    assert (found.board, found.day, found.url) == ("Improvement board", "21 October 2026", meeting.get_absolute_url())
    assert (found.papers, found.are_papers_past) == ("13 October 2026", True)


def test_the_next_statutory_date_and_how_firm_it_is(sign_in, ada, dee, northshire, on):
    rules = framework("2016")
    record_inspection(
        area=northshire, title="Local area inspection", framework=rules, started_on=date(2026, 9, 7),
        ended_on=date(2026, 9, 11), report_published_on=date(2026, 10, 12),
        outcome=rules.outcomes.get(code="wsoa_required"), by=ada.membership, on=on,
    )  # fmt: skip
    found = home(page := sign_in(dee).get(HOME)).deadline
    assert found.is_upper_bound
    assert "At the latest: counted from publication" in words_of(page)


def test_what_needs_an_officer_and_a_health_lead(sign_in, ned, bea, icb, neds_post, workstream, on):
    mine = action(workstream, neds_post)
    make_update(mine, ned.membership, date(2026, 9, 30), rag="green")
    told = action(workstream, neds_post)
    make_update(told, ned.membership, date(2026, 10, 1), rag="green")
    action(workstream, neds_post, due_on=date(2026, 10, 13))
    action(workstream, neds_post)
    make_contribution(mine, icb, ned.membership)
    make_contribution(mine, icb, ned.membership, state="given")
    make_contribution(mine, icb, ned.membership, state="agreed", agreed_for_on=date(2026, 10, 13))
    make_contribution(mine, icb, ned.membership, state="agreed", agreed_for_on=on)
    make_contribution(mine, icb, ned.membership, state="confirmed")
    proposed = make_contribution(mine, icb, ned.membership, state="date proposed", proposed_for_on=on)
    assert [(need.text, need.url) for need in home(sign_in(ned).get(HOME)).needs] == [
        ("2 actions to update for October", "/my/actions/"),
        (f"Shires ICB proposes another date for {mine.reference}", proposed.get_absolute_url()),
    ]
    assert [need.text for need in home(sign_in(bea).get(HOME)).needs] == [
        "1 contribution late",
        "1 contribution to agree",
        "1 contribution to confirm",
    ]


def test_a_date_proposed_to_a_body_that_asked_itself_waits_for_its_own_members(sign_in, bea, icb, workstream, on):
    proposed = make_contribution(action(workstream), icb, bea.membership, state="date proposed", proposed_for_on=on)
    assert [need.url for need in home(sign_in(bea).get(HOME)).needs] == [proposed.get_absolute_url()]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_asks_no_more_than_fifteen_questions(
    rows, sign_in, ada, ned, northshire, icb, council, on, django_assert_num_queries
):
    rules = framework("2016")
    for number in range(rows):
        plan = make_plan(northshire)
        workstream = make_workstream(plan, council)
        silent = action(workstream)
        make_update(silent, ned.membership, LAST, rag="red", reason="Late")
        make_update(silent, ned.membership, date(2026, 9, 10), rag="amber", reason="Late")
        make_contribution(silent, icb, ned.membership)
        board = make_board(northshire, plan=plan)
        make_meeting(board, LAST)
        record_inspection(
            area=northshire, title=f"Inspection {number}", framework=rules, started_on=date(2026, 9, 7),
            ended_on=date(2026, 9, 11), report_received_on=date(2026, 10, 12),
            outcome=rules.outcomes.get(code="wsoa_required"), by=ada.membership, on=on,
        )  # fmt: skip
    client = sign_in(ada)
    with django_assert_num_queries(15):
        client.get(HOME)


def test_points_of_a_letter_without_a_response_wait_for_who_keeps_the_plan(sign_in, ada, dee, northshire, on):
    submission = plans.submit_plan(plan=make_plan(northshire), by=ada.membership, on=LAST)
    letter = {"outcome": "fit with points", "letter_on": LAST, "points": ["Say who.", "Say when."]}
    verdict = plans.record_verdict(submission=submission, **letter, by=ada.membership, on=on)
    needs = home(sign_in(ada).get(HOME)).needs
    assert [(need.text, need.url) for need in needs] == [
        (f"2 points of the letter of {said(LAST)} to answer", verdict.get_absolute_url())
    ]
    assert home(sign_in(dee).get(HOME)).needs == []


def test_a_new_area_says_how_to_begin(sign_in, ada, dee, northshire, council):
    found = home(page := sign_in(ada).get(HOME))
    assert [step.is_done for step in found.steps] == [False, False, True, False, False, False, False]
    text = words_of(page)
    for address in ("partners/new/", "posts/new/", "inspections/new/", "plans/new/", "boards/new/"):
        assert f'href="{HOME}{address}"' in text
    text = words_of(sign_in(dee).get(HOME))
    assert "No actions yet" in text
    assert "partners/new/" not in text


def test_a_new_area_asks_no_more_questions_either(sign_in, ada, northshire, django_assert_max_num_queries):
    client = sign_in(ada)
    with django_assert_max_num_queries(16):
        client.get(HOME)


def test_strangers_find_nothing(sign_in, eve, northshire):
    assert sign_in(eve).get(HOME).status_code == 404


def test_in_the_demonstration_the_chart_says_so(sign_in, dee, ned, workstream, on, settings):
    settings.DEMO_DAY = on
    make_update(action(workstream), ned.membership, on, rag="red")
    assert "Demonstration. Facts from public papers" in home(sign_in(dee).get(HOME)).chart.svg


def test_whoever_has_one_area_goes_straight_there(sign_in, dee, northshire):
    assert sign_in(dee).get("/my/").url == HOME


def test_whoever_has_none_is_told_so(sign_in, db):
    text = sign_in(make_user()).get("/my/").content.decode()
    assert "you do not take part in any local area today" in text


def test_whoever_has_several_sees_what_needs_them_in_each(sign_in, bea, ned, icb, workstream, southshire):
    make_contribution(action(workstream), icb, ned.membership)
    page = sign_in(bea).get("/my/")
    assert [(card.name, card.roles, [need.text for need in card.needs]) for card in page.context["areas"]] == [
        ("Northshire", "Health lead", ["1 contribution to agree"]),
        ("Southshire", "Health lead", []),
    ]
    assert "Nothing waits for you here today." in words_of(page)


@pytest.mark.parametrize("rows", [2, 4])
def test_ones_own_home_asks_the_same_few_questions(rows, sign_in, ada, on, django_assert_num_queries):
    rules = framework("2016")
    user = make_user()
    for _ in range(rows):
        area = make_area()
        body = make_organisation(area)
        member = make_membership(user, area, body, "lead")
        act = action(make_workstream(make_plan(area), body))
        make_contribution(act, body, member)
        record_inspection(
            area=area, title="Inspection", framework=rules, started_on=date(2026, 9, 7), ended_on=date(2026, 9, 11),
            report_received_on=date(2026, 10, 12), outcome=rules.outcomes.get(code="wsoa_required"), by=member, on=on,
        )  # fmt: skip
    client = sign_in(user)
    with django_assert_num_queries(13):
        client.get("/my/")
