"""The scoring methods as integer SQL: each gives the exact score of a row as cases of numerator ÷ denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlglot import exp

from jiheng.core.exact import Points
from jiheng.packs.method import AllOrNothing, Bands, Linear, OneOf, OverCompletion, Proportional, Qualitative, Step
from jiheng.packs.model import Cap, Deduction
from jiheng.scoring.integer import NARROW, Int, named, number
from jiheng.scoring.plan import Held, Rule, units
from jiheng.scoring.rows import Bounds

UNIT: int = 10**Points.PLACES


@dataclass(frozen=True, slots=True)
class Mark:
    """One case: when ``condition`` holds (None: always), the score is ``numerator ÷ denominator``.

    Neither is negative, the denominator is above 0; a numerator of None means no value at all.
    """

    condition: exp.Expr | None
    numerator: Int | None
    denominator: Int


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a row with their bounds."""

    weight: Int
    over: Int
    value: Int
    base: Int
    target: Int

    @classmethod
    def of(cls, bounds: Bounds) -> Columns:
        """Name them; a column whose bounds leave one value is that constant."""

        def column(name: str, low: int, high: int) -> Int:
            return number(low) if low == high else named(name, low, high, wide=max(-low, high) > NARROW)

        return cls(
            weight=column("weight", 0, bounds.weight),
            over=column("over", 1, bounds.over),
            value=column("value", bounds.low, bounds.high),
            base=column("base", bounds.base_low, bounds.base),
            target=column("target", bounds.target_low, bounds.target_high),
        )


@dataclass(frozen=True, slots=True)
class Versus:
    """The actual value and a target on one denominator: x = ``x ÷ base``, t = ``t ÷ base``."""

    x: Int
    t: Int
    base: Int


def versus(row: Columns, target: Fraction) -> Versus:
    """Bring the actual value and a constant of the plan onto one denominator."""
    return Versus(row.value * target.denominator, row.base * target.numerator, row.base * target.denominator)


def marks(rule: Rule, row: Columns) -> Iterator[Mark]:
    """The cases of one rule, the last one unconditional."""
    yield from _MARKS[type(rule.method)](rule.method, rule, row)


def _sides(method: Proportional | AllOrNothing | Step, rule: Rule, row: Columns) -> Versus:
    return Versus(row.value, row.target, row.base) if rule.own else versus(row, method.target)


def _coefficient(_: object, __: Rule, row: Columns) -> Iterator[Mark]:
    yield Mark(None, row.weight * row.value.at_least(0).at_most(row.base), row.over * row.base)


def _all_or_nothing(method: AllOrNothing, rule: Rule, row: Columns) -> Iterator[Mark]:
    sides = _sides(method, rule, row)
    yield _full(row, sides.x.compare(method.operator, sides.t))
    yield Mark(None, number(0), number(1))


def _full(row: Columns, condition: exp.Expr | None) -> Mark:
    return Mark(condition, row.weight, row.over)


def _share(row: Columns, share: Fraction, condition: exp.Expr | None) -> Mark:
    return Mark(condition, row.weight * share.numerator, row.over * share.denominator)


def _proportional(method: Proportional, rule: Rule, row: Columns) -> Iterator[Mark]:
    sides = _sides(method, rule, row)
    if sides.t.low <= 0:
        no_ratio = sides.t.compare("≤", 0)
        yield _full(row, exp.and_(no_ratio, sides.x.compare(rule.operator, sides.t)))
        yield Mark(no_ratio, number(0), number(1))
    if method.direction == "反向":
        yield _full(row, sides.x.compare("≤", 0))
    done, due = (sides.x, sides.t) if method.direction == "正向" else (sides.t, sides.x)
    due = Int(due.sql, max(due.low, 1), max(due.high, 1), due.wide)
    if method.pass_at is not None:
        short = (done * method.pass_at.denominator).compare("<", due * method.pass_at.numerator)
        yield Mark(short, number(0), number(1))
    if rule.over is not None and rule.over.effect != "note":
        yield _over(rule.over, row, done, due)
    yield Mark(None, row.weight * done.at_most(due).at_least(0), row.over * due)


def _over(over: OverCompletion, row: Columns, done: Int, due: Int) -> Mark:
    above, scale = over.above.numerator, over.above.denominator
    condition = (done * scale).compare("≥" if over.including else ">", due * above)
    if over.effect == "deduct":
        part = done.at_most(due).at_least(0)
        lost = row.over * due * units(over.lose)
        return Mark(condition, (row.weight * part - lost).at_least(0), row.over * due)
    kept = done.at_most(due).at_least(0) * scale + due * above - done * scale
    return Mark(condition, row.weight * kept.at_least(0).at_most(due * scale), row.over * due * scale)


def _step(method: Step, rule: Rule, row: Columns) -> Iterator[Mark]:
    sides = _sides(method, rule, row)
    gap = (sides.t - sides.x if method.operator == "≥" else sides.x - sides.t).at_least(0)
    lost, scale = _steps(gap * method.per.denominator, sides.base * method.per.numerator, method, row.weight.high)
    if method.at_most is not None:
        lost = lost.at_most(scale * units(method.at_most))
    yield Mark(None, (row.weight * scale - lost * row.over).at_least(0), row.over * scale)


def _steps(gap: Int, per: Int, method: Step, most: int) -> tuple[Int, Int]:
    """Points lost as numerator and denominator; more steps than take ``most`` points are not counted."""
    lose = units(method.lose)
    gap = gap.at_most(per * (most // max(lose, 1) + 1))
    if method.part == "proportional":
        return gap * lose, per
    counted = gap if method.part == "whole" else gap + per - 1
    return counted // per * lose, number(1)


def _bands(method: Bands, _: Rule, row: Columns) -> Iterator[Mark]:
    floors = [(band.at_least, band.share) for band in method.bands if band.at_least is not None]
    for at_least, share in sorted(floors, reverse=True):
        sides = versus(row, at_least)
        yield _share(row, share, sides.x.compare("≥", sides.t))
    yield _share(row, next((band.share for band in method.bands if band.at_least is None), Fraction(0)), None)


def _linear(method: Linear, _: Rule, row: Columns) -> Iterator[Mark]:
    sides, width = versus(row, method.zero_at), method.full_at - method.zero_at
    way = sides.x - sides.t if width > 0 else sides.t - sides.x
    whole = sides.base * abs(width.numerator)
    yield Mark(None, row.weight * (way * width.denominator).at_least(0).at_most(whole), row.over * whole)


def _one_of(method: OneOf, _: Rule, row: Columns) -> Iterator[Mark]:
    for at, choice in enumerate(method.choices):
        yield _share(row, choice.share, exp.column("choice").eq(at))
    yield Mark(None, number(0), number(1))


def _deduction(method: Deduction, _: Rule, row: Columns) -> Iterator[Mark]:
    sides, most = versus(row, method.free), units(method.at_most)
    excess, per = (sides.x - sides.t).at_least(0) * method.per.denominator, sides.base * method.per.numerator
    steps = excess.at_most(per * (most // max(units(method.lose), 1) + 1)) // per
    yield Mark(None, (steps * units(method.lose)).at_most(most), number(1))


def _cap(method: Cap, _: Rule, row: Columns) -> Iterator[Mark]:
    for band in sorted(method.bands, key=lambda band: band.at_most):
        sides = versus(row, band.below)
        yield Mark(sides.x.compare("<", sides.t), number(units(band.at_most)), number(1))
    yield Mark(None, None, number(1))


_MARKS: dict[type, Callable[[Any, Rule, Columns], Iterator[Mark]]] = {
    Proportional: _proportional,
    AllOrNothing: _all_or_nothing,
    Step: _step,
    Bands: _bands,
    Linear: _linear,
    Qualitative: _coefficient,
    Held: _coefficient,
    OneOf: _one_of,
    Deduction: _deduction,
    Cap: _cap,
}
