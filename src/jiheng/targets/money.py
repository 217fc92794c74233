"""Do targets match money (目标与资金匹配): what share of a unit's project money has output and outcome indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures.coverage import OUTCOME, OUTPUT, projects_with

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Covered:
    """The money of one project (its budget as adjusted) and which kinds of indicator it has."""

    code: str
    name: str
    money: Money
    output: bool
    outcome: bool


@dataclass(frozen=True, slots=True)
class Match:
    """All projects of a unit with their money."""

    projects: tuple[Covered, ...]

    @property
    def money(self) -> Money:
        """The money of all projects."""
        return _sum(self.projects)

    @property
    def output(self) -> Money:
        """The money of projects that have an output indicator."""
        return _sum(each for each in self.projects if each.output)

    @property
    def outcome(self) -> Money:
        """The money of projects that have an outcome indicator."""
        return _sum(each for each in self.projects if each.outcome)

    @property
    def bare(self) -> tuple[Covered, ...]:
        """Projects with money and neither output nor outcome indicator, the largest first."""
        without = (each for each in self.projects if not (each.output or each.outcome) and each.money.units > 0)
        return tuple(sorted(without, key=lambda each: (-each.money.units, each.code)))

    def share(self, part: Money) -> Fraction | None:
        """A part of the projects' money as an exact share; None where there is no money."""
        return Fraction(part.units, self.money.units) if self.money.units > 0 else None

    @property
    def question(self) -> str:
        """What a reviewer asks where money stands without any indicator; empty where all of it has one."""
        bare = self.bare
        if not bare:
            return ""
        names = "、".join(f"“{each.name}”" for each in bare[:SHOWN]) + ("等" if len(bare) > SHOWN else "")
        money = _sum(bare)
        return f"{names} {len(bare)} 个项目共 {money.wan()} 万元没有产出和效益指标，这些资金要办成什么事？"


def match(dataset: DataSet) -> Match:
    """Which projects' money has output and outcome indicators.

    Example: a unit whose only project has no indicator has one bare project, and a share of 0 for either kind.
    """
    budgets: defaultdict[str, int] = defaultdict(int)
    for line in dataset.budget:
        budgets[line.project] += line.adjusted.units if line.adjusted is not None else 0
    output, outcome = projects_with(dataset, OUTPUT), projects_with(dataset, OUTCOME)
    found = (
        Covered(each.code, each.name, Money(budgets[each.code]), each.code in output, each.code in outcome)
        for each in dataset.projects
    )
    return Match(tuple(found))


def _sum(projects: Iterable[Covered]) -> Money:
    return sum((each.money for each in projects), Money(0))
