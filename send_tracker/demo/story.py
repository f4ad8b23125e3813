"""Reads the story: every row of the data files becomes one or more steps, each on its own day, in the order told."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"
DEFAULT_DAY = date(2020, 1, 21)
# Who begins comes first: on one day, steps are told in this order.
ORDER = (
    "area", "body", "succession", "commissioning", "place", "post", "person", "officer",
    "source", "inspection", "finding_corrected", "finding", "stated_count", "judgement",
    "plan", "workstream", "action", "carried",
    "board", "meeting", "document", "notice", "support", "support_step", "route", "step",
    "contribution", "reply", "update", "no_change",
    "submission", "verdict", "event", "reviews", "agreed", "stated", "held",
    "response", "sign_off", "approval", "highlight",
    "route_submitted", "decision", "certificate", "signature",
    "draft", "chair_words", "approve", "clear", "publish",
)  # fmt: skip
ORIGINS = frozenset({"paper", "ofsted", "worked back", "invented"})


class StoryError(ValueError):
    """The data files are not a story that can be told; the message names the file and the row."""


@dataclass(frozen=True)
class Step:
    """One thing that happens in one area on one day."""

    on: date
    rank: int
    number: int
    area: str
    verb: str
    row: dict

    @property
    def key(self) -> tuple:
        return self.on, self.rank, self.number


def steps() -> list[Step]:
    """The whole story in the order it is told: by day, then by what must be there first, then as written.

    An area may have several files: one opens it (`[area]`), the others name it (`area = "essex"`).
    """
    books = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.toml"))}
    beginnings = {book["area"]["slug"]: book["area"]["on"] for book in books.values() if isinstance(book["area"], dict)}
    found: list[Step] = []
    for name, book in books.items():
        area = book.pop("area")
        slug = area if isinstance(area, str) else area["slug"]
        rows = [("area", area)] if isinstance(area, dict) else []
        rows += [(verb, row) for verb, rows in book.items() for row in rows]
        for verb, row in rows:
            _check(name, verb, row)
            for on, told, facts in _told(verb, row, beginnings[slug]):
                found.append(Step(on, ORDER.index(told), len(found), slug, told, facts))
    return sorted(found, key=lambda step: step.key)


def _check(file: str, verb: str, row: dict) -> None:
    if verb not in ORDER and verb != "report":
        raise StoryError(f"{file}: nothing is called {verb}")
    if row.get("from") not in ORIGINS:
        raise StoryError(f"{file}: this {verb} does not say where it is from: {row}")


def _told(verb: str, row: dict, beginning: date) -> Iterator[tuple[date, str, dict]]:
    """What one row tells, each with its day: an action also tells its updates, a report its way to the public."""
    on = row.get("on", beginning)
    if verb == "report":
        yield row["drafted"], "draft", row
        yield row["approved"], "chair_words", row
        yield row["approved"], "approve", row
        for clearance in row["cleared"]:
            yield clearance["on"], "clear", row | clearance
        yield row["published"], "publish", row
        return
    yield on, verb, row
    if verb == "action":
        for update in row.get("updates", ()):
            yield update["on"], "update", {"action": row["ref"], **update}
        for day in row.get("same", ()):
            yield day, "no_change", {"action": row["ref"]}
    if verb == "contribution":
        for reply in row.get("replies", ()):
            yield reply["on"], "reply", {"action": row["action"], "body": row["body"], **reply}
