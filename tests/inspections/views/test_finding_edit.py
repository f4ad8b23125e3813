"""Correcting a finding."""

import pytest
from django.urls import reverse

from areas.models import AuditEvent, Partner
from inspections import services
from tests.factories.inspections import make_finding, make_source


@pytest.fixture
def finding(northshire, icb):
    return make_finding(make_source(northshire), number="1", text="Waits are long", bodies=[icb])


@pytest.fixture
def url(finding):
    return reverse("inspections:finding_edit", args=["northshire", finding.pk])


@pytest.fixture
def typed(icb):
    return {
        "number": "1",
        "kind": "improvement",
        "text": "Waits are much too long",
        "words": "own",
        "words_from": "the letter",
        "bodies": [icb.pk],
        "reason": "Misread",
        "version": 0,
    }


def test_it_corrects_the_finding_and_keeps_the_reason(sign_in, ada, url, typed, finding):
    page = sign_in(ada).post(url, typed, follow=True)
    finding.refresh_from_db()
    assert (finding.text, finding.kind, finding.version) == ("Waits are much too long", "improvement", 1)
    assert page.redirect_chain == [(finding.get_absolute_url(), 302)]
    assert AuditEvent.objects.get(event="finding corrected").facts["reason"] == "Misread"


def test_a_body_that_left_the_area_stays_to_be_chosen(sign_in, ada, url, icb, on):
    Partner.objects.filter(organisation=icb).update(ended_on=on)
    page = sign_in(ada).get(url)
    assert icb in page.context["form"].fields["bodies"].queryset
    assert "checked" in page.content.decode()


def test_a_stale_form_is_refused_with_both_texts(sign_in, ada, url, typed, finding, icb, on):
    stored = {name: getattr(finding, name) for name in ("number", "kind", "words", "words_from")}
    services.correct_finding(
        finding=finding,
        version=0,
        reason="First",
        text="Theirs came first",
        bodies=[icb],
        by=ada.membership,
        on=on,
        **stored,
    )
    page = sign_in(ada).post(url, typed)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Theirs came first" in text
    assert "Waits are much too long" in text
    finding.refresh_from_db()
    assert (finding.text, finding.version) == ("Theirs came first", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": ""}, "reason"), ({"version": "x"}, "version"), ({"text": "a\x00"}, "text")],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, url, typed, finding, changes, field):
    page = sign_in(ada).post(url, typed | changes)
    assert set(page.context["form"].errors) == {field}
    finding.refresh_from_db()
    assert finding.version == 0


def test_a_number_that_is_taken_is_refused(sign_in, ada, url, typed, finding):
    make_finding(finding.source, number="2")
    page = sign_in(ada).post(url, typed | {"number": "2"})
    assert set(page.context["form"].errors) == {"number"}
    finding.refresh_from_db()
    assert finding.version == 0


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, typed):
    assert sign_in(eve).post(url, typed).status_code == 404


def test_a_reader_may_not(sign_in, dee, url, typed, finding):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (403, 403)
    finding.refresh_from_db()
    assert finding.version == 0
