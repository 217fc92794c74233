"""What the pack's measures, caps and execution indicators would be if the year ended at a given rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import Points
from jiheng.monitoring.execution import Execution
from jiheng.packs.expression import Undefined, parse
from jiheng.packs.model import Cap, CapBand, Node, Pack
from jiheng.scoring.engines.reference import rounded, score_row, shown
from jiheng.scoring.plan import Plan, units
from jiheng.scoring.rows import Row, State

SPENT = ("支出数", "项目支出数")
"""Measures that the forecast moves."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An indicator of execution as the forecast lets it end."""

    node: Node
    value: Fraction
    score: Points

    @property
    def lost(self) -> Points:
        """The points that execution will cost here."""
        return Points.of(self.node.weight) - self.score


def measure_at(pack: Pack, execution: Execution, name: str, rate: Fraction) -> Fraction | None:
    """The pack's measure if execution ended at ``rate``; None if it asks for more than budget and payments."""
    if execution.budget is None:
        return None
    known = {"支出数": execution.budget.exact * rate, "调整后预算数": execution.budget.exact}
    if execution.original is not None:
        known["年初预算数"] = execution.original.exact
    if execution.code:
        known |= {"项目支出数": known["支出数"], "项目支出预算数": known["调整后预算数"]}
    return _evaluate(pack, name, known)


def _evaluate(pack: Pack, name: str, known: dict[str, Fraction]) -> Fraction | None:
    if name in known:
        return known[name]
    if name not in pack.measures:
        return None
    formula = parse(pack.measures[name].formula)
    found = {each: _evaluate(pack, each, known) for each in formula.names()}
    values = {each: value for each, value in found.items() if value is not None}
    try:
        return formula.evaluate(values) if len(values) == len(found) else None
    except Undefined:
        return None


def ceiling_at(cap: Cap, value: Fraction | None) -> CapBand | None:
    """The tightest band of the cap that the value falls under."""
    if value is None:
        return None
    hit = [band for band in cap.bands if value < band.below]
    return min(hit, key=lambda band: band.at_most, default=None)


def expected_points(plan: Plan, execution: Execution, rate: Fraction) -> Iterator[Expected]:
    """Every indicator that scores the execution rate, as it would end; scored by the reference engine."""
    for code, item in plan.items.items():
        node = plan.nodes.get(code)
        name = getattr(node.method, "measure", "") if node else ""
        if node is None or item.rule < 0 or not name or not rests_on_payments(plan.pack, name):
            continue
        value = measure_at(plan.pack, execution, name, rate)
        if value is not None:
            yield Expected(node, value, _score(plan, node, item.rule, value))


def rests_on_payments(pack: Pack, name: str) -> bool:
    """Whether the measure, through all formulas, asks for what was paid."""
    if name in SPENT or name not in pack.measures:
        return name in SPENT
    return any(rests_on_payments(pack, each) for each in parse(pack.measures[name].formula).names())


def _score(plan: Plan, node: Node, rule: int, value: Fraction) -> Points:
    row = Row(
        subject=0,
        item=0,
        number=0,
        rule=rule,
        weight=units(node.weight),
        over=1,
        value=value.numerator,
        base=value.denominator,
        target=0,
        choice=-1,
        state=State.GIVEN,
    )
    exact = score_row(plan.rules[rule], row) or Fraction(0)
    return Points(shown(rounded(exact, plan.rules[rule].places)))
