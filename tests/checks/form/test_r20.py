"""R20 并非所有项目都是满分"""

from __future__ import annotations

from fractions import Fraction

from jiheng.facts.rows import Claim
from tests.checks.form.conftest import Check


def totals(*scores: str) -> list[Claim]:
    return [Claim(project=f"P{n}", item="自评总分", stated=Fraction(score)) for n, score in enumerate(scores)]


def test_three_projects_of_100_points_are_remarked(check: Check) -> None:
    (finding,) = check("R20", claims=totals("100", "100", "100"))
    assert "3 个项目" in finding.stated


def test_one_lost_point_is_enough_to_pass(check: Check) -> None:
    assert check("R20", claims=totals("100", "99", "100")) == []


def test_two_projects_are_too_few_to_say(check: Check) -> None:
    assert check("R20", claims=totals("100", "100")) == []
