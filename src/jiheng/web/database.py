"""The only module with database-specific SQL: locks and append-only triggers for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models import Model

_SQLITE = """
CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep();
"""


def lock_table(model: type[Model]) -> None:
    """Let only one writer at a time into the table until the transaction ends.

    SQLite transactions are IMMEDIATE and so exclusive already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN EXCLUSIVE MODE")  # noqa: SLF001 - Django documents _meta


def make_append_only(table: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse UPDATE and DELETE on the table by trigger."""
    template = _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE
    for deed in ("update", "delete"):
        _run(schema_editor, template.format(table=table, deed=deed))


def _run(schema_editor: Any, script: str) -> None:
    schema_editor.execute(script, params=None)
