"""Tells Django of this app, and brings what is shipped back whenever its tables are new or emptied."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from send_tracker.lib.dates import today  # noqa: TID251 -- nobody else is there to read the clock after a migration


def bring_frameworks(apps=apps, **kwargs) -> None:
    """After a migration or a flush. `apps` are the models as the migration left them: back at zero there are none."""
    if _has(apps, "DeadlineRule"):
        import_string("inspections.services.load_frameworks")(known=apps)
    if _has(apps, "EvaluationQuestion"):
        import_string("inspections.services.load_questions")(known=apps)


def bring_register(apps=apps, **kwargs) -> None:
    """The same for the national register, so that a new installation has a country to show; after the frameworks."""
    if _has(apps, "SurveyedArea"):
        import_string("inspections.services.load_boundary_changes")(known=apps)
        import_string("inspections.services.load_themes")(known=apps)
        shipped = import_string("inspections.imports.shipped_register")()
        import_string("inspections.imports.load_register")(shipped, on=today(), known=apps)


def _has(apps, name: str) -> bool:
    try:
        apps.get_model("inspections", name)
    except LookupError:
        return False
    return True


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "Inspections and findings"

    def ready(self) -> None:
        for bring in (bring_frameworks, bring_register):
            post_migrate.connect(bring, sender=self)
        embargo_in_area = import_string("inspections.models.embargo.embargo_in_area")
        import_string("areas.access.ASKED_ON_ENTERING")["has_embargo"] = embargo_in_area
