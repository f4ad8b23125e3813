"""Tells Django of this app, and brings the shipped frameworks back whenever its tables are new or emptied."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


def bring_frameworks(apps=apps, **kwargs) -> None:
    """After a migration or a flush. `apps` are the models as the migration left them: back at zero there are none."""
    try:
        apps.get_model("inspections", "DeadlineRule")
    except LookupError:
        return
    import_string("inspections.services.load_frameworks")(known=apps)


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "Inspections and findings"

    def ready(self) -> None:
        post_migrate.connect(bring_frameworks, sender=self)
