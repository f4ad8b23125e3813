"""The area lead records the chair's words and approval for the chair, and says how they were heard."""

from datetime import date

import pytest
from django.urls import reverse

from areas.models import AuditEvent
from boards.models import Report
from boards.services import reports
from boards.summaries.reports import words_of
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_post
from tests.factories.boards import make_seat
from tests.words import words_of as text

HEARD = {"heard_by": "call", "heard_on_day": "13", "heard_on_month": "10", "heard_on_year": "2026"}


@pytest.fixture
def chairs_post(meeting, northshire, council, cal):
    post = make_post(northshire, council, "Chair of the board", holder=cal)
    make_seat(meeting.board, council, post, is_chair=True)
    return post


def url(name, *args):
    return reverse(f"boards:{name}", args=["northshire", *args])


def test_the_chairs_words_heard_by_telephone(sign_in, ada, draft, chairs_post):
    page = sign_in(ada).post(url("section_edit", draft.pk, "chair"), {"words": "Well done.", "version": 1, **HEARD})
    assert page.status_code == 302
    row = words_of(draft)["chair"]
    assert (row.words, row.recorded_by, row.for_post) == ("Well done.", ada.membership, chairs_post)
    assert (row.heard_by, row.heard_on) == ("call", date(2026, 10, 13))
    assert "Ada for Chair of the board, Northshire Council" in text(sign_in(ada).get(draft.get_absolute_url()))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"heard_by": ""}, "Choose how you heard it."),
        ({"heard_by": "dream"}, "Choose from the list"),
        ({"heard_on_day": "15"}, "This day is still to come"),
        ({"heard_on_day": "31", "heard_on_month": "2"}, "real date"),
    ],
)
@pytest.mark.parametrize("page_name", ["section_edit", "report_approve"])
def test_without_its_source_nothing_is_recorded(sign_in, ada, draft, chairs_post, page_name, changes, message):
    args = (draft.pk, "chair") if page_name == "section_edit" else (draft.pk,)
    version = 1 if page_name == "section_edit" else draft.version
    page = sign_in(ada).post(url(page_name, *args), {"words": "Well done.", "version": version, **HEARD, **changes})
    assert page.status_code == 200
    assert message in text(page)
    assert words_of(draft)["chair"].version == 1
    assert Report.objects.get().state == Report.State.DRAFT


def test_the_approval_heard_in_a_meeting(sign_in, ada, draft, chairs_post):
    assert "Record the chair&#x27;s approval" in text(sign_in(ada).get(url("report_approve", draft.pk)))
    data = {"version": draft.version, **HEARD, "heard_by": "meeting"}
    assert sign_in(ada).post(url("report_approve", draft.pk), data).status_code == 302
    report = Report.objects.get()
    assert (report.state, report.approved_by, report.approved_for) == ("approved", ada.membership, chairs_post)
    assert report.content["approved_by"] == (
        "Chair of the board, Northshire Council, who said so in a meeting on 13 October 2026; "
        "recorded by Ada (Northshire Council)"
    )
    event = AuditEvent.objects.filter(event="report approved").get()
    assert (event.user, event.facts["for_post"]) == (ada, "Chair of the board, Northshire Council")


def test_a_board_without_a_chair_has_nobody_to_record_for(sign_in, ada, draft):
    data = {"version": draft.version, **HEARD}
    page = sign_in(ada).post(url("report_approve", draft.pk), data, follow=True)
    assert "fill the chair" in text(page)
    assert Report.objects.get().state == Report.State.DRAFT


def test_the_chair_is_asked_for_no_source(sign_in, cal, draft, chairs_post):
    page = sign_in(cal).get(url("report_approve", draft.pk))
    assert "How you heard it" not in text(page)
    assert sign_in(cal).post(url("report_approve", draft.pk), {"version": draft.version}).status_code == 302
    assert Report.objects.get().approved_for is None


def test_an_officer_records_nothing_for_the_chair(sign_in, ned, draft, chairs_post):
    for args in (("section_edit", draft.pk, "chair"), ("report_approve", draft.pk)):
        assert sign_in(ned).post(url(*args), {"version": draft.version, **HEARD}).status_code == 403


def test_the_service_refuses_half_a_source(draft, ada, on, chairs_post):
    with pytest.raises(Refused):
        reports.approve_report(report=draft, by=ada.membership, on=on, heard_by="call")


def test_the_chair_of_another_board_approves_nothing_here(sign_in, cal, draft, meeting, northshire, council):
    make_seat(meeting.board, council, make_post(northshire, council, "Another chair"), is_chair=True)
    assert "Approve the report" not in text(sign_in(cal).get(draft.get_absolute_url()))
    for args in (("section_edit", draft.pk, "chair"), ("report_approve", draft.pk)):
        assert sign_in(cal).post(url(*args), {"words": "Mine", "version": draft.version}).status_code == 403
    draft.refresh_from_db()
    assert draft.state == Report.State.DRAFT


def test_words_are_edited_beside_the_preview(sign_in, ned, draft):
    page = text(sign_in(ned).get(url("section_edit", draft.pk, "summary")))
    assert "Preview of the report" in page
    assert "Annex A: all actions" in page
