"""Run as a program by the kill test: drains that are killed at random, until the last one may live.

`python drain_and_die.py KILLS DRAINS PORT`: KILLS times, DRAINS drains at once are begun and killed without warning;
then others end by themselves. Each generation lives six minutes after the one before: the dead ones' leases ran out.
"""

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings
from django.db import connection

django.setup()

from areas import outbox  # noqa: E402 -- only once Django is set up

START = datetime.now(UTC)


def begin(generation: int) -> int:
    child = os.fork()
    if child:
        return child
    passed = timedelta(minutes=6) * generation
    outbox.drain(lambda: datetime.now(UTC) + passed)
    connection.close()
    os._exit(0)


def main(kills: int, drains: int, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_IN_DOUBT = "127.0.0.1", port, "resend"
    lived = 0
    for generation in range(kills):
        children = [begin(generation) for _ in range(drains)]
        time.sleep(random.uniform(0.02, 0.12))
        for child in children:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            lived += not os.WIFSIGNALED(status)
    for child in [begin(kills), begin(kills)]:
        os.waitpid(child, 0)
    for child in [begin(kills + 100)]:  # what the two left for later
        os.waitpid(child, 0)
    print(kills * drains - lived)


main(*(int(argument) for argument in sys.argv[1:]))
