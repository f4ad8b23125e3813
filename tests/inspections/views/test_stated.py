"""What a paper says a date is: recorded beside the computed one, and taken back."""

import pytest
from django.urls import reverse

from inspections.models import StatedDate

TYPED = {"stated": "10 November 2026", "words": "within 70 days", "stated_in": "The cabinet paper", "explanation": ""}


@pytest.fixture
def create(deadline):
    return reverse("inspections:stated_create", args=["northshire", deadline.pk])


@pytest.fixture
def stated(sign_in, ada, create):
    sign_in(ada).post(create, TYPED)
    return StatedDate.objects.get()


@pytest.fixture
def withdraw(stated):
    return reverse("inspections:stated_withdraw", args=["northshire", stated.pk])


def test_it_stands_beside_the_computed_date_with_the_slip_that_gives_it(sign_in, ada, dee, create, inspection):
    sign_in(ada).post(create, TYPED)
    text = " ".join(sign_in(dee).get(inspection.source.get_absolute_url()).content.decode().split())
    assert "A paper says 10 November 2026: “within 70 days” (The cabinet paper)." in text
    assert "28 days earlier than computed, 8 December 2026." in text
    assert "It is 70 days from the day it starts from, 1 September 2026: every day counted" in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stated": ""}, "stated"),
        ({"stated": "31/02/2026"}, "stated"),
        ({"stated": "1 May 0001"}, "stated"),
        ({"words": ""}, "words"),
        ({"words": "x" * 301}, "words"),
        ({"stated_in": "a\x00b"}, "stated_in"),
        ({"explanation": "x" * 501}, "explanation"),
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, create, written, changes, field):
    before = written()
    page = sign_in(ada).post(create, TYPED | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert (StatedDate.objects.count(), written()) == (0, before)


def test_it_is_taken_back_once(sign_in, ada, withdraw, stated, inspection):
    typed = {"reason": "Misread", "version": 0}
    page = sign_in(ada).post(withdraw, typed, follow=True)
    assert "What the paper says is withdrawn." in page.content.decode()
    assert "A paper says" not in page.content.decode()
    assert sign_in(ada).post(withdraw, typed).status_code == 403


def test_a_stale_or_empty_withdrawal_writes_nothing(sign_in, ada, withdraw, stated):
    client = sign_in(ada)
    assert set(client.post(withdraw, {"reason": "", "version": 0}).context["form"].errors) == {"reason"}
    StatedDate.objects.update(version=1)
    page = client.post(withdraw, {"reason": "Misread", "version": 0})
    assert (page.status_code, "Misread" in page.content.decode()) == (409, True)
    stated.refresh_from_db()
    assert stated.withdrawn_on is None


def test_a_stranger_is_told_nothing_and_a_reader_may_not(sign_in, eve, dee, create, withdraw):
    for url in (create, withdraw):
        assert sign_in(eve).post(url, TYPED).status_code == 404
        assert sign_in(dee).post(url, TYPED).status_code == 403
