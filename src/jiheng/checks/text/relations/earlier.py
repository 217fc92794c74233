"""The earlier readers of sentences: they speak only of numbers that no frame reads yet, and go as frames take their place."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.checks.finding import Finding, Relation
from jiheng.checks.text.page import Page
from jiheng.checks.text.relations import (
    change_rows,
    difference,
    done_columns,
    flattened,
    formula,
    growth,
    joint_changes,
    joint_growth,
    points_of_rate,
    portion,
    price,
    ratio,
    satisfied,
    shares,
    sums,
    target,
    units,
)
from jiheng.checks.text.relations.lists import Added
from jiheng.checks.text.rows import rows_of


def find(page: Page, sound: list[Added]) -> Iterator[Relation | Finding]:
    """What the earlier readers say; sums that hold are also put into ``sound``."""
    rows = rows_of(page)
    yield from flattened.find(page)
    yield from done_columns.find(page, rows)
    yield from change_rows.find(page, rows)
    yield from sums.find(page, sound)
    for reader in (
        ratio,
        portion,
        satisfied,
        points_of_rate,
        formula,
        shares,
        growth,
        joint_changes,
        difference,
        price,
        units,
    ):
        yield from reader.find(page)
    yield from joint_growth.find(page, sound)
    yield from target.find(page)
