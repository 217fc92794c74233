"""按步扣分."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.packs.method import Step
from jiheng.scoring.explain import words
from jiheng.scoring.explain.figures import gain, target, towards, value
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.integer import Int, number
from jiheng.scoring.marks import Columns, Mark, sides
from jiheng.scoring.method.room import Room
from jiheng.scoring.plan import Rule, units


def marks(method: Step, rule: Rule, row: Columns) -> Iterator[Mark]:
    """The points less what the steps take."""
    versus = sides(method, rule, row)
    gap = (versus.t - versus.x if method.operator == "≥" else versus.x - versus.t).at_least(0)
    gap, per = gap * method.per.denominator, versus.base * method.per.numerator
    if method.scaled:
        yield _scaled(method, row, gap, per)
        return
    lost, scale = _steps(gap, per, method, row.weight.high)
    if method.at_most is not None:
        lost = lost.at_most(scale * units(method.at_most))
    yield Mark(None, (row.weight * scale - lost * row.over).at_least(0), row.over * scale)


def _steps(gap: Int, per: Int, method: Step, most: int) -> tuple[Int, Int]:
    """Points lost as numerator and denominator; more steps than take ``most`` points are not counted."""
    lose = units(method.lose)
    gap = gap.at_most(per * (most // max(lose, 1) + 1))
    if method.part == "proportional":
        return gap * lose, per
    return _counted(gap, per, method) * lose, number(1)


def _counted(gap: Int, per: Int, method: Step) -> Int:
    return (gap if method.part == "whole" else gap + per - 1) // per


def _scaled(method: Step, row: Columns, gap: Int, per: Int) -> Mark:
    """``lose`` and ``at_most`` are shares of the weight here (``plan``)."""
    lose = method.lose
    gap = gap.at_most(per * (lose.denominator // lose.numerator + 1))
    steps, scale = (gap, per) if method.part == "proportional" else (_counted(gap, per, method), number(1))
    lost, whole = steps * lose.numerator, scale * lose.denominator
    if method.at_most is not None:
        lost, whole = lost * method.at_most.denominator, whole * method.at_most.denominator
        lost = lost.at_most(scale * lose.denominator * method.at_most.numerator)
    return Mark(None, row.weight * (whole - lost).at_least(0), row.over * whole)


def _worth(leaf: Leaf, method: Step, points: Fraction) -> Fraction:
    """Points of the method in 1/10 000, or the share that they stand for."""
    return points * (leaf.weight if method.scaled else 10**4)


def because(subject: Subject, leaf: Leaf, method: Step) -> str:
    """How far from the target, and what the steps take."""
    actual, goal = leaf.entry.actual or Fraction(0), target(leaf, method.bound)
    short = goal - actual if method.operator == "≥" else actual - goal
    shown, told = leaf.value_text(goal), value(subject, leaf)
    if short <= 0:
        word = "不低于" if method.operator == "≥" else "不超过"
        return f"{told}，{word} {shown}，不扣分，得 {words.points(leaf.score)}"
    side = "低" if method.operator == "≥" else "高"
    compared = f"，比 {shown} {side} {leaf.gap_text(short, *_steps_beside(method, short))}" if goal else ""
    counted = {"whole": "每满", "begun": "每", "proportional": "按比例，每"}[method.part]
    rate = f"{counted} {leaf.gap_text(method.per)}扣 {words.points(_worth(leaf, method, method.lose))}"
    if not leaf.lost:
        return f"{told}{compared}，{rate}，未满一步，不扣分，得 {words.points(leaf.score)}"
    begun = "（不足一步按一步计）" if method.part == "begun" else ""
    return (
        f"{told}{compared}，{rate}{begun}{_limit(leaf, method)}；"
        f"{words.points(leaf.weight)} − {words.points(leaf.lost)} = {words.points(leaf.score)}"
    )


def _steps_beside(method: Step, short: Fraction) -> tuple[Fraction, Fraction]:
    """The borders of the step that a gap stands in: a gap that fills no step must not read as if it did."""
    full = short // method.per
    return method.per * full, method.per * (full + 1)


def _limit(leaf: Leaf, method: Step) -> str:
    if method.at_most is not None and leaf.lost >= _worth(leaf, method, method.at_most):
        return f"，最多扣 {words.points(_worth(leaf, method, method.at_most))}"
    return "，扣完为止" if not leaf.score else ""


def regain(subject: Subject, leaf: Leaf, method: Step) -> str:
    """The next step first, where it is cheaper than reaching the target."""
    actual, goal = leaf.entry.actual or Fraction(0), target(leaf, method.bound)
    whole = towards(subject, leaf, goal, method.operator, leaf.lost)
    short = abs(goal - actual)
    if method.part == "proportional" or short <= method.per:
        return whole
    count = Fraction(short // method.per if method.part == "whole" else -(-short // method.per))
    kept = leaf.weight - (count - 1) * _worth(leaf, method, method.lose)
    more = gain(subject, leaf, max(kept, Fraction(0)) / leaf.weight)
    if more <= 0 or more >= leaf.lost:
        return whole
    if short.denominator == method.per.denominator == 1 and not goal:
        return f"每减少 {leaf.gap_text(method.per)}多得 {words.points(more)}；全部避免可多得 {words.points(leaf.lost)}"
    return f"{_next_step(leaf, method, goal, count)}，可多得 {words.points(more)}；{whole}"


def _next_step(leaf: Leaf, method: Step, goal: Fraction, count: Fraction) -> str:
    rising = method.operator == "≥"
    distance = method.per * (count if method.part == "whole" else count - 1)
    border = leaf.value_text(goal - distance if rising else goal + distance)
    strictly = ("高于" if rising else "低于") if method.part == "whole" else "达到"
    return f"{leaf.name}{'提高' if rising else '降低'}到{strictly} {border}"


ROOM = Room(because, regain, marks)
