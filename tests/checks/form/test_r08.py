"""R08 完成值不照抄目标值"""

from __future__ import annotations

from fractions import Fraction

from tests.checks.form.conftest import Check, indicator, result

CODES = ("a", "b", "c", "d")


def test_four_results_that_repeat_four_targets_are_remarked(check: Check) -> None:
    (finding,) = check("R08", indicators=[indicator(c) for c in CODES], results=[result(c) for c in CODES])
    assert "4 项" in finding.stated


def test_one_result_that_differs_is_enough_to_pass(check: Check) -> None:
    results = [result(c) for c in CODES[:3]] + [result("d", actual=Fraction(61))]
    assert check("R08", indicators=[indicator(c) for c in CODES], results=results) == []
