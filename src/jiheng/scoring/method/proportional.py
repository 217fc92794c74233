"""按完成比例."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sqlglot import exp

from jiheng.packs.method import OverCompletion, Proportional
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.figures import product, towards, value
from jiheng.scoring.explain.reach import share
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.integer import Int
from jiheng.scoring.marks import Columns, Mark, full, nothing, sides
from jiheng.scoring.method.room import Room
from jiheng.scoring.plan import Rule, units
from jiheng.scoring.rows import State

STRICT = frozenset({"<", ">"})
"""Of these the bound itself does not reach the target; the ratio, and with it the points, go on without a step there."""


def marks(method: Proportional, rule: Rule, row: Columns) -> Iterator[Mark]:
    """The ratio, where there is one, held between 0 and 1."""
    versus = sides(method, rule, row)
    if versus.t.low <= 0:
        no_ratio = versus.t.compare("≤", 0)
        yield full(row, exp.and_(no_ratio, versus.x.compare(rule.operator, versus.t)))
        yield nothing(no_ratio)
    if method.direction == "反向":
        yield full(row, versus.x.compare("≤", 0))
    done, due = (versus.x, versus.t) if method.direction == "正向" else (versus.t, versus.x)
    due = Int(due.sql, max(due.low, 1), max(due.high, 1), due.wide)
    if method.pass_at is not None:
        short = (done * method.pass_at.denominator).compare("<", due * method.pass_at.numerator)
        yield nothing(short)
    if rule.over is not None and rule.over.effect != "note":
        yield _over_mark(rule.over, row, done, due)
    yield Mark(None, row.weight * done.at_most(due).at_least(0), row.over * due)


def _over_mark(over: OverCompletion, row: Columns, done: Int, due: Int) -> Mark:
    above, scale = over.above.numerator, over.above.denominator
    condition = (done * scale).compare("≥" if over.including else ">", due * above)
    if over.effect == "deduct":
        part = done.at_most(due).at_least(0)
        lost = row.over * due * units(over.lose)
        return Mark(condition, (row.weight * part - lost).at_least(0), row.over * due)
    kept = done.at_most(due).at_least(0) * scale + due * above - done * scale
    return Mark(condition, row.weight * kept.at_least(0).at_most(due * scale), row.over * due * scale)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a row got towards its target.

    ``completion`` is None where there is no ratio: a target of 0 or below, or 反向 with nothing spent.
    """

    target: Fraction
    completion: Fraction | None
    operator: str
    inverse: bool
    reached: bool
    failed: bool = False
    """Below the pass mark."""
    over: bool = False
    """Over-completion took points."""


def reach(entry: Entry) -> Reach | None:
    """Measure a row; None if it has no value, or is scored by another method."""
    method = entry.rule.method
    if not isinstance(method, Proportional) or entry.state != State.GIVEN or entry.actual is None:
        return None
    target = (entry.target if entry.rule.own else method.target) or Fraction(0)
    inverse, earned = method.direction == "反向", share(entry)
    if target <= 0 or (inverse and entry.actual <= 0):
        return Reach(target, None, entry.rule.operator, inverse, reached=earned == 1)
    completion = target / entry.actual if inverse else entry.actual / target
    return Reach(
        target,
        completion,
        "≤" if inverse else "≥",
        inverse,
        reached=completion >= 1,
        failed=method.pass_at is not None and completion < method.pass_at,
        over=completion > 1 and earned < 1,
    )


def because(subject: Subject, leaf: Leaf, method: Proportional) -> str:
    """The ratio and what it gives."""
    found = reach(leaf.entry)
    assert found is not None
    told, goal = value(subject, leaf), leaf.value_text(found.target)
    if found.completion is None:
        return f"{told}，目标{_side(found)} {goal}，{_verdict(leaf, reached=found.reached)}"
    if found.failed:
        pass_at = method.pass_at or Fraction(0)
        completion = words.share(found.completion, pass_at)
        return f"{told}，完成率 {completion} 低于及格线 {words.share(pass_at, found.completion)}，计 0 分"
    if found.completion < 0:
        return f"{told}，为负数，计 0 分"
    if found.over:
        return (
            f"{told}，为目标 {goal} 的 {words.share(found.completion, *_limits(leaf))}，{_over(subject, leaf, found)}"
        )
    if found.completion >= 1:
        return f"{told}，{_met(leaf, found, goal)} {words.points(leaf.score)}"
    return f"{told}{_quotient(leaf, found, goal)}；{product(subject, leaf, found.completion)}"


def _limits(leaf: Leaf) -> tuple[Fraction, ...]:
    over = leaf.entry.rule.over
    return (over.above,) if over else ()


def _met(leaf: Leaf, found: Reach, goal: str) -> str:
    if found.completion == 1 and leaf.entry.rule.operator in STRICT:
        return f"目标{'低于' if found.inverse else '高于'} {goal}，恰为界限，未达到；按比例计"
    return f"达到目标 {goal}，得满分"


def _side(found: Reach) -> str:
    return {"≥": "不低于", "≤": "不高于", "=": "等于", ">": "高于", "<": "低于"}.get(found.operator, "")


def _verdict(leaf: Leaf, *, reached: bool) -> str:
    return f"已达到，得满分 {words.points(leaf.weight)}" if reached else "未达到，计 0 分"


def _quotient(leaf: Leaf, found: Reach, goal: str) -> str:
    """Nothing for a measure that is a share of 1 itself; otherwise the division by or of the target."""
    assert found.completion is not None
    actual = leaf.entry.actual
    if found.target == 1 and not found.inverse:
        return "" if leaf.unit == "%" else f" ÷ 目标 {goal} = {words.share(found.completion)}"
    if found.inverse:
        return f"；目标 {goal} ÷ 实际 {leaf.value_text(actual or Fraction(0))} = {words.share(found.completion)}"
    return (
        f" ÷ 目标 {goal} = {words.share(found.completion)}"
        if leaf.entry.measured is None
        else (f"；÷ 目标 {goal} = {words.share(found.completion)}")
    )


def _over(subject: Subject, leaf: Leaf, found: Reach) -> str:
    over = leaf.entry.rule.over
    assert over is not None
    assert found.completion is not None
    above = f"{'达到' if over.including else '超过'} {words.share(over.above, found.completion)}"
    if over.effect == "deduct":
        whole = f"{words.points(leaf.weight)} − {words.points(over.lose * 10**4)}"
        return f"{above}，扣 {words.points(over.lose * 10**4)}：{whole} = {words.points(leaf.score)}"
    beyond = words.share(found.completion - over.above)
    return f"{above}的部分 {beyond} 从得分比例中扣除：{product(subject, leaf, Fraction(leaf.score, leaf.weight or 1))}"


def regain(subject: Subject, leaf: Leaf, _: Proportional) -> str:
    """Come to the target, or set it better."""
    found = reach(leaf.entry)
    assert found is not None
    if found.over:
        over = leaf.entry.rule.over
        above = words.share(over.above) if over else ""
        return f"年初目标值应定得更实：完成率在 {above} 以内时不扣这 {words.points(leaf.lost)}"
    return towards(subject, leaf, found.target, found.operator, leaf.lost)


ROOM = Room(because, regain, marks)
