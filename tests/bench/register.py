"""What the national register takes to load: into an empty table, and once more."""

import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.imports import load_register, shipped_register
from inspections.models import RegisterEntry
from send_tracker.lib import dates


def print_seconds() -> None:
    """Print seconds and queries of both loads, and what each changed."""
    RegisterEntry.objects.all().delete()
    print(f"{'national register':<32}{'seconds':>9}{'queries':>9}{'added':>9}{'changed':>9}{'as it was':>11}")
    for name in ("into an empty table", "the same files again"):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            updates = load_register(shipped_register(), on=dates.today())
        took = time.perf_counter() - began
        added, changed = sum(update.added for update in updates), sum(len(update.changed) for update in updates)
        unchanged = sum(update.unchanged for update in updates)
        print(f"{name:<32}{took:>9.3f}{len(queries):>9}{added:>9}{changed:>9}{unchanged:>11}", flush=True)
