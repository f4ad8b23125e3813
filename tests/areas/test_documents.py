"""Documents: recorded, brought up to date, corrected, answered, withdrawn; and who may read which."""

import uuid
from datetime import date, timedelta

import pytest

from areas import access, services
from areas.models import AuditEvent, Document, DocumentVersion
from areas.summaries.documents import correspondence, document_lines, document_page, state_of, waiting_for_an_answer
from send_tracker.lib import files
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.areas import make_membership, make_organisation
from tests.factories.documents import PDF, a_pdf, make_document


@pytest.fixture
def who(ada, on):
    return {"by": ada.membership, "on": on}


@pytest.fixture
def letter(northshire, ada, on):
    asked = {"asks_for": "A plan", "answer_due_on": on + timedelta(days=10)}
    return make_document(northshire, ada.membership, on, dated_on=on - timedelta(days=5), **asked)


def facts(document: Document, **changed) -> dict:
    return {**{name: getattr(document, name) for name in services.DOCUMENT_FACTS}, **changed}


def test_a_file_is_kept_under_its_hash(northshire, ada, on):
    document = make_document(northshire, ada.membership, on, file=a_pdf())
    version = document.versions.get()
    assert (version.number, version.file_name, version.content_type) == (1, "letter.pdf", "application/pdf")
    assert (version.size, version.link) == (len(PDF), "")
    assert files.kept(version.sha256) == PDF
    event = AuditEvent.objects.get(event="document recorded")
    assert (event.facts["sha256"], event.facts["file"]) == (version.sha256, "letter.pdf")


def test_the_same_press_twice_records_one(northshire, who):
    submission = uuid.uuid4()
    made = [
        services.record_document(
            area=northshire, file=None, link="https://a.example/", submission=submission, kind="letter", title="One",
            dated_on=None, sender="", recipient="", confidentiality="members", asks_for="", answer_due_on=None, **who,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"link": ""}, "file"),
        ({"link": "https://a.example/", "file": a_pdf()}, "file"),
        ({"dated_on": date(2026, 10, 15)}, "dated_on"),
        ({"answer_due_on": date(2026, 10, 20)}, "asks_for"),
        ({"dated_on": date(2026, 10, 1), "asks_for": "A plan", "answer_due_on": date(2026, 9, 30)}, "answer_due_on"),
    ],
)
def test_what_cannot_be_is_refused(northshire, ada, on, changed, field):
    with pytest.raises(Refused) as refused:
        make_document(northshire, ada.membership, on, **changed)
    assert field in refused.value.faults
    assert not Document.objects.exists()


def test_a_later_version_stands_beside_the_earlier(letter, who):
    second = services.add_version(document=letter, file=a_pdf(), link="", note="Signed", submission=uuid.uuid4(), **who)
    assert second.number == 2
    assert [row.number for row in letter.versions.order_by("number")] == [1, 2]
    with pytest.raises(Refused, match="same as version 2, byte for byte"):
        services.add_version(document=letter, file=a_pdf(), link="", note="", submission=uuid.uuid4(), **who)
    again = services.add_version(document=letter, file=a_pdf(), link="", note="", submission=second.submission, **who)
    assert again == second


def test_a_correction_is_told_in_the_ledger_and_a_stale_one_refused(letter, who):
    services.correct_document(document=letter, version=0, **facts(letter, title="The letter", sender="DfE"), **who)
    event = AuditEvent.objects.get(event="document corrected")
    assert event.facts == {"title": ["A letter", "The letter"], "sender": ["", "DfE"]}
    with pytest.raises(StaleError):
        services.correct_document(document=letter, version=0, **facts(letter), **who)
    services.correct_document(document=letter, version=1, **facts(letter, title="The letter", sender="DfE"), **who)
    assert AuditEvent.objects.filter(event="document corrected").count() == 1


def answer(letter, who, **changed) -> Document:
    given = {"answered_on": who["on"], "answer": None, "answer_note": "By telephone", "version": None, **changed}
    return services.answer_document(document=letter, **given, **who)


def test_it_is_answered_once(letter, who, on, northshire, ada):
    reply = make_document(northshire, ada.membership, on, title="Our plan")
    document = answer(letter, who, answer=reply, answer_note="")
    assert (document.answered_on, document.answer, document.answered_by) == (on, reply, ada.membership)
    with pytest.raises(Refused, match="was answered"):
        answer(letter, who)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"answered_on": date(2026, 10, 15)}, "answered_on"),
        ({"answered_on": date(2026, 10, 8)}, "answered_on"),
        ({"answer_note": ""}, "answer_note"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(letter, who, changed, field):
    with pytest.raises(Refused) as refused:
        answer(letter, who, **changed)
    assert refused.value.field == field


def test_no_answer_to_itself_to_another_area_or_to_nothing(letter, who, on, southshire, eve, northshire, ada):
    theirs = make_document(southshire, eve.membership, on)
    for wrong in (letter, theirs):
        with pytest.raises(Refused):
            answer(letter, who, answer=wrong)
    with pytest.raises(Refused, match="asks for nothing"):
        answer(make_document(northshire, ada.membership, on), who)


def test_withdrawn_it_takes_nothing_more_and_stays(letter, who):
    services.withdraw_document(document=letter, reason="Not ours", version=0, **who)
    for act in (
        lambda: services.withdraw_document(document=letter, reason="Again", version=None, **who),
        lambda: services.add_version(document=letter, file=a_pdf(), link="", note="", submission=uuid.uuid4(), **who),
        lambda: services.correct_document(document=letter, version=None, **facts(letter), **who),
        lambda: answer(letter, who),
    ):
        with pytest.raises(Refused, match="was withdrawn"):
            act()
    assert letter.versions.count() == 1


@pytest.mark.parametrize(
    ("name", "seen"),
    [("ada", {"members", "public", "leads"}), ("ned", {"members", "public"}), ("dee", {"members", "public"}),
     ("cal", {"members", "public"}), ("eve", set())],
)  # fmt: skip
def test_who_may_read_which(request, northshire, southshire, ada, eve, on, name, seen):
    for level in Document.Confidentiality.values:
        make_document(northshire, ada.membership, on, title=level, confidentiality=level)
    visits = access.visits(request.getfixturevalue(name), on)
    assert {document.title for document in Document.objects.visible_to(*visits)} == seen
    assert {version.document.title for version in DocumentVersion.objects.visible_to(*visits)} == seen


def test_a_lead_elsewhere_reads_what_is_for_the_leads_of_that_area_alone(northshire, southshire, ada, eve, dee, on):
    make_membership(eve, northshire, make_organisation(northshire), "reader")
    make_document(northshire, ada.membership, on, title="theirs", confidentiality="leads")
    make_document(southshire, eve.membership, on, title="ours", confidentiality="leads")
    visits = access.visits(eve, on)
    assert [document.title for document in Document.objects.visible_to(*visits)] == ["ours"]


DUE = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("fields", "on", "said"),
    [
        ({}, DUE, "Asks for nothing"),
        ({"asks_for": "x"}, DUE, "To be answered"),
        ({"asks_for": "x", "answer_due_on": DUE}, DUE, "To be answered by 20 October 2026"),
        ({"asks_for": "x", "answer_due_on": DUE}, DUE + timedelta(days=1), "Overdue: due 20 October 2026"),
        ({"asks_for": "x", "answer_due_on": DUE, "answered_on": DUE}, DUE, "Answered 20 October 2026"),
        (
            {"asks_for": "x", "answer_due_on": DUE, "answered_on": date(2026, 10, 21)},
            DUE,
            "Answered 21 October 2026, after the day",
        ),
        ({"asks_for": "x", "answer_due_on": DUE, "withdrawn_on": DUE}, date(2027, 1, 1), "Withdrawn 20 October 2026"),
    ],
)
def test_how_it_stands_is_said(fields, on, said):
    assert state_of(Document(**fields), on) == said


def test_the_lists_take_the_same_queries_for_one_and_for_three(northshire, ada, on, django_assert_num_queries):
    here = access.enter(ada, "northshire", on)
    make_document(northshire, ada.membership, on, asks_for="A plan")
    for _ in range(2):
        with django_assert_num_queries(2):
            document_lines(correspondence(here), here, on)
        with django_assert_num_queries(2):
            waiting_for_an_answer(here, on)
        for _ in range(2):
            make_document(northshire, ada.membership, on, asks_for="A plan")


def test_a_page_shows_no_answer_its_reader_may_not_read(northshire, letter, ada, dee, on, who):
    secret = make_document(northshire, ada.membership, on, title="Secret answer", confidentiality="leads")
    letter = answer(letter, who, answer=secret)
    assert document_page(letter, access.enter(ada, "northshire", on), on).answer.title == "Secret answer"
    assert document_page(letter, access.enter(dee, "northshire", on), on).answer is None
    answers = document_page(secret, access.enter(ada, "northshire", on), on).answers_to
    assert [line.title for line in answers] == ["A letter"]
