"""R28 同类问题扣分尺度相近"""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.exact import Points
from jiheng.facts.rows import Review
from tests.checks.form.conftest import Check


def reviews(*percents: int) -> list[Review]:
    return [
        Review(indicator=f"I{n}", score=Points.parse("5"), category="不可核查", percent=Fraction(p, 100))
        for n, p in enumerate(percents)
    ]


def test_like_deductions_pass(check: Check) -> None:
    assert check("R28", reviews=reviews(30, 30, 60)) == []


def test_a_spread_from_nothing_to_all_is_remarked(check: Check) -> None:
    (finding,) = check("R28", reviews=reviews(0, 60, 100))
    assert finding.stated == "3 处扣分从 0.00% 到 100.00%"


def test_two_cases_are_too_few_to_say(check: Check) -> None:
    assert check("R28", reviews=reviews(0, 100)) == []
