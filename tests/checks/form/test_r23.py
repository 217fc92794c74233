"""R23 成本超支应当扣分"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jiheng.core.exact import Points
from tests.checks.form.conftest import Check, indicator, result

COST: dict[str, Any] = {
    "level_2": "成本指标",
    "name": "项目总成本",
    "operator": "≤",
    "target": Fraction(160),
    "unit": "万元",
}


def test_a_cost_within_its_target_passes(check: Check) -> None:
    assert check("R23", indicators=[indicator(**COST)], results=[result(actual=Fraction(160))]) == []


def test_full_marks_for_an_overrun_are_found(check: Check) -> None:
    (finding,) = check("R23", indicators=[indicator(**COST)], results=[result(actual=Fraction(386))])
    assert finding.stated == "实际 386万元，得 10.00 分"


def test_an_overrun_with_points_off_passes(check: Check) -> None:
    row = result(actual=Fraction(386), claimed=Points.parse("4.15"))
    assert check("R23", indicators=[indicator(**COST)], results=[row]) == []
