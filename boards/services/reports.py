"""A report is drafted for a meeting, worded, approved and printed; what it says is frozen step by step."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from areas import audit
from areas.models import Demonstration, Membership, Post
from boards.models import Meeting, Report, SectionKey, SectionText
from boards.public import what_the_public_sees
from boards.summaries.figures import plan_of, report_figures
from boards.summaries.reports import TEMPLATE_VERSION, content_of, drafted_words, paper, sha256_of, words_of
from send_tracker.lib.dates import said
from send_tracker.lib.pdf import render_pdf, renderer
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

logger = logging.getLogger(__name__)

# Longer than the longest report takes; a worker that dies gives its report back after it.
LEASE = timedelta(minutes=5)
TRY_AGAIN_AFTER = timedelta(seconds=20)
MOST_AT_ONCE = 20
NO_PLAN = "This board is not linked to a plan yet, so there is nothing to report on."


@transaction.atomic
def draft_report(*, meeting: Meeting, cutoff_on: date | None = None, by: Membership, on: date) -> Report:
    """Freeze the figures as of `cutoff_on` (today or the day of the meeting, the earlier) and draft the words.

    An open draft of the meeting is returned as it is. After an approved report the draft is its correction: it begins
    with the approved words and will supersede it. Raises Refused for a cancelled meeting, a board without a
    plan, or a cut-off still to come.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("board__area").get(pk=meeting.pk)
    if draft := meeting.reports.filter(state=Report.State.DRAFT).first():
        return draft
    if meeting.cancelled_on is not None:
        raise Refused("This meeting is cancelled, so there is nothing to report to it.")
    if plan_of(meeting.board, on) is None:
        raise Refused(NO_PLAN)
    cutoff_on = cutoff_on or min(on, meeting.on)
    if cutoff_on > on:
        raise Refused("The cut-off is still to come. Choose today or an earlier day.", "cutoff_on")
    former = meeting.reports.filter(state=Report.State.APPROVED).first()
    report = Report.objects.create(
        meeting=meeting,
        plan=plan_of(meeting.board, cutoff_on),
        title=f"{meeting.board.name}: report to the meeting of {said(meeting.on)}",
        supersedes=former,
        cutoff_on=cutoff_on,
        figures=report_figures(meeting, cutoff_on),
        figures_taken_on=on,
        drafted_on=on,
        drafted_by=by,
    )
    words = drafted_words(report.figures)
    if former:
        words |= {key: row.words for key, row in words_of(former).items()}
    for key in SectionKey:
        SectionText.objects.create(report=report, key=key.value, version=1, on=on, recorded_by=by, words=words[key])
    audit.record("report drafted", on=on, subject=report, by=by, cut_off=said(cutoff_on), corrects=former)
    return report


@transaction.atomic
def take_figures_again(*, report: Report, version: int | None = None, by: Membership, on: date) -> list[str]:
    """Freeze the figures anew, as of today or the day of the meeting, the earlier. The words stay as they are.

    Returns what changed, in words, one line each. Raises StaleError, and Refused once it is approved.
    """
    report = _locked_draft(report)
    before, cutoff_before = report.figures, report.cutoff_on
    report.cutoff_on = min(on, report.meeting.on)
    report.plan = plan_of(report.meeting.board, report.cutoff_on)
    report.figures = report_figures(report.meeting, report.cutoff_on)
    report.figures_taken_on = on
    report.step(version, "plan", "cutoff_on", "figures", "figures_taken_on")
    changed = what_changed(before, report.figures)
    audit.record(
        "figures taken again", on=on, subject=report, by=by, before=said(cutoff_before), after=said(report.cutoff_on),
        changed=changed,
    )  # fmt: skip
    return changed


@transaction.atomic
def write_section(
    *,
    report: Report,
    key: str,
    words: str,
    version: int | None = None,
    by: Membership,
    on: date,
    heard_by: str = "",
    heard_on: date | None = None,
) -> SectionText:
    """Write the words of one section; `version` is the section's own that the writer had before them.

    With `heard_by` and `heard_on` they are recorded for the post that chairs the board. Raises StaleError if somebody
    wrote since, and Refused once the report is approved, or without a chair's post to record for.
    """
    report = _locked_draft(report)
    post = _chairs_post(report, heard_by, heard_on, on)
    latest = report.section_texts.filter(key=key).order_by("-version").first()
    if version is not None and version != (latest.version if latest else 0):
        raise StaleError(SectionText._meta.label)
    if latest and latest.words == words:
        return latest
    text = SectionText.objects.create(
        report=report,
        key=key,
        version=(latest.version if latest else 0) + 1,
        on=on,
        recorded_by=by,
        words=words,
        for_post=post,
        heard_by=heard_by,
        heard_on=heard_on,
    )
    # The report counts it too: the chair approves the words that were on the page, or is told.
    report.step(None)
    audit.record("section written", on=on, subject=report, by=by, section=SectionKey(key).label, for_post=post)
    return text


@transaction.atomic
def approve_report(
    *,
    report: Report,
    version: int | None = None,
    by: Membership,
    on: date,
    heard_by: str = "",
    heard_on: date | None = None,
) -> Report:
    """Freeze the report: content, what the public would read of it, and the hash of each. It then waits for its PDFs.

    With `heard_by` and `heard_on` the approval is recorded for the post that chairs the board. The report it corrects
    is superseded. Raises StaleError if figures or words changed since `version`, and Refused if it is approved
    already, if its meeting was cancelled, or without a chair's post to record for.
    """
    meeting = Meeting.objects.select_for_update().get(pk=report.meeting_id)  # so that nobody cancels it meanwhile
    if meeting.cancelled_on is not None:
        raise Refused("Its meeting is cancelled, so there is nothing to approve.")
    report = _locked_draft(report)
    words = {key: row.words for key, row in words_of(report).items()}
    report.approved_for = _chairs_post(report, heard_by, heard_on, on)
    report.approval_heard_by, report.approval_heard_on = heard_by, heard_on
    report.approved_on, report.approved_by = on, by
    report.content = content_of(report, words, is_demonstration())
    report.content_sha256 = sha256_of(report.content)
    report.public_content = what_the_public_sees(report.content)
    report.public_content_sha256 = sha256_of(report.public_content)
    report.template_version = TEMPLATE_VERSION
    report.state = Report.State.APPROVED
    report.step(
        version, "state", "approved_on", "approved_by", "approved_for", "approval_heard_by", "approval_heard_on",
        "content", "content_sha256", "public_content", "public_content_sha256", "template_version",
    )  # fmt: skip
    if former := report.supersedes:
        former = Report.objects.select_for_update().titles().get(pk=former.pk)
        former.state = Report.State.SUPERSEDED
        former.step(None, "state")
    audit.record(
        "report approved", on=on, subject=report, by=by, for_post=report.approved_for, sha256=report.content_sha256,
        supersedes=former,
    )  # fmt: skip
    return report


@transaction.atomic
def ask_for_pdf_again(*, report: Report, by: Membership, on: date) -> Report:
    """After the last attempt failed: let the background loop try anew. Does nothing while it is ready or waiting."""
    report = Report.objects.select_for_update().without_files().get(pk=report.pk)
    if report.pdf_sha256 == "" and report.render_error:
        report.render_attempts, report.render_error, report.render_lease_until = 0, "", None
        report.save(update_fields=["render_attempts", "render_error", "render_lease_until"])
        audit.record("PDF asked for again", on=on, subject=report, by=by)
    return report


def render_waiting(at: datetime) -> int:
    """Make the PDFs of approved reports that have none. Returns how many were made.

    Any number of workers may run it at once: a report is claimed by one compare-and-set UPDATE, committed before the
    work; a claim that outlives its worker ends with its lease. A failure is counted, kept in words and tried again,
    three times in all.
    """
    made = 0
    for pk, attempts, lease in _waiting(at):
        claimed = Report.objects.filter(
            pk=pk, pdf_sha256="", render_attempts=attempts, render_lease_until=lease
        ).update(render_attempts=attempts + 1, render_lease_until=at + LEASE)
        if claimed:
            made += _render(pk, at)
    return made


def board_html(content: Mapping) -> str:
    """The HTML the board's PDF is made of, from the frozen content alone."""
    return render_to_string("reports/board_report.html", paper(content))


def public_html(content: Mapping) -> str:
    """The HTML the public's PDF is made of, from the frozen public content alone."""
    return render_to_string("reports/public_summary.html", paper(content))


def is_demonstration() -> bool:
    """Whether these are the demonstration's reports: by the setting, and by the mark the database itself carries."""
    return settings.DEMO_DAY is not None or Demonstration.objects.exists()


def what_changed(before: Mapping, after: Mapping) -> list[str]:
    """Which figures differ between two takings, one line each, as the page says them."""
    lines = []
    if before["cutoff"] != after["cutoff"]:
        lines.append(f"Cut-off: {before['cutoff']}, now {after['cutoff']}")
    for old, new in zip(before["counts"]["rows"], after["counts"]["rows"], strict=True):
        if old["now"] != new["now"]:
            lines.append(f"{new['word']}: {old['now']}, now {new['now']}")
    names = {
        "overdue": "Overdue", "contributions": "Contributions outstanding", "moved": "Moved since the last meeting",
        "actions": "Actions",
    }  # fmt: skip
    for key, name in names.items():
        if len(before[key]) != len(after[key]):
            lines.append(f"{name}: {len(before[key])}, now {len(after[key])}")
    worded = ("attention", "highlights", "contributions", "feedback", "actions", "dates", "seats_empty", "sources")
    if not lines and any(before.get(key) != after[key] for key in worded):
        lines.append("The numbers are the same; words or dates behind them changed")
    return lines


def _chairs_post(report: Report, heard_by: str, heard_on: date | None, on: date) -> Post | None:
    """The post in the chair of the report's board, for whom something is recorded; None if nothing is."""
    if not heard_by and heard_on is None:
        return None
    if not heard_by or heard_on is None or heard_on > on:
        raise Refused("Say how you heard it from the chair, and on which day, today or before.", "heard_on")
    chair = report.meeting.board.seats.live(on).filter(is_chair=True).select_related("post__organisation").first()
    if chair is None or chair.post is None:
        raise Refused("Nobody is in the chair of this board: fill the chair's seat first.")
    return chair.post


def _locked_draft(report: Report) -> Report:
    report = (
        Report.objects.select_for_update(of=("self",))
        .in_place()
        .select_related("meeting__board__plan", "meeting__board__workstream__plan")
        .get(pk=report.pk)
    )
    if report.state != Report.State.DRAFT:
        raise Refused(f"This report was approved on {said(report.approved_on)} and cannot be changed any more.")
    return report


def _waiting(at: datetime) -> list[tuple[int, int, datetime | None]]:
    rows = Report.objects.waiting(at).order_by("render_attempts", "pk")
    return list(rows.values_list("pk", "render_attempts", "render_lease_until")[:MOST_AT_ONCE])


def _render(pk: int, at: datetime) -> int:
    report = Report.objects.without_files().get(pk=pk)
    mine = Report.objects.filter(pk=pk, pdf_sha256="")
    try:
        board, public = render_pdf(board_html(report.content)), render_pdf(public_html(report.public_content))
    # Whatever goes wrong in laying out one report must not stop the others, and is told on its page.
    except Exception as error:
        logger.exception("The PDF of report %s could not be made", pk)
        mine.update(
            render_lease_until=at + TRY_AGAIN_AFTER,
            render_error=f"{type(error).__name__}: {error}".replace("\0", "")[:300],
        )
        return 0
    return mine.update(
        pdf=board,
        pdf_sha256=hashlib.sha256(board).hexdigest(),
        public_pdf=public,
        public_pdf_sha256=hashlib.sha256(public).hexdigest(),
        renderer=renderer(),
        render_lease_until=None,
        render_error="",
    )
