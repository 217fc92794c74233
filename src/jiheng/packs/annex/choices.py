"""States that a person answers for: one of several, or a list of which each gives its points."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from jiheng.packs.annex.said import Clause
from jiheng.packs.annex.shared import Parts, gives_nothing, points_of
from jiheng.packs.annex.subject import Subject
from jiheng.packs.annex.words import written
from jiheng.packs.source import Plain


def chosen(clauses: Sequence[Clause], subject: Subject) -> Parts | None:
    """已建立得2分，未建立不得分: one of several states; or a list of which each gives its points."""
    points = [points_of(each, subject) for each in clauses]
    if len(clauses) < 2 or None in points or not all(each.case.kind in {"words", "rest"} for each in clauses):
        return None
    sure = [each or Fraction(0) for each in points]
    if sum(sure) == subject.weight and max(sure) < subject.weight and all(sure):
        return _listed(clauses, sure)
    if _paired(sure, subject):
        return _listed([each for each, got in zip(clauses, sure, strict=True) if got], [got for got in sure if got])
    if sure[-1] == subject.weight:
        clauses, sure = clauses[::-1], sure[::-1]
    return _alternatives(clauses, sure, subject) if _excluding(clauses, sure, subject) else None


def _excluding(clauses: Sequence[Clause], points: Sequence[Fraction], subject: Subject) -> bool:
    """Whether the states go from all points down to none, so that only one of them can be meant."""
    lost_beside = any(each.earned.kind == "lost" and not gives_nothing(each, subject) for each in clauses)
    falling = all(one > two for one, two in pairwise(points))
    return points[0] == subject.weight and points[-1] == 0 and falling and not lost_beside


def _paired(points: Sequence[Fraction], subject: Subject) -> bool:
    """及时的得2分，不及时的不得分；完整的得2分，不完整的不得分: a list whose every item says what it earns and that it may not."""
    earns, fails = points[::2], points[1::2]
    return (
        len(points) > 2 and len(earns) == len(fails) and all(earns) and not any(fails) and sum(earns) == subject.weight
    )


def _alternatives(clauses: Sequence[Clause], points: Sequence[Fraction], subject: Subject) -> Parts | None:
    names = ["其他情形" if each.case.kind == "rest" else each.case.words for each in clauses]
    if len(set(names)) < len(names):
        return None
    rows: list[Plain] = [
        {"code": "ABCDEFGH"[place], "name": name, "share": written(got / subject.weight, "%")}
        for place, (name, got) in enumerate(zip(names, points, strict=True))
    ]
    return {"kind": "one_of", "choices": rows}, {}


def _listed(clauses: Sequence[Clause], points: Sequence[Fraction]) -> Parts | None:
    names = [each.case.words for each in clauses]
    if len(set(names)) < len(names) or any(each.case.kind == "rest" or each.earned.kind == "lost" for each in clauses):
        return None
    rows: list[Plain] = [
        {"code": str(place), "name": name, "points": written(got)}
        for place, (name, got) in enumerate(zip(names, points, strict=True), 1)
    ]
    return {"kind": "checklist", "items": rows}, {}
