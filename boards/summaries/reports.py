"""A report as it is read: its figures and words put together, the words it is drafted with, and where it stands."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from actions.summaries.actions import HEARD
from boards.models import Clearance, Publication, Report, SectionKey, SectionText
from boards.models.report import MOST_ATTEMPTS
from send_tracker.lib.charts import Chart, stacked_bars
from send_tracker.lib.dates import said

# Counted up whenever templates/reports change what is printed: a report keeps the number it was approved under.
TEMPLATE_VERSION = "3"
DEMONSTRATION = "Demonstration. Facts from public papers; ratings and words are invented"
# A drafted line quotes no more than this of what a lead wrote; the whole is in the tables below it.
LONGEST_QUOTE = 300
MOST_ASKS = 20


def drafted_words(figures: Mapping) -> dict[str, str]:
    """What the sections say before anybody has edited them: facts from the figures, no judgement."""
    return {
        SectionKey.SUMMARY: _drafted_summary(figures),
        SectionKey.ASKS: _drafted_asks(figures),
        SectionKey.CHAIR: "",
    }


def content_of(report: Report, words: Mapping[str, str], is_demonstration: bool) -> dict:
    """Figures, words and what is printed round them: all that the templates of a report are given."""
    return {
        "title": report.title,
        "template_version": TEMPLATE_VERSION,
        "demonstration": DEMONSTRATION if is_demonstration else "",
        "corrects": said(report.supersedes.approved_on) if report.supersedes else "",
        "approved_on": report.approved_on.isoformat() if report.approved_on else None,
        "approved": said(report.approved_on),
        "approved_by": _approver(report),
        "figures": report.figures,
        "sections": [
            {"key": key.value, "heading": key.label, "words": words.get(key, ""), "blocks": blocks(words.get(key, ""))}
            for key in SectionKey
        ],
    }


def _approver(report: Report) -> str:
    """Who approved it, in words; if the area lead recorded it for the chair, how that was heard."""
    by = report.approved_by
    if by is None:
        return ""
    if report.approved_for is None:
        return f"{by.user.name}, {by.get_role_display().lower()}"
    heard = f"{HEARD[report.approval_heard_by]} on {said(report.approval_heard_on)}"
    return f"{report.approved_for}, who said so {heard}; recorded by {by}"


def paper(content: Mapping) -> dict:
    """The context of the templates that print this content, a report's or a release's: with sections, chart, hash."""
    return {
        "content": content,
        "figures": content["figures"],
        "sections": {section["key"]: section for section in content["sections"]},
        "chart": rag_chart(content["figures"]["counts"]["rows"], content["figures"]["chart"], content["demonstration"]),
        "sha256": sha256_of(content),
    }


def sha256_of(content: Mapping) -> str:
    """The SHA-256 of the content as canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def rag_chart(key: list[dict], columns: list[dict], note: str) -> Chart:
    """The picture of ratings over time, from frozen columns; `note` stands in the picture itself."""
    series = [(row["code"], row["word"], row["letter"]) for row in key]
    if any(column["counts"].get("plain") for column in columns):
        series.append(("plain", "Paused", "P"))
    return stacked_bars(
        "Actions by rating at each meeting",
        series,
        [(column["label"], column["counts"]) for column in columns],
        note=note,
        across="As of",
    )


def blocks(words: str) -> list[dict]:
    """Words as paragraphs and lists: a line that begins with "- " is a point, an empty line ends a paragraph."""
    found = []
    lines = [line.strip() for line in words.splitlines()]
    for is_point, run in groupby(lines, key=lambda line: line.startswith("- ")):
        texts = list(run)
        if is_point:
            found.append({"kind": "list", "lines": [text.removeprefix("- ").strip() for text in texts]})
        else:
            found += [{"kind": "paragraph", "lines": list(part)} for full, part in groupby(texts, key=bool) if full]
    return found


def words_of(report: Report) -> dict[str, SectionText]:
    """The words that count, by section."""
    texts = report.section_texts.select_related("recorded_by__user", "for_post__organisation")
    return {row.key: row for row in texts.order_by("version")}


def _drafted_summary(figures: Mapping) -> str:
    count = figures["counts"]
    parts = [f"{row['now']} {row['word'].lower()}" for row in count["rows"] if row["now"]]
    if count["paused"]:
        parts.append(f"{count['paused']} paused")
    lines = [f"On {figures['cutoff']} the plan had {_number(count['total'], 'action')}: {_joined(parts)}."]
    if not count["total"]:
        lines = [f"On {figures['cutoff']} the plan had no actions yet."]
    if figures["before"]:
        lines.append(_drafted_moves(figures))
    if overdue := figures["overdue"]:
        names = _joined([row["reference"] for row in overdue])
        are = "is past its due date" if len(overdue) == 1 else "are past their due dates"
        lines.append(f"{_number(len(overdue), 'action')} {are}: {names}.")
    if ahead := [row for row in figures["dates"] if row["is_statutory"] and not row["is_past"]]:
        lines.append(f"Next statutory date: {ahead[0]['day']}, {ahead[0]['what']}.")
    return "\n\n".join(lines)


def _drafted_moves(figures: Mapping) -> str:
    before, moved = figures["before"], figures["moved"]
    if not moved:
        return f"No rating has changed since {before}, the position the last meeting was given."
    better, worse = sum(row["is_better"] for row in moved), sum(row["is_worse"] for row in moved)
    new = sum(row["from"] is None for row in moved)
    new_words = f"; {new} {'is' if new == 1 else 'are'} new" if new else ""
    return (
        f"Since {before}, the position the last meeting was given, {_number(better, 'action')} moved to a better rating"
        f" and {worse} to a worse one{new_words}."
    )


def _drafted_asks(figures: Mapping) -> str:
    asks = [
        f"- Workstream {row['number']}: {_quoted(row['decisions_wanted'])}"
        for row in figures["highlights"]
        if row.get("decisions_wanted")
    ]
    asks += [
        f"- {row['reference']}: {_quoted(row['wanted_from_board'])}"
        for row in figures["attention"]
        if row["wanted_from_board"]
    ]
    if len(asks) > MOST_ASKS:
        asks[MOST_ASKS:] = [f"- {len(asks) - MOST_ASKS} more, in the tables below"]
    if late := [row for row in figures["contributions"] if row["is_late"]]:
        bodies = _joined(list(dict.fromkeys(row["body"] for row in late)))
        asks.append(f"- Late contributions to take up ({len(late)}): {bodies}")
    if empty := [row["body"] for row in figures["seats_empty"] if row["is_required"]]:
        asks.append(f"- Required seats to fill: {_joined(empty)}")
    return "\n".join(asks) or "Nobody has asked the board for a decision this month."


def _quoted(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1] if parts else ""]))


@dataclass(frozen=True)
class PdfState:
    """How far the PDFs of an approved report are: `code` is none, ready, waiting or failed; `words` say it."""

    code: str
    words: str
    error: str = ""

    @property
    def is_ready(self) -> bool:
        return self.code == "ready"


def pdf_state(report: Report, at: datetime) -> PdfState:
    """Where the PDFs stand at this instant."""
    if report.state == Report.State.DRAFT:
        return PdfState("none", "The PDF is made once the report is approved.")
    if report.pdf_sha256:
        return PdfState("ready", "The PDF is ready.")
    is_claimed = report.render_lease_until is not None and report.render_lease_until >= at
    if report.render_attempts >= MOST_ATTEMPTS and not (is_claimed and not report.render_error):
        error = report.render_error or "The program stopped each time before the PDF was finished."
        return PdfState("failed", f"The PDF could not be made in {MOST_ATTEMPTS} attempts.", error)
    if report.render_error:
        words = f"Attempt {report.render_attempts} of {MOST_ATTEMPTS} failed. It is tried again by itself."
        return PdfState("waiting", words, report.render_error)
    return PdfState("waiting", "The PDF is being made. It is ready within seconds.")


@dataclass(frozen=True)
class SideState:
    """Whether one side has cleared the report for the public, and by which post on which day."""

    code: str
    name: str
    clearance: Clearance | None


@dataclass(frozen=True)
class Studio:
    """Everything the page of one report shows."""

    report: Report
    paper: dict
    sections: list[SectionText]
    pdf: PdfState
    sides: list[SideState]
    publications: list[Publication]
    successor: Report | None

    @property
    def is_cleared(self) -> bool:
        return all(side.clearance for side in self.sides)

    @property
    def live(self) -> Publication | None:
        """The release the public can read now."""
        return next((row for row in self.publications if row.withdrawn_on is None), None)


def studio(report: Report, at: datetime, is_demonstration: bool) -> Studio:
    """The page of one report: as frozen once approved, else as it would be frozen now."""
    words = words_of(report)
    cleared = {row.side: row for row in report.clearances.select_related("post__organisation")}
    content = report.content or content_of(report, {key: row.words for key, row in words.items()}, is_demonstration)
    return Studio(
        report=report,
        paper=paper(content),
        sections=[words[key] for key in SectionKey if key in words],
        pdf=pdf_state(report, at),
        sides=[SideState(side.value, side.label, cleared.get(side)) for side in Clearance.Side],
        publications=list(report.publications.titles().order_by("-pk")),
        successor=Report.objects.titles().filter(supersedes=report).first(),
    )
