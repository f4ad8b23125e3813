"""Drafting, wording, approving and printing a report."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from areas.models import AuditEvent
from boards.models import Report, SectionText
from boards.services import reports
from boards.services.boards import cancel_meeting
from boards.services.reports import LEASE
from boards.summaries.reports import blocks, pdf_state, sha256_of, words_of
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_update
from tests.factories.areas import make_post
from tests.factories.boards import make_board, make_meeting
from tests.factories.reports import AT, CUTOFF, make_approved, make_draft, make_thread


def words(report, key):
    return words_of(report)[key].words


def test_a_draft_freezes_figures_and_words_facts(meeting, ned):
    report = make_draft(meeting, ned.membership)
    assert (report.state, report.cutoff_on, report.drafted_by) == ("draft", CUTOFF, ned.membership)
    assert words(report, "summary") == (
        "On 12 October 2026 the plan had 4 actions: 1 red, 1 amber, 1 complete and 1 not started.\n\n"
        "Since 14 September 2026, the position the last meeting was given, 1 action moved to a better rating and 1 to a"
        " worse one.\n\n"
        "1 action is past its due date: A3."
    )
    assert words(report, "asks") == (
        "- Workstream 1: A second nurse?\n- A1: Agree the money.\n- Required seats to fill: Northshire Council"
    )
    assert words(report, "chair") == ""
    assert AuditEvent.objects.filter(event="report drafted", recorded_by=ned.membership).count() == 1


def test_drafting_again_gives_the_open_draft(meeting, ned, ada):
    first = make_draft(meeting, ned.membership)
    assert make_draft(meeting, ada.membership) == first
    assert Report.objects.count() == 1


def test_the_cut_off_is_never_after_the_meeting_or_in_time_to_come(meeting, ned):
    with pytest.raises(Refused, match="still to come"):
        reports.draft_report(meeting=meeting, cutoff_on=date(2026, 10, 13), by=ned.membership, on=CUTOFF)
    report = reports.draft_report(meeting=meeting, by=ned.membership, on=date(2026, 10, 20))
    assert report.cutoff_on == meeting.on


def test_the_draft_of_a_meeting_that_was_cancelled_is_not_approved(draft, ada, cal):
    cancel_meeting(meeting=draft.meeting, by=ada.membership, on=CUTOFF)
    with pytest.raises(Refused, match="cancelled"):
        reports.approve_report(report=draft, by=cal.membership, on=CUTOFF)
    draft.refresh_from_db()
    assert (draft.state, draft.content) == ("draft", None)


def test_no_report_to_a_cancelled_meeting_or_without_a_plan(meeting, ned, northshire):
    meeting.cancelled_on = CUTOFF
    meeting.save()
    with pytest.raises(Refused, match="cancelled"):
        make_draft(meeting, ned.membership)
    bare = make_meeting(make_board(northshire), date(2026, 10, 14))
    with pytest.raises(Refused, match="not linked to a plan"):
        make_draft(bare, ned.membership)


def test_the_figures_stay_while_the_plan_moves_on(draft, ada):
    before = draft.figures
    make_update(draft.meeting.board.plan.actions.first(), ada.membership, CUTOFF, "in progress", "green")
    draft.refresh_from_db()
    assert draft.figures == before


def test_taking_figures_again_keeps_words_and_says_what_changed(draft, ada, ned):
    reports.write_section(report=draft, key="summary", words="My words", version=1, by=ned.membership, on=CUTOFF)
    make_update(draft.meeting.board.plan.actions.first(), ada.membership, CUTOFF, "in progress", "green")
    changed = reports.take_figures_again(report=draft, version=1, by=ned.membership, on=CUTOFF)
    assert changed == ["Red: 1, now 0", "Green: 0, now 1", "Moved since the last meeting: 2, now 1"]
    draft.refresh_from_db()
    assert {row["code"]: row["now"] for row in draft.figures["counts"]["rows"]}["green"] == 1
    assert words(draft, "summary") == "My words"


def test_taking_figures_again_moves_the_cut_off_on(draft, ned):
    changed = reports.take_figures_again(report=draft, by=ned.membership, on=date(2026, 10, 13))
    assert changed == ["Cut-off: 12 October 2026, now 13 October 2026"]


def test_taking_figures_again_from_a_stale_page_is_refused(draft, ned):
    reports.take_figures_again(report=draft, version=0, by=ned.membership, on=CUTOFF)
    with pytest.raises(StaleError):
        reports.take_figures_again(report=draft, version=0, by=ned.membership, on=CUTOFF)


def test_words_are_versions_and_the_second_writer_is_told(draft, ned, ada):
    reports.write_section(report=draft, key="summary", words="Ned's", version=1, by=ned.membership, on=CUTOFF)
    with pytest.raises(StaleError):
        reports.write_section(report=draft, key="summary", words="Ada's", version=1, by=ada.membership, on=CUTOFF)
    assert words(draft, "summary") == "Ned's"
    assert SectionText.objects.filter(report=draft, key="summary").count() == 2


def test_two_sections_do_not_stand_in_each_others_way(draft, ned, cal):
    reports.write_section(report=draft, key="summary", words="Ned's", version=1, by=ned.membership, on=CUTOFF)
    reports.write_section(report=draft, key="chair", words="Cal's", version=1, by=cal.membership, on=CUTOFF)
    assert (words(draft, "summary"), words(draft, "chair")) == ("Ned's", "Cal's")


def test_the_same_words_again_write_nothing(draft, ned):
    for _ in range(2):
        reports.write_section(report=draft, key="summary", words="Ned's", by=ned.membership, on=CUTOFF)
    assert draft.section_texts.filter(key="summary").count() == 2


def test_approval_freezes_everything_under_a_hash(draft, cal):
    reports.write_section(report=draft, key="chair", words="Well done.", version=1, by=cal.membership, on=CUTOFF)
    report = reports.approve_report(report=draft, version=1, by=cal.membership, on=CUTOFF)
    report.refresh_from_db()
    assert report.state == "approved"
    assert report.content["figures"] == report.figures
    assert report.content["approved_by"] == "Cal, board chair"
    assert report.content["sections"][2]["words"] == "Well done."
    assert report.content_sha256 == sha256_of(report.content)
    assert report.public_content_sha256 == sha256_of(report.public_content)
    for change in (
        lambda: reports.write_section(report=report, key="chair", words="x", by=cal.membership, on=CUTOFF),
        lambda: reports.take_figures_again(report=report, by=cal.membership, on=CUTOFF),
        lambda: reports.approve_report(report=report, by=cal.membership, on=CUTOFF),
    ):
        with pytest.raises(Refused, match="approved on 12 October 2026"):
            change()


def test_the_chair_does_not_approve_words_that_were_not_on_the_page(draft, ned, cal):
    reports.write_section(report=draft, key="summary", words="Changed.", version=1, by=ned.membership, on=CUTOFF)
    with pytest.raises(StaleError):
        reports.approve_report(report=draft, version=0, by=cal.membership, on=CUTOFF)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_database_too_holds_a_report_to_its_state(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(state="approved")


def test_a_correction_begins_with_the_words_and_supersedes_when_approved(approved, ned, cal):
    correction = reports.draft_report(meeting=approved.meeting, by=ned.membership, on=date(2026, 10, 13))
    assert correction.supersedes == approved
    assert words(correction, "summary") == words(approved, "summary")
    approved.refresh_from_db()
    assert approved.state == "approved"
    reports.approve_report(report=correction, by=cal.membership, on=date(2026, 10, 13))
    approved.refresh_from_db()
    correction.refresh_from_db()
    assert (approved.state, correction.state) == ("superseded", "approved")
    assert correction.content["corrects"] == "12 October 2026"


def test_the_demonstration_is_written_into_the_content(meeting, cal, settings):
    settings.DEMO_DAY = CUTOFF
    report = make_approved(meeting, cal.membership)
    assert report.content["demonstration"].startswith("Demonstration.")
    assert report.public_content["demonstration"] == report.content["demonstration"]


def test_a_waiting_report_is_printed_once(approved):
    assert pdf_state(approved, AT).code == "waiting"
    assert reports.render_waiting(AT) == 1
    approved.refresh_from_db()
    assert bytes(approved.pdf[:5]) == b"%PDF-"
    assert bytes(approved.public_pdf[:5]) == b"%PDF-"
    assert approved.renderer.startswith("WeasyPrint")
    assert pdf_state(approved, AT).is_ready
    assert reports.render_waiting(AT) == 0


def test_a_draft_is_not_printed(draft):
    assert reports.render_waiting(AT) == 0
    assert pdf_state(draft, AT).code == "none"


def test_a_dead_workers_report_waits_for_its_lease(approved):
    Report.objects.update(render_attempts=1, render_lease_until=AT + LEASE)
    assert reports.render_waiting(AT) == 0
    assert reports.render_waiting(AT + LEASE + timedelta(seconds=1)) == 1


def test_a_worker_that_dies_three_times_is_told_in_words(approved):
    Report.objects.update(render_attempts=3, render_lease_until=AT)
    approved.refresh_from_db()
    assert reports.render_waiting(AT + LEASE) == 0
    state = pdf_state(approved, AT + LEASE)
    assert state.code == "failed"
    assert "stopped each time" in state.error


def test_a_failure_is_counted_tried_again_and_shown(approved, settings, caplog):
    content = dict(approved.content, figures={})
    Report.objects.update(content=content)
    for attempt in range(1, 4):
        assert reports.render_waiting(AT + attempt * LEASE) == 0
        approved.refresh_from_db()
        assert approved.render_attempts == attempt
        assert approved.render_error.startswith("KeyError")
    assert pdf_state(approved, AT + 5 * LEASE).code == "failed"
    assert reports.render_waiting(AT + 9 * LEASE) == 0
    assert "could not be made" in caplog.text


def test_asking_again_after_the_last_failure_starts_anew(approved, ned):
    Report.objects.update(render_attempts=3, render_error="OSError: no fonts", render_lease_until=AT)
    reports.ask_for_pdf_again(report=approved, by=ned.membership, on=CUTOFF)
    assert reports.render_waiting(AT) == 1
    approved.refresh_from_db()
    before = approved.pdf_sha256
    reports.ask_for_pdf_again(report=approved, by=ned.membership, on=CUTOFF)
    approved.refresh_from_db()
    assert approved.pdf_sha256 == before


def test_one_failure_does_not_stop_the_others(approved, southshire, eve, south_council):
    Report.objects.update(content=dict(approved.content, figures={}))
    other = make_thread(southshire, eve.membership, make_post(southshire, south_council), actions=0)
    make_approved(other, eve.membership)
    assert reports.render_waiting(AT) == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer and no second connection")
@pytest.mark.django_db(transaction=True)
def test_many_workers_print_it_once(northshire, ada, cal, neds_post):
    make_approved(make_thread(northshire, ada.membership, neds_post, actions=0), cal.membership)
    gate, made = threading.Barrier(4), []

    def work():
        gate.wait()
        try:
            made.append(reports.render_waiting(AT))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(made) == [0, 0, 0, 1]
    assert Report.objects.get().render_attempts == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer and no second connection")
@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_once_one_is_told(northshire, ada, cal, neds_post):
    report = make_draft(make_thread(northshire, ada.membership, neds_post, actions=0), ada.membership)
    gate, outcomes = threading.Barrier(2), []

    def write(text):
        gate.wait()
        try:
            reports.write_section(report=report, key="summary", words=text, version=1, by=ada.membership, on=CUTOFF)
            outcomes.append("written")
        except StaleError:
            outcomes.append("told")
        finally:
            connection.close()

    workers = [threading.Thread(target=write, args=(text,)) for text in ("One", "Two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(outcomes) == ["told", "written"]
    assert report.section_texts.filter(key="summary").count() == 2


def test_words_become_paragraphs_and_points():
    assert blocks("One\ntwo\n\nthree\n- a\n- b\n") == [
        {"kind": "paragraph", "lines": ["One", "two"]},
        {"kind": "paragraph", "lines": ["three"]},
        {"kind": "list", "lines": ["a", "b"]},
    ]
