"""The content of a data set, whatever files it came in: its canonical form and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from jiheng.facts.cell import Value
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TABLES, Row
from jiheng.facts.schema import Column, columns
from jiheng.facts.written import written

FORMAT = "jiheng-dataset-1"
"""Changes when the same rows would give another hash."""
LATER = frozenset({"inputs", "lineage"})
"""Tables that came after the first data sets were hashed: without a row they do not count."""
ORDERED = frozenset({"projects", "indicators", "running_costs"})
"""Tables whose order of rows shows in forms; elsewhere order means nothing."""


def tables(dataset: DataSet) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """All tables by name, in the order of the workbook; ``unit`` has one row."""
    for name in TABLES:
        rows = getattr(dataset, name)
        yield name, (rows,) if name == "unit" else rows


def content_hash(dataset: DataSet) -> str:
    """SHA-256 of the canonical content: the same for a folder, a workbook or Parquet of the same rows."""
    content = {
        "format": FORMAT,
        "nil": sorted(dataset.nil),
        **{name: _canonical(name, rows) for name, rows in tables(dataset) if rows or name not in LATER},
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(dataset: DataSet) -> DataSet:
    """The data set with the hash of its content."""
    return replace(dataset, sha256=content_hash(dataset))


def _canonical(table: str, rows: tuple[Row, ...]) -> list[list[str | None]]:
    listed = list(columns(TABLES[table][1]))
    lines = [[_cell(column, getattr(row, field.name)) for field, column in listed] for row in rows]
    return lines if table in ORDERED else sorted(lines, key=lambda line: [cell or "" for cell in line])


def _cell(column: Column, value: Value) -> str | None:
    if value is None:
        return None
    return str(value) if isinstance(value, Fraction) else written(column, value)
