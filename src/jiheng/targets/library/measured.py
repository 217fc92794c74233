"""What was really reached on an indicator: computed from the years that are loaded, and silent where they are few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.facts.dataset import DataSet

ENOUGH = 5
"""Results of fewer units are not told: they describe nobody but these units."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Results of one indicator in the latest year of which at least five units are known."""

    year: int
    values: tuple[Fraction, ...]
    """Sorted."""
    trend: Fraction | None
    """Change of the median by year since the first year with enough units; None where there is but one such year."""

    @property
    def n(self) -> int:
        """How many units."""
        return len(self.values)

    @property
    def quartiles(self) -> tuple[Fraction, Fraction, Fraction]:
        """Lower quartile, median, upper quartile; between two results they are interpolated."""
        return _at(self.values, Fraction(1, 4)), _at(self.values, Fraction(1, 2)), _at(self.values, Fraction(3, 4))


def distribution(name: str, unit: str, loaded: Iterable[DataSet]) -> Distribution | None:
    """Measure one indicator; None where no year has results of five units.

    Args:
        name: as it stands in 三级指标.
        unit: in which it is measured; results in other units are left out, not converted.
        loaded: the data sets of all units and years at hand.
    """
    years: defaultdict[int, dict[str, Fraction]] = defaultdict(dict)
    for dataset in loaded:
        found = _result(name, unit, dataset)
        if found is not None:
            years[dataset.unit.year][dataset.unit.code] = found
    enough = {year: tuple(sorted(by.values())) for year, by in sorted(years.items()) if len(by) >= ENOUGH}
    if not enough:
        return None
    first, last = min(enough), max(enough)
    half = Fraction(1, 2)
    trend = (_at(enough[last], half) - _at(enough[first], half)) / (last - first) if last > first else None
    return Distribution(last, enough[last], trend)


def _result(name: str, unit: str, dataset: DataSet) -> Fraction | None:
    """A unit's result; the mean where several of its projects have the indicator."""
    codes = {each.code for each in dataset.indicators if each.name == name and each.unit == unit}
    found = [each.actual for each in dataset.results if each.indicator in codes and each.actual is not None]
    return sum(found, Fraction(0)) / len(found) if found else None


def _at(values: Sequence[Fraction], share: Fraction) -> Fraction:
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)
