"""The pages that belong to no app: the front door, health, the statement, signing in by one press."""

from datetime import date, timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from areas.models import Demonstration, Heartbeat, OutgoingEmail, User
from tests.factories.areas import make_membership

DEMO_DAY = date(2020, 1, 21)
PRESS = "/demonstration/sign-in/"


@pytest.mark.parametrize("address", ["/", "/accessibility/", "/healthz/", "/brand/00625b.css"])
def test_an_open_page_reads_no_table_and_sets_no_cookie(client, db, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        page = client.get(address)
    assert page.status_code == 200
    assert not page.cookies
    assert client.head(address).status_code == 200


def test_the_front_door_leads_in(client, db):
    page = client.get("/").content.decode()
    assert page.count("<h1") == 1
    assert 'href="/account/login/"' in page


def test_the_statement_claims_no_more_than_is_true(client, db):
    page = client.get("/accessibility/").content.decode()
    assert "We therefore do not claim full compliance." in page


@pytest.mark.parametrize("address", ["/", "/accessibility/", "/healthz/", "/healthz/ready/"])
def test_an_open_page_takes_no_post(client, db, address):
    assert client.post(address).status_code == 405


def test_ready_means_the_background_work_runs(client, db):
    assert client.get("/healthz/ready/").status_code == 503
    at = timezone.now()
    Heartbeat.objects.create(name="tick", beat_at=at - timedelta(minutes=14))
    page = client.get("/healthz/ready/")
    assert page.status_code == 200
    assert set(page.json()) == {"tick_age_seconds", "oldest_waiting_seconds", "failed", "in_doubt"}
    Heartbeat.objects.update(beat_at=at - timedelta(minutes=16))
    assert client.get("/healthz/ready/").status_code == 503


def test_ready_tells_how_long_mail_has_waited_and_names_nobody(client, ada, django_assert_num_queries):
    Heartbeat.objects.create(name="tick", beat_at=timezone.now())
    mail = {"person": ada, "recipient": ada.email, "next_attempt_at": timezone.now(), "text": "Secret", "html": ""}
    for key, state in (("a", "pending"), ("b", "failed"), ("c", "sent")):
        OutgoingEmail.objects.create(dedupe_key=key, message_id=key, state=state, is_in_doubt=state == "sent", **mail)
    with django_assert_num_queries(4):
        page = client.get("/healthz/ready/")
    assert {name: page.json()[name] for name in ("failed", "in_doubt")} == {"failed": 1, "in_doubt": 1}
    assert "example.org" not in page.content.decode()


def test_a_mail_put_off_to_later_is_the_oldest_all_the_same(client, ada):
    at = timezone.now()
    for key, next_attempt_at in (("put off", at + timedelta(hours=1)), ("fresh", at)):
        OutgoingEmail.objects.create(
            dedupe_key=key, message_id=key, person=ada, recipient=ada.email, next_attempt_at=next_attempt_at
        )
    OutgoingEmail.objects.filter(dedupe_key="put off").update(created_at=at - timedelta(days=2))
    assert client.get("/healthz/ready/").json()["oldest_waiting_seconds"] >= 2 * 24 * 60 * 60


def test_a_database_that_does_not_answer_is_said(client, db):
    def refuse(*args):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        page = client.get("/healthz/ready/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "10")


@pytest.mark.parametrize(("error", "code"), [(OperationalError, 503), (InterfaceError, 503), (ValueError, 500)])
def test_a_page_that_breaks_says_whether_to_come_back(sign_in, ada, error, code):
    """A database that is away or locked is no fault of the page; anything else is."""
    client = sign_in(ada)
    client.raise_request_exception = False

    def fail(*args):
        raise error

    with connection.execute_wrapper(fail):
        page = client.get("/areas/northshire/")
    assert page.status_code == code
    assert page.headers.get("Retry-After") == ("60" if code == 503 else None)
    assert ("is not saved" in page.content.decode()) == (code == 503)
    assert page.content.decode().count("<h1") == 1


# One press


@pytest.fixture
def demonstration(settings, db):
    settings.DEMO_DAY = DEMO_DAY
    Demonstration.objects.create(told_to_on=DEMO_DAY)


def test_outside_the_demonstration_there_is_no_such_page(client, ned):
    assert client.post(PRESS, {"user": ned.pk}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Choose whose place to take" not in client.get("/account/login/").content.decode()


def test_on_a_database_that_is_not_the_demonstrations_nobody_is_signed_in(client, ned, settings):
    settings.DEMO_DAY = DEMO_DAY
    assert client.post(PRESS, {"user": ned.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demonstration")
def test_one_press_signs_in(client, ned, neds_post):
    page = client.get("/account/login/").content.decode()
    assert "Head of SEND, Northshire Council; Officer for Northshire Council" in page
    answer = client.post(PRESS, {"user": ned.pk, "next": "/areas/northshire/people/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/areas/northshire/people/")
    assert client.session["_auth_user_id"] == str(ned.pk)
    assert client.get(PRESS).status_code == 405


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example/", ""],
)
def test_one_press_leads_nowhere_else(client, ned, wanted):
    assert client.post(PRESS, {"user": ned.pk, "next": wanted}).headers["Location"] == "/my/"


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("user", ["", "x", "-1", "0", "9" * 40, "²", "99999999"])
def test_nobody_is_signed_in_by_nonsense(client, ned, user):
    assert client.post(PRESS, {"user": user}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demonstration")
def test_a_shut_account_is_not_offered_and_not_signed_in(client, ned, northshire, council):
    User.objects.filter(pk=ned.pk).update(is_active=False)
    assert client.post(PRESS, {"user": ned.pk}).status_code == 404
    make_membership(ned, northshire, council, "reader")
    assert "Northshire" not in client.get("/account/login/").content.decode()
