"""R11 目标没有定得过低"""

from __future__ import annotations

from fractions import Fraction

from tests.checks.form.conftest import Check, indicator, result


def test_completion_of_exactly_130_percent_passes(check: Check) -> None:
    assert check("R11", indicators=[indicator()], results=[result(actual=Fraction(78))]) == []


def test_completion_beyond_130_percent_is_remarked(check: Check) -> None:
    (finding,) = check("R11", indicators=[indicator()], results=[result(actual=Fraction(79))])
    assert finding.stated == "完成 131.67%"
    assert finding.severity == "warning"


def test_a_reason_settles_it(check: Check) -> None:
    row = result(actual=Fraction(120), reason="上级追加一倍任务")
    assert check("R11", indicators=[indicator()], results=[row]) == []
