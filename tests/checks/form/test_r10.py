"""R10 未完成的指标说明原因和措施"""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.exact import Points
from tests.checks.form.conftest import Check, indicator, result


def test_a_target_that_was_reached_needs_no_reason(check: Check) -> None:
    assert check("R10", indicators=[indicator()], results=[result()]) == []


def test_a_shortfall_without_reason_and_measure_is_found(check: Check) -> None:
    (finding,) = check("R10", indicators=[indicator()], results=[result(actual=Fraction(50))])
    assert finding.expected == "填写偏差原因和改进措施"


def test_a_shortfall_with_only_a_reason_still_lacks_the_measure(check: Check) -> None:
    row = result(actual=Fraction(50), reason="汛期停工")
    (finding,) = check("R10", indicators=[indicator()], results=[row])
    assert finding.expected == "填写改进措施"


def test_a_shortfall_explained_passes(check: Check) -> None:
    row = result(actual=Fraction(50), reason="汛期停工", measure="枯水期前完成剩余安装")
    assert check("R10", indicators=[indicator()], results=[row]) == []


def test_points_that_only_rounding_took_need_no_reason(check: Check) -> None:
    third = indicator(weight=Points.parse("3.3333"))
    assert check("R10", indicators=[third], results=[result(claimed=Points.parse("3.33"))]) == []
    assert len(check("R10", indicators=[third], results=[result(claimed=Points.parse("3.32"))])) == 1
