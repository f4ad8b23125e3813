"""System checks of our own: what would otherwise be noticed only when it hurts."""

from datetime import date, timedelta
from importlib.util import find_spec

import holidays
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured

from send_tracker.demo.guard import check_database

HOLIDAYS_FRESH_FOR = timedelta(days=365)
# The day the pinned `holidays` release came out: one-off bank holidays announced later are not in it.
HOLIDAYS_RELEASED = {"0.109": date(2026, 11, 17)}


@register()
def bank_holidays_are_known(app_configs, **kwargs):
    """The statutory clock is only as good as its calendar."""
    released = HOLIDAYS_RELEASED.get(holidays.__version__)
    if released is None:
        return [
            Error(
                f"The release day of holidays {holidays.__version__} is not written in send_tracker/checks.py.",
                hint="Compare its list with gov.uk/bank-holidays, then add the version and its day.",
                id="send_tracker.E001",
            )
        ]
    if date.today() - released > HOLIDAYS_FRESH_FOR:
        return [
            Caution(
                f"The bank holidays in use are from {released:%-d %B %Y}; one-off holidays since are not in them.",
                hint="Update the pinned holidays release.",
                id="send_tracker.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def mail_leaves_the_house(app_configs, **kwargs):
    """In production a mail that is only written to a file is a reminder nobody gets."""
    if settings.DEMO_DAY is None and not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return [Error("EMAIL_URL does not name an SMTP server.", id="send_tracker.E002")]
    return []


@register()
def pdf_engine_is_installed(app_configs, **kwargs):
    """WeasyPrint is a wheel, but Pango is the system's."""
    if find_spec("weasyprint") is None:
        return [Error("WeasyPrint is not installed.", id="send_tracker.E003")]
    return []


@register(Tags.database)
def demonstration_has_its_own_database(app_configs, **kwargs):
    """What the server would refuse at its start, said in one line by `migrate`, which comes before it."""
    try:
        check_database()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="send_tracker.E004")]
    return []
