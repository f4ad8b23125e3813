"""Which body a body has become by a day, and what it is called then: pure, over the family each body carries.

A family is everybody a body is joined to by succession, itself included, as plain facts: id, name, short name, kind,
the day it ended (ISO text, or None) and the id of who followed (or None). A body that neither ended nor followed
another has no family, so most cost nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

Kin = dict
_DAY: ContextVar[date | None] = ContextVar("the day whose names are used", default=None)


@contextmanager
def names_of(on: date) -> Iterator[None]:
    """Within, bodies and posts are called what they are called on that day; outside, as their rows say."""
    token = _DAY.set(on)
    try:
        yield
    finally:
        _DAY.reset(token)


def stands_as(body_id: int, family: Sequence[Kin], on: date) -> int:
    """The body that stands on that day where this one stood: itself until it ended, then who followed, and so on."""
    kin = {one["id"]: one for one in family}
    while (one := kin.get(body_id)) and one["successor"] and one["ended_on"] <= on.isoformat():
        body_id = one["successor"]
    return body_id


def same_bodies(body_id: int, family: Sequence[Kin], on: date) -> frozenset[int]:
    """Every body that on that day is one with this one: those that have become the same, itself included."""
    standing = stands_as(body_id, family, on)
    return frozenset({body_id, *(one["id"] for one in family if stands_as(one["id"], family, on) == standing)})


def now(body_id: int, family: Sequence[Kin]) -> Kin | None:
    """The facts of another body that stands for this one on the day whose names are used; None if it stands itself."""
    on = _DAY.get()
    standing = stands_as(body_id, family, on) if family and on else body_id
    return None if standing == body_id else next(one for one in family if one["id"] == standing)


def called(body_id: int, own: str, family: Sequence[Kin], *, short: bool = True) -> str:
    """What the body is called: `own`, and once another stands for it, `NHS X ICB (formerly Y CCG)`."""
    other = now(body_id, family)
    return own if other is None else f"{(short and other['short_name']) or other['name']} (formerly {own})"


def listed(bodies: Iterable) -> str:
    """Several bodies in one line, by name; those that have become one stand once, with all it was called."""
    formerly: dict[str, list[str]] = {}
    for body in bodies:
        own = body.short_name or body.name
        other = now(body.pk, body.family)
        names = formerly.setdefault((other["short_name"] or other["name"]) if other else own, [])
        names += [own] if other else []
    return ", ".join(f"{name} (formerly {_and(names)})" if names else name for name, names in sorted(formerly.items()))


def _and(names: list[str]) -> str:
    *most, last = sorted(names)
    return f"{', '.join(most)} and {last}" if most else last


def called_in(row: dict, path: str) -> str:
    """The same for a body whose columns stand in a row of values under this path: `organisation`, `lead_body`."""
    own = row[f"{path}__short_name"] or row[f"{path}__name"]
    return called(row[f"{path}_id"], own, row[f"{path}__family"] or []) if own else ""


def body_columns(path: str) -> tuple[str, ...]:
    """The columns `called_in` reads."""
    return f"{path}_id", f"{path}__name", f"{path}__short_name", f"{path}__family"


def all_same(bodies: Iterable, on: date) -> frozenset[int]:
    """The ids of all bodies that are one with any of these on that day."""
    return frozenset().union(*(body.same_bodies(on) for body in bodies))
