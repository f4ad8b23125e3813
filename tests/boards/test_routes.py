"""The page of a plan's approval in words, and what of it needs somebody now."""

from datetime import date

import pytest

from actions.services.plans import submit_plan
from areas import access
from boards.services import approvals as services
from boards.summaries.routes import attention, route_page
from inspections.services import record_inspection
from tests.factories.actions import make_plan
from tests.factories.approvals import make_route, make_step
from tests.factories.areas import make_post
from tests.factories.boards import make_board, make_meeting
from tests.factories.inspections import framework

# Worcestershire's days: the report received on 11 May 2018, the statement due 70 working days on.
OPENED, LOOKED, DUE = date(2018, 6, 1), date(2018, 6, 20), date(2018, 8, 20)
CABINET_ON, READY = date(2018, 7, 12), date(2018, 8, 1)


@pytest.fixture
def plan(northshire, ada):
    rules = framework("2016")
    inspection = record_inspection(
        area=northshire, title="Inspection", framework=rules, started_on=date(2018, 3, 5), ended_on=date(2018, 3, 9),
        report_received_on=date(2018, 5, 11), report_published_on=date(2018, 5, 16),
        outcome=rules.outcomes.get(code="wsoa_required"), by=ada.membership, on=date(2018, 5, 16),
    )  # fmt: skip
    return make_plan(northshire, title="The plan", sources=[inspection.source], started_on=OPENED)


@pytest.fixture
def route(plan, ada):
    return make_route(plan, ada.membership, OPENED, edition="Version 1", ready_on=READY)


@pytest.fixture
def cabinet(northshire):
    board = make_board(northshire, kind="cabinet", name="Cabinet")
    make_meeting(board, CABINET_ON)
    make_meeting(board, date(2018, 9, 27))
    return board


@pytest.fixture
def step(route, cabinet, council):
    return make_step(
        route, board=cabinet, organisation=council, meeting=cabinet.meetings.get(on=CABINET_ON), is_key_decision=True,
        clearance_days=5, call_in_days=5,
    )  # fmt: skip


def test_worcestershire_on_20_june_2018_is_told_to_delegate_by_12_july(route, step):
    found = route_page(route, LOOKED)
    assert (found.due, found.due_how) == ("20 August 2018", "Written Statement of Action due.")
    assert found.warnings[0] == (
        "Cabinet: Delegate by 12 July 2018: no ordinary meeting fits. For the meeting of 12 July 2018, the plan is "
        "not ready when its papers go (ready on 1 August 2018); the next meeting after that, on 27 September 2018, is "
        "too late."
    )
    assert found.warnings[1].startswith("Cabinet: Notice of the key decision was due by 13 June 2018.")
    (line,) = found.steps
    assert (line.latest, line.standing) == ("10 August 2018", "Its decision is awaited")
    assert [(task.task, task.day, task.working, task.is_past) for task in line.tasks] == [
        ("Notice of the key decision", "13 June 2018",
         "28 clear days: neither this day nor that of the meeting counts.", True),
        ("Report ready for clearance", "27 June 2018",
         "5 working days before the papers go; left out: 2 weekend days.", False),
        ("Agenda and papers published", "4 July 2018",
         "5 clear working days before the meeting; left out: 2 weekend days.", False),
        ("Meeting", "12 July 2018", "", False),
        ("Decision in force", "20 July 2018",
         "After 5 working days in which it may be called in; left out: 2 weekend days.", False),
    ]  # fmt: skip


def test_delegated_the_post_decides_and_then_it_is_settled(route, step, northshire, council, ada):
    member = make_post(northshire, council, "Cabinet member")
    services.record_decision(
        step=step, outcome="delegated", words="Authorised the member.", decided_on=CABINET_ON, delegated_to=member,
        by=ada.membership, on=CABINET_ON,
    )  # fmt: skip
    (line,) = route_page(route, date(2018, 7, 13)).steps
    assert line.standing == (
        "Delegated to Cabinet member, Northshire Council on 12 July 2018; that post's decision is awaited"
    )
    assert line.advice == "Cabinet member, Northshire Council decides by 10 August 2018."
    assert (line.warnings, line.decisions[0].title) == ([], "Delegated to Cabinet member, Northshire Council")
    services.record_decision(
        step=step, outcome="approved", words="Approved.", decided_on=date(2018, 8, 9), by_post=member,
        by=ada.membership, on=date(2018, 8, 9),
    )  # fmt: skip
    found = route_page(route, date(2018, 8, 10))
    assert (found.steps[0].standing, found.is_settled, found.warnings) == ("Approved on 9 August 2018", True, [])
    assert found.steps[0].decisions[1].title == "Approved by Cabinet member, Northshire Council"


def test_a_plan_without_a_clock_goes_by_the_day_the_area_sets(northshire, ada):
    route = make_route(make_plan(northshire, kind="local"), ada.membership, OPENED)
    make_step(route, meets_on=CABINET_ON)
    found = route_page(route, LOOKED)
    assert (found.due, found.steps[0].latest, found.warnings) == ("", "", [])
    assert [task.day for task in found.steps[0].tasks] == ["4 July 2018", "12 July 2018"]
    route.submit_by_on = date(2018, 7, 9)
    route.save()
    found = route_page(route, LOOKED)
    assert (found.due, found.due_how) == ("9 July 2018", "The day the area has set itself.")
    assert "an extra one is needed by 9 July 2018" in found.warnings[0]


def test_the_earlier_of_two_days_counts(route, step):
    for own, due in ((date(2018, 8, 27), "20 August 2018"), (date(2018, 8, 6), "6 August 2018")):
        route.submit_by_on = own
        assert route_page(route, LOOKED).due == due


def test_once_submitted_nothing_presses(route, step, plan, ada):
    submit_plan(plan=plan, by=ada.membership, on=date(2018, 8, 17))
    found = route_page(route, date(2018, 8, 20))
    assert (found.due_how, found.warnings, found.steps[0].latest) == ("It has been submitted.", [], "")


def test_a_body_without_a_day_must_be_given_one(route, icb):
    make_step(route, kind="governing body", name="Governing body", organisation=icb)
    found = route_page(route, LOOKED)
    assert found.warnings == ["Governing body: No meeting of it is known. It must decide by 20 August 2018."]
    assert (found.steps[0].tasks, found.steps[0].organisation) == ([], "Shires Integrated Care Board")


def test_the_area_home_says_first_what_is_at_risk(route, step, plan, ada, ned, on):
    lead = access.enter(ada, "northshire", on)
    assert attention(lead, [plan], LOOKED) == [
        ("Delegate by 12 July 2018: Cabinet (The plan)", route.get_absolute_url())
    ]
    assert attention(lead, [], LOOKED) == []


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2018, 6, 14), "Notice of the key decision is late: Cabinet"),
        (date(2018, 7, 20), "No ordinary meeting is left before 10 August 2018: Cabinet"),
        (date(2018, 8, 13), "Its decision was needed by 10 August 2018: Cabinet"),
    ],
)
def test_each_risk_has_its_line(on, words, route, step, ada, plan):
    if on == date(2018, 6, 14):
        route.ready_on = None
        route.save()
    lead = access.enter(ada, "northshire", date(2026, 10, 14))
    assert attention(lead, [plan], on)[0][0] == f"{words} (The plan)"


def test_another_meeting_that_fits_is_named(route, step, cabinet, ada, plan):
    make_meeting(cabinet, date(2018, 8, 9))
    lead = access.enter(ada, "northshire", date(2026, 10, 14))
    assert attention(lead, [plan], LOOKED)[0][0] == "Take the plan to the meeting of 9 August 2018: Cabinet (The plan)"
    assert "Take it to the meeting of 9 August 2018." in route_page(route, LOOKED).warnings[0]
    step.meeting = None
    step.save()
    assert attention(lead, [plan], LOOKED)[0][0].startswith("Take the plan to the meeting of 9 August 2018")


def test_a_body_nobody_knows_a_meeting_of_is_at_risk_too(route, ada, plan):
    make_step(route, name="Governing body", kind="governing body")
    lead = access.enter(ada, "northshire", date(2026, 10, 14))
    assert attention(lead, [plan], LOOKED)[0][0] == "Find a meeting by 20 August 2018: Governing body (The plan)"


def test_the_route_of_an_earlier_or_submitted_version_asks_for_nothing(route, step, ada, plan):
    lead = access.enter(ada, "northshire", date(2026, 10, 14))
    later = services.open_route(plan=plan, edition="Version 2", by=ada.membership, on=LOOKED)
    assert attention(lead, [plan], LOOKED) == []
    found = route_page(route, LOOKED)
    assert (found.is_current, [other.edition for other in found.others]) == (False, ["Version 2"])
    later.submission = submit_plan(plan=plan, by=ada.membership, on=LOOKED)
    later.save()
    assert attention(lead, [plan], LOOKED) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_and_the_home_ask_the_same_few_questions(
    rows, route, cabinet, council, neds_post, plan, ada, on, django_assert_num_queries
):
    for turn in range(1, rows + 1):
        step = make_step(route, turn=turn, board=cabinet, organisation=council, call_in_days=5)
        services.record_decision(
            step=step, outcome="delegated", words=f"Words {turn}", decided_on=on, delegated_to=neds_post,
            by=ada.membership, on=on,
        )  # fmt: skip
    lead = access.enter(ada, "northshire", on)
    route.refresh_from_db()
    assert route.plan.area
    with django_assert_num_queries(8):
        route_page(route, LOOKED)
    with django_assert_num_queries(6):
        attention(lead, [plan], LOOKED)


def test_a_decision_that_may_be_called_in_until_after_the_day_is_a_risk(route, step, ada, plan):
    on = date(2018, 8, 13)
    services.record_decision(step=step, outcome="approved", words="Approved.", decided_on=on, by=ada.membership, on=on)
    assert route_page(route, on).warnings == [
        "Cabinet: Its decision is in force only on 21 August 2018, unless call-in is waived."
    ]
    lead = access.enter(ada, "northshire", date(2026, 10, 14))
    assert attention(lead, [plan], on)[0][0] == "Decided, but in force only on 21 August 2018: Cabinet (The plan)"
