"""The monthly pack for the leadership meeting, built from the ledgers alone: what its tables and sentences say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Ratio
from jiheng.monitoring import Report, Watched
from jiheng.monitoring.ledger import total
from jiheng.monitoring.monthly import Summary, summary
from jiheng.monitoring.signal import SHOWN, Level

GRAVE = (Level.RED, Level.YELLOW)
NAMED = 5
"""So many projects are named in the text; the table has them all."""


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """One month of all units together."""

    month: int
    paid: Money
    so_far: Money
    rate: Fraction | None
    expected: Fraction


@dataclass(frozen=True, slots=True)
class Pack:
    """The reports of one month, of one unit or many; ``owner`` is for whom the pack is made."""

    owner: str
    reports: tuple[Report, ...]

    @property
    def as_of(self) -> Month:
        """The month."""
        return self.reports[0].as_of

    @property
    def title(self) -> str:
        """What the pack is called."""
        return f"{self.owner}{self.as_of.year}年{self.as_of.month}月预算执行和绩效运行监控情况"

    @property
    def dated(self) -> date:
        """The day that files carry: the month's end, never today."""
        return self.as_of.end

    @property
    def mark(self) -> str:
        """What every page says while a pack of rules is not verified."""
        unverified = any(each.pack.status == "unverified" for each in self.reports)
        return "示例口径（未核实）" if unverified else ""

    @property
    def footing(self) -> str:
        """The packs of rules that the lights come from."""
        packs = sorted({f"{each.pack.id} {each.pack.version}" for each in self.reports})
        return f"规则包 {'、'.join(packs)} · 数据截至 {self.as_of}"

    @property
    def summary(self) -> Summary:
        """Levels and money at risk."""
        return summary(self.reports)

    @property
    def budget(self) -> Money:
        """Of all units whose budget is known."""
        return total(each.total.execution.budget for each in self.reports if each.total.execution.budget)

    @property
    def paid(self) -> Money:
        """Of all units."""
        return total(each.total.execution.paid for each in self.reports)

    def months(self) -> list[MonthTotal]:
        """January to the month, all units together; rates are over the budget known now."""
        found, so_far, budget = [], Money(0), self.budget
        for number in range(1, self.as_of.month + 1):
            paid = total(each.total.execution.by_month[number - 1] for each in self.reports)
            so_far += paid
            rate = Fraction(so_far.units, budget.units) if budget.units > 0 else None
            found.append(MonthTotal(number, paid, so_far, rate, Fraction(number, 12)))
        return found

    def units(self) -> list[Report]:
        """The units, the most money at risk first."""
        return sorted(self.reports, key=lambda each: (-summary([each]).at_risk.units, each.unit))

    def projects(self) -> list[tuple[Report, Watched]]:
        """All projects, the most money at risk first."""
        every = [(report, each) for report in self.reports for each in report.projects]
        return sorted(every, key=lambda pair: -(pair[1].at_risk or Money(-1)).units)

    def warned(self) -> list[tuple[Report, Watched]]:
        """Red and yellow projects, the most money at risk first."""
        return [(report, each) for report, each in self.projects() if each.level in GRAVE]

    def sentences(self) -> Iterator[str]:
        """What the text says, every figure from the ledgers."""
        found, rate = self.summary, share(self.paid, self.budget)
        levels = found.levels
        yield (
            f"截至{self.as_of.year}年{self.as_of.month}月底，{self._scope()}预算 {self.budget.wan()} 万元，"
            f"累计支付 {self.paid.wan()} 万元，执行率 {rate}，序时进度 {percent(Fraction(self.as_of.month, 12))}。"
        )
        yield (
            f"监控项目 {sum(levels.values())} 个，其中红灯 {levels[Level.RED]} 个、黄灯 {levels[Level.YELLOW]} 个、"
            f"绿灯 {levels[Level.GREEN]} 个、无法判断 {levels[Level.NONE]} 个。"
            f"红灯和黄灯项目按目前进度预计年末共有 {found.at_risk.wan()} 万元不能支出。"
        )
        if found.unjudged:
            yield f"无法判断的项目：{'、'.join(found.unjudged[:NAMED])}{'等' if len(found.unjudged) > NAMED else ''}，需先补齐数据。"

    def _scope(self) -> str:
        return f"{len(self.reports)} 个单位" if len(self.reports) > 1 else self.reports[0].unit_name


def share(paid: Money, budget: Money) -> str:
    """Paid ÷ budget in percent; a dash without a budget."""
    return Ratio(paid.units, budget.units).percent() if budget.units > 0 else "—"


def percent(rate: Fraction | None) -> str:
    """A rate in percent; a dash where there is none."""
    return "—" if rate is None else Ratio(rate.numerator, rate.denominator).percent()


def shown(level: Level) -> str:
    """A level as shape, colour and word."""
    return SHOWN[level]


def messages(watched: Watched) -> Sequence[str]:
    """The red and yellow signals in words."""
    return [each.message for each in watched.signals if each.level in GRAVE]
