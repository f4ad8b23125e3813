"""One area with a large plan, made up from a seed: the same seed and day give the same rows."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from actions.models import Action, ActionLead, ActionUpdate, Contribution, HighlightReport, Plan, Workstream
from areas.models import LocalArea, Membership, Organisation, Post, Role, User
from boards.models import Report
from boards.services.reports import draft_report
from inspections.models import Finding, Framework
from inspections.services import record_inspection
from send_tracker.lib.dates import month_of
from tests.factories.actions import make_plan, make_workstream
from tests.factories.areas import make_area, make_membership, make_organisation, make_post, make_user
from tests.factories.boards import make_board, make_meeting, make_seat
from tests.factories.inspections import make_finding

MONTH = timedelta(days=30)
WORKSTREAMS, FINDINGS, POSTS_OF_A_BODY = 8, 12, 3
BODIES = (
    ("council", "Northshire Council"),
    ("icb", "Shires Integrated Care Board"),
    ("nhs trust", "Shires Community NHS Trust"),
    ("social care", "Northshire Children’s Social Care"),
    ("schools", "Northshire Schools Partnership"),
    ("forum", "Northshire Parent Carer Forum"),
)
WORDS = [
    "agree",
    "assessment",
    "board",
    "care",
    "carer",
    "child",
    "clear",
    "clinic",
    "co-produce",
    "commission",
    "data",
    "deliver",
    "early",
    "education",
]


@dataclass(frozen=True)
class Made:
    """What was made, and the person who looks at it: the area lead, who also leads some of the actions."""

    user: User
    area: LocalArea
    plan: Plan
    action: Action
    finding: Finding
    report: Report


def fill(*, actions: int, updates: int, seed: int, on: date) -> Made:
    """An area with one plan of so many actions, each with so many updates, one a month until `on`.

    Around it: an inspection and what it found, who leads what, contributions asked for, highlight reports, a board
    with a year of meetings, and the draft of its next report.
    """
    random = Random(seed)
    start = on - (updates + 2) * MONTH
    area = make_area("Northshire")
    bodies = [make_organisation(area, name, kind) for kind, name in BODIES]
    lead = make_membership(make_user("Ada", "ada@example.org"), area, bodies[0], Role.LEAD)
    posts = [
        make_post(area, body, f"Lead for {_words(random, 2)} {number}", lead.user if body is bodies[0] else None)
        for body in bodies
        for number in range(1, POSTS_OF_A_BODY + 1)
    ]
    inspection = record_inspection(
        area=area, title="Local area inspection", framework=Framework.objects.get(code="2016"),
        started_on=start - 3 * MONTH, ended_on=start - 3 * MONTH + timedelta(days=4), letter_on=start - MONTH,
        report_received_on=start - MONTH, report_published_on=start - MONTH + timedelta(days=10),
        outcome=Framework.objects.get(code="2016").outcomes.get(code="wsoa_required"), by=lead, on=start,
    )  # fmt: skip
    findings = [
        make_finding(inspection.source, text=_sentence(random, 30), bodies=random.sample(bodies, 2))
        for _ in range(FINDINGS)
    ]
    plan = make_plan(area, sources=[inspection.source], started_on=start, title="Written statement of action")
    workstreams = [
        make_workstream(plan, post.organisation, post, title=_words(random, 4).capitalize())
        for post in random.sample(posts, WORKSTREAMS)
    ]
    rows = _actions(random, plan, workstreams, actions, updates, on)
    _leads_and_findings(random, rows, posts, findings)
    _updates(random, rows, updates, lead, on)
    _contributions(random, rows, bodies, lead, on)
    _highlights(random, workstreams, lead, on)
    report = _report(plan, posts, lead, on)
    return Made(lead.user, area, plan, rows[0], findings[0], report)


def _words(random: Random, number: int) -> str:
    return " ".join(random.choices(WORDS, k=number))


def _sentence(random: Random, number: int) -> str:
    return _words(random, number).capitalize() + "."


def _key(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128))


def _actions(
    random: Random, plan: Plan, workstreams: list[Workstream], number: int, updates: int, on: date
) -> list[Action]:
    """Two thirds in progress, the others complete or not begun; some are overdue."""
    rows = []
    for at in range(number):
        stage = random.choices(["in progress", "complete", "not started"], [66, 22, 12])[0]
        updated_on = on - timedelta(days=random.randrange(1, 40))
        first_due_on = on + timedelta(days=random.randrange(-60, 400))
        rows.append(
            Action(
                plan=plan, workstream=workstreams[at % len(workstreams)], reference=f"A{at + 1}", position=at + 1,
                title=_sentence(random, 9), success=_sentence(random, 20), added_on=plan.started_on,
                first_due_on=first_due_on, due_on=first_due_on + random.choice([0, 0, 2]) * MONTH, stage=stage,
                rag=random.choices(["red", "amber", "green"], [1, 3, 6])[0] if stage == "in progress" else "",
                completed_on=updated_on - random.randrange(updates) * MONTH if stage == "complete" else None,
                updated_on=updated_on,
            )
        )  # fmt: skip
    return Action.objects.bulk_create(rows)


def _leads_and_findings(random: Random, actions: list[Action], posts: list[Post], findings: list[Finding]) -> None:
    leads, answers = [], []
    answer = Action.findings.through
    for action in actions:
        chosen = random.sample(posts, random.choice([1, 2, 2, 3]))
        leads += [ActionLead(action=action, post=post, is_reporting=post is chosen[0]) for post in chosen]
        answers += [answer(action=action, finding=found) for found in random.sample(findings, random.choice([1, 1, 2]))]
    ActionLead.objects.bulk_create(leads)
    answer.objects.bulk_create(answers)


def _updates(random: Random, actions: list[Action], number: int, by: Membership, on: date) -> None:
    """One a month; the last one says what the action says of itself."""
    rows = []
    for action in actions:
        for ago in range(number - 1, -1, -1):
            said_on = action.updated_on - ago * MONTH
            stage = action.stage
            if action.completed_on and said_on < action.completed_on:
                stage = "in progress"
            rag = (
                (action.rag if ago == 0 else random.choice(["red", "amber", "green"])) if stage == "in progress" else ""
            )
            rows.append(
                ActionUpdate(
                    action=action, on=said_on, recorded_by=by, submission=_key(random), stage=stage, rag=rag,
                    reason=_sentence(random, 25),
                    route_to_green=_sentence(random, 18) if rag in ("red", "amber") else "",
                    green_by_on=said_on + 3 * MONTH if rag in ("red", "amber") else None,
                    wanted_from_board=_sentence(random, 10) if rag == "red" else "",
                )
            )  # fmt: skip
    ActionUpdate.objects.bulk_create(rows, batch_size=500)


def _contributions(random: Random, actions: list[Action], bodies: list[Organisation], by: Membership, on: date) -> None:
    """One for every third action, a third of them given and confirmed."""
    Contribution.objects.bulk_create(
        Contribution(
            action=action, organisation=random.choice(bodies[1:]), asked=_sentence(random, 14), asked_by=by,
            asked_on=on - 2 * MONTH, wanted_by_on=on + MONTH, first_wanted_by_on=on + MONTH, submission=_key(random),
            state=random.choice(["asked", "agreed", "confirmed"]),
            agreed_for_on=on + timedelta(days=random.randrange(-20, 40)),
        )
        for action in actions[::3]
    )  # fmt: skip


def _highlights(random: Random, workstreams: list[Workstream], by: Membership, on: date) -> None:
    HighlightReport.objects.bulk_create(
        HighlightReport(
            workstream=workstream, month_on=month_of(on - ago * MONTH), on=on - ago * MONTH, recorded_by=by,
            submission=_key(random), proposed_rag="amber", rag="amber", done=_sentence(random, 40),
            next=_sentence(random, 40), in_the_way=_sentence(random, 20), decisions_wanted=_sentence(random, 10),
        )
        for workstream in workstreams
        for ago in (2, 1, 0)
    )  # fmt: skip


def _report(plan: Plan, posts: list[Post], by: Membership, on: date) -> Report:
    """The draft for the board's next meeting, after a year of meetings."""
    board = make_board(plan.area, name="Improvement board", plan=plan)
    for post in posts[::POSTS_OF_A_BODY]:
        make_seat(board, post.organisation, post)
    for ago in range(12, 0, -1):
        make_meeting(board, on - ago * MONTH)
    make_meeting(board, on + 2 * MONTH)
    return draft_report(meeting=make_meeting(board, on + timedelta(days=10)), by=by, on=on)
