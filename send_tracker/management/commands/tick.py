"""Plan, compose and send what is due now, once; or only say what would be told to whom."""

from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from areas.models import LocalArea, Reminder, User
from send_tracker import reminders
from send_tracker.lib.dates import today


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="print what would be told; write and send nothing")
        parser.add_argument("--day", type=date.fromisoformat, help="the day to go by, such as 2020-01-31")

    def handle(self, *, dry_run, day, **options):
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
        told = reminders.come(on)
        known = set(Reminder.objects.values_list("person_id", "key"))
        people, areas = User.objects.in_bulk(), LocalArea.objects.in_bulk()
        new = [one for one in told if (one.item.person_id, one.key) not in known]
        for one in sorted(new, key=lambda one: (people[one.item.person_id].name, one.item.due_on)):
            item = one.item
            self.stdout.write(
                f"{people[item.person_id].name} <{people[item.person_id].email}>: {areas[item.area_id].name}: "
                f"{item.title}, {reminders.when(item.due_on, on)}"
            )
        self.stdout.write(f"{on}: to tell {len(new)}, already told {len(told) - len(new)}")
