"""R30 金额单位一致"""

from __future__ import annotations

from jiheng.core.calendar import Month
from jiheng.facts.rows import BudgetLine, Payment, RunningCost
from tests.checks.form.conftest import Check, money

LINE = BudgetLine(
    code="B1", project="P1", category="项目支出", source="一般公共预算", original=money("100"), adjusted=money("100")
)


def test_payments_ten_thousand_times_the_budget_are_found(check: Check) -> None:
    paid = Payment(line="B1", month=Month(2024, 5), amount=money("985000"))
    (finding,) = check("R30", budget=[LINE], payments=[paid])
    assert "985000.00 元" in finding.stated


def test_ordinary_overspending_is_not_a_matter_of_units(check: Check) -> None:
    paid = Payment(line="B1", month=Month(2024, 5), amount=money("400"))
    assert check("R30", budget=[LINE], payments=[paid]) == []


def test_a_running_cost_typed_in_wan_is_found(check: Check) -> None:
    cost = RunningCost(code="Y1", name="办公费", budget=money("9"), actual=money("88000"))
    assert len(check("R30", budget=[LINE], running_costs=[cost])) == 1
