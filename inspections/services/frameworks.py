"""The frameworks and their rules, as shipped."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction

FRAMEWORKS = Path(__file__).parents[1] / "data" / "frameworks.toml"


@transaction.atomic
def load_frameworks(known: Apps = apps) -> None:
    """Add the shipped frameworks, outcomes and rules that are missing. What is there, changed or not, stays as it is.

    `known` are the models to write with: those of a migration's own time, or today's.
    """
    models = {name: known.get_model("inspections", name) for name in ("Framework", "Outcome", "DeadlineRule")}
    for shipped in tomllib.loads(FRAMEWORKS.read_text(encoding="utf-8"))["framework"]:
        outcomes, rules = shipped.pop("outcome"), shipped.pop("rule")
        framework, _ = models["Framework"].objects.get_or_create(code=shipped.pop("code"), defaults=shipped)
        for position, outcome in enumerate(outcomes, start=1):
            models["Outcome"].objects.get_or_create(
                framework=framework, code=outcome.pop("code"), defaults={**outcome, "position": position}
            )
        for rule in rules:
            models["DeadlineRule"].objects.get_or_create(
                framework=framework,
                code=rule.pop("code"),
                valid_from_on=rule.pop("valid_from_on"),
                defaults=rule,
            )
