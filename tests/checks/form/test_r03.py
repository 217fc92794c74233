"""R03 资金总额等于各部分之和"""

from __future__ import annotations

from fractions import Fraction

from jiheng.facts.rows import Claim
from tests.checks.form.conftest import Check


def claim(item: str, stated: str, part: str = "年度资金总额", project: str = "P1") -> Claim:
    return Claim(project=project, item=item, part=part, stated=Fraction(stated))


def test_parts_that_add_up_pass(check: Check) -> None:
    rows = [
        claim("全年执行数", "300000"),
        claim("全年执行数", "200000", "财政拨款"),
        claim("全年执行数", "100000", "其他资金"),
    ]
    assert check("R03", claims=rows) == []


def test_a_total_of_zero_beside_a_grant_is_found(check: Check) -> None:
    (finding,) = check("R03", claims=[claim("全年执行数", "0"), claim("全年执行数", "899740", "财政拨款")])
    assert finding.expected == "各部分之和 899740 元"


def test_amounts_rounded_to_wan_get_their_envelope(check: Check) -> None:
    rows = [
        claim("全年执行数", "1000100"),
        claim("全年执行数", "500000", "财政拨款"),
        claim("全年执行数", "500000", "其他资金"),
    ]
    assert check("R03", claims=rows) == []


def test_basic_and_project_spending_must_also_give_the_total(check: Check) -> None:
    rows = [
        claim("全年执行数", "20301200", project=""),
        claim("全年执行数", "9004700", "基本支出", ""),
        claim("全年执行数", "10252000", "项目支出", ""),
    ]
    (finding,) = check("R03", claims=rows)
    assert "按支出性质" in finding.message
