"""Who may do what on each page: one row a page, read as documentation.

A row says what kind of page it is and who may use it. The rest follows by rule (`outcome`): who is not signed in is
sent to the sign-in page; who is no member of the area is told that there is no such page; a member without the right
is refused; a page answers no other method than its own.
"""

from dataclasses import dataclass

OK, NOTFOUND, FORBIDDEN, LOGIN, METHOD = "ok", "not found", "forbidden", "login", "method"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")

# Everybody who may knock at a page of area A.
ACTORS = {
    "anonymous": "nobody is signed in",
    "gone": "signed in as a reader of A, and then the account was shut",
    "outsider": "signed in, a member of nothing",
    "staff": "platform staff: there is no such flag, so it is somebody signed in without any membership",
    "former": "signed in as a reader of A, and then the membership was ended",
    "lead": "area lead of A, for its council",
    "leading": "officer of A's council who holds the post that leads the action and the workstream",
    "officer": "officer of A's council who holds no post",
    "health": "health lead of A, for the board that serves A and B",
    "both": "health lead of A and of B, for that same board",
    "contributor": "contributor in A, for a trust that board commissions",
    "forum": "parent carer forum of A",
    "chair": "board chair in A",
    "adviser": "adviser in A, for a department",
    "reader": "reader in A",
    "lead of B": "area lead of B",
    "reader of B": "reader in B",
}
SHUT_OUT = {"anonymous", "gone"}
STRANGERS = {"outsider", "staff", "former", "lead of B", "reader of B"}
SIGNED_IN = set(ACTORS) - SHUT_OUT

MEMBERS = SIGNED_IN - STRANGERS
LEAD = {"lead"}
LEADING = {"leading"}
UPDATING = {"lead", "leading"}
ASKING = {"lead", "officer", "leading", "health", "both"}
RECORDING = ASKING  # letters and other documents
ANSWERING = {"health", "both"}  # the board owes it
SETTLING = {"lead", "officer", "leading"}  # the council asked for it
DRAFT_READERS = {"lead", "officer", "leading", "health", "both", "chair"}
DRAFTING = {"lead", "officer", "leading", "chair"}
CHAIR = {"chair", "lead"}  # the lead records it for the chair
NOBODY = frozenset()


@dataclass(frozen=True)
class Page:
    """A page: who gets an answer to GET (and HEAD), who to POST; None where the page does not know the method."""

    get: frozenset | None
    post: frozenset | None
    walled: bool = True  # it belongs to an area: strangers are told there is no such page
    is_open: bool = False  # nobody need be signed in
    refusal: str = FORBIDDEN  # what somebody within the walls without the right is told


def reads(who) -> Page:
    """A page to be read. POST is no method of it."""
    return Page(get=frozenset(who), post=None)


def form(who) -> Page:
    """A form, and what it does."""
    return Page(get=frozenset(who), post=frozenset(who))


def press(who) -> Page:
    """One press of a button: there is nothing to GET."""
    return Page(get=None, post=frozenset(who))


def opens() -> Page:
    """A page for anybody, to be read."""
    return Page(get=frozenset(ACTORS), post=None, walled=False, is_open=True)


def account(get=SIGNED_IN, post=SIGNED_IN, **kind) -> Page:
    """A page of one's own account."""
    return Page(get=get and frozenset(get), post=post and frozenset(post), walled=False, **kind)


PAGES = {
    # the front door, for anybody
    "home": opens(),
    "health": opens(),
    "health_ready": opens(),
    "accessibility": opens(),
    "areas:brand": opens(),
    "dates:calculator": opens(),
    "dates:calculator_json": opens(),
    "dates:calculator_ics": opens(),
    "published:national": opens(),
    "published:national_csv": opens(),
    "published:themes": opens(),
    "published:area_list": opens(),
    "published:area_detail": opens(),
    "published:publication_detail": opens(),
    "published:publication_pdf": opens(),
    # outside the demonstration there is no such page
    "demo_sign_in": account(get=None, post=NOBODY, is_open=True, refusal=NOTFOUND),
    # one's own account
    "account_login": account(get=ACTORS, post=ACTORS, is_open=True),
    "account_logout": account(get=ACTORS, post=ACTORS, is_open=True),
    "account_inactive": account(get=ACTORS, post=None, is_open=True),
    "account_signup": account(get=ACTORS, post=ACTORS, is_open=True),  # it says that people are added by their area
    "account_reset_password": account(get=ACTORS, post=ACTORS, is_open=True),
    "account_reset_password_done": account(get=ACTORS, post=None, is_open=True),
    "account_reset_password_from_key": account(get=ACTORS, post=ACTORS, is_open=True),
    "account_reset_password_from_key_done": account(get=ACTORS, post=None, is_open=True),
    "account_confirm_email": account(get=ACTORS, post=NOBODY, is_open=True, refusal=NOTFOUND),  # of no such key
    "account_email_verification_sent": account(get=ACTORS, post=None, is_open=True),
    "account_confirm_login_code": account(get=ACTORS, post=ACTORS, is_open=True),
    "account_reauthenticate": account(get=NOBODY, post=NOBODY),  # of those who have no password, as here
    "account_email": account(get=NOBODY, post=NOBODY, refusal=NOTFOUND),  # nobody takes an address by themselves
    "account_change_password": account(),
    "account_set_password": account(),
    # of all one's areas together
    "my_home": account(post=None),
    "actions:my_actions": account(post=None),
    "actions:my_contributions": account(post=None),
    # the area's home, its people and bodies
    "boards:area_detail": reads(MEMBERS),
    "areas:people_list": reads(MEMBERS),
    "areas:membership_create": form(LEAD),
    "areas:membership_end": form(LEAD),
    "areas:partner_create": form(LEAD),
    "areas:partner_end": form(LEAD),
    "areas:succession_create": form(LEAD),
    "areas:succession_withdraw": form(LEAD),
    "areas:commissioning_create": form(LEAD),
    "areas:post_create": form(LEAD),
    "areas:post_detail": reads(MEMBERS),
    "areas:post_appoint": form(LEAD),
    "areas:post_close": form(LEAD),
    "areas:holder_end": form(LEAD),
    "areas:officer_list": reads(MEMBERS),
    "areas:officer_create": form(LEAD),
    "areas:officer_end": form(LEAD),
    "areas:place_create": form(LEAD),
    "areas:area_edit": form(LEAD),
    # letters and documents
    "areas:document_list": reads(MEMBERS),
    "areas:document_create": form(RECORDING),
    "areas:document_detail": reads(MEMBERS),
    "areas:document_detail (for area leads alone)": Page(get=frozenset(LEAD), post=None, refusal=NOTFOUND),
    "areas:document_edit": form(RECORDING),
    "areas:version_create": form(RECORDING),
    "areas:document_answer": form(RECORDING),
    "areas:document_withdraw": form(RECORDING),
    "areas:document_file": reads(MEMBERS),
    "areas:document_file (for area leads alone)": Page(get=frozenset(LEAD), post=None, refusal=NOTFOUND),
    "areas:history_list": reads(LEAD),
    "areas:reminder_list": reads(LEAD),
    # what the inspectors said, and the dates that follow
    "inspections:source_list": reads(MEMBERS),
    "inspections:source_create": form(LEAD),
    "inspections:source_detail": reads(MEMBERS),
    "inspections:inspection_create": form(LEAD),
    "inspections:register_start": reads(LEAD),
    "inspections:theme_list": reads(MEMBERS),
    "inspections:theme_create": form(LEAD),
    "inspections:inspection_edit": form(LEAD),
    "inspections:event_create": form(LEAD),
    "inspections:event_edit": form(LEAD),
    "inspections:event_edit (withdrawn)": form(NOBODY),
    "inspections:event_withdraw": form(LEAD),
    "inspections:source_edit": form(LEAD),
    "inspections:count_create": form(LEAD),
    "inspections:count_explain": form(LEAD),
    # of an inspection under embargo: there is no such page for anybody who is not let in
    "inspections:insider_create": Page(get=frozenset(LEAD), post=frozenset(LEAD), refusal=NOTFOUND),
    "inspections:insider_end": Page(get=frozenset(LEAD), post=frozenset(LEAD), refusal=NOTFOUND),
    "inspections:finding_create": form(LEAD),
    "inspections:finding_detail": reads(MEMBERS),
    "inspections:finding_paste": form(LEAD),
    "inspections:judgement_create": form(LEAD),
    "inspections:judgement_edit": form(LEAD),
    "inspections:finding_edit": form(LEAD),
    "inspections:deadline_list": reads(MEMBERS),
    "inspections:deadline_override": form(LEAD),
    "inspections:deadline_override (met already)": form(NOBODY),
    "inspections:deadline_meet": form(LEAD),
    "inspections:deadline_meet (met already)": form(NOBODY),
    "inspections:notice_list": reads(MEMBERS),
    "inspections:notice_create": form(LEAD),
    "inspections:notice_detail": reads(MEMBERS),
    "inspections:notice_step_create": form(LEAD),
    "inspections:notice_document_create": form(RECORDING),
    "inspections:notice_document_end": form(RECORDING),
    "inspections:support_create": form(LEAD),
    "inspections:support_step_create": form(LEAD),
    "inspections:source_document_create": form(RECORDING),
    "inspections:source_document_end": form(RECORDING),
    "inspections:deadline_proposal": form(LEAD),
    "inspections:deadline_proposal (met already)": form(NOBODY),
    "inspections:stated_create": form(LEAD),
    "inspections:stated_withdraw": form(LEAD),
    "inspections:rule_list": reads(MEMBERS),
    "inspections:rule_change": form(LEAD),
    "inspections:reviews_choose": form(LEAD),
    # the plan
    "actions:plan_list": reads(MEMBERS),
    "actions:plan_create": form(LEAD),
    "actions:plan_detail": reads(MEMBERS),
    "actions:plan_edit": form(LEAD),
    "actions:plan_edit (an ended plan)": form(NOBODY),
    "actions:plan_document_list": reads(MEMBERS),
    "actions:plan_document_create": form(RECORDING),
    "actions:plan_document_end": form(RECORDING),
    "actions:plan_submit": form(LEAD),
    "actions:verdict_create": form(LEAD),
    "actions:approval_create": form(LEAD),
    "actions:plan_end": form(LEAD),
    "actions:plan_changes": reads(MEMBERS),
    "actions:plan_succession": Page(get=frozenset(MEMBERS), post=frozenset(LEAD)),
    "actions:finding_plans": reads(MEMBERS),
    "actions:verdict_detail": reads(MEMBERS),
    "actions:verdict_sign": form(LEAD),
    "actions:point_create": form(LEAD),
    "actions:point_edit": form(LEAD),
    "actions:response_create": form(LEAD),
    "actions:finding_list": reads(MEMBERS),
    "actions:workstream_create": form(LEAD),
    "actions:workstream_create (in an ended plan)": form(NOBODY),
    "actions:workstream_detail": reads(MEMBERS),
    "actions:workstream_edit": form(LEAD),
    "actions:highlight_create": form(UPDATING),
    "actions:action_create": form(LEAD),
    "actions:action_detail": reads(MEMBERS),
    "actions:action_edit": form(LEAD),
    "actions:action_move": form(LEAD),
    "actions:action_withdraw": form(LEAD),
    "actions:update_create": form(UPDATING),
    "actions:update_no_change": press(LEADING),
    # what a body is asked to give
    "actions:contribution_create": form(ASKING),
    "actions:contribution_detail": reads(MEMBERS),
    "actions:contribution_agree": form(ANSWERING),
    "actions:contribution_propose": form(ANSWERING),
    "actions:contribution_decline": form(ANSWERING),
    "actions:contribution_give": form(ANSWERING | LEAD),
    "actions:contribution_confirm": press(ANSWERING),
    "actions:contribution_accept": press(SETTLING),
    "actions:contribution_ask_again": form(SETTLING),
    # boards, seats, meetings
    "boards:board_list": reads(MEMBERS),
    "boards:board_create": form(LEAD),
    "boards:board_detail": reads(MEMBERS),
    "boards:board_edit": form(LEAD),
    "boards:board_place": form(LEAD),
    "boards:board_close": form(LEAD),
    "boards:seat_create": form(LEAD),
    "boards:seat_fill": form(LEAD),
    "boards:seat_end": form(LEAD),
    "boards:meeting_create": form(LEAD),
    "boards:meeting_detail": reads(MEMBERS),
    "boards:meeting_cancel": form(LEAD),
    "boards:meeting_document_create": form(RECORDING),
    "boards:meeting_document_end": form(RECORDING),
    # how the plan is approved and signed
    "boards:route_current": reads(MEMBERS),
    "boards:route_current (of no version yet)": reads(MEMBERS),
    "boards:route_create": form(LEAD),
    "boards:route_detail": reads(MEMBERS),
    "boards:route_edit": form(LEAD),
    "boards:step_create": form(LEAD),
    "boards:step_edit": form(LEAD),
    "boards:step_withdraw": form(LEAD),
    "boards:decision_create": form(LEAD),
    "boards:certificate_create": form(LEAD),
    "boards:certificate_detail": reads(MEMBERS),
    "boards:certificate_pdf": reads(MEMBERS),
    "boards:signature_create": form(LEAD),  # recorded for health; the council has signed by its own post
    # the report, and what is released of it
    "boards:report_create": press(DRAFTING),
    "boards:report_detail": reads(DRAFT_READERS),
    "boards:report_detail (approved)": reads(MEMBERS),
    "boards:section_edit": form(DRAFTING),
    "boards:section_edit (the chair's words)": form(CHAIR),
    "boards:report_refresh": press(DRAFTING),
    "boards:report_approve": form(CHAIR),
    "boards:report_status": reads(DRAFT_READERS),
    "boards:report_status (approved)": reads(MEMBERS),
    "boards:report_pdf": Page(get=frozenset(MEMBERS), post=frozenset(DRAFTING)),
    "boards:clearance_create": form(LEAD),
    "boards:report_publish": form(LEAD),
    "boards:publication_withdraw": form(LEAD),
}


def name_of(key: str) -> str:
    """The URL name of a row: what stands before the state it speaks of."""
    return key.partition(" (")[0]


def outcome(page: Page, method: str, actor: str) -> str:
    """What this actor gets to this method on this page: the rules that fill in the table."""
    if method in ("PUT", "DELETE"):
        return METHOD
    allowed = page.post if method == "POST" else page.get
    if actor in SHUT_OUT and not page.is_open:
        return LOGIN
    if page.walled and page.post is None and allowed is None:
        return METHOD  # a page to be read says so of itself, before it is asked who knocks
    if page.walled and actor in STRANGERS:
        return NOTFOUND
    if allowed is None:
        return METHOD if not page.walled or actor in page.post else page.refusal
    return OK if actor in allowed else page.refusal


PERMS = {
    key: {method: {actor: outcome(page, method, actor) for actor in ACTORS} for method in METHODS}
    for key, page in PAGES.items()
}
EXPECTED_CELLS = 16_320
