"""R04 预算执行得分计算正确"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jiheng.facts.rows import Claim
from tests.checks.form.conftest import Check


def claim(item: str, stated: str, part: str = "年度资金总额", project: str = "P1") -> Claim:
    return Claim(project=project, item=item, part=part, stated=Fraction(stated))


def fund(score: str, paid: str) -> list[Claim]:
    return [claim("全年预算数", "1000000"), claim("全年执行数", paid), claim("执行得分", score)]


def test_rate_times_points_passes(check: Check) -> None:
    assert check("R04", claims=fund("7.6", "760000")) == []


def test_over_spending_earns_no_more_than_full_marks(check: Check) -> None:
    (finding,) = check("R04", claims=fund("10.26", "1026000"))
    assert finding.expected == "10.00 分"


def test_a_generous_score_is_found(check: Check) -> None:
    (finding,) = check("R04", claims=fund("9", "760000"))
    assert (finding.stated, finding.expected) == ("9 分", "7.60 分")


def test_the_whole_unit_is_judged_by_its_own_pack(check: Check) -> None:
    claims = [replace(each, project="") for each in fund("3.8", "760000")]
    assert check("R04", claims=claims) == []
    (finding,) = check("R04", claims=[replace(each, project="") for each in fund("7.6", "760000")])
    assert finding.expected == "3.80 分"
