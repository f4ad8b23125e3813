"""One finding by itself, with what every visit said of it."""

from datetime import date

import pytest

from inspections import services
from tests.factories.inspections import make_finding


@pytest.fixture
def finding(inspection):
    return make_finding(
        inspection.source, number="3", kind="priority action", text="Waits are long", label="failing", is_urgent=True
    )


@pytest.fixture
def judged(finding, ada, on):
    (row,) = services.judge_findings(
        source=finding.source, visit_kind="review", verdicts={finding: "escalated"}, judged_on=date(2026, 10, 1),
        source_note="their letter", by=ada.membership, on=on,
    )  # fmt: skip
    return row


def words(page):
    return " ".join(page.content.decode().split())


def test_it_tells_the_finding_in_the_words_of_its_framework(sign_in, dee, finding):
    make_finding(finding.source, number="3a", kind="priority action", text="For therapy", parent=finding)
    page = sign_in(dee).get(finding.get_absolute_url())
    text = words(page)
    assert text.count("<h1") == 1
    for said in (
        "Area for priority action 3",
        "Urgent",
        "Waits are long",
        "The paper calls it “failing”",
        "For therapy",
    ):
        assert said in text
    assert "Correct it" not in text
    assert "How it stood" not in text


def test_it_tells_what_each_visit_said(sign_in, ada, dee, finding, judged, on):
    text = words(sign_in(ada).get(finding.get_absolute_url()))
    for said in (
        "Escalated",
        "Review by DfE and NHS England, 1 October 2026",
        "their letter",
        "Correct this judgement",
    ):
        assert said in text
    services.correct_judgement(
        judgement=judged,
        verdict="not sufficient",
        source_note="their letter",
        reason="Misread",
        by=ada.membership,
        on=on,
    )
    text = words(sign_in(dee).get(finding.get_absolute_url()))
    assert "Correction: Misread" in text
    assert "(corrected since)" in text
    assert "Correct this judgement" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_database_the_same_however_much_was_said(
    sign_in, dee, ada, finding, on, count, django_assert_num_queries
):
    for month in range(count):
        make_finding(finding.source, number=f"3{month}", kind="priority action", parent=finding)
        services.judge_findings(
            source=finding.source, visit_kind="review", verdicts={finding: "not sufficient"},
            judged_on=date(2026, 7 + month, 20), source_note="x", by=ada.membership, on=on,
        )  # fmt: skip
    client = sign_in(dee)
    with django_assert_num_queries(12):
        client.get(finding.get_absolute_url())


def test_a_part_leads_to_what_it_is_part_of(sign_in, dee, finding):
    part = make_finding(finding.source, number="3a", kind="priority action", text="For therapy", parent=finding)
    text = words(sign_in(dee).get(part.get_absolute_url()))
    assert f'Part of <a class="govuk-link" href="{finding.get_absolute_url()}">' in text


def test_a_stranger_is_told_of_no_such_place(sign_in, eve, finding):
    assert sign_in(eve).get(finding.get_absolute_url()).status_code == 404
