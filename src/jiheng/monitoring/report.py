"""The monthly monitoring of one unit: execution, forecast, signals, for every project and in total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jiheng.core.calendar import Month, Workdays
from jiheng.core.exact import Money
from jiheng.core.fault import Faults, Place
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Project
from jiheng.monitoring.books import Books
from jiheng.monitoring.comparison import Beside, Standing
from jiheng.monitoring.curves import UNIT_KIND, Curve, basic_curve, curves, project_curve, unit_curve
from jiheng.monitoring.execution import Execution, fund_execution, project_execution, unit_execution
from jiheng.monitoring.forecast import Forecast, on_ledger
from jiheng.monitoring.goals import GoalProgress, goal_progress
from jiheng.monitoring.learning import Forecaster
from jiheng.monitoring.ledger import latest_month, lumped_month, odd_scale, prove_ledger
from jiheng.monitoring.rules import signals
from jiheng.monitoring.rules.apart import dual
from jiheng.monitoring.rules.unjudged import blocking
from jiheng.monitoring.signal import Level, Signal, overall
from jiheng.monitoring.situation import LedgerState, Situation
from jiheng.packs.model import Pack
from jiheng.scoring.plan import Plan, compile_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One project, or the whole unit, as monitoring sees it."""

    execution: Execution
    forecast: Forecast | None
    """None where the money cannot be judged."""
    goals: GoalProgress
    standing: Standing
    signals: tuple[Signal, ...]
    level: Level
    dual: str

    @property
    def expected_paid(self) -> Money | None:
        """What the forecast lets be paid by the year's end; None without a forecast."""
        if self.forecast is None or self.execution.budget is None:
            return None
        return Money.rounded(self.execution.budget.exact * self.forecast.rate)

    @property
    def at_risk(self) -> Money | None:
        """预计不能支出: the budget less what the forecast lets be paid, at the year's end less what was paid."""
        budget, expected = self.execution.budget, self.expected_paid
        return None if budget is None or expected is None else Money(max((budget - expected).units, 0))

    @property
    def expected(self) -> Money | None:
        """What will have been paid by the year's end: the budget without what cannot be spent."""
        left, budget = self.at_risk, self.execution.budget
        return None if left is None or budget is None else budget - left


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything of one unit and month."""

    unit: str
    unit_name: str
    as_of: Month
    pack: Pack
    total: Watched
    projects: tuple[Watched, ...]
    funds: tuple[Execution, ...]
    workdays: Workdays = field(default_factory=Workdays)
    """The calendar by which days of answer were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    """What all projects of one report share."""

    books: Books
    pack: Pack
    as_of: Month
    ledger: LedgerState
    forecaster: Forecaster
    beside: Beside
    workdays: Workdays
    plan: Plan

    def scores(self, execution: Execution) -> Plan | None:
        """The plan, if the pack scores units and this is the unit, or projects and this is one."""
        return self.plan if (self.pack.object == "项目") == bool(execution.code) else None


def monitor(
    dataset: DataSet,
    pack: Pack,
    as_of: Month,
    others: Sequence[DataSet] = (),
    workdays: Workdays | None = None,
    *,
    forecaster: Forecaster | None = None,
) -> Report:
    """Watch one unit at the end of a month.

    Args:
        dataset: the unit's data set of the year.
        pack: the rule pack with thresholds and caps.
        as_of: a month of that year.
        others: data sets of earlier years (to learn from) and of other units (peers).
        workdays: the working-day calendar.
        forecaster: learned before, once for many units; else it is learned from ``others``.

    Raises:
        Refused: the as-of month is of another year, or a ledger counts something twice.
    """
    _prove(dataset, as_of, others)
    books, beside = Books.of(dataset), [Books.of(each) for each in others]
    shared = _Month(
        books=books,
        pack=pack,
        as_of=as_of,
        ledger=LedgerState(
            latest=latest_month(dataset), lumped=lumped_month(dataset), odd_scale=odd_scale(books, as_of)
        ),
        forecaster=forecaster or Forecaster.learn(past_curves(beside, dataset.unit.year), as_of.month),
        beside=Beside.of(books, beside),
        workdays=workdays or Workdays(),
        plan=compile_plan(pack),
    )
    return Report(
        unit=dataset.unit.code,
        unit_name=dataset.unit.name,
        as_of=as_of,
        pack=pack,
        total=_total(shared),
        projects=tuple(_project(shared, project) for project in dataset.projects),
        workdays=shared.workdays,
        funds=tuple(found for fund in dataset.special_funds if (found := fund_execution(books, fund, as_of))),
    )


def learn(others: Sequence[DataSet], as_of: Month) -> Forecaster:
    """Learn once, from the earlier years among the data sets, what all units' forecasts of a month rest on."""
    return Forecaster.learn(past_curves([Books.of(each) for each in others], as_of.year), as_of.month)


def past_curves(others: Sequence[Books], year: int) -> list[Curve]:
    """The curves of earlier years whose ledger is complete and kept by month."""
    return [
        curve
        for books in others
        if books.year < year and _complete(books.dataset)
        for curve in curves(books, Month(books.year, 12))
        if curve.kind != UNIT_KIND
    ]


def _complete(dataset: DataSet) -> bool:
    return latest_month(dataset) == Month(dataset.unit.year, 12) and lumped_month(dataset) is None


def _prove(dataset: DataSet, as_of: Month, others: Sequence[DataSet]) -> None:
    faults = Faults()
    if as_of.year != dataset.unit.year:
        faults.add(
            Place(path="监控月份"),
            "不在数据集的预算年度内",
            value=str(as_of),
            expected=f"{dataset.unit.year}-01 至 {dataset.unit.year}-12",
            fix="请改写 --as-of，或换用该年度的数据集。",
        )
    seen = {(dataset.unit.code, dataset.unit.year)}
    for other in others:
        key = (other.unit.code, other.unit.year)
        if key in seen:
            faults.add(
                Place(path="对照数据"),
                f"{other.unit.name} {other.unit.year} 年的数据给了两次",
                expected="每个单位每年一份",
                fix="请去掉重复的一份。",
            )
        seen.add(key)
    faults.raise_if_any()
    prove_ledger(dataset)


def _project(shared: _Month, project: Project) -> Watched:
    execution = project_execution(shared.books, project, shared.as_of)
    curve = project_curve(shared.books, project, shared.as_of)
    return _watched(
        shared,
        execution,
        shared.forecaster.project(curve) if curve else None,
        goal_progress(shared.books.dataset, project.code, shared.as_of),
        shared.beside.project(shared.books, project.code, shared.as_of),
    )


def _total(shared: _Month) -> Watched:
    execution, whole = unit_execution(shared.books, shared.as_of), unit_curve(shared.books, shared.as_of)
    parts = [project_curve(shared.books, each, shared.as_of) for each in shared.books.dataset.projects]
    parts.append(basic_curve(shared.books, shared.as_of))
    forecast = shared.forecaster.unit([part for part in parts if part], whole) if whole else None
    nothing = GoalProgress(share=None, measured=0, indicators=0)
    return _watched(shared, execution, forecast, nothing, shared.beside.unit(shared.as_of))


def _watched(
    shared: _Month, execution: Execution, forecast: Forecast | None, goals: GoalProgress, standing: Standing
) -> Watched:
    budget = execution.budget
    if forecast is not None and budget is not None and budget.units > 0:
        forecast = on_ledger(forecast, budget, execution.paid)
    situation = Situation(
        execution=execution,
        pack=shared.pack,
        goals=goals,
        ledger=shared.ledger,
        forecast=forecast,
        plan=shared.scores(execution),
        workdays=shared.workdays,
    )
    judged = not any(blocking(situation))
    found = signals(situation)
    return Watched(
        execution=execution,
        forecast=forecast if judged else None,
        goals=goals,
        standing=standing,
        signals=found,
        level=overall(found, judged=judged),
        dual=dual(situation, judged=judged),
    )
