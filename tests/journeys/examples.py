"""Prints, as JSON, one row of each kind in the demonstration, for the addresses of pages; run on a site's database."""

import json
from datetime import date
from uuid import uuid4

import django

django.setup()

from actions.models import (  # noqa: E402 -- after django.setup()
    Action,
    Contribution,
    Plan,
    PlanDocument,
    PlanSubmission,
    Verdict,
    Workstream,
)
from areas.models import AccountableOfficer, Document, LocalArea, Membership, Partner, Post, PostHolder, Role  # noqa: E402
from areas.services import attach_document  # noqa: E402
from boards.models import (  # noqa: E402
    ApprovalStep,
    Board,
    Certificate,
    Meeting,
    MeetingDocument,
    Publication,
    Report,
    Seat,
)
from inspections import services  # noqa: E402
from inspections.models import (  # noqa: E402
    Deadline,
    DeadlineRule,
    Event,
    Finding,
    Framework,
    Insider,
    Judgement,
    NoticeDocument,
    Source,
    SourceDocument,
    StatedCount,
    StatedDate,
    SupportOffer,
)
from inspections.services import issue_notice  # noqa: E402


def examples() -> dict[str, int | str]:
    """The key of each example, by the name the table of pages knows it under."""
    wokingham = LocalArea.objects.get(slug="wokingham")
    plan = Plan.objects.get(area=wokingham)
    board = Board.objects.get(area=wokingham, name="SEND Improvement Board")
    post = Post.objects.get(area=wokingham, title="Head of SEND")
    contributions = Contribution.objects.filter(action__plan=plan).order_by("pk")
    step = ApprovalStep.objects.filter(route__plan__area__slug="worcestershire").order_by("pk").first()
    source = Source.objects.get(area=wokingham)
    judgement = Judgement.objects.filter(finding__source__area__slug="worcestershire").first()
    # People of the demonstration have no password; the pages about one are shown to somebody who has.
    user = post.holders.get().user
    user.set_password("three-words-together")
    user.save()
    verdict = Verdict.objects.get(submission__plan=plan)
    # On the story's day no letter has made a point yet.
    point = verdict.points.create(number=1, text="Say who answers for it.", words="summary")
    insider = an_embargo(wokingham)
    # The story knows of a notice in 2025 only, and this day is in 2020.
    lead = Membership.objects.filter(area=wokingham, role="lead").first()
    on = date(2020, 1, 21)
    notice = issue_notice(
        area=wokingham, source=source, given_by="Department for Education", issued_on=on, deadline_on=None,
        review_months=6, requires="Progress", submission=uuid4(), by=lead, on=on,
    )  # fmt: skip
    letter = Document.objects.filter(area=wokingham).first()
    attachment = attach_document(attachment=NoticeDocument(notice=notice, document=letter), by=lead, on=on)
    return {
        "insider": insider.pk,
        "embargoed": insider.inspection_id,
        "membership": Membership.objects.get(area=wokingham, user__name="Head of SEND").pk,
        "partner": Partner.objects.get(area=wokingham, organisation__short_name="RBH").pk,
        "post": post.pk,
        "holder": PostHolder.objects.get(post=post).pk,
        "officer": AccountableOfficer.objects.filter(area=wokingham).first().pk,
        "document": Document.objects.filter(area=wokingham).waiting().first().pk,
        "notice": notice.pk,
        "attached to notice": attachment.pk,
        "offer": SupportOffer.objects.filter(area=wokingham).first().pk,
        "attached to source": SourceDocument.objects.filter(source=source).first().pk,
        "attached to plan": PlanDocument.objects.filter(plan=plan).first().pk,
        "attached to meeting": MeetingDocument.objects.filter(meeting__board=board).first().pk,
        "source": source.pk,
        "inspection": source.inspection.pk,
        "event": Event.objects.filter(inspection__source=source).first().pk,
        "finding": Finding.objects.filter(source=source).first().pk,
        "deadline": Deadline.objects.filter(inspection__source__area__slug="essex", met_on=None).first().pk,
        "peer review": Source.objects.get(area__slug="worcestershire", kind="peer review").pk,
        "revisited": Source.objects.get(area__slug="worcestershire", kind="inspection").pk,
        "stated": StatedCount.objects.get(source__area__slug="worcestershire").pk,
        "stated date": StatedDate.objects.filter(deadline__inspection__source=source).first().pk,
        "rule": DeadlineRule.objects.get(code="committee_papers").pk,
        "judgement": judgement.pk,
        "judged": judgement.finding_id,
        "plan": plan.pk,
        "submission": PlanSubmission.objects.get(plan=plan).pk,
        "improvement plan": Plan.objects.get(area__slug="lancashire", kind="local").pk,
        "fundamental failing": Finding.objects.get(source__area__slug="lancashire", number="F1").pk,
        "verdict": verdict.pk,
        "point": point.pk,
        "essex plan": Plan.objects.get(area__slug="essex").pk,
        "workstream": Workstream.objects.get(plan=plan, number="4").pk,
        "action": Action.objects.get(plan=plan, reference="2.1").pk,
        "asked": contributions.filter(state="asked", organisation__short_name="BHFT").first().pk,
        "agreed": contributions.filter(state="agreed", organisation__short_name="BHFT").first().pk,
        "proposed": contributions.filter(state="date proposed").first().pk,
        "given": contributions.filter(state="given").first().pk,
        "board": board.pk,
        "seat": Seat.objects.filter(board=board, post=None).first().pk,
        "meeting": Meeting.objects.get(board=board, on="2020-02-04").pk,
        "route": step.route_id,
        "step": step.pk,
        "certificate": Certificate.objects.get(route=step.route_id).pk,
        "approved": Report.objects.get(state="approved").pk,
        "publication": Publication.objects.get().pk,
        "slug": Publication.objects.get().slug,
    }


def an_embargo(area: LocalArea) -> Insider:
    """A revisit that is not yet published, and somebody who may see it: the story's inspections all are published."""
    lead = Membership.objects.filter(area=area, role=Role.LEAD).first()
    framework, on = Framework.objects.get(code="2016"), date(2020, 1, 21)
    inspection = services.record_inspection(
        area=area, title="Revisit of January", framework=framework, kind="revisit", started_on=date(2020, 1, 6),
        ended_on=date(2020, 1, 8), by=lead, on=on,
    )  # fmt: skip
    named = Membership.objects.filter(area=area, role=Role.HEALTH).first()
    return services.name_insider(inspection=inspection, membership=named, by=lead, on=on)


if __name__ == "__main__":
    print(json.dumps(examples()))
