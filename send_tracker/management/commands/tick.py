"""Plan, compose and send what is due now, once; or only say what would be told to whom."""

from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from areas.models import LocalArea, User
from send_tracker import reminders
from send_tracker.demo.guard import check_database
from send_tracker.lib.dates import today


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="print what would be told; write and send nothing")
        parser.add_argument("--day", type=date.fromisoformat, help="the day to go by, such as 2020-01-31")

    def handle(self, *, dry_run, day, **options):
        check_database()
        on = day or today()
        if dry_run:
            self.say_what_would_be_told(on)
        else:
            done = reminders.tick(on, timezone.now)
            mail = done.mail
            self.stdout.write(
                f"{on}: planned {done.planned}, superseded {done.superseded}, cancelled {done.cancelled}; "
                f"digests {done.digests}; sent {mail.sent}, postponed {mail.postponed}, failed {mail.failed}"
            )

    def say_what_would_be_told(self, on):
        told = reminders.to_tell(on)
        people = User.objects.in_bulk({one.item.person_id for one in told})
        areas = LocalArea.objects.in_bulk({one.item.area_id for one in told})
        for one in sorted(told, key=lambda one: (people[one.item.person_id].name, one.item.due_on, one.item.title)):
            person, area = people[one.item.person_id], areas[one.item.area_id]
            self.stdout.write(
                f"{person.name} <{person.email}>: {area.name}: {one.item.title}, {reminders.when(one.item.due_on, on)}"
            )
        self.stdout.write(f"{on}: {len(told)} to tell")
