"""Is it easier than what was reached before? No verdict without enough history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jiheng.core.exact import fraction_text
from jiheng.facts.rows import Indicator

ENOUGH_PEERS = 5
"""Fewer similar units say nothing about what is usual."""
EASY_SHARE = Fraction(9, 10)
"""Below nine tenths of the best earlier year a target asks for less than the unit has shown it can do."""

Grade = Literal["偏低", "持平", "有挑战", "样本不足"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """How much a target asks: grade, the reason with its numbers, and a question the reviewer can put."""

    grade: Grade
    because: str
    question: str = ""


def challenge(indicator: Indicator, earlier: Sequence[Fraction] = (), peers: Sequence[Fraction] = ()) -> Challenge:
    """Compare a target with the unit's earlier results and with the same indicator of similar units.

    Args:
        indicator: with direction and target; ``last_actual`` counts as the latest earlier result.
        earlier: the unit's results of earlier years, oldest first.
        peers: this year's targets of similar units for the same indicator.
    """
    reached = [*earlier, *([] if indicator.last_actual is None else [indicator.last_actual])]
    if indicator.operator == "定性" or indicator.target is None:
        return Challenge("样本不足", "定性指标不与往年比较")
    if not reached and len(peers) < ENOUGH_PEERS:
        return Challenge("样本不足", "没有往年完成值，同类单位也不足 5 家")
    return _against_past(indicator, reached) if reached else _against_peers(indicator, peers)


def _against_past(indicator: Indicator, reached: Sequence[Fraction]) -> Challenge:
    assert indicator.target is not None
    target, unit, last = indicator.target, indicator.unit, reached[-1]
    lower = indicator.operator in {"≤", "<"}
    best = min(reached) if lower else max(reached)
    shown = f"目标 {indicator.operator}{_text(target)}{unit}，上年完成 {_text(last)}{unit}"
    if len(reached) > 1:
        shown += f"，{len(reached)} 年中最好 {_text(best)}{unit}"
    if _asks_less(target, best, lower=lower):
        question = f"上年已完成 {_text(last)}{unit}，今年目标为何低于已达到的水平？"
        return Challenge("偏低", shown, question)
    if target == last:
        return Challenge("持平", shown, f"目标与上年完成值相同（{_text(last)}{unit}），今年的资金用来提升什么？")
    harder = target < last if lower else target > last
    return Challenge("有挑战" if harder else "持平", shown)


def _asks_less(target: Fraction, best: Fraction, *, lower: bool) -> bool:
    return target * EASY_SHARE > best if lower else target < best * EASY_SHARE


def _against_peers(indicator: Indicator, peers: Sequence[Fraction]) -> Challenge:
    assert indicator.target is not None
    lower = indicator.operator in {"≤", "<"}
    harder = sum((peer < indicator.target) if lower else (peer > indicator.target) for peer in peers)
    shown = f"{len(peers)} 家同类单位中，{harder} 家的目标更高"
    if harder * 4 >= len(peers) * 3:
        unit = indicator.unit
        return Challenge("偏低", shown, f"同类单位多数定得更高，本单位为何只定 {_text(indicator.target)}{unit}？")
    return Challenge("有挑战" if harder * 4 <= len(peers) else "持平", shown)


def _text(value: Fraction) -> str:
    return fraction_text(value, 4)
