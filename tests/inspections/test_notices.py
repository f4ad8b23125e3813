"""Improvement notices and brokered support: recorded, followed up, and what is refused."""

import uuid
from datetime import date

import pytest

from areas import access
from areas import services as area_services
from inspections import services
from inspections.models import Event, ImprovementNotice, NoticeStep, SourceDocument, SupportOffer
from inspections.summaries import notices_of, support_of
from send_tracker.lib.refusals import Refused
from tests.factories.documents import make_document
from tests.factories.inspections import make_inspection, make_source

ISSUED = date(2026, 3, 31)


@pytest.fixture
def who(ada, on):
    return {"by": ada.membership, "on": on}


def issue(area, who, **changed) -> ImprovementNotice:
    facts = {
        "source": None, "given_by": "Department for Education", "issued_on": ISSUED, "deadline_on": None,
        "review_months": 6, "requires": "A plan", "submission": uuid.uuid4(),
    }  # fmt: skip
    return services.issue_notice(area=area, **{**facts, **changed}, **who)


def step(notice, who, kind, day, **changed) -> NoticeStep:
    facts = {"deadline_on": None, "words": "", "submission": uuid.uuid4()}
    return services.record_notice_step(notice=notice, kind=kind, happened_on=day, **{**facts, **changed}, **who)


def line(notice, ada, on):
    return notices_of(ImprovementNotice.objects.filter(pk=notice.pk), access.enter(ada, "northshire", on))[0]


def test_a_notice_after_an_inspection_is_an_event_of_it(northshire, who):
    inspection = make_inspection(northshire)
    notice = issue(northshire, who, source=inspection.source)
    event = Event.objects.get(inspection=inspection)
    assert (event.kind, event.happened_on) == (Event.Kind.NOTICE, ISSUED)
    assert notice.steps.get().words == "A plan"


def test_without_a_new_inspection_it_is_none(northshire, who):
    for source in (None, make_source(northshire)):
        issue(northshire, who, source=source)
    assert ImprovementNotice.objects.count() == 2
    assert not Event.objects.exists()


def test_its_life(northshire, ada, who, on):
    notice = issue(northshire, who, deadline_on=date(2026, 9, 30))
    shown = line(notice, ada, on)
    assert (shown.state, shown.deadline, shown.is_late) == ("Deadline passed, not lifted", "30 September 2026", True)
    assert shown.next_review == "30 September 2026"
    step(notice, who, "reviewed", date(2026, 8, 31))
    assert line(notice, ada, on).next_review == "28 February 2027"
    step(notice, who, "updated", date(2026, 10, 1), deadline_on=date(2026, 12, 31))
    shown = line(notice, ada, on)
    assert (shown.state, shown.deadline, shown.is_late) == ("In force", "31 December 2026", False)
    step(notice, who, "lifted", date(2026, 10, 10))
    step(notice, who, "reviewed", on)
    shown = line(notice, ada, on)
    assert (shown.state, shown.is_late, shown.next_review) == ("Lifted on 10 October 2026", False, "")
    assert [one.title for one in shown.steps] == ["Issued", "Reviewed", "Updated", "Lifted", "Reviewed"]


@pytest.mark.parametrize(
    ("kind", "day", "changed", "field"),
    [
        ("reviewed", date(2026, 3, 30), {}, "happened_on"),
        ("reviewed", date(2026, 10, 15), {}, "happened_on"),
        ("updated", date(2026, 4, 1), {}, "words"),
        ("updated", date(2026, 4, 1), {"deadline_on": date(2026, 4, 1)}, "deadline_on"),
        ("reviewed", date(2026, 4, 1), {"deadline_on": date(2027, 4, 1)}, "deadline_on"),
    ],
)
def test_a_step_that_cannot_be_is_refused(northshire, who, kind, day, changed, field):
    notice = issue(northshire, who)
    with pytest.raises(Refused) as refused:
        step(notice, who, kind, day, **changed)
    assert refused.value.field == field
    assert notice.steps.count() == 1


def test_a_lifted_notice_is_not_changed(northshire, who):
    notice = issue(northshire, who)
    step(notice, who, "lifted", date(2026, 5, 1))
    for kind in ("updated", "lifted"):
        with pytest.raises(Refused, match="was lifted"):
            step(notice, who, kind, date(2026, 6, 1), words="Again")


@pytest.mark.parametrize(
    "changed", [{"issued_on": date(2026, 10, 15)}, {"deadline_on": ISSUED}, {"deadline_on": date(2020, 1, 1)}]
)
def test_a_notice_that_cannot_be_is_refused(northshire, who, changed):
    with pytest.raises(Refused):
        issue(northshire, who, **changed)
    assert not ImprovementNotice.objects.exists()


def test_a_notice_before_the_end_of_its_inspection_is_refused(northshire, who):
    inspection = make_inspection(northshire)
    with pytest.raises(Refused) as refused:
        issue(northshire, who, source=inspection.source, issued_on=date(2010, 1, 1))
    assert refused.value.field == "issued_on"
    assert not ImprovementNotice.objects.exists()


def test_the_same_press_twice_writes_once(northshire, who):
    submission = uuid.uuid4()
    notices = {issue(northshire, who, submission=submission) for _ in range(2)}
    steps = {step(*notices, who, "reviewed", date(2026, 5, 1), submission=uuid.UUID(int=1)) for _ in range(2)}
    assert (len(notices), len(steps), NoticeStep.objects.count()) == (1, 1, 2)


def offer(area, who, *offers, **changed) -> list[SupportOffer]:
    facts = {"source": None, "offered_by": "Portsea", "brokered_by": "DfE", "offered_on": ISSUED}
    return services.record_support(area=area, offers=list(offers), **{**facts, **changed}, **who)


def follow(offer, who, kind, day=ISSUED, words="", submission=None):
    facts = {"kind": kind, "happened_on": day, "words": words, "submission": submission or uuid.uuid4()}
    return services.record_support_step(offer=offer, **facts, **who)


def test_what_was_offered_taken_up_and_changed(northshire, ada, who, on):
    visit, data, _ = offer(northshire, who, "A visit", "Data", "A session")
    assert offer(northshire, who, "A visit", "Data") == [visit, data]
    submission = uuid.uuid4()
    for _ in range(2):
        follow(visit, who, "taken up", submission=submission)
    follow(visit, who, "changed", on, "The panel meets weekly")
    follow(data, who, "not taken up")
    (group,) = support_of(SupportOffer.objects.all(), access.enter(ada, "northshire", on))
    assert (group.title, group.day) == ("Portsea, brokered by DfE", "31 March 2026")
    assert [one.waits for one in group.offers] == [False, False, True]
    assert [step.title for one in group.offers for step in one.steps] == ["Taken up", "What it changed", "Not taken up"]
    assert [one.words for one in group.offers[0].steps] == ["", "The panel meets weekly"]


def test_support_that_cannot_be_is_refused(northshire, who, on):
    with pytest.raises(Refused):
        offer(northshire, who, "A visit", offered_on=date(2026, 10, 15))
    (visit,) = offer(northshire, who, "A visit")
    for kind, day, words in (
        ("taken up", date(2026, 3, 30), ""),
        ("taken up", date(2026, 10, 15), ""),
        ("changed", on, ""),
    ):
        with pytest.raises(Refused):
            follow(visit, who, kind, day, words)
    assert not visit.steps.exists()


def test_what_hangs_on_an_unpublished_inspection_is_hidden_with_it(northshire, ada, dee, who, on):
    inspection = make_inspection(northshire, report_published_on=None)
    issue(northshire, who, source=inspection.source)
    offer(northshire, who, "A visit", source=inspection.source)
    for person, count in ((ada, 1), (dee, 0)):
        here = access.enter(person, "northshire", on)
        assert len(notices_of(ImprovementNotice.objects.all(), here)) == count
        assert len(support_of(SupportOffer.objects.all(), here)) == count


def test_a_document_of_an_unpublished_inspection_is_for_area_leads_alone(northshire, ada, who, on):
    inspection = make_inspection(northshire, report_published_on=None)
    open_one = make_document(northshire, ada.membership, on)
    kept = make_document(northshire, ada.membership, on, confidentiality="leads")
    with pytest.raises(Refused, match="under embargo"):
        area_services.attach_document(attachment=SourceDocument(source=inspection.source, document=open_one), **who)
    area_services.attach_document(attachment=SourceDocument(source=inspection.source, document=kept), **who)


def test_the_lists_take_the_same_queries_for_one_and_for_three(northshire, ada, who, on, django_assert_num_queries):
    here = access.enter(ada, "northshire", on)
    for number in range(3):
        issue(northshire, who)
        follow(*offer(northshire, who, f"Visit {number}"), who, "taken up")
        with django_assert_num_queries(2):
            notices_of(ImprovementNotice.objects.all(), here)
        with django_assert_num_queries(2):
            support_of(SupportOffer.objects.all(), here)
