"""R06 指标方向与指标性质相符"""

from __future__ import annotations

from tests.checks.form.conftest import Check, indicator


def test_an_output_to_be_reached_or_exceeded_passes(check: Check) -> None:
    assert check("R06", indicators=[indicator()]) == []


def test_a_cost_that_should_be_exceeded_is_found(check: Check) -> None:
    (finding,) = check("R06", indicators=[indicator(level_2="成本指标", name="单盏造价", operator="≥", unit="元")])
    assert finding.expected == "≤ 或 ="


def test_an_output_with_a_ceiling_is_found(check: Check) -> None:
    (finding,) = check("R06", indicators=[indicator(name="示范村数量", operator="≤", unit="个")])
    assert finding.expected == "≥ 或 ="


def test_complaints_may_have_a_ceiling(check: Check) -> None:
    assert check("R06", indicators=[indicator(name="有效投诉次数", operator="≤", unit="次")]) == []
