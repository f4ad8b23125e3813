"""What became of the actions of a plan in the next: which answers fit together, and what can be read of it after."""

from datetime import date

import pytest

from actions.models import ActionSuccession
from actions.services import plans
from actions.services.succession import Answer, record_succession
from actions.status import Stage, SuccessionKind, owes_succession, why_not_succession, why_not_together
from actions.summaries import (
    actions_unaccounted,
    ancestors_of,
    finding_thread,
    former_plan,
    outcome_of,
    succession_of,
    unaccounted_in,
)
from areas.access import enter
from areas.models import AuditEvent, Role
from send_tracker.lib.records import AppendOnlyError
from send_tracker.lib.refusals import Refused
from tests.factories.actions import make_action, make_plan, make_update, make_workstream
from tests.factories.areas import make_visit
from tests.factories.inspections import make_finding, make_inspection, make_source

LAST = date(2026, 3, 31)
KINDS = ["carried", "merged", "split", "closed", "dropped"]
# How many actions of the new plan each way of ending may have: none, one, two.
INTO = {"carried": "- y -", "merged": "- y -", "split": "- - y", "closed": "y - -", "dropped": "y - -"}


def test_the_table_has_every_way_of_ending():
    assert [kind.value for kind in SuccessionKind] == KINDS == list(INTO)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("into", [0, 1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_how_an_action_may_end(kind, into, stage):
    is_allowed = INTO[kind].split()[into] == "y"
    if kind == "closed" and stage not in (Stage.COMPLETE, Stage.EMBEDDED):
        is_allowed = False
    assert (why_not_succession(SuccessionKind(kind), stage, into) == "") == is_allowed


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("others", [0, 1, 2])
def test_what_goes_into_one_action_is_merged_and_what_goes_alone_is_carried(kind, others):
    is_refused = (kind == "carried" and others > 0) or (kind == "merged" and others == 0)
    assert bool(why_not_together(SuccessionKind(kind), others)) == is_refused


@pytest.mark.parametrize("stage", list(Stage))
def test_what_was_superseded_owes_no_answer(stage):
    assert owes_succession(stage) == (stage is not Stage.SUPERSEDED)


@pytest.fixture
def here(northshire, on):
    return make_visit(northshire, on)


@pytest.fixture
def finding(northshire):
    return make_finding(make_source(northshire))


@pytest.fixture
def old(northshire, council, finding):
    plan = make_plan(
        northshire, title="Statement", started_on=date(2025, 1, 1), ended_on=LAST, sources=[finding.source]
    )
    workstream = make_workstream(plan, council)
    for number in range(1, 5):
        make_action(workstream, reference=f"O{number}", findings=[finding] if number == 1 else [])
    return plan


@pytest.fixture
def new(northshire, council, old, finding):
    plan = make_plan(northshire, title="Improvement plan", started_on=LAST, supersedes=old, sources=[finding.source])
    workstream = make_workstream(plan, council)
    for number in range(1, 4):
        make_action(workstream, reference=f"N{number}")
    return plan


@pytest.fixture
def say(old, new, ada, on):
    """Say what became: `say(O1=("carried", "N1"))`."""

    def _say(reason="Agreed", **told):
        answers = [
            Answer(
                old.actions.get(reference=reference),
                SuccessionKind(kind),
                tuple(new.actions.get(reference=name) for name in into.split()),
                reason,
            )
            for reference, (kind, into) in told.items()
        ]
        return record_succession(plan=new, answers=answers, by=ada.membership, on=on)

    return _say


def test_each_action_ends_in_its_way(say, new, old, ada, here):
    make_update(old.actions.get(reference="O4"), ada.membership, date(2026, 3, 1), "complete")
    assert unaccounted_in(old) == 4
    say(O1=("merged", "N1"), O2=("merged", "N1"), O3=("split", "N2 N3"), O4=("closed", ""))
    found = succession_of(new, here)
    assert (found.unaccounted, unaccounted_in(old), found.new) == (0, 0, [])
    assert [(row.outcome.words, [mark.reference for mark in row.outcome.into]) for row in found.former] == [
        ("Merged with others", ["N1"]), ("Merged with others", ["N1"]), ("Split", ["N2", "N3"]),
        ("Closed: it is done", []),
    ]  # fmt: skip
    assert found.counts == [("Merged with others", 2), ("Split", 1), ("Closed: it is done", 1)]
    assert AuditEvent.objects.filter(event="action succeeded").count() == 4


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"O1": ("carried", "")}, "Give the one action"),
        ({"O1": ("carried", "N1 N2")}, "Give the one action"),
        ({"O1": ("split", "N1")}, "two or more"),
        ({"O1": ("closed", "")}, "It is not complete"),
        ({"O1": ("dropped", "N1")}, "goes into no action"),
        ({"O1": ("merged", "N1")}, "No other action goes into that one"),
        ({"O1": ("carried", "N1"), "O2": ("carried", "N1")}, "both are merged"),
        ({"O1": ("carried", "N1"), "O2": ("merged", "N1")}, "both are merged"),
    ],
)
def test_what_does_not_fit_together_is_not_written(say, told, said):
    with pytest.raises(Refused) as refused:
        say(**told)
    assert any(said in words for words in refused.value.faults.values())
    assert not ActionSuccession.objects.exists()


def test_a_reason_is_owed(say):
    with pytest.raises(Refused) as refused:
        say(reason="", O1=("dropped", ""))
    assert list(refused.value.faults.values()) == ["Give the reason."]


def test_only_between_a_plan_and_the_one_it_replaced(say, old, new, ada, on):
    first = new.actions.first()
    given = {"by": ada.membership, "on": on}
    with pytest.raises(Refused, match="took no other plan's place"):
        record_succession(plan=old, answers=[], **given)
    for answer in (
        Answer(first, SuccessionKind.DROPPED, (), "No"),
        Answer(old.actions.first(), SuccessionKind.CARRIED, (old.actions.last(),), "No"),
    ):
        with pytest.raises(Refused) as refused:
            record_succession(plan=new, answers=[answer], **given)
        assert refused.value.faults
    make_update(old.actions.get(reference="O2"), ada.membership, date(2026, 3, 1), "superseded")
    with pytest.raises(Refused) as refused:
        say(O2=("dropped", ""))
    assert "It was withdrawn" in str(refused.value.faults)


def test_an_answer_is_corrected_by_another_row_and_the_same_is_written_once(say, old, new, here):
    say(O1=("carried", "N1"))
    assert say(O1=("carried", "N1")) == []
    assert len(say(O1=("carried", "N2"))) == 1
    assert ActionSuccession.objects.count() == 2
    assert [mark.reference for mark in outcome_of(old.actions.get(reference="O1"), here).into] == ["N2"]
    with pytest.raises(AppendOnlyError):
        ActionSuccession.objects.first().save()
    with pytest.raises(Refused):  # what stands is looked at too
        say(O2=("carried", "N2"))


def test_a_withdrawn_action_is_accounted_for_by_its_withdrawal(say, old, new, ada, here):
    make_update(old.actions.get(reference="O1"), ada.membership, date(2026, 3, 1), "superseded")
    found = succession_of(new, here)
    assert (found.unaccounted, unaccounted_in(old)) == (3, 3)
    assert [row.owes_answer for row in found.former] == [False, True, True, True]


def test_a_plan_that_took_no_place_has_no_succession(old, here):
    assert former_plan(old, here) is None
    assert unaccounted_in(None) == 0
    assert ancestors_of(old.actions.first(), here) == []
    assert outcome_of(old.actions.first(), here) is None


def test_what_is_under_embargo_is_not_told_by_the_plan_beside_it(say, finding, old, new, northshire, on):
    inspection = make_inspection(northshire, report_published_on=None)
    new.sources.add(inspection.source)
    say(O1=("carried", "N1"))
    first, reader = old.actions.get(reference="O1"), make_visit(northshire, on, Role.READER)
    lead = make_visit(northshire, on)
    assert outcome_of(first, lead).words == "Carried on"
    assert outcome_of(first, reader) is None
    assert [plan.title for plan in finding_thread(finding, lead)] == ["Statement", "Improvement plan"]
    (told,) = finding_thread(finding, reader)
    assert (told.title, told.actions[0].outcome) == ("Statement", None)
    assert (former_plan(new, reader), ancestors_of(new.actions.first(), reader)) == (old, [])


def test_history_follows_through_every_plan(say, old, new, northshire, council, ada, ned, on, here):
    first = old.actions.get(reference="O1")
    make_update(first, ned.membership, date(2026, 3, 1), rag="red", reason="Nobody was there.")
    say(O1=("merged", "N1"), O2=("merged", "N1"))
    third = make_plan(northshire, title="Third", started_on=on, supersedes=new)
    last = make_action(make_workstream(third, council), reference="T1")
    carried = Answer(new.actions.get(reference="N1"), SuccessionKind.CARRIED, (last,), "Goes on")
    record_succession(plan=third, answers=[carried], by=ada.membership, on=on)
    found = ancestors_of(last, here)
    assert [(row.plan, row.action.reference) for row in found] == [
        ("Improvement plan", "N1"), ("Statement", "O1"), ("Statement", "O2"),
    ]  # fmt: skip
    assert [line.reason for line in found[1].history] == ["Nobody was there."]
    assert found[0].became == "Carried on, 14 October 2026: Goes on"


def test_a_finding_through_every_plan(say, finding, old, new, ada, here):
    say(O1=("split", "N1 N2"))
    answering = make_action(new.workstreams.get(), reference="N9", findings=[finding])
    thread = finding_thread(finding, here)
    assert [(plan.title, [row.action.reference for row in plan.actions]) for plan in thread] == [
        ("Statement", ["O1"]), ("Improvement plan", ["N9", "N1", "N2"]),
    ]  # fmt: skip
    first, second = thread
    assert first.actions[0].outcome.words == "Split"
    assert [(row.answers, row.origins) for row in second.actions] == [
        (True, []), (False, ["O1 of Statement"]), (False, ["O1 of Statement"]),
    ]  # fmt: skip
    assert answering.pk == second.actions[0].action.id


def test_a_plan_that_answers_the_source_without_an_action_for_the_finding_is_there_and_empty(
    old, new, northshire, here
):
    other = make_finding(old.sources.get(), number="2")
    assert [(plan.title, plan.actions) for plan in finding_thread(other, here)] == [
        ("Statement", []), ("Improvement plan", []),
    ]  # fmt: skip
    assert finding_thread(make_finding(make_source(northshire)), here) == []


@pytest.mark.parametrize("count", [1, 3])
def test_reading_it_takes_the_same_few_queries(say, old, new, finding, count, django_assert_num_queries, here):
    for number in range(1, count + 1):
        say(**{f"O{number}": ("carried", f"N{number}")})
        old.actions.get(reference=f"O{number}").findings.add(finding)
    plan = type(new).objects.select_related("area").get(pk=new.pk)
    with django_assert_num_queries(4):
        succession_of(plan, here)
    with django_assert_num_queries(6):
        finding_thread(finding, here)
    action = type(new.actions.first()).objects.select_related("plan__area").get(plan=new, reference="N1")
    with django_assert_num_queries(3):
        ancestors_of(action, here)


def test_who_keeps_the_plan_is_told_what_is_unaccounted_for(say, new, old, ada, dee, on):
    here = enter(ada, "northshire", on)
    assert [(row.text, row.url) for row in actions_unaccounted([here], on)] == [
        ("4 actions of Statement to account for", f"/areas/northshire/plans/{new.pk}/succession/")
    ]
    say(O1=("dropped", ""), O2=("dropped", ""), O3=("dropped", ""))
    assert actions_unaccounted([here], on)[0].text == "1 action of Statement to account for"
    assert actions_unaccounted([enter(dee, "northshire", on)], on) == []
    plans.end_plan(plan=new, ended_on=on, reason="Over", by=ada.membership, on=on)
    assert actions_unaccounted([here], on) == []
