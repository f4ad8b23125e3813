"""Tell the demonstration's story, through the services, up to its day. Telling it again changes nothing."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from send_tracker.demo.story import DEFAULT_DAY
from send_tracker.demo.teller import NotTheDemonstrationError, tell


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--day", type=date.fromisoformat, help=f"the day to tell to; {DEFAULT_DAY} if not given")

    def handle(self, *, day, verbosity, **options):
        to = day or settings.DEMO_DAY or DEFAULT_DAY
        say = self.stdout.write if verbosity > 1 else lambda line: None
        try:
            count = tell(to, timezone.now, say)
        except NotTheDemonstrationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The story is told to {to}: {count} steps.")
