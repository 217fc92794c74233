"""One small generated region: past years to learn from, and the year that is watched."""

from __future__ import annotations

import importlib
from functools import cache

from jiheng.facts.dataset import DataSet
from tests.monitoring.build import YEAR


@cache
def region() -> tuple[tuple[DataSet, ...], tuple[DataSet, ...]]:
    """The data sets of 2022 and 2023, and those of 2024, of eight units."""
    ledgers = importlib.import_module("monitor_ledgers")
    every: list[DataSet] = ledgers.make(7, units=8, projects=12, first=YEAR - 2, years=3)
    return tuple(each for each in every if each.unit.year < YEAR), tuple(
        each for each in every if each.unit.year == YEAR
    )
