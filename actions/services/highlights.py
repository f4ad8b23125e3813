"""What a workstream's lead tells the board for a month."""

from datetime import date
from uuid import UUID

from django.db import transaction

from actions.models import HighlightReport, Workstream
from actions.services import check_live
from actions.summaries import highlight_proposal
from areas import audit
from areas.models import Membership
from send_tracker.lib.dates import month_of
from send_tracker.lib.records import written_before
from send_tracker.lib.refusals import Refused


@transaction.atomic
def write_highlight(
    *,
    workstream: Workstream,
    month_on: date,
    rag: str,
    moderation_reason: str = "",
    done: str,
    next: str,  # noqa: A002 -- what the lead will do next, as the row calls it
    in_the_way: str = "",
    decisions_wanted: str = "",
    submission: UUID,
    by: Membership,
    on: date,
) -> HighlightReport:
    """Write the workstream's report for the month `month_on` lies in; a later one for the same month replaces it.

    The rating proposed from its actions is kept beside the one given. Raises Refused for a month to come, if the two
    differ without a reason, and if the plan has ended. The same `submission` writes once.
    """
    workstream = Workstream.objects.select_for_update(of=("self",)).select_related("plan__area").get(pk=workstream.pk)
    month_on = month_of(month_on)
    if existing := written_before(HighlightReport, submission, workstream=workstream, month_on=month_on):
        return existing
    check_live(workstream.plan, on)
    if month_on > on:
        raise Refused("A highlight report is written for this month or one that has passed.")
    proposed = highlight_proposal(workstream, month_on, on).rag or ""
    if rag != proposed and not moderation_reason:
        raise Refused("A rating other than the one proposed has a reason.", "moderation_reason")
    highlight = HighlightReport.objects.create(
        workstream=workstream,
        month_on=month_on,
        on=on,
        recorded_by=by,
        submission=submission,
        proposed_rag=proposed,
        rag=rag,
        moderation_reason=moderation_reason if rag != proposed else "",
        done=done,
        next=next,
        in_the_way=in_the_way,
        decisions_wanted=decisions_wanted,
    )
    audit.record(
        "highlight report written",
        on=on,
        subject=workstream,
        by=by,
        month=f"{month_on:%B %Y}",
        proposed=proposed,
        rag=rag,
    )
    return highlight
