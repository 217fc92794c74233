from jiheng.checks.finding import Kind, Severity
from tests.checks.text.said import covers, found, quiet, relations

FILL = "各部门按照预算绩效管理要求落实责任，加强监控，按月通报进度，及时整改问题，确保资金安全规范使用，年底组织了复核并公示结果。"


def test_the_same_fact_in_two_spellings_is_sound() -> None:
    text = f"管理效率指标得分为47.00分。{FILL}管理效率自评得分47分。"
    assert covers(relations(text, Kind.CONFLICT)[0], "47.00", "47分")


def test_of_two_numbers_the_one_that_fits_the_others_is_named() -> None:
    text = f"履职效能指标得分为49.37分，管理效率指标得分为47.00分，合计得分96.37分。{FILL}履职效能自评得分49.43分。"
    finding = found(text, "T301")[0]
    assert finding.severity is Severity.ERROR
    assert (finding.stated, finding.expected) == ("49.43分", "49.37分")


def test_two_amounts_of_one_fact_are_likely_wrong() -> None:
    text = f"省级资金转移支付370.83万元。{FILL}省级资金转移支付371.15万元。"
    assert found(text, "T302")[0].severity is Severity.WARNING


def test_amounts_far_apart_are_likelier_of_two_things() -> None:
    text = f"省级资金转移支付370.83万元。{FILL}省级资金转移支付124.23万元。"
    assert found(text, "T302")[0].severity is Severity.INFO


def test_an_amount_told_as_an_example_is_no_statement_of_the_fact() -> None:
    text = f"以获得第一名为例，城市管理奖励资金总额为500万元，其中镇街组425万元，部门组75万元。{FILL}城市管理奖励资金总额为300万元。"
    assert not found(text, "T301")


def test_funds_of_two_levels_are_two_facts() -> None:
    assert quiet(f"中央财政转移支付资金370.83万元。{FILL}省级财政转移支付资金124.23万元。")


def test_parts_of_two_totals_may_bear_one_name() -> None:
    text = f"甲批资金20万元，其中：小流域综合治理12万元，其他8万元。{FILL}乙批资金9万元，其中：小流域综合治理5万元，其他4万元。"
    assert quiet(text)


def test_two_years_are_two_facts() -> None:
    assert quiet(f"2022年乡村道路养护专项经费120.5万元。{FILL}2023年乡村道路养护专项经费130.5万元。")


def test_an_amount_of_the_text_is_found_again_in_a_table_without_units() -> None:
    text = "项目 |\n支出（万元） |\n经费支出 |\n1928.76 |\n全区经费总支出为1928.76万元。"
    assert any(r.because == "与表中的数一致" for r in relations(text, Kind.CONFLICT))
