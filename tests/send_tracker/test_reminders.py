"""Who is told of what, and when: truth tables of the days, and ticks in every kind of weather."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from areas.models import Heartbeat, Membership, OutgoingEmail, Reminder
from inspections.models import Deadline
from send_tracker import reminders
from send_tracker.lib.dates import LONDON, add_working_days, at_eight, is_working_day
from send_tracker.lib.due import DueItem, Kind
from tests.factories.actions import make_action, make_plan, make_workstream
from tests.factories.areas import make_area, make_membership, make_organisation, make_post, make_user
from tests.factories.inspections import make_inspection

S = Reminder.Status
State = OutgoingEmail.State
ON = date(2026, 10, 14)


def item(due_on, kind="statutory", **fields) -> DueItem:
    defaults = {"person_id": 1, "area_id": 1, "key": f"x.thing:1:due:{due_on}", "title": "Thing", "url": "/"}
    return DueItem(due_on=due_on, kind=Kind(kind), **{**defaults, **fields})


# --- the days, without a database


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        # A Friday; no bank holiday near.
        ("2020-03-27", {40: "2020-01-31", 20: "2020-02-28", 10: "2020-03-13", 5: "2020-03-20", 2: "2020-03-25",
                        1: "2020-03-26", 0: "2020-03-27"}),
        # The first working day after Christmas and New Year: 25 and 28 December and 1 January are skipped.
        ("2027-01-04", {10: "2026-12-16", 5: "2026-12-23", 2: "2026-12-30", 1: "2026-12-31", 0: "2027-01-04"}),
        # The Tuesday after Easter: Good Friday, 10 April, and Easter Monday, 13 April, are skipped.
        ("2020-04-14", {10: "2020-03-27", 5: "2020-04-03", 2: "2020-04-08", 1: "2020-04-09", 0: "2020-04-14"}),
        # A Saturday: its own day goes out on the Friday, with that of one day before.
        ("2026-10-17", {5: "2026-10-12", 2: "2026-10-15", 1: "2026-10-16", 0: "2026-10-16"}),
        # Christmas Day, a Friday: told on the Thursday.
        ("2026-12-25", {5: "2026-12-18", 2: "2026-12-23", 1: "2026-12-24", 0: "2026-12-24"}),
    ],
)  # fmt: skip
def test_the_day_a_reminder_goes_out(due_on, days):
    due_on = date.fromisoformat(due_on)
    assert {o: reminders.reminding_day(due_on, o).isoformat() for o in days} == days


def table(due_on, kind, first, last):
    """On which day which offset first stands: {day: offset}, from `first` to `last`."""
    thing, found, before = item(due_on, kind), {}, None
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        offset = reminders.offset_come(thing, day)
        if offset != before:
            found[day.isoformat()] = offset
        before = offset
    return found


@pytest.mark.parametrize(
    ("due_on", "kind", "first", "last", "wanted"),
    [
        # Essex's statement of action: nothing on 21 January 2020, the first of the 40 days on 31 January.
        (date(2020, 3, 27), "statutory", date(2020, 1, 21), date(2020, 4, 2), {
            "2020-01-31": 40, "2020-02-28": 20, "2020-03-13": 10, "2020-03-20": 5, "2020-03-25": 2, "2020-03-26": 1,
            "2020-03-27": 0, "2020-03-30": -1, "2020-03-31": -2, "2020-04-01": -3, "2020-04-02": -4}),
        (date(2020, 3, 27), "ordinary", date(2020, 1, 21), date(2020, 4, 21), {
            "2020-02-28": 20, "2020-03-13": 10, "2020-03-20": 5, "2020-03-26": 1, "2020-03-27": 0,
            "2020-04-03": -5, "2020-04-14": -10, "2020-04-21": -15}),
        # Late over Christmas: each working day, and none on the holidays between.
        (date(2026, 12, 23), "statutory", date(2026, 12, 22), date(2027, 1, 4), {
            "2026-12-22": 1, "2026-12-23": 0, "2026-12-24": -1, "2026-12-29": -2, "2026-12-30": -3, "2026-12-31": -4,
            "2027-01-04": -5}),
        # Due on a Saturday: told on Friday, late from Monday.
        (date(2026, 10, 17), "statutory", date(2026, 10, 14), date(2026, 10, 20), {
            "2026-10-14": 5, "2026-10-15": 2, "2026-10-16": 0, "2026-10-19": -1, "2026-10-20": -2}),
        (date(2026, 10, 17), "ordinary", date(2026, 10, 14), date(2026, 10, 30), {
            "2026-10-14": 5, "2026-10-16": 0, "2026-10-23": -5, "2026-10-30": -10}),
        # First seen late: what stands now, whatever came before.
        (date(2020, 3, 27), "statutory", date(2020, 3, 23), date(2020, 3, 24), {"2020-03-23": 5}),
        (date(2020, 3, 27), "statutory", date(2020, 3, 29), date(2020, 3, 29), {"2020-03-29": 0}),
        (date(2020, 3, 27), "ordinary", date(2020, 4, 20), date(2020, 4, 20), {"2020-04-20": -10}),
    ],
)  # fmt: skip
def test_which_offset_stands_on_which_day(due_on, kind, first, last, wanted):
    assert table(due_on, kind, first, last) == wanted


@pytest.mark.parametrize("kind", ["statutory", "ordinary"])
def test_every_offset_comes_once_in_order_and_on_a_working_day(kind):
    """For every day of two years as the due day: no offset is left out between first and last but those overtaken."""
    for n in range(0, 731, 3):
        due_on = date(2026, 1, 1) + timedelta(days=n)
        seen = table(due_on, kind, due_on - timedelta(days=70), due_on + timedelta(days=25))
        offsets = [offset for offset in seen.values() if offset is not None]
        assert offsets == sorted(offsets, reverse=True)
        assert len(offsets) == len(set(offsets))
        for day, offset in list(seen.items())[1:]:
            assert is_working_day(date.fromisoformat(day)), (due_on, day, offset)
        skipped = set(reminders.OFFSETS[Kind(kind)]) - set(offsets)
        assert not skipped or (not is_working_day(due_on) and skipped == {1}), due_on


@pytest.mark.parametrize(
    ("kind", "earlier", "later", "between"),
    [
        ("statutory", 40, 20, []),
        ("statutory", 40, 5, [20, 10]),
        ("statutory", 40, 0, [20, 10, 5, 2, 1]),
        ("statutory", 2, -3, [1, 0, -1, -2]),
        ("statutory", -1, -2, []),
        ("statutory", -1, -4, [-2, -3]),
        ("ordinary", 20, 10, []),
        ("ordinary", 20, 0, [10, 5, 1]),
        ("ordinary", 1, -10, [0, -5]),
        ("ordinary", -5, -10, []),
        ("ordinary", -5, -20, [-10, -15]),
    ],
)
def test_what_an_outage_skipped(kind, earlier, later, between):
    assert reminders.offsets_between(Kind(kind), earlier, later) == between


@pytest.mark.parametrize(
    ("due_on", "on", "words"),
    [
        ("2020-03-27", "2020-01-31", "due 27 March 2020, in 40 working days"),
        ("2020-03-27", "2020-03-26", "due 27 March 2020, in 1 working day"),
        ("2020-03-27", "2020-03-27", "due today, 27 March 2020"),
        ("2026-10-17", "2026-10-16", "due 17 October 2026, before the next working day"),
        ("2020-03-27", "2020-03-28", "overdue since 27 March 2020"),
        ("2020-03-27", "2020-03-30", "overdue since 27 March 2020, 1 working day"),
        ("2020-03-27", "2020-04-14", "overdue since 27 March 2020, 10 working days"),
    ],
)
def test_how_far_off_in_words(due_on, on, words):
    assert reminders.when(date.fromisoformat(due_on), date.fromisoformat(on)) == words


def test_what_is_late_is_never_due_in():
    for n in range(1, 400):
        words = reminders.when(ON - timedelta(days=n), ON)
        assert words.startswith("overdue since"), words
        assert "in " not in words


# --- ticks


class World:
    """Days that pass, with the background work done on each, and what came of it."""

    def __init__(self):
        self.on = ON
        self.at = at_eight(ON) + timedelta(hours=1)

    def tick(self):
        return reminders.tick(self.on, lambda: self.at)

    def go_to(self, day: date, hour=9):
        self.on = day
        self.at = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
        return self.tick()


@pytest.fixture
def world(db, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return World()


@pytest.fixture
def no_server(settings):
    """The mail server is away, until the test calls what it is given."""
    there, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    def bring_back():
        settings.EMAIL_BACKEND = there

    return bring_back


@pytest.fixture
def workstream(northshire, council):
    return make_workstream(make_plan(northshire), council)


@pytest.fixture
def action(workstream, neds_post):
    """Due in ten working days; Ned leads it."""
    return make_action(workstream, neds_post, due_on=add_working_days(ON, 10), success="A secret story")


def move(action, due_on):
    type(action).objects.filter(pk=action.pk).update(due_on=due_on)


def told(**about):
    """(offset, status) of every reminder, oldest first."""
    rows = Reminder.objects.filter(**about).order_by("pk")
    return [(int(row.key.rpartition(":")[2]), row.status) for row in rows]


def letters(**about):
    return OutgoingEmail.objects.filter(**about).exclude(state=State.CANCELLED).order_by("pk")


def test_a_tick_plans_writes_sends_and_leaves_its_heartbeat(world, action, ned):
    done = world.tick()

    assert (done.planned, done.digests, done.mail.sent) == (1, 1, 1)
    [reminder] = Reminder.objects.all()
    assert (reminder.person, reminder.status, reminder.planned_on) == (ned, S.ATTACHED, ON)
    assert reminder.key == f"actions.action:{action.pk}:due:2026-10-28:10"
    letter = reminder.email
    assert (letter.state, letter.recipient) == (State.SENT, "ned@example.org")
    assert letter.subject == "1 date needs you: SEND Tracker, 14 October 2026"
    assert Heartbeat.objects.get(name="tick").beat_at == world.at


def test_ten_ticks_tell_once(world, action):
    for _ in range(10):
        world.tick()

    assert told() == [(10, S.ATTACHED)]
    assert letters().count() == 1


def test_a_day_with_nothing_to_say_says_nothing(world, action):
    move(action, add_working_days(ON, 21))

    assert world.tick().planned == 0
    assert not letters().exists()


def test_what_comes_up_after_todays_digest_waits_for_tomorrows(world, action, workstream, neds_post):
    world.tick()
    make_action(workstream, neds_post, due_on=add_working_days(ON, 10))
    for _ in range(3):
        world.tick()
    assert told() == [(10, S.ATTACHED), (10, S.PLANNED)]
    assert letters().count() == 1

    world.go_to(ON + timedelta(days=1))

    assert told() == [(10, S.ATTACHED), (10, S.ATTACHED)]
    assert letters().count() == 2


def test_a_digest_that_waited_is_overtaken_by_the_next_offset(world, action, workstream, neds_post):
    world.tick()
    other = make_action(workstream, neds_post, due_on=add_working_days(ON, 2))
    world.tick()
    world.go_to(add_working_days(ON, 1))

    assert told(thing__startswith=f"actions.action:{other.pk}:") == [(5, S.SUPERSEDED), (1, S.ATTACHED)]


@pytest.mark.parametrize(
    ("days_away", "wanted"),
    [
        (1, []),
        (5, [(5, S.ATTACHED)]),
        (9, [(5, S.SUPERSEDED), (1, S.ATTACHED)]),
        (10, [(5, S.SUPERSEDED), (1, S.SUPERSEDED), (0, S.ATTACHED)]),
        (21, [(5, S.SUPERSEDED), (1, S.SUPERSEDED), (0, S.SUPERSEDED), (-5, S.SUPERSEDED), (-10, S.ATTACHED)]),
    ],
)
def test_after_an_outage_only_the_latest_is_told(world, action, days_away, wanted):
    world.tick()

    world.go_to(add_working_days(ON, days_away))

    assert told() == [(10, S.ATTACHED), *wanted]
    assert letters().count() == (2 if wanted else 1)


def test_after_days_without_a_mail_server_there_is_one_letter(world, action, workstream, neds_post, no_server):
    make_action(workstream, neds_post, due_on=add_working_days(ON, 5))
    days = [add_working_days(ON, n) for n in range(6)]
    for day in days:
        world.go_to(day)
    assert not letters(state=State.SENT).exists()

    no_server()
    world.at += timedelta(hours=2)
    world.tick()

    [letter] = letters()
    assert letter.state == State.SENT
    assert "due 28 October 2026, in 5 working days" in letter.text
    assert "due today, 21 October 2026" in letter.text
    assert sorted(told(status=S.ATTACHED)) == [(0, S.ATTACHED), (5, S.ATTACHED)]


def test_a_moved_day_is_told_anew_and_the_unsent_old_one_is_cancelled(world, action, no_server):
    world.tick()
    move(action, add_working_days(ON, 5))
    world.at += timedelta(minutes=5)
    no_server()

    world.tick()

    assert told() == [(10, S.CANCELLED), (5, S.ATTACHED)]
    assert Reminder.objects.get(status=S.CANCELLED).reason == reminders.FELL_AWAY
    [letter] = letters()
    assert letter.state == State.SENT
    assert "28 October" not in letter.text


def test_a_moved_day_is_told_anew_though_the_old_one_was_sent(world, action):
    world.tick()
    move(action, add_working_days(ON, 11))
    world.go_to(add_working_days(ON, 1))

    assert [row.due_on for row in Reminder.objects.order_by("pk")] == [date(2026, 10, 28), date(2026, 10, 29)]
    assert told() == [(10, S.ATTACHED), (10, S.ATTACHED)]


def test_a_day_moved_there_and_back_before_it_was_told_is_told(world, action, workstream, neds_post):
    move(action, None)
    make_action(workstream, neds_post, due_on=add_working_days(ON, 10))
    world.tick()
    move(action, add_working_days(ON, 10))
    world.tick()  # planned, and waits for tomorrow
    move(action, add_working_days(ON, 30))
    world.tick()
    about = {"thing__startswith": f"actions.action:{action.pk}:"}
    assert told(**about) == [(10, S.CANCELLED)]

    move(action, add_working_days(ON, 10))
    world.go_to(add_working_days(ON, 1))

    assert told(**about) == [(10, S.ATTACHED)]


@pytest.fixture
def two_actions(action, workstream, beas_post, neds_post):
    return action, make_action(workstream, neds_post, due_on=add_working_days(ON, 5), title="The other one")


def test_a_thing_that_fell_away_before_the_first_attempt_is_left_out(world, two_actions, ned, no_server):
    world.tick()
    move(two_actions[0], None)
    world.at += timedelta(minutes=5)
    no_server()

    done = world.tick()

    assert (done.cancelled, done.mail.sent) == (1, 1)
    [letter] = letters()
    assert letter.state == State.SENT
    assert "The other one" in letter.text
    assert "Do thing" not in letter.text
    assert letter.subject.startswith("1 date needs you")
    assert sorted(told()) == [(5, S.ATTACHED), (10, S.CANCELLED)]


def test_somebody_deactivated_before_the_first_attempt_is_not_written_to(world, two_actions, ned, no_server):
    world.tick()
    ned.is_active = False
    ned.save()
    world.at += timedelta(minutes=5)
    no_server()

    world.tick()

    assert not letters().exists()
    assert {status for _, status in told(person=ned)} == {S.CANCELLED}


def test_somebody_whose_membership_ended_is_not_written_to(world, two_actions, ned, ada, no_server):
    world.tick()
    Membership.objects.filter(user=ned).update(ended_on=ON)
    world.at += timedelta(minutes=5)
    no_server()

    world.tick()
    world.at += timedelta(minutes=5)
    world.tick()

    assert [letter.person for letter in letters()] == [ada], "nobody holds the post: the area's lead is told"
    assert {status for _, status in told(person=ned)} == {S.CANCELLED}


def test_any_other_letter_to_somebody_deactivated_is_cancelled(world, ned):
    letter = OutgoingEmail.objects.create(
        person=ned, dedupe_key="x", message_id="<x@x>", recipient=ned.email, subject="x", next_attempt_at=world.at,
        text="a link", is_secret=True,
    )  # fmt: skip
    ned.is_active = False
    ned.save()

    assert world.tick().mail.dropped == 1

    letter.refresh_from_db()
    assert (letter.state, letter.text) == (State.CANCELLED, "")


def test_what_is_taken_back_at_night_waits_for_eight(world, two_actions, no_server):
    world.tick()
    move(two_actions[0], None)
    no_server()
    next_day = add_working_days(ON, 1)

    world.go_to(next_day, hour=1)
    assert not letters().exists()
    world.go_to(next_day, hour=8)

    [letter] = letters()
    assert letter.state == State.SENT
    assert letter.dedupe_key.endswith(f":{next_day}")
    assert "due 21 October 2026, in 4 working days" in letter.text


def test_when_the_clock_goes_back_nobody_is_told_again(world, action):
    world.tick()
    world.go_to(add_working_days(ON, 5))
    sent = told()

    for n in (-3, 0, 2, 5):
        world.go_to(add_working_days(ON, n))

    assert told() == sent == [(10, S.ATTACHED), (5, S.ATTACHED)]
    assert letters().count() == 2


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-10-14", "06:59", "07:00"),  # summer time
        ("2026-12-16", "07:59", "08:00"),  # winter time
        ("2026-03-27", "07:59", "08:00"),  # the Friday before the clocks go forward
        ("2026-03-30", "06:59", "07:00"),  # the Monday after
        ("2026-10-23", "06:59", "07:00"),  # the Friday before the clocks go back
        ("2026-10-26", "07:59", "08:00"),  # the Monday after
        ("2026-03-29", "06:59", "07:00"),  # the Sunday of the change itself
        ("2026-10-25", "07:59", "08:00"),
    ],
)
def test_before_eight_in_london_nothing_is_planned(world, action, day, before, after):
    """The hours are UTC's."""
    world.on = date.fromisoformat(day)
    move(action, add_working_days(world.on, 10))
    world.at = datetime.fromisoformat(f"{day}T{before}:59+00:00")
    assert world.tick().planned == 0

    world.at = datetime.fromisoformat(f"{day}T{after}:00+00:00")

    assert world.tick().planned == 1
    assert letters().count() == 1


def test_mail_that_waits_is_sent_before_eight_too(world, action, no_server):
    world.tick()
    no_server()

    assert world.go_to(add_working_days(ON, 1), hour=3).mail.sent == 1


def test_a_digest_goes_by_area_with_the_most_urgent_first(world, action, workstream, neds_post, ned, southshire):
    make_action(workstream, neds_post, reference="B2", due_on=add_working_days(ON, -5), title="A <late> & sad one")
    body = make_organisation(southshire, "Southshire Other")
    make_membership(ned, southshire, body, "officer")
    post = make_post(southshire, body, "Head", holder=ned)
    make_action(make_workstream(make_plan(southshire), body), post, reference="C3", due_on=ON, title="Today’s one")
    world.tick()

    [letter] = letters()
    assert letter.subject == "3 dates need you: SEND Tracker, 14 October 2026"
    assert (
        letter.text.strip()
        == f"""Ned, these dates need you.

Northshire

* B2 A <late> & sad one
  overdue since 7 October 2026, 5 working days
  http://127.0.0.1:8000{Reminder.objects.get(title__startswith="B2").url}

* {action.reference} {action.title}
  due 28 October 2026, in 10 working days
  http://127.0.0.1:8000{Reminder.objects.get(thing__startswith=f"actions.action:{action.pk}:").url}

Southshire

* C3 Today’s one
  due today, 14 October 2026
  http://127.0.0.1:8000{Reminder.objects.get(title__startswith="C3").url}

You get one letter a day at most, and only when there is something to say.
http://127.0.0.1:8000"""
    )
    html = letter.html
    assert html.index("<h2>Northshire</h2>") < html.index("B2 A &lt;late&gt; &amp; sad one") < html.index(action.title)
    assert html.index(action.title) < html.index("<h2>Southshire</h2>") < html.index("C3 Today’s one")
    assert "<late>" not in html
    assert "secret story" not in letter.text + html, "no narrative leaves the house"
    assert "Demonstration" not in letter.text + html


def test_in_the_demonstration_the_letter_says_so(world, action, settings):
    settings.DEMO_DAY = ON
    world.tick()

    for words in (letters().get().text, letters().get().html):
        assert "Demonstration. Facts from public papers; ratings and words are invented." in words


def test_essex_is_told_of_its_statement_on_31_january_2020(world):
    """Due 27 March 2020: on 21 January it is 48 working days away, on 31 January the first of the 40 days."""
    essex = make_area("Essex")
    council = make_organisation(essex, "Essex County Council")
    lead = make_user("Area lead")
    make_membership(lead, essex, council, "lead")
    inspection = make_inspection(essex)
    rule = inspection.framework.rules.get(code="wsoa_due")
    received = date(2019, 12, 17)
    due_on = rule.working(received).due_on
    assert due_on == date(2020, 3, 27)
    Deadline.objects.create(
        inspection=inspection, rule=rule, due_on=due_on, computed_on=due_on, starts_on=received, is_upper_bound=False
    )

    assert world.go_to(date(2020, 1, 21)).planned == 0
    assert world.go_to(date(2020, 1, 30)).planned == 0
    assert world.go_to(date(2020, 1, 31)).planned == 1

    [letter] = letters()
    assert "due 27 March 2020, in 40 working days" in letter.text
    assert Reminder.objects.get().kind == Kind.STATUTORY


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share SQLite in memory")
def test_ticks_at_once_tell_once(transactional_db, world, action, workstream, neds_post, beas_post):
    for n in range(20):
        make_action(workstream, beas_post if n % 2 else neds_post, due_on=add_working_days(ON, n - 10))
    start = threading.Barrier(4)
    broken = []

    def work():
        start.wait()
        try:
            for _ in range(3):
                world.tick()
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert broken == []
    assert Reminder.objects.filter(status=S.ATTACHED).count() == Reminder.objects.count() == 21
    assert sorted(letter.person.name for letter in letters(state=State.SENT)) == ["Bea", "Ned"]
    assert OutgoingEmail.objects.filter(attempts=1).count() == 2


def test_planning_takes_few_queries_however_much_there_is(
    ned, northshire, django_assert_max_num_queries, django_assert_num_queries
):
    day = add_working_days(ON, 5)
    about = {"person_id": ned.pk, "area_id": northshire.pk}
    things = [item(day, "ordinary", key=f"x:{n}:due:{day}", **about) for n in range(2000)]
    now = [reminders.Told(thing, reminders.offset_come(thing, ON)) for thing in things]

    # SQLite takes few parameters a query, so it needs more of them for the same rows.
    with django_assert_max_num_queries(12 if connection.vendor == "postgresql" else 40):
        reminders.plan(now, ON, reminders.Ticked())
    assert Reminder.objects.count() == 2000
    with django_assert_num_queries(5):  # two of them the savepoint
        reminders.plan(now, ON, reminders.Ticked())
