"""R31 目标值没有识别错误"""

from __future__ import annotations

from fractions import Fraction

from tests.checks.form.conftest import Check, indicator, result


def test_26_for_at_least_6_is_remarked(check: Check) -> None:
    (finding,) = check(
        "R31", indicators=[indicator(target=Fraction(280), unit="场")], results=[result(actual=Fraction(85))]
    )
    assert finding.expected == "核对目标是否为 ≥80场"


def test_a_target_that_was_nearly_reached_passes(check: Check) -> None:
    assert check("R31", indicators=[indicator(target=Fraction(26))], results=[result(actual=Fraction(24))]) == []
