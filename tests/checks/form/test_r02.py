"""R02 执行率计算正确"""

from __future__ import annotations

from fractions import Fraction

from jiheng.facts.rows import Claim
from tests.checks.form.conftest import Check


def claim(item: str, stated: str, part: str = "年度资金总额", project: str = "P1") -> Claim:
    return Claim(project=project, item=item, part=part, stated=Fraction(stated))


def fund(rate: str, paid: str = "861460", budget: str = "985000") -> list[Claim]:
    return [claim("全年预算数", budget), claim("全年执行数", paid), claim("执行率", rate)]


def test_a_rate_rounded_to_two_decimals_passes(check: Check) -> None:
    assert check("R02", claims=fund("0.8746")) == []


def test_a_wrong_last_digit_is_found_and_the_right_rate_given(check: Check) -> None:
    (finding,) = check("R02", claims=fund("0.8747"))
    assert (finding.stated, finding.expected) == ("87.47%", "87.46%")


def test_a_rate_above_100_percent_is_recomputed_like_any_other(check: Check) -> None:
    assert check("R02", claims=fund("1.0259", paid="3383100", budget="3297700")) == []


def test_a_rate_on_a_zero_budget_is_refused_without_dividing(check: Check) -> None:
    (finding,) = check("R02", claims=fund("1", paid="0", budget="0"))
    assert "预算数为 0" in finding.expected
