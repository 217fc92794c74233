"""R15 定性目标可衡量"""

from __future__ import annotations

from typing import Any

from tests.checks.form.conftest import Check, indicator

QUALITATIVE: dict[str, Any] = {"operator": "定性", "target": None, "unit": ""}


def test_a_goal_of_mere_improvement_is_remarked(check: Check) -> None:
    (finding,) = check("R15", indicators=[indicator(text_target="有效提升镇区照明水平", **QUALITATIVE)])
    assert finding.stated == "有效提升镇区照明水平"


def test_an_empty_goal_is_remarked(check: Check) -> None:
    assert len(check("R15", indicators=[indicator(text_target="", **QUALITATIVE)])) == 1


def test_a_goal_with_a_test_passes(check: Check) -> None:
    goal = "9月底前提升改造完成并通过验收"
    assert check("R15", indicators=[indicator(text_target=goal, **QUALITATIVE)]) == []
