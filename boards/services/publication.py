"""A report leaves the house: cleared by council and by health, published, and withdrawn if it must be."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from actions.summaries.embargo import embargo_on
from areas import audit
from areas.models import LocalArea, Membership, Organisation, Post
from boards.models import Clearance, Publication, Report
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused

SPEAKS_FOR = {
    Clearance.Side.COUNCIL: Organisation.SPEAKS_FOR_COUNCIL,
    Clearance.Side.HEALTH: Organisation.SPEAKS_FOR_HEALTH,
}
WHO_SPEAKS = {
    Clearance.Side.COUNCIL: "Choose a post of the council. An independent chair speaks for neither side.",
    Clearance.Side.HEALTH: "Choose a post of a clinical commissioning group or integrated care board.",
}


@transaction.atomic
def record_clearance(*, report: Report, side: str, post: Post, cleared_on: date, by: Membership, on: date) -> Clearance:
    """Write down that council or health said the public may read this report: which post, on which day.

    The same again is returned as it is. Raises Refused unless the report is approved and not superseded, the
    post's body may speak for that side, and the day lies between approval and today.
    """
    report = _locked(report)
    _check_approved(report)
    if existing := report.clearances.filter(side=side).first():
        if (existing.post_id, existing.on) == (post.pk, cleared_on):
            return existing
        raise Refused(f"This side cleared it already, on {said(existing.on)}.", "side")
    if post.area_id != report.meeting.board.area_id or post.organisation.kind not in SPEAKS_FOR[Clearance.Side(side)]:
        raise Refused(WHO_SPEAKS[Clearance.Side(side)], "post")
    if cleared_on > on:
        raise Refused("This day is still to come. Enter the day it was cleared.", "cleared_on")
    if cleared_on < report.approved_on:
        raise Refused(
            f"The report was approved only on {said(report.approved_on)}. Enter that day or a later one.", "cleared_on"
        )
    clearance = Clearance.objects.create(report=report, side=side, post=post, on=cleared_on, recorded_by=by)
    audit.record(
        "report cleared", on=on, subject=report, by=by, side=clearance.get_side_display(), post=post,
        cleared_on=said(cleared_on),
    )  # fmt: skip
    return clearance


def what_is_missing(report: Report, cleared_sides: set[str], on: date) -> list[str]:
    """What still stands between this report and the public on that day, one sentence each; empty for nothing."""
    missing = []
    if report.state == Report.State.DRAFT:
        missing.append("The chair has not approved the report.")
    if report.state == Report.State.SUPERSEDED:
        missing.append("A correction has superseded this report: publish that one.")
    missing += [f"{side.label} has not cleared it." for side in Clearance.Side if side.value not in cleared_sides]
    if not report.public_pdf_sha256:
        missing.append("Its PDF is not ready yet.")
    if embargo := embargo_on(report.plan, on):
        missing.append(embargo)
    return missing


@transaction.atomic
def publish_report(*, report: Report, version: int | None = None, by: Membership, on: date) -> Publication:
    """Release what was frozen for the public at approval, with its own copy of the PDF, at an address of its own.

    A release that stands is returned as it is; after a withdrawal it gets a new address. An older release
    that this one corrects says so from now on. Raises StaleError if it was withdrawn since `version`, so that no
    page loaded before brings it back, and Refused, saying what is missing.
    """
    # One release at a time in an area, so that an address is looked for and taken in one step.
    area = LocalArea.objects.select_for_update().get(pk=report.meeting.board.area_id)
    report = _locked(report)
    if standing := report.publications.filter(withdrawn_on__isnull=True).first():
        return standing
    report.check_seen(version)
    cleared = set(report.clearances.values_list("side", flat=True))
    if missing := what_is_missing(report, cleared, on):
        raise Refused(" ".join(missing))
    publication = Publication.objects.create(
        area_slug=area.slug,
        area_name=report.public_content["area"]["name"],
        brand_url=area.brand_url,
        slug=_free_slug(area, report),
        title=report.title,
        report=report,
        published_on=on,
        published_by=by,
        content=report.public_content,
        content_sha256=report.public_content_sha256,
        pdf=report.public_pdf,
        pdf_sha256=report.public_pdf_sha256,
    )
    # Whatever this meeting's reports have standing in public leads here: also past a correction that was never
    # published, and past one that was withdrawn.
    nowhere = Q(replacement__isnull=True) | Q(replacement__withdrawn_on__isnull=False)
    older = Publication.objects.filter(nowhere, report__meeting=report.meeting_id, withdrawn_on__isnull=True)
    for row in older.exclude(pk=publication.pk).titles().select_for_update(of=("self",)):
        row.replacement = publication
        row.save(update_fields=["replacement"])
    audit.record(
        "report published", on=on, subject=publication, by=by, address=publication.slug,
        sha256=publication.content_sha256,
    )  # fmt: skip
    return publication


@transaction.atomic
def withdraw_publication(*, publication: Publication, reason: str, by: Membership, on: date) -> Publication:
    """Take a release back: its page says so and when, its PDF is gone. The same again is returned as it is.

    Raises Refused if it is withdrawn already for another reason, which stays.
    """
    report = _locked(publication.report)
    publication = Publication.objects.select_for_update(of=("self",)).titles().get(pk=publication.pk)
    if publication.withdrawn_on is not None:
        if publication.withdrawal_reason == reason:
            return publication
        day = said(publication.withdrawn_on)
        raise Refused(f"It was withdrawn already on {day}, for this reason: {publication.withdrawal_reason}", "reason")
    report.step(None)
    publication.withdrawn_on, publication.withdrawn_by, publication.withdrawal_reason = on, by, reason
    publication.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal_reason"])
    audit.record("publication withdrawn", on=on, subject=publication, by=by, reason=reason)
    return publication


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("meeting__board__area").get(pk=report.pk)


def _check_approved(report: Report) -> None:
    if report.state != Report.State.APPROVED:
        raise Refused("Only an approved report that stands can be cleared for the public.")


def _free_slug(area: LocalArea, report: Report) -> str:
    """An address readable aloud: the board and the month; a second one of the same month is numbered."""
    base = f"{slugify(report.meeting.board.name)[:60].strip('-') or 'report'}-{report.meeting.on:%Y-%m}"
    taken = set(Publication.objects.filter(area_slug=area.slug, slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
