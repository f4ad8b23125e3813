"""The history and the reminders of an area, page by page."""

from datetime import date

import pytest
from django.utils import timezone

from areas import audit
from areas.models import OutgoingEmail, Reminder

HISTORY, REMINDERS = "/areas/northshire/history/", "/areas/northshire/reminders/"


def words(page) -> str:
    return " ".join(page.content.decode().split())


def make_reminder(person, area, number=1, **fields):
    facts = {
        "title": f"Statement {number}",
        "url": "/areas/northshire/",
        "kind": "statutory",
        "due_on": date(2026, 12, 1),
    }
    return Reminder.objects.create(
        person=person, area=area, key=f"k{number}", thing="k", planned_on=date(2026, 10, 14), **{**facts, **fields}
    )


def make_mail(person, **fields):
    at = timezone.now()
    facts = {"dedupe_key": "d", "message_id": "m", "recipient": person.email, "subject": "s", "next_attempt_at": at}
    return OutgoingEmail.objects.create(person=person, **{**facts, **fields})


@pytest.mark.parametrize("address", [HISTORY, REMINDERS])
def test_only_the_lead_reads_the_ledgers(sign_in, ada, dee, eve, cal, address):
    assert sign_in(ada).get(address).status_code == 200
    assert sign_in(dee).get(address).status_code == 403
    assert sign_in(cal).get(address).status_code == 403
    assert sign_in(eve).get(address).status_code == 404


def test_an_empty_ledger_says_what_will_be_there(sign_in, ada):
    assert "Nothing has been done yet" in words(sign_in(ada).get(HISTORY))
    assert "No reminder yet" in words(sign_in(ada).get(REMINDERS))


def test_the_history_tells_who_what_when_and_in_which_role(sign_in, ada, eve, northshire, on):
    facts = {"due_on": [date(2026, 3, 31), date(2027, 5, 14)], "reason": "<b>late</b>", "note": "", "agreed": True}
    audit.record("date moved", on=on, subject=northshire, by=ada.membership, **facts)
    audit.record("mail sent", on=on, subject=northshire, area=northshire)
    audit.record("secret of the south", on=on, subject=northshire, by=eve.membership)
    page = words(sign_in(ada).get(HISTORY))
    assert "Date moved:" in page
    assert "Ada, area lead for Northshire Council" in page
    assert "14 October 2026" in page
    assert "Due: 31 March 2026, then 14 May 2027" in page
    assert "Reason: &lt;b&gt;late&lt;/b&gt;" in page
    assert "Agreed: yes" in page
    assert "Note" not in page
    assert "The programme" in page
    assert "secret of the south" not in page.lower()
    assert page.index("Mail sent") < page.index("Date moved")


def test_the_history_is_cut_into_pages_and_any_number_is_answered(sign_in, ada, northshire, on):
    for number in range(51):
        audit.record(f"act {number}.", on=on, subject=northshire, by=ada.membership)
    client = sign_in(ada)
    assert "Page 1 of 2" in words(client.get(HISTORY))
    for number in ("2", "3", "1e9", "-1", "0", "NaN", "9" * 5, "", "x"):
        page = client.get(HISTORY, {"page": number})
        assert page.status_code == 200
    assert "Act 0." in words(client.get(HISTORY, {"page": "2"}))
    assert "Act 0." not in words(client.get(HISTORY))


@pytest.mark.parametrize("number", [1, 3])
def test_the_ledgers_take_six_queries_each(sign_in, ada, northshire, on, number, django_assert_num_queries):
    mail = make_mail(ada)
    for at in range(number):
        audit.record("act", on=on, subject=northshire, by=ada.membership)
        make_reminder(ada, northshire, at, email=mail, status="attached")
    client = sign_in(ada)
    for address in (HISTORY, REMINDERS):
        with django_assert_num_queries(6):
            client.get(address)


@pytest.mark.parametrize(
    ("fields", "mail", "said"),
    [
        ({}, None, "Planned"),
        ({"status": "cancelled", "reason": "the plan was submitted"}, None, "No longer needed: the plan was submitted"),
        ({"status": "superseded"}, None, "Superseded by a later one"),
        ({"status": "attached"}, {"state": "pending"}, "In a mail: waiting"),
        ({"status": "attached"}, {"state": "failed"}, "In a mail: failed"),
    ],
)
def test_a_reminder_says_how_far_it_has_come(sign_in, ada, northshire, fields, mail, said):
    make_reminder(ada, northshire, email=make_mail(ada, **mail) if mail else None, **fields)
    page = words(sign_in(ada).get(REMINDERS))
    assert said in page
    assert "1 December 2026" in page


def test_a_sent_reminder_says_when_in_london(sign_in, ada, northshire):
    at = timezone.datetime(2026, 7, 1, 23, 30, tzinfo=timezone.get_fixed_timezone(0))
    make_reminder(ada, northshire, email=make_mail(ada, state="sent", sent_at=at), status="attached")
    assert "Sent 2 July 2026, 00:30" in words(sign_in(ada).get(REMINDERS))


def test_reminders_of_another_area_are_not_there(sign_in, ada, eve, southshire):
    make_reminder(eve, southshire, title="Secret of the south")
    assert "Secret" not in words(sign_in(ada).get(REMINDERS))
