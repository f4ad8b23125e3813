"""Taking or declining the day that counting anew would give."""

import pytest
from django.urls import reverse

from inspections.models import Deadline, DeadlineRule

TYPED = {"decision": "take", "reason": "The framework says so", "proposed_on": "2026-12-09", "version": 0}


@pytest.fixture
def url(deadline):
    """The rule gives a day more now: 9 December 2026 instead of the 8th."""
    DeadlineRule.objects.filter(pk=deadline.rule_id).update(amount=71)
    return reverse("inspections:deadline_proposal", args=["northshire", deadline.pk])


def test_the_lead_is_shown_it_and_takes_it(sign_in, ada, url, deadline, inspection):
    client = sign_in(ada)
    for path in (inspection.source.get_absolute_url(), reverse("inspections:deadline_list", args=["northshire"])):
        assert url in client.get(path).content.decode()
    page = client.post(url, TYPED, follow=True)
    assert "the date to go by is 9 December 2026" in page.content.decode()
    deadline.refresh_from_db()
    assert (str(deadline.due), deadline.changes.get().kind) == ("9 December 2026", "accepted")
    assert "no other day is proposed" in client.get(url, follow=True).content.decode()


def test_it_is_declined_and_not_shown_again(sign_in, ada, url, deadline):
    page = sign_in(ada).post(url, TYPED | {"decision": "keep"}, follow=True)
    assert "the date to go by is 8 December 2026" in page.content.decode()
    assert url not in page.content.decode()
    assert deadline.changes.get().kind == "kept"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"decision": "toss"}, "decision"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"proposed_on": "soon"}, "proposed_on"),
        ({"proposed_on": "2026-12-10"}, "__all__"),  # it is another day by now
        ({"version": "x"}, "version"),
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, url, deadline, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, TYPED | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    deadline.refresh_from_db()
    assert (deadline.version, written()) == (0, before)


def test_a_stale_form_is_refused(sign_in, ada, url, deadline):
    Deadline.objects.filter(pk=deadline.pk).update(version=1)
    page = sign_in(ada).post(url, TYPED)
    assert page.status_code == 409
    assert TYPED["reason"] in page.content.decode()


def test_a_stranger_is_told_nothing_and_a_reader_may_not(sign_in, eve, dee, url):
    assert sign_in(eve).post(url, TYPED).status_code == 404
    assert sign_in(dee).post(url, TYPED).status_code == 403
