"""docs/clock.md tells the rules that are shipped, and its example is right."""

import tomllib
from datetime import date

from django.conf import settings

from inspections.clock import Unit, due_on
from inspections.models import DeadlineRule
from inspections.services import FRAMEWORKS
from send_tracker.lib.dates import BANK_HOLIDAYS
from send_tracker.lib.precision import Precision, earliest, exactly, latest, said
from send_tracker.lib.vague_words import parse

BOOK = tomllib.loads(FRAMEWORKS.read_text(encoding="utf-8"))
TEXT = (settings.BASE_DIR / "docs" / "clock.md").read_text(encoding="utf-8")


def table_under(heading: str, number: int = 1) -> list[list[str]]:
    """The rows of the first table under a heading, or of a later one, without its head."""
    section = TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    tables = [part for part in section.split("\n\n") if part.lstrip().startswith("|")]
    lines = tables[number - 1].strip().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_table_is_the_data_file():
    rules = [(framework["code"], rule) for framework in BOOK["framework"] for rule in framework["rule"]]
    rules += [("any", rule) for rule in BOOK["rule"]]
    assert table_under("The rules") == [told(framework, DeadlineRule(**rule)) for framework, rule in rules]


def told(framework: str, rule: DeadlineRule) -> list[str]:
    """A rule as a row of the table."""
    return [
        framework,
        rule.title,
        rule.code,
        rule.get_starts_from_display(),
        rule.length,
        rule.get_firmness_display(),
        "yes" if rule.needs_plan else "no",
        {"nothing": "no", "more": "to give more", "anything": "yes"}[rule.area_may],
        rule.source,
    ]


def test_each_rule_is_worked_and_the_working_is_right():
    shipped = {
        (framework["code"], rule["code"]): DeadlineRule(**rule)
        for framework in BOOK["framework"]
        for rule in framework["rule"]
    } | {("any", rule["code"]): DeadlineRule(**rule) for rule in BOOK["rule"]}
    rows = table_under("The rules", 2)
    assert {(row[0], row[1]) for row in rows} == set(shipped)
    for framework, code, _, start, gives in rows:
        rule, day = shipped[framework, code], parse(start).on
        days = [rule.working(day, amount).due_on for amount in rule.amounts]
        assert gives == ", ".join(said(day, rule.precision) for day in days), code


def test_the_suspensions_are_told():
    for framework in BOOK["framework"]:
        for row in framework.get("suspension", []):
            days = [f"{day.day} {day:%B %Y}" for day in (row["starts_on"], row["ends_on"])]
            assert f"`{row['rule_code']}` was suspended from {days[0]} until {days[1]}" in " ".join(TEXT.split())


def test_the_outcomes_that_require_a_plan_are_named():
    for framework in BOOK["framework"]:
        for outcome in framework["outcome"]:
            named = f'"{outcome["short"]}" ({framework["code"]})' in " ".join(TEXT.split())
            assert named == outcome["requires_plan"], outcome["code"]


def test_the_example_is_right():
    start = date(2018, 11, 29)
    working = due_on(70, Unit.WORKING_DAYS, start, BANK_HOLIDAYS)
    told = dict(table_under("A worked example"))
    assert told == {
        "Start, day 0": f"{start:%A} {start.day} {start:%B %Y}",
        "Days from 30 November 2018 to 12 March 2019": str((working.due_on - start).days),
        "Less Saturdays and Sundays": str(working.weekend_days),
        "Less bank holidays: " + ", ".join(f"{skip.day.day} {skip.day:%B %Y}" for skip in working.bank_holidays): "3",
        "Working days": "70",
        "Due": f"{working.due_on:%A} {working.due_on.day} {working.due_on:%B %Y}",
    }


def test_the_table_of_vague_days_is_what_the_program_says():
    table = table_under("Days that are not exact")
    for how_exact, words, first, last in table:
        on, precision = parse(words)
        assert precision.label == how_exact
        assert said(on, precision) == words
        assert [_or_never(earliest(on, precision)), _or_never(latest(on, precision))] == [first, last]
    assert {how_exact for how_exact, *_ in table} == set(Precision.labels)


def _or_never(day: date | None) -> str:
    return str(exactly(day)) if day else "never"
