"""The pages of a plan's approval: its route, the bodies on it, their decisions."""

from datetime import date

import pytest

from boards.models import ApprovalDecision, ApprovalRoute, ApprovalStep
from boards.services import approvals as services
from inspections.services import record_inspection
from tests.factories.actions import make_plan
from tests.factories.approvals import make_certificate, make_route, make_step
from tests.factories.boards import make_board, make_meeting
from tests.factories.inspections import framework
from tests.words import words_of

HERE = "/areas/northshire/"
MET = date(2026, 10, 7)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


@pytest.fixture
def plan(northshire):
    return make_plan(northshire, title="The plan", kind="local")


@pytest.fixture
def route(plan, ada, on):
    return make_route(plan, ada.membership, on, edition="Version 1", submit_by_on=date(2026, 12, 1))


@pytest.fixture
def cabinet(northshire):
    return make_board(northshire, kind="cabinet", name="Cabinet")


@pytest.fixture
def step(route, cabinet, council):
    return make_step(route, board=cabinet, organisation=council)


def current(plan):
    return f"{HERE}plans/{plan.pk}/approval/"


def test_the_plan_leads_to_its_route_and_an_empty_page_says_how_to_begin(sign_in, ada, dee, plan):
    assert current(plan) in words_of(sign_in(dee).get(plan.get_absolute_url()))
    text = words_of(sign_in(dee).get(current(plan)))
    assert "No route is set out yet" in text
    assert "approval/new/" not in text
    assert "approval/new/" in words_of(sign_in(ada).get(current(plan)))


def test_a_route_is_set_out_with_its_bodies_and_a_decision(sign_in, ada, plan, cabinet, council):
    client = sign_in(ada)
    answer = client.post(current(plan) + "new/", {"edition": "Version 1", **day("submit_by_on", date(2026, 12, 1))})
    route = ApprovalRoute.objects.get()
    assert answer.url == route.get_absolute_url()
    assert "No body is on the route yet" in words_of(client.get(answer.url))
    meeting = make_meeting(cabinet, MET)
    meeting_to_come = make_meeting(cabinet, date(2026, 11, 11))
    sent = {
        "kind": "cabinet", "board": cabinet.pk, "organisation": council.pk, "asked": "approve", "turn": "1",
        "meeting": meeting_to_come.pk, "is_key_decision": "on", "clearance_days": "5", "call_in_days": "5",
    }  # fmt: skip
    assert client.post(f"{HERE}routes/{route.pk}/steps/new/", sent).url == route.get_absolute_url()
    step = ApprovalStep.objects.get()
    assert (step.meeting, step.is_key_decision, step.clearance_days, step.call_in_days) == (meeting_to_come, True, 5, 5)
    text = words_of(client.get(route.get_absolute_url()))
    for words in (
        "Notice of the key decision",
        "13 October 2026",
        "3 November 2026",
        "The meeting of 11 November 2026",
    ):
        assert words in text
    sent = {"outcome": "approved", "words": "Approved.", "meeting": meeting.pk, **day("decided_on", MET)}
    assert client.post(f"{HERE}steps/{step.pk}/decisions/new/", sent).url == route.get_absolute_url()
    assert ApprovalDecision.objects.get().outcome == "approved"
    assert "Approved on 7 October 2026" in words_of(client.get(current(plan)))
    assert "Decided by Cabinet" in words_of(client.get(plan.get_absolute_url()))


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("edition", "", "Enter the version of the plan"),
        ("edition", "x" * 101, "Use 100 characters or fewer. There are 101 now."),
        ("edition", "version 1", "This version of the plan has a route already."),
        ("ready_on_day", "31", "The date needs a month and a year too"),
        ("submission", "999", "Choose from the list."),
    ],
)
def test_a_route_that_cannot_be_is_told_beside_the_field(sign_in, ada, plan, route, field, typed, words):
    page = sign_in(ada).post(current(plan) + "new/", {"edition": "<b>Kept", field: typed})
    assert words in page.context["form"].errors[field.removesuffix("_day")][0]
    if field != "edition":
        assert "&lt;b&gt;Kept" in words_of(page)
    assert ApprovalRoute.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("kind", "", "Choose the kind of body"),
        ("board", "", "Choose a board of this area, or else write"),
        ("name", "a\x00b", "There is a character here that cannot be kept."),
        ("turn", "0", "Enter a whole number from 1 to 20."),
        ("turn", "one", "Enter a whole number from 1 to 20."),
        ("clearance_days", "-1", "Enter a whole number from 0 to 60."),
        ("call_in_days", "9" * 40, "Enter a whole number from 0 to 60."),
        ("meeting", "9" * 40, "Choose from the list."),
        ("meets_on_month", "13", "Enter a real date"),
        ("notice_given_on_year", "0001", "Enter a year from 2000 to 2099."),
    ],
)
def test_a_body_that_cannot_be_is_told_beside_the_field(sign_in, ada, route, cabinet, field, typed, words, on):
    sound = {
        "kind": "cabinet", "board": cabinet.pk, "asked": "approve", "turn": "1", "clearance_days": "5",
        "call_in_days": "5", **day("meets_on", on), **day("notice_given_on", on), "is_key_decision": "on",
    }  # fmt: skip
    page = sign_in(ada).post(f"{HERE}routes/{route.pk}/steps/new/", {**sound, field: typed})
    name = next(n for n in page.context["form"].fields if field.startswith(n))
    assert words in " ".join(page.context["form"].errors[name])
    assert not ApprovalStep.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("outcome", "", "Choose what was decided"),
        ("outcome", "delegated", "Choose the post it was delegated to."),
        ("outcome", "called in", "There is no decision yet that could be called in."),
        ("words", "", "Enter the decision in its own words"),
        ("conditions", "Some", "Conditions go with"),
        ("decided_on_year", "2027", "The decision cannot be from the future."),
        ("by_post", "1", "Choose from the list."),
    ],
)
def test_a_decision_that_cannot_be_is_told_and_kept(sign_in, ada, step, field, typed, words):
    sound = {"outcome": "approved", "words": "Kept <b>", **day("decided_on", MET)}
    page = sign_in(ada).post(f"{HERE}steps/{step.pk}/decisions/new/", {**sound, field: typed})
    told = " ".join(" ".join(errors) for errors in page.context["form"].errors.values())
    assert words in told
    if field != "words":
        assert "Kept &lt;b&gt;" in words_of(page)
    assert not ApprovalDecision.objects.exists()


def test_a_route_and_a_body_are_changed(sign_in, ada, route, step):
    client = sign_in(ada)
    edit = f"{HERE}routes/{route.pk}/edit/"
    assert "Version 1" in words_of(client.get(edit))
    assert client.post(edit, {"edition": "Version 1a", "version": 0}).url == route.get_absolute_url()
    page = client.post(edit, {"edition": "Mine", "version": 0})
    assert (page.status_code, "Version 1a" in words_of(page), 'value="Mine"' in words_of(page)) == (409, True, True)
    sent = {"kind": "cabinet", "board": step.board_id, "asked": "endorse", "turn": "2", "clearance_days": "0",
            "call_in_days": "0"}  # fmt: skip
    edit = f"{HERE}steps/{step.pk}/edit/"
    assert 'value="1"' in words_of(client.get(edit))
    assert client.post(edit, {**sent, "version": 0}).url == route.get_absolute_url()
    step.refresh_from_db()
    assert (step.asked, step.turn) == ("endorse", 2)
    page = client.post(edit, {**sent, "turn": "3", "version": 0})
    assert page.status_code == 409
    assert "This was changed while you had it open" in words_of(page)


def test_a_body_is_taken_off_the_route(sign_in, ada, route, step):
    address = f"{HERE}steps/{step.pk}/withdraw/"
    assert "need not decide" in words_of(sign_in(ada).get(address))
    assert sign_in(ada).post(address).url == route.get_absolute_url()
    assert not ApprovalStep.objects.standing().exists()
    assert sign_in(ada).get(address).status_code == 404


def test_the_route_of_an_earlier_version_is_kept_and_cannot_be_changed(sign_in, ada, plan, route, step, on):
    services.open_route(plan=plan, edition="Version 2", by=ada.membership, on=on)
    text = words_of(sign_in(ada).get(route.get_absolute_url()))
    assert "A later version of the plan has a route of its own." in text
    assert "decisions/new/" not in text
    text = words_of(sign_in(ada).get(current(plan)))
    assert "Routes of other versions" in text
    page = sign_in(ada).post(
        f"{HERE}steps/{step.pk}/decisions/new/", {"outcome": "noted", "words": "N", **day("decided_on", MET)}
    )
    assert "A later version" in page.context["form"].non_field_errors()[0]


def test_strangers_find_nothing_and_readers_change_nothing(sign_in, eve, dee, plan, route, step):
    pages = [current(plan), route.get_absolute_url()]
    edits = [current(plan) + "new/", f"{HERE}routes/{route.pk}/edit/", f"{HERE}routes/{route.pk}/steps/new/"]
    edits += [f"{HERE}steps/{step.pk}/{verb}/" for verb in ("edit", "withdraw", "decisions/new")]
    for address in [*pages, *edits]:
        assert sign_in(eve).get(address).status_code == 404
        assert sign_in(eve).get(address.replace("northshire", "southshire")).status_code == 404
    for address in edits:
        assert sign_in(dee).get(address).status_code == 403
        assert sign_in(dee).post(address).status_code == 403
    for address in pages:
        assert sign_in(dee).get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_few_questions(rows, sign_in, ada, dee, route, cabinet, on, django_assert_num_queries):
    for turn in range(rows):
        step = make_step(route, board=cabinet, turn=turn + 1)
        services.record_decision(
            step=step, outcome="noted", words=f"Noted {turn}", decided_on=on, by=ada.membership, on=on
        )
    client = sign_in(dee)
    with django_assert_num_queries(12):
        client.get(route.get_absolute_url())


def test_while_an_inspection_is_unpublished_its_plans_route_is_not_there(
    sign_in, ada, dee, northshire, council, icb, on
):
    rules = framework("2016")
    inspection = record_inspection(
        area=northshire, title="Inspection", framework=rules, started_on=date(2026, 9, 7), ended_on=date(2026, 9, 11),
        report_received_on=date(2026, 10, 12), outcome=rules.outcomes.get(code="wsoa_required"),
        by=ada.membership, on=on,
    )  # fmt: skip
    plan = make_plan(northshire, sources=[inspection.source])
    route = make_route(plan, ada.membership, on)
    make_step(route)
    certificate = make_certificate(route, [council, icb], ada.membership, on)
    pages = [current(plan), route.get_absolute_url(), certificate.get_absolute_url()]
    for address in pages:
        assert sign_in(ada).get(address).status_code == 200
        assert sign_in(dee).get(address).status_code == 404
