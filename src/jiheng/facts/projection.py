"""One project seen as a data set of its own, so that measures and scores need no second set of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jiheng.facts.dataset import DataSet

OF_PROJECT = "/"
"""Parts a project's code from the code of a leaf of its pack."""
_OF_PROJECT = ("budget", "indicators", "purchases", "special_funds", "claims")
_OF_LINE = ("payments", "adjustments", "plans")
_OF_INDICATOR = ("results", "answers", "evidence", "observations", "reviews")


def for_project(dataset: DataSet, code: str) -> DataSet:
    """The rows of one project, under the hash of the whole.

    A register that has rows but none of this project counts as declared empty. What is said about a leaf
    of the project's pack bears the project's code in front, e.g. ``P02/A``, which is taken off here; what is
    said about indicators or leaves of other projects goes.

    Raises:
        KeyError: no such project.
    """
    projects = tuple(row for row in dataset.projects if row.code == code)
    if not projects:
        raise KeyError(code)
    lines = {row.code for row in dataset.budget if row.project == code}
    foreign = {row.code for row in dataset.indicators if row.project != code}
    others = tuple(f"{row.code}{OF_PROJECT}" for row in dataset.projects if row.code != code)
    kept: dict[str, Any] = {
        **_filtered(dataset, _OF_PROJECT, lambda row: row.project == code),
        **_filtered(dataset, _OF_LINE, lambda row: row.line in lines),
        **_filtered(
            dataset, _OF_INDICATOR, lambda row: not (row.indicator in foreign or row.indicator.startswith(others))
        ),
    }
    for table in _OF_INDICATOR:
        kept[table] = tuple(_without_prefix(row, code) for row in kept[table])
    kept["inputs"] = tuple(
        _without_prefix(row, code)
        for row in dataset.inputs
        if row.project in ("", code) and row.indicator not in foreign and not row.indicator.startswith(others)
    )
    nil = {table for table, rows in kept.items() if not rows and getattr(dataset, table)}
    return replace(dataset, **kept | {"projects": projects, "nil": tuple(sorted({*dataset.nil, *nil}))})


def _without_prefix(row: Any, code: str) -> Any:
    return replace(row, indicator=row.indicator.removeprefix(f"{code}{OF_PROJECT}"))


def _filtered(dataset: DataSet, tables: tuple[str, ...], keep: Callable[[Any], bool]) -> dict[str, tuple[Any, ...]]:
    return {table: tuple(filter(keep, getattr(dataset, table))) for table in tables}
