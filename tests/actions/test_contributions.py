"""A contribution from being asked to being confirmed: the table of steps, and what each verb writes."""

import uuid
from datetime import date

import pytest

from actions import summaries
from actions.models import Contribution, ContributionReply
from actions.services import contributions as services
from actions.status import CONTRIBUTION_STEPS, MoveRefused, Side, check_step, may_step
from areas.models import AuditEvent
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_contribution, make_plan, make_workstream

WANTED, LATER = date(2026, 11, 30), date(2027, 1, 15)
STATES = {
    "asked": {},
    "date proposed": {"proposed_for_on": LATER},
    "agreed": {"agreed_for_on": WANTED},
    "given": {},
    "confirmed": {},
    "not possible": {},
}
# state: {kind of reply: the state it leads to}. Every pair that is not here is refused.
ALLOWED = {
    "asked": {
        "agreed": "agreed",
        "date proposed": "date proposed",
        "not possible": "not possible",
        "given": "given",
    },
    "date proposed": {"date accepted": "agreed", "asked again": "asked", "given": "given"},
    "agreed": {"given": "given"},
    "given": {"confirmed": "confirmed"},
    "confirmed": {},
    "not possible": {"asked again": "asked"},
}
VERBS = {
    "agreed": lambda **given: services.agree_contribution(for_on=WANTED, **given),
    "date proposed": lambda **given: services.propose_date(for_on=LATER, words="No staff until January", **given),
    "date accepted": services.accept_date,
    "not possible": lambda **given: services.decline_contribution(words="Not commissioned", **given),
    "given": lambda **given: services.give_contribution(
        words="The team has started", rag="green", heard_by="call", heard_on=date(2026, 10, 13), **given
    ),
    "confirmed": services.confirm_contribution,
    "asked again": lambda **given: services.ask_again(words="A smaller part would do", wanted_by_on=LATER, **given),
}


@pytest.fixture
def action(northshire, council):
    return make_action(make_workstream(make_plan(northshire), council))


@pytest.fixture
def asked(action, icb, ada):
    return make_contribution(action, icb, ada.membership, wanted_by_on=WANTED)


def test_the_table_knows_the_stored_words():
    assert set(CONTRIBUTION_STEPS) == set(ContributionReply.Kind.values)
    assert set(STATES) == set(Contribution.State.values) == set(ALLOWED)
    assert {step.after for step in CONTRIBUTION_STEPS.values()} <= set(Contribution.State.values)
    assert {kind for kind, step in CONTRIBUTION_STEPS.items() if step.side is Side.ASKING} == {
        "date accepted",
        "asked again",
    }


@pytest.mark.parametrize("kind", ContributionReply.Kind.values)
@pytest.mark.parametrize("state", STATES)
def test_every_pair_of_state_and_reply_is_in_the_table(state, kind):
    assert may_step(state, kind) == (kind in ALLOWED[state])
    if kind in ALLOWED[state]:
        assert check_step(state, kind) == ALLOWED[state][kind]
    else:
        with pytest.raises(MoveRefused, match=f"What is {state} cannot be {kind}"):
            check_step(state, kind)


@pytest.mark.parametrize("kind", ContributionReply.Kind.values)
@pytest.mark.parametrize("state", STATES)
def test_every_verb_keeps_to_the_table(state, kind, action, icb, ada, bea, on):
    contribution = make_contribution(action, icb, ada.membership, state=state, wanted_by_on=WANTED, **STATES[state])
    by = ada.membership if kind in ("given", "date accepted", "asked again") else bea.membership
    call = {"contribution": contribution, "submission": uuid.uuid4(), "by": by, "on": on}
    if kind not in ALLOWED[state]:
        with pytest.raises(MoveRefused):
            VERBS[kind](**call)
        assert not contribution.replies.exists()
        return
    reply = VERBS[kind](**call)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.version) == (ALLOWED[state][kind], 1)
    assert (reply.kind, reply.recorded_by, reply.on) == (kind, by, on)
    event = AuditEvent.objects.get()
    assert (event.event, event.facts["before"], event.facts["after"]) == (
        f"contribution {kind}", state, ALLOWED[state][kind],
    )  # fmt: skip


def test_asking_writes_once_and_keeps_the_first_day(action, icb, ada, on):
    call = {"action": action, "organisation": icb, "asked": "Two therapists", "submission": uuid.uuid4()}
    asked = services.ask_contribution(**call, wanted_by_on=WANTED, by=ada.membership, on=on)
    again = services.ask_contribution(**call, wanted_by_on=LATER, by=ada.membership, on=on)
    assert again == asked
    assert Contribution.objects.count() == AuditEvent.objects.count() == 1
    assert (asked.state, asked.wanted_by_on, asked.first_wanted_by_on) == ("asked", WANTED, WANTED)
    assert AuditEvent.objects.get().subject_label == "Shires ICB: Two therapists"


def test_a_proposed_day_is_agreed_once_accepted(asked, ada, bea, on):
    services.propose_date(
        contribution=asked, for_on=LATER, words="No staff", submission=uuid.uuid4(), by=bea.membership, on=on
    )
    asked.refresh_from_db()
    assert not asked.is_late(date(2030, 1, 1))  # only an agreed day can be late
    reply = services.accept_date(contribution=asked, submission=uuid.uuid4(), version=1, by=ada.membership, on=on)
    asked.refresh_from_db()
    assert (asked.state, asked.agreed_for_on, asked.wanted_by_on, reply.for_on) == ("agreed", LATER, WANTED, LATER)
    assert (asked.is_late(LATER), asked.is_late(date(2027, 1, 16))) == (False, True)


def test_asking_again_may_name_another_day(asked, ada, bea, on):
    say = {"contribution": asked, "by": bea.membership, "on": on}
    services.propose_date(**say, for_on=LATER, words="No staff", submission=uuid.uuid4())
    again = {"contribution": asked, "by": ada.membership, "on": on}
    services.ask_again(**again, words="Sooner, please", wanted_by_on=date(2026, 12, 18), submission=uuid.uuid4())
    asked.refresh_from_db()
    assert (asked.state, asked.proposed_for_on, asked.wanted_by_on) == ("asked", None, date(2026, 12, 18))
    services.decline_contribution(**say, words="Not before January", submission=uuid.uuid4())
    services.ask_again(**again, words="As soon as may be", submission=uuid.uuid4())
    asked.refresh_from_db()
    assert (asked.wanted_by_on, asked.first_wanted_by_on) == (date(2026, 12, 18), WANTED)


@pytest.mark.parametrize("state", ["asked", "date proposed", "agreed"])
def test_what_the_body_itself_gives_is_confirmed_at_once(state, action, icb, ada, bea, on):
    contribution = make_contribution(action, icb, ada.membership, state=state, **STATES[state])
    reply = services.give_contribution(
        contribution=contribution, words="Done", rag="amber", submission=uuid.uuid4(), by=bea.membership, on=on
    )
    contribution.refresh_from_db()
    assert (contribution.state, reply.rag, reply.heard_by) == ("confirmed", "amber", "")


@pytest.mark.parametrize("body", ["council", "forum", "trust"])
def test_every_body_owes_and_confirms_alike(body, action, request, ada, ned, fay, gil, on):
    member = {"council": ned, "forum": fay, "trust": gil}[body].membership
    contribution = make_contribution(action, request.getfixturevalue(body), ada.membership)
    services.agree_contribution(contribution=contribution, for_on=WANTED, submission=uuid.uuid4(), by=member, on=on)
    services.give_contribution(contribution=contribution, words="Here", submission=uuid.uuid4(), by=member, on=on)
    contribution.refresh_from_db()
    assert contribution.state == "confirmed"


@pytest.mark.parametrize("who", ["ada", "gil", "fay"])
def test_nobody_but_the_body_confirms(who, action, icb, ada, request, on):
    contribution = make_contribution(action, icb, ada.membership, state="given")
    with pytest.raises(Refused, match="Only a member of the body"):
        services.confirm_contribution(
            contribution=contribution, submission=uuid.uuid4(), by=request.getfixturevalue(who).membership, on=on
        )


def test_a_commissioner_does_not_confirm_for_its_provider(action, trust, ada, bea, on):
    contribution = make_contribution(action, trust, ada.membership, state="given")
    with pytest.raises(Refused):
        services.confirm_contribution(contribution=contribution, submission=uuid.uuid4(), by=bea.membership, on=on)


@pytest.mark.parametrize(
    ("who", "heard"),
    [
        ("ada", {}),
        ("ada", {"heard_by": "call"}),
        ("ada", {"heard_on": date(2026, 10, 13)}),
        ("bea", {"heard_by": "call", "heard_on": date(2026, 10, 13)}),
        ("bea", {"heard_by": "call"}),
    ],
)
def test_a_source_is_named_exactly_for_another_body(who, heard, asked, request, bea, ada, on):
    by = request.getfixturevalue(who).membership
    with pytest.raises(Refused):
        services.give_contribution(contribution=asked, words="Done", submission=uuid.uuid4(), by=by, on=on, **heard)
    assert not ContributionReply.objects.exists()


def test_a_double_press_writes_once_and_an_old_page_is_refused(asked, bea, on):
    call = {"contribution": asked, "for_on": WANTED, "version": 0, "by": bea.membership, "on": on}
    first = services.agree_contribution(**call, submission=(pressed := uuid.uuid4()))
    assert services.agree_contribution(**call, submission=pressed) == first
    with pytest.raises(StaleError):
        services.agree_contribution(**call, submission=uuid.uuid4())
    assert ContributionReply.objects.count() == AuditEvent.objects.count() == 1


def test_nothing_is_asked_or_answered_in_a_plan_that_has_ended(asked, icb, ada, bea, on):
    plan = asked.action.plan
    plan.ended_on = on
    plan.save()
    with pytest.raises(Refused, match="This plan ended on 14 October 2026"):
        services.ask_contribution(
            action=asked.action, organisation=icb, asked="More", submission=uuid.uuid4(), by=ada.membership, on=on
        )
    with pytest.raises(Refused):
        services.agree_contribution(
            contribution=asked, for_on=WANTED, submission=uuid.uuid4(), by=bea.membership, on=on
        )


def test_what_the_row_holds_is_what_its_history_says(asked, ada, bea, on):
    """Through every verb, the columns and the replies tell the same."""
    for kind in ["date proposed", "asked again", "not possible", "asked again", "agreed", "given", "confirmed"]:
        by = ada.membership if kind in ("given", "asked again") else bea.membership
        VERBS[kind](contribution=asked, submission=uuid.uuid4(), by=by, on=on)
        asked.refresh_from_db()
        standing = summaries.standing_after(asked.first_wanted_by_on, asked.replies.order_by("on", "pk"))
        assert (standing.state, standing.wanted_by_on, standing.proposed_for_on, standing.agreed_for_on) == (
            asked.state, asked.wanted_by_on, asked.proposed_for_on, asked.agreed_for_on,
        )  # fmt: skip


def test_outstanding_on_a_day_is_told_from_history(asked, forum, ada, bea, on):
    plan = asked.action.plan
    say = {"contribution": asked, "by": bea.membership}
    services.agree_contribution(**say, for_on=date(2026, 9, 20), submission=uuid.uuid4(), on=date(2026, 9, 10))
    services.give_contribution(**say, words="Done", submission=uuid.uuid4(), on=date(2026, 10, 1))
    other = make_contribution(asked.action, forum, ada.membership, wanted_by_on=None, asked_on=date(2026, 9, 12))

    def told(day):
        return [(row.id, row.word, row.when, row.is_late) for row in summaries.contributions_outstanding(plan, day)]

    waits = (other.pk, "Asked", "No day named", False)
    assert [row.in_words for row in summaries.contributions_of(asked.action, on)] == [
        "Asked. No day named", "Given and confirmed. Agreed for 20 September 2026",
    ]  # fmt: skip
    assert told(date(2026, 8, 31)) == []
    assert told(date(2026, 9, 9)) == [(asked.pk, "Asked", "Wanted by 30 November 2026", False)]
    assert told(date(2026, 9, 20)) == [waits, (asked.pk, "Agreed", "Agreed for 20 September 2026", False)]
    assert told(date(2026, 9, 21)) == [(asked.pk, "Agreed", "Agreed for 20 September 2026", True), waits]
    assert told(on) == [waits]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_s_outstanding_take_two_queries(rows, action, icb, ada, on, django_assert_num_queries):
    for _ in range(rows):
        make_contribution(action, icb, ada.membership)
    with django_assert_num_queries(2):
        assert len(summaries.contributions_outstanding(action.plan, on)) == rows


def test_a_submission_belongs_to_what_it_was_sent_for(asked, action, icb, trust, ada, bea, on):
    """The mark of one press, sent again of another thing, gives no row of the first."""
    pressed, say = uuid.uuid4(), {"by": bea.membership, "on": on}
    services.agree_contribution(contribution=asked, for_on=WANTED, submission=pressed, **say)
    other = make_contribution(action, icb, ada.membership)
    for verb in (services.agree_contribution, services.propose_date):
        more = {"words": "Later"} if verb is services.propose_date else {}
        with pytest.raises(Refused, match="used for something else"):
            verb(contribution=other, for_on=WANTED, submission=pressed, **more, **say)
    with pytest.raises(Refused, match="used for something else"):
        services.propose_date(contribution=asked, for_on=LATER, words="Later", submission=pressed, **say)
    assert ContributionReply.objects.count() == 1

    ask = {"asked": "Two therapists", "submission": uuid.uuid4(), "by": ada.membership, "on": on}
    services.ask_contribution(action=action, organisation=icb, **ask)
    elsewhere = make_action(action.workstream)
    for of in ({"action": elsewhere, "organisation": icb}, {"action": action, "organisation": trust}):
        with pytest.raises(Refused, match="used for something else"):
            services.ask_contribution(**of, **ask)
    assert Contribution.objects.filter(asked="Two therapists").count() == 1
