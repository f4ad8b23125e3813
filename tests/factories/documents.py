"""Letters and other documents."""

import uuid
from datetime import date

from areas.models import Document, LocalArea, Membership
from areas.services import record_document
from send_tracker.lib.files import HandedIn

PDF = b"%PDF-1.7 a letter"


def make_document(area: LocalArea, by: Membership, on: date, **fields) -> Document:
    """A letter for the members of the area, as a link unless a file is given."""
    facts = {
        "kind": "letter", "title": "A letter", "dated_on": None, "sender": "", "recipient": "",
        "confidentiality": "members", "asks_for": "", "answer_due_on": None,
    }  # fmt: skip
    where = {"file": None, "link": "" if fields.get("file") else "https://www.example.org/letter"}
    return record_document(area=area, submission=uuid.uuid4(), by=by, on=on, **{**facts, **where, **fields})


def a_pdf(content: bytes = PDF, name: str = "letter.pdf") -> HandedIn:
    return HandedIn(name, content)
