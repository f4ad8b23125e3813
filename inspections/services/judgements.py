"""Every write about what later visits said of findings."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from areas import audit
from areas.models import Membership
from inspections.models import Finding, Inspection, Judgement, Source
from inspections.status import JUDGED_BY, VISIT_WORDS, VisitKind, may_say
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


@transaction.atomic
def judge_findings(
    *,
    source: Source,
    visit_kind: str,
    verdicts: Mapping[Finding, str],
    judged_on: date | None = None,
    body: str = "",
    source_note: str,
    inspection: Inspection | None = None,
    by: Membership,
    on: date,
) -> list[Judgement]:
    """A visit judged these findings of the source; those it said nothing of are left out.

    The day and the body are those of the visit's inspection, or the usual ones, where they are not given. Raises
    Refused, naming `verdict_<id>` for a finding that is judged already at this visit or that such a visit does not
    judge so.
    """
    Source.objects.select_for_update().get(pk=source.pk)
    judged_on = judged_on or (inspection and (inspection.report_published_on or inspection.ended_on))
    body = body or JUDGED_BY[VisitKind(visit_kind)]
    _check_visit(source, visit_kind, judged_on, inspection, on)
    if not verdicts:
        raise Refused("Choose a verdict for at least one of them.")
    visit = {"visit_kind": visit_kind, "judged_on": judged_on, "body": body}
    _check_verdicts(source, verdicts, visit)
    judged = []
    for finding, verdict in verdicts.items():
        row = Judgement.objects.create(
            finding=finding,
            verdict=verdict,
            source_note=source_note,
            inspection=inspection,
            recorded_by=by,
            on=on,
            **visit,
        )
        audit.record("finding judged", on=on, subject=finding, by=by, verdict=verdict, **visit)
        judged.append(row)
    return judged


def _check_visit(
    source: Source, visit_kind: str, judged_on: date | None, inspection: Inspection | None, on: date
) -> None:
    if inspection and (inspection.source.area_id != source.area_id or inspection.kind != visit_kind):
        raise Refused(f"Choose a {VISIT_WORDS[VisitKind(visit_kind)].lower()} of this area.", "inspection")
    if judged_on is None:
        raise Refused("Enter the day, or choose the visit it is known from.", "judged_on")
    if judged_on > on:
        raise Refused("The day cannot be in the future.", "judged_on")
    first = getattr(source, "inspection", None)
    if first and judged_on <= first.ended_on:
        raise Refused(f"The inspection itself ended on {said(first.ended_on)}: a later visit judges.", "judged_on")


def _check_verdicts(source: Source, verdicts: Mapping[Finding, str], visit: dict) -> None:
    rows = Judgement.objects.standing().filter(
        finding__source=source,
        visit_kind=visit["visit_kind"],
        judged_on=visit["judged_on"],
        body__iexact=visit["body"],
    )
    judged = set(rows.values_list("finding", flat=True))
    faults = {}
    for finding, verdict in verdicts.items():
        whole = finding.source_id == source.pk and finding.parent_id is None
        if not whole or not may_say(finding.kind, visit["visit_kind"], verdict):
            faults[f"verdict_{finding.pk}"] = "Such a visit does not say this of it."
        elif finding.pk in judged:
            faults[f"verdict_{finding.pk}"] = f"{finding.number} is judged already at this visit. Correct that one."
    if faults:
        raise Refused("Some of these cannot be judged so.", faults=faults)


@transaction.atomic
def correct_judgement(
    *, judgement: Judgement, verdict: str, source_note: str, reason: str, by: Membership, on: date
) -> Judgement:
    """Another row takes the place of this judgement; an empty verdict takes it back, as if that visit said nothing.

    Raises Refused if a later row has taken its place already, or for a verdict such a visit does not give.
    """
    finding = Finding.objects.select_for_update().get(pk=judgement.finding_id)
    if Judgement.objects.filter(corrects=judgement).exists():
        raise Refused("Somebody has corrected this judgement meanwhile. Look at the latest one, then correct that.")
    if verdict and not may_say(finding.kind, judgement.visit_kind, verdict):
        raise Refused("Such a visit does not say this of it.", "verdict")
    row = Judgement.objects.create(
        finding=finding,
        visit_kind=judgement.visit_kind,
        judged_on=judgement.judged_on,
        body=judgement.body,
        inspection=judgement.inspection,
        verdict=verdict,
        source_note=source_note,
        corrects=judgement,
        reason=reason,
        recorded_by=by,
        on=on,
    )
    audit.record(
        "judgement corrected", on=on, subject=finding, by=by, reason=reason, verdict=[judgement.verdict, verdict]
    )
    return row
