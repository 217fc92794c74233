"""R22 产出与支出相配"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jiheng.core.calendar import Month
from jiheng.facts.rows import BudgetLine, Payment
from tests.checks.form.conftest import Check, indicator, money, result

LINE = BudgetLine(
    code="B1",
    project="P1",
    category="项目支出",
    source="一般公共预算",
    original=money("1328100"),
    adjusted=money("1328100"),
)


def paid(amount: str) -> list[Payment]:
    return [Payment(line="B1", month=Month(2024, 12), amount=money(amount))]


def test_all_outputs_with_hardly_any_spending_are_remarked(check: Check) -> None:
    rows: dict[str, Any] = {"indicators": [indicator()], "results": [result(actual=Fraction(748))], "budget": [LINE]}
    (finding,) = check("R22", payments=paid("1000"), **rows)
    assert "0.08%" in finding.stated


def test_spending_of_one_percent_is_enough_to_pass(check: Check) -> None:
    rows: dict[str, Any] = {"indicators": [indicator()], "results": [result()], "budget": [LINE]}
    assert check("R22", payments=paid("13281"), **rows) == []


def test_no_payment_rows_count_as_no_spending(check: Check) -> None:
    rows: dict[str, Any] = {"indicators": [indicator()], "results": [result()], "budget": [LINE]}
    assert len(check("R22", **rows)) == 1
