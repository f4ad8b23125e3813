"""What is shipped beside the register: areas that were redrawn, themes, and the survey that counted them."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction

DATA = Path(__file__).parents[1] / "data"
REGISTER = DATA / "register.toml"
THEMES = DATA / "themes.toml"


def load_boundary_changes(known: Apps = apps) -> None:
    """Add the shipped changes of boundary that are missing. `known` as in `load_frameworks`."""
    model = known.get_model("inspections", "BoundaryChange")
    shipped = tomllib.loads(REGISTER.read_text(encoding="utf-8"))["boundary_change"]
    model.objects.bulk_create([model(**change) for change in shipped], ignore_conflicts=True)


@transaction.atomic
def load_themes(known: Apps = apps) -> None:
    """Add the shipped themes and surveyed areas that are missing. What is there, changed or not, stays as it is."""
    theme_model, area_model = known.get_model("inspections", "Theme"), known.get_model("inspections", "SurveyedArea")
    shipped = tomllib.loads(THEMES.read_text(encoding="utf-8"))
    themes = {theme.code: theme for theme in theme_model.objects.filter(area=None)}
    for position, theme in enumerate(shipped["theme"], start=1):
        if theme["code"] not in themes:
            parent = themes.get(theme.pop("parent", None))
            themes[theme["code"]] = theme_model.objects.create(**theme, parent=parent, position=position)
    survey = shipped["survey"]["title"]
    there = set(area_model.objects.filter(survey=survey).values_list("area_name", flat=True))
    missing = [row for row in shipped["area"] if row["name"] not in there]
    areas = [area_model(survey=survey, area_name=row["name"], note=row.get("note", "")) for row in missing]
    areas = area_model.objects.bulk_create(areas)
    links = area_model.themes.through
    links.objects.bulk_create(
        links(surveyedarea=area, theme=themes[code])
        for area, row in zip(areas, missing, strict=True)
        for code in row["themes"]
    )
