"""The shipped frameworks: what they hold, and that they come back and overwrite nothing."""

import pytest
from django.apps.registry import Apps
from django.core.management import call_command

from inspections.apps import bring_frameworks
from inspections.models import DeadlineRule, Framework, Outcome
from inspections.services import load_frameworks

# What a shipped row may leave empty.
EMPTY = {
    "superseded_on", "valid_until_on", "framework", "area", "further", "only_outcomes", "changed_on", "changed_by",
    "ends_on",
}  # fmt: skip


@pytest.mark.django_db
def test_what_is_shipped():
    accepted, received = "plan accepted", "report_received_on"
    assert {
        (rule.framework and rule.framework.code, rule.code, rule.length, rule.starts_from, rule.firmness)
        for rule in DeadlineRule.objects.select_related("framework")
    } == {
        ("2016", "wsoa_due", "70 working days", received, "statutory"),
        ("2016", "letter_expected", "33 working days", "ended_on", "guide"),
        ("2016", "wsoa_reviews", "4, 8, 12 and 15 months", accepted, "letter"),
        ("2016", "wsoa_reviews_quarterly", "3, 6, 9, 12, 15, 18, 21 and 24 months", accepted, "letter"),
        ("2016", "review_evidence", "14 days before", "review", "letter"),
        ("2016", "revisit_window", "18 months", accepted, "guide"),
        ("2016", "app_reviews", "6, 12, 18 and 24 months", "app accepted", "letter"),
        ("2016", "app_review_evidence", "14 days before", "app review", "letter"),
        ("2016", "stocktake", "6 months", "notice issued", "letter"),
        ("2023", "pap_due", "35 working days", received, "framework"),
        ("2023", "pap_published", "70 working days", received, "framework"),
        ("2023", "strategic_plan", "30 working days", received, "guide"),
        ("2023", "monitoring_inspection", "18 months", received, "guide"),
        ("2023", "full_inspection_positive", "60 months", "ended_on", "guide"),
        ("2023", "full_inspection", "36 months", "ended_on", "guide"),
        ("2023", "stocktake", "6 months", "notice issued", "letter"),
        (None, "committee_papers", "5 clear working days before", "meeting", "statutory"),
    }
    needing = DeadlineRule.objects.filter(needs_plan=True).values_list("code", flat=True)
    assert set(needing) == {"wsoa_due", "pap_due", "pap_published", "monitoring_inspection"}
    assert {
        (row.framework.code, row.code, row.requires_plan) for row in Outcome.objects.select_related("framework")
    } == {
        ("2016", "wsoa_required", True),
        ("2016", "wsoa_not_required", False),
        ("2023", "typically_positive", False),
        ("2023", "inconsistent", False),
        ("2023", "systemic_failings", True),
    }
    assert "not settled from the handbook itself" in DeadlineRule.objects.get(code="pap_due").source


@pytest.mark.django_db
def test_every_shipped_row_keeps_its_limits():
    for row in [*Framework.objects.all(), *Outcome.objects.all(), *DeadlineRule.objects.all()]:
        row.full_clean(exclude=EMPTY)


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_overwrites_nothing():
    Framework.objects.filter(code="2016").update(name="Our own name")
    DeadlineRule.objects.filter(code="wsoa_due").update(amount=71)
    counts = [model.objects.count() for model in (Framework, Outcome, DeadlineRule)]
    load_frameworks()
    assert [model.objects.count() for model in (Framework, Outcome, DeadlineRule)] == counts
    assert Framework.objects.get(code="2016").name == "Our own name"
    assert DeadlineRule.objects.get(code="wsoa_due").amount == 71


@pytest.mark.django_db
def test_loading_adds_what_is_missing():
    DeadlineRule.objects.filter(code="wsoa_due").delete()
    load_frameworks()
    assert DeadlineRule.objects.get(code="wsoa_due").amount == 70


@pytest.mark.django_db(transaction=True)
def test_a_flush_brings_them_back():
    call_command("flush", verbosity=0, interactive=False)
    assert set(Framework.objects.values_list("code", flat=True)) == {"2016", "2023"}


def test_a_database_without_our_tables_is_let_be():
    bring_frameworks(apps=Apps())
