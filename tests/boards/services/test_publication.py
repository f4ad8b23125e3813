"""Clearing, publishing and withdrawing a report."""

from datetime import date, timedelta

import pytest

from areas.models import AuditEvent
from boards.models import Clearance, Publication, Report
from boards.services import publication, reports
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_organisation, make_post
from tests.factories.reports import AT, CUTOFF, make_published


def clear(report, side, post, by, on=CUTOFF, cleared_on=CUTOFF):
    return publication.record_clearance(
        report=report, side=side, post=post, cleared_on=cleared_on, by=by.membership, on=on
    )


def test_each_side_speaks_for_itself(approved, ada, neds_post, beas_post, northshire, trust, gil):
    independent = make_post(northshire, make_organisation(northshire, "An independent chair", "reviewer"), "Chair")
    trusts = make_post(northshire, trust)
    for side, post in (
        ("council", beas_post), ("health", neds_post), ("council", independent), ("health", independent),
        ("health", trusts),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            clear(approved, side, post, ada)
        assert refused.value.field == "post"
    assert not Clearance.objects.exists()
    assert clear(approved, "council", neds_post, ada).post == neds_post
    assert clear(approved, "health", beas_post, ada).on == CUTOFF


def test_a_post_of_another_area_does_not_clear(approved, ada, southshire, south_council):
    with pytest.raises(Refused):
        clear(approved, "council", make_post(southshire, south_council), ada)


def test_clearance_comes_after_approval_and_not_from_the_future(approved, ada, neds_post):
    for day in (CUTOFF - timedelta(days=1), CUTOFF + timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            clear(approved, "council", neds_post, ada, cleared_on=day)
        assert refused.value.field == "cleared_on"


def test_a_side_clears_once(approved, ada, neds_post, northshire, council):
    first = clear(approved, "council", neds_post, ada)
    assert clear(approved, "council", neds_post, ada) == first
    with pytest.raises(Refused, match="already"):
        clear(approved, "council", make_post(northshire, council), ada)


def test_a_draft_is_not_cleared(draft, ada, neds_post):
    with pytest.raises(Refused, match="approved"):
        clear(draft, "council", neds_post, ada)


def test_publishing_demands_both_clearances_and_the_pdf(approved, ada, neds_post, beas_post):
    with pytest.raises(Refused) as refused:
        publication.publish_report(report=approved, by=ada.membership, on=CUTOFF)
    assert str(refused.value) == (
        "The council has not cleared it. Health has not cleared it. Its PDF is not ready yet."
    )
    clear(approved, "council", neds_post, ada)
    clear(approved, "health", beas_post, ada)
    with pytest.raises(Refused, match="PDF"):
        publication.publish_report(report=approved, by=ada.membership, on=CUTOFF)
    reports.render_waiting(AT)
    assert publication.publish_report(report=approved, by=ada.membership, on=CUTOFF).pk
    assert Publication.objects.count() == 1


def test_a_release_is_complete_in_itself(published):
    report = published.report
    report.refresh_from_db()
    assert (published.area_slug, published.slug) == ("northshire", "improvement-board-2026-10")
    assert published.content == report.public_content
    assert bytes(published.pdf) == bytes(report.public_pdf)
    assert published.content_sha256 == report.public_content_sha256


def test_publishing_twice_releases_once(published, ada):
    again = publication.publish_report(report=published.report, by=ada.membership, on=CUTOFF)
    assert again == published
    assert Publication.objects.count() == 1


def test_withdrawn_it_may_be_published_again_at_a_new_address(published, ada):
    publication.withdraw_publication(publication=published, reason="A wrong figure.", by=ada.membership, on=CUTOFF)
    published.refresh_from_db()
    assert (published.withdrawn_on, published.withdrawal_reason) == (CUTOFF, "A wrong figure.")
    again = publication.publish_report(report=published.report, by=ada.membership, on=CUTOFF)
    assert again.slug == "improvement-board-2026-10-2"


def test_a_page_from_before_the_withdrawal_does_not_publish_it_again(published, ada):
    seen = Report.objects.get(pk=published.report_id).version
    publication.withdraw_publication(publication=published, reason="A wrong figure.", by=ada.membership, on=CUTOFF)
    with pytest.raises(StaleError):
        publication.publish_report(report=published.report, version=seen, by=ada.membership, on=CUTOFF)
    assert not Publication.objects.filter(withdrawn_on__isnull=True).exists()
    now = Report.objects.get(pk=published.report_id).version
    assert publication.publish_report(report=published.report, version=now, by=ada.membership, on=CUTOFF) != published


def test_withdrawing_twice_keeps_the_first_reason(published, ada):
    act = {"publication": published, "by": ada.membership, "on": CUTOFF}
    for _ in range(2):
        publication.withdraw_publication(reason="First", **act)
    with pytest.raises(Refused, match="for this reason: First"):
        publication.withdraw_publication(reason="Second", **act)
    published.refresh_from_db()
    assert published.withdrawal_reason == "First"
    assert AuditEvent.objects.filter(event="publication withdrawn").count() == 1


def test_a_published_correction_is_named_by_what_it_corrects(published, ada, cal, neds_post, beas_post):
    later = date(2026, 10, 14)
    correction = make_published(published.report.meeting, cal.membership, neds_post, beas_post, on=later)
    published.refresh_from_db()
    assert correction != published
    assert published.replacement == correction
    published.report.refresh_from_db()
    publication.withdraw_publication(publication=published, reason="x", by=ada.membership, on=later)
    with pytest.raises(Refused, match="superseded"):
        publication.publish_report(report=published.report, by=ada.membership, on=later)


def correct(former, ada, council_post, health_post, is_published=True):
    """The next report to the same meeting: approved, and published if asked for."""
    draft = reports.draft_report(meeting=former.meeting, by=ada.membership, on=CUTOFF)
    report = reports.approve_report(report=draft, by=ada.membership, on=CUTOFF)
    reports.render_waiting(AT)
    if not is_published:
        return report
    clear(report, "council", council_post, ada)
    clear(report, "health", health_post, ada)
    return publication.publish_report(report=report, by=ada.membership, on=CUTOFF)


def test_a_release_leads_past_a_correction_that_was_never_published(published, ada, neds_post, beas_post):
    unpublished = correct(published.report, ada, neds_post, beas_post, is_published=False)
    last = correct(unpublished, ada, neds_post, beas_post)
    published.refresh_from_db()
    assert published.replacement == last


def test_a_release_leads_past_a_correction_that_was_withdrawn(published, ada, neds_post, beas_post):
    second = correct(published.report, ada, neds_post, beas_post)
    third = correct(second.report, ada, neds_post, beas_post)
    publication.withdraw_publication(publication=second, reason="A wrong name", by=ada.membership, on=CUTOFF)
    publication.withdraw_publication(publication=third, reason="A wrong name", by=ada.membership, on=CUTOFF)
    again = publication.publish_report(report=third.report, by=ada.membership, on=CUTOFF)
    for row in (published, second, third):
        row.refresh_from_db()
    assert published.replacement == again
    assert (second.replacement, third.replacement) == (third, None)
