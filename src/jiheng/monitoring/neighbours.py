"""What became of the project-years most alike: a weighted sample, its quantiles, and their calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiheng.monitoring.curves import Curve
from jiheng.monitoring.likeness import Averages, Floats, Metric, by_owner, describe, rest

NEIGHBOURS = (12, 40)
"""At least and at most so many neighbours; in between the square root of the project-years to choose from."""
FEWEST = 20
"""Fewer past project-years than this teach nothing."""
COVERAGE = 0.8
ALLOWANCE = 1e-4
"""An interval is said to hold what it misses by less than the 0.01 % that is shown."""
LEVELS: Floats = np.arange(1, 41, dtype=np.float64) * 0.005
UPPER: Floats = np.subtract(1.0, LEVELS, dtype=np.float64)
"""Candidates for the lower quantile of the interval; the upper one lies as far from the top.

At most 0.2: where most of the past was certain, what is not certain still gets the middle 60 % of its sample.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """The outcomes (what was still paid) of the nearest project-years, and how near each is."""

    members: Floats
    weights: Floats
    indices: tuple[int, ...]

    def quantile(self, share: float) -> float:
        """The weighted quantile, straight between the points."""
        return float(self.quantiles(np.array([share]))[0])

    def quantiles(self, shares: Floats) -> Floats:
        """Several weighted quantiles."""
        order = np.argsort(self.members)
        weights = self.weights[order]
        at = (np.cumsum(weights) - weights / 2) / weights.sum()
        return np.interp(shares, at, self.members[order])

    @property
    def mean(self) -> float:
        """The weighted mean."""
        return float(np.average(self.members, weights=self.weights))

    @property
    def spread(self) -> float:
        """The weighted standard deviation."""
        return float(np.sqrt(np.average((self.members - self.mean) ** 2, weights=self.weights)))


@dataclass(frozen=True, slots=True)
class Group:
    """All that was learned from past project-years for the end of one month."""

    month: int
    curves: tuple[Curve, ...]
    averages: Averages
    metric: Metric
    placed: Floats
    outcomes: Floats
    folds: Floats
    """The year of each past project-year, or its owner where all are of one year."""

    @classmethod
    def of(cls, past: Sequence[Curve], month: int) -> Group | None:
        """Learn from complete past years; None if there are too few."""
        if len(past) < FEWEST:
            return None
        averages, owners = Averages.of(past, month), by_owner(past)
        rows = np.array([describe(each, month, owners[each.owner], averages) for each in past])
        outcomes = np.array([rest(each, month) for each in past])
        metric = Metric.learn(rows, outcomes)
        return cls(month, tuple(past), averages, metric, metric.place(rows), outcomes, _folds(past))

    def sample(self, curve: Curve) -> Sample:
        """The project-years most like this one at the same month."""
        own = [each for each in self.curves if each.owner == curve.owner]
        row = np.array([describe(curve, self.month, own, self.averages)])
        return self._nearest(self.metric.place(row)[0], np.arange(len(self.curves)))

    def held_out(self) -> tuple[Sample, ...]:
        """The sample that each past project-year would have had, had its own year been unknown."""
        pools = {fold: np.flatnonzero(self.folds != fold) for fold in np.unique(self.folds)}
        return tuple(self._nearest(row, pools[fold]) for row, fold in zip(self.placed, self.folds, strict=True))

    def _nearest(self, row: Floats, pool: np.ndarray) -> Sample:
        squares = ((self.placed[pool] - row) ** 2).sum(axis=1)
        count = min(neighbours(len(pool)), len(pool))
        chosen = np.argpartition(squares, count - 1)[:count]
        reach = max(float(squares[chosen].max()), ALLOWANCE)
        weights = 1 - squares[chosen] / reach + 1e-3
        members = pool[chosen]
        return Sample(self.outcomes[members], weights, tuple(map(int, members)))


def neighbours(pool: int) -> int:
    """How many neighbours to ask among so many project-years."""
    fewest, most = NEIGHBOURS
    return min(max(math.isqrt(pool), fewest), most)


def _folds(past: Sequence[Curve]) -> Floats:
    years = np.array([each.year for each in past], dtype=np.float64)
    if len(np.unique(years)) > 1:
        return years
    _, owners = np.unique([each.owner for each in past], return_inverse=True)
    return owners.astype(np.float64)


def calibrated_level(samples: Sequence[Sample], outcomes: Floats) -> float:
    """The lower quantile whose interval held the held-out outcomes as often as COVERAGE says.

    Split conformal prediction on quantile levels, a year at a time: intervals are judged on years
    that their neighbours did not come from.
    """
    low = np.array([sample.quantiles(LEVELS) for sample in samples]) - ALLOWANCE
    high = np.array([sample.quantiles(UPPER) for sample in samples]) + ALLOWANCE
    inside = (low <= outcomes[:, None]) & (outcomes[:, None] <= high)
    wide_enough = np.flatnonzero(inside.mean(axis=0) >= COVERAGE)
    return float(LEVELS[wide_enough[-1] if wide_enough.size else 0])
