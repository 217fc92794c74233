"""How far a project's targets are, by the values observed during the year (绩效目标实现程度)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Observation

GROWING = ("≥", ">", "=")
"""Operators whose value grows towards the target during the year; a ceiling (≤) shows no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProgress:
    """Mean completion of the indicators that show progress; ``share`` is None when none does."""

    share: Fraction | None
    measured: int
    """Indicators with a numeric target and an observed value."""
    indicators: int
    seen: int = 0
    """Indicators with any observation."""
    doubtful: tuple[str, ...] = ()
    """Indicators marked 有可能 or 不可能."""
    observed: Month | None = None
    """The month of the latest observation that shows progress."""
    older: int = 0
    """Measured indicators whose last observation is of an earlier month."""


def goal_progress(dataset: DataSet, project: str, as_of: Month) -> GoalProgress:
    """Progress of a project's targets by the end of ``as_of``; weights count if every indicator has one."""
    indicators = [each for each in dataset.indicators if each.project == project]
    latest = _latest(dataset.observations, as_of)
    seen = [(each, latest[each.code]) for each in indicators if each.code in latest]
    shares = [(each, share) for each, seen_as in seen if (share := completion(each, seen_as)) is not None]
    months = [latest[each.code].month or as_of for each, _ in shares]
    return GoalProgress(
        share=_mean(shares),
        measured=len(shares),
        indicators=len(indicators),
        seen=len(seen),
        doubtful=tuple(each.name for each, seen_as in seen if seen_as.likelihood in ("有可能", "不可能")),
        observed=max(months, default=None),
        older=sum(month < max(months) for month in months),
    )


def completion(indicator: Indicator, observation: Observation) -> Fraction | None:
    """Observed value ÷ target, between 0 and 1; None where the indicator shows no progress.

    A target of 0 (e.g. 安全事故 = 0) is kept or broken, not approached.
    """
    target, value = indicator.target, observation.value
    if indicator.operator not in GROWING or target is None or target <= 0 or value is None:
        return None
    return min(max(value / target, Fraction(0)), Fraction(1))


def _latest(observations: Iterable[Observation], as_of: Month) -> dict[str, Observation]:
    in_time = [each for each in observations if each.month and each.month.year == as_of.year and each.month <= as_of]
    return {each.indicator: each for each in sorted(in_time, key=lambda each: each.month or as_of)}


def _mean(shares: list[tuple[Indicator, Fraction]]) -> Fraction | None:
    if not shares:
        return None
    weights = [each.weight.exact if each.weight else Fraction(0) for each, _ in shares]
    if not all(weights):
        weights = [Fraction(1)] * len(shares)
    return sum((weight * share for weight, (_, share) in zip(weights, shares, strict=True)), Fraction(0)) / sum(weights)
