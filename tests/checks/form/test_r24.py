"""R24 预算调整幅度说明原因"""

from __future__ import annotations

from datetime import date

from jiheng.facts.rows import Adjustment, BudgetLine
from tests.checks.form.conftest import Check, money


def line(adjusted: str) -> BudgetLine:
    return BudgetLine(
        code="B1",
        project="P1",
        category="项目支出",
        source="一般公共预算",
        original=money("100000"),
        adjusted=money(adjusted),
    )


def test_a_change_of_20_percent_passes(check: Check) -> None:
    assert check("R24", budget=[line("120000")]) == []


def test_a_larger_change_without_a_reason_is_remarked(check: Check) -> None:
    (finding,) = check("R24", budget=[line("235800")])
    assert finding.stated == "调整 135.80%"


def test_a_cut_is_a_change_too(check: Check) -> None:
    (finding,) = check("R24", budget=[line("60000")])
    assert finding.stated == "调整 -40.00%"


def test_a_reason_on_record_settles_it(check: Check) -> None:
    change = Adjustment(code="A1", line="B1", dated=date(2024, 6, 1), amount=money("135800"), reason="上级追加转移支付")
    assert check("R24", budget=[line("235800")], adjustments=[change]) == []
