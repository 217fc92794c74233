"""R26 资金变动后目标相应调整"""

from __future__ import annotations

from fractions import Fraction

from jiheng.facts.rows import BudgetLine
from tests.checks.form.conftest import Check, indicator, money

LINE = BudgetLine(
    code="B1",
    project="P1",
    category="项目支出",
    source="一般公共预算",
    original=money("100000"),
    adjusted=money("160000"),
)


def test_targets_left_alone_after_a_large_change_are_remarked(check: Check) -> None:
    (finding,) = check("R26", indicators=[indicator()], budget=[LINE])
    assert finding.stated == "预算调整 60.00%，1 项指标目标均未调整"


def test_one_adjusted_target_passes(check: Check) -> None:
    assert check("R26", indicators=[indicator(original_target=Fraction(40))], budget=[LINE]) == []
