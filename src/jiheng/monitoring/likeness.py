"""When two project-years are alike: what is looked at, and how much each thing counts.

Each project-year is described at the end of one month by a row of features: what was paid and how
steadily, contracts signed and not yet paid, planned payments, changes of the budget, the project's own earlier years
(shrunk towards its kind, and the kind towards all, where they are few). How much a feature counts is
learned: by the weight it has in a ridge regression of what was still paid until December.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiheng.monitoring.curves import Curve

Floats = npt.NDArray[np.float64]

OWN_YEARS_AS_GOOD_AS_KIND = 1.5
"""So many own earlier years weigh as much as the average of the kind."""
PROJECTS_AS_GOOD_AS_ALL = 10.0
"""So many projects of a kind weigh as much as the average of all."""
RIDGE = 5.0
YEARS_BACK = 4
MOVED = 1e-9


def by_owner(curves: Iterable[Curve]) -> Mapping[str, tuple[Curve, ...]]:
    """The curves of each project, oldest first."""
    found: defaultdict[str, list[Curve]] = defaultdict(list)
    for curve in sorted(curves, key=lambda curve: curve.year):
        found[curve.owner].append(curve)
    return {owner: tuple(rows) for owner, rows in found.items()}


def rest(curve: Curve, month: int) -> float:
    """What was still paid after ``month``, as a share of the budget: year-end rate − rate then."""
    return curve.final - curve.rates[month - 1]


@dataclass(frozen=True, slots=True)
class Averages:
    """What was still paid, paid by then, and paid in all: on average of all, and still paid by kind."""

    rest: float
    then: float
    final: float
    by_kind: Mapping[str, float]

    @classmethod
    def of(cls, curves: Sequence[Curve], month: int) -> Averages:
        """Average the past project-years."""
        mean = float(np.mean([rest(curve, month) for curve in curves]))
        kinds: defaultdict[str, list[float]] = defaultdict(list)
        for curve in curves:
            kinds[curve.kind].append(rest(curve, month))
        return cls(
            mean,
            float(np.mean([curve.rates[month - 1] for curve in curves])),
            float(np.mean([curve.final for curve in curves])),
            {kind: shrunk(rows, mean, PROJECTS_AS_GOOD_AS_ALL) for kind, rows in kinds.items()},
        )


def shrunk(values: Sequence[float], towards: float, strength: float) -> float:
    """The mean of ``values`` drawn towards a prior that counts as ``strength`` values."""
    return (sum(values) + strength * towards) / (len(values) + strength)


def describe(curve: Curve, month: int, own: Sequence[Curve], averages: Averages) -> tuple[float, ...]:
    """The features of one project-year at the end of ``month``; ``own``: its earlier years."""
    rates = np.concatenate(([0.0], curve.rates[:month]))
    steps = np.diff(rates)
    moved = np.flatnonzero(np.abs(steps) > MOVED)
    kind = averages.by_kind.get(curve.kind, averages.rest)
    past = [each for each in own if each.year < curve.year][-YEARS_BACK:]
    at = month - 1
    usual = shrunk([rest(each, month) for each in past], kind, OWN_YEARS_AS_GOOD_AS_KIND)
    return (
        rates[-1],
        steps[-1],
        rates[-1] - rates[max(month - 3, 0)],
        rates[-1] - rates[max(month - 6, 0)],
        steps.max(),
        (at - moved[-1] if moved.size else month) / 12,
        moved.size / month,
        curve.changed[at],
        max(curve.signed[at] - rates[-1], 0.0),
        float(curve.signed[at] > 0),
        curve.due[at],
        curve.size,
        min(len(past), 3),
        kind,
        usual,
        curve.planned[at] if curve.planned else usual,
        float(curve.planned is not None),
        shrunk([each.rates[at] for each in past], averages.then, OWN_YEARS_AS_GOOD_AS_KIND),
        shrunk([each.final for each in past], averages.final, OWN_YEARS_AS_GOOD_AS_KIND),
    )


@dataclass(frozen=True, slots=True)
class Metric:
    """Centre, spread and importance of each feature."""

    centre: Floats
    spread: Floats
    importance: Floats

    @classmethod
    def learn(cls, rows: Floats, rest_paid: Floats) -> Metric:
        """Learn from past project-years how much each feature tells of what is still paid."""
        centre, spread = rows.mean(axis=0), rows.std(axis=0) + MOVED
        scaled = np.column_stack([np.ones(len(rows)), (rows - centre) / spread])
        normal = scaled.T @ scaled + RIDGE * np.eye(scaled.shape[1])
        weights = np.abs(np.linalg.solve(normal, scaled.T @ rest_paid))[1:]
        return cls(centre, spread, np.sqrt(weights / max(weights.max(), MOVED)))

    def place(self, rows: Floats) -> Floats:
        """Put feature rows where distance means unlikeness."""
        placed: Floats = (rows - self.centre) / self.spread * self.importance
        return placed
