"""The background loop without Celery: waiting reports every second, a tick every minute, until stopped."""

import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from boards.services import reports
from send_tracker import reminders
from send_tracker.celery import app
from send_tracker.demo.guard import check_database
from send_tracker.lib.dates import today

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, help="stop after so many rounds of a second (for cron)")

    def handle(self, *, rounds, **options):
        check_database()
        stop = threading.Event()
        work = {
            "send_tracker.tasks.tick": lambda: reminders.tick(today(), timezone.now, is_stopping=stop.is_set),
            "send_tracker.tasks.render_reports": lambda: reports.render_waiting(timezone.now()),
        }
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        last_run = {}
        try:
            while not stop.is_set() and rounds != 0:
                rounds = rounds and rounds - 1
                for name, entry in app.conf.beat_schedule.items():
                    at = time.monotonic()
                    if name not in last_run or at - last_run[name] >= entry["schedule"].total_seconds():
                        last_run[name] = at
                        run(name, work[entry["task"]])
                stop.wait(1)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run(name, work):
    """One piece of work. A database that is away for a moment, or a report that breaks, must not end the letters."""
    try:
        close_old_connections()
        work()
    except Exception:
        log.exception("%s did not run to its end; it will be tried again", name)
