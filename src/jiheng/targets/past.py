"""What a unit reached on an indicator before, and how much of it a target can be held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator

LOWER = frozenset({"≤", "<"})
USUAL_SPREAD = Fraction(17, 1000)
"""The scatter assumed of a result of which too few years are known to see its own."""
NARROW, WIDE = Fraction(25, 1000), Fraction(45, 1000)
"""A target within this share of the best is not called easy: at least, for steady results, and at most, for restless ones."""
TREND_YEARS = 3


@dataclass(frozen=True, slots=True)
class Past:
    """Results of earlier years, oldest first, and the direction in which they get better."""

    values: tuple[Fraction, ...]
    lower: bool
    """Less is better."""

    @property
    def best(self) -> Fraction:
        """The best that was reached."""
        return min(self.values) if self.lower else max(self.values)

    @property
    def last(self) -> Fraction:
        """What the latest year reached."""
        return self.values[-1]

    @property
    def reference(self) -> Fraction:
        """What a target can be held to: the best reached, or the latest result where each year was worse than the one before."""
        return self.last if self._falling() else self.best

    @property
    def tolerance(self) -> Fraction:
        """The share of the reference that chance alone explains: twice the results' own scatter, within bounds."""
        return min(max(2 * self._spread(), NARROW), WIDE)

    def short(self, target: Fraction) -> Fraction:
        """How far a target stays behind the reference, as a share of it; a target that asks more gives less than 0.

        Where nothing at all is the best (no accident, no complaint), anything allowed is a whole share behind.
        """
        behind = target - self.reference if self.lower else self.reference - target
        if self.reference == 0:
            return Fraction(behind > 0)
        return behind / abs(self.reference)

    def _falling(self) -> bool:
        values = self.values[-TREND_YEARS:]
        if len(values) < TREND_YEARS or self.best == 0:
            return False
        worse = all((after > before) if self.lower else (after < before) for before, after in pairwise(values))
        return worse and abs(values[0] - values[-1]) > 3 * WIDE * abs(self.best)

    def _spread(self) -> Fraction:
        """The mean distance of the years between from the line through their neighbours, as a share of the mean."""
        total = sum(self.values, Fraction(0))
        if len(self.values) < TREND_YEARS or total == 0:
            return USUAL_SPREAD
        triples = zip(self.values, self.values[1:], self.values[2:], strict=False)
        off = [abs(middle - (first + third) / 2) for first, middle, third in triples]
        return sum(off, Fraction(0)) / len(off) / abs(total / len(self.values))


def past_of(indicator: Indicator, earlier: Sequence[Fraction] = ()) -> Past:
    """The earlier results of an indicator; what it tells of last year counts as the latest.

    Example:
        >>> row = Indicator(code="1", level_1="产出指标", name="改造管网", operator="≥", last_actual=Fraction(17))
        >>> past_of(row, [Fraction(13)]).values
        (Fraction(13, 1), Fraction(17, 1))
    """
    latest = () if indicator.last_actual is None else (indicator.last_actual,)
    return Past((*earlier, *latest), indicator.operator in LOWER)


def earlier_results(dataset: DataSet) -> Mapping[str, tuple[Fraction, ...]]:
    """Name or code of an indicator → results of the years before last, oldest first, from 历史数据.

    Last year's stands in the indicator's own row, where it is filled; a history row of that year serves where it is not.
    """
    rows = sorted(
        (row for row in dataset.history if row.year and row.year < dataset.unit.year), key=lambda row: row.year or 0
    )
    told = {key for each in dataset.indicators if each.last_actual is not None for key in (each.code, each.name)}
    found: dict[str, list[Fraction]] = {}
    for row in rows:
        repeats = row.year == dataset.unit.year - 1 and row.measure in told
        if row.value is not None and not repeats:
            found.setdefault(row.measure, []).append(row.value)
    return {name: tuple(values) for name, values in found.items()}


def earlier_of(indicator: Indicator, results: Mapping[str, Iterable[Fraction]]) -> tuple[Fraction, ...]:
    """The earlier results of one indicator, found by its code or its name."""
    return tuple(results.get(indicator.code) or results.get(indicator.name) or ())
