"""R09 定性指标的等级与系数相符"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.checks.form.conftest import Check, indicator, result

QUALITATIVE: dict[str, Any] = {
    "operator": "定性",
    "target": None,
    "unit": "",
    "name": "群众出行条件改善",
    "level_2": "社会效益指标",
}
PARTLY = "部分达成预期指标并具有一定效果"


def test_a_coefficient_inside_the_band_of_its_level_passes(check: Check) -> None:
    row = result(level=PARTLY, coefficient=Fraction(7, 10), actual=None)
    assert check("R09", indicators=[indicator(**QUALITATIVE)], results=[row]) == []


def test_a_coefficient_of_another_level_is_found(check: Check) -> None:
    row = result(level=PARTLY, coefficient=Fraction(9, 10), actual=None)
    (finding,) = check("R09", indicators=[indicator(**QUALITATIVE)], results=[row])
    assert "80.00%" in finding.expected


def test_a_missing_level_is_found(check: Check) -> None:
    (finding,) = check("R09", indicators=[indicator(**QUALITATIVE)], results=[result(actual=None)])
    assert finding.stated == "未选等级"
