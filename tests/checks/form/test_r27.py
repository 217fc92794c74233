"""R27 复核扣分有依据且比例相符"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jiheng.core.exact import Points
from jiheng.facts.rows import Review
from tests.checks.form.conftest import Check, indicator


def review(score: str, **columns: Any) -> Review:
    return Review(indicator="P1-1", score=Points.parse(score), **columns)


GROUND: dict[str, Any] = {"rule": "口径 3", "reason": "有方向无公式"}


def test_no_deduction_needs_no_ground(check: Check) -> None:
    assert check("R27", indicators=[indicator()], reviews=[review("10")]) == []


def test_a_deduction_that_matches_its_share_passes(check: Check) -> None:
    assert check("R27", indicators=[indicator()], reviews=[review("4", percent=Fraction(6, 10), **GROUND)]) == []


def test_a_share_within_the_tolerance_passes(check: Check) -> None:
    assert check("R27", indicators=[indicator()], reviews=[review("5", percent=Fraction(6, 10), **GROUND)]) == []


def test_a_deduction_that_contradicts_its_share_is_found(check: Check) -> None:
    (finding,) = check("R27", indicators=[indicator()], reviews=[review("8", percent=Fraction(6, 10), **GROUND)])
    assert finding.expected == "按比例应扣 6.00 分"


def test_a_deduction_without_a_rule_is_found(check: Check) -> None:
    (finding,) = check("R27", indicators=[indicator()], reviews=[review("4", percent=Fraction(6, 10), reason="无公式")])
    assert finding.expected == "写明扣分依据的条款"
