"""Frameworks, sources, inspections, findings and deadlines."""

from datetime import date
from itertools import count

from areas.models import LocalArea
from inspections.models import Finding, Framework, Inspection, Source

_numbers = count(1)


def framework(code: str = "2016") -> Framework:
    """The shipped framework of that code: its rows come with the migrations."""
    return Framework.objects.get(code=code)


def make_source(area: LocalArea, **fields) -> Source:
    return Source.objects.create(
        area=area,
        **{"kind": "peer review", "title": f"Peer review {next(_numbers)}", "dated_on": date(2026, 3, 2), **fields},
    )


def make_inspection(area: LocalArea, code: str = "2016", outcome: str = "wsoa_required", **fields) -> Inspection:
    """A published inspection, unless `report_published_on` is given as None or a day to come."""
    source = make_source(area, kind="inspection", title=f"Local area inspection {next(_numbers)}")
    rules = framework(code)
    fields = {"started_on": date(2026, 3, 9), "ended_on": date(2026, 3, 13), **fields}
    fields.setdefault("report_published_on", fields.get("report_received_on") or fields["ended_on"])
    return Inspection.objects.create(source=source, framework=rules, outcome=rules.outcomes.get(code=outcome), **fields)


def make_finding(source: Source, **fields) -> Finding:
    number = fields.pop("number", str(source.findings.count() + 1))
    defaults = {
        "kind": "significant weakness",
        "text": f"Something is weak ({next(_numbers)})",
        "words": "summary",
        "words_from": "the inspectors' letter",
        "position": source.findings.count() + 1,
    }
    bodies = fields.pop("bodies", [])
    finding = Finding.objects.create(source=source, number=number, **{**defaults, **fields})
    finding.bodies.set(bodies)
    return finding
