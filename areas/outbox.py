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
from django.core.mail.message import sanitize_address
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


def drain(
    at: Callable[[], datetime],
    drop: Callable[[OutgoingEmail], bool] = lambda email: False,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Drained:
    """Send what waits, one row at a time, any number of drains at once. `at()` is now; each attempt asks again.

    A row is claimed by a compare-and-set that also holds on SQLite, then committed, before anything is sent; a second
    commit stands between RCPT and DATA. So a killed drain loses nothing, and only a mail whose DATA had begun can go
    out twice: under the same Message-ID, and marked in doubt. `drop` is asked before the first attempt: true means
    that the caller has taken the mail back. `is_stopping` is asked between two mails.
    """
    done = Drained()
    transport = None
    try:
        while not is_stopping() and (email := _claim(at())) is not None:
            if _is_of_no_use(email, at()) or (email.attempts == 1 and drop(email)):
                done.dropped += 1
                continue
            try:
                transport = transport or _Transport()
            except (OSError, ValueError, smtplib.SMTPException) as error:
                # Also a refused password or a wrong EMAIL_FROM: that is no fault of this mail, and none fails for it.
                _postpone(email, error, at(), was_tried=False)
                _count(email, done)
                break
            try:
                transport.send(email, at)
            except smtplib.SMTPResponseException as error:
                _postpone(email, error, at(), is_final=transport.is_about_the_mail and error.smtp_code >= 500)
            except ValueError as error:  # an address or a header that cannot be written down
                _postpone(email, error, at(), is_final=True)
            except (OSError, smtplib.SMTPException) as error:
                _postpone(email, error, at(), has_answer=False)
                transport.close()
                if not transport.has_sent:
                    break  # the server is away: the next drain tries again
                transport = None  # it takes so many mails a connection, no more: meet it again
            finally:
                _count(email, done)
    finally:
        if transport:
            transport.close()
    return done


def take_back(email: OutgoingEmail, reason: str) -> bool:
    """Cancel a mail that was claimed and not yet tried, and free its key. False if it is no longer the caller's."""
    key = f"{email.dedupe_key}:cancelled:{email.pk}"
    return _set(email, state=STATE.CANCELLED, dedupe_key=key, lease_until=None, last_error=reason, **_emptied(email))


class _Transport:
    """One connection for many mails. SMTP is spoken step by step; any other backend is handed the whole mail."""

    def __init__(self):
        self.has_sent = False
        # Whether the server's answer is to this mail (its recipient, its content) and not to us.
        self.is_about_the_mail = False
        self.sender = sanitize_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "utf-8")
        self.backend = get_connection()
        try:
            self.backend.open()
            self.smtp = getattr(self.backend, "connection", None)
            if self.smtp:
                self.smtp.ehlo_or_helo_if_needed()
        except Exception:
            self.close()
            raise

    def send(self, email: OutgoingEmail, at: Callable[[], datetime]) -> None:
        """Hand one claimed mail over. Raises what smtplib raises; the row then says how far it came."""
        message = _message(email, at())
        if self.smtp is None:
            if not _set(email, state=STATE.DATA, lease_until=at() + LEASE):
                return
            self.backend.send_messages([message])
        elif not self._hand_over(email, message.message().as_bytes(linesep="\r\n"), at):
            return
        self.has_sent = True
        _set(email, state=STATE.SENT, sent_at=at(), lease_until=None, last_error="", **_emptied(email))

    def _hand_over(self, email: OutgoingEmail, content: bytes, at: Callable[[], datetime]) -> bool:
        self.is_about_the_mail = False
        try:
            self._check(self.smtp.mail(self.sender))
            self.is_about_the_mail = True
            self._check(self.smtp.rcpt(sanitize_address(email.recipient, "utf-8")))
            if not _set(email, state=STATE.DATA, lease_until=at() + LEASE):
                self.smtp.rset()  # this drain stood still for so long that another took the mail
                return False
            self._check(self.smtp.data(content))
        except (smtplib.SMTPResponseException, ValueError):
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.smtp.rset()
            raise
        return True

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
    waiting = Q(state=STATE.PENDING, next_attempt_at__lte=at) | Q(state=STATE.PENDING, expires_at__lte=at)
    lapsed = Q(state__in=[STATE.SENDING, STATE.DATA], lease_until__lte=at)
    queue = OutgoingEmail.objects.filter(waiting | lapsed).order_by("next_attempt_at", "pk").select_related("person")
    while (email := queue.first()) is not None:
        if email.state == STATE.DATA and (email.is_in_doubt or settings.EMAIL_IN_DOUBT == "hold"):
            _set(
                email,
                state=STATE.FAILED,
                is_in_doubt=True,
                lease_until=None,
                last_error=IN_DOUBT,
                **_emptied(email),
            )
        elif _set(
            email,
            state=STATE.SENDING,
            is_in_doubt=email.is_in_doubt or email.state == STATE.DATA,
            lease_until=at + LEASE,
            attempts=email.attempts + 1,
        ):
            return email
    return None


def _is_of_no_use(email: OutgoingEmail, at: datetime) -> bool:
    if email.expires_at is None or email.expires_at > at:
        return False
    _set(email, state=STATE.CANCELLED, text="", html="", last_error="No longer of use", lease_until=None)
    return True


def _postpone(
    email: OutgoingEmail,
    error: Exception,
    at: datetime,
    *,
    is_final: bool = False,
    has_answer: bool = True,
    was_tried: bool = True,
) -> None:
    """Try again after 1, 2, 4 ... 60 minutes, a little scattered; after 72 hours no more.

    A mail whose DATA had begun and that got no answer is in doubt: it is tried again or held, as the setting says. One
    that was not tried, because the server is away, still has its first attempt before it.
    """
    in_doubt = not has_answer and email.state == STATE.DATA
    is_held = in_doubt and (email.is_in_doubt or settings.EMAIL_IN_DOUBT == "hold")
    is_over = is_final or is_held or at - email.created_at > GIVE_UP_AFTER
    wait = min(LONGEST_WAIT, timedelta(minutes=2 ** min(email.attempts - 1, 6)))
    _set(
        email,
        state=STATE.FAILED if is_over else STATE.PENDING,
        attempts=email.attempts if was_tried or is_over else email.attempts - 1,
        is_in_doubt=email.is_in_doubt or in_doubt,
        next_attempt_at=at + wait * random.uniform(0.9, 1.1),  # noqa: S311 -- scatter, not a secret
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}".replace("\0", "")[:300],
        **(_emptied(email) if is_over else {}),
    )


def _count(email: OutgoingEmail, done: Drained) -> None:
    done.sent += email.state == STATE.SENT
    done.failed += email.state == STATE.FAILED
    done.postponed += email.state == STATE.PENDING


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


def _emptied(email: OutgoingEmail) -> dict[str, str]:
    """A secret is kept no longer than it is needed."""
    return {"text": "", "html": ""} if email.is_secret else {}


def _set(email: OutgoingEmail, **fields: object) -> bool:
    """Bring the row on from exactly what was read. False, and nothing is changed, if another drain was there since."""
    as_seen = {"state": email.state, "lease_until": email.lease_until, "attempts": email.attempts}
    if not OutgoingEmail.objects.filter(pk=email.pk, **as_seen).update(**fields):
        return False
    for name, value in fields.items():
        setattr(email, name, value)
    return True
