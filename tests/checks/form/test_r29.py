"""R29 评价等级与得分相符"""

from __future__ import annotations

from fractions import Fraction

from jiheng.facts.rows import Claim
from tests.checks.form.conftest import Check


def graded(total: str, grade: str) -> list[Claim]:
    return [
        Claim(project="P1", item="自评总分", stated=Fraction(total)),
        Claim(project="P1", item="评价等级", text=grade),
    ]


def test_ninety_points_are_excellent(check: Check) -> None:
    assert check("R29", claims=graded("90", "优秀")) == []


def test_a_hundredth_below_ninety_is_not_excellent(check: Check) -> None:
    (finding,) = check("R29", claims=graded("89.99", "优"))
    assert (finding.stated, finding.expected[:2]) == ("89.99 分，“优”", "“良")
