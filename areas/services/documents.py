"""Letters and other documents: recorded, corrected, brought up to date, answered, withdrawn; never deleted."""

from datetime import date
from uuid import UUID

from django.db import transaction

from areas import audit
from areas.models import Attachment, Document, DocumentVersion, LocalArea, Membership
from areas.services.guard import once
from send_tracker.lib import files
from send_tracker.lib.dates import said
from send_tracker.lib.files import HandedIn
from send_tracker.lib.records import written_before
from send_tracker.lib.refusals import Refused

FACTS = ("kind", "title", "dated_on", "sender", "recipient", "confidentiality", "asks_for", "answer_due_on")

NOT_THE_TARGET = {"id", "document", "attached_on", "attached_by", "removed_on", "removed_by"}


@transaction.atomic
def record_document(
    *, area: LocalArea, file: HandedIn | None, link: str, submission: UUID, by: Membership, on: date, **facts
) -> Document:
    """A letter or another paper of the area, with its first version: a file or a link. `facts` are those of FACTS.

    The same `submission` again gives the document it made. Raises Refused for neither or both of file and link, a day
    that is still to come, an answer due before the letter, or due while nothing is asked.
    """
    if sent_before := written_before(DocumentVersion, submission):
        if sent_before.document.area_id != area.pk:
            raise Refused("This form was used for something else. Open the page again.")
        return sent_before.document
    _check(on, facts)
    document = Document.objects.create(area=area, **{name: facts[name] for name in FACTS})
    version = _write(document, 1, file, link, "", submission, by, on)
    audit.record("document recorded", on=on, subject=document, by=by, **_words(document), **_what(version))
    return document


@transaction.atomic
def add_version(
    *,
    document: Document,
    file: HandedIn | None,
    link: str,
    note: str,
    submission: UUID,
    by: Membership,
    on: date,
) -> DocumentVersion:
    """A later version of the document; the earlier ones stay. The same `submission` again gives the version it made.

    Raises Refused for neither or both of file and link, a withdrawn document, or a file that is the last version's.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if sent_before := written_before(DocumentVersion, submission, document=document):
        return sent_before
    _must_stand(document)
    last = document.versions.latest("number")
    if file and file.sha256 == last.sha256:
        raise Refused(f"This file is the same as version {last.number}, byte for byte.", "file")
    version = _write(document, last.number + 1, file, link, note, submission, by, on)
    audit.record("document version added", on=on, subject=document, by=by, number=version.number, **_what(version))
    return version


@transaction.atomic
def correct_document(*, document: Document, version: int | None, by: Membership, on: date, **facts) -> Document:
    """Correct what is said of the document (FACTS). Raises StaleError, and Refused as `record_document` does."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    document.check_seen(version)
    _must_stand(document)
    _check(on, facts)
    before = _words(document)
    for name in FACTS:
        setattr(document, name, facts[name])
    after = _words(document)
    changed = {name: [before[name], after[name]] for name in FACTS if before[name] != after[name]}
    if changed:
        document.step(version, *FACTS)
        audit.record("document corrected", on=on, subject=document, by=by, **changed)
    return document


@transaction.atomic
def answer_document(
    *,
    document: Document,
    answered_on: date,
    answer: Document | None,
    answer_note: str,
    version: int | None,
    by: Membership,
    on: date,
) -> Document:
    """What the document asks for was answered on that day: by another document, or as the note says.

    Raises StaleError, and Refused if it asks for nothing, is answered or withdrawn, or the day cannot be.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    document.check_seen(version)
    _must_stand(document)
    if not document.asks_for:
        raise Refused("It asks for nothing, so there is nothing to answer.")
    if document.answered_on:
        raise Refused(f"It was answered on {said(document.answered_on)}.")
    if answered_on > on:
        raise Refused("This day is still to come. Record the answer once it is given.", "answered_on")
    if document.dated_on and answered_on < document.dated_on:
        raise Refused(f"It is dated {said(document.dated_on)}: the answer cannot be earlier.", "answered_on")
    if answer is not None and answer.area_id != document.area_id:
        raise Refused("Choose a document of this area.", "answer")
    if answer is not None and answer.pk == document.pk:
        raise Refused("A document does not answer itself. Choose another.", "answer")
    if answer is None and not answer_note:
        raise Refused("Choose the document that answers it, or say how it was answered.", "answer_note")
    document.answered_on, document.answered_by = answered_on, by
    document.answer, document.answer_note = answer, answer_note
    document.step(version, "answered_on", "answered_by", "answer", "answer_note")
    facts = {"answered_on": answered_on, "answer": answer, "note": answer_note}
    audit.record("document answered", on=on, subject=document, by=by, **facts)
    return document


@transaction.atomic
def withdraw_document(*, document: Document, reason: str, version: int | None, by: Membership, on: date) -> Document:
    """The document no longer counts; it stays to be read, with the reason.

    Raises StaleError, and Refused if it is withdrawn already.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    document.check_seen(version)
    _must_stand(document)
    document.withdrawn_on, document.withdrawn_by, document.withdrawn_reason = on, by, reason
    document.step(version, "withdrawn_on", "withdrawn_by", "withdrawn_reason")
    audit.record("document withdrawn", on=on, subject=document, by=by, reason=reason)
    return document


def _must_stand(document: Document) -> None:
    if document.withdrawn_on:
        raise Refused(f"It was withdrawn on {said(document.withdrawn_on)}.")


def _check(on: date, facts: dict) -> None:
    faults = {}
    if facts["dated_on"] and facts["dated_on"] > on:
        faults["dated_on"] = "This day is still to come. Enter the day that stands on the document."
    if facts["answer_due_on"] and not facts["asks_for"]:
        faults["asks_for"] = "Say what it asks for by that day."
    if facts["answer_due_on"] and facts["dated_on"] and facts["answer_due_on"] < facts["dated_on"]:
        faults["answer_due_on"] = "An answer cannot be due before the day that stands on the document."
    if faults:
        raise Refused(" ".join(faults.values()), faults=faults)


def _write(
    document: Document,
    number: int,
    file: HandedIn | None,
    link: str,
    note: str,
    submission: UUID,
    by: Membership,
    on: date,
) -> DocumentVersion:
    if bool(file) == bool(link):
        raise Refused("Choose a file or give a link: one of the two.", "file")
    facts = {"link": link}
    if file:
        facts = {"file_name": file.name, "content_type": file.content_type, "size": len(file.content)}
        # Kept before the row is written: if the row is taken back, a file nobody names stays behind, and harms nobody.
        facts["sha256"] = files.keep(file.content)
    with once("Somebody has just added a version. Look at the page again."):
        return DocumentVersion.objects.create(
            document=document, number=number, note=note, submission=submission, on=on, recorded_by=by, **facts
        )


def _words(document: Document) -> dict:
    facts = {name: getattr(document, name) for name in FACTS}
    return facts | {"kind": document.get_kind_display(), "confidentiality": document.get_confidentiality_display()}


def _what(version: DocumentVersion) -> dict:
    if version.sha256:
        return {"file": version.file_name, "sha256": version.sha256}
    return {"link": version.link}


@transaction.atomic
def attach_document(*, attachment: Attachment, by: Membership, on: date) -> Attachment:
    """The document belongs to what the new row names. Raises Refused if it does already, or was withdrawn."""
    document = Document.objects.select_for_update().get(pk=attachment.document_id)
    _must_stand(document)
    if attachment.is_restricted(on) and document.confidentiality != Document.Confidentiality.LEADS:
        words = "This is under embargo. Say first that the document is for area leads alone, or members would read it."
        raise Refused(words, "document")
    parts = [field.name for field in attachment._meta.fields if field.name not in NOT_THE_TARGET]
    target = {name: getattr(attachment, name) for name in parts}
    if type(attachment).objects.standing().filter(document=document, **target).exists():
        raise Refused("This document is there already.", "document")
    attachment.attached_on, attachment.attached_by = on, by
    attachment.save()
    audit.record("document attached", on=on, subject=document, by=by, to=target[attachment.TARGET])
    return attachment


@transaction.atomic
def detach_document(*, attachment: Attachment, by: Membership, on: date) -> Attachment:
    """The document does not belong there after all; it stays itself. Raises Refused if it was taken off before."""
    attachment = type(attachment).objects.select_for_update().get(pk=attachment.pk)
    if attachment.removed_on:
        raise Refused(f"It was taken off on {said(attachment.removed_on)}.")
    attachment.removed_on, attachment.removed_by = on, by
    attachment.save(update_fields=["removed_on", "removed_by"])
    target = getattr(attachment, attachment.TARGET)
    audit.record("document taken off", on=on, subject=attachment.document, by=by, off=target)
    return attachment
