"""Amounts that stand 10⁴ apart from what they belong to: 元 typed where 万元 was meant, or the reverse.

Rates that stand 100 apart (0.95 for 95) are the same slip. Whoever is sure writes 数值无误 into the row's note.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple

from jiheng.core.exact import Money
from jiheng.core.fault import Faults
from jiheng.facts.rows import Row
from jiheng.facts.tables import Tables
from jiheng.facts.written import decimal

CONFIRMED = "数值无误"

_SIDE_BY_SIDE: dict[str, tuple[tuple[str, str], ...]] = {
    "budget": (("adjusted", "original"),),
    "purchases": (("amount", "budget"),),
    "assets": (("accounts", "ledger"), ("counted", "ledger"), ("in_use", "ledger")),
    "running_costs": (("actual", "budget"), ("last_actual", "budget")),
    "special_funds": (("paid", "issued"),),
}
"""Table → pairs of columns that hold comparable amounts in one row."""
_TEN_THOUSAND_TIMES = (Fraction(3_000), Fraction(30_000))
_ONE_PAYMENT = (Fraction(500), Fraction(30_000))
"""A twelfth of a budget, times 10⁴, is 833 budgets."""
_PERCENT_TARGET = 10
_HUNDREDTH = (Fraction(1, 500), Fraction(1, 60))


class _Pair(NamedTuple):
    table: str
    row: Row
    attribute: str
    value: Money
    beside: Money
    beside_title: str


def note_jumps(tables: Tables, faults: Faults) -> None:
    """Note amounts and rates in the wrong scale, telling both readings."""
    _note_jumps_in_rows(tables, faults)
    _note_jumps_of_payments(tables, faults)
    _note_rates_as_shares(tables, faults)


def _apart(value: Money, beside: Money, bounds: tuple[Fraction, Fraction]) -> bool:
    if not value or not beside:
        return False
    return bounds[0] <= abs(Fraction(value.units, beside.units)) <= bounds[1]


def _note_jumps_in_rows(tables: Tables, faults: Faults) -> None:
    for table, pairs in _SIDE_BY_SIDE.items():
        for row in tables.rows.get(table, []):
            for attribute, other in pairs:
                value, beside = getattr(row, attribute), getattr(row, other)
                if value is None or beside is None or CONFIRMED in row.note:
                    continue
                if _apart(value, beside, _TEN_THOUSAND_TIMES) or _apart(beside, value, _TEN_THOUSAND_TIMES):
                    _note(_Pair(table, row, attribute, value, beside, "同一行的对应金额"), tables, faults)


def _note_jumps_of_payments(tables: Tables, faults: Faults) -> None:
    budgets = {line.code: line.adjusted for line in tables.rows.get("budget", [])}
    paid: dict[str, list[Row]] = defaultdict(list)
    for row in tables.rows.get("payments", []):
        paid[row.line].append(row)
    for line, rows in paid.items():
        budget = budgets.get(line, Money(0))
        sums_to = sum((row.amount for row in rows), Money(0))  # type: ignore[attr-defined]  # tables with amounts only
        all_small = _apart(budget, sums_to, _TEN_THOUSAND_TIMES)
        for row in rows:
            amount: Money = row.amount  # type: ignore[attr-defined]  # as above
            if CONFIRMED not in row.note and (all_small or _apart(amount, budget, _ONE_PAYMENT)):
                _note(_Pair("payments", row, "amount", amount, budget, "该预算项的调整后预算"), tables, faults)


def _note(pair: _Pair, tables: Tables, faults: Faults) -> None:
    in_wan = Money(pair.value.units * 10_000)
    of_yuan = Money.rounded(pair.value.exact / 10_000)
    faults.add(
        tables.place(pair.table, pair.row, pair.attribute),
        "疑似元、万元混用",
        value=f"{pair.value.yuan()}元",
        expected=f"与{pair.beside_title} {pair.beside.yuan()}元相当的金额",
        fix=f"若填的是万元数，应为 {in_wan.yuan()}元；若多写了四位，应为 {of_yuan.yuan()}元；确认无误的，请在备注中写“{CONFIRMED}”",
    )


def _note_rates_as_shares(tables: Tables, faults: Faults) -> None:
    results = {row.indicator: row for row in tables.rows.get("results", [])}
    for indicator in tables.rows.get("indicators", []):
        if indicator.unit not in {"%", "％"} or not indicator.target or CONFIRMED in indicator.note:
            continue
        if indicator.operator in {"≥", ">", "="} and 0 < indicator.target <= 1:
            _note_share("indicators", indicator, "target", tables, faults)
        result = results.get(indicator.code)
        if result and _is_share(result.actual, indicator.target) and CONFIRMED not in result.note:
            _note_share("results", result, "actual", tables, faults)


def _is_share(actual: Fraction | None, target: Fraction) -> bool:
    return (
        actual is not None
        and target >= _PERCENT_TARGET
        and 0 < actual <= Fraction(3, 2)
        and _HUNDREDTH[0] <= actual / target <= _HUNDREDTH[1]
    )


def _note_share(table: str, row: Row, attribute: str, tables: Tables, faults: Faults) -> None:
    value: Fraction = getattr(row, attribute)
    faults.add(
        tables.place(table, row, attribute),
        "度量单位为“%”，疑似填成了小数",
        value=decimal(value),
        expected="百分号前的数，如 94.98",
        fix=f"若是 {decimal(value * 100)}%，请填 {decimal(value * 100)}；确认无误的，请在备注中写“{CONFIRMED}”",
    )
