"""The only module with database-specific SQL: locks and append-only triggers for SQLite and PostgreSQL."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models import Model

log = logging.getLogger("jiheng")
_DROP = "DROP TRIGGER IF EXISTS {table}_{deed}"
_SQLITE = """
CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
_SQLITE_INSERT = """
CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
"""
_POSTGRES = """
CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table} FOR EACH {each} EXECUTE FUNCTION {table}_keep();
"""


def in_one_file() -> bool:
    """Whether the data lie in one file of the state folder (SQLite), which copies and proofs of restores rest on."""
    return connection.vendor == "sqlite"


def answers() -> bool:
    """Whether the database answers at all."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("the database does not answer")
        return False
    return True


def lock_table(model: type[Model]) -> None:
    """Let only one writer at a time into the table until the transaction ends.

    SQLite transactions are IMMEDIATE and so exclusive already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN EXCLUSIVE MODE")  # noqa: SLF001 - Django documents _meta


def make_append_only(table: str, key: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse UPDATE, DELETE, TRUNCATE and an INSERT that takes the place of a row, by trigger; may be asked for again.

    Rebuilding a table (as SQLite does to add a column) drops its triggers: ask again after that.
    """
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, _POSTGRES_FUNCTION.format(table=table))
        for deed, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            _run(schema_editor, f"{_DROP} ON {{table}}".format(table=table, deed=deed))
            _run(schema_editor, _POSTGRES.format(table=table, deed=deed, each=each))
        return
    for deed, script in (("update", _SQLITE), ("delete", _SQLITE), ("insert", _SQLITE_INSERT)):
        _run(schema_editor, _DROP.format(table=table, deed=deed))
        _run(schema_editor, script.format(table=table, deed=deed, key=key))


def _run(schema_editor: Any, script: str) -> None:
    schema_editor.execute(script, params=None)
