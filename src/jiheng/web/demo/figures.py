"""The data set of an invented unit: projects of its kind, a budget that adds up, payments in their seasons, results that follow."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Adjustment, BudgetLine, Payment, Project, SpecialFund, Unit
from jiheng.web.demo.pool import Kind, pool_of

PACES = {
    "均衡": (8, 8, 8, 9, 8, 8, 8, 8, 9, 8, 8, 10),
    "工程": (2, 2, 4, 6, 7, 8, 9, 9, 10, 11, 13, 19),
    "汛期": (2, 3, 10, 14, 15, 12, 9, 8, 7, 7, 6, 7),
    "学期": (3, 13, 15, 6, 5, 4, 3, 4, 18, 14, 8, 7),
    "年底": (1, 2, 3, 3, 5, 6, 7, 8, 9, 11, 16, 29),
    "一次": (0, 0, 5, 0, 0, 38, 0, 0, 12, 0, 35, 10),
}
"""How the payments of a year fall on its months."""
LATE = {"工程": 11, "年底": 14, "一次": 6}
"""By so many percent at most the final rate of such a project stays below that of a steady one."""
SOURCES = ("一般公共预算", "一般公共预算", "政府性基金预算")
MOST_PROJECTS = 7
YUAN = 10_000
ORIGIN = "重建"


@dataclass(frozen=True)
class Invention:
    """One invented unit; all of it follows from its code, so that a demonstration is the same each time."""

    unit: Unit
    town: DataSet
    """The example town, whose registers of routine matters serve as a model."""

    @cached_property
    def slack(self) -> int:
        """How many percent slower than others the unit spends: most little, some much."""
        return (0, 2, 0, 5, 1, 12, 3, 0, 7, 20)[int(self.unit.code) % 10]

    def dice(self, *what: object) -> random.Random:
        """Chance that is the same each time for the same thing."""
        return random.Random(f"{self.unit.code}/{'/'.join(map(str, what))}")  # noqa: S311 - invented figures

    @cached_property
    def kinds(self) -> list[tuple[str, Kind]]:
        """The unit's projects with their codes."""
        pool = pool_of(self.unit.name).kinds
        chosen = self.dice("projects").sample(range(len(pool)), min(len(pool), MOST_PROJECTS))
        return [(f"P{number:02d}", pool[index]) for number, index in enumerate(sorted(chosen), 1)]

    @cached_property
    def size(self) -> int:
        """The year's budget for projects, in 元."""
        pool = pool_of(self.unit.name)
        return self.dice("size").randrange(pool.smallest, pool.largest) * YUAN

    def scaled(self, year: int) -> int:
        """The same in an earlier year: five percent less each."""
        return int(self.size * Fraction(95, 100) ** (self.unit.year - year))

    def final(self, code: str, kind: Kind, year: int) -> Fraction:
        """The execution rate that a project ends a year with."""
        dice = self.dice(code, year, "final")
        lost = dice.randrange(0, LATE.get(kind.pace, 3) + 1) + dice.randrange(0, self.slack + 1)
        return Fraction(995 - 10 * lost - dice.randrange(0, 9), 1000)


def data_of(unit: Unit, town: DataSet) -> Invention:
    """Begin an invention."""
    return Invention(unit, town)


def projects_of(made: Invention) -> Iterator[Project]:
    """The projects; the first one is a special fund."""
    year = made.unit.year
    for number, (code, kind) in enumerate(made.kinds):
        yield Project(
            code=code,
            name=kind.name,
            special_fund=number == 0,
            implementer=made.unit.name,
            start=date(year, 1, 1),
            end=date(year, 12, 31),
            goal=f"完成{kind.output.name}{_plain(kind.output.target)}{kind.output.unit}。",
            origin=ORIGIN,
        )


def _plain(value: Fraction) -> str:
    return f"{float(value):g}"


def budget_of(made: Invention, year: int) -> Iterator[BudgetLine]:
    """Staff, running costs, and one line for each project; the second is cut or raised during the year."""
    whole = made.scaled(year)
    staff = _rounded(whole * made.dice("staff").randrange(18, 30) // 100)
    yield _line("B01", "", "人员经费", "2010301", staff)
    yield _line("B02", "", "公用经费", "2010301", _running(made, year))
    weights = sum(kind.weight for _code, kind in made.kinds)
    for code, kind in made.kinds:
        amount = _rounded(whole * kind.weight * made.dice(code, "share").randrange(85, 116) // (100 * weights))
        source = made.dice(code, "source").choice(SOURCES)
        line = _line(f"{code}-1", code, "项目支出", kind.function, amount)
        yield replace(line, source=source, adjusted=Money((amount + _change(made, code, amount, year)) * 100))


def _running(made: Invention, year: int) -> int:
    costs = sum(row.budget.units for row in made.town.running_costs if row.budget) // 100
    return costs if year == made.unit.year else costs * 98 // 100


def _change(made: Invention, code: str, amount: int, year: int) -> int:
    """What is added or cut in July: of the second project, and only this year."""
    if code != "P02" or year != made.unit.year:
        return 0
    return _rounded(amount * made.dice("change").choice((-12, -8, 6, 9, 14)) // 100)


def _rounded(amount: int) -> int:
    return amount // YUAN * YUAN


def _line(code: str, project: str, category: str, function: str, amount: int) -> BudgetLine:
    money = Money(amount * 100)
    return BudgetLine(
        code=code,
        project=project,
        category=category,
        source=SOURCES[0],
        function=function,
        original=money,
        adjusted=money,
        origin=ORIGIN,
    )


def payments_of(made: Invention, lines: Sequence[BudgetLine], year: int) -> Iterator[Payment]:
    """Every line's payments month by month, in its season; running costs add up to what their register says."""
    kinds = dict(made.kinds)
    for line in lines:
        assert line.adjusted is not None
        kind, budget = kinds.get(line.project), line.adjusted.units // 100
        final = made.final(line.project, kind, year) if kind else Fraction(995, 1000)
        target = int(budget * final)
        if line.code == "B02":
            target = sum(row.actual.units for row in made.town.running_costs if row.actual) // 100
            target = min(target, budget)
        yield from _months(made, line.code, PACES[kind.pace if kind else "均衡"], target, year)


def _months(made: Invention, code: str, pace: Sequence[int], target: int, year: int) -> Iterator[Payment]:
    dice = made.dice(code, year, "months")
    shares = [share * dice.randrange(70, 131) for share in pace]
    shares = _stalled(made, code, shares, year)
    amounts = [target * share // sum(shares) // 100 * 100 for share in shares]
    amounts[-1] += target - sum(amounts)
    for month, amount in enumerate(amounts, 1):
        if amount:
            yield Payment(line=code, month=Month(year, month), amount=Money(amount * 100), origin=ORIGIN)


def _stalled(made: Invention, code: str, shares: list[int], year: int) -> list[int]:
    """In a slow unit one project stands still from May to September and pays for it in December."""
    if code != "P03-1" or made.slack < 7 or year != made.unit.year:
        return shares
    still = [0 if 5 <= month <= 9 else share for month, share in enumerate(shares, 1)]
    return [*still[:-1], sum(shares) - sum(still[:-1])]


def adjustments_of(made: Invention, lines: Sequence[BudgetLine]) -> Iterator[Adjustment]:
    """The decision behind every line that was changed."""
    changed = [line for line in lines if line.original and line.adjusted and line.original != line.adjusted]
    for number, line in enumerate(changed, 1):
        assert line.original is not None
        assert line.adjusted is not None
        amount = line.adjusted - line.original
        yield Adjustment(
            code=f"TZ{number:02d}",
            line=line.code,
            dated=date(made.unit.year, 7, 31),
            amount=amount,
            reason="按工程进度调减当年支出" if amount.units < 0 else "增加年度任务",
            origin=ORIGIN,
        )


def fund_of(made: Invention, lines: Sequence[BudgetLine], payments: Sequence[Payment]) -> SpecialFund:
    """The special fund: issued to the first project, spent as it pays."""
    code, kind = made.kinds[0]
    own = next(line for line in lines if line.project == code)
    paid = sum(row.amount.units for row in payments if row.line == own.code and row.amount)
    return SpecialFund(code="ZX01", name=kind.name, project=code, issued=own.adjusted, paid=Money(paid), origin=ORIGIN)


def past_year(made: Invention, year: int) -> DataSet:
    """Projects, budget and payments of an earlier year: what forecasts learn from."""
    lines = tuple(budget_of(made, year))
    dated = (date(year, 1, 1), date(year, 12, 31))
    return DataSet(
        unit=replace(made.unit, year=year),
        projects=tuple(replace(each, start=dated[0], end=dated[1]) for each in projects_of(made)),
        budget=lines,
        payments=tuple(payments_of(made, lines, year)),
    )
