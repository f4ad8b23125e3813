"""The report studio: each page works, a stranger gets 404, a member without the right 403, bad input writes nothing."""

from datetime import date

import pytest
from django.urls import reverse

from areas.models import AuditEvent
from boards.models import Report, SectionText
from boards.services import reports
from boards.summaries.reports import words_of
from tests.factories.actions import make_update
from tests.factories.reports import AT, CUTOFF, make_approved

HOSTILE = ["a\0b", "x" * 8001]


def url(name, *args):
    return reverse(f"boards:{name}", args=["northshire", *args])


def text(page):
    return " ".join(page.content.decode().split())


# --- report_create


def test_draft_the_report(sign_in, ned, meeting):
    page = sign_in(ned).post(url("report_create", meeting.pk), follow=True)
    report = Report.objects.get()
    assert page.redirect_chain[-1][0] == report.get_absolute_url()
    assert report.drafted_by == ned.membership
    assert "with the figures of 14 October 2026" in text(page)


def test_drafting_twice_makes_one(sign_in, ned, meeting):
    for _ in range(2):
        sign_in(ned).post(url("report_create", meeting.pk))
    assert Report.objects.count() == 1


def test_only_a_post_drafts(sign_in, ned, meeting):
    assert sign_in(ned).get(url("report_create", meeting.pk)).status_code == 405


def test_a_cancelled_meeting_says_why_not(sign_in, ned, meeting):
    meeting.cancelled_on = CUTOFF
    meeting.save()
    page = sign_in(ned).post(url("report_create", meeting.pk), follow=True)
    assert "cancelled" in text(page)
    assert not Report.objects.exists()


# --- who may


@pytest.mark.parametrize("name", ["report_detail", "report_approve", "report_status", "report_pdf"])
def test_get_pages_of_a_draft(name, sign_in, draft, eve, dee):
    assert sign_in(eve).get(url(name, draft.pk)).status_code == 404
    assert sign_in(dee).get(url(name, draft.pk)).status_code == 403


@pytest.mark.parametrize("name", ["report_refresh", "report_approve", "report_pdf"])
def test_post_pages(name, sign_in, draft, eve, dee):
    before = AuditEvent.objects.count()
    assert sign_in(eve).post(url(name, draft.pk), {"version": 0}).status_code == 404
    assert sign_in(dee).post(url(name, draft.pk), {"version": 0}).status_code == 403
    assert AuditEvent.objects.count() == before


def test_drafting_is_refused(sign_in, meeting, eve, dee):
    assert sign_in(eve).post(url("report_create", meeting.pk)).status_code == 404
    assert sign_in(dee).post(url("report_create", meeting.pk)).status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("who", ["dee", "hal", "gil", "fay"])
def test_an_approved_report_is_read_by_every_member(who, request, sign_in, approved):
    page = sign_in(request.getfixturevalue(who)).get(approved.get_absolute_url())
    assert page.status_code == 200
    assert "Nobody could be found." in text(page)
    assert "Take the figures again" not in text(page)


def test_another_areas_report_is_not_found(sign_in, draft, eve):
    assert sign_in(eve).get(reverse("boards:report_detail", args=["southshire", draft.pk])).status_code == 404
    assert sign_in(eve).get(reverse("boards:report_detail", args=["southshire", 987654])).status_code == 404


# --- report_detail


def test_the_studio_shows_state_words_and_preview(sign_in, ned, draft):
    page = text(sign_in(ned).get(draft.get_absolute_url()))
    assert "The words" in page
    assert "Preview." in page
    assert "Annex A: all actions" in page
    assert "Take the figures again" in page
    assert url("section_edit", draft.pk, "summary") in page
    assert url("section_edit", draft.pk, "chair") not in page
    assert "Approve the report</a>" not in page


def test_the_chair_may_write_and_approve(sign_in, cal, draft):
    page = text(sign_in(cal).get(draft.get_absolute_url()))
    assert url("section_edit", draft.pk, "chair") in page
    assert url("report_approve", draft.pk) in page


@pytest.mark.parametrize("state", ["draft", "published"])
def test_the_studio_asks_few_questions(state, request, sign_in, ned, django_assert_max_num_queries):
    found = request.getfixturevalue(state)
    report = getattr(found, "report", found)
    client = sign_in(ned)
    with django_assert_max_num_queries(15):
        assert client.get(report.get_absolute_url()).status_code == 200


def test_the_number_of_actions_asks_no_more(sign_in, ned, draft, django_assert_num_queries):
    client = sign_in(ned)
    with django_assert_num_queries(11):
        client.get(draft.get_absolute_url())
    action = draft.meeting.board.plan.actions.first()
    for number in range(3):
        action.workstream.actions.create(
            plan=action.plan, reference=f"Z{number}", position=90 + number, title="More", added_on=CUTOFF
        )
    reports.take_figures_again(report=draft, by=ned.membership, on=CUTOFF)
    with django_assert_num_queries(11):
        client.get(draft.get_absolute_url())


# --- section_edit


def test_write_a_section(sign_in, ned, draft):
    page = sign_in(ned).post(
        url("section_edit", draft.pk, "summary"), {"words": "Ours.\n- one", "version": 1}, follow=True
    )
    assert "“In short” is saved." in text(page)
    assert words_of(draft)["summary"].words == "Ours.\n- one"


def test_the_words_stand_in_the_form(sign_in, ned, draft):
    page = sign_in(ned).get(url("section_edit", draft.pk, "summary"))
    assert "4 actions: 1 red" in text(page)
    assert page.context["form"]["version"].value() == 1


def test_a_lost_edit_is_refused_with_both_texts(sign_in, ned, ada, draft):
    reports.write_section(report=draft, key="summary", words="Ada was here", version=1, by=ada.membership, on=CUTOFF)
    page = sign_in(ned).post(url("section_edit", draft.pk, "summary"), {"words": "Ned was here", "version": 1})
    assert page.status_code == 409
    assert "Ada was here" in text(page)
    assert "Ned was here" in text(page)
    assert words_of(draft)["summary"].words == "Ada was here"
    again = sign_in(ned).post(
        url("section_edit", draft.pk, "summary"), {"words": "Both", "version": page.context["form"]["version"].value()}
    )
    assert again.status_code == 302
    assert words_of(draft)["summary"].words == "Both"


def test_only_the_chair_writes_the_chairs_words(sign_in, ned, cal, draft):
    page = sign_in(ned).post(url("section_edit", draft.pk, "chair"), {"words": "Me", "version": 1})
    assert page.status_code == 403
    assert sign_in(cal).post(url("section_edit", draft.pk, "chair"), {"words": "I", "version": 1}).status_code == 302
    assert words_of(draft)["chair"].words == "I"


def test_section_pages_are_refused(sign_in, eve, dee, ned, draft):
    address = url("section_edit", draft.pk, "summary")
    assert sign_in(eve).post(address, {"words": "x", "version": 1}).status_code == 404
    assert sign_in(dee).post(address, {"words": "x", "version": 1}).status_code == 403
    assert sign_in(ned).get(url("section_edit", draft.pk, "nonsense")).status_code == 404
    assert SectionText.objects.count() == 3


@pytest.mark.parametrize("words", HOSTILE)
def test_bad_words_are_said_kept_and_not_written(words, sign_in, ned, draft):
    page = sign_in(ned).post(url("section_edit", draft.pk, "summary"), {"words": words, "version": 1})
    assert page.status_code == 200
    assert page.context["form"].errors["words"]
    assert SectionText.objects.count() == 3


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "1\0"])
def test_a_bad_version_is_said_and_writes_nothing(version, sign_in, ned, draft):
    page = sign_in(ned).post(url("section_edit", draft.pk, "summary"), {"words": "Mine", "version": version})
    assert page.status_code == 200
    assert "Mine" in text(page)
    assert SectionText.objects.count() == 3


def test_words_are_words_and_not_html(sign_in, ned, draft):
    hostile = "<script>alert(1)</script> 😀"
    sign_in(ned).post(url("section_edit", draft.pk, "summary"), {"words": hostile, "version": 1})
    page = sign_in(ned).get(draft.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀" in page


def test_an_approved_reports_words_stand(sign_in, ned, approved):
    address = url("section_edit", approved.pk, "summary")
    assert sign_in(ned).get(address).status_code == 302
    page = sign_in(ned).post(address, {"words": "Late words", "version": 1})
    assert page.status_code == 409
    assert "Late words" in text(page)
    assert "approved on 12 October 2026" in text(page)


# --- report_refresh


def test_take_the_figures_again(sign_in, ned, ada, draft):
    make_update(draft.meeting.board.plan.actions.first(), ada.membership, date(2026, 10, 14), "in progress", "green")
    page = sign_in(ned).post(url("report_refresh", draft.pk), {"version": 0}, follow=True)
    assert "Cut-off: 12 October 2026, now 14 October 2026; Red: 1, now 0" in text(page)
    draft.refresh_from_db()
    assert draft.cutoff_on == date(2026, 10, 14)


@pytest.mark.parametrize("version", ["7", "", "x", "1\0"])
def test_taking_them_from_a_stale_page_changes_nothing(version, sign_in, ned, draft):
    page = sign_in(ned).post(url("report_refresh", draft.pk), {"version": version})
    assert page.status_code == 409
    assert "Nothing was changed" in text(page)
    draft.refresh_from_db()
    assert draft.cutoff_on == CUTOFF


def test_approved_figures_are_not_taken_again(sign_in, ned, approved):
    page = sign_in(ned).post(url("report_refresh", approved.pk), {"version": approved.version})
    assert page.status_code == 409
    assert sign_in(ned).get(url("report_refresh", approved.pk)).status_code == 405


# --- report_approve


def test_the_chair_approves(sign_in, cal, draft):
    assert "Approve the report" in text(sign_in(cal).get(url("report_approve", draft.pk)))
    page = sign_in(cal).post(url("report_approve", draft.pk), {"version": 0}, follow=True)
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert draft.approved_by == cal.membership
    assert "data-poll" in text(page)
    assert "Check again" in text(page)


def test_the_lead_does_not_approve_by_themselves(sign_in, ada, draft):
    page = sign_in(ada).post(url("report_approve", draft.pk), {"version": 0})
    assert "How you heard it from the chair" in text(page)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_approving_what_changed_since_is_refused(sign_in, cal, ned, draft):
    reports.write_section(report=draft, key="summary", words="Later words", version=1, by=ned.membership, on=CUTOFF)
    page = sign_in(cal).post(url("report_approve", draft.pk), {"version": 0})
    assert page.status_code == 409
    assert "Later words" in text(page)
    draft.refresh_from_db()
    assert draft.state == "draft"
    page = sign_in(cal).post(url("report_approve", draft.pk), {"version": page.context["form"]["version"].value()})
    assert page.status_code == 302


def test_approving_twice_approves_once(sign_in, cal, draft):
    for _ in range(2):
        assert sign_in(cal).post(url("report_approve", draft.pk), {"version": 0}).status_code == 302
    assert AuditEvent.objects.filter(event="report approved").count() == 1


# --- report_status, report_pdf


def test_the_progress_of_the_pdf_can_be_asked(sign_in, dee, approved):
    client = sign_in(dee)
    assert client.get(url("report_status", approved.pk)).json()["done"] is False
    reports.render_waiting(AT)
    assert client.get(url("report_status", approved.pk)).json() == {
        "done": True, "state": "ready", "words": "The PDF is ready.",
    }  # fmt: skip


def test_the_pdf_is_a_file(sign_in, dee, approved):
    client = sign_in(dee)
    assert client.get(url("report_pdf", approved.pk)).status_code == 302
    reports.render_waiting(AT)
    approved.refresh_from_db()
    page = client.get(url("report_pdf", approved.pk))
    assert page["Content-Type"] == "application/pdf"
    assert 'filename="northshire-report-2026-10-14.pdf"' in page["Content-Disposition"]
    assert page.content == bytes(approved.pdf)
    assert client.get(url("report_pdf", approved.pk), {"copy": "public"}).content == bytes(approved.public_pdf)


def test_after_the_last_failure_a_person_asks_again(sign_in, ned, approved):
    Report.objects.update(render_attempts=3, render_error="OSError: no fonts", render_lease_until=AT)
    page = text(sign_in(ned).get(approved.get_absolute_url()))
    assert "could not be made in 3 attempts" in page
    assert "What went wrong: OSError: no fonts" in page
    page = sign_in(ned).post(url("report_pdf", approved.pk), follow=True)
    assert "It is ready within seconds" in text(page)
    assert reports.render_waiting(AT) == 1


def test_a_correction_and_what_it_corrects_name_each_other(sign_in, ned, cal, approved):
    sign_in(ned).post(url("report_create", approved.meeting_id))
    correction = Report.objects.get(supersedes=approved)
    assert correction.get_absolute_url() in text(sign_in(ned).get(approved.get_absolute_url()))
    assert approved.get_absolute_url() in text(sign_in(ned).get(correction.get_absolute_url()))
    make_approved(approved.meeting, cal.membership, on=date(2026, 10, 14))
    assert "Superseded" in text(sign_in(ned).get(approved.get_absolute_url()))


def test_who_may_not_read_a_correction_yet_is_not_led_to_it(sign_in, ned, dee, approved):
    sign_in(ned).post(url("report_create", approved.meeting_id))
    correction = Report.objects.get(supersedes=approved)
    page = text(sign_in(dee).get(approved.get_absolute_url()))
    assert correction.get_absolute_url() not in page
    assert "A correction" not in page
