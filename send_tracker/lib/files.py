"""Files people hand in: which kinds are taken, and where they are kept, each under the hash of its content."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

LARGEST_FILE = 25 * 1024 * 1024
LONGEST_NAME = 150
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPPED = b"PK\x03\x04"
HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]*\S")


class FileLostError(Exception):
    """The file is not where it was kept, or is no longer what was kept."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken: how it is served, and how its content is told from another's."""

    name: str
    content_type: str
    is_so: Callable[[bytes], bool]


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _zipped(part: bytes) -> Callable[[bytes], bool]:
    # The names of a zip's parts stand in it as they are: nothing need be unpacked to find one.
    return lambda content: content.startswith(ZIPPED) and part in content


def _old_office(*streams: str) -> Callable[[bytes], bool]:
    marks = [stream.encode("utf-16-le") for stream in streams]
    return lambda content: content.startswith(OLD_OFFICE) and any(mark in content for mark in marks)


def _is_text(content: bytes) -> bool:
    if re.search(rb"[\x00-\x08\x0e-\x1f]", content):
        return False
    return _decodes(content, "utf-8") or _decodes(content, "cp1252")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_mail(content: bytes) -> bool:
    return _is_text(content) and HEADER_LINE.match(content) is not None


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


OFFICE = "application/vnd.openxmlformats-officedocument"
JPEG, TIFF = _begins(b"\xff\xd8\xff"), _begins(b"II*\x00", b"MM\x00*")
# By the end of the name. Nothing a browser would run, and no Office file with macros.
KINDS = {
    "pdf": FileKind("a PDF", "application/pdf", _begins(b"%PDF-")),
    "doc": FileKind("a Word file", "application/msword", _old_office("WordDocument")),
    "docx": FileKind("a Word file", f"{OFFICE}.wordprocessingml.document", _zipped(b"word/document")),
    "xls": FileKind("an Excel file", "application/vnd.ms-excel", _old_office("Workbook", "Book")),
    "xlsx": FileKind("an Excel file", f"{OFFICE}.spreadsheetml.sheet", _zipped(b"xl/workbook")),
    "csv": FileKind("a CSV file", "text/csv", _is_text),
    "msg": FileKind("a mail", "application/vnd.ms-outlook", _old_office("__properties_version")),
    "eml": FileKind("a mail", "message/rfc822", _is_mail),
    "png": FileKind("a picture", "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileKind("a picture", "image/jpeg", JPEG),
    "jpeg": FileKind("a picture", "image/jpeg", JPEG),
    "gif": FileKind("a picture", "image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": FileKind("a picture", "image/webp", _is_webp),
    "tif": FileKind("a picture", "image/tiff", TIFF),
    "tiff": FileKind("a picture", "image/tiff", TIFF),
}
TAKEN = "PDF, Word, Excel or CSV, a picture (PNG, JPEG, GIF, WebP, TIFF), or a mail saved as .msg or .eml"


@dataclass(frozen=True)
class HandedIn:
    """A file as it was handed in, found to be of the kind its name says."""

    name: str
    content: bytes

    @property
    def content_type(self) -> str:
        return KINDS[_ending(self.name)].content_type

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def handed_in(name: str, content: bytes) -> HandedIn:
    """The file, if it is of a kind that is taken and its content is what its name says.

    Raises ValueError, whose words are for the person who sent it.
    """
    name = tidy_name(name)
    if not content:
        raise ValueError("The file is empty. Choose another.")
    if len(content) > LARGEST_FILE:
        raise ValueError(too_large())
    kind = KINDS.get(_ending(name))
    if kind is None:
        raise ValueError(f"This kind of file is not taken. Use {TAKEN}.")
    if not kind.is_so(content):
        raise ValueError(f"The file is called .{_ending(name)}, but what is in it is not {kind.name}. Save it again.")
    return HandedIn(name, content)


def too_large() -> str:
    """What is said of a file that is larger than any we take."""
    return f"The file is larger than {said_size(LARGEST_FILE)}. Make it smaller, or give a link to it."


def tidy_name(name: str) -> str:
    """The name without folders or unseen characters, and short enough to keep; its ending stays."""
    name = re.split(r"[\\/]", name)[-1]
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:] if dot else name[:LONGEST_NAME]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def keep(content: bytes) -> str:
    """Keep the content under its SHA-256, which is returned. What is there already is left as it is.

    It is whole on the disk before it has its name, so a row that names it never names half a file.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    place = _place(sha256)
    if not (place.exists() and _is(sha256, place.read_bytes())):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_name(f"{sha256}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    return sha256


def kept(sha256: str) -> bytes:
    """The content kept under this hash. Raises FileLostError if it is gone, or is not what the hash says."""
    try:
        content = _place(sha256).read_bytes()
    except OSError as error:
        raise FileLostError(sha256) from error
    if not _is(sha256, content):
        raise FileLostError(sha256)
    return content


def _place(sha256: str) -> Path:
    return settings.DOCUMENTS_DIR / sha256[:2] / sha256


def _is(sha256: str, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == sha256


def said_size(size: int) -> str:
    """The size as people say it: 25 MB, 340 kB."""
    return f"{size / 1024 / 1024:.3g} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} kB"
