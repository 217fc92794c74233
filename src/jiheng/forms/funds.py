"""Fund rows and cost rows: sums over the data set by the rows and columns that official forms have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.rows import THREE_PUBLIC, BudgetLine, Payment, RunningCost
from jiheng.forms.value import Value, money, share

_TREASURY = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
_BASIC = ("人员经费", "公用经费")

_BY_SOURCE: dict[str, tuple[str, ...]] = {
    "当年财政拨款": _TREASURY,
    "上年结转资金": ("上年结转",),
    "其他资金": ("财政专户管理资金", "其他资金"),
    "财政资金": (*_TREASURY, "上年结转"),
    "一般公共预算": ("一般公共预算",),
    "政府性基金预算": ("政府性基金预算",),
    "国有资本经营预算": ("国有资本经营预算",),
    "财政专户管理资金": ("财政专户管理资金",),
    "单位资金": (),
    "单位其他资金": ("其他资金",),
    "其余资金": ("国有资本经营预算", "上年结转", "其他资金"),
}
_BY_CATEGORY: dict[str, tuple[str, ...]] = {
    "基本支出": _BASIC,
    "项目支出": ("项目支出",),
    "人员经费": ("人员经费",),
    "公用经费": ("公用经费",),
}
TOTAL = "年度资金总额"
FUND_ROWS = (TOTAL, *_BY_SOURCE, *_BY_CATEGORY)
FUND_COLUMNS = (
    "年初预算数",
    "全年预算数",
    "全年执行数",
    "执行率",
    "结转结余数",
    "监控期执行数",
    "监控期执行率",
    "全年预计执行数",
)


def _belongs(row: str) -> Callable[[BudgetLine], bool]:
    if row in _BY_SOURCE:
        return lambda line: line.source in _BY_SOURCE[row]
    if row in _BY_CATEGORY:
        return lambda line: line.category in _BY_CATEGORY[row]
    return lambda _line: True


def fund_row(
    row: str, budget: Iterable[BudgetLine], payments: Iterable[Payment], until: Month | None = None
) -> Mapping[str, Value]:
    """One row of the fund block; a column is missing when one of its amounts is.

    Args:
        row: a name of FUND_ROWS.
        budget: the subject's budget lines.
        payments: payments on any lines.
        until: the last month that in-year monitoring has seen.
    """
    lines = [line for line in budget if _belongs(row)(line)]
    codes = {line.code for line in lines}
    paid = [payment for payment in payments if payment.line in codes]
    original = total(line.original for line in lines)
    adjusted = total(line.adjusted for line in lines)
    spent = total(payment.amount for payment in paid)
    watched = None if until is None else total(payment.amount for payment in paid if _by(payment, until))
    budgeted, disbursed = tuple(line.place for line in lines), tuple(payment.place for payment in paid)
    return {
        "年初预算数": money(original, *budgeted),
        "全年预算数": money(adjusted, *budgeted),
        "全年执行数": money(spent, *disbursed),
        "执行率": share(rate(spent, adjusted), *budgeted, *disbursed),
        "结转结余数": money(None if adjusted is None or spent is None else adjusted - spent, *budgeted),
        "监控期执行数": money(watched, *disbursed),
        "监控期执行率": share(rate(watched, adjusted), *budgeted, *disbursed),
        "全年预计执行数": money(None),
    }


def _by(payment: Payment, until: Month) -> bool:
    return payment.month is not None and payment.month <= until


def total(amounts: Iterable[Money | None]) -> Money | None:
    """The sum; None as soon as one amount is missing."""
    held = list(amounts)
    if any(amount is None for amount in held):
        return None
    return sum((amount for amount in held if amount is not None), Money.zero())


def rate(part: Money | None, whole: Money | None) -> Fraction | None:
    """The quotient; None where there is nothing to divide or to divide by."""
    if part is None or whole is None or not whole:
        return None
    return Fraction(part.units, whole.units)


COST_GROUPS = ("公用经费", "三公经费")
COST_COLUMNS = ("上年实际数", "本年预算数", "本年实际数", "控制率", "比上年增减")


def cost_row(row: str, costs: Iterable[RunningCost]) -> Mapping[str, Value]:
    """One row of running costs: all of them, the three public ones, one of those, or one item by name."""
    chosen = [cost for cost in costs if _is_cost(cost, row)]
    last, budget, actual = (
        total(cost.last_actual for cost in chosen),
        total(cost.budget for cost in chosen),
        total(cost.actual for cost in chosen),
    )
    places = tuple(cost.place for cost in chosen)
    ratio = rate(actual, last)
    return {
        "上年实际数": money(last, *places),
        "本年预算数": money(budget, *places),
        "本年实际数": money(actual, *places),
        "控制率": share(rate(actual, budget), *places),
        "比上年增减": share(None if ratio is None else ratio - 1, *places),
    }


def _is_cost(cost: RunningCost, row: str) -> bool:
    if row == "公用经费":
        return True
    return bool(cost.three_public) if row == "三公经费" else row in {cost.three_public, cost.name}


def cost_rows(costs: Iterable[RunningCost]) -> tuple[str, ...]:
    """The names of all rows."""
    return (*COST_GROUPS, *THREE_PUBLIC, *dict.fromkeys(cost.name for cost in costs if not cost.three_public))
