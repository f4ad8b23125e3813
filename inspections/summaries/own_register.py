"""An area and its own lines of the national register: where to start from, and where its own record differs."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from areas.access import Visit
from inspections.models import BoundaryChange, Finding, Inspection, RegisterEntry, Source
from inspections.summaries.register import boundary_notes
from send_tracker.lib.dates import said

# The kinds of finding the register counts, one of each framework.
COUNTED = (Finding.Kind.WEAKNESS, Finding.Kind.PRIORITY)
LONGEST_ID = 9


@dataclass(frozen=True)
class OwnLine:
    """A line of the register that seems to be the area's own, and what was made of it here."""

    title: str
    facts: tuple[tuple[str, str], ...]
    is_by_name: bool
    start_url: str
    recorded_title: str
    recorded_url: str


@dataclass(frozen=True)
class RegisterStart:
    """What the area may start an inspection from: its own lines, or any other somebody chooses."""

    lines: list[OwnLine]
    notes: tuple[str, ...]
    others: list[tuple[int, str]]


def register_start(here: Visit, on: date) -> RegisterStart:
    """The lines that seem to be the area's, as known on `on`, with what was started from one; and all others."""
    area, entries = here.area, RegisterEntry.objects.in_order()
    own = list(RegisterEntry.objects.of_area(area).in_order())
    inspections = Inspection.objects.visible_to(here).filter(register_entry__in=own).select_related("source__area")
    recorded = {inspection.register_entry_id: inspection.source for inspection in inspections}
    return RegisterStart(
        lines=[_own_line(here, entry, recorded.get(entry.pk), on) for entry in own],
        notes=boundary_notes(area.name, area.ons_code, BoundaryChange.objects.filter(changed_on__lte=on)),
        others=[
            (entry.pk, f"{entry.area_name}, from {said(entry.started_on)} ({entry.framework.code})")
            for entry in entries
            if entry not in own
        ],
    )


def _own_line(here: Visit, entry: RegisterEntry, source: Source | None, on: date) -> OwnLine:
    create = reverse("inspections:inspection_create", args=[here.area.slug])
    return OwnLine(
        title=f"{entry.area_name}, inspected from {said(entry.started_on)}",
        facts=(
            ("Framework", entry.framework.name),
            ("Published", said(entry.published_on)),
            ("Outcome", entry.outcome.short),
            *([(_counted_name(entry), str(entry.weakness_count))] if entry.weakness_count is not None else []),
            *([("Revisit", _revisit_said(entry))] if entry.is_revisited_by(on) else []),
        ),
        is_by_name=not (entry.ons_code and entry.ons_code == here.area.ons_code),
        start_url=f"{create}?entry={entry.pk}",
        recorded_title=source.title if source else "",
        recorded_url=source.get_absolute_url() if source else "",
    )


def _counted_name(entry: RegisterEntry) -> str:
    return "Significant weaknesses" if entry.framework.code == "2016" else "Areas for priority action"


def _revisit_said(entry: RegisterEntry) -> str:
    result = entry.get_revisit_result_display()
    return (
        f"{result} ({entry.sufficient_count} of {entry.weakness_count}), published {said(entry.revisit_published_on)}"
    )


def started_from(entry_id: str | None) -> dict[str, object]:
    """What the inspection's form begins with when it starts from this line; nothing for a line that is not there.

    The register does not give the last day of an inspection, nor the day of the letter or of its receipt.
    """
    if not (entry_id and entry_id.isascii() and entry_id.isdigit() and len(entry_id) <= LONGEST_ID):
        return {}
    entry = RegisterEntry.objects.filter(pk=int(entry_id)).first()
    if entry is None:
        return {}
    return {
        "title": f"Local area SEND inspection, {entry.started_on:%B %Y}",
        "framework": entry.framework_id,
        "kind": Inspection.Kind.FULL,
        "started_on": entry.started_on,
        "report_published_on": entry.published_on,
        "outcome": entry.outcome_id,
        "register_entry": entry.pk,
    }


@dataclass(frozen=True)
class Difference:
    """A fact that is one thing in the area's record and another in the register."""

    what: str
    here: str
    there: str


@dataclass(frozen=True)
class BesideRegister:
    """An inspection's line in the register, and where the area's record differs from it."""

    title: str
    source: str
    notes: tuple[str, ...]
    differences: tuple[Difference, ...]


def beside_register(source: Source, here: Visit, on: date) -> BesideRegister | None:
    """The source's inspection beside its line in the register, as known on the day `on`; None where it has none."""
    rows = Inspection.objects.visible_to(here).filter(source=source, register_entry__isnull=False)
    names = ("source__area", "framework", "outcome", "register_entry__framework", "register_entry__outcome")
    inspection = rows.select_related(*names).first()
    if inspection is None:
        return None
    entry = inspection.register_entry
    compared = [
        ("Area", source.area.name, entry.area_name),
        ("Framework", inspection.framework.name, entry.framework.name),
        ("First day", said(inspection.started_on), said(entry.started_on)),
        ("Report published", said(inspection.report_published_on), said(entry.published_on)),
        ("Outcome", str(inspection.outcome or ""), str(entry.outcome)),
        (_counted_name(entry), str(_counted_here(source, here)), str(entry.weakness_count or 0)),
        ("Revisit", *_revisits(inspection, entry, here, on)),
    ]
    return BesideRegister(
        title=f"{entry.area_name}, inspected from {said(entry.started_on)}",
        source=f"{entry.source_title}, line {entry.source_line}",
        notes=boundary_notes(entry.area_name, entry.ons_code, BoundaryChange.objects.filter(changed_on__lte=on)),
        differences=tuple(
            Difference(what, ours or "Not recorded", theirs or "None")
            for what, ours, theirs in compared
            if ours.casefold() != theirs.casefold()
        ),
    )


def _counted_here(source: Source, here: Visit) -> int:
    return Finding.objects.visible_to(here).filter(source=source, kind__in=COUNTED).count()


def _revisits(inspection: Inspection, entry: RegisterEntry, here: Visit, on: date) -> tuple[str, str]:
    """The first revisit, as recorded and as the register has it. One that came after the register closed is no
    difference."""
    rows = Inspection.objects.visible_to(here).filter(
        source__area=inspection.source.area_id, kind=Inspection.Kind.REVISIT, started_on__gte=inspection.ended_on
    )
    ours = rows.order_by("started_on", "pk").first()
    if ours and not entry.revisit_result and _is_after(ours, entry.as_at_on):
        return "", ""
    return (
        _dates_of_revisit(ours.started_on, ours.report_published_on) if ours else "",
        _dates_of_revisit(entry.revisit_started_on, entry.revisit_published_on) if entry.is_revisited_by(on) else "",
    )


def _is_after(revisit: Inspection, day: date) -> bool:
    return (revisit.report_published_on or revisit.started_on) > day


def _dates_of_revisit(started_on: date, published_on: date | None) -> str:
    return f"From {said(started_on)}, {f'published {said(published_on)}' if published_on else 'not yet published'}"
