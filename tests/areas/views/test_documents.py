"""The pages of letters and documents."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from areas import services
from areas.models import AuditEvent, Document, DocumentVersion
from tests.factories.documents import PDF, a_pdf, make_document
from tests.inspections.views.conftest import typed_day

LIST = "/areas/northshire/documents/"
NEW = f"{LIST}new/"


def upload(content: bytes = PDF, name: str = "letter.pdf", content_type: str = "application/pdf"):
    return SimpleUploadedFile(name, content, content_type=content_type)


@pytest.fixture
def typed(on):
    return {
        "kind": "letter",
        "title": "Letter of the minister",
        "sender": "The minister",
        "recipient": "The council",
        "confidentiality": "members",
        "asks_for": "A plan",
        "link": "",
        "submission": str(uuid.uuid4()),
        **typed_day("dated_on", on - timedelta(days=3)),
        **typed_day("answer_due_on", on + timedelta(days=30)),
    }


@pytest.fixture
def letter(northshire, ada, on):
    return make_document(northshire, ada.membership, on, asks_for="A plan", file=a_pdf(), title="The letter")


def test_a_letter_is_recorded_with_its_file_and_listed(sign_in, ada, typed):
    client = sign_in(ada)
    page = client.post(NEW, {**typed, "file": upload()}, follow=True)
    document = Document.objects.get()
    assert page.redirect_chain == [(document.get_absolute_url(), 302)]
    shown = page.content.decode()
    assert "Letter of the minister is recorded." in shown
    assert "PDF, 1 kB, version 1" in shown
    listed = client.get(LIST).content.decode()
    assert "Waiting for an answer" in listed
    assert "To be answered by 13 November 2026" in listed
    assert "From The minister to The council" in listed


def test_the_file_comes_back_to_be_kept_and_never_as_a_page(sign_in, dee, letter):
    version = letter.versions.get()
    page = sign_in(dee).get(reverse("areas:document_file", args=["northshire", version.pk]))
    assert (page.status_code, page.content) == (200, PDF)
    assert page["Content-Type"] == "application/pdf"
    assert page["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in page["Cache-Control"]


def test_a_link_has_no_file(sign_in, ada, northshire, on):
    version = make_document(northshire, ada.membership, on).versions.get()
    assert sign_in(ada).get(reverse("areas:document_file", args=["northshire", version.pk])).status_code == 404


def test_a_lost_file_says_so(sign_in, ada, letter, caplog):
    version = letter.versions.get()
    place = settings.DOCUMENTS_DIR / version.sha256[:2] / version.sha256
    kept = place.read_bytes()
    place.write_bytes(b"damaged")
    page = sign_in(ada).get(reverse("areas:document_file", args=["northshire", version.pk]), follow=True)
    place.write_bytes(kept)
    assert "missing here, or damaged" in page.content.decode()
    assert version.sha256 in caplog.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"file": upload(b"<script>alert(1)</script>")}, "what is in it is not a PDF"),
        ({"file": upload(b"x", "page.html", "text/html")}, "This kind of file is not taken"),
        ({"file": upload(b"")}, "The file is empty"),
        ({"file": "letter.pdf"}, "The file did not arrive"),
        ({}, "Choose a file or give a link"),
        ({"file": upload(), "link": "https://www.example.org/"}, "one of the two"),
        ({"link": "javascript:alert(1)"}, "Enter a whole address"),
        ({"link": "file:///etc/passwd"}, "Enter a whole address"),
    ],
)
def test_what_is_not_taken_is_told_and_the_rest_kept(sign_in, ada, typed, sent, words):
    before = AuditEvent.objects.count()
    page = sign_in(ada).post(NEW, {**typed, **sent})
    shown = page.content.decode()
    assert page.status_code == 200
    assert words in shown
    assert 'value="Letter of the minister"' in shown
    assert (Document.objects.count(), AuditEvent.objects.count()) == (0, before)


def test_a_file_too_large_is_not_even_read(sign_in, ada, typed, monkeypatch):
    monkeypatch.setattr("send_tracker.lib.file_fields.LARGEST_FILE", 10)
    page = sign_in(ada).post(NEW, {**typed, "file": upload()})
    assert "The file is larger than 25 MB. Make it smaller, or give a link to it." in page.content.decode()


def test_a_file_is_to_be_chosen_again_after_another_fault(sign_in, ada, typed, on):
    page = sign_in(ada).post(NEW, {**typed, "title": "", "file": upload()})
    assert page.context["form"].errors["file"] == ["Choose the file again: a browser does not keep it."]
    later = typed_day("dated_on", on + timedelta(days=1))
    page = sign_in(ada).post(NEW, {**typed, **later, "file": upload()})
    assert set(page.context["form"].errors) == {"dated_on", "file"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"kind": "nonsense"}, "kind"),
        ({"confidentiality": ""}, "confidentiality"),
        ({"asks_for": ""}, "asks_for"),
        ({"submission": "nonsense"}, "submission"),
        (typed_day("dated_on", ("31", "02", "2020")), "dated_on"),
        (typed_day("dated_on", ("1", "1", "0001")), "dated_on"),
        (typed_day("answer_due_on", ("1", "1", "9999")), "answer_due_on"),
    ],
)
def test_bad_input_is_told(sign_in, ada, typed, changed, field):
    page = sign_in(ada).post(NEW, {**typed, "link": "https://www.example.org/", **changed})
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not Document.objects.exists()


def test_a_second_press_records_one(sign_in, ada, typed):
    client = sign_in(ada)
    for _ in range(2):
        assert client.post(NEW, {**typed, "file": upload()}).status_code == 302
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)


def test_only_a_lead_is_offered_what_leads_alone_may_read(sign_in, ada, ned, typed):
    words = "Area leads alone"
    assert words in sign_in(ada).get(NEW).content.decode()
    client = sign_in(ned)
    assert words not in client.get(NEW).content.decode()
    page = client.post(NEW, {**typed, "link": "https://www.example.org/", "confidentiality": "leads"})
    assert "confidentiality" in page.context["form"].errors


def test_what_is_for_leads_alone_is_not_there_for_anybody_else(sign_in, ada, ned, northshire, on):
    secret = make_document(northshire, ada.membership, on, title="Secret", confidentiality="leads", file=a_pdf())
    file = reverse("areas:document_file", args=["northshire", secret.versions.get().pk])
    ends = ["", "edit/", "versions/new/", "answer/", "withdraw/"]
    client = sign_in(ned)
    for path in [file, *(secret.get_absolute_url() + end for end in ends)]:
        assert client.get(path).status_code == 404, path
    assert "Secret" not in client.get(LIST).content.decode()


def test_a_version_a_correction_an_answer_and_a_withdrawal(sign_in, ned, letter, typed, on):
    client, url = sign_in(ned), letter.get_absolute_url()
    sent = {"file": upload(PDF + b" signed"), "note": "Signed", "submission": str(uuid.uuid4())}
    shown = client.post(f"{url}versions/new/", sent, follow=True).content.decode()
    assert "Version 2 of The letter is added. The earlier ones stay." in shown
    assert shown.index("version 2") < shown.index("version 1")
    shown = client.post(f"{url}edit/", {**typed, "version": 0}, follow=True).content.decode()
    assert "Letter of the minister is corrected." in shown
    sent = {**typed_day("answered_on", on), "answer": "", "answer_note": "By telephone", "version": 1}
    shown = client.post(f"{url}answer/", sent, follow=True).content.decode()
    assert "Answered 14 October 2026" in shown
    assert "By telephone" in shown
    shown = client.post(f"{url}withdraw/", {"reason": "A copy", "version": 2}, follow=True).content.decode()
    assert "Withdrawn 14 October 2026. Reason: A copy" in shown
    assert client.get(f"{url}edit/").status_code == 403


def test_a_stale_form_keeps_what_was_typed_beside_what_is_stored(sign_in, ada, letter, typed, on):
    services.withdraw_document(document=make_copy(letter), reason="x", version=None, by=ada.membership, on=on)
    facts = {name: getattr(letter, name) for name in services.DOCUMENT_FACTS} | {"title": "Stored meanwhile"}
    services.correct_document(document=letter, version=0, **facts, by=ada.membership, on=on)
    page = sign_in(ada).post(f"{letter.get_absolute_url()}edit/", {**typed, "version": 0})
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Stored meanwhile" in shown
    assert 'value="Letter of the minister"' in shown


def make_copy(letter) -> Document:
    return make_document(letter.area, letter.versions.get().recorded_by, letter.versions.get().on)


@pytest.mark.parametrize(
    "next_page",
    [
        "/areas/southshire/x/",
        "//evil.example/",
        "https://evil.example/",
        "/areas/northshire/../x",
        "/areas/northshire/x?y",
    ],
)
def test_nobody_is_led_elsewhere(sign_in, ada, typed, next_page):
    page = sign_in(ada).post(f"{NEW}?next={next_page}", {**typed, "link": "https://www.example.org/"})
    assert page["Location"] == Document.objects.get().get_absolute_url()


def test_who_may_not(sign_in, dee, cal, eve, letter, typed):
    url = letter.get_absolute_url()
    for person, code in ((dee, 403), (cal, 403), (eve, 404)):
        client = sign_in(person)
        for path in (NEW, *(url + end for end in ("edit/", "versions/new/", "answer/", "withdraw/"))):
            assert (client.get(path).status_code, client.post(path, typed).status_code) == (code, code), path
    assert Document.objects.count() == 1


def test_more_than_any_page_takes_is_not_read(sign_in, ada):
    page = sign_in(ada).post(NEW, b"x", content_type="text/plain", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert page.status_code == 400
    assert "If you sent a file, it is too large" in " ".join(page.content.decode().split())
