"""The cheapest legitimate way to have kept the points."""

from __future__ import annotations

from jiheng.packs.method import Base
from jiheng.scoring.explain import words
from jiheng.scoring.explain.culprits import culprits
from jiheng.scoring.explain.reach import is_full
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.method import room
from jiheng.scoring.rows import State


def regain(subject: Subject, leaf: Leaf) -> str:
    """What would have kept the points; empty when none were lost, or when nothing can be done about it."""
    if leaf.lost <= 0 or is_full(leaf):
        return ""
    found = _way(subject, leaf)
    named = culprits(subject, leaf)
    return "；".join(part for part in (found, named) if part)


def _way(subject: Subject, leaf: Leaf) -> str:
    entry = leaf.entry
    if leaf.whole is None and entry.state == State.MISSING:
        return f"补齐数据后重新计算，最多可得 {words.points(leaf.lost)}；确无此类事项的，作零填报或说明不适用理由"
    if leaf.whole is None and entry.state != State.GIVEN:
        return ""
    method = leaf.whole or entry.rule.method
    assert isinstance(method, Base)
    return room(method).regain(subject, leaf, method)
