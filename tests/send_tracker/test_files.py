"""Files handed in: which are taken, what is said of the others, and how they are kept."""

import hashlib

import pytest
from django.conf import settings

from send_tracker.lib import files

OLE = files.OLD_OFFICE
GOOD = {
    "a.pdf": b"%PDF-1.4 words",
    "a.doc": OLE + "WordDocument".encode("utf-16-le"),
    "a.docx": b"PK\x03\x04....word/document.xml....",
    "a.xls": OLE + "Workbook".encode("utf-16-le"),
    "old.xls": OLE + "Book".encode("utf-16-le"),
    "a.xlsx": b"PK\x03\x04....xl/workbook.xml....",
    "a.csv": "school,date\nSt Ann’s,1 May".encode(),
    "windows.csv": "St Ann’s,£5\r\n".encode("cp1252"),
    "a.msg": OLE + "__properties_version1.0".encode("utf-16-le"),
    "a.eml": b"Received: by us\r\nSubject: Hello\r\n\r\nWords",
    "a.png": b"\x89PNG\r\n\x1a\n....",
    "a.jpg": b"\xff\xd8\xff\xe0....",
    "a.jpeg": b"\xff\xd8\xff\xe0....",
    "a.gif": b"GIF89a....",
    "a.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "a.tif": b"II*\x00....",
    "a.tiff": b"MM\x00*....",
}


def of_the_same_kind(name: str, other: str) -> bool:
    return files.KINDS[name.rpartition(".")[2]].name == files.KINDS[other.rpartition(".")[2]].name


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken_and_served_as_what_it_is(name):
    file = files.handed_in(name, GOOD[name])
    assert (file.name, file.content) == (name, GOOD[name])
    assert file.content_type == files.KINDS[name.rpartition(".")[2]].content_type
    assert file.sha256 == hashlib.sha256(GOOD[name]).hexdigest()


def test_every_kind_has_its_example():
    assert {name.rpartition(".")[2] for name in GOOD} == set(files.KINDS)


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.docx", "a.xls", "a.xlsx", "a.msg", "a.png", "a.jpg", "a.webp"])
def test_a_name_does_not_make_a_kind(name):
    """What is in a file of any other kind, and a web page, is refused under this name."""
    for other, content in {**GOOD, "page.eml": b"<!doctype html><script>alert(1)</script>"}.items():
        if not of_the_same_kind(name, other):
            with pytest.raises(ValueError, match="what is in it is not"):
                files.handed_in(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"a,b\x00c"),
        ("a.csv", GOOD["a.png"]),
        ("a.csv", b"\x81\x8d"),
        ("a.eml", b"<html>"),
        ("a.eml", b" \r\nSubject: late"),
        ("a.eml", GOOD["a.msg"]),
        ("a.xlsx", GOOD["a.docx"]),
        ("a.docx", b"word/document"),
        ("a.xls", GOOD["a.doc"]),
    ],
)
def test_text_and_neighbours_are_told_apart(name, content):
    with pytest.raises(ValueError, match="what is in it is not"):
        files.handed_in(name, content)


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.exe", "a.docm", "a.zip", "pdf", "", ".", "a.pdf.js", "a.pdf\x00.html"]
)
def test_other_kinds_are_not_taken(name):
    with pytest.raises(ValueError, match="not taken"):
        files.handed_in(name, b"%PDF-1.4")


def test_an_empty_file_and_one_too_large_say_so():
    with pytest.raises(ValueError, match="empty"):
        files.handed_in("a.pdf", b"")
    with pytest.raises(ValueError, match="larger than 25 MB"):
        files.handed_in("a.pdf", b"%PDF-" + b"x" * files.LARGEST_FILE)
    assert files.handed_in("a.pdf", b"%PDF-" + b"x" * (files.LARGEST_FILE - 5))


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../etc/letter.pdf", "letter.pdf"),
        ("C:\\Users\\me\\letter.PDF", "letter.PDF"),
        ("two\r\nlines\u202e.pdf", "two lines .pdf"),
        ("🙂.pdf", "🙂.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("x" * 400, "x" * 150),
    ],
)
def test_a_name_is_made_tidy(name, tidy):
    assert files.tidy_name(name) == tidy
    assert len(files.tidy_name(name)) <= files.LONGEST_NAME


def test_what_is_kept_comes_back_and_is_for_its_owner_alone():
    sha256 = files.keep(b"a letter")
    assert files.kept(sha256) == b"a letter"
    place = settings.DOCUMENTS_DIR / sha256[:2] / sha256
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_content_is_kept_once_and_a_damaged_one_is_made_good():
    sha256 = files.keep(b"twice")
    place = settings.DOCUMENTS_DIR / sha256[:2] / sha256
    before = place.stat().st_ino
    assert files.keep(b"twice") == sha256
    assert place.stat().st_ino == before
    place.write_bytes(b"damaged")
    with pytest.raises(files.FileLostError):
        files.kept(sha256)
    files.keep(b"twice")
    assert files.kept(sha256) == b"twice"
    assert [path.name for path in place.parent.iterdir()] == [sha256]


def test_what_was_never_kept_is_lost():
    with pytest.raises(files.FileLostError):
        files.kept("0" * 64)


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 kB"), (1500, "1 kB"), (340 * 1024, "340 kB"), (25 * 1024 * 1024, "25 MB"), (1300000, "1.24 MB")],
)
def test_a_size_is_said(size, words):
    assert files.said_size(size) == words
