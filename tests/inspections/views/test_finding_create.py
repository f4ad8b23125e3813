"""Recording a finding."""

import pytest
from django.urls import reverse

from inspections.models import Finding
from tests.factories.areas import make_organisation
from tests.factories.inspections import make_finding, make_source


@pytest.fixture
def source(northshire):
    return make_source(northshire)


@pytest.fixture
def url(source):
    return reverse("inspections:finding_create", args=["northshire", source.pk])


@pytest.fixture
def typed(icb):
    return {
        "number": "1",
        "kind": "significant weakness",
        "text": "Waits are too long",
        "words": "own",
        "words_from": "the letter",
        "bodies": [icb.pk],
    }


def test_it_records_the_finding(sign_in, ada, url, typed, source, icb):
    page = sign_in(ada).post(url, typed, follow=True)
    finding = Finding.objects.get()
    assert page.redirect_chain == [(f"{source.get_absolute_url()}#found", 302)]
    assert (finding.source, finding.number, finding.text, list(finding.bodies.all())) == (
        source,
        "1",
        "Waits are too long",
        [icb],
    )
    assert "Significant weakness 1 is recorded." in page.content.decode()


def test_another_can_be_added_at_once_and_the_form_goes_on(sign_in, ada, url, typed, source):
    client = sign_in(ada)
    page = client.post(url, typed | {"number": "A3", "another": "1"}, follow=True)
    assert page.redirect_chain == [(url, 302)]
    form = page.context["form"]
    assert [form[name].value() for name in ("number", "kind", "words", "words_from", "text")] == [
        "A4", "significant weakness", "own", "the letter", None,
    ]  # fmt: skip
    client.post(
        url, typed | {"number": "A3a", "part_of": source.findings.get().pk, "label": "failing", "is_urgent": "on"}
    )
    part = source.findings.get(number="A3a")
    assert (part.parent.number, part.label, part.is_urgent) == ("A3", "failing", True)
    assert client.get(url).context["form"]["number"].value() == "A3b"


def test_the_page_offers_the_bodies_of_the_area(sign_in, ada, url, council, icb, south_council):
    page = sign_in(ada).get(url)
    assert [str(body) for body in page.context["form"].fields["bodies"].queryset] == [
        "Northshire Council",
        "Shires ICB",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "1" * 13}, "number"),
        ({"kind": "opinion"}, "kind"),
        ({"text": ""}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"words": "rumour"}, "words"),
        ({"words_from": ""}, "words_from"),
        ({"words_from": "x" * 201}, "words_from"),
        ({"bodies": ["0"]}, "bodies"),
        ({"bodies": ["x\x00"]}, "bodies"),
    ],
)
def test_bad_input_is_told_and_kept(sign_in, ada, url, typed, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, typed | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert (Finding.objects.count(), written()) == (0, before)
    if field != "text":
        assert "Waits are too long" in page.content.decode()


def test_a_body_of_another_area_is_refused(sign_in, ada, url, typed, southshire):
    stranger = make_organisation(southshire)
    page = sign_in(ada).post(url, typed | {"bodies": [stranger.pk]})
    assert set(page.context["form"].errors) == {"bodies"}
    assert not Finding.objects.exists()


def test_a_number_that_is_taken_is_refused(sign_in, ada, url, typed, source):
    make_finding(source, number="1")
    page = sign_in(ada).post(url, typed)
    assert page.context["form"].errors == {"number": ["This source already has number 1. Give this one another."]}
    assert Finding.objects.count() == 1


def test_a_source_of_another_area_is_not_here(sign_in, ada, southshire, typed):
    url = reverse("inspections:finding_create", args=["northshire", make_source(southshire).pk])
    assert sign_in(ada).post(url, typed).status_code == 404
    assert not Finding.objects.exists()


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, typed):
    assert sign_in(eve).post(url, typed).status_code == 404


def test_a_reader_may_not(sign_in, dee, url, typed):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (403, 403)
    assert not Finding.objects.exists()
