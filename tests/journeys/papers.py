"""Reading the PDFs as their readers do: their words, their rows, and whether a screen reader can."""

import re
import subprocess

import page as pages


def failures(paper: bytes) -> list:
    """What the PDF/UA-1 checker finds; empty when the paper is accessible."""
    found = pages.validate_pdf_bytes(paper, profile="ua1")
    return [] if found.is_compliant else list(found.failures)


def words(paper: bytes) -> str:
    """All its words in reading order, on one line."""
    command = ["pdftotext", "-", "-"]
    found = subprocess.run(command, input=paper, check=True, capture_output=True)
    return re.sub(r"\s+", " ", found.stdout.decode())
