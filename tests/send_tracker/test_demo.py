"""The demonstration: a story that can be told, told again, told on, and never into somebody's own database."""

import tomllib
from datetime import date

import pytest
from celery.signals import beat_init, worker_init
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

import send_tracker.celery  # noqa: F401 -- connects the signals
from areas import access
from areas.models import Demonstration, Membership, Organisation, Role
from areas.models.lineage import names_of
from inspections.models import Source
from inspections.summaries import source_page
from send_tracker.demo import guard, story
from send_tracker.demo.teller import tell
from tests.factories.areas import make_area, make_user

DAY = story.DEFAULT_DAY


def test_every_row_of_the_story_says_where_it_is_from():
    for path in story.DATA.glob("*.toml"):
        for verb, rows in tomllib.loads(path.read_text()).items():
            if verb == "area" and isinstance(rows, str):
                continue  # a further file of an area another file opens
            for row in rows if isinstance(rows, list) else [rows]:
                assert row.get("from") in story.ORIGINS, (path.name, verb, row)


def test_nobody_in_the_story_is_named_but_by_post():
    for step in story.steps():
        if step.verb == "person":
            assert step.row["email"].endswith(".example") or "@" not in step.row["email"]


@pytest.mark.parametrize("day", [date(2018, 7, 12), date(2019, 5, 13)])
def test_the_papers_of_other_days_can_be_reached(db, settings, day):
    settings.DEMO_DAY = day
    tell(day, timezone.now)
    assert Demonstration.objects.get().told_to_on == day


def test_worcestershires_twelve_weaknesses_through_every_visit(db, settings):
    """Eleven bullets where the data counts twelve; four left at the revisit, three after the release."""
    days = [DAY, date(2022, 1, 13), date(2023, 10, 2)]
    stood = []
    for day in days:
        settings.DEMO_DAY = day
        tell(day, timezone.now)
        source = Source.objects.get(area__slug="worcestershire", title__startswith="Local area")
        lead = Membership.objects.get(area=source.area, role=Role.LEAD).user
        here = access.enter(lead, "worcestershire", day)
        page = source_page(here, source, day)
        (group,) = page.groups
        stood.append((group.stated.said, group.stated.is_flagged, page.monitoring.left, len(page.monitoring.visits)))
    assert stood == [
        ("12 stated, 11 entered", True, 11, 1),
        ("12 stated, 12 entered", False, 4, 2),
        ("12 stated, 12 entered", False, 3, 3),
    ]
    assert page.follow_ups[0].day == "published 13 January 2022"
    revisit = source_page(here, Source.objects.get(title="Revisit, November 2021"), day)
    assert revisit.judged_here == (("Sufficient progress", 8), ("Not sufficient progress", 4))
    assert all("nvented" in note for visit in page.monitoring.visits for note in visit.notes)


def test_it_is_never_told_into_a_real_database(db):
    make_area("Northshire")
    with pytest.raises(CommandError, match="areas of its own"):
        call_command("seed_demo")
    assert not Demonstration.objects.exists()


@pytest.mark.parametrize(
    ("demo_day", "is_used", "is_made_by_it", "is_refused"),
    [
        (DAY, False, False, False),
        (DAY, True, True, False),
        (DAY, True, False, True),
        (None, False, False, False),
        (None, True, False, False),
        (None, True, True, True),
    ],
)
def test_the_demonstration_runs_on_its_own_database_and_on_no_other(
    db, settings, demo_day, is_used, is_made_by_it, is_refused
):
    settings.DEMO_DAY = demo_day
    if is_used:
        make_user()
    if is_made_by_it:
        Demonstration.objects.create(told_to_on=DAY)
    if is_refused:
        with pytest.raises(ImproperlyConfigured):
            guard.check_database()
    else:
        guard.check_database()
    assert [error.id for error in run_checks(databases=["default"])] == ["send_tracker.E004"] * is_refused


@pytest.mark.parametrize("signal", [worker_init, beat_init])
def test_celery_stops_before_a_database_that_is_not_its_own(db, settings, signal):
    settings.DEMO_DAY = DAY
    make_user()
    with pytest.raises(SystemExit, match="not the demonstration's"):
        signal.send(sender=None)


def test_groups_that_became_boards_are_called_so_once_the_story_is_told_on(db, settings):
    settings.DEMO_DAY = date(2022, 7, 2)
    tell(settings.DEMO_DAY, timezone.now)
    called = {}
    for day in (date(2020, 1, 21), date(2022, 7, 2)):
        with names_of(day):
            bodies = Organisation.objects.filter(short_name__in=["Wyre Forest CCG", "West Essex CCG"]).order_by("name")
            called[day] = [str(body) for body in bodies]
    assert called == {
        date(2020, 1, 21): ["West Essex CCG", "Wyre Forest CCG"],
        date(2022, 7, 2): [
            "Hertfordshire and West Essex ICB (formerly West Essex CCG)",
            "Herefordshire and Worcestershire ICB (formerly Wyre Forest CCG)",
        ],
    }
