"""R01 一级指标权重与规则包一致"""

from __future__ import annotations

from jiheng.core.exact import Points
from tests.checks.form.conftest import Check, indicator


def levels(output: str, benefit: str, satisfaction: str) -> list[object]:
    return [
        indicator("a", weight=Points.parse(output)),
        indicator("b", level_1="效益指标", level_2="社会效益指标", name="受益人口", weight=Points.parse(benefit)),
        indicator(
            "c",
            level_1="满意度指标",
            level_2="服务对象满意度指标",
            name="群众满意度",
            unit="%",
            weight=Points.parse(satisfaction),
        ),
    ]


def test_weights_of_50_30_10_pass(check: Check) -> None:
    assert check("R01", indicators=levels("50", "30", "10")) == []


def test_outputs_of_70_are_named_with_the_weight_that_the_pack_gives(check: Check) -> None:
    (finding,) = check("R01", indicators=levels("70", "30", "10"))
    assert (finding.stated, finding.expected) == ("70.00 分", "50.00 分")


def test_a_level_that_the_pack_does_not_know_is_named(check: Check) -> None:
    (finding,) = check("R01", indicators=[*levels("50", "30", "10"), indicator("d", level_1="影响指标")])
    assert "影响指标" in finding.message
    assert "没有这个一级指标" in finding.expected


def test_indicators_of_the_whole_unit_are_left_to_the_department_pack(check: Check) -> None:
    assert check("R01", indicators=[indicator(project="", weight=Points.parse("7"))]) == []
