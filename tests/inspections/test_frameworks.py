"""The shipped frameworks: what they hold, and that they come back and overwrite nothing."""

import pytest
from django.apps.registry import Apps
from django.core.management import call_command

from inspections.apps import bring_frameworks
from inspections.models import DeadlineRule, Framework, Outcome
from inspections.services import load_frameworks


@pytest.mark.django_db
def test_what_is_shipped():
    assert {
        (rule.framework.code, rule.code, rule.amount, rule.unit, rule.starts_from, rule.firmness, rule.needs_plan)
        for rule in DeadlineRule.objects.select_related("framework")
    } == {
        ("2016", "wsoa_due", 70, "working days", "report_received_on", "statutory", True),
        ("2016", "letter_expected", 33, "working days", "ended_on", "guide", False),
        ("2023", "pap_due", 35, "working days", "report_received_on", "framework", True),
        ("2023", "pap_published", 70, "working days", "report_received_on", "framework", True),
    }
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
        row.full_clean(exclude={"superseded_on", "valid_until_on"})


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
