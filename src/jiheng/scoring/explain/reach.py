"""How far a row got towards its target: what both the reason and the way to regain points start from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jiheng.packs.method import Proportional
from jiheng.scoring.engines.reference import score_row
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain.subject import Leaf
from jiheng.scoring.rows import State


@dataclass(frozen=True, slots=True)
class Reach:
    """The state of a row.

    ``share`` of its weight that it earned, 1 at most. ``completion`` is None where there is no ratio: a target of 0 or
    below, 反向 with nothing spent, or another method.
    """

    share: Fraction
    target: Fraction = Fraction(0)
    completion: Fraction | None = None
    operator: str = ""
    inverse: bool = False
    reached: bool = False
    failed: bool = False
    """Below the pass mark."""
    over: bool = False
    """Over-completion took points."""


def is_full(leaf: Leaf) -> bool:
    """Whether every row earned all of its weight: what is lost then is rounding."""
    return all(reach(entry).share == 1 for entry in leaf.entries)


def reach(entry: Entry) -> Reach:
    """Measure a row."""
    row = entry.row(0, 0)
    exact = score_row(entry.rule, row) or Fraction(0)
    share = exact / row.points if row.points else Fraction(0)
    method = entry.rule.method
    if not isinstance(method, Proportional) or entry.state != State.GIVEN or entry.actual is None:
        return Reach(share)
    target = (entry.target if entry.rule.own else method.target) or Fraction(0)
    inverse = method.direction == "反向"
    if target <= 0 or (inverse and entry.actual <= 0):
        operator = entry.rule.operator
        return Reach(share, target, None, operator, inverse=inverse, reached=share == 1)
    completion = target / entry.actual if inverse else entry.actual / target
    return Reach(
        share,
        target,
        completion,
        "≤" if inverse else "≥",
        inverse=inverse,
        reached=completion >= 1,
        failed=method.pass_at is not None and completion < method.pass_at,
        over=completion > 1 and share < 1,
    )
