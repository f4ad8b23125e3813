"""Every write about sources, inspections, findings and the dates that follow from them."""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.db import transaction
from django.db.models import Max

from areas import audit
from areas.models import LocalArea, Membership, Organisation
from inspections.clock import Working
from inspections.models import Deadline, DeadlineChange, Finding, Framework, Inspection, Outcome, Source
from inspections.summaries import Owed, owed
from send_tracker.lib.dates import CALENDAR_VERSION
from send_tracker.lib.refusals import Refused

FRAMEWORKS = Path(__file__).parent / "data" / "frameworks.toml"
INSPECTORS = "Ofsted and CQC"
CORRECTABLE = (
    "framework",
    "kind",
    "started_on",
    "ended_on",
    "letter_on",
    "report_received_on",
    "received_basis",
    "report_published_on",
    "outcome",
)
# What happened is itself a date of the inspection: nobody reports it.
MET_BY = {"letter_expected": "report_published_on"}


@transaction.atomic
def load_frameworks(known: Apps = apps) -> None:
    """Add the shipped frameworks, outcomes and rules that are missing. What is there, changed or not, stays as it is.

    `known` are the models to write with: those of a migration's own time, or today's.
    """
    models = {name: known.get_model("inspections", name) for name in ("Framework", "Outcome", "DeadlineRule")}
    for shipped in tomllib.loads(FRAMEWORKS.read_text(encoding="utf-8"))["framework"]:
        outcomes, rules = shipped.pop("outcome"), shipped.pop("rule")
        framework, _ = models["Framework"].objects.get_or_create(code=shipped.pop("code"), defaults=shipped)
        for position, outcome in enumerate(outcomes, start=1):
            models["Outcome"].objects.get_or_create(
                framework=framework, code=outcome.pop("code"), defaults={**outcome, "position": position}
            )
        for rule in rules:
            models["DeadlineRule"].objects.get_or_create(
                framework=framework,
                code=rule.pop("code"),
                valid_from_on=rule.pop("valid_from_on"),
                defaults=rule,
            )


@transaction.atomic
def record_source(
    *,
    area: LocalArea,
    kind: str,
    title: str,
    given_by: str = "",
    dated_on: date | None = None,
    by: Membership,
    on: date,
) -> Source:
    """Something new told the area what must change: a peer review, a strategy (an inspection: `record_inspection`).

    Raises Refused if the area has a source of that title.
    """
    _check_title(area, title)
    source = Source.objects.create(area=area, kind=kind, title=title, given_by=given_by, dated_on=dated_on)
    audit.record("source recorded", on=on, subject=source, by=by, kind=kind)
    return source


def _check_title(area: LocalArea, title: str) -> None:
    """One title once in an area; the lock holds back a second press of the same button until the first is written."""
    LocalArea.objects.select_for_update().get(pk=area.pk)
    if Source.objects.filter(area=area, title=title).exists():
        raise Refused("This area already has a source with this title. Give this one another.", "title")


@transaction.atomic
def record_inspection(
    *,
    area: LocalArea,
    title: str,
    framework: Framework,
    kind: str = Inspection.Kind.FULL,
    started_on: date,
    ended_on: date,
    letter_on: date | None = None,
    report_received_on: date | None = None,
    received_basis: str = "",
    report_published_on: date | None = None,
    outcome: Outcome | None = None,
    by: Membership,
    on: date,
) -> Inspection:
    """An inspection took place. Its source and the deadlines its framework's rules ask for are written with it.

    A day of receipt that is not known makes publication the start, and the deadline an upper bound. Raises
    Refused as `record_source` does.
    """
    source = record_source(
        area=area, kind=Source.Kind.INSPECTION, title=title, given_by=INSPECTORS, dated_on=letter_on, by=by, on=on
    )
    inspection = Inspection.objects.create(
        source=source,
        framework=framework,
        kind=kind,
        started_on=started_on,
        ended_on=ended_on,
        letter_on=letter_on,
        report_received_on=report_received_on,
        received_basis=received_basis,
        report_published_on=report_published_on,
        outcome=outcome,
    )
    audit.record("inspection recorded", on=on, subject=inspection, by=by, outcome=outcome, ended_on=ended_on)
    _follow(inspection, reason="The inspection was recorded", by=by, on=on)
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

    Raises StaleError if `version` is no longer the present one, Refused if the title is taken.
    """
    if unknown := facts.keys() - set(CORRECTABLE):
        raise TypeError(f"An inspection has no {', '.join(sorted(unknown))} to correct.")
    inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
    changed = {name: [_said(getattr(inspection, name)), _said(value)] for name, value in facts.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    for name, value in facts.items():
        setattr(inspection, name, value)
    inspection.step(version, *facts)
    source = inspection.source
    if title is not None and title != source.title:
        _check_title(source.area, title)
        changed["title"] = [source.title, title]
        source.title = title
    source.dated_on = inspection.letter_on
    source.save(update_fields=["title", "dated_on"])
    audit.record("inspection corrected", on=on, subject=inspection, by=by, reason=reason, **changed)
    _follow(inspection, reason=reason, by=by, on=on)
    return inspection


def _said(value: object) -> str | None:
    return None if value is None else str(value)


def _follow(inspection: Inspection, *, reason: str, by: Membership, on: date) -> None:
    """Bring the deadlines of an inspection in step with it: add, move, withdraw. A met one stays what it was."""
    rows = Deadline.objects.select_for_update(of=("self",)).filter(inspection=inspection).select_related("rule")
    held = {row.rule_id: row for row in rows}
    wanted = {found.rule.pk: found for found in owed(inspection).values()}
    for pk, found in wanted.items():
        deadline = held.get(pk)
        if deadline is None:
            deadline = _start(inspection, found, by=by, on=on)
        elif deadline.met_on is None or found.rule.code in MET_BY:
            _restart(deadline, found, reason=reason, by=by, on=on)
        _meet_by_date(inspection, deadline, found.rule.code)
    for pk, deadline in held.items():
        was_done = deadline.met_on is not None and deadline.rule.code not in MET_BY
        if pk not in wanted and deadline.withdrawn_on is None and not was_done:
            deadline.withdrawn_on = on
            deadline.step(None, "withdrawn_on")
            audit.record("deadline withdrawn", on=on, subject=deadline, by=by, reason=reason, due_on=deadline.due_on)


def _start(inspection: Inspection, found: Owed, *, by: Membership, on: date) -> Deadline:
    deadline = Deadline.objects.create(
        inspection=inspection, rule=found.rule, due_on=found.working.due_on, **_computed(found)
    )
    audit.record("deadline set", on=on, subject=deadline, by=by, due_on=deadline.due_on, starts_on=deadline.starts_on)
    return deadline


def _computed(found: Owed) -> dict[str, object]:
    return {
        "starts_on": found.working.starts_on,
        "is_upper_bound": found.is_upper_bound,
        "computed_on": found.working.due_on,
        "skipped": _kept(found.working),
        "calendar": CALENDAR_VERSION,
    }


def _kept(working: Working) -> list[dict[str, str]]:
    return [{"day": skip.day.isoformat(), "why": skip.why} for skip in working.skipped]


def _restart(deadline: Deadline, found: Owed, *, reason: str, by: Membership, on: date) -> None:
    """Count again if the start is another one. A new calendar alone moves nothing: the page says what it would be."""
    start = (found.working.starts_on, found.is_upper_bound)
    if start == (deadline.starts_on, deadline.is_upper_bound) and deadline.withdrawn_on is None:
        return
    before = deadline.computed_on
    deadline.withdrawn_on = None
    _take(deadline, found)
    if deadline.overridden_by is None:
        _move(deadline, found.working.due_on, reason=reason, by=by, on=on)
    deadline.step(None, "due_on", "withdrawn_on", *_computed(found))
    audit.record(
        "deadline computed again",
        on=on,
        subject=deadline,
        by=by,
        reason=reason,
        computed_on=[_said(before), _said(deadline.computed_on)],
        due_on=deadline.due_on,
    )


def _take(deadline: Deadline, found: Owed) -> None:
    for name, value in _computed(found).items():
        setattr(deadline, name, value)


def _move(deadline: Deadline, to_on: date, *, reason: str, by: Membership, on: date) -> None:
    """Give the deadline another day and write down which it had. The caller saves it."""
    if to_on != deadline.due_on:
        DeadlineChange.objects.create(
            deadline=deadline, on=on, recorded_by=by, from_on=deadline.due_on, to_on=to_on, reason=reason
        )
        deadline.due_on = to_on


def _meet_by_date(inspection: Inspection, deadline: Deadline, code: str) -> None:
    if code in MET_BY and deadline.met_on != (met_on := getattr(inspection, MET_BY[code])):
        deadline.met_on = met_on
        deadline.step(None, "met_on")


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


@transaction.atomic
def override_deadline(
    *, deadline: Deadline, due_on: date, reason: str, version: int | None, by: Membership, on: date
) -> Deadline:
    """A person sets the day to go by, with a reason; the computed one stays beside it.

    Setting the day that is computed now takes the computed one, with its working: an override ends so, and a new
    calendar or rule is accepted so. Raises StaleError, and Refused for a deadline met or withdrawn.
    """
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if not deadline.is_open:
        raise Refused("This date is met, or no longer follows: it gets no other day.")
    before = deadline.due_on
    found = owed(deadline.inspection).get(deadline.rule.code)
    _move(deadline, due_on, reason=reason, by=by, on=on)
    if found and found.working.due_on == due_on:
        _take(deadline, found)
        deadline.overridden_on, deadline.overridden_by, deadline.override_reason = None, None, ""
    else:
        deadline.overridden_on, deadline.overridden_by, deadline.override_reason = on, by, reason
    override = ("overridden_on", "overridden_by", "override_reason")
    deadline.step(version, "due_on", *override, "starts_on", "is_upper_bound", "computed_on", "skipped", "calendar")
    audit.record(
        "deadline set by hand" if deadline.overridden_by else "deadline set as computed",
        on=on,
        subject=deadline,
        by=by,
        due_on=[_said(before), _said(due_on)],
        computed_on=deadline.computed_on,
        reason=reason,
    )
    return deadline


@transaction.atomic
def meet_deadline(
    *, deadline: Deadline, met_on: date, note: str, version: int | None, by: Membership, on: date
) -> Deadline:
    """A person says that what the deadline asks was done on `met_on`, and in `note` how that is known.

    For what no other act here records: a plan published, or one submitted before its inspection was recorded. Raises
    StaleError, and Refused for a deadline met or withdrawn, or a day still to come.
    """
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if not deadline.is_open:
        raise Refused("This date is met already, or no longer follows.")
    if met_on > on:
        raise Refused("This day is still to come. Enter the day it was done.", "met_on")
    deadline.met_on = met_on
    deadline.step(version, "met_on")
    audit.record("deadline met", on=on, subject=deadline, by=by, met_on=met_on, due_on=deadline.due_on, note=note)
    return deadline


@transaction.atomic
def meet_deadlines(
    *, source: Source, rule_codes: Iterable[str], met_on: date, by: Membership, on: date
) -> list[Deadline]:
    """What these rules ask after this source was done on `met_on`; gives those met now. None is no fault.

    One met before keeps its day.
    """
    rows = Deadline.objects.open().filter(inspection__source=source, rule__code__in=set(rule_codes))
    met = []
    for deadline in rows.select_for_update(of=("self",)).order_by("pk"):
        deadline.met_on = met_on
        deadline.step(None, "met_on")
        audit.record("deadline met", on=on, subject=deadline, by=by, met_on=met_on, due_on=deadline.due_on)
        met.append(deadline)
    return met
