"""Intervals of exact values: what a band takes, what a formula can give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """The values between two borders; None is open without end. ``with_low``/``with_high``: the border is inside."""

    low: Fraction | None
    high: Fraction | None
    with_low: bool = True
    with_high: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing is inside."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.with_low and self.with_high))

    def holds(self, value: Fraction) -> bool:
        """Whether the value is inside."""
        if self.low is not None and (value < self.low or (value == self.low and not self.with_low)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.with_high)

    def text(self, written: Callable[[Fraction], str]) -> str:
        """In words: ``低于 0.8``, ``0.9 至 0.95（不含）``."""
        if self.low is None and self.high is None:
            return "任何值"
        if self.low is None:
            return f"{'不超过' if self.with_high else '低于'} {written(self.high or Fraction(0))} "
        if self.high is None:
            return f"{'达到' if self.with_low else '高于'} {written(self.low)} "
        ends = ("" if self.with_low else "（不含）", "" if self.with_high else "（不含）")
        return f"{written(self.low)}{ends[0]} 至 {written(self.high)}{ends[1]} "


def left_over(whole: Interval, taken: Iterable[Interval]) -> list[Interval]:
    """What of an interval is left when others are taken out, from below upwards."""
    left = [whole]
    for hole in taken:
        left = [part for each in left for part in _without(each, hole)]
    return left


def _without(whole: Interval, hole: Interval) -> list[Interval]:
    parts = []
    if hole.low is not None:
        parts.append(_meet(whole, Interval(None, hole.low, with_high=not hole.with_low)))
    if hole.high is not None:
        parts.append(_meet(whole, Interval(hole.high, None, with_low=not hole.with_high)))
    return [part for part in parts if not part.empty]


def _meet(one: Interval, other: Interval) -> Interval:
    low, with_low = max(
        (each for each in ((one.low, one.with_low), (other.low, other.with_low)) if each[0] is not None),
        key=lambda pair: (pair[0], not pair[1]),
        default=(None, True),
    )
    high, with_high = min(
        (each for each in ((one.high, one.with_high), (other.high, other.with_high)) if each[0] is not None),
        key=lambda pair: (pair[0], pair[1]),
        default=(None, True),
    )
    return Interval(low, high, with_low, with_high)
