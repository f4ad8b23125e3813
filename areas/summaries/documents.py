"""Letters and other documents as the pages tell them: what each asks for, by when, and whether it was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from areas.access import Permission, Visit
from areas.models import Attachment, Document, DocumentVersion
from send_tracker.lib.dates import said
from send_tracker.lib.files import said_size

NEWEST_FIRST = DocumentVersion.objects.select_related("recorded_by__user", "recorded_by__organisation").order_by(
    "-number"
)


@dataclass(frozen=True)
class VersionLine:
    """One version: where to get it, what it is, who added it and when."""

    number: int
    url: str
    is_link: bool
    said: str
    note: str
    sha256: str
    on: date
    recorded_by: str


@dataclass(frozen=True)
class DocumentLine:
    """One document in a list: the latest version of it, and how what it asks for stands on the day."""

    pk: int
    url: str
    title: str
    kind: str
    dated: str
    parties: str
    asks_for: str
    state: str
    is_late: bool
    is_withdrawn: bool
    confidentiality: str
    version: VersionLine


def correspondence(here: Visit) -> QuerySet[Document]:
    """Every document of the area this person may read, newest first, to be cut into pages."""
    return Document.objects.visible_to(here).order_by(F("dated_on").desc(nulls_last=True), "-pk")


def waiting_for_an_answer(here: Visit, on: date) -> list[DocumentLine]:
    """The documents that ask for something nobody has answered, the earliest due first. Two queries."""
    rows = Document.objects.visible_to(here).waiting()
    return document_lines(rows.order_by(F("answer_due_on").asc(nulls_last=True), "pk"), here, on)


def document_lines(documents: QuerySet[Document], here: Visit, on: date) -> list[DocumentLine]:
    """These documents as lines, as seen on the day `on`. Two queries, however many."""
    return lines_of(with_versions(documents), here, on)


def with_versions(documents: QuerySet[Document]) -> QuerySet[Document]:
    """These documents, each with its versions, newest first: one query more."""
    return documents.prefetch_related(Prefetch("versions", queryset=NEWEST_FIRST))


def lines_of(documents: Iterable[Document], here: Visit, on: date) -> list[DocumentLine]:
    """The same, of documents that have their versions with them, newest first."""
    slug = here.area.slug
    return [_line(row, slug, on) for row in documents]


def _line(row: Document, slug: str, on: date) -> DocumentLine:
    return DocumentLine(
        pk=row.pk,
        url=reverse("areas:document_detail", args=[slug, row.pk]),
        title=row.title,
        kind=row.get_kind_display(),
        dated=said(row.dated_on),
        parties=parties(row),
        asks_for=row.asks_for,
        state=state_of(row, on),
        is_late=is_late(row, on),
        is_withdrawn=row.withdrawn_on is not None,
        confidentiality=row.get_confidentiality_display(),
        version=_version(next(iter(row.versions.all())), slug),
    )


def parties(row: Document) -> str:
    """Who wrote it to whom: `From the DfE to the council`; nothing if neither is known."""
    words = f"from {row.sender}" * bool(row.sender) + f" to {row.recipient}" * bool(row.recipient)
    return words.strip()[:1].upper() + words.strip()[1:]


def is_late(row: Document, on: date) -> bool:
    """It asks for an answer by a day that has gone by without one."""
    is_open = row.asks_for and row.answered_on is None and row.withdrawn_on is None
    return bool(is_open and row.answer_due_on and row.answer_due_on < on)


def state_of(row: Document, on: date) -> str:
    """How what it asks for stands on the day, in words."""
    if row.withdrawn_on:
        return f"Withdrawn {said(row.withdrawn_on)}"
    if row.answered_on:
        late = ", after the day" if row.answer_due_on and row.answered_on > row.answer_due_on else ""
        return f"Answered {said(row.answered_on)}{late}"
    if not row.asks_for:
        return "Asks for nothing"
    if row.answer_due_on is None:
        return "To be answered"
    return f"{'Overdue: due' if is_late(row, on) else 'To be answered by'} {said(row.answer_due_on)}"


def _version(row: DocumentVersion, slug: str) -> VersionLine:
    ending = row.file_name.rpartition(".")[2].upper()
    return VersionLine(
        number=row.number,
        url=row.link or reverse("areas:document_file", args=[slug, row.pk]),
        is_link=bool(row.link),
        said=f"{'Link' if row.link else f'{ending}, {said_size(row.size)}'}, version {row.number}",
        note=row.note,
        sha256=row.sha256,
        on=row.on,
        recorded_by=str(row.recorded_by),
    )


@dataclass(frozen=True)
class DocumentPage:
    """A document with its facts, all its versions, and the letters it answers or is answered by."""

    line: DocumentLine
    facts: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]
    answer: DocumentLine | None
    answer_note: str
    answers_to: tuple[DocumentLine, ...]
    withdrawn_reason: str


def document_page(document: Document, here: Visit, on: date) -> DocumentPage:
    """All there is of one document. What answers it, or is answered by it, only if this person may read that too."""
    prefetch_related_objects([document], Prefetch("versions", queryset=NEWEST_FIRST))
    linked = Document.objects.visible_to(here).filter(Q(pk=document.answer_id) | Q(answer=document))
    others = {line.pk: line for line in document_lines(linked.order_by("pk"), here, on)}
    answer = others.pop(document.answer_id, None)
    facts = [
        ("Dated", said(document.dated_on)),
        ("From", document.sender),
        ("To", document.recipient),
        ("What it asks for", document.asks_for),
        ("Answer due", said(document.answer_due_on)),
        ("Who may read it", document.get_confidentiality_display()),
    ]
    return DocumentPage(
        line=lines_of([document], here, on)[0],
        facts=tuple((label, value) for label, value in facts if value),
        versions=tuple(_version(version, here.area.slug) for version in document.versions.all()),
        answer=answer,
        answer_note=document.answer_note,
        answers_to=tuple(others.values()),
        withdrawn_reason=document.withdrawn_reason,
    )


@dataclass(frozen=True)
class AttachedLine:
    """A document that belongs to what a page shows: to which part of it, and where to take it off again."""

    document: DocumentLine
    about: str
    end_url: str


@dataclass(frozen=True)
class AttachedDocuments:
    """The documents that belong to what a page shows, and where to add one: empty if this person may not."""

    lines: tuple[AttachedLine, ...]
    add_url: str


def attached(
    rows: QuerySet[Attachment], here: Visit, on: date, *, add_url: str, end_name: str, parts: tuple[str, ...] = ()
) -> AttachedDocuments:
    """The part of a page that lists what is attached, of `rows` those this person may read. At most two queries.

    `add_url` and `end_name` (the name of a page, given the row) are where a document is added and taken off; `parts`
    are the keys its `about` reads.
    """
    newest = Prefetch("document__versions", queryset=NEWEST_FIRST)
    found = rows.visible_to(here).standing().select_related("document", *parts).prefetch_related(newest)
    may_change = here.may(Permission.DOCUMENT_RECORD)
    slug = here.area.slug
    lines = [
        AttachedLine(
            document=_line(row.document, slug, on),
            about=row.about,
            end_url=reverse(end_name, args=[slug, row.pk]) if may_change else "",
        )
        for row in found.order_by(F("document__dated_on").desc(nulls_last=True), "-pk")
    ]
    return AttachedDocuments(tuple(lines), add_url if may_change else "")


def stored_document(document: Document) -> list[tuple[str, str]]:
    """What is stored of a document now, beside what somebody typed meanwhile."""
    return [
        ("Kind", document.get_kind_display()),
        ("Title", document.title),
        ("Day that stands on it", said(document.dated_on)),
        ("From", document.sender),
        ("To", document.recipient),
        ("Who may read it", document.get_confidentiality_display()),
        ("What it asks for", document.asks_for),
        ("Answer due", said(document.answer_due_on)),
        ("Answered", said(document.answered_on)),
        ("Withdrawn", said(document.withdrawn_on)),
    ]
