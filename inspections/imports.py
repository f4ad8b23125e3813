"""Files in: the national register as shipped or as somebody has it, read line by line before anything is written."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction

from inspections.models import RegisterEntry
from inspections.services import register
from inspections.services.register import RegisterLine, RegisterSource, RegisterUpdate

DATA = Path(__file__).parent / "data"
REGISTER = DATA / "register.toml"
FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST_CELL = 200  # of what a message repeats
MOST = 1000  # more weaknesses than any inspection will ever find

COMMON = ("area", "ofsted_region", "inspection_start", "inspection_published")
REVISIT = ("revisit_start", "revisit_published", "revisit_all_sufficient", "n_sufficient", "n_not_sufficient")
# The columns of a file of each framework, in any order.
COLUMNS = {
    "2016": ("ons_code", *COMMON, "wsoa_required", "n_significant_weaknesses", *REVISIT),
    "2023": (*COMMON, "outcome", "pap_required", "n_areas_for_priority_action"),
}
PLAN_REQUIRED = {"2016": "wsoa_required", "2023": "pap_required"}
COUNTED = {"2016": "n_significant_weaknesses", "2023": "n_areas_for_priority_action"}
# The outcomes as the files write them, and their codes here.
OUTCOMES_2023 = {
    "Typically positive experiences and outcomes": "typically_positive",
    "Inconsistent experiences and outcomes": "inconsistent",
    "Widespread and/or systemic failings": "systemic_failings",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file: where, and in words."""

    line: int
    column: str
    words: str

    def __str__(self):
        return (
            f"line {self.line}, column {self.column}: {self.words}"
            if self.column
            else f"line {self.line}: {self.words}"
        )


class BadRegisterError(Exception):
    """A file of the register cannot be taken as it is; nothing was written."""

    def __init__(self, source: RegisterSource, faults: Sequence[Fault]):
        super().__init__("\n".join(f"{source.name}, {fault}" for fault in faults))
        self.faults = tuple(faults)


def shipped_register() -> list[tuple[RegisterSource, bytes]]:
    """The files of the register that come with the programme, with their contents."""
    sources = [
        RegisterSource(framework=file["framework"], name=file["name"], title=file["title"], as_at_on=file["as_at_on"])
        for file in tomllib.loads(REGISTER.read_text(encoding="utf-8"))["file"]
    ]
    return [(source, (DATA / source.name).read_bytes()) for source in sources]


def load_register(
    files: Sequence[tuple[RegisterSource, bytes]], *, on: date, known: Apps = apps
) -> list[RegisterUpdate]:
    """Bring the register up to date from these files: all of them, or nothing.

    Raises BadRegisterError for the first file with a fault, naming each by line and column.
    """
    read = [(source, read_register(source, content)) for source, content in files]
    with transaction.atomic():
        return [register.update_register(source=source, lines=lines, on=on, known=known) for source, lines in read]


def read_register(source: RegisterSource, content: bytes) -> list[RegisterLine]:
    """The lines of a file, checked. Raises BadRegisterError with everything that is wrong."""
    faults: list[Fault] = []
    lines = [_line(row, source.framework) for row in _rows(source, content, faults)]
    faults += _twice(lines)
    if not lines and not faults:
        faults.append(Fault(1, "", "there is no inspection in this file"))
    if faults:
        raise BadRegisterError(source, sorted(faults, key=lambda fault: fault.line))
    return lines


def _rows(source: RegisterSource, content: bytes, faults: list[Fault]) -> Iterator["_Row"]:
    """The rows below the heading. What no row can be made of is a fault, and is left out."""
    columns = COLUMNS[source.framework]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.append(Fault(line, "", "this is not text in UTF-8. Save the file as CSV UTF-8"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    at = 0
    try:
        head = [name.strip() for name in next(reader, [])]
        missing = [name for name in columns if name not in head]
        twice = sorted({name for name in head if head.count(name) > 1})
        faults += [Fault(1, name, "this column is missing") for name in missing]
        faults += [Fault(1, name, "this column is there twice") for name in twice]
        if missing or twice:
            return
        at = reader.line_num
        for cells in reader:
            first, at = at + 1, reader.line_num
            if len(cells) == len(head):
                yield _Row(first, dict(zip(head, cells, strict=True)), faults)
            elif cells:
                faults.append(Fault(first, "", f"{len(cells)} cells, where the heading has {len(head)}"))
    except csv.Error as error:
        faults.append(Fault(at + 1, "", f"this is no CSV: {error}"))


class _Row:
    """One row of a file; a cell that cannot be read leaves a fault and is None."""

    def __init__(self, line: int, cells: Mapping[str, str], faults: list[Fault]):
        self.line, self.cells, self.faults = line, cells, faults

    def blame(self, column: str, words: str) -> None:
        self.faults.append(Fault(self.line, column, words))

    def words(self, column: str) -> str:
        """What must be there, in a line of at most as many letters as the table takes."""
        most = RegisterEntry._meta.get_field({"area": "area_name", "ofsted_region": "region"}[column]).max_length
        found = " ".join(self.cells[column].split())
        if not found:
            self.blame(column, "this is empty")
        elif len(found) > most:
            self.blame(column, f"{len(found)} letters, where {most} are the most")
        elif not found.isprintable():
            self.blame(column, "there is a character here that cannot be kept")
        return found

    def code(self, column: str) -> str:
        found = self.cells.get(column, "").strip()
        if column in self.cells and not re.fullmatch(r"E\d{8}", found, re.ASCII):
            self.blame(column, f"{_shown(found)} is not a code such as E06000041")
        return found

    def day(self, column: str, *, needed: bool = True) -> date | None:
        found = self.cells.get(column, "").strip()
        if not found and not needed:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", found, re.ASCII):
                raise ValueError
            day = date.fromisoformat(found)
        except ValueError:
            self.blame(column, f"{_shown(found)} is not a day such as 2019-05-13")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.blame(column, f"{found} is not in a year from {FIRST_YEAR} to {LAST_YEAR}")
            return None
        return day

    def count(self, column: str) -> int | None:
        found = self.cells.get(column, "").strip()
        if not found:
            return None
        if not re.fullmatch(r"\d{1,4}", found, re.ASCII) or int(found) > MOST:
            self.blame(column, f"{_shown(found)} is not a number from 0 to {MOST}")
            return None
        return int(found)

    def choice(self, column: str, choices: Sequence[str], *, needed: bool = True) -> str:
        found = self.cells.get(column, "").strip()
        if found in choices or not (found or needed):
            return found
        self.blame(column, f"{_shown(found)} is not one of: {', '.join(choices)}")
        return ""


def _shown(cell: str) -> str:
    """A cell as a message repeats it, harmless to a terminal."""
    return f'"{cell[:LONGEST_CELL]}"' if cell.isprintable() else "this"


def _line(row: _Row, framework: str) -> RegisterLine:
    requires_plan = row.choice(PLAN_REQUIRED[framework], ["Yes", "No"]) == "Yes"
    if framework == "2016":
        outcome = "wsoa_required" if requires_plan else "wsoa_not_required"
    else:
        outcome = OUTCOMES_2023.get(row.choice("outcome", list(OUTCOMES_2023)), "")
    line = RegisterLine(
        area_name=row.words("area"),
        ons_code=row.code("ons_code"),
        region=row.words("ofsted_region"),
        started_on=row.day("inspection_start"),
        published_on=row.day("inspection_published"),
        outcome=outcome,
        requires_plan=requires_plan,
        weakness_count=row.count(COUNTED[framework]),
        revisit_started_on=row.day("revisit_start", needed=False),
        revisit_published_on=row.day("revisit_published", needed=False),
        revisit_result=row.choice("revisit_all_sufficient", RegisterEntry.RevisitResult.values, needed=False),
        sufficient_count=row.count("n_sufficient"),
        not_sufficient_count=row.count("n_not_sufficient"),
        source_line=row.line,
    )
    _check(row, line, framework)
    return line


def _check(row: _Row, line: RegisterLine, framework: str) -> None:
    """What the cells of a line say of each other."""
    if line.started_on and line.published_on and line.published_on < line.started_on:
        row.blame("inspection_published", "this is before the inspection began")
    if line.weakness_count is not None and not line.requires_plan:
        row.blame(COUNTED[framework], f"a count, where {PLAN_REQUIRED[framework]} is not Yes")
    revisit = [row.cells.get(column, "").strip() for column in REVISIT]
    if not any(revisit):
        return
    for column, cell in zip(REVISIT, revisit, strict=True):
        if not cell:
            row.blame(column, "this is empty, where other columns tell of a revisit")
    if line.revisit_started_on and line.published_on and line.revisit_started_on < line.published_on:
        row.blame("revisit_start", "this is before the inspection was published")
    if line.revisit_started_on and line.revisit_published_on and line.revisit_published_on < line.revisit_started_on:
        row.blame("revisit_published", "this is before the revisit began")
    counts = (line.sufficient_count, line.not_sufficient_count)
    if None in counts or not line.revisit_result:
        return
    if line.weakness_count is not None and sum(counts) != line.weakness_count:
        row.blame("n_sufficient", f"{counts[0]} and {counts[1]} do not add up to the {line.weakness_count} weaknesses")
    result = "Yes" if not counts[1] else "Some" if counts[0] else "No"
    if line.revisit_result != result:
        row.blame("revisit_all_sufficient", f"{counts[0]} sufficient and {counts[1]} not would make it {result}")


def _twice(lines: Sequence[RegisterLine]) -> list[Fault]:
    """The same area with the same start, twice in one file."""
    seen: dict[tuple, int] = {}
    faults = []
    for line in lines:
        for name in {line.area_name.casefold(), line.ons_code} - {""}:
            first = seen.setdefault((name, line.started_on), line.source_line)
            if first != line.source_line:
                faults.append(Fault(line.source_line, "area", f"this inspection stands in line {first} already"))
                break
    return faults
