"""Celery: it only fires what the database already knows is due. Losing a task, or all of Redis, loses nothing."""

import os
from datetime import timedelta

from celery import Celery
from celery.signals import beat_init, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "send_tracker.settings")

app = Celery("send_tracker")
app.conf.update(
    broker_url=settings.REDIS_URL or None,
    broker_connection_retry_on_startup=True,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_routes={"send_tracker.tasks.render_reports": {"queue": "reports"}},
    task_default_queue="ticks",
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone="UTC",
    # The whole timetable: plain intervals, no crontab (house rule 18). `manage.py run_ticks` runs the same one.
    beat_schedule={
        "tick": {"task": "send_tracker.tasks.tick", "schedule": timedelta(seconds=60), "options": {"expires": 55}},
        "render_reports": {
            "task": "send_tracker.tasks.render_reports",
            "schedule": timedelta(seconds=1),
            "options": {"expires": 5},
        },
    },
)
app.autodiscover_tasks(["send_tracker"])


@worker_init.connect
@beat_init.connect
def refuse_the_wrong_database(**kwargs) -> None:
    """Stop the process: Celery would only log another exception of a signal, and work on."""
    from send_tracker.demo.guard import check_database  # noqa: PLC0415 -- the apps are loaded only by now

    try:
        check_database()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
