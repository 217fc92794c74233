"""Forms that a conversion flattened into lines of cells, where no grid can be told."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.checks.finding import Finding, Relation
from jiheng.checks.text.page import Page
from jiheng.checks.text.relations import (
    columns,
    fund_rows,
    glued,
    label_columns,
    score_column,
    table_totals,
    two_ways,
    weights,
)
from jiheng.checks.text.rows import rows_of


def find(page: Page) -> Iterator[Relation | Finding]:
    """What the rows and columns of flattened forms claim."""
    rows = rows_of(page)
    yield from fund_rows.find(page, rows)
    yield from columns.find(page, rows)
    yield from table_totals.find(page, rows)
    yield from label_columns.find(page)
    yield from two_ways.find(page)
    yield from weights.find(page, rows)
    yield from score_column.find(page, rows)
    yield from glued.find(page)
