"""What other databases demand: short names, and no SQL of one database outside the module for it."""

from __future__ import annotations

import ast
from pathlib import Path

from django.apps import apps
from django.db import models

import jiheng.web

WEB = Path(jiheng.web.__file__).parent
LONGEST = 30
"""Characters; Oracle-like databases that public bodies run take no more."""
RAW = {"RunSQL", "cursor", "raw", "RawSQL", "extra", "vendor"}


def _ours() -> list[type[models.Model]]:
    configs = [each for each in apps.get_app_configs() if each.name.startswith("jiheng.")]
    return [model for each in configs for model in each.get_models(include_auto_created=True)]


def _names(model: type[models.Model]) -> list[str]:
    meta = model._meta
    columns = [field.column for field in meta.local_concrete_fields]
    return [meta.db_table, *columns, *(each.name for each in (*meta.indexes, *meta.constraints))]


def test_no_table_column_index_or_constraint_has_a_name_beyond_thirty_characters() -> None:
    names = [name for model in _ours() for name in _names(model)]
    assert len(names) > 100
    assert [name for name in names if len(name) > LONGEST] == []


def test_sql_of_one_database_stands_in_one_module_only() -> None:
    found = {}
    for path in WEB.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & RAW
        if used:
            found[path.relative_to(WEB).as_posix()] = used
    assert set(found) == {"database.py"}, found
