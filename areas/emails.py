"""Letters about people: the invitation."""

from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from areas import outbox
from areas.models import LocalArea, OutgoingEmail, User


def invitation(*, person: User, area: LocalArea, at: datetime) -> OutgoingEmail | None:
    """Ask somebody new to choose a password. The link is that of a password reset, and dies as soon as one does."""
    expires_at = at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return outbox.leave(
        person,
        key=f"invitation:{person.pk}",
        template="invitation",
        context={
            "area": area,
            "link": settings.SITE_URL + set_password_path(person),
            "again_link": settings.SITE_URL + reverse("account_reset_password"),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        },
        at=at,
        is_secret=True,
        expires_at=expires_at,
    )


def set_password_path(person: User) -> str:
    """Where this person may choose a password, once and soon: the address the sign-in pages read their key from."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
