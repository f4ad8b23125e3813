"""Bring the national register up to date: from the files that are shipped, or from a newer one."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from inspections import services
from inspections.imports import COLUMNS, BadRegisterError, load_register, shipped_register
from inspections.services.register import RegisterSource, RegisterUpdate
from send_tracker.lib.dates import said, today


class Command(BaseCommand):
    help = (
        "Load the national register of inspections, as shipped or from a newer file. Nothing is taken away; a file "
        "with a fault is refused whole. Contains public sector information licensed under the Open Government "
        "Licence v3.0."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="a newer file; without it, those that are shipped")
        parser.add_argument("--framework", choices=list(COLUMNS), help="of that file")
        parser.add_argument("--as-at", type=date.fromisoformat, help="the day it speaks up to, such as 2024-12-31")
        parser.add_argument("--title", default="", help="what it is, as pages name their source")

    def handle(self, *args, file, framework, as_at, title, **options):
        try:
            updates = load_register(self._files(file, framework, as_at, title), on=today())
        except BadRegisterError as refused:
            raise CommandError(f"Nothing was written.\n{refused}") from refused
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        services.load_boundary_changes()
        for update in updates:
            self._tell(update)

    def _files(self, file, framework, as_at, title) -> list[tuple[RegisterSource, bytes]]:
        if file is None:
            if framework or as_at or title:
                raise CommandError("--framework, --as-at and --title are said of a file: name it too.")
            return shipped_register()
        if not (framework and as_at):
            raise CommandError("Say of which framework the file is (--framework) and up to which day (--as-at).")
        if as_at > today():
            raise CommandError("--as-at cannot be in the future.")
        name = file.name[:100]
        source = RegisterSource(framework=framework, name=name, title=title[:200] or f"Ofsted, {name}", as_at_on=as_at)
        return [(source, file.read_bytes())]

    def _tell(self, update: RegisterUpdate) -> None:
        source, changed = update.source, len(update.changed)
        self.stdout.write(f"{source.title} (as at {said(source.as_at_on)})")
        self.stdout.write(f"  {update.added} added, {changed} changed, {update.unchanged} unchanged")
        lists = {
            "changed": update.changed,
            "not changed, for what is there is from a later source": update.kept,
            "not in this file, and kept": update.missing,
        }
        for words, entries in lists.items():
            for entry in entries:
                self.stdout.write(f"  {words}: {entry}")
