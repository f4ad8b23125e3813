"""Add a framework, or change a rule from a day on, by a file in the form of the shipped one."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from inspections import services
from send_tracker.lib.dates import today


class Command(BaseCommand):
    help = (
        "Load frameworks, outcomes, rules and suspensions from a TOML file in the form of "
        "inspections/data/frameworks.toml: all of it or nothing. What runs already keeps its rule."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="say what it would do, and write nothing")

    def handle(self, *args, file, check, **options):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        try:
            loaded = services.load_framework_file(text, on=today(), is_check=check)
        except services.BadFrameworksError as refused:
            raise CommandError(f"Nothing was written.\n{refused}") from refused
        lists = {"added": loaded.added, "changed": loaded.changed, "ended": loaded.closed}
        for words, lines in lists.items():
            for line in lines:
                self.stdout.write(f"{words}: {line}")
        counts = ", ".join(f"{len(lines)} {words}" for words, lines in lists.items())
        self.stdout.write(f"{counts}, {loaded.unchanged} as they were{': nothing was written' if check else ''}")
