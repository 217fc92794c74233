"""Small data sets and packs for the tests of monitoring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Adjustment, BudgetLine, Payment, Project, Unit
from jiheng.monitoring import Watched, monitor
from jiheng.packs.method import Proportional
from jiheng.packs.model import Cap, CapBand, Grade, Measure, Monitoring, MonthFloor, Node, Pack, Years

YEAR = 2024


def yuan(amount: float) -> Money:
    return Money.rounded(Fraction(str(amount)))


def paid(line: str, *amounts: float, year: int = YEAR) -> tuple[Payment, ...]:
    """Payments from January on; 0 gives no row."""
    return tuple(
        Payment(line=line, month=Month(year, number), amount=yuan(amount))
        for number, amount in enumerate(amounts, 1)
        if amount
    )


def line(code: str = "A", budget: float | None = 1200, **more: Any) -> BudgetLine:
    amount = None if budget is None else yuan(budget)
    kept = {"original": amount, "adjusted": amount, "project": code, "category": "项目支出", "source": "一般公共预算"}
    return BudgetLine(code=f"{code}-1", **(kept | more))


def unit(
    *lines: BudgetLine, payments: Sequence[Payment] = (), projects: Sequence[Project] | None = None, **more: Any
) -> DataSet:
    """A unit with these budget lines; a project for each of them unless others are given."""
    own = (
        projects if projects is not None else [Project(code=each.project, name=f"项目{each.project}") for each in lines]
    )
    base = Unit(code="U1", name="青溪镇", year=YEAR, pack="x")
    return DataSet(unit=more.pop("about", base), projects=tuple(own), budget=lines, payments=tuple(payments), **more)


def cut(code: str, on: date, amount: float) -> Adjustment:
    return Adjustment(code=f"T{code}{on}", line=f"{code}-1", dated=on, amount=yuan(amount))


LIGHTS = Monitoring(red_below=Fraction(3, 5), yellow_below=Fraction(4, 5), cite="口径")
FLOORS = Monitoring(
    floors=tuple(
        MonthFloor(month=month, rate=Fraction(rate, 100)) for month, rate in ((4, 25), (6, 40), (8, 60), (10, 80))
    ),
    answer_workdays=10,
    cites={"floors": "川财绩〔2025〕10号"},
)
CAPS = (
    Cap(
        code="CAP1",
        name="封顶",
        measure="支出率",
        bands=tuple(
            CapBand(below=Fraction(below, 100), at_most=Fraction(most))
            for below, most in ((80, 89), (70, 79), (60, 69), (50, 59))
        ),
        cite="手册",
    ),
)


def pack(monitoring: Monitoring = LIGHTS, **more: Any) -> Pack:
    kept = {
        "id": "x",
        "version": "1",
        "title": "测试口径",
        "region": "测试",
        "object": "部门整体",
        "years": Years(first=2020),
        "status": "verified",
        "sources": (),
        "measures": {"支出率": Measure(unit="%", formula="支出数 / 调整后预算数")},
        "indicators": (
            Node(
                code="1",
                name="支出率",
                weight=Fraction(100),
                method=Proportional(kind="proportional", measure="支出率"),
                reason_below=Fraction(9, 10),
            ),
        ),
        "grades": (Grade(name="优", at_least=Fraction(90)), Grade(name="差", at_least=Fraction(0))),
        "monitoring": monitoring,
    }
    return Pack(**(kept | more))


def watch(dataset: DataSet, month: int, rules: Pack | None = None, others: Sequence[DataSet] = ()) -> Watched:
    """The first project as monitored at the end of the month."""
    return monitor(dataset, rules or pack(), Month(YEAR, month), others).projects[0]


def codes(watched: Watched) -> Mapping[str, str]:
    """Signal code → level."""
    return {each.code: str(each.level) for each in watched.signals}
