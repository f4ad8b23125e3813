"""The points of a letter: answered, signed off, counted in days, and told to a paper."""

import uuid
from datetime import date, timedelta

import pytest

from actions.models import FeedbackPoint, PlanApproval, PointResponse, PointSignOff
from actions.services import feedback, plans
from actions.status import PointState, point_state
from actions.summaries import feedback_section, letter_of, points_owed
from areas.access import enter
from areas.models import AuditEvent
from send_tracker.lib.records import AppendOnlyError, StaleError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_plan, make_workstream

SENT, LETTER, ANSWERED, SIGNED = date(2026, 3, 27), date(2026, 4, 7), date(2026, 6, 10), date(2026, 7, 7)


@pytest.fixture
def plan(northshire):
    return make_plan(northshire, title="Written statement", started_on=date(2026, 1, 5))


@pytest.fixture
def verdict(plan, ada):
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=SENT)
    return plans.record_verdict(
        submission=submission,
        outcome="fit with points",
        letter_on=LETTER,
        points=["Say who leads.", "Say who pays."],
        words="summary",
        remarks="It may take longer.",
        by=ada.membership,
        on=LETTER,
    )


@pytest.fixture
def answer(verdict, ada, on):
    def _answer(number=1, **changed):
        given = {"text": "The board does.", "answered_on": ANSWERED, "submission": uuid.uuid4()}
        point = verdict.points.get(number=number)
        return feedback.answer_point(point=point, by=ada.membership, on=on, **{**given, **changed})

    return _answer


@pytest.fixture
def sign(verdict, ada, on):
    def _sign(numbers=(1,), **changed):
        given = {"body": "Improvement board", "signed_on": SIGNED, "points": verdict.points.filter(number__in=numbers)}
        return feedback.sign_off(verdict=verdict, by=ada.membership, on=on, **{**given, **changed})

    return _sign


def states(verdict, on):
    return [point.state for point in letter_of(verdict, on).points]


@pytest.mark.parametrize(
    ("responses", "signed", "state"),
    [(0, False, "Unanswered"), (1, False, "Answered"), (1, True, "Signed off"), (2, False, "Answered")],
)
def test_where_a_point_stands(responses, signed, state):
    assert point_state(responses, signed) is PointState(state)


def test_the_points_of_a_letter_are_numbered_as_they_come(verdict):
    assert list(verdict.points.order_by("number").values_list("number", "text", "words")) == [
        (1, "Say who leads.", "summary"),
        (2, "Say who pays.", "summary"),
    ]


def test_a_point_goes_from_unanswered_to_signed_off_and_back_when_answered_again(verdict, answer, sign, plan, on):
    assert states(verdict, on) == ["Unanswered", "Unanswered"]
    answer()
    assert states(verdict, on) == ["Answered", "Unanswered"]
    sign()
    assert states(verdict, on) == ["Signed off", "Unanswered"]
    answer(text="And the director.", answered_on=on)
    assert states(verdict, on) == ["Answered", "Unanswered"]
    assert states(verdict, SIGNED) == ["Signed off", "Unanswered"]
    assert states(verdict, ANSWERED - timedelta(days=1)) == ["Unanswered", "Unanswered"]


def test_a_response_names_the_actions_it_changed(verdict, answer, plan, council, northshire, on):
    action = make_action(make_workstream(plan, council))
    response = answer(actions=[action])
    assert list(response.actions.all()) == [action]
    line = letter_of(verdict, on).points[0].responses[0]
    assert (line.text, line.day, line.signed) == ("The board does.", "10 June 2026", "")
    assert [(row.reference, row.url) for row in line.actions] == [(action.reference, action.get_absolute_url())]
    other = make_action(make_workstream(make_plan(northshire), council))
    with pytest.raises(Refused, match="not one of this plan's"):
        answer(actions=[other])


def test_what_was_answered_and_signed_is_never_edited(answer, sign):
    response = answer()
    sign()
    for row in (response, PointSignOff.objects.get()):
        with pytest.raises(AppendOnlyError):
            row.save()


@pytest.mark.parametrize("day", [LETTER - timedelta(days=1), date(2026, 10, 15)])
def test_a_response_and_a_sign_off_come_after_the_letter_and_not_from_the_future(answer, sign, day):
    with pytest.raises(Refused, match=r"cannot be (before|in the future)"):
        answer(answered_on=day)
    with pytest.raises(Refused, match=r"cannot be (before|in the future)"):
        sign(signed_on=day)
    assert not PointResponse.objects.exists()


def test_only_what_has_a_response_is_signed_off(verdict, answer, sign, plan, ada, on):
    with pytest.raises(Refused, match="Point 1 had no response on 7 July 2026"):
        sign()
    answer(answered_on=SIGNED + timedelta(days=1))
    with pytest.raises(Refused, match="Point 1 had no response"):
        sign()
    with pytest.raises(Refused, match="Choose what was signed off"):
        sign(numbers=())
    again = plans.submit_plan(plan=plan, by=ada.membership, on=on)
    other = plans.record_verdict(
        submission=again, outcome="fit with points", letter_on=on, points=["More"], by=ada.membership, on=on
    )
    with pytest.raises(Refused, match="not one of this letter's"):
        sign(points=other.points.all())
    assert not PointSignOff.objects.exists()


def test_a_second_press_writes_nothing(verdict, answer, sign):
    mark = uuid.uuid4()
    assert answer(submission=mark) == answer(submission=mark, text="Twice")
    with pytest.raises(Refused, match="used for something else"):
        answer(number=2, submission=mark)
    assert sign(plan_decision="Agreed") == sign(plan_decision="Agreed")
    sign()
    assert (PointResponse.objects.count(), PointSignOff.objects.count(), PlanApproval.objects.count()) == (1, 1, 1)
    assert AuditEvent.objects.filter(event="feedback signed off").count() == 1


def test_points_are_added_and_put_right(verdict, ada, on):
    who = {"by": ada.membership, "on": on}
    point = feedback.add_point(verdict=verdict, text="Say when.", words="own", **who)
    assert point.number == 3
    with pytest.raises(Refused, match="in these words already"):
        feedback.add_point(verdict=verdict, text="Say when.", words="own", **who)
    changed = feedback.correct_point(point=point, version=0, text="Say how.", words="own", **who)
    assert (changed.text, changed.version) == ("Say how.", 1)
    assert AuditEvent.objects.filter(event="feedback point corrected").get().facts["before"] == "Say when."
    with pytest.raises(StaleError):
        feedback.correct_point(point=point, version=0, text="Say why.", words="own", **who)


def test_the_section_of_a_paper(verdict, answer, sign, plan, on):
    assert feedback_section(plan, SENT) == []
    open_letter = feedback_section(plan, date(2026, 5, 1))[0]
    assert open_letter.sentences == [
        "Written statement was submitted to Ofsted and CQC on 27 March 2026.",
        # Good Friday and Easter Monday, 3 and 6 April, are no working days.
        "The letter of 7 April 2026, 5 working days (11 days) later, says: fit for purpose, with points to strengthen.",
        "It makes 2 points: 2 unanswered.",
        "On 1 May 2026, 18 working days (24 days) after the letter, the plan as strengthened was not signed off.",
    ]
    assert (open_letter.days, open_letter.working_days, open_letter.unanswered) == (None, None, 2)
    answer()
    answer(number=2)
    sign((1, 2), plan_decision="Signed off the strengthened plan.")
    letter = feedback_section(plan, on)[0]
    assert (letter.days, letter.working_days) == (91, 63)
    assert letter.sentences[2:] == [
        "It makes 2 points: 2 signed off.",
        "Improvement board signed off the plan as strengthened on 7 July 2026, 63 working days (91 days) after the "
        "letter.",
    ]
    assert letter.sign_offs == ["Improvement board, 7 July 2026: Signed off the strengthened plan."]
    assert plan.approvals.get().verdict == verdict


def test_a_letter_without_points_is_no_section(plan, ada, on):
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=SENT)
    plans.record_verdict(submission=submission, outcome="fit", letter_on=LETTER, by=ada.membership, on=on)
    assert feedback_section(plan, on) == []


def test_points_typed_as_one_text_are_not_told_twice(plan, ada, on):
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=SENT)
    verdict = plans.record_verdict(
        submission=submission, outcome="fit with points", letter_on=LETTER, points=["One", "Two"], remarks="One\n Two",
        by=ada.membership, on=on,
    )  # fmt: skip
    assert letter_of(verdict, on).remarks == ""


@pytest.mark.parametrize("count", [1, 3])
def test_a_letter_takes_six_queries(verdict, answer, plan, council, on, count, django_assert_num_queries):
    actions = [make_action(make_workstream(plan, council)) for _ in range(count)]
    for _ in range(count):
        answer(actions=actions)
    with django_assert_num_queries(6):
        letter_of(verdict, on)
    with django_assert_num_queries(6):
        feedback_section(plan, on)


def test_who_keeps_the_plan_is_told_of_unanswered_points(verdict, answer, ada, dee, eve, plan, on):
    here = enter(ada, "northshire", on)
    owed = points_owed([here], on)
    assert [(row.text, row.url) for row in owed] == [
        ("2 points of the letter of 7 April 2026 to answer", verdict.get_absolute_url())
    ]
    answer()
    assert points_owed([here], on)[0].text == "1 point of the letter of 7 April 2026 to answer"
    assert points_owed([enter(dee, "northshire", on), enter(eve, "southshire", on)], on) == []
    answer(number=2)
    assert points_owed([here], on) == []
    feedback.add_point(verdict=verdict, text="More", words="own", by=ada.membership, on=on)
    plans.end_plan(plan=plan, ended_on=on, reason="Done", by=ada.membership, on=on)
    assert points_owed([here], on) == []
    assert FeedbackPoint.objects.count() == 3


@pytest.mark.parametrize(("outcome", "causes"), [("fit", ["submitted", "found fit"]), ("not fit", ["submitted"])])
def test_what_gives_a_plan_its_baseline(plan, ada, on, outcome, causes):
    submission = plans.submit_plan(plan=plan, by=ada.membership, on=SENT)
    plans.record_verdict(submission=submission, outcome=outcome, letter_on=LETTER, by=ada.membership, on=on)
    assert list(plan.baselines.order_by("pk").values_list("cause", flat=True)) == causes
    for _ in range(2):
        plans.record_approval(plan=plan, body="Cabinet", decision="Yes", approved_on=SIGNED, by=ada.membership, on=on)
    baseline = plan.baselines.latest("pk")
    assert (str(baseline), baseline.on) == ("Approved by Cabinet", SIGNED)
    assert plan.baselines.count() == len(causes) + 1
