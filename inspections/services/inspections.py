"""Every write about inspections."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from areas import audit
from areas.models import LocalArea, Membership
from inspections.models import BoundaryChange, Framework, Inspection, Outcome, RegisterEntry, Source
from inspections.services.following import follow, said_or_none
from inspections.services.sources import check_title, record_source
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused

INSPECTORS = "Ofsted and CQC"
CORRECTABLE = (
    "framework",
    "kind",
    "follows",
    "started_on",
    "ended_on",
    "letter_on",
    "report_received_on",
    "received_basis",
    "report_published_on",
    "outcome",
    "register_entry",
)


@transaction.atomic
def record_inspection(
    *,
    area: LocalArea,
    title: str,
    framework: Framework,
    kind: str = Inspection.Kind.FULL,
    follows: Inspection | None = None,
    started_on: date,
    ended_on: date,
    letter_on: date | None = None,
    report_received_on: date | None = None,
    received_basis: str = "",
    report_published_on: date | None = None,
    outcome: Outcome | None = None,
    register_entry: RegisterEntry | None = None,
    by: Membership,
    on: date,
) -> Inspection:
    """An inspection took place. Its source and the deadlines its framework's rules ask for are written with it.

    A day of receipt that is not known makes publication the start, and the deadline an upper bound. `register_entry` is
    its line in the national register, remembered and never copied from here. Raises Refused as `record_source` does,
    and for the line of an area that this one took the place of.
    """
    _check_entry(area, register_entry)
    source = record_source(
        area=area, kind=Source.Kind.INSPECTION, title=title, given_by=INSPECTORS, dated_on=letter_on, by=by, on=on
    )
    inspection = Inspection.objects.create(
        source=source,
        framework=framework,
        kind=kind,
        follows=follows,
        started_on=started_on,
        ended_on=ended_on,
        letter_on=letter_on,
        report_received_on=report_received_on,
        received_basis=received_basis,
        report_published_on=report_published_on,
        outcome=outcome,
        register_entry=register_entry,
    )
    known = {"register_entry": register_entry} if register_entry else {}
    audit.record("inspection recorded", on=on, subject=inspection, by=by, outcome=outcome, ended_on=ended_on, **known)
    follow(inspection, reason="The inspection was recorded", by=by, on=on)
    if follows:
        follow(follows, reason=f"{inspection} was recorded", by=by, on=on)
    return inspection


@transaction.atomic
def correct_inspection(
    *,
    inspection: Inspection,
    version: int | None,
    reason: str,
    by: Membership,
    on: date,
    title: str | None = None,
    **facts: object,
) -> Inspection:
    """Put facts of an inspection right (those of `CORRECTABLE`, and its title); its open deadlines follow.

    Raises StaleError if `version` is no longer the present one, Refused if the title is taken or the line of the
    register is of an area that this one took the place of.
    """
    if unknown := facts.keys() - set(CORRECTABLE):
        raise TypeError(f"An inspection has no {', '.join(sorted(unknown))} to correct.")
    inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
    changed = {name: [said_or_none(getattr(inspection, name)), said_or_none(value)] for name, value in facts.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    for name, value in facts.items():
        setattr(inspection, name, value)
    inspection.step(version, *facts)
    source = inspection.source
    _check_entry(source.area, facts.get("register_entry"))
    if title is not None and title != source.title:
        check_title(source.area, title)
        changed["title"] = [source.title, title]
        source.title = title
    source.dated_on = inspection.letter_on
    source.save(update_fields=["title", "dated_on"])
    audit.record("inspection corrected", on=on, subject=inspection, by=by, reason=reason, **changed)
    follow(inspection, reason=reason, by=by, on=on)
    if inspection.follows:
        follow(inspection.follows, reason=reason, by=by, on=on)
    return inspection


def _check_entry(area: LocalArea, entry: RegisterEntry | None) -> None:
    """An outcome stays with the area that got it: whoever took its place starts afresh."""
    if entry is None:
        return
    change = BoundaryChange.objects.that_made(area).filter(changed_on__gt=entry.started_on)
    was = Q(predecessor_code=entry.ons_code) if entry.ons_code else Q(predecessor__iexact=entry.area_name)
    if found := change.filter(was).first():
        raise Refused(
            f"{found.predecessor} ended on {said(found.changed_on)}. {found.successor} took its place and does not "
            "inherit its outcome: choose another line, or none.",
            "register_entry",
        )
