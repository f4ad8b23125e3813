"""Drains that are killed without warning lose no mail, and send none twice but those marked in doubt."""

import asyncio
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from areas import outbox
from tests.another_process import ask, environment
from tests.areas.test_outbox import Sink, serve
from tests.factories.areas import make_user

MAILS, KILLS, DRAINS = 60, 10, 2
PROGRAM = Path(__file__).with_name("drain_and_die.py")


class SlowSink(Sink):
    """It takes its time between having a mail and saying so: there a kill leaves doubt."""

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.01)
        return answer


@pytest.fixture
def slow_sink():
    sink = SlowSink()
    controller = serve(sink)
    sink.port = controller.port
    yield sink
    controller.stop()


def test_killed_at_random_it_loses_nothing_and_repeats_only_what_is_marked(transactional_db, slow_sink, tmp_path):
    person = make_user()
    at = datetime.now(UTC)
    for n in range(MAILS):
        outbox.leave_rendered(person, key=f"mail:{n}", subject=f"Mail {n}", text="In words", html="", at=at)

    done = subprocess.run(
        [sys.executable, PROGRAM, str(KILLS), str(DRAINS), str(slow_sink.port)],
        env=environment(tmp_path),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > KILLS, "most were killed while they worked"
    mails = ask(tmp_path, "SELECT message_id, state, is_in_doubt FROM areas_outgoingemail")
    came = Counter(slow_sink.ids)
    assert len(mails) == MAILS
    in_doubt = {one for one, _, is_in_doubt in mails if is_in_doubt}
    assert {state for one, state, _ in mails if one not in in_doubt} == {"sent"}
    assert {one for one, _, _ in mails} - in_doubt <= came.keys(), "none is lost without a word"
    assert {one for one, times in came.items() if times > 1} <= in_doubt
    assert max(came.values()) <= 2
