"""直接赋分."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.packs.method import AllOrNothing
from jiheng.packs.method.base import HOLDS
from jiheng.scoring.explain import words
from jiheng.scoring.explain.figures import target, towards, value
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.marks import Columns, Mark, full, nothing, sides
from jiheng.scoring.method.room import Room
from jiheng.scoring.plan import Rule

_FAILS = {"≥": "低于", "≤": "超过", "=": "不等于", ">": "不高于", "<": "不低于"}


def marks(method: AllOrNothing, rule: Rule, row: Columns) -> Iterator[Mark]:
    """Full when the comparison holds."""
    versus = sides(method, rule, row)
    yield full(row, versus.x.compare(method.operator, versus.t))
    yield nothing()


def because(subject: Subject, leaf: Leaf, method: AllOrNothing) -> str:
    """Whether the comparison holds."""
    told, goal = value(subject, leaf), leaf.value_text(target(leaf, method.target))
    if leaf.score:
        return f"{told}，{HOLDS[method.operator]} {goal}，符合要求，得满分 {words.points(leaf.score)}"
    return f"{told}，{_FAILS[method.operator]} {goal}，不符合要求，计 0 分"


def regain(subject: Subject, leaf: Leaf, method: AllOrNothing) -> str:
    """Come to the target."""
    return towards(subject, leaf, target(leaf, method.target), method.operator, leaf.lost)


ROOM = Room(because, regain, marks)
