"""A demonstration signs people in by one press: it runs on its own database and on no other."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

from areas.models import Demonstration, User


def check_database() -> None:
    """Raises ImproperlyConfigured if DEMO_DAY is set on a real database, or is not set on the demonstration's.

    An empty database, or one without tables yet, may become either.
    """
    try:
        is_made_by_it, is_used = Demonstration.objects.exists(), User.objects.exists()
    except (OperationalError, ProgrammingError):
        return
    if settings.DEMO_DAY is not None and is_used and not is_made_by_it:
        raise ImproperlyConfigured("DEMO_DAY is set, but this database is not the demonstration's. Unset DEMO_DAY.")
    if settings.DEMO_DAY is None and is_made_by_it:
        raise ImproperlyConfigured("This is the demonstration's database: set DEMO_DAY, or name another DATABASE_URL.")
