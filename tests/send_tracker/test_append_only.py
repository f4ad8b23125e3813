"""History is written once: the model refuses to change it and, on PostgreSQL, so does the database."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from areas import audit
from areas.models import AuditEvent
from send_tracker.lib.records import AppendOnly, AppendOnlyError, refuse_changes

HISTORY = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)}
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has these triggers")


@pytest.fixture
def event(ada, on):
    return audit.record("something done", on=on, subject=ada, by=ada.membership)


def guarded() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_is_append_only'")
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(event="other"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["event"]),
    ],
)
def test_the_model_refuses(event, change):
    with pytest.raises(AppendOnlyError):
        change(event)
    assert AuditEvent.objects.get().event == "something done"


@on_postgresql
def test_every_table_of_history_is_guarded(db):
    assert guarded() == HISTORY


@on_postgresql
@pytest.mark.parametrize("sql", ["UPDATE areas_auditevent SET event = 'other'", "DELETE FROM areas_auditevent"])
def test_the_database_refuses(event, sql):
    with (
        pytest.raises(IntegrityError, match="areas_auditevent is written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditEvent.objects.get().event == "something done"


@on_postgresql
def test_the_guard_can_be_taken_away_and_put_back(db):
    step = refuse_changes("areas_auditevent")
    with connection.schema_editor() as editor:
        step.reverse_code(apps, editor)
    assert "areas_auditevent" not in guarded()
    with connection.schema_editor() as editor:
        step.code(apps, editor)
    assert guarded() == HISTORY


@on_postgresql
def test_a_database_can_still_be_emptied(event):
    """Tests that commit end with a flush, which is a TRUNCATE there; the guard is not in its way."""
    connection.check_constraints()  # what is still to be checked at the end of the transaction would be in the way
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE areas_auditevent CASCADE")
    assert not AuditEvent.objects.exists()
