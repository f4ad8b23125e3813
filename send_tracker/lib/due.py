"""One thing somebody should hear of in time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """How insistently it is told: the offsets belong to the kind."""

    STATUTORY = "statutory"
    ORDINARY = "ordinary"


@dataclass(frozen=True)
class DueItem:
    """Something due on a day, and one person who is to be told of it.

    `key` names the thing and its day (`actions.action:12:due:2027-03-01`), never the offset: a moved day is another
    thing to tell. `area_id` is the area it belongs to. `url` is a path on this site.
    """

    person_id: int
    area_id: int
    key: str
    kind: Kind
    title: str
    url: str
    due_on: date
