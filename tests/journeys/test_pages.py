"""Every page there is, in a real browser at desktop and phone width: axe-core finds nothing, nothing runs sideways."""

import json
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from tests.journeys import stage
from tests.journeys.accessible import faults
from tests.journeys.conftest import NUMBERS
from tests.journeys.visitor import Visitor
from tests.test_house import pages

NOBODY, LEAD, CHAIR = "", "SEND programme manager", "Chair of the SEND Improvement Board"
HEALTH, PROVIDER, OFFICER = "Designated clinical officer", "Children's therapies manager", "EHC plan team manager"
SEVERAL_AREAS, WITH_PASSWORD = "SEND adviser", "Head of SEND"
AREA, ESSEX = {"area_slug": "wokingham"}, {"area_slug": "essex"}
WORCESTERSHIRE = {"area_slug": "worcestershire"}
# There, as the programme manager.
OTHER_AREAS = {"Essex": LEAD, "Worcestershire": LEAD, "Lancashire": "SEND partnership programme manager"}
LANCASHIRE = {"area_slug": "lancashire"}
RELEASE = {**AREA, "slug": "slug"}


def of(example, area=AREA, **more):
    return {**area, "pk": example, **more}


# Who looks at which page: (url name, person, what stands in the address). Strings there are the names of examples.
SHOWN = [
    ("home", NOBODY, {}),
    ("accessibility", NOBODY, {}),
    ("account_login", NOBODY, {}),
    ("account_reset_password", NOBODY, {}),
    ("account_reset_password_done", NOBODY, {}),
    ("account_reset_password_from_key", NOBODY, {"uidb36": "1", "key": "used-already"}),
    ("account_reset_password_from_key_done", NOBODY, {}),
    ("account_inactive", NOBODY, {}),
    ("account_signup", NOBODY, {}),
    ("dates:calculator", NOBODY, {}),
    ("published:national", NOBODY, {}),
    ("published:themes", NOBODY, {}),
    ("published:area_list", NOBODY, {}),
    ("published:area_detail", NOBODY, AREA),
    ("published:publication_detail", NOBODY, RELEASE),
    ("account_logout", LEAD, {}),
    ("account_reauthenticate", WITH_PASSWORD, {}),
    ("account_change_password", WITH_PASSWORD, {}),
    ("account_set_password", LEAD, {}),
    ("my_home", SEVERAL_AREAS, {}),
    ("boards:area_detail", LEAD, AREA),
    ("boards:area_detail", SEVERAL_AREAS, ESSEX),
    ("areas:people_list", LEAD, AREA),
    ("areas:membership_create", LEAD, AREA),
    ("areas:membership_end", LEAD, of("membership")),
    ("areas:partner_create", LEAD, AREA),
    ("areas:partner_end", LEAD, of("partner")),
    ("areas:succession_create", LEAD, AREA),
    ("areas:succession_withdraw", LEAD, of("partner")),
    ("areas:commissioning_create", LEAD, AREA),
    ("areas:post_create", LEAD, AREA),
    ("areas:post_detail", LEAD, of("post")),
    ("areas:post_appoint", LEAD, of("post")),
    ("areas:post_close", LEAD, of("post")),
    ("areas:holder_end", LEAD, of("holder")),
    ("areas:officer_list", LEAD, AREA),
    ("areas:officer_create", LEAD, AREA),
    ("areas:officer_end", LEAD, of("officer")),
    ("areas:place_create", LEAD, AREA),
    ("areas:area_edit", LEAD, AREA),
    ("areas:document_list", LEAD, AREA),
    ("areas:document_create", LEAD, AREA),
    ("areas:document_detail", LEAD, of("document")),
    ("areas:document_edit", LEAD, of("document")),
    ("areas:version_create", LEAD, of("document")),
    ("areas:document_answer", LEAD, of("document")),
    ("areas:document_withdraw", LEAD, of("document")),
    ("areas:history_list", LEAD, AREA),
    ("areas:reminder_list", LEAD, AREA),
    ("inspections:source_list", LEAD, AREA),
    ("inspections:inspection_create", LEAD, AREA),
    ("inspections:register_start", LEAD, AREA),
    ("inspections:theme_list", LEAD, AREA),
    ("inspections:theme_create", LEAD, AREA),
    ("inspections:inspection_edit", LEAD, of("inspection")),
    ("inspections:source_create", LEAD, AREA),
    ("inspections:source_detail", LEAD, of("source")),
    ("inspections:event_create", LEAD, of("inspection")),
    ("inspections:event_edit", LEAD, of("event")),
    ("inspections:event_withdraw", LEAD, of("event")),
    ("inspections:source_detail", "Worcestershire", of("revisited", WORCESTERSHIRE)),
    ("inspections:source_edit", "Worcestershire", of("peer review", WORCESTERSHIRE)),
    ("inspections:count_create", LEAD, of("source")),
    ("inspections:count_explain", "Worcestershire", of("stated", WORCESTERSHIRE)),
    ("inspections:judgement_create", LEAD, of("source", visit="revisit")),
    ("inspections:judgement_edit", "Worcestershire", of("judgement", WORCESTERSHIRE)),
    ("inspections:finding_detail", "Worcestershire", of("judged", WORCESTERSHIRE)),
    ("inspections:finding_paste", LEAD, of("source")),
    ("inspections:notice_list", LEAD, AREA),
    ("inspections:notice_create", LEAD, AREA),
    ("inspections:notice_detail", LEAD, of("notice")),
    ("inspections:notice_step_create", LEAD, of("notice")),
    ("inspections:notice_document_create", LEAD, of("notice")),
    ("inspections:notice_document_end", LEAD, of("attached to notice")),
    ("inspections:support_create", LEAD, AREA),
    ("inspections:support_step_create", LEAD, of("offer")),
    ("inspections:source_document_create", LEAD, of("source")),
    ("inspections:source_document_end", LEAD, of("attached to source")),
    ("inspections:insider_create", LEAD, of("embargoed")),
    ("inspections:insider_end", LEAD, of("insider")),
    ("inspections:finding_create", LEAD, of("source")),
    ("inspections:finding_edit", LEAD, of("finding")),
    ("inspections:deadline_list", LEAD, AREA),
    ("inspections:deadline_list", SEVERAL_AREAS, ESSEX),
    ("inspections:deadline_override", "Essex", of("deadline", ESSEX)),
    ("inspections:deadline_meet", "Essex", of("deadline", ESSEX)),
    ("inspections:stated_create", "Essex", of("deadline", ESSEX)),
    ("inspections:stated_withdraw", LEAD, of("stated date")),
    ("inspections:rule_list", LEAD, AREA),
    ("inspections:rule_change", LEAD, of("rule")),
    ("inspections:reviews_choose", LEAD, of("inspection")),
    ("actions:my_actions", OFFICER, {}),
    ("actions:my_contributions", HEALTH, {}),
    ("actions:plan_list", LEAD, AREA),
    ("actions:plan_create", LEAD, AREA),
    ("actions:plan_detail", LEAD, of("plan")),
    ("actions:plan_document_list", LEAD, of("plan")),
    ("actions:plan_document_create", LEAD, of("plan")),
    ("actions:plan_document_end", LEAD, of("attached to plan")),
    ("actions:plan_edit", LEAD, of("plan")),
    ("actions:plan_submit", LEAD, of("plan")),
    ("actions:verdict_create", LEAD, of("submission")),
    ("actions:approval_create", LEAD, of("plan")),
    ("actions:plan_end", LEAD, of("plan")),
    ("actions:plan_changes", LEAD, of("plan")),
    ("actions:plan_succession", "Lancashire", of("improvement plan", LANCASHIRE)),
    ("actions:finding_plans", "Lancashire", of("fundamental failing", LANCASHIRE)),
    ("actions:finding_plans", LEAD, of("finding")),
    ("actions:verdict_detail", LEAD, of("verdict")),
    ("actions:verdict_sign", LEAD, of("verdict")),
    ("actions:point_create", LEAD, of("verdict")),
    ("actions:point_edit", LEAD, of("point")),
    ("actions:response_create", LEAD, of("point")),
    ("actions:finding_list", LEAD, of("plan")),
    ("actions:workstream_create", LEAD, of("plan")),
    ("actions:workstream_detail", LEAD, of("workstream")),
    ("actions:workstream_edit", LEAD, of("workstream")),
    ("actions:action_create", LEAD, of("workstream")),
    ("actions:action_detail", LEAD, of("action")),
    ("actions:action_edit", LEAD, of("action")),
    ("actions:action_move", LEAD, of("action")),
    ("actions:action_withdraw", LEAD, of("action")),
    ("actions:update_create", LEAD, of("action")),
    ("actions:update_create", OFFICER, of("action")),
    ("actions:highlight_create", LEAD, of("workstream")),
    ("actions:contribution_create", LEAD, of("action")),
    ("actions:contribution_detail", LEAD, of("given")),
    ("actions:contribution_agree", PROVIDER, of("asked")),
    ("actions:contribution_propose", PROVIDER, of("asked")),
    ("actions:contribution_decline", PROVIDER, of("asked")),
    ("actions:contribution_give", PROVIDER, of("agreed")),
    ("actions:contribution_give", LEAD, of("agreed")),
    ("actions:contribution_ask_again", LEAD, of("proposed")),
    ("boards:board_list", LEAD, AREA),
    ("boards:board_create", LEAD, AREA),
    ("boards:board_detail", LEAD, of("board")),
    ("boards:board_edit", LEAD, of("board")),
    ("boards:board_place", LEAD, of("board")),
    ("boards:board_close", LEAD, of("board")),
    ("boards:seat_create", LEAD, of("board")),
    ("boards:seat_fill", LEAD, of("seat")),
    ("boards:seat_end", LEAD, of("seat")),
    ("boards:meeting_create", LEAD, of("board")),
    ("boards:meeting_detail", LEAD, of("meeting")),
    ("boards:meeting_document_create", LEAD, of("meeting")),
    ("boards:meeting_document_end", LEAD, of("attached to meeting")),
    ("boards:meeting_cancel", LEAD, of("meeting")),
    ("boards:route_current", LEAD, of("plan")),
    ("boards:route_create", LEAD, of("plan")),
    ("boards:route_detail", "Worcestershire", of("route", WORCESTERSHIRE)),
    ("boards:route_edit", "Worcestershire", of("route", WORCESTERSHIRE)),
    ("boards:step_create", "Worcestershire", of("route", WORCESTERSHIRE)),
    ("boards:step_edit", "Worcestershire", of("step", WORCESTERSHIRE)),
    ("boards:step_withdraw", "Worcestershire", of("step", WORCESTERSHIRE)),
    ("boards:decision_create", "Worcestershire", of("step", WORCESTERSHIRE)),
    ("boards:certificate_create", "Worcestershire", of("route", WORCESTERSHIRE)),
    ("boards:certificate_detail", "Worcestershire", of("certificate", WORCESTERSHIRE)),
    ("boards:signature_create", "Worcestershire", of("certificate", WORCESTERSHIRE)),
    ("boards:report_detail", LEAD, of("draft")),
    ("boards:report_detail", CHAIR, of("approved")),
    ("boards:section_edit", CHAIR, of("draft", key="chair")),
    ("boards:report_approve", CHAIR, of("draft")),
    ("boards:clearance_create", LEAD, of("approved")),
    ("boards:report_publish", LEAD, of("approved")),
    ("boards:publication_withdraw", LEAD, of("publication")),
]
NOT_SHOWN = {
    "health": "words for machines",
    "health_ready": "numbers for machines",
    "areas:brand": "a style sheet",
    "published:national_csv": "a spreadsheet",
    "dates:calculator_json": "JSON for programs",
    "dates:calculator_ics": "a calendar file",
    "areas:document_file": "a file to keep, as it was handed in",
    "inspections:deadline_proposal": "nothing is proposed in the story",
    "boards:report_status": "JSON for the page that waits",
    "boards:report_pdf": "a PDF, checked with its own checker",
    "boards:certificate_pdf": "a PDF, checked with its own checker",
    "published:publication_pdf": "a PDF, checked with its own checker",
    "demo_sign_in": "a press, no page",
    "actions:update_no_change": "a press, no page",
    "actions:contribution_accept": "a press, no page",
    "actions:contribution_confirm": "a press, no page",
    "boards:report_create": "a press, no page",
    "boards:report_refresh": "a press, no page",
    "account_email": "closed: the area lead looks after addresses",
    "account_email_verification_sent": "closed: an invitation is the proof of an address",
    "account_confirm_email": "closed: an invitation is the proof of an address",
    "account_confirm_login_code": "closed: no sign-in by code",
}
# Forms that may be sent empty, or that only ask to be sure.
NOTHING_TO_GET_WRONG = {
    "inspections:source_document_end", "inspections:notice_document_end", "actions:plan_document_end",
    "boards:meeting_document_end",
    "areas:membership_end", "areas:partner_end", "areas:post_close", "areas:holder_end", "actions:plan_submit",
    "inspections:insider_end", "boards:step_withdraw",
    "boards:board_place", "boards:board_close", "boards:seat_end", "boards:meeting_cancel", "boards:section_edit",
    "boards:report_approve", "boards:report_publish", "account_logout",
}  # fmt: skip


def test_every_page_is_shown_or_named_with_its_reason():
    shown = {name for name, _, _ in SHOWN}
    assert shown & NOT_SHOWN.keys() == set()
    assert shown | NOT_SHOWN.keys() == {name for name, _ in pages()}


@pytest.fixture(scope="module")
def museum(told):
    """A running copy that this module alone walks through, with a report drafted."""
    with stage.running(told, f"museum_{next(NUMBERS)}") as site:
        yield site


@pytest.fixture(scope="module")
def people(browser, museum):
    """`people(post)`: that person's window, opened once."""
    found = {}

    def _people(post) -> Visitor:
        if post not in found:
            found[post] = Visitor(browser, museum.address)
            if post:
                area, name = (post, OTHER_AREAS[post]) if post in OTHER_AREAS else ("Wokingham", post)
                found[post].sign_in(name, area)
        return found[post]

    yield _people
    for visitor in found.values():
        visitor.context.close()
    assert [fault for visitor in found.values() for fault in visitor.faults] == []


@pytest.fixture(scope="module")
def examples(museum, people):
    """The rows the addresses are made with; the draft is drafted here."""
    command = [sys.executable, "-m", "tests.journeys.examples"]
    env = museum.env | {"DJANGO_SETTINGS_MODULE": "send_tracker.settings"}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    lead = people(LEAD)
    lead.visit(f"/areas/wokingham/meetings/{found['meeting']}/")
    lead.press("Draft the report")
    found["draft"] = int(re.search(r"/reports/(\d+)/", lead.path)[1])
    return found


def named(row) -> str:
    name, post, _ = row
    return f"{name} as {post or 'nobody'}"


@pytest.mark.parametrize("row", SHOWN, ids=named)
def test_a_page_is_accessible_at_every_width(row, people, examples):
    name, post, where = row
    visitor = people(post)
    address = reverse(name, kwargs={part: examples.get(value, value) for part, value in where.items()})
    status = visitor.visit(address)
    assert (status, visitor.path) == (200, address)
    assert faults(visitor.page) == []

    form = visitor.page.locator("main form[novalidate][method=post]").first
    if name not in NOTHING_TO_GET_WRONG and form.count():
        empty(form)
        visitor.press(re.compile("."), within=form)
        assert visitor.summary(), "an empty form is not refused"
        assert faults(visitor.page) == []


def empty(form) -> None:
    """Take out whatever a form begins with, so that it cannot be saved."""
    for box in form.locator("input[type=text], input[type=email], input[type=password], textarea").all():
        box.fill("")
    for box in form.locator("input[type=checkbox]").all():
        box.set_checked(False)
    for choice in form.locator("select").all():
        choice.select_option(index=0)
