"""The oracle: the methods exactly as ``packs.method`` words them, in plain fractions, slow and obvious.

Every other engine must give the same integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import ceil, floor
from operator import eq, ge, gt, le, lt
from typing import Any

from jiheng.core.exact import Points, half_up
from jiheng.packs.method import (
    AllOrNothing,
    Band,
    Bands,
    Base,
    Linear,
    OneOf,
    OverCompletion,
    Proportional,
    Step,
)
from jiheng.packs.model import Bonus, Cap, Deduction
from jiheng.scoring.engines.verdict import Verdict, grade_number
from jiheng.scoring.plan import Barred, Held, Plan, Rule
from jiheng.scoring.rows import Row, State

UNIT: int = 10**Points.PLACES


def rounded(value: Fraction, places: int | None, how: str = "half_up") -> Fraction:
    """Points in 1/10 000, rounded to decimals of a point; unchanged for None."""
    if places is None:
        return value
    step = 10 ** (Points.PLACES - places)
    if how == "half_up":
        return Fraction(half_up(value.numerator, value.denominator * step) * step)
    return Fraction((ceil if how == "up" else floor)(value / step) * step)


def shown(value: Fraction) -> int:
    """As stored: an integer of 1/10 000 point."""
    return half_up(value.numerator, value.denominator) if value else 0


def score_row(rule: Rule, row: Row) -> Fraction | None:
    """The exact score of a row in 1/10 000 point; for a cap the ceiling, None if there is none."""
    if row.state != State.GIVEN:
        return row.points if row.state == State.KEPT else Fraction(0)
    if isinstance(rule.method, Base):
        return ORACLE[rule.method.kind](rule.method, rule, row)
    return _ADJUSTMENTS[type(rule.method)](rule.method, rule, row)


Score = Callable[[Any, Rule, Row], Fraction]
ORACLE: dict[str, Score] = {}
"""Every method by its kind: what it is worth, exactly."""


def oracle(kind: str) -> Callable[[Score], Score]:
    """Declare the function that says what a method means."""

    def declare(function: Score) -> Score:
        ORACLE[kind] = function
        return function

    return declare


def _target(method: Proportional | AllOrNothing | Step, rule: Rule, row: Row) -> Fraction:
    return row.goal if rule.own else method.target or Fraction(0)


@oracle("qualitative")
def _coefficient(_: object, __: Rule, row: Row) -> Fraction:
    """The coefficient of a qualitative level, or 1 and 0 for a checklist item that holds and one that does not."""
    return row.points * _between(row.actual, 0, 1)


def _between(value: Fraction, low: int, high: int) -> Fraction:
    return max(min(value, Fraction(high)), Fraction(low))


_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {"≥": ge, "≤": le, "=": eq, ">": gt, "<": lt}


def _holds(x: Fraction, operator: str, t: Fraction) -> bool:
    return _COMPARISONS[operator](x, t)


@oracle("all_or_nothing")
def _all_or_nothing(method: AllOrNothing, rule: Rule, row: Row) -> Fraction:
    return row.points if _holds(row.actual, method.operator, _target(method, rule, row)) else Fraction(0)


@oracle("proportional")
def _proportional(method: Proportional, rule: Rule, row: Row) -> Fraction:
    x, t = row.actual, _target(method, rule, row)
    if t <= 0:
        return row.points if _holds(x, rule.operator, t) else Fraction(0)
    if method.direction == "反向" and x <= 0:
        return row.points
    completion = x / t if method.direction == "正向" else t / x
    if method.pass_at is not None and completion < method.pass_at:
        return Fraction(0)
    if rule.over is not None and _is_over(rule.over, completion):
        return _over(rule.over, row.points, completion)
    return row.points * _between(completion, 0, 1)


def _is_over(over: OverCompletion, completion: Fraction) -> bool:
    return completion >= over.above if over.including else completion > over.above


def _over(over: OverCompletion, weight: Fraction, completion: Fraction) -> Fraction:
    full = weight * _between(completion, 0, 1)
    if over.effect == "deduct":
        return max(full - over.lose * UNIT, Fraction(0))
    if over.effect == "excess":
        return max(full - weight * (completion - over.above), Fraction(0))
    return full


@oracle("step")
def _step(method: Step, rule: Rule, row: Row) -> Fraction:
    x, t = row.actual, _target(method, rule, row)
    short = max(t - x if method.operator == "≥" else x - t, Fraction(0)) / method.per
    steps = {"whole": Fraction(floor(short)), "begun": Fraction(ceil(short)), "proportional": short}[method.part]
    worth = row.points if method.scaled else Fraction(UNIT)
    lost: Fraction = steps * method.lose * worth
    if method.at_most is not None:
        lost = min(lost, method.at_most * worth)
    return max(row.points - lost, Fraction(0))


@oracle("bands")
def _bands(method: Bands, _: Rule, row: Row) -> Fraction:
    climbing = all(each.above is each.at_most is each.below is None for each in method.bands)
    bordered = [each for each in method.bands if not _is_rest(each)]
    if climbing:
        bordered.sort(key=lambda each: each.at_least or Fraction(0), reverse=True)
    rest = [each for each in method.bands if _is_rest(each)]
    band = next((each for each in (*bordered, *rest) if _is_inside(each, row.actual)), None)
    if band is None:
        return Fraction(0)
    return row.points * (band.share if band.to_share is None else _slid(band, band.to_share, row.actual))


def _is_rest(band: Band) -> bool:
    return band.at_least is band.above is band.at_most is band.below is None


def _is_inside(band: Band, x: Fraction) -> bool:
    checks = ((ge, band.at_least), (gt, band.above), (le, band.at_most), (lt, band.below))
    return all(border is None or holds(x, border) for holds, border in checks)


def _slid(band: Band, to: Fraction, x: Fraction) -> Fraction:
    low = band.at_least if band.at_least is not None else band.above
    high = band.at_most if band.at_most is not None else band.below
    assert low is not None
    assert high is not None
    return band.share + (to - band.share) * (x - low) / (high - low)


@oracle("linear")
def _linear(method: Linear, _: Rule, row: Row) -> Fraction:
    return row.points * _between((row.actual - method.zero_at) / (method.full_at - method.zero_at), 0, 1)


@oracle("one_of")
def _one_of(method: OneOf, _: Rule, row: Row) -> Fraction:
    return row.points * (method.choices[row.choice].share if row.choice >= 0 else 0)


def _deduction(method: Deduction, _: Rule, row: Row) -> Fraction:
    steps = floor(max(row.actual - method.free, Fraction(0)) / method.per)
    return min(steps * method.lose, method.at_most) * UNIT


def _cap(method: Cap, _: Rule, row: Row) -> Fraction | None:
    ceilings = [band.at_most for band in method.bands if row.actual < band.below]
    return min(ceilings) * UNIT if ceilings else None


def _bonus(method: Bonus, _: Rule, row: Row) -> Fraction:
    steps = floor(max(row.actual - method.free, Fraction(0)) / method.per)
    return min(steps * method.gain, method.at_most) * UNIT


def _barred(method: Barred, _: Rule, row: Row) -> Fraction | None:
    return Fraction(method.grade) if row.actual > method.above else None


_ADJUSTMENTS: dict[type, Callable[[Any, Rule, Row], Fraction | None]] = {
    Held: _coefficient,
    Deduction: _deduction,
    Cap: _cap,
    Bonus: _bonus,
    Barred: _barred,
}


@dataclass(frozen=True, slots=True)
class Reference:
    """Scores one subject after the other."""

    name: str = "reference"
    version: str = "1"

    def score(self, plan: Plan, rows: Sequence[Row]) -> Iterator[Verdict]:
        """Score all subjects; their rows stand together, in ascending order."""
        for subject, group in groupby(rows, key=lambda row: row.subject):
            yield score_subject(plan, subject, list(group))


def score_subject(plan: Plan, subject: int, rows: Sequence[Row]) -> Verdict:
    """Score one subject."""
    kept = [_kept(plan, plan.rules[row.rule], row) for row in rows]
    at_item: dict[int, list[Fraction]] = {}
    for row, one in zip(rows, kept, strict=True):
        if one is not None:
            at_item.setdefault(row.item, []).append(one)
    sums = _add_up(plan, at_item)
    before = sums[0]
    taken = [sum(_at(plan, each.code, at_item), Fraction(0)) for each in plan.pack.deductions]
    ceilings = [min(_at(plan, each.code, at_item), default=None) for each in plan.pack.caps]
    added = [sum(_at(plan, each.code, at_item), Fraction(0)) for each in plan.pack.bonuses]
    barred = [max(_at(plan, each.code, at_item), default=None) for each in plan.pack.vetoes]
    left = max(before - sum(taken), Fraction(0)) + sum(added)
    if added:
        most = plan.pack.full_marks if plan.pack.total_at_most is None else plan.pack.total_at_most
        left = min(left, most * UNIT)
    total = min([left, *(one for one in ceilings if one is not None)])
    earned = grade_number(plan.pack, Fraction(shown(total), UNIT))
    return Verdict(
        subject=subject,
        scores=tuple(None if one is None else shown(one) for one in kept),
        sums=tuple(map(shown, sums)),
        deductions=tuple(shown(one) for one in taken),
        ceilings=tuple(None if one is None else shown(one) for one in ceilings),
        total=shown(total),
        grade=max([earned, *(int(one) for one in barred if one is not None)]),
        bonuses=tuple(shown(one) for one in added),
        vetoes=tuple(None if one is None else int(one) for one in barred),
    )


def _kept(plan: Plan, rule: Rule, row: Row) -> Fraction | None:
    exact = score_row(rule, row)
    return None if exact is None else rounded(exact, rule.places, plan.pack.rounding.how)


def _add_up(plan: Plan, at_item: Mapping[int, list[Fraction]]) -> list[Fraction]:
    """All sums by number, from the leaves up: what hangs below each, itself rounded."""
    sums = [Fraction(0)] * len(plan.sums)
    for item, found in at_item.items():
        if item in plan.above:
            sums[plan.above[item]] += sum(found)
    for at in reversed(plan.sums):
        if sums[at.number]:
            sums[at.number] = rounded(sums[at.number], at.places, plan.pack.rounding.how)
            if at.parent >= 0:
                sums[at.parent] += sums[at.number]
    return sums


def _at(plan: Plan, code: str, at_item: Mapping[int, list[Fraction]]) -> list[Fraction]:
    return at_item.get(plan.items[code].number, [])
