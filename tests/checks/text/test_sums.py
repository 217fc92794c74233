import pytest

from jiheng.checks.finding import Kind, Severity, Verdict
from tests.checks.text.said import covers, found, quiet, relations


@pytest.mark.parametrize(
    "text",
    [
        "补助经费预算104.5万元。其中，中央资金83.5万元，省级配套21万元。",
        "财政资金800万元（财政预算740万元，年底追加60万元），主要用于整治。",
        "人员经费62.5万元，公用经费37.5万元，合计100万元。",
        "一批项目总投资337.43万元，二批项目总投资206.95万元，合计总投资544.38万元。",
        "共下达资金41.47亿元，分别为：甲项目31.37亿元，乙项目10.1亿元。",
        "安排补助资金3.30亿元，其中：安排5440万元支持甲；安排252万元支持乙；安排27285.3万元支持丙。",
    ],
)
def test_totals_are_recomputed_wherever_they_stand(text: str) -> None:
    assert relations(text, Kind.SUM)
    assert quiet(text)


def test_one_wrong_digit_is_an_error() -> None:
    text = "上级资金755.19万元，其中：中央资金124.23万元，省级资金370.83万元，市级资金260.3万元。"
    assert found(text, "T111")


def test_a_shortfall_behind_a_word_for_part_of_it_is_not_judged() -> None:
    text = "支出合计1000万元，其中：工资福利支出500万元，办公费120万元。"
    assert quiet(text)
    assert relations(text, Kind.SUM, Verdict.UNCHECKED)


def test_a_shortfall_behind_a_word_for_all_of_it_is_found() -> None:
    assert found("安排资金1000万元，分别为：道路500万元、饮水120万元、照明80万元。", "T111")


def test_a_list_left_open_is_not_judged() -> None:
    text = "市级资金260.3万元，用于奖励督查10万元，生态补偿资金250万元等。"
    assert quiet(text)
    assert "等" in relations(text, Kind.SUM, Verdict.UNCHECKED)[0].because


def test_rounded_parts_have_their_envelope() -> None:
    text = "共投入10.01万元，其中甲3.34万元，乙3.33万元，丙3.33万元。"
    assert relations(text, Kind.SUM)
    assert quiet(text)
    assert found(text, "T113")[0].severity is Severity.INFO


def test_a_total_written_more_coarsely_than_its_parts_has_no_gap() -> None:
    text = "安排补助资金3.30亿元，其中：安排5440万元支持甲；安排27525.3万元支持乙。"
    assert relations(text, Kind.SUM)
    assert not found(text, "T113")


def test_what_is_compared_with_is_no_part() -> None:
    text = "预算总额为1969万元，较2024年的2190万元减少221万元；其中：出国经费40万元；接待费242万元；用车费1687万元。"
    assert covers(relations(text, Kind.SUM)[0], "1969", "40", "242", "1687")
    assert quiet(text)


def test_scores_that_add_up_are_sound_and_others_an_error() -> None:
    text = "产出指标得分48.2分，效益指标得分28分，满意度指标得分9.8分，合计得分{}分。"
    assert relations(text.format("86"), Kind.SCORE_SUM)
    assert found(text.format("87"), "T141")


def test_small_numbers_without_a_word_of_a_sum_are_no_sum() -> None:
    assert relations("新建公厕5个。改造厕所3个。维修2个。", Kind.COUNT) == []


def test_amounts_of_other_roles_in_brackets_are_no_parts() -> None:
    assert not found("支出80万元（合同价100万元，结算价90万元）。", "T112")


def test_a_bracket_that_is_closed_before_the_parts_opens_no_list() -> None:
    text = "左岸3段，长2.49km（含支沟连接段）；堤防1.04km：右岸0.51km，左岸0.53km：疏浚1.05km，支沟疏浚0.4km。"
    assert not any(covers(r, "2.49", "1.05") for r in relations(text, Kind.SUM))


def test_what_comes_on_top_makes_the_next_amount() -> None:
    text = "在补助资金146.4亿元的基础上，再次下达补助资金120.5亿元。截至目前，补助资金266.9亿元已全部下达。"
    assert covers(relations(text, Kind.SUM)[0], "146.4", "120.5", "266.9")


def test_levels_of_indicators_are_no_parts_of_their_number() -> None:
    text = "该项目共编制12个绩效指标，其中一级指标3个，二级指标9个，三级指标12个。"
    assert not found(text, "T111")
    assert not found(text, "T112")
    assert not found(text, "T131")
