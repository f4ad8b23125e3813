"""What runs the background work: `tick`, `run_ticks`, and Celery on a real Redis."""

import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime

import pytest
from celery.beat import Scheduler
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from areas.models import Heartbeat, OutgoingEmail, Reminder
from inspections.models import Deadline
from send_tracker.celery import app
from send_tracker.lib.dates import LONDON
from send_tracker.management.commands.run_ticks import run
from tests.another_process import ask, environment, wait_until
from tests.factories.inspections import make_inspection

BEATS = "SELECT beat_at FROM areas_heartbeat WHERE name = 'tick'"


@pytest.fixture
def statement(northshire, ada):
    """Northshire's statement of action is due on 27 March 2020, and Ada is its lead."""
    inspection = make_inspection(northshire)
    due_on = date(2020, 3, 27)
    rule = inspection.framework.rules.get(code="wsoa_due")
    return Deadline.objects.create(
        inspection=inspection,
        rule=rule,
        title=rule.title,
        due_on=due_on,
        computed_on=due_on,
        starts_on=date(2019, 12, 17),
        is_upper_bound=False,
    )


def test_a_dry_run_says_what_would_be_told_to_whom_and_writes_nothing(statement, capsys):
    call_command("tick", "--dry-run", "--day", "2020-01-31")

    line, end = capsys.readouterr().out.splitlines()
    assert line == (
        f"Ada <ada@example.org>: Northshire: {statement.rule.title} (Northshire), due 27 March 2020, in 40 working days"
    )
    assert end == "2020-01-31: 1 to tell"
    assert not Reminder.objects.exists()
    assert not OutgoingEmail.objects.exists()
    assert not Heartbeat.objects.exists()


def test_a_dry_run_of_a_day_with_nothing_to_tell_says_so(statement, capsys):
    call_command("tick", "--dry-run", "--day", "2020-01-21")

    assert capsys.readouterr().out == "2020-01-21: 0 to tell\n"


def test_a_dry_run_leaves_out_what_was_told_and_goes_on_from_there(statement, capsys):
    call_command("tick", "--day", "2020-01-31")
    capsys.readouterr()

    call_command("tick", "--dry-run", "--day", "2020-01-31")
    assert capsys.readouterr().out == "2020-01-31: 0 to tell\n"
    call_command("tick", "--dry-run", "--day", "2020-01-30")
    assert capsys.readouterr().out == "2020-01-30: 0 to tell\n"
    call_command("tick", "--dry-run", "--day", "2020-02-28")
    assert capsys.readouterr().out.endswith("2020-02-28: 1 to tell\n")


def test_a_tick_by_hand_says_what_it_did(statement, capsys):
    call_command("tick", "--day", "2020-01-31")

    assert capsys.readouterr().out == (
        "2020-01-31: planned 1, superseded 0, cancelled 0; digests 1; sent 1, postponed 0, failed 0\n"
    )
    assert Reminder.objects.get().planned_on == date(2020, 1, 31)


@pytest.mark.parametrize("day", ["31/02/2020", "2020-02-31", "tomorrow"])
def test_a_day_that_is_none_is_refused(day):
    done = subprocess.run(
        [sys.executable, "manage.py", "tick", "--day", day],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "argument --day: invalid" in done.stderr


def test_the_loop_does_the_work_of_the_timetable_and_stops_after_its_rounds(transactional_db, statement):
    before = signal.getsignal(signal.SIGTERM)

    call_command("run_ticks", "--rounds", "1")

    assert Heartbeat.objects.filter(name="tick").exists()
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_loop_knows_every_piece_of_the_timetable():
    assert set(app.conf.beat_schedule) == {"tick", "render_reports"}
    assert {type(entry["schedule"]).__name__ for entry in app.conf.beat_schedule.values()} == {"timedelta"}


@pytest.mark.parametrize("error", [OperationalError("the database is away"), OSError("no disk"), KeyError("a mistake")])
def test_what_breaks_is_a_line_in_the_log_and_not_the_end(error, caplog):
    def work():
        raise error

    run("render_reports", work)

    assert "render_reports did not run to its end" in caplog.text


@pytest.fixture
def begin(transactional_db, tmp_path):
    """Programs of ours on this test's database, ended with it."""
    begun = []
    variables = {}

    def _begin(*command):
        variables.update(variables or environment(tmp_path))
        with (tmp_path / f"{len(begun)}.log").open("w") as log:
            begun.append(
                subprocess.Popen(
                    [sys.executable, *command], cwd=settings.BASE_DIR, env=variables, stdout=log, stderr=log
                )
            )
        return begun[-1]

    yield _begin
    for process in begun:
        process.kill()
        process.wait()


def beats(folder):
    """When the last tick ended, as text; None before the first."""
    return next((str(beat) for (beat,) in ask(folder, BEATS)), None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_loop_stops_at_once_when_told(begin, tmp_path, number):
    loop = begin("manage.py", "run_ticks")
    assert wait_until(lambda: beats(tmp_path)), (tmp_path / "0.log").read_text()

    told_at = time.monotonic()
    loop.send_signal(number)

    assert loop.wait(timeout=10) == 0
    assert time.monotonic() - told_at < 5  # well under two seconds where nothing else runs


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no server that could go away")
def test_the_loop_outlives_a_database_that_went_away(begin, tmp_path):
    loop = begin("manage.py", "run_ticks")
    assert wait_until(lambda: beats(tmp_path)), (tmp_path / "0.log").read_text()

    ended = ask(
        tmp_path,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    time.sleep(2.5)

    assert ended
    assert loop.poll() is None
    again = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert wait_until(lambda: ask(tmp_path, again), 5), "it has a connection again"
    loop.terminate()
    assert loop.wait(timeout=10) == 0


class OverdueAtOnce(Scheduler):
    """Beat as after a night's rest: every entry is due when it starts, instead of a minute later."""

    def setup_schedule(self):
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = datetime(2020, 1, 1, tzinfo=LONDON)


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="script/test starts a Redis; none here")
def test_celery_ticks_through_redis(begin, tmp_path, statement):
    worker = begin("-m", "celery", "--app", "send_tracker", "worker", "--queues", "ticks,reports", "--concurrency", "1")
    begin("-m", "celery", "--app", "send_tracker", "beat", "--scheduler", "tests.send_tracker.test_ticks:OverdueAtOnce",
          "--pidfile", "")  # fmt: skip

    assert wait_until(lambda: beats(tmp_path), 40), (tmp_path / "0.log").read_text() + (tmp_path / "1.log").read_text()

    worker.terminate()
    assert worker.wait(timeout=15) == 0, "it ends what it does, then stops"
