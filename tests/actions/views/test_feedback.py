"""The pages of a letter about the plan."""

import uuid
from datetime import date

import pytest

from actions.models import FeedbackPoint, PlanApproval, PointResponse, PointSignOff
from actions.services import feedback, plans
from tests.actions.views.test_plans import day, text
from tests.factories.actions import make_action, make_plan, make_workstream

SENT, LETTER = date(2026, 9, 1), date(2026, 9, 14)


@pytest.fixture
def plan(northshire):
    return make_plan(northshire, title="Written statement")


@pytest.fixture
def verdict(plan, ada):
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=SENT)
    answer = {"outcome": "fit with points", "letter_on": LETTER, "points": ["Say who leads."]}
    return plans.record_verdict(submission=submission, **answer, by=ada.membership, on=LETTER)


@pytest.fixture
def point(verdict):
    return verdict.points.get()


@pytest.fixture
def pages(verdict, point):
    return {
        "letter": f"/areas/northshire/verdicts/{verdict.pk}/",
        "add": f"/areas/northshire/verdicts/{verdict.pk}/points/new/",
        "sign": f"/areas/northshire/verdicts/{verdict.pk}/sign-off/",
        "edit": f"/areas/northshire/points/{point.pk}/edit/",
        "answer": f"/areas/northshire/points/{point.pk}/responses/new/",
    }


def response(**changed):
    return {"text": "The board.", **day("answered_on", "1-10-2026"), "submission": str(uuid.uuid4())} | changed


def test_who_may_open_which_page(sign_in, eve, dee, pages):
    for name, url in pages.items():
        assert sign_in(eve).get(url).status_code == 404, name
        assert sign_in(dee).get(url).status_code == (200 if name == "letter" else 403), name


def test_the_letter_says_what_is_open_and_what_may_be_done(sign_in, ada, dee, pages):
    page = text(sign_in(dee).get(pages["letter"]))
    assert "1 of 1 point has no response yet." in page
    assert "The letter of 14 September 2026, 9 working days (13 days) later" in page
    assert pages["answer"] not in page
    assert pages["answer"] in text(sign_in(ada).get(pages["letter"]))


def test_a_letter_without_points_says_what_would_be_here(sign_in, dee, plan, ada):
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=SENT)
    verdict = plans.record_verdict(submission=submission, outcome="fit", letter_on=LETTER, by=ada.membership, on=LETTER)
    page = text(sign_in(dee).get(f"/areas/northshire/verdicts/{verdict.pk}/"))
    assert "The letter makes no points" in page
    assert "Actions taken since the inspection" not in page


def test_a_letter_typed_with_its_points_makes_rows(sign_in, ada, plan, on):
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=on)
    url = f"/areas/northshire/submissions/{submission.pk}/verdict/"
    given = {"outcome": "fit with points", "words": "summary", **day("letter_on", "14-10-2026")}
    page = sign_in(ada).post(
        url, {**given, "points": "Say who.\n\n  Say when. \r\n", "remarks": "Well done."}, follow=True
    )
    assert list(FeedbackPoint.objects.order_by("number").values_list("text", "words")) == [
        ("Say who.", "summary"), ("Say when.", "summary"),
    ]  # fmt: skip
    assert "2 of 2 points have no response yet." in text(page)
    assert "Well done." in text(page)
    page = sign_in(ada).post(url, {**given, "points": "a" * 4001})
    assert "Use 4000 characters or fewer for each point." in text(page)


def test_a_point_is_answered_and_signed_off(sign_in, ada, plan, council, point, pages):
    action = make_action(make_workstream(plan, council), reference="1.3", title="Agree a framework")
    client = sign_in(ada)
    page = client.post(pages["answer"], response(actions=[action.pk]), follow=True)
    assert "The response to point 1 is recorded." in text(page)
    assert "Not signed off yet." in text(page)
    assert "1.3 Agree a framework" in text(page)
    given = {"body": "Improvement board", "points": [point.pk], "plan_decision": "Signed off."}
    page = client.post(pages["sign"], {**given, **day("signed_on", "7-10-2026")}, follow=True)
    assert "The sign-off by Improvement board on 7 October 2026 is recorded." in text(page)
    assert "Signed off: Improvement board, 7 October 2026." in text(page)
    assert "17 working days (23 days)" in text(page)
    assert PlanApproval.objects.get().body == "Improvement board"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Enter the response"),
        ({"text": "a" * 4001}, "Use 4000 characters or fewer."),
        (day("answered_on", "13-9-2026"), "The letter is of 14 September 2026: it cannot be before."),
        (day("answered_on", "15-10-2026"), "The day cannot be in the future."),
        (day("answered_on", "31-02-2020"), "Enter a real date"),
        ({"actions": ["9" * 40]}, "Choose from the list."),
        ({"submission": "no"}, "The page did not come back whole."),
    ],
)
def test_a_bad_response_is_kept_and_not_written(sign_in, ada, pages, changed, said):
    page = sign_in(ada).post(pages["answer"], response(**{"text": "<b>Kept</b> 😀", **changed}))
    assert said in text(page)
    assert "text" in changed or "&lt;b&gt;Kept&lt;/b&gt; 😀" in text(page)
    assert not PointResponse.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": ""}, "Enter who signed off"),
        ({"points": [], "plan_decision": ""}, "Choose what was signed off"),
        (day("signed_on", "20-9-2026"), "Point 1 had no response on 20 September 2026."),
        ({"points": ["999999"]}, "Choose from the list."),
    ],
)
def test_a_bad_sign_off_is_not_written(sign_in, ada, point, pages, changed, said):
    client = sign_in(ada)
    client.post(pages["answer"], response())
    given = {"body": "Board", "points": [point.pk], "plan_decision": "Yes", **day("signed_on", "7-10-2026")}
    page = client.post(pages["sign"], given | changed)
    assert said in text(page)
    assert not PointSignOff.objects.exists()


def test_a_point_without_a_response_is_not_offered_for_signing(sign_in, ada, point, pages):
    page = sign_in(ada).post(pages["sign"], {"body": "Board", "points": [point.pk], **day("signed_on", "7-10-2026")})
    assert "Choose from the list." in text(page)


def test_points_are_added_and_put_right(sign_in, ada, point, pages):
    client = sign_in(ada)
    assert "Point 2 is added." in text(client.post(pages["add"], {"text": "Say when.", "words": "own"}, follow=True))
    assert "in these words already" in text(client.post(pages["add"], {"text": "Say when.", "words": "own"}))
    given = {"text": "Say who.", "words": "summary", "version": 0}
    assert "Point 1 is changed." in text(client.post(pages["edit"], given, follow=True))
    page = client.post(pages["edit"], given | {"text": "Mine"})
    assert page.status_code == 409
    assert "Say who." in text(page)
    assert "Mine" in text(page)
    point.refresh_from_db()
    assert (point.text, point.words) == ("Say who.", "summary")


def test_a_plan_is_ended_on_its_page(sign_in, ada, dee, plan):
    url = f"/areas/northshire/plans/{plan.pk}/end/"
    assert sign_in(dee).get(url).status_code == 403
    client = sign_in(ada)
    assert "cannot end before" in text(client.post(url, {**day("ended_on", "31-5-2026"), "reason": "Over"}))
    assert "Enter why it ends" in text(client.post(url, day("ended_on", "1-10-2026")))
    page = client.post(url, {**day("ended_on", "1-10-2026"), "reason": "Over"}, follow=True)
    assert "The plan ends on 1 October 2026." in text(page)
    assert "It is kept as it stood" in text(page)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_letter_queries(sign_in, dee, verdict, point, pages, ada, on, count, django_assert_num_queries):
    for number in range(count):
        added = feedback.add_point(verdict=verdict, text=f"P{number}", words="own", by=ada.membership, on=on)
        for _ in range(count):
            feedback.answer_point(
                point=added, text="So", answered_on=on, submission=uuid.uuid4(), by=ada.membership, on=on
            )
    client = sign_in(dee)
    with django_assert_num_queries(11):
        client.get(pages["letter"])
