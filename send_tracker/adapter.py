"""How allauth's account pages behave here: no sign-up, and their mail goes through the outbox."""

import uuid
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from areas import outbox
from areas.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """People are added by the lead of their area, never by themselves."""
        return False

    def get_reset_password_from_key_url(self, key) -> str:
        """On this site's own address, whatever host the request named."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.SITE_URL + path

    def send_mail(self, template_prefix, email, context) -> None:
        """Leave the mail in the outbox; a link that opens an account is secret and soon of no use."""
        person = User.objects.filter(email=email.lower(), is_active=True).first()
        if person is None:  # the page says the same either way: nobody learns who has an account
            return
        message = self.render_mail(template_prefix, email, context)
        at = timezone.now()
        outbox.leave_rendered(
            person,
            key=f"account:{uuid.uuid4()}",
            subject=message.subject,
            text=message.body,
            html="",
            at=at,
            is_secret=True,
            expires_at=at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )
