"""What has changed in a plan since it was submitted or approved, and in one action since it was first written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from actions.models import Action, ActionChange, DueDateChange, Plan, PlanBaseline
from actions.status import CHANGE_WORDS, Authority, ChangeKind, asked
from send_tracker.lib.dates import said


@dataclass(frozen=True)
class ChangeLine:
    """One change of an action in words: what it was, what it is, why, and by whose leave."""

    on: date
    kind: ChangeKind
    what: str
    reference: str
    title: str
    url: str
    is_statutory: bool
    before: str
    after: str
    reason: str
    leave: str
    told_by: str

    @property
    def day(self) -> str:
        return said(self.on)


@dataclass(frozen=True)
class PlanChanges:
    """The changes since a baseline, the newest first, and how many there are of each kind."""

    baselines: list[PlanBaseline]
    since: PlanBaseline | None
    lines: list[ChangeLine]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each kind of change there is, in words, with how many actions it touched."""
        touched = {(line.kind, line.url) for line in self.lines}
        found = Counter(kind for kind, _ in touched)
        return [(CHANGE_WORDS[kind], found[kind]) for kind in ChangeKind if found[kind]]


def baselines_of(plan: Plan) -> list[PlanBaseline]:
    """The days the plan was submitted, found fit or approved, the latest first. One query."""
    return list(plan.baselines.order_by("-on", "-pk"))


def plan_changes(
    plan: Plan,
    baselines: list[PlanBaseline],
    since: PlanBaseline | None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> PlanChanges:
    """What was added, reworded, withdrawn, moved or put elsewhere after the baseline, within those days if given.

    A change on the baseline's own day counts if it was written after it. An action added after the baseline without
    anybody's leave (the baseline was recorded later) is there too, and says so. Three queries; none without a baseline.
    """
    if since is None:
        return PlanChanges(baselines, None, [])
    address = reverse("actions:action_detail", args=[plan.area.slug, 0])
    after = Q(on__gt=since.on) | Q(on=since.on, recorded_at__gt=since.recorded_at)
    changes = _read(ActionChange.objects.filter(after, action__plan=plan)).select_related(
        "from_workstream", "to_workstream"
    )
    moves = _read(DueDateChange.objects.filter(after, action__plan=plan))
    given_leave = ActionChange.objects.filter(action=OuterRef("pk"), kind=ChangeKind.ADDED)
    added = Action.objects.filter(~Exists(given_leave), plan=plan, added_on__gt=since.on)
    lines = [
        *(_changed(row, address) for row in changes),
        *(_moved(row, address) for row in moves),
        *(_unasked(action, address) for action in added),
    ]
    return PlanChanges(baselines, since, _in_order(_within(lines, from_on, until_on)))


def changes_of(action: Action, address: str = "") -> list[ChangeLine]:
    """How the words, the standing and the workstream of one action changed, the newest first. One query."""
    rows = _read(action.changes.all()).select_related("from_workstream", "to_workstream")
    return _in_order(_changed(row, address) for row in rows)


def _read(rows):
    return rows.select_related("action", "recorded_by__user", "recorded_by__organisation").order_by("on", "pk")


def _in_order(lines: Iterable[ChangeLine]) -> list[ChangeLine]:
    return sorted(lines, key=lambda line: line.on, reverse=True)


def _within(lines: Iterable[ChangeLine], from_on: date | None, until_on: date | None) -> list[ChangeLine]:
    return [line for line in lines if (from_on or date.min) <= line.on <= (until_on or date.max)]


def _changed(row: ActionChange, address: str) -> ChangeLine:
    kind = ChangeKind(row.kind)
    before, after, what = row.before, row.after, CHANGE_WORDS[kind]
    if kind is ChangeKind.WORKSTREAM:
        before, after = str(row.from_workstream), str(row.to_workstream)
    if kind is ChangeKind.ADDED and after == row.action.title:
        after = ""  # it stands beside it, unless it was reworded since
    if kind is ChangeKind.REWORDED:
        what = f"{what}: {row.get_part_display().lower()}"
        before, after = before or "Nothing", after or "Nothing"
    return _line(row, kind, what, before, after, address)


def _moved(row: DueDateChange, address: str) -> ChangeLine:
    kind = ChangeKind.DATE
    return _line(row, kind, CHANGE_WORDS[kind], said(row.from_on) or "No date", said(row.to_on) or "No date", address)


def leave_of(row: ActionChange | DueDateChange) -> str:
    """By whose leave: the rank, where it was asked, and who it was."""
    rank = asked(Authority(row.authority_level)) if row.authority_level else ""
    return ": ".join(filter(None, [rank, row.authority]))


def _line(
    row: ActionChange | DueDateChange, kind: ChangeKind, what: str, before: str, after: str, address: str
) -> ChangeLine:
    return ChangeLine(
        on=row.on,
        kind=kind,
        what=what,
        reference=row.action.reference,
        title=row.action.title,
        url=address.replace("/0/", f"/{row.action_id}/"),
        is_statutory=row.action.is_statutory,
        before=before,
        after=after,
        reason=row.reason,
        leave=leave_of(row),
        told_by=f"Recorded by {row.recorded_by}",
    )


def _unasked(action: Action, address: str) -> ChangeLine:
    return ChangeLine(
        on=action.added_on,
        kind=ChangeKind.ADDED,
        what=CHANGE_WORDS[ChangeKind.ADDED],
        reference=action.reference,
        title=action.title,
        url=address.replace("/0/", f"/{action.pk}/"),
        is_statutory=action.is_statutory,
        before="",
        after="",
        reason="Not asked: it was added before the baseline was recorded here.",
        leave="",
        told_by="",
    )
