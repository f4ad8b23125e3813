"""Setting another day for a deadline."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import services
from inspections.models import DeadlineChange
from tests.inspections.views.conftest import typed_day


@pytest.fixture
def url(deadline):
    return reverse("inspections:deadline_override", args=["northshire", deadline.pk])


TYPED = {
    "set_as": "override",
    "due": "15 December 2026",
    "reason": "Agreed in a letter of 1 October",
    "version": 0,
}


def test_it_sets_the_day_and_says_both(sign_in, ada, url, deadline, inspection):
    page = sign_in(ada).post(url, TYPED, follow=True)
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.computed_on) == (date(2026, 12, 15), date(2026, 12, 8))
    assert (deadline.overridden_by, deadline.override_reason) == (ada.membership, TYPED["reason"])
    assert page.redirect_chain == [(inspection.source.get_absolute_url(), 302)]
    assert "The date is now 15 December 2026. It was 8 December 2026." in page.content.decode()


def test_the_page_tells_what_the_rule_gives(sign_in, ada, url, deadline):
    deadline.rule.amount = 71
    deadline.rule.save()
    text = " ".join(sign_in(ada).get(url).content.decode().split())
    assert "The rule gives 8 December 2026" in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "   "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"version": ""}, "version"),
        ({"set_as": ""}, "set_as"),
        ({"set_as": "wish"}, "set_as"),
        ({"due": "31/02/2020"}, "due"),
        ({"due": ""}, "due"),
        ({"due": "1 January 1999"}, "due"),
        ({"due": "1 January 0001"}, "due"),
        ({"due": "31 December 9999"}, "due"),
        ({"due": "to be confirmed"}, "due"),
        ({"due": "December 2026"}, "due"),  # it is owed on a day
        ({"due": "31 August 2026"}, "due"),  # before it began to count
        ({"set_as": "agreed day"}, "agreed_with"),
        ({"set_as": "extension", "agreed_with": "Ofsted", "source_note": "A letter"}, "agreed_on"),
        (
            {"set_as": "extension", "agreed_with": "Ofsted", **typed_day("agreed_on", date(2026, 10, 1))},
            "source_note",
        ),
        (
            {"set_as": "agreed day", "agreed_with": "Ofsted", **typed_day("agreed_on", date(2026, 10, 15))},
            "agreed_on",  # tomorrow
        ),
    ],
)
def test_bad_input_is_told_and_nothing_written(sign_in, ada, url, deadline, written, changes, field):
    before = written()
    page = sign_in(ada).post(url, TYPED | changes)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    deadline.refresh_from_db()
    assert (deadline.version, written(), DeadlineChange.objects.count()) == (0, before, 0)


def test_a_stale_form_is_refused_with_both_texts(sign_in, ada, url, deadline, on):
    services.override_deadline(
        deadline=deadline, due_on=date(2026, 12, 1), reason="Theirs", version=0, by=ada.membership, on=on
    )
    page = sign_in(ada).post(url, TYPED)
    assert page.status_code == 409
    text = page.content.decode()
    assert "1 December 2026" in text
    assert "Theirs" in text
    assert "Agreed in a letter of 1 October" in text
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.version) == (date(2026, 12, 1), 1)


def test_a_met_date_gets_no_other(sign_in, ada, url, inspection, deadline, on):
    services.meet_deadlines(source=inspection.source, rule_codes=["pap_published"], met_on=on, by=ada.membership, on=on)
    client = sign_in(ada)
    assert (client.get(url).status_code, client.post(url, TYPED).status_code) == (403, 403)
    deadline.refresh_from_db()
    assert deadline.due_on == date(2026, 12, 8)


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, url):
    assert sign_in(eve).post(url, TYPED).status_code == 404


def test_a_reader_may_not(sign_in, dee, url, deadline):
    client = sign_in(dee)
    assert (client.get(url).status_code, client.post(url, TYPED).status_code) == (403, 403)
    deadline.refresh_from_db()
    assert deadline.version == 0
