"""The pages of the joint sign-off."""

import io

import page as pages
import pikepdf
import pytest

from boards.models import Certificate, Signature
from boards.services.approvals import open_route
from boards.services.certificates import sign
from tests.factories.actions import make_plan
from tests.factories.approvals import make_certificate, make_route
from tests.factories.areas import make_post
from tests.words import words_of

HERE = "/areas/northshire/"


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


@pytest.fixture
def route(northshire, ada, on):
    return make_route(make_plan(northshire, title="The plan"), ada.membership, on, edition="Version 1")


@pytest.fixture
def certificate(route, council, icb, ada, on):
    return make_certificate(route, [council, icb], ada.membership, on)


def sign_page(certificate):
    return f"{certificate.get_absolute_url()}signatures/new/"


def test_a_certificate_is_opened_from_the_route(sign_in, ada, route, council, icb):
    address = f"{HERE}routes/{route.pk}/certificate/new/"
    assert address in words_of(sign_in(ada).get(route.get_absolute_url()))
    assert "jointly responsible" in words_of(sign_in(ada).get(address))
    answer = sign_in(ada).post(address, {"bodies": [council.pk, icb.pk], "words": "We agree."})
    certificate = Certificate.objects.get()
    assert answer.url == certificate.get_absolute_url()
    assert answer.url in words_of(sign_in(ada).get(route.get_absolute_url()))
    page = sign_in(ada).post(address, {"bodies": [council.pk, icb.pk], "words": "Again."})
    assert "has its certificate already" in page.context["form"].non_field_errors()[0]


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"bodies": []}, "bodies", "Answer this question: Who must sign?"),
        ({"bodies": ["council"]}, "bodies", "both must sign"),
        ({"bodies": ["forum"]}, "bodies", "Choose from the list."),
        ({"bodies": ["9" * 40]}, "bodies", "Choose from the list."),
        ({"words": ""}, "words", "Enter what they sign"),
        ({"words": "x" * 2001}, "words", "Use 2000 characters or fewer."),
    ],
)
def test_a_certificate_that_cannot_be_is_told(sign_in, ada, route, council, icb, forum, sent, field, words):
    known = {"council": council.pk, "forum": forum.pk}
    sent = {
        name: [known.get(v, v) for v in value] if isinstance(value, list) else value for name, value in sent.items()
    }
    page = sign_in(ada).post(
        f"{HERE}routes/{route.pk}/certificate/new/", {"bodies": [council.pk, icb.pk], "words": "W", **sent}
    )
    assert words in page.context["form"].errors[field][0]
    assert not Certificate.objects.exists()


def test_each_signs_for_their_own_body_by_their_own_post(sign_in, ned, bea, dee, certificate, neds_post, beas_post):
    assert "Not complete." in words_of(sign_in(dee).get(certificate.get_absolute_url()))
    for person, post, other in ((ned, neds_post, beas_post), (bea, beas_post, neds_post)):
        client = sign_in(person)
        assert sign_page(certificate) in words_of(client.get(certificate.get_absolute_url()))
        page = client.post(sign_page(certificate), {"post": other.pk})
        assert page.context["form"].errors["post"] == ["Choose from the list."]
        assert client.post(sign_page(certificate), {"post": post.pk}).url == certificate.get_absolute_url()
        signature = Signature.objects.get(post=post)
        assert (signature.recorded_by.user, signature.recorded_by.organisation) == (person, post.organisation)
        assert client.post(sign_page(certificate), {"post": post.pk}).status_code == 403
    assert "Complete: every body has signed." in words_of(sign_in(dee).get(certificate.get_absolute_url()))


def test_the_lead_records_a_signature_from_a_named_source(sign_in, ada, certificate, beas_post, on):
    sent = {"post": beas_post.pk, **day("signed_on", on.replace(day=12))}
    page = sign_in(ada).post(sign_page(certificate), sent)
    assert "You do not hold this post" in page.context["form"].errors["heard_by"][0]
    page = sign_in(ada).post(sign_page(certificate), {**sent, "heard_by": "call"})
    assert "Say how you heard" in page.context["form"].errors["heard_on"][0]
    sent |= {"heard_by": "call", **day("heard_on", on.replace(day=13))}
    assert sign_in(ada).post(sign_page(certificate), sent).url == certificate.get_absolute_url()
    assert "Heard by telephone on 13 October 2026; recorded by" in words_of(
        sign_in(ada).get(certificate.get_absolute_url())
    )
    page = sign_in(ada).post(sign_page(certificate), sent)
    assert page.context["form"].errors["post"] == ["Choose from the list."]
    assert Signature.objects.count() == 1


def test_a_lead_with_a_post_signs_without_naming_a_source(sign_in, ada, certificate, northshire, council, on):
    post = make_post(northshire, council, "Director", holder=ada)
    sign_in(ada).post(sign_page(certificate), {"post": post.pk, **day("signed_on", on)})
    assert (Signature.objects.get().heard_by, Signature.objects.get().on) == ("", on)


def test_strangers_find_nothing_and_readers_sign_nothing(sign_in, eve, dee, route, certificate, neds_post):
    own = certificate.get_absolute_url()
    new = f"{HERE}routes/{route.pk}/certificate/new/"
    for address in (own, own + "pdf/", sign_page(certificate), new):
        assert sign_in(eve).get(address).status_code == 404
        assert sign_in(eve).get(address.replace("northshire", "southshire")).status_code == 404
    for address in (sign_page(certificate), new):
        assert sign_in(dee).get(address).status_code == 403
        assert sign_in(dee).post(address, {"post": neds_post.pk}).status_code == 403
    assert not Signature.objects.exists()


def test_the_certificate_of_an_earlier_version_says_so(sign_in, ada, route, certificate, on):
    open_route(plan=route.plan, edition="Version 2", by=ada.membership, on=on)
    text = words_of(sign_in(ada).get(certificate.get_absolute_url()))
    assert "The later one, Version 2, needs its own." in text
    assert "signatures/new/" not in text


def test_the_paper_is_a_tagged_pdf(sign_in, dee, certificate):
    answer = sign_in(dee).get(certificate.get_absolute_url() + "pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="northshire-joint-sign-off-version-1.pdf"' in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()
        assert "Joint sign-off by council and health: The plan, Version 1" in str(pdf.docinfo["/Title"])
    assert pages.validate_pdf_bytes(answer.content, profile="ua1").is_compliant


@pytest.mark.parametrize("signed", [1, 2])
def test_the_page_asks_the_same_few_questions(
    signed, sign_in, dee, ada, certificate, neds_post, beas_post, on, django_assert_num_queries
):
    for post in (neds_post, beas_post)[:signed]:
        sign(certificate=certificate, post=post, by=ada.membership, on=on, heard_by="call", heard_on=on)
    client = sign_in(dee)
    with django_assert_num_queries(8):
        client.get(certificate.get_absolute_url())
