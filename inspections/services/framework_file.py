"""A file of frameworks and rules, read and checked before anything is written: what is wrong is told by its place."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from inspections.clock import Unit
from inspections.models import DeadlineRule, Event, Framework, Outcome, Suspension
from send_tracker.lib.precision import Precision

LONGEST_COUNT = {Unit.WORKING_DAYS: 1000, Unit.CLEAR_WORKING_DAYS: 100, Unit.DAYS: 2000, Unit.MONTHS: 240}
FIRST_YEAR, LAST_YEAR = 2000, 2099
RULE_CHOICES = {
    "starts_from": DeadlineRule.Start.values,
    "again_from": Event.Kind.values,
    "gives": ["review", "app review"],
    "unit": [unit.value for unit in Unit],
    "precision": [value for value in Precision.values if value != Precision.TO_BE_CONFIRMED],
    "firmness": DeadlineRule.Firmness.values,
    "area_may": DeadlineRule.AreaMay.values,
}
NEEDED = {
    "framework": ("code", "name", "in_force_on", "plan_name", "finding_name"),
    "outcome": ("code", "short", "wording", "requires_plan"),
    "rule": ("code", "title", "starts_from", "amount", "unit", "firmness", "source", "needs_plan", "valid_from_on"),
    "suspension": ("rule_code", "title", "starts_on", "source"),
}
ALSO = {
    "framework": ("superseded_on",),
    "outcome": (),
    "rule": (
        "step_title", "again_from", "gives", "further", "precision", "done_word", "only_outcomes", "choice",
        "area_may", "valid_until_on",
    ),
    "suspension": ("ends_on",),
}  # fmt: skip
MODELS = {"framework": Framework, "outcome": Outcome, "rule": DeadlineRule, "suspension": Suspension}
KINDS = {bool: "true or false", int: "a whole number", str: "words", date: "a day, such as 2027-04-01", list: "a list"}
NO_FRAMEWORK = ""


@dataclass(frozen=True)
class Row:
    """One table of the file: of which framework (none for a rule of every framework), what it is, where it stands."""

    framework: str
    name: str
    place: str
    facts: Mapping[str, object]


class BadFrameworksError(Exception):
    """The file cannot be taken as it is; nothing was written. `faults` are sentences that begin with their place."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def read(text: str) -> list[Row]:
    """The rows of a file, each before what belongs to it. Raises BadFrameworksError with all faults."""
    try:
        book = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFrameworksError([f"This is not TOML: {error}"]) from error
    faults: list[str] = []
    rows = list(_rows(book, faults))
    for row in rows:
        faults += [f"{row.place}, {fault}" for fault in _faults(row)]
    faults += _twice(rows)
    if not rows and not faults:
        faults = ["There is no framework and no rule in it."]
    if faults:
        raise BadFrameworksError(faults)
    return rows


def _rows(book: dict, faults: list[str]) -> Iterator[Row]:
    for framework in _tables(book, "framework", "the file", faults):
        number, facts = framework
        code = facts.get("code") if isinstance(facts.get("code"), str) else ""
        place = f"framework {number}{f' ({code})' if code else ''}"
        inner = {name: facts.pop(name, []) for name in ("outcome", "rule", "suspension")}
        # A file that adds to a framework that is there names it by its code alone.
        if set(facts) != {"code"}:
            yield Row(code, "framework", place, facts)
        for name in inner:
            for count, row in _tables(inner, name, place, faults):
                yield Row(code, name, f"{place}, {_named(name, count, row)}", row)
    for count, row in _tables(book, "rule", "the file", faults):
        yield Row(NO_FRAMEWORK, "rule", _named("rule", count, row), row)
    faults += [f"the file: nothing is called {name!r}" for name in sorted(book.keys() - {"framework", "rule"})]


def _named(name: str, count: int, row: dict) -> str:
    code = row.get("code") or row.get("rule_code")
    return f"{name} {count}{f' ({code})' if isinstance(code, str) else ''}"


def _tables(book: dict, name: str, place: str, faults: list[str]) -> list[tuple[int, dict]]:
    found = book.get(name, [])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        faults.append(f"{place}, {name}: write each as [[...{name}]]")
        return []
    return list(enumerate(found, start=1))


def _faults(row: Row) -> Iterator[str]:
    model, given = MODELS[row.name], row.facts
    for name in NEEDED[row.name]:
        if name not in given:
            yield f"{name}: this is missing"
    for name, value in given.items():
        if name not in (*NEEDED[row.name], *ALSO[row.name]):
            yield f"{name}: nothing is called so here"
        elif fault := _fault(model, name, value):
            yield f"{name}: {fault}"
    if not any(_fault(model, name, value) for name, value in given.items() if name in model_fields(model)):
        yield from _order(given)
        if row.name == "rule":
            yield from _rule_faults(given)


def model_fields(model) -> set[str]:
    """The names of its columns."""
    return {field.name for field in model._meta.concrete_fields}


def _fault(model, name: str, value: object) -> str:
    """What is wrong with one value, or nothing."""
    if name not in model_fields(model):
        return ""
    field = model._meta.get_field(name)
    kind = {
        "BooleanField": bool, "IntegerField": int, "DateField": date, "JSONField": list,
    }.get(field.get_internal_type(), str)  # fmt: skip
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)) or isinstance(value, datetime):
        return f"write {KINDS[kind]}"
    if kind is str:
        if not value.strip() or "\x00" in value:
            return "write some words"
        if field.max_length and len(value) > field.max_length:
            return f"use {field.max_length} characters or fewer, there are {len(value)}"
    if kind is date and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return f"use a year from {FIRST_YEAR} to {LAST_YEAR}"
    if model is DeadlineRule and name in RULE_CHOICES and value not in RULE_CHOICES[name]:
        return f"choose one of: {', '.join(RULE_CHOICES[name])}"
    return ""


def _order(given: Mapping[str, object]) -> Iterator[str]:
    pairs = {"superseded_on": "in_force_on", "valid_until_on": "valid_from_on", "ends_on": "starts_on"}
    for last, first in pairs.items():
        if last in given and first in given and given[last] <= given[first]:
            yield f"{last}: this is not after {first}"


def _rule_faults(given: Mapping[str, object]) -> Iterator[str]:
    """What only the parts of a rule together tell."""
    if not {"unit", "amount", "starts_from", "firmness"} <= given.keys():
        return
    further = given.get("further", [])
    amounts = [given["amount"], *further]
    if not all(isinstance(amount, int) and not isinstance(amount, bool) for amount in further):
        yield "further: write whole numbers"
        return
    if any(amount == 0 or abs(amount) > LONGEST_COUNT[Unit(given["unit"])] for amount in amounts):
        yield f"amount: write a number up to {LONGEST_COUNT[Unit(given['unit'])]}, not 0"
    if further and (amounts != sorted(set(amounts)) or amounts[0] < 1):
        yield "further: each of a series is later than the one before"
    if not all(isinstance(code, str) for code in given.get("only_outcomes", [])):
        yield "only_outcomes: write codes of outcomes"
    step_title = given.get("step_title", "")
    if (further or "again_from" in given or given["starts_from"] in ("review", "app review")) and not step_title:
        yield "step_title: say what one of the dates is called"
    try:
        str(step_title).format(n=1, i=1, of="x")
    except (KeyError, IndexError, ValueError, AttributeError):
        yield "step_title: only {n}, {i} and {of} stand for something"
    if given["firmness"] == "statutory" and given.get("area_may") == "anything":
        yield "area_may: what the law asks no area may change, only give more"


def _twice(rows: list[Row]) -> Iterator[str]:
    seen: dict[tuple, str] = {}
    for row in rows:
        key = (row.framework, row.name, *(str(row.facts.get(name)) for name in KEYS[row.name]))
        if key in seen:
            yield f"{row.place}: the same as {seen[key]}"
        seen.setdefault(key, row.place)


KEYS = {
    "framework": ("code",),
    "outcome": ("code",),
    "rule": ("code", "valid_from_on"),
    "suspension": ("rule_code", "starts_on"),
}
