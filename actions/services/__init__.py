"""Every write of a plan and its actions, and the one way they refuse."""

from datetime import date

from actions.models import Plan
from send_tracker.lib.dates import said
from send_tracker.lib.refusals import Refused


def check_live(plan: Plan, on: date) -> None:
    """Raise Refused if the plan has ended: it is history then."""
    if not plan.is_live(on):
        raise Refused(f"This plan ended on {said(plan.ended_on)}: it can no longer be changed.")
