"""What slow execution cost in the end: the points of the indicators that score it, and of what was not done for want of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator
from jiheng.monitoring.outlook import rests_on_payments
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import Line, ScoreSheet

MONEY_WAS_LATE = re.compile(r"(资金|经费|款|拨付|支付)[^，。；]*(晚|迟|延|慢|滞后|紧张|未到位|不到位)")
"""How units write that money came late; only such a reason is taken for one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Points lost at one indicator of the pack, and why in words."""

    code: str
    lost: Points
    because: str


@dataclass(frozen=True, slots=True)
class Price:
    """All that slow execution cost: by its own indicators, and by outputs that waited for money."""

    execution: tuple[Cost, ...]
    waiting: tuple[Cost, ...]

    @property
    def lost(self) -> Points:
        """All together."""
        return Points(sum(each.lost.units for each in (*self.execution, *self.waiting)))

    @property
    def sentence(self) -> str:
        """One sentence; empty when nothing was lost."""
        costs = (*self.execution, *self.waiting)
        told = "；".join(f"{each.because}，失 {each.lost.text(2)} 分（{each.code}）" for each in costs)
        what = "执行慢、资金到位晚" if self.waiting else "执行慢"
        return f"{what}共失 {self.lost.text(2)} 分：{told}。" if costs else ""


def price(dataset: DataSet, pack: Pack, sheet: ScoreSheet) -> Price:
    """Find the lost points that come of slow execution; by the unit's own reasons, where a reason decides."""
    leaves = [line for line in sheet.lines if line.lost.units > 0 and not any(sheet.children(line.code))]
    measures = {node.code: getattr(node.method, "measure", "") for node in pack.nodes()}
    scored = [line for line in leaves if rests_on_payments(pack, measures.get(line.code, ""))]
    return Price(
        tuple(Cost(line.code, line.lost, f"“{line.name}”为 {line.actual}") for line in scored),
        tuple(cost for line in leaves if line not in scored for cost in _waiting(line, dataset)),
    )


def _waiting(line: Line, dataset: DataSet) -> Iterator[Cost]:
    """What a leaf lost by indicators that were not reached because money came late, as their reasons say."""
    short = dict(_shortfalls(line, dataset))
    reasons = {row.indicator: row.reason for row in dataset.results}
    late = {each: gap for each, gap in short.items() if MONEY_WAS_LATE.search(reasons.get(each.code, ""))}
    if not late:
        return
    share = sum(late.values(), Fraction(0)) / sum(short.values(), Fraction(0))
    names = "".join(f"“{each.name}”" for each in late)
    lost = Points.rounded(line.lost.exact * share)
    yield Cost(line.code, lost, f"{names}按填报的原因系资金到位晚、未完成目标")


def _shortfalls(line: Line, dataset: DataSet) -> Iterator[tuple[Indicator, Fraction]]:
    """The indicators that went into a leaf and fell short of a target to be reached, each with the missing share."""
    values = {each.name: each.value for each in line.inputs}
    for each in {each.name: each for each in reversed(dataset.indicators)}.values():
        target, actual = values.get(f"{each.name} 目标值"), values.get(f"{each.name} 完成值")
        if each.operator in {"≥", ">", "="} and target and actual is not None and actual < target:
            yield each, 1 - actual / target
