"""A data set of the core as rows to be kept: the way in for imports and for the example town."""

from __future__ import annotations

from jiheng.facts import content
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Row
from jiheng.facts.schema import columns
from jiheng.facts.written import written


def written_rows(dataset: DataSet) -> dict[str, list[dict[str, str]]]:
    """Every table's rows as attribute → text; tables without rows are left out."""
    return {table: [_cells(row) for row in rows] for table, rows in content.tables(dataset) if rows}


def _cells(row: Row) -> dict[str, str]:
    given = ((field.name, written(column, getattr(row, field.name))) for field, column in columns(type(row)))
    return {name: text for name, text in given if text}
