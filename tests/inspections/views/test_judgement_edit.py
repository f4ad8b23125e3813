"""Correcting what a visit said."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import services
from inspections.models import Judgement
from tests.factories.inspections import make_finding, make_inspection


@pytest.fixture
def judgement(northshire, ada, on):
    finding = make_finding(make_inspection(northshire).source)
    (row,) = services.judge_findings(
        source=finding.source, visit_kind="revisit", verdicts={finding: "sufficient"}, judged_on=date(2026, 9, 1),
        source_note="the letter", by=ada.membership, on=on,
    )  # fmt: skip
    return row


@pytest.fixture
def url(judgement):
    return reverse("inspections:judgement_edit", args=["northshire", judgement.pk])


TYPED = {"verdict": "not sufficient", "source_note": "the letter, page 3", "reason": "Misread"}


def test_another_row_takes_its_place(sign_in, ada, url, judgement):
    page = sign_in(ada).post(url, TYPED, follow=True)
    assert page.redirect_chain == [(judgement.finding.get_absolute_url(), 302)]
    assert "What was recorded before stays in its history." in page.content.decode()
    (row,) = Judgement.objects.standing()
    assert (row.corrects, row.verdict, row.reason, row.judged_on) == (
        judgement, "not sufficient", "Misread", date(2026, 9, 1),
    )  # fmt: skip


def test_it_can_be_taken_back(sign_in, ada, url):
    sign_in(ada).post(url, TYPED | {"verdict": ""})
    assert not Judgement.objects.standing().exists()
    assert Judgement.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"verdict": "released"}, "verdict"),
        ({"verdict": "\x00"}, "verdict"),
        ({"source_note": ""}, "source_note"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, url, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, TYPED | changes)
    assert set(page.context["form"].errors) == {field}
    assert (Judgement.objects.count(), written()) == (1, before)


def test_what_was_corrected_meanwhile_is_told(sign_in, ada, url):
    client = sign_in(ada)
    client.post(url, TYPED)
    page = client.post(url, TYPED | {"reason": "Mine"})
    assert "Somebody has corrected this judgement meanwhile." in page.content.decode()
    assert "Mine" in page.content.decode()
    assert Judgement.objects.count() == 2


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url):
    assert sign_in(eve).post(url, TYPED).status_code == 404


def test_a_reader_may_not(sign_in, dee, url):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, TYPED).status_code) == (403, 403)
