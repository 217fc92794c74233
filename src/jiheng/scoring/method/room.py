"""What scoring knows of a method: its SQL, its rows, its reason, the way to regain its points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiheng.core.measure_unit import unit as unit_of
from jiheng.facts.cell import Unfit
from jiheng.facts.measures import Measured
from jiheng.facts.measures.declared import of_indicator, share_of
from jiheng.facts.rows import Indicator, Result
from jiheng.packs.method.base import Valued
from jiheng.packs.model import Node
from jiheng.scoring.entry import Entry
from jiheng.scoring.explain.subject import Leaf, Subject
from jiheng.scoring.gather import Gather
from jiheng.scoring.marks import Columns, Mark
from jiheng.scoring.plan import Rule
from jiheng.scoring.rows import State
from jiheng.scoring.weights import Stake


@dataclass(frozen=True, slots=True)
class Reading:
    """What was handed in for a row: its state, value, picked alternative, and why there is none."""

    state: State
    actual: Fraction | None = None
    choice: int = -1
    why: str = ""
    target: Fraction | None = None
    """Of an own indicator."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where rows of a leaf are made: the data, the leaf, the rule of its rows, the points at stake."""

    gather: Gather
    node: Node
    rule: Rule
    points: Fraction
    stake: Stake

    def entry(self, read: Reading, **more: Any) -> Entry:
        """The one row of the leaf."""
        item, result = self.gather.plan.items[self.node.code], self.gather.results.get(self.node.code)
        known: dict[str, Any] = {"choice": read.choice, "why": read.why, "result": result} | more
        return Entry(self.node.code, item, self.rule, self.points, read.state, read.actual, **known)


Reason = Callable[[Subject, Leaf, Any], str]


def valued(site: Site, method: Valued) -> Iterator[Entry]:
    """The row of a leaf that scores one value: of its measure, the better or worse of two, or typed by hand."""
    if not method.measure:
        yield _typed(site, method)
        return
    measured = _measured(site, method.measure)
    other = _measured(site, method.versus) if method.versus else None
    lacking = next((each for each in (measured, other) if each is not None and each.value is None), None)
    if lacking is not None:
        yield site.entry(Reading(State.MISSING, why=lacking.why or "未填全年完成值"), measured=lacking)
        return
    if other is not None and _better(other, measured, method):
        measured, other = other, measured
    yield site.entry(Reading(State.GIVEN, measured.value), measured=measured, other=other)


def _measured(site: Site, name: str) -> Measured:
    """A measure of the subject, or what was declared for this very indicator."""
    spec = site.gather.plan.pack.inputs.get(name)
    if spec is None or spec.per != "indicator":
        return site.gather.measured(name)
    return of_indicator(site.gather.dataset, name, spec, site.node.code)


def _better(one: Measured, other: Measured, method: Valued) -> bool:
    """Whether the second measure is the one to take."""
    assert one.value is not None
    assert other.value is not None
    if one.value == other.value:
        return False
    return (one.value > other.value) == (method.rises() == (method.take == "better"))


def _typed(site: Site, method: Valued) -> Entry:
    """A value that the unit typed as 全年完成值, in the unit that the pack says."""
    result = site.gather.results.get(site.node.code)
    if result is None or result.actual is None:
        return site.entry(Reading(State.MISSING, why="未填全年完成值"))
    known = unit_of(method.hand_unit)
    if not method.hand_unit or known.dimension not in ("share", "money"):
        return site.entry(Reading(State.GIVEN, result.actual), unit=method.hand_unit)
    if known.dimension == "money":
        return site.entry(Reading(State.GIVEN, result.actual * known.factor), unit="元")
    try:
        share = share_of(result.actual, known.factor)
    except Unfit as unfit:
        why = f"全年完成值的{unfit.problem}，应为{unfit.expected}"
        return site.entry(Reading(State.MISSING, why=why))
    return site.entry(Reading(State.GIVEN, share), unit="%")


def against_target(_: Gather, __: Any, row: Indicator, result: Result | None) -> Reading:
    """An own indicator that has a value and a target."""
    actual = result.actual if result else None
    why = "未填全年完成值" if actual is None else "未填年度指标值" if row.target is None else ""
    return Reading(State.MISSING if why else State.GIVEN, actual, why=why, target=row.target)


@dataclass(frozen=True, slots=True)
class Room:
    """One method."""

    because: Reason
    """Why the leaf scored what it did: the formula with its numbers."""
    regain: Reason
    """The cheapest legitimate way to have kept the points."""
    marks: Callable[[Any, Rule, Columns], Iterator[Mark]] | None = None
    """The score of a row as SQL; None where several rows of other rules are added up."""
    rows: Callable[[Site, Any], Iterator[Entry]] = valued
    """The rows of a leaf."""
    own: Callable[[Gather, Any, Indicator, Result | None], Reading] = against_target
    """The value of an own indicator."""
