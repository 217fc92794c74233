import pytest

from tests.checks.text.said import found


@pytest.mark.parametrize(
    "text",
    [
        "年度绩效目标：推进能力建设，及时处置险情，努力减少损失。",
        "项目总体目标是保质保量完成建设任务。",
        "（二）部门整体支出绩效目标\n努力做到工作上求精细、成果上求精品，着力提升履职能力。\n（三）实施情况\n",
        "目标1：确保登记失业率保持在目标范围内。 目标2：完善制度。",
    ],
)
def test_a_goal_without_any_value_is_found_once_for_its_passage(text: str) -> None:
    findings = found(text, "T401")
    assert findings
    assert all(sum(s.end - s.start for s in finding.spans) <= 400 for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        "年度绩效目标：新建道路12公里，群众满意度提升到95%以上。",
        "坚持以绩效目标为导向，提升管理水平。",
        "绩效目标完成情况良好，有效提升了质量。",
    ],
)
def test_measured_goals_and_talk_of_goals_are_left_alone(text: str) -> None:
    assert found(text, "T401") == []


def test_a_target_value_left_to_others_is_found() -> None:
    assert found("水质优良比例等4项指标达到国家下达的年度目标值。", "T401")
