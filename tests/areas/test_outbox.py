"""Mail that is owed is sent once, whatever the mail server does: against a real one on this machine."""

import email
import email.policy
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.db import connection

from areas import outbox
from areas.models import OutgoingEmail
from tests.factories.areas import make_user

State = OutgoingEmail.State


class Sink:
    """A mail server that takes everything, but for what the test tells it."""

    def __init__(self):
        self.taken: list[email.message.EmailMessage] = []
        self.connections = 0
        self.answers: dict[str, str] = {}  # by recipient: the answer to RCPT
        self.refuse_content = ""
        self.refuse_sender = ""
        self.hang_up_after: int | None = None  # so many mails: then cut the line, the last one taken without an answer
        self.per_connection: int | None = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name, session.mails = hostname, 0
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.refuse_sender:
            return self.refuse_sender
        if self.per_connection is not None and session.mails >= self.per_connection:
            server.transport.close()
            return "421 enough"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        if self.refuse_content:
            return self.refuse_content
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message.to = envelope.rcpt_tos
        self.taken.append(message)
        session.mails += 1
        if self.hang_up_after is not None and len(self.taken) >= self.hang_up_after:
            server.transport.abort()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]


class Clock:
    """The instant, which stands still until it is told to go on."""

    def __init__(self):
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def at():
    return Clock()


def serve(sink) -> Controller:
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.factory = lambda: SMTP(sink, hostname="sink", enable_SMTPUTF8=False)
    controller.start()
    return controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink(settings):
    sink = Sink()
    controller = serve(sink)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 5
    settings.EMAIL_IN_DOUBT = "resend"
    settings.DEFAULT_FROM_EMAIL = "SEND Tracker <tracker@send.example>"
    yield sink
    controller.stop()


@pytest.fixture
def nobody_listens(settings, sink):
    """The server is away; `settings.EMAIL_PORT = nobody_listens` brings it back."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    return port


def leave(at, number=1, **fields) -> OutgoingEmail:
    person = fields.pop("person", None) or make_user()
    defaults = {"key": f"mail:{number}", "subject": f"Mail {number}", "text": "In words", "html": "<p>In HTML</p>"}
    return outbox.leave_rendered(person, at=at(), **{**defaults, **fields})


def stored(mail) -> OutgoingEmail:
    return OutgoingEmail.objects.get(pk=mail.pk)


def test_a_mail_goes_out_as_it_was_left(sink, db, at):
    mail = leave(at, subject="Für Zoë: 2 dates – soon", text="Zoë’s words\n.\nFrom here on", html="<p>Zoë</p>")

    done = outbox.drain(at)

    assert (done.sent, done.failed, done.postponed, done.dropped) == (1, 0, 0, 0)
    [message] = sink.taken
    assert message.to == [mail.person.email] == [message["To"]]
    assert message["From"] == "SEND Tracker <tracker@send.example>"
    assert message["Subject"] == "Für Zoë: 2 dates – soon"
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == at().replace(microsecond=0)
    assert message.get_body("plain").get_content().splitlines() == ["Zoë’s words", ".", "From here on"]
    assert message.get_body("html").get_content().strip() == "<p>Zoë</p>"
    mail = stored(mail)
    assert (mail.state, mail.sent_at, mail.lease_until, mail.attempts) == (State.SENT, at(), None, 1)
    assert mail.text, "what was said stays on record"


def test_a_second_mail_of_the_same_key_is_not_left(db, at):
    assert leave(at)
    assert leave(at, subject="Another") is None
    assert OutgoingEmail.objects.get().subject == "Mail 1"


def test_many_mails_go_over_one_connection_oldest_first(sink, db, at):
    mails = [leave(at, n) for n in range(5)]

    assert outbox.drain(at).sent == 5

    assert sink.connections == 1
    assert sink.ids == [mail.message_id for mail in mails]
    assert outbox.drain(at).sent == 0


def test_nothing_to_send_asks_no_server(db, at, nobody_listens):
    assert outbox.drain(at).postponed == 0


def test_a_busy_address_is_tried_later_and_later_and_the_others_go(sink, db, at):
    busy, other = leave(at, 1), leave(at, 2)
    sink.answers[busy.recipient] = "451 try later"

    done = outbox.drain(at)

    assert (done.sent, done.postponed) == (1, 1)
    assert sink.ids == [other.message_id]
    waits = []
    for _ in range(9):
        busy = stored(busy)
        assert busy.state == State.PENDING
        assert "451" in busy.last_error
        waits.append((busy.next_attempt_at - at()).total_seconds() / 60)
        assert outbox.drain(at).postponed == 0, "not before its time"
        at.now = busy.next_attempt_at
        outbox.drain(at)
    wanted = [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert all(0.9 * want <= wait <= 1.1 * want for wait, want in zip(waits, wanted, strict=True)), waits
    assert any(wait != want for wait, want in zip(waits, wanted, strict=True)), "scattered"

    del sink.answers[busy.recipient]
    at.now = stored(busy).next_attempt_at
    assert outbox.drain(at).sent == 1
    assert sink.ids[-1] == busy.message_id
    assert stored(busy).last_error == ""


def test_a_refused_address_fails_at_once_and_the_next_mail_still_goes(sink, db, at):
    gone, other = leave(at, 1), leave(at, 2)
    sink.answers[gone.recipient] = "550 no such person"

    done = outbox.drain(at)

    assert (done.sent, done.failed) == (1, 1)
    assert stored(gone).state == State.FAILED
    assert "no such person" in stored(gone).last_error
    assert sink.ids == [other.message_id]
    at.pass_(days=1)
    assert outbox.drain(at).sent == 0


@pytest.mark.parametrize(("answer", "state"), [("554 refused", State.FAILED), ("452 full", State.PENDING)])
def test_refused_content_is_no_doubt(sink, db, at, answer, state):
    mail = leave(at)
    sink.refuse_content = answer

    outbox.drain(at)

    assert (stored(mail).state, stored(mail).is_in_doubt) == (state, False)


def test_a_refused_sender_is_our_fault_and_fails_no_mail(sink, db, at):
    mails = [leave(at, n) for n in range(3)]
    sink.refuse_sender = "530 sign in first"

    assert outbox.drain(at).postponed == 3

    assert {stored(mail).state for mail in mails} == {State.PENDING}


def test_a_refused_password_fails_no_mail(sink, db, at, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "tracker", "wrong"
    mails = [leave(at, n) for n in range(3)]

    done = outbox.drain(at)

    assert (done.failed, done.postponed) == (0, 1)
    assert [stored(mail).state for mail in mails] == [State.PENDING] * 3
    assert [stored(mail).attempts for mail in mails] == [0, 0, 0]


def test_a_sender_that_cannot_be_written_fails_no_mail(sink, db, at, settings):
    mail = leave(at)
    settings.DEFAULT_FROM_EMAIL = "SEND Tracker <>"

    assert outbox.drain(at).postponed == 1

    assert stored(mail).state == State.PENDING


def test_when_the_server_is_away_the_drain_stops_and_nothing_is_lost(sink, db, at, settings, nobody_listens):
    mails = [leave(at, n) for n in range(3)]

    done = outbox.drain(at)

    assert (done.sent, done.postponed) == (0, 1), "one was enough to find out"
    assert [stored(mail).state for mail in mails] == [State.PENDING] * 3
    settings.EMAIL_PORT = nobody_listens
    assert outbox.drain(at).sent == 2
    at.pass_(minutes=2)
    assert outbox.drain(at).sent == 1
    assert sorted(sink.ids) == sorted(mail.message_id for mail in mails)


def test_what_was_not_tried_is_asked_about_again(sink, db, at, settings, nobody_listens):
    """The server was away: the mail still has its first attempt before it, and may be taken back until then."""
    leave(at)
    asked = []
    outbox.drain(at, drop=asked.append)
    settings.EMAIL_PORT = nobody_listens
    at.pass_(minutes=2)

    outbox.drain(at, drop=asked.append)

    assert len(asked) == 2


def test_a_mail_that_was_tried_is_not_asked_about_again(sink, db, at):
    mail = leave(at)
    sink.answers[mail.recipient] = "451 try later"
    asked = []
    outbox.drain(at, drop=asked.append)
    at.pass_(minutes=2)
    outbox.drain(at, drop=asked.append)

    assert len(asked) == 1
    assert stored(mail).attempts == 2


def test_a_server_that_takes_few_mails_a_connection_is_met_again(sink, db, at):
    sink.per_connection = 2
    mails = [leave(at, n) for n in range(5)]

    outbox.drain(at)
    at.pass_(minutes=2)
    outbox.drain(at)

    assert sorted(sink.ids) == sorted(mail.message_id for mail in mails)
    assert not OutgoingEmail.objects.filter(is_in_doubt=True).exists()


def test_cut_off_after_the_content_it_is_sent_once_more_under_the_same_id(sink, db, at):
    mail = leave(at)
    sink.hang_up_after = 1

    assert outbox.drain(at).postponed == 1

    assert (stored(mail).state, stored(mail).is_in_doubt) == (State.PENDING, True)
    sink.hang_up_after = None
    at.pass_(minutes=2)
    assert outbox.drain(at).sent == 1
    assert sink.ids == [mail.message_id] * 2
    assert (stored(mail).state, stored(mail).is_in_doubt) == (State.SENT, True)


def test_cut_off_twice_it_is_not_sent_a_third_time(sink, db, at):
    mail = leave(at)
    sink.hang_up_after = 1
    for _ in range(4):
        outbox.drain(at)
        at.pass_(hours=2)

    assert sink.ids == [mail.message_id] * 2
    assert (stored(mail).state, stored(mail).is_in_doubt) == (State.FAILED, True)


def test_cut_off_after_the_content_it_is_held_where_that_is_wanted(sink, db, at, settings):
    settings.EMAIL_IN_DOUBT = "hold"
    mail = leave(at)
    sink.hang_up_after = 1

    assert outbox.drain(at).failed == 1
    at.pass_(hours=2)
    assert outbox.drain(at).sent == 0

    assert sink.ids == [mail.message_id]
    assert (stored(mail).state, stored(mail).is_in_doubt) == (State.FAILED, True)


def killed_in(mail, at, state, **fields):
    """As a drain leaves it that was killed in that state."""
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        **{"state": state, "attempts": 1, "lease_until": at() + outbox.LEASE, **fields}
    )


@pytest.mark.parametrize(
    ("state", "was_in_doubt", "setting", "becomes", "is_in_doubt", "sent"),
    [
        (State.SENDING, False, "resend", State.SENT, False, 1),
        (State.SENDING, False, "hold", State.SENT, False, 1),
        (State.SENDING, True, "resend", State.SENT, True, 1),
        (State.DATA, False, "resend", State.SENT, True, 1),
        (State.DATA, True, "resend", State.FAILED, True, 0),
        (State.DATA, False, "hold", State.FAILED, True, 0),
    ],
)
def test_a_lease_that_ran_out(sink, db, at, settings, state, was_in_doubt, setting, becomes, is_in_doubt, sent):
    settings.EMAIL_IN_DOUBT = setting
    mail = leave(at)
    killed_in(mail, at, state, is_in_doubt=was_in_doubt)
    assert outbox.drain(at).sent == 0, "somebody may still be at it"
    at.pass_(minutes=5)

    assert outbox.drain(at).sent == sent

    mail = stored(mail)
    assert (mail.state, mail.is_in_doubt, mail.lease_until) == (becomes, is_in_doubt, None)
    assert sink.ids == [mail.message_id] * sent
    if becomes == State.FAILED:
        assert mail.last_error == outbox.IN_DOUBT


def test_a_drain_that_stood_still_too_long_leaves_the_mail_to_the_other(sink, db, at):
    """Stopped between claim and DATA until the lease ran out and another drain sent the mail: it must not send too."""
    mail = leave(at)

    def stand_still(email):
        at.pass_(minutes=6)
        assert outbox.drain(at).sent == 1
        return False

    assert outbox.drain(at, drop=stand_still).sent == 0

    assert sink.ids == [mail.message_id]
    assert stored(mail).state == State.SENT


def test_after_72_hours_no_more(sink, db, at):
    mail = leave(at)
    sink.answers[mail.recipient] = "451 try later"
    for _ in range(73):
        outbox.drain(at)
        assert stored(mail).state == State.PENDING
        at.pass_(minutes=59)
    at.now = stored(mail).created_at + timedelta(hours=74)

    assert outbox.drain(at).failed == 1

    assert stored(mail).state == State.FAILED


SECRET = {"is_secret": True, "text": "a link", "html": "<a>a link</a>"}


def test_a_secret_is_emptied_once_sent(sink, db, at):
    mail = leave(at, **SECRET)
    outbox.drain(at)

    assert sink.taken[0].get_body("plain").get_content().strip() == "a link"
    assert (stored(mail).state, stored(mail).text, stored(mail).html) == (State.SENT, "", "")


def test_a_secret_is_emptied_once_given_up(sink, db, at):
    mail = leave(at, **SECRET)
    sink.answers[mail.recipient] = "550 no such person"
    outbox.drain(at)

    assert (stored(mail).state, stored(mail).text, stored(mail).html) == (State.FAILED, "", "")


def test_a_secret_is_emptied_once_expired_however_long_it_would_wait(sink, db, at):
    mail = leave(at, expires_at=at() + timedelta(minutes=10), **SECRET)
    OutgoingEmail.objects.update(next_attempt_at=at() + timedelta(minutes=60))
    assert outbox.drain(at).dropped == 0
    at.pass_(minutes=10)

    assert outbox.drain(at).dropped == 1

    assert (stored(mail).state, stored(mail).text, stored(mail).html) == (State.CANCELLED, "", "")
    assert sink.taken == []


def test_line_ends_in_subject_and_name_make_no_header(sink, db, at):
    person = make_user(name="Ann\r\nBcc: spy@example.org")
    leave(at, person=person, subject="Dates\r\nBcc: spy@example.org\n\nHello")
    assert outbox.drain(at).sent == 1

    [message] = sink.taken
    assert message["Bcc"] is None
    assert message.to == [person.email]
    assert message["Subject"] == "Dates Bcc: spy@example.org Hello"


def test_an_address_that_cannot_be_written_fails_alone(sink, db, at):
    bad, good = leave(at, 1), leave(at, 2)
    OutgoingEmail.objects.filter(pk=bad.pk).update(recipient="a@b\r\nRCPT TO:<spy@example.org>")

    done = outbox.drain(at)

    assert (done.failed, done.sent) == (1, 1)
    assert stored(bad).state == State.FAILED
    assert [message.to for message in sink.taken] == [[good.recipient]]


def test_an_address_with_letters_of_another_alphabet_is_reached(sink, db, at):
    leave(at, person=make_user(email="zoe@schöön.example"))

    assert outbox.drain(at).sent == 1

    assert sink.taken[0].to == ["zoe@xn--schn-7qaa.example"]


def test_told_to_stop_it_stops_between_two_mails(sink, db, at):
    mails = [leave(at, n) for n in range(3)]

    done = outbox.drain(at, is_stopping=lambda: len(sink.taken) == 1)

    assert done.sent == 1
    assert [stored(mail).state for mail in mails] == [State.SENT, State.PENDING, State.PENDING]


def test_in_the_demonstration_letters_are_files(db, at, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mails = [leave(at, n) for n in range(2)]

    assert outbox.drain(at).sent == 2

    [file] = Path(tmp_path).iterdir()
    text = file.read_text()
    assert all(f"Message-ID: {mail.message_id}" in text for mail in mails)
    assert {stored(mail).state for mail in mails} == {State.SENT}


def test_a_full_disk_leaves_the_letter_in_doubt_and_stops(db, at, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mail = leave(at)
    tmp_path.joinpath("in the way").mkdir()
    settings.EMAIL_BACKEND = "tests.areas.test_outbox.FullDisk"

    assert outbox.drain(at).postponed == 1

    assert stored(mail).is_in_doubt


class FullDisk:
    """A mail backend on a disk without room."""

    def __init__(self, **kwargs):
        pass

    def open(self):
        pass

    def close(self):
        pass

    def send_messages(self, messages):
        raise OSError(28, "No space left on device")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share SQLite in memory; see the kill test")
def test_two_drains_at_once_send_each_mail_once(sink, transactional_db, at):
    mails = [leave(at, n) for n in range(30)]
    start = threading.Barrier(2)

    def drain():
        start.wait()
        outbox.drain(at)
        connection.close()

    threads = [threading.Thread(target=drain) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sink.ids) == sorted(mail.message_id for mail in mails)
    assert not OutgoingEmail.objects.exclude(state=State.SENT, attempts=1).exists()
