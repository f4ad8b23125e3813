"""Mail that is owed: left here in the transaction that owes it, sent by `drain`."""

import uuid
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string

from areas.models import OutgoingEmail, User


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
