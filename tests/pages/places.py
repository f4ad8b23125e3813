"""Where each page of the table is, and what a good press of its button sends."""

import uuid
from datetime import date

from django.urls import reverse

from tests.pages.table import name_of

# The row of an area each page is about, as its name in the world.
ABOUT = {
    "areas:membership_end": lambda side: side.members["forum"],
    "areas:partner_end": lambda side: side.partner,
    "areas:succession_withdraw": lambda side: side.ended_partner,
    "areas:post_detail": lambda side: side.post,
    "areas:post_appoint": lambda side: side.vacant,
    "areas:post_close": lambda side: side.vacant,
    "areas:holder_end": lambda side: side.holder,
    "areas:officer_end": lambda side: side.officer,
    "areas:document_detail": lambda side: side.letter,
    "areas:document_detail (for area leads alone)": lambda side: side.restricted,
    "areas:document_edit": lambda side: side.letter,
    "areas:version_create": lambda side: side.letter,
    "areas:document_answer": lambda side: side.letter,
    "areas:document_withdraw": lambda side: side.letter,
    "areas:document_file": lambda side: side.letter.versions.get(),
    "areas:document_file (for area leads alone)": lambda side: side.restricted.versions.get(),
    "inspections:notice_detail": lambda side: side.notice,
    "inspections:notice_step_create": lambda side: side.notice,
    "inspections:notice_document_create": lambda side: side.notice,
    "inspections:notice_document_end": lambda side: side.notice.attachments.get(),
    "inspections:support_step_create": lambda side: side.offer,
    "inspections:source_document_create": lambda side: side.source,
    "inspections:source_document_end": lambda side: side.source.attachments.get(),
    "actions:plan_document_list": lambda side: side.plan,
    "actions:plan_document_create": lambda side: side.plan,
    "actions:plan_document_end": lambda side: side.plan.attachments.get(),
    "boards:meeting_document_create": lambda side: side.meeting,
    "boards:meeting_document_end": lambda side: side.meeting.attachments.get(),
    "inspections:source_detail": lambda side: side.source,
    "inspections:inspection_edit": lambda side: side.inspection,
    "inspections:event_create": lambda side: side.inspection,
    "inspections:event_edit": lambda side: side.event,
    "inspections:event_edit (withdrawn)": lambda side: side.withdrawn_event,
    "inspections:event_withdraw": lambda side: side.event,
    "inspections:source_edit": lambda side: side.review,
    "inspections:count_create": lambda side: side.source,
    "inspections:count_explain": lambda side: side.stated,
    "inspections:insider_create": lambda side: side.secret,
    "inspections:insider_end": lambda side: side.insider,
    "inspections:finding_create": lambda side: side.source,
    "inspections:finding_detail": lambda side: side.finding,
    "inspections:finding_paste": lambda side: side.source,
    "inspections:judgement_create": lambda side: side.source,
    "inspections:judgement_edit": lambda side: side.judgement,
    "inspections:finding_edit": lambda side: side.finding,
    "inspections:deadline_override": lambda side: side.deadline,
    "inspections:deadline_override (met already)": lambda side: side.met_deadline,
    "inspections:deadline_meet": lambda side: side.deadline,
    "inspections:deadline_meet (met already)": lambda side: side.met_deadline,
    "inspections:deadline_proposal": lambda side: side.due_evidence,
    "inspections:deadline_proposal (met already)": lambda side: side.met_deadline,
    "inspections:stated_create": lambda side: side.deadline,
    "inspections:stated_withdraw": lambda side: side.stated_date,
    "inspections:rule_change": lambda side: side.own_rule,
    "inspections:reviews_choose": lambda side: side.inspection,
    "actions:plan_detail": lambda side: side.plan,
    "actions:plan_edit": lambda side: side.plan,
    "actions:plan_edit (an ended plan)": lambda side: side.old_plan,
    "actions:plan_submit": lambda side: side.plan,
    "actions:verdict_create": lambda side: side.submission,
    "actions:approval_create": lambda side: side.plan,
    "actions:plan_end": lambda side: side.plan,
    "actions:plan_changes": lambda side: side.plan,
    "actions:plan_succession": lambda side: side.old_plan,
    "actions:finding_plans": lambda side: side.finding,
    "actions:verdict_detail": lambda side: side.verdict,
    "actions:verdict_sign": lambda side: side.verdict,
    "actions:point_create": lambda side: side.verdict,
    "actions:point_edit": lambda side: side.point,
    "actions:response_create": lambda side: side.point,
    "actions:finding_list": lambda side: side.plan,
    "actions:workstream_create": lambda side: side.plan,
    "actions:workstream_create (in an ended plan)": lambda side: side.old_plan,
    "actions:workstream_detail": lambda side: side.workstream,
    "actions:workstream_edit": lambda side: side.workstream,
    "actions:highlight_create": lambda side: side.workstream,
    "actions:action_create": lambda side: side.workstream,
    "actions:action_detail": lambda side: side.action,
    "actions:action_edit": lambda side: side.action,
    "actions:action_move": lambda side: side.action,
    "actions:action_withdraw": lambda side: side.action,
    "actions:update_create": lambda side: side.action,
    "actions:update_no_change": lambda side: side.action,
    "actions:contribution_create": lambda side: side.action,
    "actions:contribution_detail": lambda side: side.proposed,
    "actions:contribution_agree": lambda side: side.asked,
    "actions:contribution_propose": lambda side: side.asked,
    "actions:contribution_decline": lambda side: side.asked,
    "actions:contribution_give": lambda side: side.agreed,
    "actions:contribution_confirm": lambda side: side.given,
    "actions:contribution_accept": lambda side: side.proposed,
    "actions:contribution_ask_again": lambda side: side.proposed,
    "boards:board_detail": lambda side: side.board,
    "boards:board_edit": lambda side: side.spare_board,
    "boards:board_place": lambda side: side.spare_board,
    "boards:board_close": lambda side: side.spare_board,
    "boards:seat_create": lambda side: side.spare_board,
    "boards:seat_fill": lambda side: side.empty_seat,
    "boards:seat_end": lambda side: side.empty_seat,
    "boards:meeting_create": lambda side: side.board,
    "boards:meeting_detail": lambda side: side.meeting,
    "boards:meeting_cancel": lambda side: side.meeting,
    "boards:route_current": lambda side: side.plan,
    "boards:route_current (of no version yet)": lambda side: side.old_plan,
    "boards:route_create": lambda side: side.plan,
    "boards:route_detail": lambda side: side.route,
    "boards:route_edit": lambda side: side.route,
    "boards:step_create": lambda side: side.route,
    "boards:step_edit": lambda side: side.step,
    "boards:step_withdraw": lambda side: side.step,
    "boards:decision_create": lambda side: side.step,
    "boards:certificate_create": lambda side: side.bare_route,
    "boards:certificate_detail": lambda side: side.certificate,
    "boards:certificate_pdf": lambda side: side.certificate,
    "boards:signature_create": lambda side: side.certificate,
    "boards:report_create": lambda side: side.meeting,
    "boards:report_detail": lambda side: side.draft,
    "boards:report_detail (approved)": lambda side: side.approved,
    "boards:section_edit": lambda side: side.draft,
    "boards:section_edit (the chair's words)": lambda side: side.draft,
    "boards:report_refresh": lambda side: side.draft,
    "boards:report_approve": lambda side: side.draft,
    "boards:report_status": lambda side: side.draft,
    "boards:report_status (approved)": lambda side: side.approved,
    "boards:report_pdf": lambda side: side.cleared,
    "boards:clearance_create": lambda side: side.approved,
    "boards:report_publish": lambda side: side.cleared,
    "boards:publication_withdraw": lambda side: side.publication,
}
ARGUMENTS = {
    "areas:brand": {"colour": "00625b"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-def"},
    "account_confirm_email": {"key": "abc"},
    "inspections:judgement_create": {"visit": "revisit"},
    "boards:section_edit": {"key": "summary"},
    "boards:section_edit (the chair's words)": {"key": "chair"},
}
PUBLIC = {"published:area_detail", "published:publication_detail", "published:publication_pdf"}


def address(key: str, side, about: object = None) -> str:
    """The page of this row in this area; about another row than its own if one is given (or any id)."""
    name, asked = name_of(key), dict(ARGUMENTS.get(key, {}))
    if name in PUBLIC:
        asked["area_slug"] = side.area.slug
        if name != "published:area_detail":
            asked["slug"] = side.publication.slug
    elif ":" in name and name not in OF_NO_AREA:
        asked["area_slug"] = side.area.slug
    if key in ABOUT:
        row = ABOUT[key](side) if about is None else about
        asked["pk"] = getattr(row, "pk", row)
    return reverse(name, kwargs=asked) + ASKING.get(name, "")


OF_NO_AREA = {
    "areas:brand", "actions:my_actions", "actions:my_contributions", "published:area_list",
    "dates:calculator", "dates:calculator_json", "dates:calculator_ics", "published:national", "published:national_csv",
    "published:themes",
}  # fmt: skip
# Pages that answer a question, with a question they can answer.
A_RECEIPT = "?framework=2016&received=2019-05-02"
ASKING = {"dates:calculator_json": A_RECEIPT, "dates:calculator_ics": A_RECEIPT}


def day(name: str, value: date) -> dict:
    """A day as its three boxes send it."""
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def mark() -> dict:
    return {"submission": str(uuid.uuid4())}


SOON, LATE = date(2026, 11, 2), date(2027, 1, 4)
# What the area lead adds who records for the chair.
HEARD = {"heard_by": "call", **day("heard_on", date(2026, 10, 13))}


# What the area lead adds who records a signature; whoever signs by their own post signs today.
SIGNED = day("signed_on", date(2026, 10, 13))


def good_press(key: str, side) -> dict:
    """What a good press of this page's button sends."""
    return GOOD[key](side) if key in GOOD else {}


def _update(side) -> dict:
    heard = {"for_post": side.post.pk, "heard_by": "call", **day("heard_on", date(2026, 10, 13))}
    typed = {"stage": "in progress", "rag": "amber", "reason": "Ill", "route_to_green": "Hire", "wanted_from_board": ""}
    seen = {"version": side.action.version, **mark()}
    return {**typed, **day("green_by_on", SOON), **day("forecast_on", SOON), **heard, **seen}


def _finding(side) -> dict:
    facts = {"number": "9", "kind": "improvement", "text": "Slow", "words": "own", "words_from": "the letter"}
    return {**facts, "bodies": [side.council.pk], "question": side.inspection.framework.questions.first().pk}


def _pasted(side) -> dict:
    line = {"number_0": "7", "part_of_0": "", "text_0": "Slow"}
    return {**_finding(side), "lines": "Slow", **line}


def _event() -> dict:
    return {"kind": "planning meeting", "title": "", "happened": "early June 2019", "source_note": "A paper"}


def _inspection(side) -> dict:
    facts = {"title": "A revisit", "framework": side.inspection.framework_id, "kind": "full", "received_basis": ""}
    begun = {**day("started_on", date(2019, 3, 4)), **day("ended_on", date(2019, 3, 8))}
    return {**facts, **begun, "outcome": side.inspection.outcome_id}


def _action(side) -> dict:
    return {
        "reference": "X1", "title": "Do it", "success": "Done", "findings": [side.finding.pk], "is_statutory": "yes",
        "lead_posts": [side.post.pk], "reporting_post": side.post.pk, **LEAVE,
    }  # fmt: skip


# The plan has been submitted, so what it promises changes by leave.
LEAVE = {"reason": "Ill", "authority_level": "board", "authority": "The board"}


def _plan(side) -> dict:
    facts = {"kind": "local", "title": "New plan", "sources": [side.source.pk]}
    return {**facts, **day("started_on", SOON), **day("ends_on", LATE)}


def _stream(side) -> dict:
    return {"number": "7", "title": "Voice", "lead_body": side.council.pk, "lead_post": side.post.pk}


def _step(side) -> dict:
    facts = {"kind": "cabinet", "board": side.board.pk, "name": "", "organisation": side.council.pk, "turn": "2"}
    days = {"meeting": side.meeting.pk, "clearance_days": "5", "call_in_days": "5", "is_key_decision": "on"}
    return {**facts, "asked": "approve", **days, **day("papers_on", SOON), **day("notice_given_on", SOON)}


def _answer(row) -> dict:
    return {"version": row.version, **mark()}


def _document(side) -> dict:
    facts = {"kind": "letter", "title": "From the minister", "sender": "DfE", "recipient": "Us"}
    asked = {"confidentiality": "members", "asks_for": "A plan", **day("answer_due_on", LATE)}
    return {**facts, **day("dated_on", date(2026, 10, 1)), **asked}


GOOD = {
    "inspections:notice_create": lambda side: {
        "given_by": "The department", "source": side.source.pk, "review_months": 6, "requires": "More", **mark(),
        **day("issued_on", date(2026, 10, 1)), **day("deadline_on", LATE),
    },
    "inspections:notice_step_create": lambda side: {
        "kind": "updated", "words": "Later", **mark(), **day("happened_on", date(2026, 10, 2)),
        **day("deadline_on", LATE),
    },
    "inspections:notice_document_create": lambda side: {"document": side.reply.pk},
    "inspections:support_create": lambda side: {
        "offered_by": "Portsea", "brokered_by": "The department", "source": side.source.pk, "offers": "Data",
        **day("offered_on", date(2026, 10, 1)),
    },
    "inspections:support_step_create": lambda side: {
        "kind": "changed", "words": "Better", **mark(), **day("happened_on", date(2026, 10, 2)),
    },
    "inspections:source_document_create": lambda side: {"document": side.reply.pk, "about": side.finding.pk},
    "actions:plan_document_create": lambda side: {
        "document": side.reply.pk, "about": side.plan.submissions.first().verdicts.first().pk,
    },
    "boards:meeting_document_create": lambda side: {"document": side.reply.pk},
    "areas:document_create": lambda side: {**_document(side), "link": "https://www.example.org/l", **mark()},
    "areas:document_edit": lambda side: {**_document(side), "version": side.letter.version},
    "areas:version_create": lambda side: {"link": "https://www.example.org/2", "note": "Signed", **mark()},
    "areas:document_answer": lambda side: {
        **day("answered_on", date(2026, 10, 13)), "answer": side.reply.pk, "answer_note": "By post",
        "version": side.letter.version,
    },
    "areas:document_withdraw": lambda side: {"reason": "Not ours", "version": side.letter.version},
    "areas:membership_create": lambda side: {
        "email": "new@example.org", "name": "New", "organisation": side.council.pk, "role": "reader",
    },
    "areas:partner_create": lambda side: {"name": "A new body", "kind": "college", "short_name": "New"},
    "areas:succession_create": lambda side: {
        "bodies": [side.school.pk], "name": "A new body", "kind": "schools", "short_name": "New", "source": "An order",
        **day("ended_on", date(2026, 10, 1)),
    },
    "areas:succession_withdraw": lambda side: {"reason": "Not yet"},
    "areas:commissioning_create": lambda side: {"provider": side.school.pk, "commissioner": side.icb.pk},
    "areas:post_create": lambda side: {"organisation": side.council.pk, "title": "A new post"},
    "areas:post_appoint": lambda side: {"user": side.users["leading"].pk},
    "areas:officer_create": lambda side: {
        "role": "executive lead", "post": side.post.pk, **day("started_on", date(2026, 10, 1)),
    },
    "areas:officer_end": lambda side: day("ended_on", date(2026, 10, 14)),
    "areas:place_create": lambda side: {"kind": "locality", "name": "A new place"},
    "areas:area_edit": lambda side: {"name": "Another name", "brand_colour": "#123456"},
    "inspections:source_create": lambda side: {
        "kind": "strategy", "title": "A strategy", "given_by": "Us", **day("dated_on", SOON),
    },
    "inspections:theme_create": lambda side: {"name": "A new theme", "meaning": ""},
    "inspections:inspection_create": _inspection,
    "inspections:inspection_edit": lambda side: {
        **_inspection(side), "reason": "Wrong", "version": side.inspection.version,
    },
    "inspections:event_create": lambda side: _event(),
    "inspections:event_edit": lambda side: {**_event(), "reason": "Wrong", "version": side.event.version},
    "inspections:event_withdraw": lambda side: {"reason": "Not so", "version": side.event.version},
    "inspections:source_edit": lambda side: {
        "kind": "dfe letter", "title": "A letter", "given_by": "", **day("dated_on", EARLY), "reason": "Wrong",
        "version": side.review.version,
    },
    "inspections:count_create": lambda side: {"kind": "significant weakness", "count": "3", "said_in": "the letter"},
    "inspections:count_explain": lambda side: {"explanation": "One bullet", "version": side.stated.version},
    "inspections:insider_create": lambda side: {"membership": side.members["forum"].pk},
    "inspections:finding_create": _finding,
    "inspections:finding_paste": _pasted,
    "inspections:judgement_create": lambda side: {
        "inspection": side.revisit.pk, "body": "Ofsted and CQC", "source_note": "the letter",
        f"verdict_{side.finding.pk}": "not sufficient",
    },
    "inspections:judgement_edit": lambda side: {"verdict": "", "source_note": "the letter", "reason": "Wrong"},
    "inspections:finding_edit": lambda side: {
        **_finding(side), "kind": "significant weakness", "reason": "Wrong", "version": side.finding.version,
    },
    "inspections:deadline_override": lambda side: {
        "set_as": "agreed day", "due": "4 January 2027", "agreed_with": "DfE", "source_note": "A letter",
        "reason": "A letter", "version": side.deadline.version,
    },
    "inspections:deadline_proposal": lambda side: {
        "decision": "keep", "reason": "It is agreed", "version": side.due_evidence.version,
        "proposed_on": side.proposed_on.isoformat(),
    },
    "inspections:stated_create": lambda side: {
        "stated": "May 2021", "words": "Approx May 2021", "stated_in": "A paper", "explanation": "",
    },
    "inspections:stated_withdraw": lambda side: {"reason": "Misread", "version": side.stated_date.version},
    "inspections:rule_change": lambda side: {
        "amounts": "10", **day("from_on", LATE), "source": "A letter", "reason": "They ask for it",
    },
    "inspections:reviews_choose": lambda side: {
        "code": "own", "months": "3, 9", "source": "A letter", "reason": "As agreed",
        "version": side.inspection.version,
    },
    "inspections:deadline_meet": lambda side: {
        **day("met_on", date(2026, 10, 13)), "note": "On the local offer", "version": side.deadline.version,
    },
    "actions:plan_create": lambda side: {**_plan(side), "supersedes": side.old_plan.pk},
    "actions:plan_edit": lambda side: {**_plan(side), "version": side.plan.version},
    "actions:plan_edit (an ended plan)": lambda side: {**_plan(side), "version": side.old_plan.version},
    "actions:plan_submit": lambda side: {"note": "Again"},
    "actions:verdict_create": lambda side: {
        "outcome": "fit", "points": "Say how", "words": "own", "remarks": "Good", **day("letter_on", date(2026, 10, 1)),
    },
    "actions:plan_end": lambda side: {**day("ended_on", LATE), "reason": "Done"},
    "actions:verdict_sign": lambda side: {
        "body": "Governors", "points": [side.point.pk], "plan_decision": "Yes", **day("signed_on", date(2026, 10, 13)),
    },
    "actions:point_create": lambda side: {"text": "Say when", "words": "own"},
    "actions:point_edit": lambda side: {"text": "Say where", "words": "summary", "version": side.point.version},
    "actions:response_create": lambda side: {
        "text": "We said so", "actions": [side.action.pk], **day("answered_on", date(2026, 10, 12)), **mark(),
    },
    "actions:approval_create": lambda side: {
        "body": "Governors", "organisation": side.council.pk, "decision": "Yes",
        **day("approved_on", date(2026, 10, 1)),
    },
    "actions:workstream_create": _stream,
    "actions:workstream_create (in an ended plan)": _stream,
    "actions:workstream_edit": lambda side: {**_stream(side), "version": side.workstream.version},
    "actions:highlight_create": lambda side: {
        "rag": "red", "moderation_reason": "Seen", "done": "Met", "next": "Meet", "in_the_way": "", **mark(),
    },
    "actions:action_create": lambda side: {**_action(side), **day("due_on", LATE)},
    "actions:action_edit": lambda side: {
        **_action(side), "workstream": side.other_workstream.pk, "version": side.action.version,
    },
    "actions:action_move": lambda side: {**day("to_on", LATE), **LEAVE, "version": side.action.version},
    "actions:action_withdraw": lambda side: {**LEAVE, **_answer(side.action)},
    "actions:plan_succession": lambda side: {
        "reason_for_all": "Agreed", f"kind_{side.former.pk}": "dropped", f"to_{side.former.pk}": "",
        f"reason_{side.former.pk}": "No money",
    },
    "actions:update_create": _update,
    "actions:update_no_change": lambda side: _answer(side.action),
    "actions:contribution_create": lambda side: {
        "organisation": side.icb.pk, "asked": "A nurse", **day("wanted_by_on", SOON), **mark(),
    },
    "actions:contribution_agree": lambda side: {**_answer(side.asked), **day("for_on", SOON), "words": "Yes"},
    "actions:contribution_propose": lambda side: {**_answer(side.asked), **day("for_on", LATE), "words": "Later"},
    "actions:contribution_decline": lambda side: {**_answer(side.asked), "words": "No"},
    "actions:contribution_give": lambda side: {
        **_answer(side.agreed), "words": "Here", "rag": "green", "heard_by": "call",
        **day("heard_on", date(2026, 10, 13)),
    },
    "actions:contribution_confirm": lambda side: _answer(side.given),
    "actions:contribution_accept": lambda side: _answer(side.proposed),
    "actions:contribution_ask_again": lambda side: {
        **_answer(side.proposed), "words": "Sooner", **day("wanted_by_on", SOON),
    },
    "boards:board_create": lambda side: {
        "kind": "cabinet", "name": "Cabinet", "parent": side.board.pk, "plan": side.plan.pk,
        **day("established_on", EARLY),
    },
    "boards:board_edit": lambda side: {"kind": "partnership board", "name": "Another", "plan": side.plan.pk},
    "boards:board_place": lambda side: {"parent": side.board.pk},
    "boards:seat_create": lambda side: {
        "organisation": side.council.pk, "post": side.post.pk, "is_chair": "on", "is_required": "on",
    },
    "boards:seat_fill": lambda side: {"post": side.health_post.pk},
    "boards:meeting_create": lambda side: {"repeat": "once", "note": "Room 2", **day("meeting_on", LATE)},
    "boards:route_create": lambda side: {"edition": "Version 9", **day("ready_on", SOON), **day("submit_by_on", LATE)},
    "boards:route_edit": lambda side: {
        "edition": side.route.edition, "submission": side.submission.pk, "version": side.route.version,
    },
    "boards:step_create": _step,
    "boards:step_edit": lambda side: {**_step(side), "version": side.step.version},
    "boards:decision_create": lambda side: {
        "outcome": "delegated", "words": "Agreed", "delegated_to": side.post.pk, "conditions": "",
        **day("decided_on", date(2026, 10, 13)),
    },
    "boards:certificate_create": lambda side: {"bodies": [side.council.pk, side.icb.pk], "words": "We agree."},
    "boards:signature_create": lambda side: {"post": side.health_post.pk, **SIGNED, **HEARD},
    "boards:section_edit": lambda side: {"words": "In short.", "version": 1},
    "boards:section_edit (the chair's words)": lambda side: {"words": "I ask.", "version": 1, **HEARD},
    "boards:report_refresh": lambda side: {"version": side.draft.version},
    "boards:report_approve": lambda side: {"version": side.draft.version, **HEARD},
    "boards:clearance_create": lambda side: {
        "side": "council", "post": side.post.pk, **day("cleared_on", date(2026, 10, 14)),
    },
    "boards:report_publish": lambda side: {"version": side.cleared.version},
    "boards:publication_withdraw": lambda side: {"reason": "Wrong"},
}  # fmt: skip
EARLY = date(2026, 9, 1)
