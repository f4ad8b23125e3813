"""The background work: each task reads the clock and calls; none carries data."""

from celery import shared_task
from django.utils import timezone

from boards.services import reports
from send_tracker import reminders
from send_tracker.lib.dates import today


@shared_task(time_limit=600)
def tick() -> None:
    reminders.tick(today(), timezone.now)


@shared_task(time_limit=120)
def render_reports() -> None:
    reports.render_waiting(timezone.now())
