"""Correcting a source that is no inspection."""

from datetime import date

import pytest
from django.urls import reverse

from areas.models import AuditEvent
from inspections import services
from tests.factories.inspections import make_source
from tests.inspections.views.conftest import typed_day


@pytest.fixture
def source(northshire):
    return make_source(northshire, title="Peer review")


@pytest.fixture
def url(source):
    return reverse("inspections:source_edit", args=["northshire", source.pk])


@pytest.fixture
def typed():
    facts = {"kind": "dfe letter", "title": "The minister's letter", "given_by": "DfE", "reason": "It is a letter"}
    return {**facts, **typed_day("dated_on", date(2026, 3, 4)), "version": 0}


def test_it_corrects_the_source_and_keeps_the_reason(sign_in, ada, url, typed, source):
    page = sign_in(ada).post(url, typed, follow=True)
    assert page.redirect_chain == [(source.get_absolute_url(), 302)]
    source.refresh_from_db()
    assert (source.kind, source.title, source.given_by, source.dated_on, source.version) == (
        "dfe letter", "The minister's letter", "DfE", date(2026, 3, 4), 1,
    )  # fmt: skip
    facts = AuditEvent.objects.get(event="source corrected").facts
    assert (facts["reason"], facts["title"]) == ("It is a letter", ["Peer review", "The minister's letter"])


def test_a_stale_form_is_refused_with_both_texts(sign_in, ada, url, typed, source, on):
    services.correct_source(
        source=source, version=0, reason="First", kind="strategy", title="Strategy", given_by="", dated_on=None,
        by=ada.membership, on=on,
    )  # fmt: skip
    page = sign_in(ada).post(url, typed)
    assert page.status_code == 409
    assert "The minister&#x27;s letter" in page.content.decode()
    assert "Strategy" in page.content.decode()
    source.refresh_from_db()
    assert source.title == "Strategy"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "inspection"}, "kind"),
        ({"kind": "rumour"}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"given_by": "a\x00b"}, "given_by"),
        (typed_day("dated_on", ("31", "2", "2020")), "dated_on"),
        ({"reason": ""}, "reason"),
        ({"version": "abc"}, "version"),
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, url, typed, source, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, typed | changes)
    assert set(page.context["form"].errors) == {field}
    source.refresh_from_db()
    assert (source.title, written()) == ("Peer review", before)


def test_a_title_that_is_taken_is_refused(sign_in, ada, url, typed, northshire):
    make_source(northshire, title="The minister's letter")
    assert set(sign_in(ada).post(url, typed).context["form"].errors) == {"title"}


def test_an_inspection_is_corrected_on_its_own_page(sign_in, ada, inspection, typed, on):
    url = reverse("inspections:source_edit", args=["northshire", inspection.source.pk])
    assert sign_in(ada).post(url, typed).status_code == 404
    with pytest.raises(TypeError):
        services.correct_source(
            source=inspection.source, version=0, reason="x", kind="strategy", title="x", given_by="", dated_on=None,
            by=ada.membership, on=on,
        )  # fmt: skip


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url, typed):
    assert sign_in(eve).post(url, typed).status_code == 404


def test_a_reader_may_not(sign_in, dee, url, typed):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, typed).status_code) == (403, 403)
