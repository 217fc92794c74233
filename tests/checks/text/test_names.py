from tests.checks.text.said import found


def test_another_units_name_in_the_same_frame_is_found() -> None:
    text = "云岭县青禾镇人民政府2023年度下达转移支付资金。\n云岭县青禾镇人民政府2023年度下达转移支付资金已到位。\n云岭县白水镇人民政府2023年度下达转移支付资金全部支出。"
    finding = found(text, "T303")[0]
    assert finding.expected == "云岭县青禾镇人民政府"
    assert len(finding.spans) == 2


def test_two_units_named_alike_often_are_left_alone() -> None:
    text = "云岭县水务局2023年度完成项目。云岭县林业局2023年度完成项目。"
    assert found(text, "T303") == []


def test_completion_beside_a_missed_goal_is_a_contradiction() -> None:
    text = "整体绩效目标完成情况良好。部分项目进度延迟，相关绩效目标未能按时达成。"
    assert found(text, "T403")
    assert not found("整体绩效目标完成情况良好。", "T403")
