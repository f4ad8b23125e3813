"""What each framework asks, as shipped."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction

QUESTIONS = Path(__file__).parents[1] / "data" / "questions.toml"


@transaction.atomic
def load_questions(known: Apps = apps) -> None:
    """Add the shipped questions that are missing, to frameworks that are there. What is there stays as it is.

    `known` are the models to write with: those of a migration's own time, or today's.
    """
    frameworks = {row.code: row for row in known.get_model("inspections", "Framework").objects.all()}
    shipped = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    for position, row in enumerate(shipped, start=1):
        known.get_model("inspections", "EvaluationQuestion").objects.get_or_create(
            framework=frameworks[row["framework"]],
            code=row["code"],
            defaults={"wording": row["wording"], "position": position},
        )
