"""Mail that is owed: left here in the transaction that owes it, sent by `drain`."""

import contextlib
import random
import smtplib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q
from django.template.loader import render_to_string

from areas.models import OutgoingEmail, User

STATE = OutgoingEmail.State
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(minutes=60)
GIVE_UP_AFTER = timedelta(hours=72)
IN_DOUBT = "Handed over without an answer: nobody knows whether it arrived"


def leave(
    person: User,
    *,
    key: str,
    template: str,
    context: dict,
    at: datetime,
    is_secret: bool = False,
    expires_at: datetime | None = None,
) -> OutgoingEmail | None:
    """Leave one mail to one person, from the templates `emails/<template>-subject.txt`, `.txt` and `.html`.

    `key` says what the mail is, once: a second mail of the same key is not left, and None is returned. `at` is now.
    """
    context = {"person": person, "site_url": settings.SITE_URL, "demo_day": settings.DEMO_DAY, **context}
    subject = " ".join(render_to_string(f"emails/{template}-subject.txt", context).split())[:200]
    text = render_to_string(f"emails/{template}.txt", context)
    html = render_to_string(f"emails/{template}.html", {**context, "subject": subject})
    return leave_rendered(
        person, key=key, subject=subject, text=text, html=html, at=at, is_secret=is_secret, expires_at=expires_at
    )


def leave_rendered(
    person: User,
    *,
    key: str,
    subject: str,
    text: str,
    html: str,
    at: datetime,
    is_secret: bool = False,
    expires_at: datetime | None = None,
) -> OutgoingEmail | None:
    """The same, for words that are ready (those of the sign-in pages)."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    email, is_new = OutgoingEmail.objects.get_or_create(
        dedupe_key=key,
        defaults={
            "person": person,
            "message_id": f"<{uuid.uuid4()}@{host}>",
            "recipient": person.email,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "is_secret": is_secret,
            "next_attempt_at": at,
            "expires_at": expires_at,
        },
    )
    return email if is_new else None


@dataclass
class Drained:
    """What one drain did, in mails."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    dropped: int = 0


def drain(at: Callable[[], datetime], drop: Callable[[OutgoingEmail], bool] = lambda email: False) -> Drained:
    """Send what waits, one row at a time, any number of drains at once. `at()` is now; each attempt asks again.

    A row is claimed by a compare-and-set that also holds on SQLite, then committed, before anything is sent; a second
    commit stands between RCPT and DATA. So a killed drain loses nothing, and only a mail whose DATA had begun can go
    out twice: under the same Message-ID, and marked in doubt. `drop` is asked once, before the first attempt: true
    means that the caller has taken the mail back.
    """
    done = Drained()
    transport = None
    try:
        while (email := _claim(at())) is not None:
            if _expire(email, at()) or (email.attempts == 1 and drop(email)):
                done.dropped += 1
                continue
            try:
                transport = transport or _Transport()
                transport.send(email, at)
                done.sent += 1
            except smtplib.SMTPResponseException as error:
                _give_up_or_postpone(email, error, at(), is_final=error.smtp_code >= 500)
            except (OSError, smtplib.SMTPException) as error:
                _give_up_or_postpone(email, error, at(), is_final=False, has_answer=False)
                break  # the server is away: the next drain tries again
            finally:
                done.failed += email.state == STATE.FAILED
                done.postponed += email.state == STATE.PENDING
    finally:
        if transport:
            transport.close()
    return done


class _Transport:
    """One connection for many mails. SMTP is spoken step by step; any other backend is handed the whole mail."""

    def __init__(self):
        self.backend = get_connection()
        self.backend.open()
        self.smtp = getattr(self.backend, "connection", None)
        if self.smtp:
            self.smtp.ehlo_or_helo_if_needed()

    def send(self, email: OutgoingEmail, at: Callable[[], datetime]) -> None:
        message = _message(email, at())
        if self.smtp is None:
            _set(email, state=STATE.DATA)
            self.backend.send_messages([message])
        else:
            try:
                self._check(self.smtp.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
                self._check(self.smtp.rcpt(email.recipient))
                _set(email, state=STATE.DATA)
                self._check(self.smtp.data(message.message().as_bytes(linesep="\r\n")))
            except smtplib.SMTPResponseException:
                self.smtp.rset()
                raise
        words = {"text": "", "html": ""} if email.is_secret else {}
        _set(email, state=STATE.SENT, sent_at=at(), lease_until=None, last_error="", **words)

    @staticmethod
    def _check(answer: tuple[int, bytes]) -> None:
        code, text = answer
        if code >= 400:
            raise smtplib.SMTPResponseException(code, text.decode(errors="replace"))

    def close(self) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.backend.close()


def _claim(at: datetime) -> OutgoingEmail | None:
    """Take the next row that waits, or whose lease ran out; None when there is none left to take."""
    waiting = Q(state=STATE.PENDING, next_attempt_at__lte=at)
    lapsed = Q(state__in=[STATE.SENDING, STATE.DATA], lease_until__lte=at)
    queue = OutgoingEmail.objects.filter(waiting | lapsed).order_by("next_attempt_at", "pk")
    while (email := queue.first()) is not None:
        is_in_doubt = email.is_in_doubt or email.state == STATE.DATA
        if email.state == STATE.DATA and (email.is_in_doubt or settings.EMAIL_IN_DOUBT == "hold"):
            changes = {"state": STATE.FAILED, "is_in_doubt": True, "lease_until": None, "last_error": IN_DOUBT}
        else:
            changes = {
                "state": STATE.SENDING,
                "is_in_doubt": is_in_doubt,
                "lease_until": at + LEASE,
                "attempts": email.attempts + 1,
            }
        as_seen = {"state": email.state, "lease_until": email.lease_until, "attempts": email.attempts}
        is_mine = OutgoingEmail.objects.filter(pk=email.pk, **as_seen).update(**changes)
        if is_mine and changes["state"] == STATE.SENDING:
            email.refresh_from_db()
            return email
    return None


def _expire(email: OutgoingEmail, at: datetime) -> bool:
    if email.expires_at is None or email.expires_at > at:
        return False
    _set(email, state=STATE.CANCELLED, text="", html="", last_error="No longer of use", lease_until=None)
    return True


def _give_up_or_postpone(
    email: OutgoingEmail, error: Exception, at: datetime, *, is_final: bool, has_answer: bool = True
) -> None:
    """Try again after 1, 2, 4 ... 60 minutes, a little scattered; after 72 hours no more.

    A mail whose DATA had begun and that got no answer is in doubt: it is tried again or held, as the setting says.
    """
    in_doubt = not has_answer and email.state == STATE.DATA
    is_held = in_doubt and (email.is_in_doubt or settings.EMAIL_IN_DOUBT == "hold")
    is_over = is_final or is_held or at - email.created_at > GIVE_UP_AFTER
    wait = min(LONGEST_WAIT, timedelta(minutes=2 ** min(email.attempts - 1, 6)))
    _set(
        email,
        state=STATE.FAILED if is_over else STATE.PENDING,
        is_in_doubt=email.is_in_doubt or in_doubt,
        next_attempt_at=at + wait * random.uniform(0.9, 1.1),  # noqa: S311 -- scatter, not a secret
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )


def _message(email: OutgoingEmail, at: datetime) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        settings.DEFAULT_FROM_EMAIL,
        [email.recipient],
        headers={"Message-ID": email.message_id, "Date": format_datetime(at), "Auto-Submitted": "auto-generated"},
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    return message


def _set(email: OutgoingEmail, **fields: object) -> None:
    for name, value in fields.items():
        setattr(email, name, value)
    email.save(update_fields=list(fields))
