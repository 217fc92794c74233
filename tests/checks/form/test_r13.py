"""R13 数量指标不用资金数额代替"""

from __future__ import annotations

from tests.checks.form.conftest import Check, indicator


def test_work_done_is_a_quantity(check: Check) -> None:
    assert check("R13", indicators=[indicator()]) == []


def test_money_as_a_quantity_is_found(check: Check) -> None:
    (finding,) = check("R13", indicators=[indicator(name="补助经费", unit="元")])
    assert "成本指标" in finding.expected


def test_money_as_a_cost_passes(check: Check) -> None:
    assert check("R13", indicators=[indicator(level_2="成本指标", name="补助经费", unit="元", operator="≤")]) == []
