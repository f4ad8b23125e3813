"""Documents that belong to something: added, listed for whom may read them, taken off."""

from datetime import timedelta

import pytest

from actions.models import PlanDocument
from areas import access, services
from areas.models import AuditEvent
from areas.summaries import attached
from boards.models import MeetingDocument
from inspections.models import SourceDocument
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_plan
from tests.factories.boards import make_board, make_meeting
from tests.factories.documents import make_document
from tests.factories.inspections import make_finding, make_source


@pytest.fixture
def source(northshire):
    return make_source(northshire)


@pytest.fixture
def letter(northshire, ada, on):
    return make_document(northshire, ada.membership, on, title="The letter")


@pytest.fixture
def targets(northshire, source, on):
    """Something of each storey, by the row that attaches to it."""
    meeting = make_meeting(make_board(northshire), on)
    return {SourceDocument: source, PlanDocument: make_plan(northshire), MeetingDocument: meeting}


PAGES = {
    SourceDocument: ("sources/{}/", "sources/{}/documents/new/", "sources/documents/{}/end/"),
    PlanDocument: ("plans/{}/documents/", "plans/{}/documents/new/", "plans/documents/{}/end/"),
    MeetingDocument: ("meetings/{}/", "meetings/{}/documents/new/", "meetings/documents/{}/end/"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_document_is_added_shown_and_taken_off(sign_in, ned, dee, targets, letter, kind):
    shown, new, end = ("/areas/northshire/" + path for path in PAGES[kind])
    target = targets[kind].pk
    client = sign_in(ned)
    assert "No letter or document is here yet" in client.get(shown.format(target)).content.decode()
    page = client.post(new.format(target), {"document": letter.pk, "about": ""}, follow=True).content.decode()
    assert "The letter is added." in page
    assert "Link, version 1" in page
    row = kind.objects.get()
    assert (row.attached_by, row.document) == (ned.membership, letter)
    seen = sign_in(dee).get(shown.format(target)).content.decode()
    assert "The letter" in seen
    assert "Take it off" not in seen
    client = sign_in(ned)
    page = client.post(end.format(row.pk), follow=True).content.decode()
    assert "The letter is taken off." in page
    assert client.post(end.format(row.pk)).status_code == 404
    assert "Link, version 1" not in client.get(shown.format(target)).content.decode()
    assert set(AuditEvent.objects.values_list("event", flat=True)) >= {"document attached", "document taken off"}


@pytest.mark.parametrize("kind", PAGES)
def test_who_may_not(sign_in, dee, eve, ada, on, targets, letter, kind):
    _, new, end = ("/areas/northshire/" + path for path in PAGES[kind])
    row = kind(document=letter, **{kind.TARGET: targets[kind]})
    services.attach_document(attachment=row, by=ada.membership, on=on)
    for person, code in ((dee, 403), (eve, 404)):
        client = sign_in(person)
        for path in (new.format(targets[kind].pk), end.format(row.pk)):
            assert (client.get(path).status_code, client.post(path).status_code) == (code, code)
    assert kind.objects.standing().count() == 1


def test_a_document_is_there_once_and_may_be_about_one_finding_too(source, letter, ada, on):
    finding = make_finding(source)
    who = {"by": ada.membership, "on": on}
    services.attach_document(attachment=SourceDocument(source=source, document=letter), **who)
    services.attach_document(attachment=SourceDocument(source=source, document=letter, finding=finding), **who)
    for part in (None, finding):
        with pytest.raises(Refused, match="there already"):
            services.attach_document(attachment=SourceDocument(source=source, document=letter, finding=part), **who)
    rows = list(SourceDocument.objects.order_by("pk"))
    assert [row.about for row in rows] == ["", f"significant weakness {finding.number}"]
    services.detach_document(attachment=rows[0], **who)
    with pytest.raises(Refused, match="was taken off"):
        services.detach_document(attachment=rows[0], **who)
    services.attach_document(attachment=SourceDocument(source=source, document=letter), **who)


def test_what_is_withdrawn_is_added_to_nothing(source, letter, ada, on):
    services.withdraw_document(document=letter, reason="Not ours", version=None, by=ada.membership, on=on)
    with pytest.raises(Refused, match="was withdrawn"):
        services.attach_document(attachment=SourceDocument(source=source, document=letter), by=ada.membership, on=on)


def test_a_member_sees_no_document_kept_for_leads(sign_in, dee, ada, northshire, source, on):
    secret = make_document(northshire, ada.membership, on, title="Secret", confidentiality="leads")
    services.attach_document(attachment=SourceDocument(source=source, document=secret), by=ada.membership, on=on)
    assert "Secret" in sign_in(ada).get(source.get_absolute_url()).content.decode()
    assert "Secret" not in sign_in(dee).get(source.get_absolute_url()).content.decode()


def test_one_begins_where_it_belongs_and_comes_back(sign_in, ada, source, letter):
    new = f"/areas/northshire/sources/{source.pk}/documents/new/"
    client = sign_in(ada)
    assert f"/areas/northshire/documents/new/?next={new}" in client.get(new).content.decode()
    page = client.get(f"{new}?document={letter.pk}").content.decode()
    assert f'value="{letter.pk}" selected' in page


def test_the_list_takes_the_same_queries_for_one_and_for_three(northshire, source, ada, on, django_assert_num_queries):
    here = access.enter(ada, "northshire", on)
    asked = {"add_url": "/", "end_name": "inspections:source_document_end", "parts": ("finding",)}
    for dated_on in (on, on - timedelta(days=1), None):
        document = make_document(northshire, ada.membership, on, title=str(dated_on), dated_on=dated_on)
        services.attach_document(attachment=SourceDocument(source=source, document=document), by=ada.membership, on=on)
        with django_assert_num_queries(2):
            lines = attached(source.attachments.all(), here, on, **asked).lines
    assert [line.document.title for line in lines] == [str(on), str(on - timedelta(days=1)), "None"]
