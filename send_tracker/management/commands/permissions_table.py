"""Print docs/permissions.md from the one table of roles and permissions."""

from django.core.management.base import BaseCommand

from areas.access import PERMISSION_WORDS, ROLE_PERMISSIONS, Permission
from areas.models import Role

HEAD = """# Who may do what

Printed by `manage.py permissions_table` from `areas/access.py`; a test keeps it true. A person may have several roles
in an area, for several bodies; they add up, and each act records the role it was done in. Whoever has a role in an
area may read it, except what a line below names. Beyond the permission, some acts ask more: an officer updates the
actions their own posts lead; a body's contribution is confirmed by that body alone.
"""


def table() -> str:
    """The whole page, as Markdown."""
    rows = [["May", *(role.label for role in Role)], ["---", *(":-:" for _ in Role)]]
    for permission in Permission:
        marks = ("yes" if permission in ROLE_PERMISSIONS[role] else "" for role in Role)
        rows.append([PERMISSION_WORDS[permission], *marks])
    lines = (f"| {' | '.join(row)} |".replace("  ", " ") for row in rows)
    return HEAD + "\n" + "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Print the table of roles and permissions: manage.py permissions_table > docs/permissions.md"

    def handle(self, *args, **options):
        self.stdout.write(table(), ending="")
