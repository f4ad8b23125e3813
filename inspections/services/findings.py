"""Every write about findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Max

from areas import audit
from areas.models import Membership, Organisation
from inspections.models import EvaluationQuestion, Finding, Judgement, Source, Theme
from send_tracker.lib.refusals import Refused

TAKEN = "This source already has number {number}. Give this one another."
CORRECTABLE = ("number", "kind", "parent", "label", "is_urgent", "question", "text", "words", "words_from")


@transaction.atomic
def record_finding(
    *,
    source: Source,
    number: str,
    kind: str,
    text: str,
    words: str,
    words_from: str,
    parent: Finding | None = None,
    label: str = "",
    is_urgent: bool = False,
    question: EvaluationQuestion | None = None,
    bodies: Iterable[Organisation] = (),
    themes: Iterable[Theme] = (),
    by: Membership,
    on: date,
) -> Finding:
    """One thing the source said. `words`: the source's own or a summary; `words_from`: where they were read.

    A part of another (`parent`) stands after it and is of its kind; `label` is the paper's own word for the kind.
    Raises Refused if the source has one of that number, for a part of a part, and for another framework's question.
    """
    _lock(source)
    _check_number(source, number)
    _check_parent(source, parent)
    _check_question(source, question)
    finding = Finding.objects.create(
        source=source,
        number=number,
        position=_make_room(source, parent),
        kind=parent.kind if parent else kind,
        parent=parent,
        label=label,
        is_urgent=is_urgent,
        question=question,
        text=text,
        words=words,
        words_from=words_from,
    )
    finding.bodies.set(bodies)
    finding.themes.set(themes)
    audit.record("finding recorded", on=on, subject=finding, by=by, source=source.title)
    return finding


@dataclass(frozen=True)
class Line:
    """One of several findings to record: its number, its words, the number of the one it is part of, if any.

    `key` names the line where something is wrong with it.
    """

    number: str
    text: str
    part_of: str = ""
    key: str = ""


@transaction.atomic
def record_findings(
    *,
    source: Source,
    lines: Sequence[Line],
    kind: str,
    words: str,
    words_from: str,
    question: EvaluationQuestion | None = None,
    bodies: Iterable[Organisation] = (),
    themes: Iterable[Theme] = (),
    by: Membership,
    on: date,
) -> list[Finding]:
    """Several findings of one kind at once, all or none.

    Raises Refused with what `line_faults` says of them: a number that is taken or given twice, a part of one that
    neither stands before it here nor is recorded, or is itself a part.
    """
    _lock(source)
    if faults := line_faults(source, lines):
        raise Refused("Some lines cannot be recorded as they are.", faults=faults)
    known = {finding.number: finding for finding in source.findings.all()}
    bodies, themes = list(bodies), list(themes)
    found = []
    for line in lines:
        known[line.number] = record_finding(
            source=source,
            number=line.number,
            kind=kind,
            text=line.text,
            words=words,
            words_from=words_from,
            parent=known[line.part_of] if line.part_of else None,
            question=question,
            bodies=bodies,
            themes=themes,
            by=by,
            on=on,
        )
        found.append(known[line.number])
    return found


def line_faults(source: Source, lines: Sequence[Line]) -> dict[str, str]:
    """What is wrong with lines that are to be recorded, by field and key of the line: number_0, part_of_0."""
    known = list(source.findings.values_list("number", "parent"))
    taken, whole, seen = {number for number, _ in known}, {number for number, parent in known if parent is None}, set()
    faults: dict[str, str] = {}
    for line in lines:
        if line.number in taken:
            faults[f"number_{line.key}"] = TAKEN.format(number=line.number)
        elif line.number in seen:
            faults[f"number_{line.key}"] = "This number stands here twice."
        if line.part_of and line.part_of not in whole:
            faults[f"part_of_{line.key}"] = "Nothing before this one has that number, or it is itself a part."
        seen.add(line.number)
        if not line.part_of:
            whole.add(line.number)
    return faults


def _lock(source: Source) -> None:
    Source.objects.select_for_update().get(pk=source.pk)


def _check_number(source: Source, number: str) -> None:
    if source.findings.filter(number=number).exists():
        raise Refused(TAKEN.format(number=number), "number")


def _check_parent(source: Source, parent: Finding | None) -> None:
    if parent and (parent.source_id != source.pk or parent.parent_id is not None):
        raise Refused("Choose one of this source that is not itself a part.", "part_of")


def _check_question(source: Source, question: EvaluationQuestion | None) -> None:
    inspection = getattr(source, "inspection", None)
    if question and (inspection is None or question.framework_id != inspection.framework_id):
        raise Refused("Choose a question of the inspection's own framework.", "question")


def _make_room(source: Source, parent: Finding | None) -> int:
    """The next place: last of all or, for a part, after the last part of its parent."""
    rows = source.findings.filter(pk=parent.pk) | source.findings.filter(parent=parent) if parent else source.findings
    place = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    source.findings.filter(position__gte=place).update(position=F("position") + 1)
    return place


@transaction.atomic
def correct_finding(
    *,
    finding: Finding,
    version: int | None,
    reason: str,
    bodies: Iterable[Organisation],
    themes: Iterable[Theme] | None = None,
    by: Membership,
    on: date,
    **facts: object,
) -> Finding:
    """Put a finding right (those of `CORRECTABLE`). What is part of it follows its kind; `themes` None keeps its own.

    Raises StaleError if `version` is no longer the present one; Refused if the number is taken, if a part would have
    parts, or if the kind of one that was judged would change to one that is judged otherwise.
    """
    if unknown := facts.keys() - set(CORRECTABLE):
        raise TypeError(f"A finding has no {', '.join(sorted(unknown))} to correct.")
    source = finding.source
    _lock(source)
    finding = Finding.objects.select_for_update(of=("self",)).select_related("parent", "question").get(pk=finding.pk)
    finding.check_seen(version)
    before = _facts_of(finding)
    _check_change(source, finding, facts)
    for name, value in facts.items():
        setattr(finding, name, value)
    if finding.parent:
        finding.kind = finding.parent.kind
    if facts.get("parent") and str(facts["parent"]) != before["parent"]:
        finding.position = _make_room(source, finding.parent)
    finding.step(version, *facts, "kind", "position")
    finding.parts.update(kind=finding.kind)
    finding.bodies.set(bodies)
    if themes is not None:
        finding.themes.set(themes)
    after = _facts_of(finding)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    audit.record("finding corrected", on=on, subject=finding, by=by, reason=reason, **changed)
    return finding


def _check_change(source: Source, finding: Finding, facts: dict) -> None:
    if facts.get("number", finding.number) != finding.number:
        _check_number(source, facts["number"])
    parent = facts.get("parent")
    _check_parent(source, parent)
    if parent and (parent.pk == finding.pk or finding.parts.exists()):
        raise Refused("This one has parts, or would be a part of itself.", "part_of")
    _check_question(source, facts.get("question"))
    kind = parent.kind if parent else facts.get("kind", finding.kind)
    if (kind != finding.kind or parent) and Judgement.objects.standing().filter(finding=finding).exists():
        raise Refused(
            "It has been judged as what it is. Correct the judgements first.", "part_of" if parent else "kind"
        )


def _facts_of(finding: Finding) -> dict[str, str]:
    bodies = finding.bodies.order_by("name").values_list("name", flat=True)
    facts = {name: str(getattr(finding, name) or "") for name in CORRECTABLE}
    themes = finding.themes.in_order().values_list("name", flat=True)
    return {**facts, "bodies": "; ".join(bodies), "themes": "; ".join(themes)}
