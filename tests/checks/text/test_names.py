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


def test_a_report_that_calls_itself_another_units_is_found() -> None:
    text = "青禾镇2024年度部门整体支出绩效自评报告\n一、基本情况\n白水镇2024年度部门整体支出绩效自评工作已完成。"
    finding = found(text, "T303")[0]
    assert (finding.stated, finding.expected) == ("白水镇", "青禾镇")


def test_the_finance_bureau_and_the_full_name_are_no_other_unit() -> None:
    title = "青禾县水务局2024年度部门整体支出绩效自评报告\n"
    assert not found(
        title + "根据《青禾县财政局关于2024年度绩效自评工作的通知》，现将青禾县水务局绩效自评情况报告如下。", "T303"
    )
    assert not found(title + "水务局绩效自评工作由办公室负责。\n青禾县财政局绩效评价组进行了复核。", "T303")
    assert not found("青禾镇2024年度部门整体支出绩效自评报告\n青禾镇人民政府绩效自评得分95分。", "T303")
