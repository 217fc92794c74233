"""The row of one of the unit's own indicators, in a level of its own or as a part of a completion."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jiheng.facts.rows import Indicator
from jiheng.packs.method import Base
from jiheng.packs.method.base import Operator
from jiheng.scoring import method as methods
from jiheng.scoring.entry import Entry
from jiheng.scoring.gather import Gather
from jiheng.scoring.plan import Rule
from jiheng.scoring.rows import State
from jiheng.scoring.weights import Stake


def own_row(
    gather: Gather,
    row: Indicator,
    points: Fraction,
    rules: Mapping[Operator, Rule],
    stake: Stake,
    *,
    share: Fraction = Fraction(1),
) -> Entry:
    """Score it by the rule of its operator; one that the pack lacks is a fault."""
    item, result = gather.plan.items[stake.node], gather.results.get(row.code)
    rule = rules.get(row.operator)  # type: ignore[call-overload]  # an operator that the pack lacks is what is asked
    if rule is None:
        gather.faults.add(
            row.place,
            "规则包没有规定这种指标性质怎样计分",
            value=row.operator,
            expected="、".join(rules),
            fix="请改选指标性质。",
        )
        return gather.bare(stake, points, State.MISSING, "指标性质无法计分")
    assert isinstance(rule.method, Base)
    read = methods.room(rule.method).own(gather, rule.method, row, result)
    return Entry(
        row.code,
        item,
        rule,
        points,
        read.state,
        read.actual,
        read.target,
        read.choice,
        read.why,
        indicator=row,
        result=result,
        share=share,
    )
