"""What may leave the house: composed from frozen content, from the fields the models name PUBLIC and no others."""

from collections.abc import Mapping

from django.db.models import Model

from actions.models import Action, Plan, Workstream
from areas.models import LocalArea, Organisation
from boards.models import Board, Meeting, Report, SectionKey
from inspections.models import Finding, Source

# The sections whose words are written to be read by everybody; what the board is asked to do is the board's own.
PUBLIC_SECTIONS = (SectionKey.SUMMARY, SectionKey.CHAIR)

# Each key that leaves, and the field of the model it was frozen from. A test looks each up in the model's PUBLIC.
LEAVES: dict[str, dict[str, tuple[type[Model], str]]] = {
    "source": {
        "title": (Source, "title"),
        "kind": (Source, "kind"),
        "given_by": (Source, "given_by"),
        "dated": (Source, "dated_on"),
    },
    "finding": {
        "number": (Finding, "number"),
        "kind": (Finding, "kind"),
        "text": (Finding, "text"),
        "words": (Finding, "words"),
        "words_from": (Finding, "words_from"),
        "bodies": (Finding, "bodies"),
    },
    "plan": {"title": (Plan, "title"), "kind": (Plan, "kind"), "started": (Plan, "started_on")},
    "workstream": {
        "number": (Workstream, "number"),
        "title": (Workstream, "title"),
        "lead_body": (Workstream, "lead_body"),
        "counts": (Action, "rag"),
    },
    "action": {
        "reference": (Action, "reference"),
        "title": (Action, "title"),
        "workstream": (Action, "workstream"),
        "bodies": (Organisation, "short_name"),
        "due": (Action, "due_on"),
        "first_due": (Action, "first_due_on"),
        "is_overdue": (Action, "due_on"),
        "shown": (Action, "rag"),
        "findings": (Action, "findings"),
    },
    "area": {"name": (LocalArea, "name"), "slug": (LocalArea, "slug"), "brand_colour": (LocalArea, "brand_colour")},
    "board": {"name": (Board, "name"), "kind": (Board, "kind")},
    "figures": {
        "meeting": (Meeting, "on"),
        "meeting_on": (Meeting, "on"),
        "cutoff": (Report, "cutoff_on"),
        "cutoff_on": (Report, "cutoff_on"),
        "before": (Report, "cutoff_on"),
        "counts": (Action, "rag"),
        "chart": (Action, "rag"),
    },
    "report": {
        "title": (Report, "title"),
        "template_version": (Report, "template_version"),
        "approved": (Report, "approved_on"),
        "approved_on": (Report, "approved_on"),
        "corrects": (Report, "supersedes"),
    },
}


def what_the_public_sees(content: Mapping) -> dict:
    """The content of a release, from the content of a report: what was found, what was promised, where it stands."""
    figures = content["figures"]
    actions = [_leaving("action", row) for row in figures["actions"]]
    return {
        **_leaving("report", content),
        "demonstration": content["demonstration"],
        "area": _leaving("area", figures["area"]),
        "board": _leaving("board", figures["board"]),
        "plan": _leaving("plan", figures["plan"]),
        "figures": _leaving("figures", figures),
        "sections": [section for section in content["sections"] if section["key"] in PUBLIC_SECTIONS],
        "sources": [
            {**_leaving("source", row), "findings": [_leaving("finding", finding) for finding in row["findings"]]}
            for row in figures["sources"]
        ],
        "workstreams": [
            {
                **_leaving("workstream", row),
                "actions": [action for action in actions if action["workstream"] == row["number"]],
            }
            for row in figures["highlights"]
        ],
    }


def _leaving(kind: str, row: Mapping) -> dict:
    return {key: row[key] for key in LEAVES[kind]}
