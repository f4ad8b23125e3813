"""The PDF engine fetches our own static files and nothing else, and gives the same bytes again."""

import gc

import page as checker
import pytest
from weasyprint.urls import FatalURLFetchingError

from send_tracker.lib.pdf import own_file, render_pdf

PAPER = """<!doctype html><html lang="en-GB"><head><title>A paper</title>{head}</head>
<body><h1>A paper</h1><p>Words.</p>{body}</body></html>"""


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="/static/../manage.py" alt="x">',
        '<img src="/static/%2e%2e/manage.py" alt="x">',
        '<img src="/static//etc/passwd" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<img src="/static/no-such-file.png" alt="x">',
    ],
)
def test_whatever_is_not_ours_stops_the_paper(body):
    with pytest.raises(FatalURLFetchingError):
        render_pdf(PAPER.format(head="", body=body))


@pytest.mark.parametrize(
    "head",
    ['<link rel="stylesheet" href="file:///etc/passwd">', '<link rel="attachment" href="file:///etc/passwd">'],
)
def test_nor_is_it_linked_or_attached(head):
    with pytest.raises(FatalURLFetchingError):
        render_pdf(PAPER.format(head=head, body=""))


@pytest.mark.parametrize("name", ["", "..", "../manage.py", "/etc/passwd", "no-such-file.css"])
def test_no_name_leads_outside(name):
    assert own_file(name) is None


def test_a_paper_passes_the_checker_and_is_the_same_again():
    html = PAPER.format(head="", body="")
    pdf = render_pdf(html)
    assert checker.validate_pdf_bytes(pdf, profile="ua1").is_compliant
    assert render_pdf(html) == pdf
    assert gc.isenabled()
