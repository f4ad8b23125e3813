"""An administrator's file of frameworks: what it changes, what it leaves, and what is wrong with it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from areas.models import AuditEvent
from inspections import services
from inspections.models import DeadlineRule, Framework, Outcome, Suspension
from inspections.services.framework_file import BadFrameworksError, read

pytestmark = pytest.mark.django_db
NEW = """
[[framework]]
code = "2027"
name = "Area SEND inspection framework 2027"
in_force_on = 2027-09-01
plan_name = "Improvement plan"
finding_name = "Area to put right"

[[framework.outcome]]
code = "poor"
short = "Poor"
wording = "It is poor."
requires_plan = true

[[framework.rule]]
code = "plan_due"
title = "Improvement plan due"
starts_from = "report_received_on"
amount = 40
unit = "working days"
firmness = "framework"
source = "The framework of 2027"
needs_plan = true
only_outcomes = ["poor"]
valid_from_on = 2027-09-01

[[framework.suspension]]
rule_code = "plan_due"
title = "A storm"
starts_on = 2027-10-01
source = "The news"
"""
CHANGE = """
[[framework]]
code = "2016"

[[framework.rule]]
code = "wsoa_due"
title = "Written Statement of Action due"
starts_from = "report_received_on"
amount = 50
unit = "working days"
firmness = "statutory"
source = "Regulations of 2026"
needs_plan = true
valid_from_on = 2026-06-01
"""
RULE = CHANGE.split("[[framework.rule]]")[1]


def load(text, is_check=False):
    return services.load_framework_file(text, on=date(2026, 10, 14), is_check=is_check)


def rows():
    return [model.objects.count() for model in (Framework, Outcome, DeadlineRule, Suspension, AuditEvent)]


def test_a_new_framework_comes_with_all_that_belongs_to_it_and_can_be_used_at_once(recorded, days):
    loaded = load(NEW)
    assert loaded.added == [
        "framework 1 (2027)",
        "framework 1 (2027), outcome 1 (poor)",
        "framework 1 (2027), rule 1 (plan_due)",
        "framework 1 (2027), suspension 1 (plan_due)",
    ]
    assert set(AuditEvent.objects.values_list("event", "area")) == {
        ("framework added", None),
        ("outcome added", None),
        ("rule added", None),
        ("suspension added", None),
    }
    seen = date(2027, 10, 8)
    inspection = recorded("2027", "poor", started_on=seen, ended_on=seen, report_received_on=date(2027, 11, 1))
    assert days(inspection) == {"Improvement plan due": "29 December 2027"}


def test_the_same_file_again_changes_nothing():
    load(NEW)
    before = rows()
    loaded = load(NEW)
    assert (loaded.added, loaded.changed, loaded.closed, loaded.unchanged) == ([], [], [], 4)
    assert rows() == before


def test_a_rule_changed_from_a_day_ends_the_one_before():
    loaded = load(CHANGE)
    old, new = DeadlineRule.objects.filter(code="wsoa_due").order_by("valid_from_on")
    assert (old.amount, old.valid_until_on, new.amount, new.valid_until_on) == (70, date(2026, 6, 1), 50, None)
    assert loaded.closed == ["framework 1 (2016), rule 1 (wsoa_due): the one from 2016-05-01 ends on 2026-06-01"]
    assert AuditEvent.objects.get(event="rule closed").facts == {"valid_until_on": [None, "2026-06-01"]}
    services.load_frameworks()  # what is shipped overwrites nothing of it
    old.refresh_from_db()
    assert old.valid_until_on == date(2026, 6, 1)
    assert DeadlineRule.objects.filter(code="wsoa_due").count() == 2


def test_a_rule_from_between_two_days_fits_in():
    load(CHANGE)
    load(CHANGE.replace("2026-06-01", "2020-01-01").replace("amount = 50", "amount = 60"))
    found = DeadlineRule.objects.filter(code="wsoa_due").order_by("valid_from_on")
    assert [(rule.amount, rule.valid_until_on) for rule in found] == [
        (70, date(2020, 1, 1)),
        (60, date(2026, 6, 1)),
        (50, None),
    ]


def test_words_are_put_right_in_place_and_what_counts_is_not():
    load(NEW)
    loaded = load(NEW.replace("The framework of 2027", "The handbook of 2027").replace("A storm", "A flood"))
    assert loaded.changed == [
        "framework 1 (2027), rule 1 (plan_due): source",
        "framework 1 (2027), suspension 1 (plan_due): title",
    ]
    with pytest.raises(BadFrameworksError) as refused:
        load(NEW.replace("amount = 40", "amount = 45"))
    assert refused.value.faults == [
        "framework 1 (2027), rule 1 (plan_due), amount: it is there already and differs: "
        "give the rule another valid_from_on to change it from that day on"
    ]
    assert DeadlineRule.objects.get(code="plan_due").amount == 40


def test_a_check_says_the_same_and_writes_nothing():
    before = rows()
    assert load(NEW, is_check=True).added[0] == "framework 1 (2027)"
    assert rows() == before


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[framework", "This is not TOML"),
        ("", "There is no framework and no rule in it."),
        ("x = 1", "the file: nothing is called 'x'"),
        ("framework = 3", "the file, framework: write each as [[...framework]]"),
        ('[[framework]]\nname = "X"', "framework 1, code: this is missing"),
        (NEW.replace("amount = 40", 'amount = "40"'), "rule 1 (plan_due), amount: write a whole number"),
        (NEW.replace("amount = 40", "amount = true"), "amount: write a whole number"),
        (NEW.replace("amount = 40", "amount = 0"), "amount: write a number up to 1000, not 0"),
        (NEW.replace("amount = 40", "amount = 100000000000"), "amount: write a number up to 1000, not 0"),
        (NEW.replace("amount = 40", "amount = 40\nfurther = [30]"), "further: each of a series is later"),
        (NEW.replace("amount = 40", "amount = 40\nfurther = [50]"), "step_title: say what one of the dates is called"),
        (NEW.replace("amount = 40", 'amount = 40\nstep_title = "{x}"'), "step_title: only {n}, {i} and {of}"),
        (NEW.replace("amount = 40", 'amount = 40\ncolour = "red"'), "colour: nothing is called so here"),
        (NEW.replace('"working days"', '"weeks"'), "unit: choose one of: working days"),
        (NEW.replace('"report_received_on"', '"birthday"'), "starts_from: choose one of"),
        (NEW.replace('firmness = "framework"', 'firmness = "hard"'), "firmness: choose one of"),
        (NEW.replace('firmness = "framework"', 'firmness = "statutory"\narea_may = "anything"'), "what the law asks"),
        (NEW.replace('title = "Improvement plan due"', 'title = ""'), "title: write some words"),
        (NEW.replace('title = "Improvement plan due"', f'title = "{"x" * 121}"'), "120 characters or fewer"),
        (NEW.replace("in_force_on = 2027-09-01", 'in_force_on = "soon"'), "in_force_on: write a day"),
        (NEW.replace("in_force_on = 2027-09-01", "in_force_on = 0001-01-01"), "use a year from 2000 to 2099"),
        (NEW.replace("in_force_on = 2027-09-01", "in_force_on = 9999-01-01"), "use a year from 2000 to 2099"),
        (NEW.replace("in_force_on = 2027-09-01", "in_force_on = 2027-09-01T10:00:00"), "in_force_on: write a day"),
        (NEW.replace('source = "The news"', 'source = "x"\nends_on = 2027-09-01'), "ends_on: this is not after"),
        (NEW.replace('["poor"]', '["poor", "rich"]'), "this framework has no outcome 'rich'"),
        (NEW.replace('rule_code = "plan_due"', 'rule_code = "other"'), "this framework has no rule 'other'"),
        (NEW + NEW, "framework 2 (2027): the same as framework 1 (2027)"),
        (CHANGE.replace('"2016"', '"2015"'), "there is no framework '2015'"),
        (CHANGE + f"[[framework.rule]]{RULE}", "rule 2 (wsoa_due): the same as framework 1 (2016), rule 1 (wsoa_due)"),
    ],
)
def test_a_fault_is_told_by_its_place_and_nothing_is_written(text, fault):
    before = rows()
    with pytest.raises(BadFrameworksError) as refused:
        load(text)
    assert any(fault in told for told in refused.value.faults), refused.value.faults
    assert rows() == before


def test_every_fault_is_told_at_once():
    text = NEW.replace("amount = 40", "amount = 0").replace('wording = "It is poor."', "wording = 3")
    with pytest.raises(BadFrameworksError) as refused:
        load(text)
    assert len(refused.value.faults) == 2


def test_the_shipped_file_has_no_fault():
    assert len(read(services.FRAMEWORKS.read_text(encoding="utf-8"))) > 20


def test_the_command_says_what_it_did(tmp_path, capsys):
    path = tmp_path / "new.toml"
    path.write_text(NEW)
    call_command("load_frameworks", path, "--check")
    assert "nothing was written" in capsys.readouterr().out
    assert not Framework.objects.filter(code="2027").exists()
    call_command("load_frameworks", path)
    said = capsys.readouterr().out
    assert "4 added, 0 changed, 0 ended, 0 as they were" in said
    assert "added: framework 1 (2027), rule 1 (plan_due)" in said
    assert Framework.objects.filter(code="2027").exists()


def test_the_command_refuses_a_file_that_is_bad_or_not_there(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(NEW.replace("amount = 40", "amount = 0"))
    with pytest.raises(CommandError, match=r"Nothing was written.\nframework 1 \(2027\), rule 1 \(plan_due\), amount"):
        call_command("load_frameworks", path)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_frameworks", tmp_path / "none.toml")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_frameworks", path)
