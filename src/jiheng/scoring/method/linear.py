"""线性插值."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.packs.method import Linear
from jiheng.scoring.explain import words
from jiheng.scoring.explain.figures import product, towards, value
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.marks import Columns, Mark, versus
from jiheng.scoring.method.room import Room
from jiheng.scoring.plan import Rule


def marks(method: Linear, _: Rule, row: Columns) -> Iterator[Mark]:
    """The way from the one end to the other, held between them."""
    sides, width = versus(row, method.zero_at), method.full_at - method.zero_at
    way = sides.x - sides.t if width > 0 else sides.t - sides.x
    whole = sides.base * abs(width.numerator)
    yield Mark(None, row.weight * (way * width.denominator).at_least(0).at_most(whole), row.over * whole)


def because(subject: Subject, leaf: Leaf, method: Linear) -> str:
    """Where on the way the value stands."""
    actual = leaf.entry.actual or Fraction(0)
    portion = (actual - method.zero_at) / (method.full_at - method.zero_at)
    zero, full = leaf.value_text(method.zero_at), leaf.value_text(method.full_at)
    told = value(subject, leaf)
    if portion >= 1:
        return f"{told}，达到满分点 {full}，得满分 {words.points(leaf.score)}"
    if portion <= 0:
        return f"{told}，未优于零分点 {zero}，计 0 分"
    way = f"（{leaf.value_text(actual)} − {zero}）÷（{full} − {zero}）= {words.share(portion)}"
    return f"{told}；{zero} 计 0 分、{full} 计满分，按直线计算：{way}；{product(subject, leaf, portion)}"


def regain(subject: Subject, leaf: Leaf, method: Linear) -> str:
    """Come to the end that gives all."""
    return towards(subject, leaf, method.full_at, "≥" if method.rises() else "≤", leaf.lost)


ROOM = Room(because, regain, marks)
