"""A target is measurable when it has a number, a direction and a fitting unit, or a test that anybody can apply."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from jiheng.facts.rows import Indicator
from jiheng.targets import doubts

SOUND = Indicator(
    code="1", level_1="产出指标", level_2="数量指标", name="新建路灯数量", operator="≥", target=Fraction(60), unit="盏"
)


def about(**changes: Any) -> list[str]:
    return [doubt.column for doubt in doubts(replace(SOUND, **changes))]


def test_a_number_with_direction_and_unit_raises_no_doubt() -> None:
    assert about() == []


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"target": None}, "target"),
        ({"unit": ""}, "unit"),
        ({"name": "补贴发放及时率", "unit": "人/年"}, "unit"),
        ({"level_2": "成本指标", "name": "单盏造价", "unit": "元"}, "operator"),
        ({"name": "补助经费", "unit": "万元"}, "level_2"),
        ({"name": "覆盖率", "unit": "%", "target": Fraction(120)}, "target"),
        ({"level_1": "效益指标", "name": "照明覆盖率", "unit": "%"}, "meaning"),
        ({"operator": "定性", "target": None, "text_target": ""}, "text_target"),
        ({"operator": "定性", "target": None, "text_target": "有效提升照明水平"}, "text_target"),
    ],
)
def test_each_way_of_not_being_measurable_is_named_at_its_column(changes: dict[str, Any], column: str) -> None:
    assert about(**changes) == [column]


@pytest.mark.parametrize("goal", ["6月底前完成并通过验收", "全年无安全事故", "覆盖十二个村民小组的十五户家庭"])
def test_a_goal_that_anybody_can_test_raises_no_doubt(goal: str) -> None:
    assert about(operator="定性", target=None, text_target=goal) == []


def test_the_empty_words_are_quoted_back() -> None:
    (doubt,) = doubts(replace(SOUND, operator="定性", target=None, text_target="持续提升、不断完善"))
    assert "持续、提升、不断、完善" in doubt.text
    assert doubt.grave


def test_grave_doubts_come_first() -> None:
    found = doubts(replace(SOUND, level_1="效益指标", level_2="数量指标", name="受益率", unit="%", target=None))
    assert [doubt.grave for doubt in found] == [True, False]


def test_settling_complaints_is_better_the_more_it_is() -> None:
    settled = Indicator(
        code="1", level_1="产出指标", name="投诉按期办结率", operator="≥", target=Fraction(95), unit="%"
    )
    assert doubts(settled) == ()
