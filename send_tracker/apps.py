"""Tells Django of the roof: commands, template tags and system checks live here, tables do not."""

from django.apps import AppConfig


class SendTrackerConfig(AppConfig):
    name = "send_tracker"
    verbose_name = "SEND Tracker"

    def ready(self) -> None:
        from send_tracker import checks  # noqa: F401, PLC0415 -- registers the checks once apps are loaded
