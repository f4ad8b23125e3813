"""What an area may change of the rules for itself, and what it may not."""

from datetime import date

import pytest

from areas.models import AuditEvent
from inspections import services, summaries
from inspections.models import DeadlineRule
from send_tracker.lib.refusals import Refused

FROM = date(2020, 1, 1)


def rule(code, area=None):
    return DeadlineRule.objects.get(code=code, area=area, valid_until_on=None)


@pytest.fixture
def change(northshire, ada, on):
    def _change(code, amounts, from_on=FROM, area=northshire):
        return services.change_rule(
            area=area,
            rule=rule(code),
            amounts=amounts,
            from_on=from_on,
            reason="The adviser asked",
            source="A letter",
            by=ada.membership,
            on=on,
        )

    return _change


def test_an_area_gives_itself_more_time_for_papers_from_a_day_on(change, northshire, southshire, ada, on):
    made = change("committee_papers", [7])
    assert (made.area, made.length, made.firmness) == (northshire, "7 clear working days before", "statutory")
    assert (made.changed_by, made.changed_on, made.reason) == (ada.membership, on, "The adviser asked")
    assert summaries.papers_of(northshire, date(2020, 1, 21)).due_on == date(2020, 1, 9)
    assert summaries.papers_of(northshire, date(2019, 12, 31)).due_on == date(2019, 12, 19)
    assert summaries.papers_of(southshire, date(2020, 1, 21)).due_on == date(2020, 1, 13)
    assert "set for Northshire from 1 January 2020 on" in summaries.papers_of(northshire, date(2020, 1, 21)).rule
    assert AuditEvent.objects.get(event="rule changed for the area").facts["from_on"] == "2020-01-01"


def test_the_next_change_ends_the_one_before_and_the_national_count_ends_both(change, northshire):
    change("committee_papers", [7])
    change("committee_papers", [6], date(2020, 6, 1))
    ended = DeadlineRule.objects.get(area=northshire, amount=-7)
    assert ended.valid_until_on == date(2020, 6, 1)
    assert change("committee_papers", [5], date(2021, 1, 1)) is None
    assert not DeadlineRule.objects.filter(area=northshire, valid_until_on=None).exists()
    assert summaries.rule_on(northshire, "committee_papers", date(2021, 1, 1)).area is None


@pytest.mark.parametrize(
    ("code", "amounts", "from_on", "words"),
    [
        ("wsoa_due", [80], FROM, "No area may change this rule"),
        ("letter_expected", [40], FROM, "No area may change this rule"),
        ("committee_papers", [4], FROM, "5 clear working days before at least"),
        ("committee_papers", [5], FROM, "what the rule gives already"),
        ("committee_papers", [6, 7], FROM, "one date"),
        ("committee_papers", [6], date(2016, 4, 30), "valid from 1 May 2016"),
    ],
)
def test_what_an_area_may_not_change(change, code, amounts, from_on, words):
    with pytest.raises(Refused, match=words):
        change(code, amounts, from_on)
    assert not DeadlineRule.objects.exclude(area=None).exists()


def test_a_change_from_an_earlier_day_than_the_last_is_refused(change):
    change("review_evidence", [10])
    for day in (FROM, date(2019, 1, 1)):
        with pytest.raises(Refused, match="a later one already"):
            change("review_evidence", [12], day)


def test_another_area_is_not_touched_and_what_runs_keeps_its_day(change, reviewed, days, southshire, on):
    before = days(reviewed)
    change("review_evidence", [10], date(2019, 1, 1))
    assert days(reviewed) == before
    first = reviewed.deadlines.get(rule__code="review_evidence", point=4)
    assert summaries.dated_line(first, on).would_be_on == date(2019, 12, 24)
    assert summaries.rule_groups(southshire, on) == [
        (name, [line for line in lines if line.whose == "National"])
        for name, lines in summaries.rule_groups(southshire, on)
    ]


def test_what_starts_later_counts_under_the_areas_own(change, recorded, happens, ada, on, days):
    change("wsoa_reviews", [6, 12], date(2019, 1, 1))
    inspection = recorded()
    happens(inspection, "plan accepted", date(2019, 9, 3))
    services.choose_reviews(
        inspection=inspection, code="wsoa_reviews", reason="x", version=None, by=ada.membership, on=on
    )
    assert list(days(inspection, "wsoa_reviews").values()) == ["3 March 2020", "3 September 2020"]


def test_the_page_of_rules_says_whose_each_is(change, northshire, on):
    change("committee_papers", [7])
    groups = dict(summaries.rule_groups(northshire, on))
    own, national = groups["Meetings, under every framework"]
    assert (own.whose, own.is_in_force) == ("Northshire, since 14 October 2026, by Ada", True)
    assert own.valid == "For clocks that start from 1 January 2020 on"
    assert (national.whose, national.is_in_force, national.change_url) == ("National", False, "")
    statement = groups["Local area SEND inspection framework 2016"][0]
    assert (statement.firmness, statement.change_url) == ("Statutory", "")
    assert "SI 2015/1792" in statement.source


def test_reviews_of_another_areas_making_cannot_be_chosen(reviewed, southshire, ada, on):
    mine = rule("wsoa_reviews")
    services.change_rule(
        area=southshire, rule=mine, amounts=[5], from_on=FROM, reason="x", source="x", by=ada.membership, on=on
    )
    DeadlineRule.objects.filter(area=southshire).update(code="their_reviews")
    with pytest.raises(Refused, match="Choose from the list"):
        services.choose_reviews(
            inspection=reviewed, code="their_reviews", reason="x", version=None, by=ada.membership, on=on
        )
