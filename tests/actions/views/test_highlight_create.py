"""Writing a workstream's highlight report."""

import uuid
from datetime import date

import pytest

from actions.models import HighlightReport
from tests.actions.views.reading import just_before_the_service, text_of
from tests.factories.actions import make_action, make_plan, make_update, make_workstream


@pytest.fixture
def stream(northshire, council, neds_post, ada, on):
    stream = make_workstream(make_plan(northshire), council, neds_post)
    make_update(make_action(stream), ada.membership, on, rag="red", reason="No applicants")
    make_update(make_action(stream), ada.membership, date(2026, 9, 20), rag="green")
    return stream


@pytest.fixture
def url(stream):
    return f"{stream.get_absolute_url()}highlights/new/"


@pytest.fixture
def typed():
    return {"rag": "red", "done": "Met twice", "next": "Recruit", "submission": uuid.uuid4()}


def test_the_lead_writes_it_once(stream, url, typed, ned, sign_in):
    client = sign_in(ned)
    text = text_of(client.get(url))
    assert "Highlight report for October 2026" in text
    assert "Proposed: Red. The worst of the 2 actions in progress on 14 October 2026: A1." in text
    for _ in range(2):
        page = client.post(url, typed)
        assert (page.status_code, page.url) == (302, stream.get_absolute_url())
    report = HighlightReport.objects.get()
    assert (report.month_on, report.proposed_rag, report.rag) == (date(2026, 10, 1), "red", "red")
    assert (report.done, report.next, report.recorded_by) == ("Met twice", "Recruit", ned.membership)


def test_another_rating_needs_a_reason_and_keeps_both(url, typed, ned, sign_in):
    client = sign_in(ned)
    page = client.post(url, {**typed, "rag": "amber"})
    assert "The rule proposes Red. Say why it is Amber." in text_of(page)
    assert "Met twice" in text_of(page)
    assert not HighlightReport.objects.exists()
    client.post(url, {**typed, "rag": "amber", "moderation_reason": "It is a small action"})
    report = HighlightReport.objects.get()
    assert (report.proposed_rag, report.rag, report.moderation_reason) == ("red", "amber", "It is a small action")


def test_an_earlier_month_has_its_own_proposal_and_the_one_before_stands_beside(url, typed, ned, sign_in):
    client = sign_in(ned)
    client.post(f"{url}?month=2026-09", {**typed, "rag": "green", "done": "September work"})
    assert HighlightReport.objects.get().month_on == date(2026, 9, 1)
    text = text_of(client.get(url))
    assert "Highlight report for October 2026" in text
    assert "September work" in text
    again = text_of(client.get(f"{url}?month=2026-09"))
    assert "A report for September 2026 was written on 14 October 2026 by Ned (Northshire Council)" in again
    assert "There is no report for an earlier month." in again


@pytest.mark.parametrize("month", ["2026-11", "2026-05", "2025-13", "<script>", "", "2026-10-01"])
def test_a_month_that_is_not_offered_is_never_written(month, url, typed, ned, sign_in):
    client = sign_in(ned)
    assert client.get(url, {"month": month}).status_code == 200
    client.post(f"{url}?month={month}", typed)
    assert set(HighlightReport.objects.values_list("month_on", flat=True)) <= {date(2026, 10, 1)}


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 302), ("bea", 403), ("cal", 403), ("fay", 403), ("gil", 403), ("hal", 403), ("dee", 403), ("eve", 404)],
)
def test_who_else_may(who, status, url, typed, request, sign_in):
    assert sign_in(request.getfixturevalue(who)).post(url, typed).status_code == status
    assert HighlightReport.objects.exists() == (status == 302)


def test_a_health_lead_writes_for_the_workstream_their_post_leads(northshire, icb, bea, beas_post, typed, sign_in):
    stream = make_workstream(make_plan(northshire), icb, beas_post)
    page = sign_in(bea).post(f"{stream.get_absolute_url()}highlights/new/", {**typed, "rag": "none"})
    assert page.status_code == 302
    report = HighlightReport.objects.get()
    assert (report.rag, report.proposed_rag, report.recorded_by.organisation) == ("", "", icb)


def test_a_plan_that_has_ended_is_written_of_no_more(stream, url, typed, ned, sign_in, on):
    stream.plan.ended_on = on
    stream.plan.save()
    assert sign_in(ned).post(url, typed).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"done": ""}, "Enter what was done this month"),
        ({"next": "a" * 4001}, "Use 4000 characters or fewer"),
        ({"rag": "puce"}, "Choose from the list"),
        ({"rag": ""}, "Choose the overall rating"),
        ({"rag": "none"}, "The rule proposes Red. Say why it is Not rated."),
        ({"in_the_way": "a\0b"}, "cannot be kept"),
        ({"rag": "green", "moderation_reason": "a" * 1001}, "Use 1000 characters or fewer"),
        ({"submission": "nonsense"}, "did not come back whole"),
    ],
)
def test_bad_input_says_what_is_wrong_and_writes_nothing(wrong, message, url, typed, ned, sign_in):
    page = sign_in(ned).post(url, {**typed, **wrong})
    assert page.status_code == 200
    assert message in text_of(page)
    assert not HighlightReport.objects.exists()


def test_a_proposal_that_moves_meanwhile_is_told_beside_the_reason(stream, url, typed, ned, sign_in, on):
    client = sign_in(ned)
    red = stream.actions.get(rag="red")
    with just_before_the_service(lambda: make_update(red, ned.membership, on, rag="amber")):
        page = client.post(url, typed)
    assert page.context["form"].errors == {"moderation_reason": ["A rating other than the one proposed has a reason."]}
    assert "Met twice" in text_of(page)
    assert not HighlightReport.objects.exists()
