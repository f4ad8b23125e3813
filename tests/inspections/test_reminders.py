"""Who is due to hear of a statutory date."""

import re
from datetime import date

import pytest

from areas.models import Role
from inspections import services
from inspections.models import Suspension
from inspections.reminders import due_items
from send_tracker.lib.due import Kind
from tests.factories.areas import make_membership, make_organisation, make_user
from tests.factories.inspections import framework, make_finding


@pytest.fixture
def inspection(northshire, ada, on):
    rules = framework("2016")
    return services.record_inspection(
        area=northshire,
        title="Inspection of a named family's complaint",
        framework=rules,
        started_on=date(2026, 7, 6),
        ended_on=date(2026, 7, 10),
        report_published_on=date(2026, 9, 1),
        outcome=rules.outcomes.get(code="wsoa_required"),
        by=ada.membership,
        on=on,
    )


def told(on):
    return {item.person_id for item in due_items(on)}


def test_the_area_lead_is_told_in_words_without_narrative(inspection, northshire, ada, bea, ned, dee, eve, on):
    [item] = due_items(on)
    deadline = inspection.deadlines.get(rule__code="wsoa_due")
    assert (item.person_id, item.area_id, item.kind) == (ada.pk, northshire.pk, Kind.STATUTORY)
    assert item.key == f"inspections.deadline:{deadline.pk}:due:2026-12-08"
    assert item.title == ("Written Statement of Action due (Northshire at the latest: the day of receipt is not known)")
    assert item.url == inspection.source.get_absolute_url()
    assert item.due_on == date(2026, 12, 8)


def test_the_receipt_known_it_is_a_plain_date(inspection, ada, on):
    services.correct_inspection(
        inspection=inspection,
        version=0,
        reason="Found",
        report_received_on=date(2026, 8, 20),
        by=ada.membership,
        on=on,
    )
    [item] = due_items(on)
    assert (item.title, item.due_on) == ("Written Statement of Action due (Northshire)", date(2026, 11, 27))


def test_health_leads_of_bodies_a_finding_names_are_told_too(inspection, northshire, council, icb, ada, bea, on):
    other = make_organisation(northshire, "Other ICB", "icb")
    make_membership(make_user("Ivo"), northshire, other, Role.HEALTH)
    make_finding(inspection.source, bodies=[council, icb])
    assert told(on) == {ada.pk, bea.pk}
    bea.is_active = False
    bea.save()
    assert told(on) == {ada.pk}


def test_what_is_met_or_withdrawn_or_a_guide_is_not_told_of(inspection, ada, on):
    assert {item.title.split(" (")[0] for item in due_items(on)} == {"Written Statement of Action due"}
    services.correct_inspection(
        inspection=inspection, version=0, reason="Misread", outcome=None, by=ada.membership, on=on
    )
    assert told(on) == set()


def test_once_met_nobody_is_told(inspection, ada, on):
    services.meet_deadlines(source=inspection.source, rule_codes=["wsoa_due"], met_on=on, by=ada.membership, on=on)
    assert told(on) == set()


def test_the_people_are_asked_for_once_a_source(northshire, ada, bea, on, django_assert_num_queries):
    rules = framework("2023")
    services.record_inspection(
        area=northshire,
        title="Area SEND inspection",
        framework=rules,
        started_on=date(2026, 7, 6),
        ended_on=date(2026, 7, 10),
        report_received_on=date(2026, 9, 1),
        report_published_on=date(2026, 9, 8),
        outcome=rules.outcomes.get(code="systemic_failings"),
        by=ada.membership,
        on=on,
    )
    with django_assert_num_queries(5):
        assert len(list(due_items(on))) == 2


def test_a_review_that_is_agreed_is_told_of_and_a_visit_that_is_expected_is_not(reviewed, ada, on):
    item = next(item for item in due_items(on) if "4-month review" in item.title)
    assert (item.title, item.due_on) == ("4-month review (Northshire)", date(2020, 1, 3))
    assert not [item for item in due_items(on) if "Revisit" in item.title]
    review = reviewed.deadlines.get(rule__code="wsoa_reviews", point=4)
    services.override_deadline(
        deadline=review, due_on=date(2020, 2, 4), set_as="agreed day", agreed_with="DfE", reason="Diaries",
        version=None, by=ada.membership, on=on,
    )  # fmt: skip
    told = {item.title: item for item in due_items(on)}
    assert told["4-month review (Northshire)"].due_on == date(2020, 2, 4)
    assert told["4-month review (Northshire)"].key != item.key  # another day is another thing to tell
    assert told["Evidence for the 4-month review (Northshire)"].due_on == date(2020, 1, 21)


def test_a_vague_day_is_told_by_the_last_it_could_mean(reviewed, ada, on):
    review = reviewed.deadlines.get(rule__code="wsoa_reviews", point=8)
    services.override_deadline(
        deadline=review, due_on=date(2020, 5, 1), due_precision="month", set_as="agreed day", agreed_with="DfE",
        reason="Diaries", version=None, by=ada.membership, on=on,
    )  # fmt: skip
    [item] = [item for item in due_items(on) if item.title.startswith("8-month review")]
    assert (item.title, item.due_on) == ("8-month review (Northshire, May 2020)", date(2020, 5, 31))


def test_of_a_suspended_rule_nobody_is_told_until_it_is_in_force_again(reviewed, on):
    Suspension.objects.create(
        framework=reviewed.framework, rule_code="wsoa_reviews", title="A storm", starts_on=date(2020, 3, 17),
        ends_on=date(2020, 9, 1), source="The news",
    )  # fmt: skip

    def reviews(day):
        return [item for item in due_items(day) if re.match(r"\d+-month review", item.title)]

    assert [len(reviews(day)) for day in (date(2020, 3, 16), date(2020, 3, 17), date(2020, 9, 1))] == [4, 0, 4]
