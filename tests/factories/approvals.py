"""Routes of approval and the bodies on them."""

from itertools import count

from actions.models import Plan
from areas.models import Membership, Organisation
from boards.models import ApprovalRoute, ApprovalStep, Certificate
from boards.services.certificates import open_certificate

_numbers = count(1)


def make_route(plan: Plan, by: Membership, on, **fields) -> ApprovalRoute:
    return ApprovalRoute.objects.create(
        plan=plan, **{"edition": f"Version {next(_numbers)}", "opened_on": on, "opened_by": by, **fields}
    )


def make_step(route: ApprovalRoute, **fields) -> ApprovalStep:
    """A cabinet of that name, or the board given."""
    named = {} if "board" in fields else {"name": f"Cabinet {next(_numbers)}"}
    return ApprovalStep.objects.create(route=route, **{"turn": 1, "kind": "cabinet", **named, **fields})


def make_certificate(route: ApprovalRoute, bodies: list[Organisation], by: Membership, on) -> Certificate:
    return open_certificate(route=route, words="We agree.", bodies=bodies, by=by, on=on)
