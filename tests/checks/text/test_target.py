from jiheng.checks.finding import Kind, Severity
from tests.checks.text.said import covers, found, relations


def test_a_target_not_yet_reached_in_a_monitoring_form_is_only_told() -> None:
    form = "项目支出绩效目标执行监控表\n指标 | 年度指标值 | 当前完成值 | 完成目标可能性\n培训场次 | ≥6场 | 实际5场 | 有可能"
    assert found(form, "T161")[0].severity is Severity.INFO
    assert (
        found(form.replace("执行监控表", "自评表").replace("完成目标可能性", "得分"), "T161")[0].severity
        is Severity.WARNING
    )


def test_a_target_that_is_met_is_sound() -> None:
    assert relations("布防飞机数量≥6架，实际布防6架。", Kind.UNMET)


def test_a_target_that_is_not_met_is_found() -> None:
    finding = found("飞行时长≥928小时，实际飞行时长909.93小时。", "T161")[0]
    assert finding.severity is Severity.WARNING
    assert finding.expected == ">=928小时"


def test_full_marks_for_an_unmet_target_are_found() -> None:
    row = "供养人数 |\n5 |\n>=4754人 |\n4604人 |\n5 |\n"
    assert found(row, "T162")


def test_a_cost_above_its_limit_is_unmet() -> None:
    assert found("救助标准 |\n10 |\n<=5300元/户 |\n5830元/户 |\n10 |\n", "T162")


def test_a_weight_behind_a_target_is_not_its_actual_value() -> None:
    assert not found("合格率 ≥95% 10 98% 10", "T161")


def test_the_result_of_a_calculation_is_no_target() -> None:
    assert not found("中小企业采购金额 20 万元 ÷ 合同金额 59.65 万元 = 33.53%，达到目标 30%。", "T161")


def test_last_years_value_beside_a_target_is_not_what_came_of_it() -> None:
    table = "三级指标 |\n目标值 |\n上年实际值 |\n改造进度 |\n>=100% |\n45% |\n"
    assert not found(table, "T161")
    assert found(table.replace("上年实际值", "实际完成值"), "T161")


def test_a_value_before_its_limit_is_held_against_it() -> None:
    text = "登记失业率为2.42%，控制在4.5%以内；网上登记1398条，完成率100%。"
    assert covers(relations(text, Kind.UNMET)[0], "2.42%", "4.5%")
    assert not found(text, "T161")
    assert found("登记失业率为4.82%，控制在4.5%以内。", "T161")


def test_operator_and_unit_may_stand_in_cells_of_their_own() -> None:
    table = "指标性质 | 指标值 | 度量单位 | 实际完成值 |\n知晓率 | ═ | 100 | % | 98% | 10 | 9 |\n人数 | ≧ | 735 | 人次 | 735 | 10 | 10 |\n"
    assert covers(relations(table, Kind.UNMET)[0], "735")
    assert covers(found(table, "T161")[0], "98%")


def test_a_weight_behind_words_in_a_cell_is_no_actual_value() -> None:
    assert not found("成本 | ≤ | 30 | 万元 | 完成 | 90 | 90 |", "T161")
    assert not relations("成本 | ≤ | 30 | 万元 | 完成 | 90 | 90 |", Kind.UNMET)


def test_the_number_of_indicators_of_a_level_is_no_target() -> None:
    text = "指标共20个，其中二级指标7个、三级指标20个，全部完成18个，完成率90%。"
    assert not relations(text, Kind.UNMET)
    assert not found(text, "T161")
