"""What may be said of a finding at a visit, and where it stands after one: pure tables, no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class VisitKind(StrEnum):
    """A visit or a review that judges findings one by one."""

    REVISIT = "revisit"
    MONITORING = "monitoring"
    REVIEW = "review"


class Verdict(StrEnum):
    """What a visit says of one finding."""

    SUFFICIENT = "sufficient"
    NOT_SUFFICIENT = "not sufficient"
    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not effective"
    RELEASED = "released"
    ESCALATED = "escalated"


class Standing(StrEnum):
    """Where a finding stands in the eyes of those who monitor it."""

    MONITORED = "monitored"
    SUFFICIENT = "sufficient"
    STILL_MONITORED = "still monitored"
    EFFECTIVE = "effective"
    ESCALATED = "escalated"
    RELEASED = "released"


VISIT_WORDS = {
    VisitKind.REVISIT: "Revisit by Ofsted and CQC",
    VisitKind.MONITORING: "Monitoring inspection by Ofsted and CQC",
    VisitKind.REVIEW: "Review by DfE and NHS England",
}
# Who judges at a visit, unless somebody says otherwise.
JUDGED_BY = {
    VisitKind.REVISIT: "Ofsted and CQC",
    VisitKind.MONITORING: "Ofsted and CQC",
    VisitKind.REVIEW: "DfE and NHS England",
}
VERDICT_WORDS = {
    Verdict.SUFFICIENT: "Sufficient progress",
    Verdict.NOT_SUFFICIENT: "Not sufficient progress",
    Verdict.EFFECTIVE: "Effective action",
    Verdict.NOT_EFFECTIVE: "Not effective action",
    Verdict.RELEASED: "Released from monitoring",
    Verdict.ESCALATED: "Escalated",
}
# A revisit asks of each weakness whether progress is sufficient; a monitoring inspection whether action on each area
# for priority action is effective; only DfE and NHS England release from monitoring, or escalate.
VERDICTS: dict[VisitKind, tuple[Verdict, ...]] = {
    VisitKind.REVISIT: (Verdict.SUFFICIENT, Verdict.NOT_SUFFICIENT),
    VisitKind.MONITORING: (Verdict.EFFECTIVE, Verdict.NOT_EFFECTIVE),
    VisitKind.REVIEW: (Verdict.SUFFICIENT, Verdict.NOT_SUFFICIENT, Verdict.RELEASED, Verdict.ESCALATED),
}
# Which visits judge which kind of finding, by the kind's stored word. Other kinds are not judged one by one.
VISITS: dict[str, tuple[VisitKind, ...]] = {
    "significant weakness": (VisitKind.REVISIT, VisitKind.REVIEW),
    "priority action": (VisitKind.MONITORING, VisitKind.REVIEW),
}

SETTLED = frozenset({Standing.SUFFICIENT, Standing.RELEASED})
_AFTER = {
    Verdict.SUFFICIENT: Standing.SUFFICIENT,
    Verdict.NOT_SUFFICIENT: Standing.STILL_MONITORED,
    Verdict.EFFECTIVE: Standing.EFFECTIVE,
    Verdict.NOT_EFFECTIVE: Standing.STILL_MONITORED,
    Verdict.RELEASED: Standing.RELEASED,
    Verdict.ESCALATED: Standing.ESCALATED,
}


@dataclass(frozen=True)
class Mark:
    """How a standing is shown: its word, its meaning, the code its colour hangs on, and its shape in a picture."""

    code: str
    word: str
    meaning: str


MARKS = {
    Standing.MONITORED: Mark("not-started", "Monitored", "not judged yet"),
    Standing.SUFFICIENT: Mark("green", "Sufficient progress", "monitoring of it has ended"),
    Standing.STILL_MONITORED: Mark("amber", "Still monitored", "progress or action was not enough, or not yet"),
    Standing.EFFECTIVE: Mark("complete", "Effective action", "monitoring goes on until it is inspected again"),
    Standing.ESCALATED: Mark("red", "Escalated", "taken further by DfE and NHS England"),
    Standing.RELEASED: Mark("green", "Released", "monitoring of it has ended"),
}


def may_say(kind: str, visit: VisitKind | str, verdict: Verdict | str) -> bool:
    """Whether this may be said of a finding of this kind at such a visit."""
    return visit in VISITS.get(kind, ()) and verdict in VERDICTS.get(VisitKind(visit), ())


def standing_after(before: Standing, visit: VisitKind | str, verdict: Verdict | str) -> Standing:
    """Where a finding stands once a visit has said this of it.

    At a revisit sufficient progress ends the monitoring. At a review by DfE and NHS England it does not: only release
    does, so what was monitored stays monitored, what was escalated stays escalated, and what was settled stays settled.
    Raises ValueError for a verdict that does not belong to the visit.
    """
    visit, verdict = VisitKind(visit), Verdict(verdict)
    if verdict not in VERDICTS[visit]:
        raise ValueError(f"{verdict} is no verdict of a {visit}.")
    if visit is not VisitKind.REVIEW or verdict in (Verdict.RELEASED, Verdict.ESCALATED):
        return _AFTER[verdict]
    if before is Standing.ESCALATED or (verdict is Verdict.SUFFICIENT and before in SETTLED | {Standing.EFFECTIVE}):
        return before
    return Standing.STILL_MONITORED


def standings(verdicts: Iterable[tuple[VisitKind | str, Verdict | str] | None]) -> list[Standing]:
    """Where a finding stands at first and after each visit, in their order; None where a visit said nothing of it."""
    found = [Standing.MONITORED]
    for said in verdicts:
        found.append(found[-1] if said is None else standing_after(found[-1], *said))
    return found


def plural(name: str) -> str:
    """The name of a kind of finding for several of them: significant weaknesses, areas for priority action."""
    first, _, rest = name.partition(" for ")
    several = f"{first}{'es' if first.endswith('s') else 's'}"
    return f"{several} for {rest}" if rest else several
