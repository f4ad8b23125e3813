"""The national register brought up to date from a file, its rows matched with those that are there."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction

from areas import audit
from inspections.models import RegisterEntry

# No area is inspected in full twice within a year: so near, another start is the same inspection put right.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class RegisterSource:
    """A file of the register: its framework, its name, what it is, and up to which day it speaks."""

    framework: str
    name: str
    title: str
    as_at_on: date


@dataclass(frozen=True)
class RegisterLine:
    """What one line of a file says, read and checked."""

    area_name: str
    ons_code: str
    region: str
    started_on: date
    published_on: date
    outcome: str  # its code
    requires_plan: bool
    weakness_count: int | None
    revisit_started_on: date | None
    revisit_published_on: date | None
    revisit_result: str
    sufficient_count: int | None
    not_sufficient_count: int | None
    source_line: int


FACTS = [field.name for field in fields(RegisterLine) if field.name not in ("outcome", "source_line")]
ORIGIN = ["source_title", "source_file", "source_line", "as_at_on"]


@dataclass(frozen=True)
class RegisterUpdate:
    """What a file did to the register: counts of its lines, and the entries that need a word."""

    source: RegisterSource
    added: int
    changed: tuple[str, ...]
    unchanged: int
    kept: tuple[str, ...]  # they differ, but what is there is from a later source
    missing: tuple[str, ...]  # there, and not in the file: they stay


@transaction.atomic
def update_register(
    *, source: RegisterSource, lines: Sequence[RegisterLine], on: date, known: Apps = apps
) -> RegisterUpdate:
    """Add the lines that are new, take over what they say otherwise (told in the ledger), take nothing away.

    A line from an older source than the entry it speaks of changes nothing. `known` are the models to write with: those
    of a migration's own time, or today's. The queries do not grow with the lines, but for the database's own batches.
    """
    model = known.get_model("inspections", "RegisterEntry")
    framework = known.get_model("inspections", "Framework").objects.select_for_update().get(code=source.framework)
    outcomes = {row.code: row for row in known.get_model("inspections", "Outcome").objects.filter(framework=framework)}
    held = list(model.objects.filter(framework=framework).select_related("outcome"))
    matched = _match(lines, held)
    added, changed, unchanged, kept, confirmed = [], [], [], [], []
    for line in lines:
        entry = matched.get(line)
        if entry is None:
            added.append(_filled(model(framework=framework), line, source, outcomes))
            continue
        changes = _changes(entry, line)
        if source.as_at_on < entry.as_at_on:
            (kept if changes else unchanged).append(entry)
        elif changes:
            facts = {**changes, "source": f"{source.name}, line {line.source_line}"}
            changed.append((_filled(entry, line, source, outcomes), facts))
        else:
            unchanged.append(entry)
            if _origin(entry) != _origin_of(line, source):
                confirmed.append(_filled(entry, line, source, outcomes))
    model.objects.bulk_create(added)
    model.objects.bulk_update([*(entry for entry, _ in changed), *confirmed], [*FACTS, "outcome", *ORIGIN])
    audit.record_each("register entry changed", on=on, facts=changed)
    present = {entry.pk for entry in matched.values()}
    return RegisterUpdate(
        source=source,
        added=len(added),
        changed=tuple(_said(entry) for entry, _ in changed),
        unchanged=len(unchanged),
        kept=tuple(map(_said, kept)),
        missing=tuple(_said(entry) for entry in held if entry.pk not in present),
    )


def _match(lines: Sequence[RegisterLine], held: list[RegisterEntry]) -> dict[RegisterLine, RegisterEntry]:
    """Which entry each line speaks of: the same area and the same start; else a start less than a year away."""
    by_area: dict[str, list[RegisterEntry]] = {}
    for entry in held:
        for name in _names(entry):
            by_area.setdefault(name, []).append(entry)
    found: dict[RegisterLine, RegisterEntry] = {}
    free = {entry.pk for entry in held}
    for is_the_same in (_starts_the_same_day, _starts_within_a_year):
        for line in lines:
            if line in found:
                continue
            of_area = (entry for name in _names(line) for entry in by_area.get(name, ()) if entry.pk in free)
            entry = next((entry for entry in of_area if is_the_same(entry, line)), None)
            if entry:
                found[line] = entry
                free.remove(entry.pk)
    return found


def _names(row: RegisterEntry | RegisterLine) -> list[str]:
    """What an area is known by: its code first, and its name."""
    return [name for name in (row.ons_code, row.area_name.casefold()) if name]


def _starts_the_same_day(entry: RegisterEntry, line: RegisterLine) -> bool:
    return entry.started_on == line.started_on


def _starts_within_a_year(entry: RegisterEntry, line: RegisterLine) -> bool:
    return abs(entry.started_on - line.started_on) < A_YEAR


def _changes(entry: RegisterEntry, line: RegisterLine) -> dict[str, list[object]]:
    """The facts the line says otherwise: before and after."""
    before = {name: getattr(entry, name) for name in FACTS} | {"outcome": entry.outcome.code}
    after = {name: value for name, value in asdict(line).items() if name in before}
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _origin(entry: RegisterEntry) -> tuple:
    return tuple(getattr(entry, name) for name in ORIGIN)


def _origin_of(line: RegisterLine, source: RegisterSource) -> tuple:
    return (source.title, source.name, line.source_line, source.as_at_on)


def _filled(entry: RegisterEntry, line: RegisterLine, source: RegisterSource, outcomes: dict) -> RegisterEntry:
    for name in FACTS:
        setattr(entry, name, getattr(line, name))
    entry.outcome = outcomes[line.outcome]
    for name, value in zip(ORIGIN, _origin_of(line, source), strict=True):
        setattr(entry, name, value)
    return entry


def _said(entry: RegisterEntry) -> str:
    return f"{entry.area_name}, inspected from {entry.started_on:%d/%m/%Y}"
