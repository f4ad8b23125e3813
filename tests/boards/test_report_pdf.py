"""The papers: tagged, the same bytes again, every row there, the demonstration named on every page."""

import hashlib
import subprocess

import page as pages
import pikepdf
import pytest
from django.core.management import call_command

from actions.summaries import snapshot
from boards.models import Report
from boards.services import reports
from boards.services.reports import board_html, public_html
from boards.summaries.reports import sha256_of
from send_tracker.lib.pdf import render_pdf, renderer
from tests.factories.reports import AT, CUTOFF, make_approved, make_thread

MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def printed(northshire, ada, cal, neds_post):
    """A report on sixty actions, printed."""
    make_approved(make_thread(northshire, ada.membership, neds_post, actions=60), cal.membership)
    assert reports.render_waiting(AT) == 1
    return Report.objects.get()


def lines(data, tmp_path, *options):
    file = tmp_path / "report.pdf"
    file.write_bytes(bytes(data))
    found = subprocess.run(["pdftotext", *options, file, "-"], check=True, capture_output=True, text=True)
    return found.stdout


def failures(data):
    found = pages.validate_pdf_bytes(bytes(data), profile="ua1")
    return [] if found.is_compliant else list(found.failures)


def test_both_papers_are_pdf_ua(printed):
    assert failures(printed.pdf) == []
    assert failures(printed.public_pdf) == []


def test_a_report_with_nothing_in_it_is_pdf_ua_too(northshire, ada, cal, neds_post):
    make_approved(make_thread(northshire, ada.membership, neds_post, actions=0), cal.membership)
    reports.render_waiting(AT)
    report = Report.objects.get()
    assert failures(report.pdf) == []
    assert failures(report.public_pdf) == []


def test_it_says_its_language_title_and_hash(printed, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(bytes(printed.pdf))
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == printed.title
        count = len(pdf.pages)
    by_page = lines(printed.pdf, tmp_path, "-layout").split("\f")[:count]
    assert all(printed.content_sha256 in page.replace("\n", "") for page in by_page)
    assert "Demonstration" not in "".join(by_page)


def test_the_same_content_gives_the_same_html_and_the_same_bytes(printed):
    again = Report.objects.get(pk=printed.pk)
    assert sha256_of(again.content) == again.content_sha256
    html = board_html(again.content)
    assert board_html(again.content) == html
    assert render_pdf(html) == bytes(again.pdf)
    assert render_pdf(public_html(again.public_content)) == bytes(again.public_pdf)
    assert hashlib.sha256(bytes(again.pdf)).hexdigest() == again.pdf_sha256
    assert again.renderer == renderer()


def test_every_action_of_the_query_is_a_row_of_both_papers(printed, tmp_path):
    states = snapshot(printed.meeting.board.plan, CUTOFF)
    assert len(states) == 60
    annex = lines(printed.pdf, tmp_path, "-layout").partition("Annex A: all actions")[2]
    assert "60 actions as of 12 October 2026" in annex
    rows = [line.split()[0] for line in annex.splitlines() if line.split()[1:2] == ["Do"]]
    assert rows == [state.reference for state in states]
    public = lines(printed.public_pdf, tmp_path)
    assert [state.reference for state in states if f"{state.reference} {state.title}" not in public] == []


def test_the_counts_in_the_paper_are_the_engines(printed, tmp_path):
    text = lines(printed.pdf, tmp_path, "-layout")
    table = text.partition("Actions by rating")[2].partition("All actions")[0]
    counts = {row["word"]: str(row["now"]) for row in printed.figures["counts"]["rows"]}
    for word, count in counts.items():
        assert [count] == [line.split(word)[1].split()[0] for line in table.splitlines() if word in line]


@pytest.mark.parametrize("paper", ["pdf", "public_pdf"])
def test_every_page_of_the_demonstration_says_so_and_the_chart_too(
    paper, settings, northshire, ada, cal, neds_post, tmp_path
):
    settings.DEMO_DAY = CUTOFF
    make_approved(make_thread(northshire, ada.membership, neds_post, actions=60), cal.membership)
    reports.render_waiting(AT)
    report = Report.objects.get()
    by_page = lines(getattr(report, paper), tmp_path).split("\f")[:-1]
    assert len(by_page) > 2
    words = "Demonstration. Facts from public papers; ratings and words are invented"
    assert [number for number, page in enumerate(by_page) if words not in " ".join(page.split())] == []
    svg = board_html(report.content).partition("<svg")[2].partition("</svg>")[0]
    assert "Demonstration. Facts from public papers" in svg
    assert failures(getattr(report, paper)) == []


def test_it_is_printed_from_collected_files_too(settings, tmp_path, printed):
    """As in production: the style sheet has a hashed name only the collected files know."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    call_command("collectstatic", interactive=False, verbosity=0)
    html = board_html(printed.content)
    assert "css/report.css" not in html
    assert render_pdf(html) == bytes(printed.pdf)


def test_hostile_words_are_printed_as_words(northshire, ada, cal, neds_post, tmp_path):
    meeting = make_thread(northshire, ada.membership, neds_post, actions=0)
    report = reports.draft_report(meeting=meeting, by=ada.membership, on=CUTOFF)
    words = '<img src="file:///etc/passwd"> <script>x</script>\n- 😀 ' + "a" * 500
    reports.write_section(report=report, key="summary", words=words, version=1, by=ada.membership, on=CUTOFF)
    reports.approve_report(report=report, by=cal.membership, on=CUTOFF)
    assert reports.render_waiting(AT) == 1
    text = lines(Report.objects.get().pdf, tmp_path)
    assert '<img src="file:///etc/passwd"> <script>x</script>' in " ".join(text.split())
