"""The product's settings, on the benchmark's own database, with two addresses more."""

import os

from send_tracker.settings import *  # noqa: F403 -- settings upon settings
from send_tracker.settings import AUTHENTICATION_BACKENDS, DATABASES, VAR_DIR

ROOT_URLCONF = "tests.bench.urls"
# One session serves both programs: the bare one knows no other backend.
SIGNED_IN_BY = "django.contrib.auth.backends.ModelBackend"
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, SIGNED_IN_BY]
# Django makes and removes it as it does a test's: nothing that was there before is touched.
name = f"send_tracker_bench_{os.environ['BENCH_RUN']}"
DATABASE = str(VAR_DIR / f"{name}.sqlite3") if DATABASES["default"]["ENGINE"].endswith("sqlite3") else name
DATABASES["default"]["TEST"] = {"NAME": DATABASE}
if "BENCH_SERVES" in os.environ:
    DATABASES["default"]["NAME"] = DATABASE
