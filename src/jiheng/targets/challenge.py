"""How easy is a target: one figure from 0 to 100 with its parts. No verdict without an own year or enough peers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jiheng.core.exact import fraction_text, half_up
from jiheng.facts.rows import Indicator
from jiheng.targets.past import LOWER, USUAL_SPREAD, Past, past_of

ENOUGH_PEERS = 5
"""Fewer similar units say nothing about what is usual."""
EASY = 50
"""From this figure on a target is called easy."""
FAR = Fraction(1, 5)
"""A target this share behind what was reached is as easy as can be: 100."""
FULL = 100

Grade = Literal["偏低", "已到上限", "持平", "有挑战", "样本不足"]


@dataclass(frozen=True, slots=True)
class Part:
    """One comparison: what it was made with, its figure from 0 to 100, and the sentence with the numbers."""

    with_what: Literal["本单位往年", "同类单位", "指标库", "上限"]
    ease: int
    because: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Challenge:
    """How much a target asks: grade, figure, the reason with its numbers, and a question the reviewer can put."""

    grade: Grade
    because: str
    question: str = ""
    ease: int = 0
    parts: tuple[Part, ...] = ()
    """The easiest comparison first; its figure is the target's."""


def challenge(
    indicator: Indicator,
    earlier: Sequence[Fraction] = (),
    peers: Sequence[Fraction] = (),
    measured: Sequence[Fraction] = (),
) -> Challenge:
    """Compare a target with the unit's earlier results and with the same indicator elsewhere.

    Args:
        indicator: with direction and target; ``last_actual`` counts as the latest earlier result.
        earlier: the unit's results of earlier years, oldest first, last year's own left out.
        peers: this year's targets of similar units for the same indicator.
        measured: what units reached on it, as the indicator library has measured it.
    """
    if indicator.operator == "定性" or indicator.target is None:
        return Challenge("样本不足", "定性指标不与往年比较")
    past = past_of(indicator, earlier)
    parts = sorted(_parts(indicator, past, peers, measured), key=lambda part: -part.ease)
    if not parts:
        return Challenge("样本不足", "没有往年完成值，同类单位也不足 5 家")
    first = parts[0]
    return Challenge(_grade(first, past, indicator.target), first.because, first.question, first.ease, tuple(parts))


def _parts(indicator: Indicator, past: Past, peers: Sequence[Fraction], measured: Sequence[Fraction]) -> Iterator[Part]:
    if past.values:
        yield _ceiling(indicator, past) if _at_ceiling(indicator, past) else _own(indicator, past)
    if len(peers) >= ENOUGH_PEERS:
        yield _elsewhere(indicator, peers, "同类单位")
    if len(measured) >= ENOUGH_PEERS:
        yield _elsewhere(indicator, measured, "指标库")


def _grade(first: Part, past: Past, target: Fraction) -> Grade:
    if first.with_what == "上限":
        return "已到上限"
    if first.ease >= EASY:
        return "偏低"
    even = first.ease > 0 or (bool(past.values) and target == past.last)
    return "持平" if even else "有挑战"


def _scaled(short: Fraction, tolerance: Fraction) -> int:
    """A share behind → 0 to 100: the tolerance stands at 50, a fifth at 100."""
    if short <= 0:
        return 0
    share = short / tolerance / 2 if short < tolerance else (1 + (short - tolerance) / (FAR - tolerance)) / 2
    exact = min(share, Fraction(1)) * FULL
    return half_up(exact.numerator, exact.denominator)


def _own(indicator: Indicator, past: Past) -> Part:
    target, unit = indicator.target or Fraction(0), indicator.unit
    shown = f"目标 {indicator.operator}{_text(target)}{unit}，上年完成 {_text(past.last)}{unit}"
    if len(past.values) > 1:
        shown += f"，{len(past.values)} 年中最好 {_text(past.best)}{unit}"
    ease = _scaled(past.short(target), past.tolerance)
    return Part("本单位往年", ease, shown, _asked(indicator, past, ease))


def _asked(indicator: Indicator, past: Past, ease: int) -> str:
    unit = indicator.unit
    if ease >= EASY:
        when = "上年" if past.reference == past.last else "往年"
        return f"“{indicator.name}”{when}已完成 {_text(past.reference)}{unit}，今年目标为何低于已达到的水平？"
    if indicator.target == past.last:
        return f"“{indicator.name}”目标与上年完成值相同（{_text(past.last)}{unit}），今年的资金用来提升什么？"
    return ""


def _at_ceiling(indicator: Indicator, past: Past) -> bool:
    """A rate of 100 % that was reached in each of at least two years asks for nothing any more."""
    whole = indicator.unit in {"%", "％"} and indicator.target == FULL and not past.lower
    return whole and len(past.values) > 1 and all(value >= FULL for value in past.values)


def _ceiling(indicator: Indicator, past: Past) -> Part:
    said = f"目标 {indicator.operator}100%，近 {len(past.values)} 年均已达到 100%"
    return Part("上限", EASY, said, f"“{indicator.name}”连年达到 100%，是否退役，或替换为仍有提升空间的指标？")


def _elsewhere(indicator: Indicator, others: Sequence[Fraction], whom: Literal["同类单位", "指标库"]) -> Part:
    """Compare with others: easy from where three quarters ask more, by more than their own scatter explains."""
    target, lower = indicator.target or Fraction(0), indicator.operator in LOWER
    harder = sum((each < target) if lower else (each > target) for each in others)
    middle = Past((sorted(others)[len(others) // 2],), lower)
    far = middle.short(target) >= 2 * USUAL_SPREAD
    ease = (
        min(half_up(harder * FULL * 2, len(others) * 3), FULL)
        if far
        else min(half_up(harder * FULL, len(others) * 2), EASY - 1)
    )
    what = "的目标更高" if whom == "同类单位" else "完成得更好"
    ask = (
        f"“{indicator.name}”{whom}多数定得更高，本单位为何只定 {_text(target)}{indicator.unit}？"
        if ease >= EASY
        else ""
    )
    return Part(
        whom, ease, f"{len(others)} 家{'同类' if whom == '同类单位' else '已统计'}单位中，{harder} 家{what}", ask
    )


def _text(value: Fraction) -> str:
    return fraction_text(value, 4)
