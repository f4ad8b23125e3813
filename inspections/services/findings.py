"""Every write about findings."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from areas import audit
from areas.models import Membership, Organisation
from inspections.models import Finding, Source
from send_tracker.lib.refusals import Refused


@transaction.atomic
def record_finding(
    *,
    source: Source,
    number: str,
    kind: str,
    text: str,
    words: str,
    words_from: str,
    bodies: Iterable[Organisation] = (),
    by: Membership,
    on: date,
) -> Finding:
    """One thing the source said. `words`: the source's own or a summary; `words_from`: where they were read.

    Raises Refused if the source has a finding of that number.
    """
    _check_number(source, number)
    last = source.findings.aggregate(last=Max("position"))["last"] or 0
    finding = Finding.objects.create(
        source=source, number=number, position=last + 1, kind=kind, text=text, words=words, words_from=words_from
    )
    finding.bodies.set(bodies)
    audit.record("finding recorded", on=on, subject=finding, by=by, source=source.title)
    return finding


def _check_number(source: Source, number: str) -> None:
    Source.objects.select_for_update().get(pk=source.pk)
    if source.findings.filter(number=number).exists():
        raise Refused("This source already has a finding with this number.", "number")


@transaction.atomic
def correct_finding(
    *,
    finding: Finding,
    version: int | None,
    reason: str,
    number: str,
    kind: str,
    text: str,
    words: str,
    words_from: str,
    bodies: Iterable[Organisation],
    by: Membership,
    on: date,
) -> Finding:
    """Put a finding right.

    Raises StaleError if `version` is no longer the present one, Refused if the number is taken.
    """
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if number != finding.number:
        _check_number(finding.source, number)
    before = _facts_of(finding)
    finding.number, finding.kind, finding.text = number, kind, text
    finding.words, finding.words_from = words, words_from
    finding.step(version, "number", "kind", "text", "words", "words_from")
    finding.bodies.set(bodies)
    after = _facts_of(finding)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    audit.record("finding corrected", on=on, subject=finding, by=by, reason=reason, **changed)
    return finding


def _facts_of(finding: Finding) -> dict[str, str]:
    bodies = finding.bodies.order_by("name").values_list("name", flat=True)
    facts = {name: getattr(finding, name) for name in ("number", "kind", "text", "words", "words_from")}
    return {**facts, "bodies": "; ".join(bodies)}
