"""The plan page: every action in a row made ready, how many stand where, and the plan's own story."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from actions.models import Plan, PlanApproval, PlanSubmission, Verdict, Workstream
from actions.status import KEY, PAUSED, SUPERSEDED, Shown, Stage, shown_as
from actions.summaries.ratings import FindingMark, Lead, RagCounts, counts, findings_of, leads_of, overdue
from areas.models.lineage import body_columns, called_in, listed
from inspections.models import Finding
from send_tracker.lib.dates import said


@dataclass(frozen=True)
class PlanRow:
    """One action in the table of its plan, as it stands today; days are said in words."""

    id: int
    url: str
    reference: str
    title: str
    workstream_id: int
    workstream: str
    leads: tuple[Lead, ...]
    findings: tuple[FindingMark, ...]
    stage: Stage
    rag: str
    shown: Shown
    led_by: str
    answers: str
    due: str
    first_due: str  # empty unless the date has moved
    forecast: str
    updated: str
    is_overdue: bool

    @property
    def cells(self) -> dict[str, str | bool]:
        """The words of its row in the table, and the facts the row depends on."""
        return {
            "url": self.url,
            "reference": self.reference,
            "title": self.title,
            "code": self.shown.code,
            "word": self.shown.word,
            "workstream": self.workstream,
            "answers": self.answers or "None",
            "led_by": self.led_by,
            "due": self.due,
            "first_due": self.first_due,
            "forecast": self.forecast or "None",
            "updated": self.updated or "None yet",
            "is_overdue": self.is_overdue,
            "has_moved": bool(self.first_due),
        }


@dataclass(frozen=True)
class WorkstreamLine:
    """A workstream of the plan and how many actions it has."""

    id: int
    url: str
    number: str
    title: str
    lead: str
    actions: int


@dataclass(frozen=True)
class PlanEvent:
    """Something that happened to the plan as a whole."""

    kind: str  # source, submitted, verdict, approval
    id: int
    on: date | None
    title: str
    words: str
    url: str = ""  # of a source, or of a letter


@dataclass(frozen=True)
class PlanPage:
    """All the plan page shows."""

    rows: list[PlanRow]
    counts: RagCounts
    overdue: int
    workstreams: list[WorkstreamLine]
    story: list[PlanEvent]

    @property
    def sources(self) -> list[PlanEvent]:
        return [line for line in self.story if line.kind == "source"]

    @property
    def events(self) -> list[PlanEvent]:
        return [line for line in self.story if line.kind != "source"]

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the page can be filtered by: name of the filter, its values and their words."""
        findings = {mark.id: f"{mark.number} ({mark.source})" for row in self.rows for mark in row.findings}
        bodies = {lead.body_id: lead.body for row in self.rows for lead in row.leads}
        return {
            "workstream": [(str(line.id), f"{line.number}. {line.title}") for line in self.workstreams],
            "finding": [(str(pk), words) for pk, words in findings.items()],
            "body": sorted(((str(pk), words) for pk, words in bodies.items()), key=lambda pair: pair[1]),
            "rating": [(shown.word.lower(), shown.word) for shown in (*KEY, PAUSED, SUPERSEDED)],
        }

    def narrowed(self, chosen: dict[str, str]) -> list[PlanRow]:
        """The rows that pass every filter set: values as in `choices`."""
        return [row for row in self.rows if all(PASSES[name](row, value) for name, value in chosen.items())]


PASSES = {
    "workstream": lambda row, value: str(row.workstream_id) == value,
    "finding": lambda row, value: any(str(mark.id) == value for mark in row.findings),
    "body": lambda row, value: any(str(lead.body_id) == value for lead in row.leads),
    # Complete and embedded are one in the key.
    "rating": lambda row, value: value in (row.shown.word.lower(), row.shown.code),
    "overdue": lambda row, value: row.is_overdue,
}


def plan_page(plan: Plan, on: date) -> PlanPage:
    """The plan as it stands on this day, today. Four queries, however many actions.

    It reads the columns kept on the actions; `snapshot` reads history, and a test holds the two together.
    """
    slug = plan.area.slug
    address = reverse("actions:action_detail", args=[slug, 0])
    leads, findings = leads_of(plan), findings_of(plan)
    rows, lines = [], {}
    workstream_address = reverse("actions:workstream_detail", args=[slug, 0])
    for row in _workstreams_and_actions(plan):
        line = lines.setdefault(row["pk"], {**row, "actions": 0})
        if row["actions__pk"]:
            line["actions"] += 1
            rows.append(_row(row, address, leads.get(row["actions__pk"], ()), findings.get(row["actions__pk"], ()), on))
    return PlanPage(
        rows=rows,
        counts=counts(rows),
        overdue=sum(row.is_overdue for row in rows),
        workstreams=[_line(row, workstream_address) for row in lines.values()],
        story=plan_story(plan),
    )


def plan_story(plan: Plan) -> list[PlanEvent]:
    """What the plan answers to, and its submissions, the answers to them and approvals in order. One query."""

    def lines(rows, kind, title, words):
        return rows.order_by().values_list(
            Value(kind, output_field=CharField()), F("pk"), _day(rows), _text(title), _text(words)
        )

    sources = lines(plan.sources.all(), "source", "title", Value(""))
    submitted = lines(PlanSubmission.objects.filter(plan=plan), "submitted", Value(""), "note")
    verdicts = lines(Verdict.objects.filter(submission__plan=plan), "verdict", "outcome", "remarks")
    approvals = lines(PlanApproval.objects.filter(plan=plan), "approval", "body", "decision")
    found = [PlanEvent(*row) for row in sources.union(submitted, verdicts, approvals, all=True)]
    order = ("source", "approval", "submitted", "verdict")
    addresses = {
        "source": reverse("inspections:source_detail", args=[plan.area.slug, 0]),
        "verdict": reverse("actions:verdict_detail", args=[plan.area.slug, 0]),
    }
    return [
        _worded(line, addresses) for line in sorted(found, key=lambda x: (x.on or date.max, order.index(x.kind), x.id))
    ]


@dataclass(frozen=True)
class FindingLine:
    """A finding of one of the plan's sources and the actions that answer it."""

    url: str
    number: str
    kind: str
    text: str
    words: str
    source: str
    bodies: str
    actions: list[PlanRow]
    is_unanswered: bool


def findings_answered(plan: Plan, rows: Iterable[PlanRow]) -> list[FindingLine]:
    """Each finding of the plan's sources with the actions among `rows` that answer it. Two queries.

    A strength asks for no answer; any other finding without an action is unanswered.
    """
    answers: dict[int, list[PlanRow]] = {}
    for row in rows:
        for mark in row.findings:
            answers.setdefault(mark.id, []).append(row)
    found = Finding.objects.filter(source__plans=plan).select_related("source").prefetch_related("bodies").in_order()
    return [
        FindingLine(
            url=reverse("actions:finding_plans", args=[plan.area.slug, finding.pk]),
            number=finding.number,
            kind=finding.get_kind_display(),
            text=finding.text,
            words=f"{finding.get_words_display()}, from {finding.words_from}",
            source=finding.source.title,
            bodies=listed(finding.bodies.all()),
            actions=answers.get(finding.pk, []),
            is_unanswered=finding.pk not in answers and finding.kind != Finding.Kind.STRENGTH,
        )
        for finding in found
    ]


def _workstreams_and_actions(plan: Plan):
    """One row an action with its workstream's, and one a workstream without any: a left join, one query."""
    return (
        Workstream.objects.filter(plan=plan)
        .order_by("position", "pk", "actions__position", "actions__pk")
        .values(
            "pk", "number", "title", "lead_post__title", *body_columns("lead_body"),
            "actions__pk", "actions__reference", "actions__title", "actions__stage", "actions__rag", "actions__due_on",
            "actions__first_due_on", "actions__forecast_on", "actions__updated_on",
        )
    )  # fmt: skip


def _row(row, address, leads, findings, on) -> PlanRow:
    stage, due_on = Stage(row["actions__stage"]), row["actions__due_on"]
    return PlanRow(
        id=row["actions__pk"],
        url=address.replace("/0/", f"/{row['actions__pk']}/"),
        reference=row["actions__reference"],
        title=row["actions__title"],
        workstream_id=row["pk"],
        workstream=f"{row['number']}. {row['title']}",
        leads=tuple(leads),
        findings=tuple(findings),
        stage=stage,
        rag=row["actions__rag"],
        shown=shown_as(stage, row["actions__rag"]),
        led_by="; ".join(f"{lead.post}, {lead.body}" for lead in leads),
        answers=", ".join(mark.number for mark in findings),
        due=said(due_on) or "No date",
        first_due=said(row["actions__first_due_on"]) if row["actions__first_due_on"] != due_on else "",
        forecast=said(row["actions__forecast_on"]),
        updated=said(row["actions__updated_on"]),
        is_overdue=overdue(stage, due_on, on),
    )


def _line(row, address) -> WorkstreamLine:
    body = called_in(row, "lead_body")
    return WorkstreamLine(
        id=row["pk"],
        url=address.replace("/0/", f"/{row['pk']}/"),
        number=row["number"],
        title=row["title"],
        lead=f"{row['lead_post__title']}, {body}" if row["lead_post__title"] else body,
        actions=row["actions"],
    )


def _day(rows) -> F:
    return F("dated_on") if hasattr(rows.model, "dated_on") else F("on")


def _text(what):
    """One type for every leg of the union, as PostgreSQL asks."""
    return Value("", output_field=TextField()) if isinstance(what, Value) else Cast(what, TextField())


def _worded(line: PlanEvent, addresses: dict[str, str]) -> PlanEvent:
    if line.kind in addresses:
        line = replace(line, url=addresses[line.kind].replace("/0/", f"/{line.id}/"))
    if line.kind == "submitted":
        return replace(line, title="Submitted")
    if line.kind == "verdict":
        return replace(line, title=Verdict.Outcome(line.title).label)
    return replace(line, title=f"Decided by {line.title}") if line.kind == "approval" else line
