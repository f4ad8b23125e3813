"""Two twin areas with one of everything in each, all of it marked, and everybody who might knock at their pages."""

import uuid
from datetime import UTC, date, datetime
from types import SimpleNamespace

from django.utils import timezone

from actions.models import Contribution, HighlightReport, PlanDocument
from actions.services import contributions, feedback, plans
from actions.services.promises import edit_action, move_date
from actions.services.succession import Answer, record_succession
from actions.status import SuccessionKind
from areas import audit, outbox
from areas.models import Commissioning, Heartbeat, Membership, Organisation, Place, Reminder, Role
from areas.services import attach_document, name_officer, succeed_organisation
from boards.models import MeetingDocument, Report
from boards.services import approvals, publication, reports
from boards.services.certificates import sign
from inspections import services as inspecting
from inspections.models import DeadlineRule, NoticeDocument, SourceDocument, Theme
from send_tracker.lib.precision import exactly
from tests.conftest import ON
from tests.factories.actions import make_action, make_contribution, make_plan, make_update, make_workstream
from tests.factories.approvals import make_certificate, make_route, make_step
from tests.factories.areas import (
    START,
    make_area,
    make_membership,
    make_organisation,
    make_partner,
    make_post,
    make_user,
)
from tests.factories.boards import make_board, make_meeting, make_seat
from tests.factories.documents import a_pdf, make_document
from tests.factories.inspections import framework
from tests.pages.marks import Marks

AT = datetime(2026, 10, 14, 9, tzinfo=UTC)
EARLIER, LATER = date(2026, 9, 1), date(2026, 11, 20)
OWN_WORDS = {"words": "own", "words_from": "the letter"}


def build_side(name: str, letter: str, icb: Organisation, department: Organisation) -> SimpleNamespace:
    """One area with one of everything, each text of it marked with the letter."""
    side = SimpleNamespace(marks=Marks(letter), icb=icb)
    with side.marks.written():
        _people(side, name, department)
        _documents(side)
        _inspection(side)
        _succession(side)
        _plan(side)
        _contributions(side)
        _boards(side)
        _approvals(side)
        _reports(side)
        _notices(side)
        _attachments(side)
        _ledgers(side)
    return side


def _people(side, name, department):
    side.area = make_area(name)
    side.council = make_organisation(side.area, f"{name} Council", "council")
    make_partner(side.area, side.icb)
    make_partner(side.area, department)
    side.trust = make_organisation(side.area, f"{name} Community Trust", "nhs trust")
    Commissioning.objects.create(provider=side.trust, commissioner=side.icb, started_on=START)
    side.forum = make_organisation(side.area, f"{name} Forum", "forum")
    side.school = make_organisation(side.area, f"{name} Schools", "schools")
    side.group = make_organisation(side.area, f"{name} Clinical Commissioning Group", "ccg")
    side.ended_partner = side.area.partners.get(organisation=side.group)
    side.partner = side.area.partners.get(organisation=side.school)
    Place.objects.create(area=side.area, kind="district", name=f"{name} town")
    roles = {
        "lead": (side.council, Role.LEAD),
        "leading": (side.council, Role.OFFICER),
        "officer": (side.council, Role.OFFICER),
        "health": (side.icb, Role.HEALTH),
        "contributor": (side.trust, Role.CONTRIBUTOR),
        "forum": (side.forum, Role.FORUM),
        "chair": (side.council, Role.CHAIR),
        "adviser": (department, Role.ADVISER),
        "reader": (side.council, Role.READER),
        "former": (side.council, Role.READER),
        "gone": (side.council, Role.READER),
    }
    side.users = {who: make_user(f"{who} of {name}") for who in roles}
    side.members = {who: make_membership(side.users[who], side.area, *roles[who]) for who in roles}
    side.by = side.members["lead"]
    succeed_organisation(
        organisation=side.group, successor=side.icb, ended_on=EARLIER, source="An order", by=side.by, on=ON
    )
    side.post = make_post(side.area, side.council, "Head of SEND", holder=side.users["leading"])
    side.health_post = make_post(side.area, side.icb, "Designated officer")
    side.vacant = make_post(side.area, side.council, "Data lead", holder=side.users["officer"])
    side.holder = side.vacant.holders.get()
    side.officer = name_officer(area=side.area, role="dsco", post=side.post, started_on=EARLIER, by=side.by, on=ON)


def _documents(side):
    asks = {"asks_for": "A plan", "answer_due_on": LATER, "sender": "The department", "recipient": "The council"}
    side.letter = make_document(side.area, side.by, ON, file=a_pdf(f"%PDF-1.7 of {side.area}".encode()), **asks)
    side.reply = make_document(side.area, side.by, ON, title="Our answer", dated_on=EARLIER)
    kept = a_pdf(f"%PDF-1.7 for the leads of {side.area}".encode())
    side.restricted = make_document(side.area, side.by, ON, title="Draft", confidentiality="leads", file=kept)


def _inspection(side):
    by = side.by
    side.inspection, second = (
        inspecting.record_inspection(
            area=side.area, title=title, framework=framework("2016"),
            started_on=date(2019, 3, 4), ended_on=date(2019, 3, 8), letter_on=date(2019, 4, 1),
            report_received_on=date(2019, 4, 23), received_basis="as the post book says",
            report_published_on=date(2019, 5, 13), outcome=framework("2016").outcomes.get(code="wsoa_required"),
            by=by, on=ON,
        )
        for title in ("Local area inspection", "Second inspection")
    )  # fmt: skip
    side.source = side.inspection.source
    side.met_deadline = side.inspection.deadlines.get(rule__code="wsoa_due")  # by the plan's submission
    side.deadline = second.deadlines.get(rule__code="wsoa_due")
    inspecting.override_deadline(
        deadline=side.deadline, due_on=LATER, reason="They allowed it", version=None, by=by, on=ON
    )
    side.deadline.refresh_from_db()
    side.event, side.withdrawn_event = (
        inspecting.record_event(
            inspection=side.inspection, kind="other", title=title, happened=exactly(date(2019, 6, 19)),
            source_note="A committee paper", by=by, on=ON,
        )
        for title in ("Meeting with the department", "Never held")
    )  # fmt: skip
    inspecting.withdraw_event(event=side.withdrawn_event, version=None, reason="It fell through", by=by, on=ON)
    side.withdrawn_event.refresh_from_db()
    side.secret = inspecting.record_inspection(
        area=side.area, title="Revisit", framework=framework("2016"), kind="revisit",
        started_on=date(2026, 9, 7), ended_on=date(2026, 9, 11), report_received_on=date(2026, 10, 5), by=by, on=ON,
    )  # fmt: skip
    let_in = make_membership(make_user(f"Let in of {side.area}"), side.area, side.council, Role.READER)
    side.insider = inspecting.name_insider(inspection=side.secret, membership=let_in, by=by, on=ON)
    _rules(side, second)
    side.finding = inspecting.record_finding(
        source=side.source, number="1", kind="significant weakness", text="Health is late",
        label="Failing", bodies=[side.icb, side.council], by=by, on=ON, **OWN_WORDS,
    )  # fmt: skip
    side.theme = Theme.objects.create(area=side.area, name="Transport", meaning="How they get there", position=99)
    side.finding.themes.add(side.theme)
    _later_visits(side)


def _later_visits(side):
    by = side.by
    side.revisit = inspecting.record_inspection(
        area=side.area, title="Revisit", framework=framework("2016"), kind="revisit", follows=side.inspection,
        started_on=date(2021, 3, 1), ended_on=date(2021, 3, 4), report_published_on=date(2021, 4, 12), by=by, on=ON,
    )  # fmt: skip
    review = {"visit_kind": "review", "judged_on": EARLIER, "body": "Department", "source_note": "their letter"}
    (first,) = inspecting.judge_findings(
        source=side.source, verdicts={side.finding: "sufficient"}, by=by, on=ON, **review
    )
    side.judgement = inspecting.correct_judgement(
        judgement=first, verdict="not sufficient", source_note="their letter", reason="Misread", by=by, on=ON
    )
    side.stated = inspecting.state_count(
        source=side.source, kind="significant weakness", count=2, said_in="the letter", by=by, on=ON
    )
    inspecting.explain_count(stated=side.stated, explanation="One is two", version=None, by=by, on=ON)
    side.stated.refresh_from_db()
    side.review = inspecting.record_source(
        area=side.area, kind="peer review", title="Peer review", given_by="A council", by=by, on=ON
    )


def _rules(side, second):
    """A review of the second inspection, whose evidence an area's own rule would have on another day."""
    by, fourteen = side.by, DeadlineRule.objects.get(code="review_evidence", area=None)
    side.stated_date = inspecting.record_stated(
        deadline=side.deadline, stated=exactly(date(2019, 7, 22)), words="within 70 days", stated_in="A paper",
        explanation="They left out the word", by=by, on=ON,
    )  # fmt: skip
    inspecting.record_event(inspection=second, kind="plan accepted", happened=exactly(date(2026, 9, 3)), by=by, on=ON)
    second.refresh_from_db()
    inspecting.choose_reviews(
        inspection=second, code="wsoa_reviews", reason="The adviser asked", version=None, by=by, on=ON
    )
    side.own_rule = inspecting.change_rule(
        area=side.area, rule=fourteen, amounts=[21], from_on=date(2019, 1, 1), reason="Half-term", source="A letter",
        by=by, on=ON,
    )  # fmt: skip
    side.due_evidence = second.deadlines.get(rule__code="review_evidence", point=4)
    side.proposed_on = date(2026, 12, 13)
    side.deadline.refresh_from_db()


def _plan(side):
    by = side.by
    side.plan = make_plan(side.area, title="Written statement", sources=[side.source])
    side.submission = plans.submit_plan(plan=side.plan, note="By e-mail", by=by, on=EARLIER)
    side.verdict = plans.record_verdict(
        submission=side.submission, outcome="fit with points", letter_on=EARLIER, points=["Say who"], remarks="Good",
        by=by, on=ON,
    )  # fmt: skip
    side.point = side.verdict.points.get()
    plans.record_approval(
        plan=side.plan, body="Cabinet", decision="Agreed", approved_on=EARLIER, organisation=side.council, by=by, on=ON
    )
    side.workstream = make_workstream(side.plan, side.council, side.post)
    side.other_workstream = make_workstream(side.plan, side.icb, side.health_post)
    side.action = make_action(side.workstream, side.post, findings=[side.finding], title="Appoint a nurse")
    side.overdue = make_action(side.workstream, side.post, title="Write to schools", due_on=EARLIER)
    leave = {"reason": "Illness", "authority": "The board", "authority_level": "board"}
    move_date(action=side.action, to_on=LATER, by=by, on=EARLIER, **leave)
    edit_action(
        action=side.action, reference=side.action.reference, title="Find and appoint a nurse", lead_posts=[side.post],
        findings=[side.finding], reporting_post=side.post, by=by, on=EARLIER, **leave,
    )  # fmt: skip
    side.action.refresh_from_db()
    words = {"reason": "It goes well", "route_to_green": "A letter", "wanted_from_board": "Money"}
    make_update(side.action, side.members["leading"], date(2026, 10, 1), "in progress", "green", **words)
    side.action.refresh_from_db()
    feedback.answer_point(
        point=side.point,
        text="We do",
        answered_on=EARLIER,
        actions=[side.action],
        submission=uuid.uuid4(),
        by=by,
        on=ON,
    )
    feedback.sign_off(verdict=side.verdict, body="Cabinet", signed_on=EARLIER, points=[side.point], by=by, on=ON)
    HighlightReport.objects.create(
        workstream=side.workstream, month_on=EARLIER, on=EARLIER, recorded_by=by, submission=uuid.uuid4(),
        proposed_rag="amber", rag="green", moderation_reason="Seen", done="Met", next="Meet", in_the_way="Snow",
        decisions_wanted="Which?",
    )  # fmt: skip


def _succession(side):
    """A plan older than the old one, whose only action was carried on."""
    by = side.by
    side.older_plan = make_plan(side.area, title="Oldest strategy", ended_on=EARLIER, started_on=date(2022, 1, 1))
    side.old_plan = make_plan(
        side.area, title="Old strategy", ended_on=EARLIER, started_on=date(2024, 1, 1), supersedes=side.older_plan
    )
    side.former = make_action(make_workstream(side.older_plan, side.council), title="Find a nurse")
    make_action(make_workstream(side.old_plan, side.council), title="Look for a nurse")
    carried = Answer(side.former, SuccessionKind.CARRIED, (side.old_plan.actions.get(),), "Not done")
    record_succession(plan=side.old_plan, answers=[carried], by=by, on=EARLIER)


def _contributions(side):
    def ask(asked, **fields) -> Contribution:
        return make_contribution(side.action, side.icb, side.by, asked=asked, wanted_by_on=LATER, **fields)

    def answer() -> dict:
        return {"by": side.members["health"], "on": ON, "submission": uuid.uuid4()}

    side.asked, side.proposed, side.given, side.agreed = (ask(word) for word in ("Lend", "Tell", "Write", "Meet"))
    contributions.propose_date(contribution=side.proposed, for_on=date(2026, 12, 1), words="Holidays", **answer())
    contributions.agree_contribution(contribution=side.agreed, for_on=LATER, words="Gladly", **answer())
    contributions.give_contribution(
        contribution=side.given, words="A desk", by=side.by, on=ON, submission=uuid.uuid4(), heard_by="call",
        heard_on=EARLIER,
    )  # fmt: skip
    make_contribution(side.action, side.trust, side.by, asked="A room")
    for row in (side.asked, side.proposed, side.given, side.agreed):
        row.refresh_from_db()


def _boards(side):
    side.board = make_board(side.area, plan=side.plan, name="Improvement board")
    side.group = make_board(
        side.area, kind="task and finish group", name="Group one", parent=side.board, workstream=side.workstream
    )
    side.spare_board = make_board(side.area, kind="scrutiny committee", name="Scrutiny")
    chair = make_post(side.area, side.council, "Chair of the board", holder=side.members["chair"].user)
    make_seat(side.board, side.council, chair, is_chair=True)
    side.empty_seat = make_seat(side.board, side.icb)
    days = [date(2026, month, 10) for month in range(6, 12)]
    side.meetings = [make_meeting(side.board, day, note="Room 1") for day in days]
    side.meeting = side.meetings[5]


def _approvals(side):
    """A route with a decision, a condition and a signature; and a plan whose route has no certificate yet."""
    by = side.by
    side.route = approvals.open_route(plan=side.plan, edition="Version 1", submit_by_on=LATER, by=by, on=ON)
    side.step = make_step(side.route, board=side.board, organisation=side.council, call_in_days=5)
    named = make_step(side.route, name="Governing body", organisation=side.icb, meets_on=LATER)
    approvals.record_decision(
        step=named, outcome="approved subject to", words="Agreed, if funded", conditions="Say who pays",
        decided_on=EARLIER, by=by, on=ON,
    )  # fmt: skip
    approvals.record_decision(
        step=side.step, outcome="delegated", words="The director decides", delegated_to=side.post,
        decided_on=EARLIER, by=by, on=ON,
    )  # fmt: skip
    side.certificate = make_certificate(side.route, [side.council, side.icb], by, ON)
    sign(certificate=side.certificate, post=side.post, by=side.members["leading"], on=ON)
    side.bare_plan = make_plan(side.area, title="Second plan", ended_on=ON)
    side.bare_route = make_route(side.bare_plan, by, ON, edition="First draft")


def _reports(side):
    """A report in each state: published, withdrawn, cleared, approved and waiting for its PDF, and a draft."""
    made = [reports.draft_report(meeting=meeting, by=side.by, on=ON) for meeting in side.meetings[:5]]
    side.published, side.withdrawn, side.cleared, side.approved, side.draft = made
    for report in made[:4]:
        reports.approve_report(report=report, by=side.members["chair"], on=ON)
    posts = {"council": side.post, "health": side.health_post}
    for report in made[:3]:
        _print(report, side)
        for which, post in posts.items():
            publication.record_clearance(report=report, side=which, post=post, cleared_on=ON, by=side.by, on=ON)
    side.publication = publication.publish_report(report=side.published, by=side.by, on=ON)
    back = publication.publish_report(report=side.withdrawn, by=side.by, on=ON)
    publication.withdraw_publication(publication=back, reason="A wrong figure", by=side.by, on=ON)
    for report in made:
        report.refresh_from_db()


def _print(report: Report, side):
    """A file that stands for the PDF: the true one takes seconds, and is read in a test of its own."""
    Report.objects.filter(pk=report.pk).update(
        pdf=b"%PDF private " + side.area.name.encode(), pdf_sha256="0" * 64,
        public_pdf=b"%PDF public " + side.area.slug.encode(), public_pdf_sha256="1" * 64,
    )  # fmt: skip


def _notices(side):
    by = {"by": side.by, "on": ON}
    side.notice = inspecting.issue_notice(
        area=side.area, source=side.source, given_by="The department", issued_on=EARLIER, deadline_on=LATER,
        review_months=6, requires="A plan", submission=uuid.uuid4(), **by,
    )  # fmt: skip
    side.offer = inspecting.record_support(
        area=side.area, source=side.source, offered_by="Portsea", brokered_by="The department", offered_on=EARLIER,
        offers=["A visit"], **by,
    )[0]  # fmt: skip
    inspecting.record_support_step(
        offer=side.offer, kind="taken up", happened_on=EARLIER, words="Gladly", submission=uuid.uuid4(), **by
    )


def _attachments(side):
    where = {"document": side.letter}
    for row in (
        SourceDocument(source=side.source, **where),
        PlanDocument(plan=side.plan, **where),
        MeetingDocument(meeting=side.meeting, **where),
        NoticeDocument(notice=side.notice, **where),
    ):
        attach_document(attachment=row, by=side.by, on=ON)


def _ledgers(side):
    mail = outbox.leave_rendered(
        side.users["leading"], key=f"digest:{side.area.slug}", subject="Due", text="Soon", html="Soon", at=AT
    )
    Reminder.objects.create(
        person=side.users["leading"], area=side.area, key=f"{side.area.slug}:1", thing=side.area.slug, kind="action",
        title="Overdue", url="/", due_on=EARLIER, planned_on=ON, status="attached", email=mail,
    )  # fmt: skip
    audit.record("action updated", on=ON, subject=side.action, by=side.by, reason="Because")


def build_world() -> SimpleNamespace:
    """Both areas and their people; the people by the names of `table.ACTORS`."""
    icb = make_organisation(name="Shires Integrated Care Board", kind="icb", short_name="Shires ICB")
    department = make_organisation(name="Department for Education", kind="dfe")
    a = build_side("Northshire", "n", icb, department)
    b = build_side("Southshire", "s", icb, department)
    Heartbeat.objects.create(name="tick", beat_at=timezone.now())
    both = make_user("Both")
    for side in (a, b):
        side.members["both"] = make_membership(both, side.area, icb, Role.HEALTH)
    people = {
        **a.users,
        "both": both,
        "outsider": make_user("Outsider"),
        "staff": make_user("Staff"),
        "lead of B": b.users["lead"],
        "reader of B": b.users["reader"],
    }
    return SimpleNamespace(a=a, b=b, people=people)


def shut_out(world) -> None:
    """The two who were members when they signed in, and are no more."""
    Membership.objects.filter(pk=world.a.members["former"].pk).update(ended_on=ON)
    gone = world.people["gone"]
    gone.is_active = False
    gone.save(update_fields=["is_active"])
