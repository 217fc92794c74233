"""What rows are made from: the plan, the data of one subject, its measures, and the faults met on the way."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jiheng.core.fault import Faults
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import Measured
from jiheng.facts.rows import Result
from jiheng.scoring.entry import Entry
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import State
from jiheng.scoring.weights import Stake


class Gather:
    """The data of one subject, by the keys that scoring asks for."""

    def __init__(self, plan: Plan, dataset: DataSet, measures: Mapping[str, Measured], faults: Faults) -> None:
        self.plan = plan
        self.dataset = dataset
        self.measures = measures
        self.faults = faults
        self.results: dict[str, Result] = {row.indicator: row for row in dataset.results}
        self.answers = {(row.indicator, row.item): row for row in dataset.answers}
        self.own = {row.code: row for row in dataset.indicators}

    def measured(self, name: str) -> Measured:
        """The measure of that name, missing if nothing bears it."""
        return self.measures.get(name) or Measured(name, "", "missing", why=f"没有“{name}”的数据")

    def bare(self, stake: Stake, points: Fraction, state: State, why: str) -> Entry:
        """A row without a value: any rule of the item will do, since the state decides."""
        item = self.plan.items[stake.node]
        own = self.own.get(stake.code) if stake.code != stake.node else None
        many = self.plan.own if self.plan.nodes[stake.node].own else self.plan.parts
        rule = self.plan.rules[item.rule] if item.rule >= 0 else next(iter(many.values()))
        return Entry(stake.code, item, rule, points, state, why=why, indicator=own, result=self.results.get(stake.code))
