"""The demonstration on its day: told once for all these tests, which read it or go on from it."""

from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from actions.models import Action, Contribution, Plan
from actions.summaries import (
    baselines_of,
    counts,
    feedback_section,
    finding_thread,
    plan_changes,
    snapshot,
    unaccounted_in,
)
from areas.models import AuditEvent, LocalArea, Membership, User
from boards.models import Publication, Report, Seat
from inspections.models import Deadline, Finding
from send_tracker import reminders
from send_tracker.demo import story
from send_tracker.demo.teller import NotTheDemonstrationError, tell
from tests.factories.areas import make_visit

DAY = story.DEFAULT_DAY
PLAIN_STATIC_FILES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(scope="module")
def story_told(django_db_setup, django_db_blocker):
    """The story told once for this module, and taken back after it: each test has a savepoint of its own inside."""
    demonstration = override_settings(DEMO_DAY=DAY, STORAGES=PLAIN_STATIC_FILES)
    with django_db_blocker.unblock(), demonstration, transaction.atomic():
        tell(DAY, timezone.now)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def told(story_told, db, settings):
    """The story as it stands on the demonstration's day."""
    settings.DEMO_DAY = DAY


def area(slug):
    return LocalArea.objects.get(slug=slug)


def checksum():
    return {model.__name__: model.objects.count() for model in (Action, AuditEvent, Contribution, Membership, Report)}


def test_on_its_day_four_areas_stand_as_their_papers_tell(told):
    assert list(LocalArea.objects.order_by("name").values_list("name", flat=True)) == [
        "Essex", "Lancashire", "Wokingham", "Worcestershire",
    ]  # fmt: skip
    (plan,) = area("lancashire").plans.live(DAY)
    assert (plan.title, plan.supersedes.kind) == ("SEND Partnership Improvement Plan", Plan.Kind.WSOA)
    assert area("worcestershire").sources.count() == 3
    groups = area("wokingham").boards.filter(kind="task and finish group")
    assert groups.count() == 6
    assert Seat.objects.filter(board__in=groups, post=None).count() == 5  # health's empty chairs in groups 4 and 6
    assert Finding.objects.filter(source__area__slug="wokingham").count() == 6


def test_the_clock_of_essex_runs_to_27_march_and_no_other_statutory_date_is_open(told):
    due = Deadline.objects.filter(met_on=None, rule__firmness="statutory").select_related("inspection__source__area")
    assert [(d.inspection.source.area.slug, d.due_on, d.is_upper_bound) for d in due] == [
        ("essex", date(2020, 3, 27), False)
    ]


def test_wokinghams_last_report_is_approved_and_published(told):
    publication = Publication.objects.get()
    assert (publication.area_slug, publication.published_on) == ("wokingham", date(2020, 1, 17))
    assert publication.report.meeting.on == date(2020, 1, 14)
    assert publication.report.state == Report.State.APPROVED
    assert bytes(publication.pdf).startswith(b"%PDF")


def test_there_is_something_red_late_and_silent_in_wokingham_and_no_false_alarm_elsewhere(told):
    (plan,) = area("wokingham").plans.live(DAY)
    states = snapshot(plan, DAY)
    assert counts(states).red >= 2
    assert [state.reference for state in states if state.is_overdue]
    assert [state.reference for state in states if state.is_silent]
    for slug in ("essex", "lancashire", "worcestershire"):
        (plan,) = area(slug).plans.live(DAY)
        assert not [state.reference for state in snapshot(plan, DAY) if state.is_overdue or state.is_silent]


def test_reminders_of_essex_begin_forty_working_days_before(told):
    essex = area("essex").pk
    assert not [one for one in reminders.come(DAY) if one.item.area_id == essex and "2020-03-27" in one.item.key]
    first = [one for one in reminders.come(date(2020, 1, 31)) if "2020-03-27" in one.item.key]
    assert {one.offset for one in first} == {40}
    assert {one.item.area_id for one in first} == {essex}
    assert [one for one in reminders.come(DAY) if one.item.area_id == area("wokingham").pk]  # overdue actions


def test_told_again_nothing_changes_and_told_on_it_goes_on(told, settings):
    before = checksum()
    assert tell(DAY, timezone.now) == 0
    assert checksum() == before
    later = date(2020, 7, 7)
    settings.DEMO_DAY = later
    assert tell(later, timezone.now) > 0
    plan = Plan.objects.get(area__slug="essex")
    assert plan.submissions.get().on == date(2020, 3, 27)
    assert plan.submissions.get().verdicts.get().on == date(2020, 4, 6)
    assert plan.approvals.get().on == later
    assert not Deadline.objects.filter(met_on=None, rule__firmness="statutory").exists()


def test_an_earlier_day_needs_a_new_database(told):
    with pytest.raises(NotTheDemonstrationError, match="begin a new database"):
        tell(date(2018, 7, 12), timezone.now)


def test_each_demo_person_signs_in_by_one_press(told, client):
    for person in User.objects.all():
        assert client.post("/demonstration/sign-in/", {"user": person.pk}).status_code == 302


def test_essexs_six_points_are_answered_and_signed_off_as_its_paper_of_september_tells(told, settings):
    settings.DEMO_DAY = date(2020, 9, 8)
    tell(settings.DEMO_DAY, timezone.now)
    (plan,) = area("essex").plans.live(settings.DEMO_DAY)
    (letter,) = feedback_section(plan, settings.DEMO_DAY)
    assert [(point.number, point.state) for point in letter.points] == [(n, "Signed off") for n in range(1, 7)]
    assert letter.sentences == [
        "Written Statement of Action was submitted to Ofsted and CQC on 27 March 2020.",
        "The letter of 6 April 2020, 6 working days (10 days) later, says: fit for purpose, with points to strengthen.",
        "It makes 6 points: 6 signed off.",
        "SEND Improvement Board signed off the plan as strengthened on 7 July 2020, 62 working days (92 days) after "
        "the letter.",
    ]


def test_what_wokingham_added_since_its_statement_was_found_fit(told):
    (plan,) = area("wokingham").plans.live(DAY)
    baselines = baselines_of(plan)
    assert [(str(row), row.on) for row in baselines] == [
        ("Found fit for purpose", date(2019, 9, 3)), ("Submitted", date(2019, 8, 12)),
    ]  # fmt: skip
    found = plan_changes(plan, baselines, baselines[0])
    strategy = next(line for line in found.lines if line.reference == "1.3")
    assert (strategy.what, strategy.day) == ("Added", "14 January 2020")
    assert strategy.leave == "the improvement board: SEND Improvement Board, 13 January 2020"
    statutory = plan.actions.filter(is_statutory=True, added_on__gt=date(2019, 9, 3))
    assert [action.reference for action in statutory] == ["1.3"]


def test_lancashires_fundamental_failings_are_followed_from_its_statement_into_its_improvement_plan(told):
    (plan,) = area("lancashire").plans.live(DAY)
    assert unaccounted_in(plan.supersedes) == 0
    thread = finding_thread(
        Finding.objects.get(source__area=area("lancashire"), number="F2"), make_visit(area("lancashire"), DAY)
    )
    assert [(step.title, [row.action.reference for row in step.actions]) for step in thread] == [
        ("Written Statement of Action", ["W3", "W4", "W5", "W6"]),
        ("SEND Partnership Improvement Plan", ["1.2", "2.2", "3.1"]),
    ]
    assert [row.outcome.words for row in thread[0].actions] == [
        "Merged with others", "Merged with others", "Split", "Dropped",
    ]  # fmt: skip
