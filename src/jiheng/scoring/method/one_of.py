"""择一赋分."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from jiheng.facts.rows import Result
from jiheng.packs.method import OneOf
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain import words
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.gather import Gather
from jiheng.scoring.marks import Columns, Mark, nothing, portion
from jiheng.scoring.method.room import Reading, Room, Site
from jiheng.scoring.plan import Rule
from jiheng.scoring.rows import State


def marks(method: OneOf, _: Rule, row: Columns) -> Iterator[Mark]:
    """The share of the alternative."""
    for at, choice in enumerate(method.choices):
        yield portion(row, choice.share, exp.column("choice").eq(at))
    yield nothing()


def rows(site: Site, method: OneOf) -> Iterator[Entry]:
    """One row, with the alternative that was chosen."""
    at = _chosen(site.gather, method, site.gather.results.get(site.node.code))
    given = Reading(State.GIVEN, choice=at) if at >= 0 else Reading(State.MISSING, why="未选择情形")
    yield site.entry(given)


def _chosen(gather: Gather, method: OneOf, result: Result | None) -> int:
    codes = [choice.code for choice in method.choices]
    if result is None or not result.choice:
        return -1
    if result.choice not in codes:
        expected = "、".join(codes)
        gather.faults.add(
            result.place, "所选情形不在规则包中", value=result.choice, expected=expected, fix="请从中选择一个。"
        )
        return -1
    return codes.index(result.choice)


def because(_: Subject, leaf: Leaf, method: OneOf) -> str:
    """The alternative and its share."""
    choice = method.choices[leaf.entry.choice]
    product = f"{words.points(leaf.weight)} × {words.share(choice.share)} = {words.points(leaf.score)}"
    return f"所选情形为“{choice.name}”，得分值的 {words.share(choice.share)}；{product}"


def regain(_: Subject, leaf: Leaf, method: OneOf) -> str:
    """The next better alternative."""
    now = method.choices[leaf.entry.choice].share
    better = [choice for choice in method.choices if choice.share > now]
    if not better:
        return ""
    choice = min(better, key=lambda each: each.share)
    return f"符合“{choice.name}”时多得 {words.points(leaf.weight * (choice.share - now))}"


ROOM = Room(because, regain, marks, rows)
