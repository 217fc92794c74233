"""The points of each leaf of one subject: some do not apply, and their points may move elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jiheng.core.exact import half_up
from jiheng.core.fault import Faults, Place
from jiheng.facts.measures import Measured
from jiheng.facts.rows import Result
from jiheng.packs.model import Node
from jiheng.scoring.plan import Plan


@dataclass(frozen=True, slots=True)
class Absence:
    """A node that does not apply: by which rule, and why."""

    rule: str
    to: str
    why: str


def absences(plan: Plan, results: Mapping[str, Result], measures: Mapping[str, Measured]) -> dict[str, Absence]:
    """Every node that does not apply, by itself or because a level above it does not."""
    found: dict[str, Absence] = {}
    for node in plan.nodes.values():
        above = found.get(plan.parents[node.code])
        rule = node.not_applicable
        if above is not None:
            found[node.code] = above
        elif why := _why(node, results, measures):
            found[node.code] = Absence(rule.rule, rule.to, why)
    return found


def _why(node: Node, results: Mapping[str, Result], measures: Mapping[str, Measured]) -> str:
    if node.code in results and results[node.code].absent:
        return results[node.code].absent
    when = node.not_applicable.when
    if when and when in measures and measures[when].value == 0:
        return f"{when}为 0"
    return ""


@dataclass(slots=True)
class Stake:
    """Points that hang on one leaf or own indicator, in 1/10 000 point."""

    node: str
    code: str
    points: int
    absence: Absence | None = None
    moved: int = field(default=0)


def move(plan: Plan, stakes: Sequence[Stake], faults: Faults) -> None:
    """Move the points of stakes that do not apply to the level that their rule names, shared by weight.

    Shares are cut at 1/10 000 point so that they add up; a level with nothing to receive them is a fault.
    """
    moving: dict[str, int] = {}
    for stake in stakes:
        if stake.absence is not None and stake.absence.rule == "move":
            moving[stake.absence.to] = moving.get(stake.absence.to, 0) + stake.points
            stake.moved = -stake.points
    for to, points in moving.items():
        below = {node.code for node in plan.nodes[to].walk()}
        takers = [stake for stake in stakes if stake.node in below and stake.absence is None]
        if not sum(taker.points for taker in takers):
            faults.add(
                Place(path=f"指标 {to}"),
                "不适用指标的分值无处可移",
                fix="接收分值的上级指标下没有适用的指标，请核对“不适用理由”。",
            )
            continue
        _share(points, takers)


def _share(points: int, takers: Sequence[Stake]) -> None:
    whole, before, given = sum(taker.points for taker in takers), 0, 0
    for taker in takers:
        before += taker.points
        upto = half_up(points * before, whole)
        taker.moved += upto - given
        given = upto


def leaves(plan: Plan, absent: Mapping[str, Absence], own: Callable[[Node], Iterator[Stake]]) -> Iterator[Stake]:
    """The stakes of a subject in the order of the tree; ``own`` gives those of a level of own indicators."""
    for node in plan.leaves:
        if node.own is not None and node.code not in absent:
            yield from own(node)
        else:
            yield Stake(node.code, node.code, plan.weights[node.code], absent.get(node.code))
