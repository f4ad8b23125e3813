"""The frameworks, their outcomes, rules and suspensions: as shipped, and as an administrator's file changes them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction
from django.db.models import Max, Model

from areas import audit
from inspections.services.framework_file import KEYS, NO_FRAMEWORK, BadFrameworksError, Row, model_fields, read

FRAMEWORKS = Path(__file__).parents[1] / "data" / "frameworks.toml"
NAMES = {"framework": "Framework", "outcome": "Outcome", "rule": "DeadlineRule", "suspension": "Suspension"}
# Words may be put right in place; what counts may not: plans of the past were counted with it.
WORDS = {
    "framework": {"name", "plan_name", "finding_name", "superseded_on"},
    "outcome": {"short", "wording"},
    "rule": {"title", "step_title", "source", "done_word"},
    "suspension": {"title", "source", "ends_on"},
}


@dataclass
class Loaded:
    """What a file did, as lines to print."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    unchanged: int = 0


class _DryRunError(Exception):
    """Takes back everything a check has written."""


@transaction.atomic
def load_frameworks(known: Apps = apps) -> None:
    """Add the shipped frameworks, outcomes, rules and suspensions that are missing. What is there stays as it is.

    `known` are the models to write with: those of a migration's own time, or today's. At a migration from before a
    rule could be an area's own, nothing is brought: the next one forward brings it.
    """
    if "area" in model_fields(known.get_model("inspections", "DeadlineRule")):
        _Loader(known, on=None).load(read(FRAMEWORKS.read_text(encoding="utf-8")))


def load_framework_file(text: str, *, on: date, is_check: bool = False) -> Loaded:
    """Add or change frameworks by a file in the manner of the shipped one; all of it or nothing.

    A rule with another `valid_from_on` is a new row, and closes the one before it: inspections whose clock started
    earlier keep theirs. Words of a row that is there are changed; what it counts is refused. `is_check` writes
    nothing. Raises BadFrameworksError with every fault and its place.
    """
    loaded = Loaded()
    try:
        with transaction.atomic():
            loaded = _Loader(apps, on=on).load(read(text))
            if is_check:
                raise _DryRunError
    except _DryRunError:
        pass
    return loaded


class _Loader:
    """Writes the rows of one file: with a day as an administrator, who may change; without one as shipped."""

    def __init__(self, known: Apps, on: date | None):
        self.models = {name: known.get_model("inspections", model) for name, model in NAMES.items()}
        self.on, self.loaded, self.faults = on, Loaded(), []
        self.frameworks = {row.code: row for row in self.models["framework"].objects.all()}

    def load(self, rows: list[Row]) -> Loaded:
        for row in rows:
            if row.framework not in (NO_FRAMEWORK, *self.frameworks) and row.name != "framework":
                self.faults.append(f"{row.place}: there is no framework {row.framework!r}")
                continue
            self._put(row)
        self.faults += self._unknown_codes(rows)
        if self.faults:
            raise BadFrameworksError(self.faults)
        return self.loaded

    def _put(self, row: Row) -> None:
        model, facts = self.models[row.name], dict(row.facts)
        key = {name: facts[name] for name in KEYS[row.name]}
        if row.name != "framework":
            key["framework"] = self.frameworks.get(row.framework)
        if row.name == "rule":
            key["area"] = None
        found = model.objects.filter(**key).first()
        if found is None:
            self._add(row, model, key, {name: value for name, value in facts.items() if name not in key})
        elif self.on is not None:
            self._change(row, found, facts)

    def _add(self, row: Row, model: type[Model], key: dict, facts: dict) -> None:
        if row.name == "outcome":
            last = model.objects.filter(framework=key["framework"]).aggregate(last=Max("position"))["last"] or 0
            facts["position"] = last + 1
        later = self._between(row, key, facts) if row.name == "rule" else None
        if later is not None:
            facts["valid_until_on"] = later
        made = model.objects.create(**key, **facts)
        if row.name == "framework":
            self.frameworks[made.code] = made
        self.loaded.added.append(row.place)
        self._record(f"{row.name} added", made, **key, **facts)

    def _between(self, row: Row, key: dict, facts: dict) -> date | None:
        """Close the row of the rule before this one; the day from which a later one is there already, if one is."""
        others = self.models["rule"].objects.filter(framework=key["framework"], area=None, code=key["code"])
        starts_on = key["valid_from_on"]
        for other in others.filter(valid_from_on__lt=starts_on):
            if other.valid_until_on is None or other.valid_until_on > starts_on:
                before, other.valid_until_on = other.valid_until_on, starts_on
                other.save(update_fields=["valid_until_on"])
                self.loaded.closed.append(f"{row.place}: the one from {other.valid_from_on} ends on {starts_on}")
                self._record("rule closed", other, valid_until_on=[before, starts_on])
        later = others.filter(valid_from_on__gt=starts_on).order_by("valid_from_on").first()
        given = facts.get("valid_until_on")
        return min(filter(None, (given, later and later.valid_from_on)), default=None)

    def _change(self, row: Row, found: Model, facts: dict) -> None:
        differs = {name: value for name, value in facts.items() if getattr(found, name) != value}
        refused = sorted(differs.keys() - WORDS[row.name])
        if refused:
            hint = ": give the rule another valid_from_on to change it from that day on" if row.name == "rule" else ""
            self.faults.append(f"{row.place}, {', '.join(refused)}: it is there already and differs{hint}")
        elif differs:
            before = {name: getattr(found, name) for name in differs}
            for name, value in differs.items():
                setattr(found, name, value)
            found.save(update_fields=list(differs))
            self.loaded.changed.append(f"{row.place}: {', '.join(sorted(differs))}")
            self._record(f"{row.name} changed", found, **{name: [before[name], differs[name]] for name in differs})
        else:
            self.loaded.unchanged += 1

    def _unknown_codes(self, rows: list[Row]) -> Iterator[str]:
        """Outcomes a rule names and rules a suspension names have to be there, in the file or before it."""
        for row in rows:
            framework = self.frameworks.get(row.framework)
            if row.name == "rule":
                codes = set(framework.outcomes.values_list("code", flat=True)) if framework else set()
                for code in set(row.facts.get("only_outcomes", [])) - codes:
                    yield f"{row.place}, only_outcomes: this framework has no outcome {code!r}"
            elif row.name == "suspension" and not framework.rules.filter(code=row.facts["rule_code"]).exists():
                yield f"{row.place}, rule_code: this framework has no rule {row.facts['rule_code']!r}"

    def _record(self, event: str, row: Model, **facts: object) -> None:
        if self.on is not None:
            audit.record(event, on=self.on, subject=row, **facts)
