"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "send_tracker.settings")
application = get_wsgi_application()

# These need the apps that the line above loaded.
from send_tracker.demo.guard import check_database  # noqa: E402
from send_tracker.middleware import refuse_other_charsets  # noqa: E402

application = refuse_other_charsets(application)

check_database()
