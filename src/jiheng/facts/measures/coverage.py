"""How much of the projects' money has indicators of output and of outcome."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.facts.dataset import DataSet
from jiheng.facts.measures.measured import Found
from jiheng.facts.measures.registry import Ground, term, total
from jiheng.facts.rows import BudgetLine

OUTPUT, OUTCOME = "产出", "效益"
"""Words of a first-level indicator (产出指标, 效益指标) that tell its kind."""


def projects_with(dataset: DataSet, kind: str) -> frozenset[str]:
    """Codes of the projects that have an indicator of this kind of their own."""
    return frozenset(each.project for each in dataset.indicators if each.project and kind in each.level_1)


def _lines(ground: Ground, kind: str) -> Iterator[BudgetLine]:
    covered = projects_with(ground.dataset, kind)
    return (row for row in ground.dataset.budget if row.category == "项目支出" and row.project in covered)


@term("有产出指标的项目预算数", "budget", "indicators")
def output_covered(ground: Ground) -> Found:
    """The revised budget of projects that have an output indicator."""
    return total(_lines(ground, OUTPUT), "adjusted")


@term("有效益指标的项目预算数", "budget", "indicators")
def outcome_covered(ground: Ground) -> Found:
    """The revised budget of projects that have an outcome indicator."""
    return total(_lines(ground, OUTCOME), "adjusted")
