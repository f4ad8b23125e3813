"""The background loop without Celery: waiting reports every second, a tick every minute, until stopped."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from boards.services import reports
from send_tracker import reminders
from send_tracker.celery import app
from send_tracker.lib.dates import today

log = logging.getLogger(__name__)
WORK = {
    "send_tracker.tasks.tick": lambda: reminders.tick(today(), timezone.now),
    "send_tracker.tasks.render_reports": lambda: reports.render_waiting(timezone.now()),
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, help="stop after so many rounds of a second (for trials)")

    def handle(self, *, rounds, **options):
        stop = threading.Event()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: stop.set())
        last_run = {}
        while not stop.is_set() and rounds != 0:
            rounds = rounds and rounds - 1
            for name, entry in app.conf.beat_schedule.items():
                at = timezone.now()
                if name not in last_run or at - last_run[name] >= entry["schedule"]:
                    last_run[name] = at
                    run(name, WORK[entry["task"]])
            stop.wait(1)


def run(name, work):
    """One piece of work; a database that is away for a moment is a line in the log, not the end of the loop."""
    try:
        close_old_connections()
        work()
    except (DatabaseError, OSError):
        log.exception("%s did not run to its end; it will be tried again", name)
