"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "send_tracker.settings")
application = get_wsgi_application()

from send_tracker.demo.guard import check_database  # noqa: E402 -- needs the apps that the line above loaded

check_database()
