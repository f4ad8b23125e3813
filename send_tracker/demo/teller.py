"""Tells the story: each step calls the service its user would have called, in the capacity they would have acted in."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from areas.models import Demonstration, LocalArea
from send_tracker.demo.story import Step, steps
from send_tracker.demo.verbs.actions import ActionVerbs
from send_tracker.demo.verbs.approvals import ApprovalVerbs
from send_tracker.demo.verbs.areas import AreaVerbs
from send_tracker.demo.verbs.boards import BoardVerbs
from send_tracker.demo.verbs.clock import ClockVerbs
from send_tracker.demo.verbs.documents import DocumentVerbs
from send_tracker.demo.verbs.inspections import InspectionVerbs
from send_tracker.demo.verbs.plans import PlanVerbs


class NotTheDemonstrationError(RuntimeError):
    """The database holds something that is not the demonstration's: nothing was written."""


def tell(to: date, at: Callable[[], datetime], say: Callable[[str], None] = lambda line: None) -> int:
    """Tell the story from where it stopped to the end of that day, day by day; how many steps were told.

    Told again it tells nothing; a later day tells on. Raises NotTheDemonstrationError on a database with areas the
    demonstration did not make, and for a day before the one told to.
    """
    told_to = _told_to()
    if told_to and to < told_to:
        raise NotTheDemonstrationError(f"The story is told to {told_to}. For an earlier day, begin a new database.")
    waiting = [step for step in steps() if step.on <= to and (told_to is None or step.on > told_to)]
    teller = Teller(at)
    for day in sorted({step.on for step in waiting}):
        with transaction.atomic():
            today = [step for step in waiting if step.on == day]
            for step in today:
                teller.tell(step)
            _note(day, len(today))
        say(f"{day}: {len(today)} steps")
    with transaction.atomic():
        _note(to, 0)
    return len(waiting)


def _told_to() -> date | None:
    row = Demonstration.objects.first()
    if row is None and LocalArea.objects.exists():
        raise NotTheDemonstrationError("This database has areas of its own: the demonstration is not told into it.")
    return row.told_to_on if row else None


def _note(day: date, count: int) -> None:
    row = Demonstration.objects.select_for_update().first() or Demonstration(told_to_on=day)
    row.told_to_on, row.events_told = max(row.told_to_on, day), row.events_told + count
    row.save()


class Teller(AreaVerbs, DocumentVerbs, InspectionVerbs, PlanVerbs, ActionVerbs, BoardVerbs, ClockVerbs, ApprovalVerbs):
    """Tells a step with the verb of its name."""

    def tell(self, step: Step) -> None:
        self.step, self.slug, self.on = step, step.area, step.on
        self.area = None if step.verb == "area" else LocalArea.objects.get(slug=step.area)
        getattr(self, f"tell_{step.verb}")(step.row)
