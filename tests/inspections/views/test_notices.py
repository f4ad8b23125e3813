"""The pages of improvement notices and of brokered support."""

import uuid
from datetime import date

import pytest

from inspections.models import ImprovementNotice, NoticeStep, SupportOffer, SupportStep
from tests.inspections.views.conftest import typed_day

LIST = "/areas/northshire/notices/"
NEW, SUPPORT = f"{LIST}new/", "/areas/northshire/support/new/"


@pytest.fixture
def typed():
    return {
        "given_by": "Department for Education",
        "source": "",
        "review_months": "6",
        "requires": "A plan",
        "submission": str(uuid.uuid4()),
        **typed_day("issued_on", date(2026, 6, 5)),
        **typed_day("deadline_on", date(2027, 6, 5)),
    }


@pytest.fixture
def offered():
    return {
        "offered_by": "Portsea",
        "brokered_by": "DfE",
        "source": "",
        "offers": "- A visit\n\n• Data\nA visit",
        **typed_day("offered_on", date(2026, 6, 5)),
    }


def test_a_notice_is_recorded_and_followed(sign_in, ada, dee, typed, inspection):
    client = sign_in(ada)
    source = inspection.source
    later = typed_day("issued_on", date(2026, 10, 1))
    page = client.post(NEW, {**typed, **later, "source": source.pk}, follow=True).content.decode()
    notice = ImprovementNotice.objects.get()
    assert "Improvement notice of Department for Education is recorded." in page
    assert "In force" in page
    assert "By 1 April 2027" in page
    sent = {"kind": "updated", "words": "More time", "submission": str(uuid.uuid4())}
    sent |= typed_day("happened_on", date(2026, 10, 2)) | typed_day("deadline_on", date(2027, 12, 31))
    page = client.post(f"{notice.get_absolute_url()}steps/new/", sent, follow=True).content.decode()
    assert "Recorded: updated." in page
    assert "31 December 2027" in page
    shown = sign_in(dee).get(source.get_absolute_url()).content.decode()
    assert notice.get_absolute_url() in shown
    assert "Improvement notice issued" in shown
    listed = sign_in(dee).get(LIST).content.decode()
    assert "31 December 2027" in listed
    assert "Record an improvement notice" not in listed


def test_offers_are_recorded_one_a_line_and_followed(sign_in, ada, offered):
    client = sign_in(ada)
    page = client.post(SUPPORT, offered, follow=True).content.decode()
    assert "The offer of Portsea is recorded." in page
    assert [offer.offered for offer in SupportOffer.objects.order_by("pk")] == ["A visit", "Data"]
    visit = SupportOffer.objects.first()
    sent = {"kind": "changed", "words": "Weekly panels", "submission": str(uuid.uuid4())}
    sent |= typed_day("happened_on", date(2026, 7, 1))
    page = client.post(f"/areas/northshire/support/{visit.pk}/steps/new/", sent, follow=True).content.decode()
    assert "<strong>What it changed</strong>, 1 July 2026: Weekly panels" in page
    assert page.count("No answer yet") == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"given_by": ""}, "given_by"),
        ({"given_by": "x" * 151}, "given_by"),
        ({"review_months": "0"}, "review_months"),
        ({"review_months": "99999999999999999999"}, "review_months"),
        ({"review_months": "six"}, "review_months"),
        ({"source": "999"}, "source"),
        ({"requires": "a\x00b"}, "requires"),
        (typed_day("issued_on", ("31", "02", "2020")), "issued_on"),
        (typed_day("issued_on", ("1", "1", "0001")), "issued_on"),
        (typed_day("deadline_on", ("1", "1", "9999")), "deadline_on"),
        (typed_day("deadline_on", date(2026, 6, 5)), "deadline_on"),
    ],
)
def test_bad_input_is_told_and_kept(sign_in, ada, typed, changed, field, written):
    before = written()
    page = sign_in(ada).post(NEW, {**typed, **changed})
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert "A plan" in page.content.decode() or field == "requires"
    assert (written(), ImprovementNotice.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"offers": "\n - \n"}, "offers"), ({"offers": "x" * 301}, "offers"), ({"offered_by": ""}, "offered_by")],
)
def test_an_offer_without_anything_is_told(sign_in, ada, offered, changed, field):
    page = sign_in(ada).post(SUPPORT, {**offered, **changed})
    assert field in page.context["form"].errors
    assert not SupportOffer.objects.exists()


def test_who_may_not(sign_in, ada, dee, eve, typed, offered):
    client = sign_in(ada)
    client.post(NEW, typed)
    client.post(SUPPORT, offered)
    ends = [f"{ImprovementNotice.objects.get().get_absolute_url()}steps/new/"]
    ends.append(f"/areas/northshire/support/{SupportOffer.objects.first().pk}/steps/new/")
    for person, code in ((dee, 403), (eve, 404)):
        client = sign_in(person)
        for path in (NEW, SUPPORT, *ends):
            assert (client.get(path).status_code, client.post(path, typed).status_code) == (code, code)
    assert sign_in(eve).get(LIST).status_code == 404
    assert (NoticeStep.objects.count(), SupportStep.objects.count()) == (1, 0)
