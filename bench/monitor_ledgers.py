"""Generated ledgers of many shapes: units with projects over several years, as ordinary data sets.

Everything is drawn from one seed. A project keeps its habits from year to year, but not for certain; a
year has its own climate (tight or easy money) that all projects share, so that years are not
interchangeable draws. Amounts are whole 分 and every figure is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Adjustment, BudgetLine, Payment, Plan, Project, Purchase, Unit

SHAPES = ("steady", "seasonal", "lumpy", "late", "stalled", "one-off", "budget cut")
FUNCTIONS = ("201", "204", "205", "208", "211", "212", "213")
MIX = {
    "201": (0.50, 0.15, 0.08, 0.08, 0.04, 0.10, 0.05),
    "204": (0.30, 0.25, 0.15, 0.10, 0.05, 0.10, 0.05),
    "205": (0.15, 0.50, 0.10, 0.10, 0.05, 0.05, 0.05),
    "208": (0.40, 0.25, 0.02, 0.05, 0.03, 0.20, 0.05),
    "211": (0.05, 0.10, 0.35, 0.22, 0.13, 0.05, 0.10),
    "212": (0.05, 0.05, 0.40, 0.22, 0.13, 0.05, 0.10),
    "213": (0.08, 0.22, 0.25, 0.17, 0.10, 0.10, 0.08),
}
"""What shapes the projects of a function take, in the order of SHAPES."""


@dataclass(frozen=True)
class Habit:
    """What a project keeps from year to year."""

    code: str
    function: str
    shape: str
    season: np.ndarray
    month: int
    diligence: float
    size: float
    since: int


@dataclass(frozen=True)
class Year:
    """One project-year before it becomes rows: payments by month as shares of the original budget."""

    shares: np.ndarray
    cut_month: int = 0
    cut: float = 0.0
    signed: int = 0
    contract: float = 0.0


def make(seed: int, *, units: int = 30, projects: int = 24, first: int = 2020, years: int = 5) -> list[DataSet]:
    """All data sets of one generated region, unit by unit, year by year."""
    rng = np.random.default_rng(seed)
    climates = {year: rng.normal(0, 0.35) for year in range(first, first + years)}
    return [dataset for number in range(units) for dataset in _unit(rng, f"{seed:03d}{number:03d}", projects, climates)]


def shape_of(project: Project) -> str:
    """The shape that the project was generated with (kept in its note, never read by the product)."""
    return project.note


def _unit(rng: np.random.Generator, code: str, projects: int, climates: dict[int, float]) -> list[DataSet]:
    years = list(climates)
    habits = [_habit(rng, f"{code}{number:03d}", years) for number in range(projects)]
    mood, plans = rng.normal(0, 0.3), bool(rng.random() < 0.4)
    return [
        _dataset(rng, code, year, [each for each in habits if each.since <= year], climates[year] + mood, plans=plans)
        for year in years
    ]


def _habit(rng: np.random.Generator, code: str, years: list[int]) -> Habit:
    function = str(rng.choice(FUNCTIONS))
    late_comer = rng.random() < 0.4
    return Habit(
        code=code,
        function=function,
        shape=str(rng.choice(SHAPES, p=MIX[function])),
        season=rng.dirichlet(np.full(12, 0.7)) * 0.7 + 0.3 / 12,
        month=int(rng.integers(2, 12)),
        diligence=rng.normal(0, 0.6),
        size=float(10 ** rng.uniform(4.6, 7.3)),
        since=int(rng.choice(years)) if late_comer else years[0],
    )


def _dataset(
    rng: np.random.Generator, unit: str, year: int, habits: list[Habit], climate: float, *, plans: bool
) -> DataSet:
    projects, lines, payments, changes, purchases, planned = [], [], [], [], [], []
    for habit in habits:
        this = habit if rng.random() < 0.85 else replace(habit, shape=str(rng.choice(SHAPES, p=MIX[habit.function])))
        drawn = _year(rng, this, climate)
        budget = Money(round(habit.size * rng.uniform(0.8, 1.25)) * 100)
        line = f"{habit.code}-1"
        projects.append(Project(code=habit.code, name=f"项目{habit.code}", note=this.shape))
        cut = Money(-round(budget.units * drawn.cut))
        lines.append(
            BudgetLine(
                code=line,
                project=habit.code,
                category="项目支出",
                source="一般公共预算",
                function=habit.function,
                original=budget,
                adjusted=budget + cut,
            )
        )
        payments += _payments(line, year, budget, drawn.shares)
        if plans:
            planned += _plan(line, year, budget, _intended(rng, this, drawn))
        if drawn.cut_month:
            changes.append(Adjustment(code=f"T{line}", line=line, dated=date(year, drawn.cut_month, 20), amount=cut))
        if drawn.signed:
            purchases.append(
                Purchase(
                    code=f"C{line}",
                    name="合同",
                    project=habit.code,
                    budget=budget,
                    signed=date(year, drawn.signed, 15),
                    amount=Money(round(budget.units * drawn.contract)),
                )
            )
    return DataSet(
        unit=Unit(code=unit, name=f"单位{unit}", year=year, pack="cn/guangdong/department"),
        projects=tuple(projects),
        budget=tuple(lines),
        payments=tuple(payments),
        adjustments=tuple(changes),
        purchases=tuple(purchases),
        plans=tuple(planned),
    )


def _payments(line: str, year: int, budget: Money, shares: np.ndarray) -> list[Payment]:
    amounts = [round(budget.units * float(share)) for share in shares]
    return [
        Payment(line=line, month=Month(year, number + 1), amount=Money(amount))
        for number, amount in enumerate(amounts)
        if amount
    ]


def _plan(line: str, year: int, budget: Money, shares: np.ndarray) -> list[Plan]:
    return [
        Plan(line=line, month=Month(year, number + 1), amount=Money(round(budget.units * float(share))))
        for number, share in enumerate(shares)
    ]


def _intended(rng: np.random.Generator, habit: Habit, drawn: Year) -> np.ndarray:
    """A plan made in January: half knows the schedule, half is habit, and all of the budget is to be spent."""
    habitual = _DRAWN[habit.shape](rng, habit, 1.0).shares
    mixed = drawn.shares / max(drawn.shares.sum(), 0.05) + habitual / max(habitual.sum(), 0.05)
    return mixed / max(mixed.sum(), 1e-9)


def _year(rng: np.random.Generator, habit: Habit, climate: float) -> Year:
    drawn = _DRAWN[habit.shape](rng, habit, habit.diligence + climate)
    return replace(drawn, shares=_with_noise(rng, drawn.shares, 1 - drawn.cut))


def _with_noise(rng: np.random.Generator, shares: np.ndarray, room: float) -> np.ndarray:
    """Small payments and refunds on top; never more than the budget in all."""
    small = (rng.random(12) < 0.15) * rng.exponential(0.006, 12)
    refund = (rng.random(12) < 0.02) * shares * rng.uniform(0, 0.3, 12)
    noisy = shares + small - np.roll(refund, 1) * (np.arange(12) > 0)
    most = max(noisy.cumsum().max(), 1e-9)
    return noisy * min(1.0, room / most)


def _ending(rng: np.random.Generator, mean: float, push: float, spread: float = 0.8) -> float:
    """A year-end rate around ``mean``, moved by the unit's diligence and the year's climate."""
    return float(1 / (1 + np.exp(-(np.log(mean / (1 - mean)) + push + rng.normal(0, spread)))))


def _steady(rng: np.random.Generator, habit: Habit, push: float) -> Year:
    del habit
    return Year(rng.dirichlet(np.full(12, 12.0)) * _ending(rng, 0.96, push))


def _seasonal(rng: np.random.Generator, habit: Habit, push: float) -> Year:
    return Year(rng.dirichlet(habit.season * 60) * _ending(rng, 0.95, push))


def _lumpy(rng: np.random.Generator, habit: Habit, push: float) -> Year:
    signed = int(np.clip(habit.month - 2 + rng.integers(-2, 3) - round(push), 2, 11))
    contract = float(rng.uniform(0.75, 1.0))
    shares = np.zeros(15)
    shares[signed] += 0.3 * contract
    middle = signed + int(rng.integers(1, 4))
    ready = middle + int(rng.integers(1, 5)) - (1 if push > 0.5 else 0)
    shares[min(middle, 14)] += 0.4 * contract
    shares[min(ready, 14)] += 0.25 * contract
    shares[:12] += rng.dirichlet(np.full(12, 3.0)) * (1 - contract) * _ending(rng, 0.8, push)
    rush = rng.random() < 0.5
    late = shares[12:].sum()
    shares[11] += late if rush else 0.0
    return Year(shares[:12], signed=signed, contract=contract)


def _late(rng: np.random.Generator, habit: Habit, push: float) -> Year:
    del habit
    base = np.r_[np.full(8, 0.03), 0.08, 0.14, 0.22, 0.32]
    return Year(rng.dirichlet(base * 25) * _ending(rng, 0.85, push))


def _stalled(rng: np.random.Generator, habit: Habit, push: float) -> Year:
    stop = int(rng.integers(1, 9))
    shares = rng.dirichlet(np.full(12, 8.0)) * _ending(rng, 0.9, push)
    held = shares[stop:].sum()
    shares[stop:] = 0
    if rng.random() < 0.2 + 0.1 * (habit.diligence > 0):
        shares[int(rng.integers(max(stop, 9), 12))] = held * rng.uniform(0.4, 0.9)
    return Year(shares)


def _one_off(rng: np.random.Generator, habit: Habit, push: float) -> Year:
    shares = np.zeros(12)
    month = int(np.clip(habit.month + rng.integers(-1, 3), 1, 13))
    if month <= 11:
        shares[month] = _ending(rng, 0.97, push)
    return Year(shares)


def _budget_cut(rng: np.random.Generator, habit: Habit, push: float) -> Year:
    slow = _late(rng, habit, push).shares if rng.random() < 0.5 else _steady(rng, habit, push).shares
    month, cut = int(rng.integers(7, 12)), float(rng.uniform(0.15, 0.5))
    paid = slow.cumsum()
    keep = min(1.0, max((1 - cut) * _ending(rng, 0.94, push), paid[month - 1]) / max(paid[-1], 1e-9))
    after = slow.copy()
    after[month:] *= max(keep * paid[-1] - paid[month - 1], 0) / max(paid[-1] - paid[month - 1], 1e-9)
    cut = min(cut, 1 - float(after.sum()) - 0.001)
    return Year(after, cut_month=month, cut=max(cut, 0.0))


_DRAWN = {
    "steady": _steady,
    "seasonal": _seasonal,
    "lumpy": _lumpy,
    "late": _late,
    "stalled": _stalled,
    "one-off": _one_off,
    "budget cut": _budget_cut,
}
