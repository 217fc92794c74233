"""The forecaster: learns from past years once for a month, then answers for any project and for the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from jiheng.core.exact import Ratio
from jiheng.monitoring.curves import UNIT_KIND, Curve
from jiheng.monitoring.forecast import Forecast, as_share
from jiheng.monitoring.likeness import Floats
from jiheng.monitoring.neighbours import ALLOWANCE, COVERAGE, Group, Sample, calibrated_level

NORMAL_80 = 1.2816
"""A normal variable lies within so many standard deviations of its mean four times in five."""
YEAR = 12


@dataclass(frozen=True, slots=True)
class Total:
    """What a unit will still pay, as a share of its budget: the mean and its spread."""

    rest: float
    spread: float

    @classmethod
    def of(cls, curves: Sequence[Curve], samples: Sequence[Sample], month: int, together: float) -> Total:
        """Add up the parts; their errors go together as far as they did in past years."""
        shares = budget_shares(curves)
        room = np.array([max(1 - curve.rates[month - 1], 0.0) for curve in curves])
        means = np.minimum([each.mean for each in samples], room)
        spreads = shares * np.array([each.spread for each in samples])
        variance = (1 - together) * float((spreads**2).sum()) + together * float(spreads.sum()) ** 2
        return cls(float(shares @ means), float(np.sqrt(variance)))


def budget_shares(curves: Sequence[Curve]) -> Floats:
    """Each part's share of the budget of all parts."""
    budgets = np.array([10.0**curve.size for curve in curves])
    shares: Floats = budgets / budgets.sum()
    return shares


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What past project-years teach for the end of one month; ``group`` is None if they are too few."""

    month: int
    group: Group | None
    level: float = 0.1
    together: float = 0.0
    """How far projects of one unit and year err together: the mean correlation of their errors."""
    reach: float = NORMAL_80
    """How many spreads of a unit's total hold the truth four times in five."""

    @classmethod
    def learn(cls, past: Iterable[Curve], month: int) -> Forecaster:
        """Learn from complete past years (own and others')."""
        complete = [each for each in past if each.known == YEAR and each.kind != UNIT_KIND]
        group = Group.of(complete, month) if month < YEAR else None
        if group is None:
            return cls(month, None)
        samples = group.held_out()
        together = _together(group, samples)
        reach = _reach(group, samples, together)
        return cls(month, group, calibrated_level(samples, group.outcomes), together, reach)

    def project(self, curve: Curve) -> Forecast:
        """Forecast one project's year-end execution rate."""
        if self.month == YEAR:
            return ended(curve)
        if self.group is None:
            return unlearned(curve)
        sample, paid = self.group.sample(curve), curve.rates[self.month - 1]
        rest, low, high = sample.quantiles(np.array([0.5, self.level, 1 - self.level]))
        return _bounded(paid, rest, low, high, because=self._why(curve, self.group, sample))

    def unit(self, curves: Sequence[Curve], whole: Curve) -> Forecast:
        """Forecast the whole unit's rate as the sum of its parts.

        Args:
            curves: every part (projects and basic expenditure) that has a budget.
            whole: the unit's own curve.
        """
        if self.month == YEAR:
            return ended(whole)
        if self.group is None or not curves:
            return unlearned(whole)
        total = Total.of(curves, [self.group.sample(curve) for curve in curves], self.month, self.together)
        margin = self.reach * total.spread
        why = f"由 {len(curves)} 个部分（项目和基本支出）的预测按预算加总；往年同一单位各部分偏差的相关系数为 {self.together:.2f}，已计入区间"
        paid = whole.rates[self.month - 1]
        return _bounded(paid, total.rest, total.rest - margin, total.rest + margin, because=why)

    def _why(self, curve: Curve, group: Group, sample: Sample) -> str:
        years = sorted({each.year for each in group.curves})
        span = f"{years[0]}—{years[-1]}" if len(years) > 1 else f"{years[0]}"
        own = sum(each.owner == curve.owner for each in group.curves)
        history = f"（含本项目往年 {own} 年）" if own else "（本项目没有往年数据）"
        return (
            f"参照 {span} 年 {len(group.curves)} 个项目年度{history}中支付过程最相近的 {len(sample.indices)} 个，"
            f"它们 {self.month} 月以后又支付了预算的 {_shown(sample.quantile(0.5))}（中位数）"
        )


def ended(curve: Curve) -> Forecast:
    """After December there is nothing left to forecast."""
    rate = as_share(curve.final)
    return Forecast(rate=rate, low=rate, high=rate, because="年度已经结束，为实际执行率")


def unlearned(curve: Curve) -> Forecast:
    """Without anything to learn from: the pace so far carried on, between nothing more and everything."""
    paid, due = curve.final, curve.due[-1]
    pace = paid / due if due > 0 else paid
    return Forecast(
        rate=as_share(max(paid, min(pace, 1.0))),
        low=as_share(min(paid, 1.0)),
        high=as_share(max(paid, 1.0)),
        because="没有足够的往年或同类数据可参照，按目前进度直推；区间是从不再支付到全部付完",
        learned=False,
    )


def _bounded(paid: float, rest: float, low: float, high: float, *, because: str) -> Forecast:
    """No forecast above the budget, unless more than the budget is paid already."""
    most = max(1.0, paid)
    ends = [min(paid + each, most) for each in (rest, low, high)]
    return Forecast(rate=as_share(ends[0]), low=as_share(ends[1]), high=as_share(ends[2]), because=because)


def _shown(share: float) -> str:
    exact = as_share(share)
    return Ratio(exact.numerator, exact.denominator).percent()


def _together(group: Group, samples: Sequence[Sample]) -> float:
    """Mean product of standardised held-out errors over pairs of projects of the same unit and year."""
    errors: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for curve, outcome, sample in zip(group.curves, group.outcomes, samples, strict=True):
        error = (outcome - sample.mean) / max(sample.spread, 0.01)
        errors[curve.owner.partition("/")[0], curve.year].append(float(np.clip(error, -4, 4)))
    pairs = sum(len(each) * (len(each) - 1) for each in errors.values())
    products = sum(sum(each) ** 2 - sum(value**2 for value in each) for each in errors.values())
    return float(np.clip(products / pairs, 0, 1)) if pairs else 0.0


def _reach(group: Group, samples: Sequence[Sample], together: float) -> float:
    """How many spreads away the held-out totals of past units were, four times in five.

    Units of one year err together, so a year counts as one draw: first within each year, then over the years.
    """
    parts: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, curve in enumerate(group.curves):
        parts[curve.year][curve.owner.partition("/")[0]].append(index)
    years = [
        float(np.quantile([_apart(group, samples, chosen, together) for chosen in units.values()], COVERAGE))
        for units in parts.values()
    ]
    return max(float(np.quantile(years, COVERAGE)), NORMAL_80)


def _apart(group: Group, samples: Sequence[Sample], chosen: list[int], together: float) -> float:
    curves = [group.curves[index] for index in chosen]
    total = Total.of(curves, [samples[index] for index in chosen], group.month, together)
    truth = float(budget_shares(curves) @ group.outcomes[chosen])
    return abs(truth - total.rest) / max(total.spread, ALLOWANCE)
