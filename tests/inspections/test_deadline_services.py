"""What people do to one date: agree, extend, settle what is proposed, keep what a paper says."""

from datetime import date

import pytest

from areas.models import AuditEvent
from inspections import services, summaries
from inspections.models import DeadlineChange, DeadlineRule
from inspections.summaries.stated import difference
from send_tracker.lib import dates
from send_tracker.lib.precision import TO_BE_CONFIRMED, Precision, VagueDay, exactly
from send_tracker.lib.records import StaleError
from send_tracker.lib.refusals import Refused

EXTENSION = {
    "set_as": "extension",
    "agreed_with": "The lead inspector",
    "agreed_on": date(2019, 7, 1),
    "source_note": "E-mail of that day",
    "reason": "The head of SEND was ill",
}


@pytest.fixture
def statement(recorded):
    """Received on 2 May 2019, published on the 13th: due on 12 August 2019."""
    inspection = recorded(report_received_on=date(2019, 5, 2), report_published_on=date(2019, 5, 13))
    return inspection.deadlines.get(rule__code="wsoa_due")


@pytest.fixture
def act(ada, on):
    return {"version": None, "by": ada.membership, "on": on}


@pytest.fixture
def holiday(monkeypatch):
    """A bank holiday nobody had announced: Monday 1 July 2019."""
    known = dates.BANK_HOLIDAYS
    days = {date(2019, 7, 1): "A royal wedding"} | {date(2019, 5, 6): known[date(2019, 5, 6)]}
    days |= {day: known[day] for day in (date(2019, 5, 27),)}
    monkeypatch.setattr(dates, "BANK_HOLIDAYS", days)


def line(deadline, on=date(2019, 7, 2)):
    return summaries.dated_line(deadline, on)


def test_an_extension_is_a_row_with_who_when_and_where(statement, act):
    services.override_deadline(deadline=statement, due_on=date(2019, 8, 19), **EXTENSION, **act)
    change = statement.changes.get()
    assert (change.kind, change.from_on, change.to_on) == ("extension", date(2019, 8, 12), date(2019, 8, 19))
    assert (change.agreed_with, change.agreed_on) == ("The lead inspector", date(2019, 7, 1))
    shown = line(statement)
    assert shown.agreed == "Extension agreed with The lead inspector on 1 July 2019 (E-mail of that day)"
    assert (shown.day, shown.computed_on) == ("19 August 2019", date(2019, 8, 12))
    assert AuditEvent.objects.get(event="deadline set by hand").facts["agreed_with"] == "The lead inspector"


@pytest.mark.parametrize("missing", ["agreed_with", "agreed_on", "source_note"])
def test_an_extension_without_one_of_them_is_refused(statement, act, missing):
    empty = None if missing == "agreed_on" else ""
    with pytest.raises(Refused) as refused:
        services.override_deadline(deadline=statement, due_on=date(2019, 8, 19), **EXTENSION | {missing: empty}, **act)
    assert set(refused.value.faults) == {missing}
    assert not DeadlineChange.objects.exists()


def test_going_back_to_the_computed_day_ends_what_was_agreed(statement, act):
    services.override_deadline(deadline=statement, due_on=date(2019, 8, 19), **EXTENSION, **act)
    back = services.override_deadline(deadline=statement, due_on=date(2019, 8, 12), reason="Withdrawn", **act)
    assert (back.overridden_by, back.set_as) == (None, "")
    assert statement.changes.order_by("pk").last().kind == "as computed"
    assert line(statement).agreed == ""


def test_a_new_bank_holiday_moves_nothing_and_is_proposed(statement, holiday, act):
    assert (line(statement).day, line(statement).would_be_on) == ("12 August 2019", date(2019, 8, 13))
    services.correct_inspection(inspection=statement.inspection, reason="Title", letter_on=date(2019, 5, 10), **act)
    assert line(statement).day == "12 August 2019"


def test_a_proposal_is_accepted_with_its_record(statement, holiday, act):
    settled = services.settle_proposal(
        deadline=statement, proposed_on=date(2019, 8, 13), is_accepted=True, reason="The law", **act
    )
    assert (settled.due_on, settled.computed_on) == (date(2019, 8, 13), date(2019, 8, 13))
    assert {"day": "2019-07-01", "why": "A royal wedding"} in settled.skipped
    change = settled.changes.get()
    assert (change.kind, change.proposed_on, change.reason) == ("accepted", date(2019, 8, 13), "The law")
    assert line(statement).would_be_on is None


def test_a_proposal_is_declined_with_its_record_and_not_made_again(statement, holiday, act):
    services.settle_proposal(
        deadline=statement, proposed_on=date(2019, 8, 13), is_accepted=False, reason="Ofsted says no", **act
    )
    assert (line(statement).day, line(statement).would_be_on) == ("12 August 2019", None)
    assert "kept at 12 August 2019, though 13 August 2019 was proposed" in line(statement).changes[0]
    assert AuditEvent.objects.filter(event="deadline proposal declined").exists()
    DeadlineRule.objects.filter(code="wsoa_due").update(amount=71)  # another day is another proposal
    assert line(statement).would_be_on == date(2019, 8, 14)


def test_a_day_set_by_hand_stays_when_a_proposal_is_accepted(statement, holiday, act):
    services.override_deadline(deadline=statement, due_on=date(2019, 8, 19), **EXTENSION, **act)
    settled = services.settle_proposal(
        deadline=statement, proposed_on=date(2019, 8, 13), is_accepted=True, reason="The law", **act
    )
    assert (settled.due_on, settled.computed_on) == (date(2019, 8, 19), date(2019, 8, 13))


def test_what_is_not_proposed_cannot_be_settled(statement, holiday, act):
    with pytest.raises(Refused, match="no longer proposed"):
        services.settle_proposal(deadline=statement, proposed_on=date(2019, 8, 14), is_accepted=True, reason="x", **act)
    with pytest.raises(StaleError):
        services.settle_proposal(
            deadline=statement, proposed_on=date(2019, 8, 13), is_accepted=True, reason="x", **act | {"version": 7}
        )
    services.meet_deadline(deadline=statement, met_on=date(2019, 8, 12), note="x", **act)
    with pytest.raises(Refused, match="nothing is proposed"):
        services.settle_proposal(deadline=statement, proposed_on=date(2019, 8, 13), is_accepted=True, reason="x", **act)


def test_a_rule_changed_from_a_day_leaves_the_clocks_that_ran_and_takes_the_new(statement, recorded, act, on):
    services.load_framework_file(NEW_RULE, on=on)
    assert line(statement).would_be_on is None
    later = recorded(title="Later", report_received_on=date(2019, 6, 3))
    assert later.deadlines.get(rule__code="wsoa_due").due_on == date(2019, 8, 12)  # 50 working days
    services.correct_inspection(
        inspection=statement.inspection, reason="Found", report_received_on=date(2019, 5, 3), **act
    )
    assert line(statement).day == "13 August 2019"  # still 70


NEW_RULE = """
[[framework]]
code = "2016"
[[framework.rule]]
code = "wsoa_due"
title = "Written Statement of Action due"
starts_from = "report_received_on"
amount = 50
unit = "working days"
firmness = "statutory"
source = "Regulations of 2019"
needs_plan = true
valid_from_on = 2019-06-01
"""


# What papers say ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (exactly(date(2019, 8, 12)), "The same as computed."),
        (exactly(date(2019, 8, 13)), "1 day later than computed, 12 August 2019."),
        (exactly(date(2019, 7, 22)), "21 days earlier than computed, 12 August 2019."),
        (VagueDay(date(2019, 8, 1), Precision.MONTH), "It may mean 12 August 2019, the computed day."),
        (VagueDay(date(2019, 9, 1), Precision.MONTH), "20 days later than computed, 12 August 2019."),
        (TO_BE_CONFIRMED, "It names no day yet."),
    ],
)
def test_the_difference_in_words(stated, expected):
    assert difference(stated, date(2019, 8, 12)) == expected


@pytest.mark.parametrize(
    ("stated", "explanation"),
    [
        (
            date(2019, 7, 22),
            "It is 70 days from publication, 13 May 2019: every day counted, not working days alone.",
        ),
        (date(2019, 8, 20), "It is 70 working days from publication, 13 May 2019."),
        (
            date(2019, 7, 11),
            "It is 70 days from the day it starts from, 2 May 2019: every day counted, not working days alone.",
        ),
        (date(2019, 8, 30), "Why it differs is not known."),
    ],
)
def test_the_slip_that_would_give_it_is_named(statement, ada, on, stated, explanation):
    services.record_stated(
        deadline=statement, stated=exactly(stated), words="70 days", stated_in="A paper", by=ada.membership, on=on
    )
    [shown] = line(statement).stated
    assert (shown.words, shown.stated_in, shown.explanation) == ("70 days", "A paper", explanation)
    assert line(statement).day == "12 August 2019"


def test_what_somebody_knows_of_it_goes_before_a_guess_and_it_can_be_taken_back(statement, ada, on):
    facts = {"deadline": statement, "stated": exactly(date(2019, 7, 22)), "words": "70 days", "stated_in": "A paper"}
    facts |= {"explanation": "They left out a word", "by": ada.membership, "on": on}
    stated = services.record_stated(**facts)
    assert services.record_stated(**facts) == stated
    assert [shown.explanation for shown in line(statement).stated] == ["They left out a word"]
    services.withdraw_stated(stated=stated, version=0, reason="Misread", by=ada.membership, on=on)
    assert line(statement).stated == ()
    with pytest.raises(Refused):
        services.withdraw_stated(stated=stated, version=None, reason="Again", by=ada.membership, on=on)


# Suspended, passed, flagged -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state", "is_suspended"),
    [
        (date(2020, 3, 16), "Guide only", False),
        (date(2020, 3, 17), "Suspended from 17 March 2020 until 1 April 2021", True),
        (date(2021, 3, 31), "Suspended from 17 March 2020 until 1 April 2021", True),
        (date(2021, 4, 1), "Passed, not yet held", False),
    ],
)
def test_a_suspended_guide_says_so_and_afterwards_that_it_passed(reviewed, day, state, is_suspended):
    revisit = reviewed.deadlines.get(rule__code="revisit_window")
    shown = summaries.dated_line(revisit, day)
    assert (shown.day, shown.state, shown.is_suspended) == ("March 2021", state, is_suspended)
    assert shown.suspension == ("" if day < date(2020, 3, 17) else "Suspended from 17 March 2020 until 1 April 2021")


def test_a_vague_date_is_past_only_after_the_last_day_it_could_mean(reviewed):
    revisit = reviewed.deadlines.get(rule__code="revisit_window")
    assert revisit.due_on == date(2021, 3, 1)
    assert not revisit.is_past(date(2021, 3, 31))
    assert revisit.is_past(date(2021, 4, 1))
    assert summaries.dated_line(revisit, date(2021, 3, 15)).distance == "now"


def test_a_review_on_a_sunday_is_flagged_and_not_refused(reviewed, act):
    review = reviewed.deadlines.get(rule__code="wsoa_reviews", point=4)
    assert line(review).state == "Not yet agreed"
    services.override_deadline(
        deadline=review, due_on=date(2020, 2, 9), set_as="agreed day", agreed_with="DfE", reason="They came", **act
    )
    shown = line(review)
    assert (shown.flag, shown.state) == ("This day is a Sunday.", "Agreed")
