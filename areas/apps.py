"""Tells Django of this app."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "areas"
    verbose_name = "Local areas and people"
