"""The forecaster: learns from past years once for a month, then answers for any project and for the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from jiheng.core.exact import Ratio
from jiheng.monitoring.curves import UNIT_KIND, Curve
from jiheng.monitoring.forecast import Forecast, as_share
from jiheng.monitoring.neighbours import Group, Sample, calibrated_level

NORMAL_80 = 1.2816
"""A normal variable lies within so many standard deviations of its mean four times in five."""
YEAR = 12


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What past project-years teach for the end of one month; ``group`` is None if they are too few."""

    month: int
    group: Group | None
    level: float = 0.1
    together: float = 0.0
    """How far projects of one unit and year err together: the mean correlation of their errors."""

    @classmethod
    def learn(cls, past: Iterable[Curve], month: int) -> Forecaster:
        """Learn from complete past years (own and others')."""
        complete = [each for each in past if each.known == YEAR and each.kind != UNIT_KIND]
        group = Group.of(complete, month)
        if group is None:
            return cls(month, None)
        samples = group.held_out()
        return cls(month, group, calibrated_level(samples, group.outcomes), _together(group, samples))

    def project(self, curve: Curve) -> Forecast:
        """Forecast one project's year-end execution rate."""
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
        if self.group is None or not curves:
            return unlearned(whole)
        samples = [self.group.sample(curve) for curve in curves]
        budgets = np.array([10.0**curve.size for curve in curves])
        paid = np.array([curve.rates[self.month - 1] for curve in curves])
        means, spreads = np.array([each.mean for each in samples]), np.array([each.spread for each in samples])
        shares = budgets / budgets.sum()
        apart = float(((shares * spreads) ** 2).sum())
        alike = float((shares * spreads).sum() ** 2)
        spread = float(np.sqrt((1 - self.together) * apart + self.together * alike))
        rest = float(shares @ np.minimum(means, np.maximum(1 - paid, 0)))
        margin = NORMAL_80 * spread
        why = f"由 {len(curves)} 个项目和基本支出的预测按预算加总；往年同一单位各项目偏差的相关系数为 {self.together:.2f}，已计入区间"
        return _bounded(whole.rates[self.month - 1], rest, rest - margin, rest + margin, because=why)

    def _why(self, curve: Curve, group: Group, sample: Sample) -> str:
        years = sorted({each.year for each in group.curves})
        span = f"{years[0]}—{years[-1]}" if len(years) > 1 else f"{years[0]}"
        own = sum(each.owner == curve.owner for each in group.curves)
        history = f"（含本项目往年 {own} 年）" if own else "（本项目没有往年数据）"
        return (
            f"参照 {span} 年 {len(group.curves)} 个项目年度{history}中支付过程最相近的 {len(sample.indices)} 个，"
            f"它们 {self.month} 月以后又支付了预算的 {_shown(sample.quantile(0.5))}（中位数）"
        )


def unlearned(curve: Curve) -> Forecast:
    """Without anything to learn from: the pace so far carried on, between nothing more and everything."""
    paid, due = curve.final, curve.due[-1]
    pace = paid / due if due > 0 else paid
    return Forecast(
        rate=as_share(max(paid, min(pace, 1.0))),
        low=as_share(min(paid, 1.0)),
        high=as_share(max(paid, 1.0)),
        because="没有足够的往年或同类数据，按目前进度直推，区间为不再支付到全部付完",
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
