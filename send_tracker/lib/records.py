"""What a record may promise. Abstract only: this floor has no tables."""

from typing import NoReturn
from uuid import UUID

from django.db import migrations, models
from django.db.models import Q

from send_tracker.lib.refusals import Refused


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove a row of history."""


class AppendOnlyQuerySet(models.QuerySet):
    def _refuse(self, *args, **kwargs) -> NoReturn:
        raise AppendOnlyError(self.model._meta.label)

    update = delete = bulk_update = update_or_create = _refuse


class AppendOnly(models.Model):
    """A row that is written once: a correction is another row."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> NoReturn:
        raise AppendOnlyError(self._meta.label)


class StaleError(Exception):
    """The row has changed since the page was loaded; nothing was written."""


class Versioned(models.Model):
    """A row that counts its changes, so that a page loaded before the last one cannot undo it."""

    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def check_seen(self, seen: int | None) -> None:
        """Raise StaleError if `seen` is not the present version; None asks for no check. Lock the row first."""
        if seen is not None and seen != self.version:
            raise StaleError(self._meta.label)

    def step(self, seen: int | None, *fields: str) -> None:
        """Save `fields` as the next version. Lock the row first. Raises StaleError if `seen` is not the present one."""
        self.check_seen(seen)
        self.version += 1
        self.save(update_fields=["version", *fields])


def written_before(model: type[models.Model], submission: UUID, **of: object) -> models.Model | None:
    """The row that the same opening of a form has written already, so that a double press writes once; None if none.

    `of` are the fields that say of what the row is. Raises Refused if it was written of something else.
    """
    row = model._base_manager.filter(submission=submission).first()
    if row and any(getattr(row, name) != value for name, value in of.items()):
        raise Refused("This form was used for something else. Open the page again.")
    return row


def together(*fields: str, name: str) -> models.CheckConstraint:
    """All of these are filled in, or none is."""
    empty = Q(**{f"{field}__isnull": True for field in fields})
    full = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=empty | full, name=name)


def one_of(field: str, choices: type[models.TextChoices], name: str, blank: bool = False) -> models.CheckConstraint:
    """The database, too, knows which words the field may hold."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [*choices.values, *([""] if blank else [])]}), name=name
    )


def refuse_changes(*tables: str) -> migrations.RunPython:
    """A migration's step after which PostgreSQL itself refuses UPDATE and DELETE on these tables; it can be undone.

    SQLite has the model's refusal alone. TRUNCATE stays possible: it is how tests empty a database.
    """

    def shut(apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(REFUSE, params=None)  # its % is no parameter
            for table in tables:
                schema_editor.execute(
                    f'CREATE TRIGGER "{table}_is_append_only" BEFORE UPDATE OR DELETE ON "{table}" '
                    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )

    def open_again(apps, schema_editor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(f'DROP TRIGGER "{table}_is_append_only" ON "{table}"')

    return migrations.RunPython(shut, open_again)


REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""
