import pytest

from jiheng.checks.finding import Kind, Severity, Verdict
from tests.checks.text.said import covers, found, quiet, relations


def test_an_execution_rate_is_recomputed_from_budget_and_spending() -> None:
    sound = relations("全年预算为374.50万元，支出为355.70万元，预算执行率为94.98%。", Kind.RATIO)
    assert len(sound) == 1
    assert sound[0].because == "355.70万元 ÷ 374.50万元"
    assert covers(sound[0], "374.50", "355.70", "94.98")


def test_the_denominator_may_stand_paragraphs_away() -> None:
    text = "青禾镇2023年安排项目资金3267.28万元。\n各科室加强管理，按月调度。\n至年底项目执行金额2856.63万元，执行率87.43%。"
    assert covers(relations(text, Kind.RATIO)[0], "3267.28", "2856.63", "87.43")


def test_a_rate_cut_off_instead_of_rounded_is_only_worth_a_look() -> None:
    text = "项目预算安排300万元，实际支出200万元，预算执行率为66.66%。"
    assert found(text, "T103")[0].severity is Severity.INFO
    assert quiet(text)


def test_a_rate_without_its_numbers_is_not_checked_and_says_why() -> None:
    unchecked = relations("项目验收合格率为98.50%。", Kind.RATIO, Verdict.UNCHECKED)
    assert unchecked[0].because


def test_equal_amounts_alone_do_not_prove_a_full_rate() -> None:
    text = "省级下达3.5万元，市级下达3.5万元，实际执行率为100%。"
    assert relations(text, Kind.RATIO) == []


@pytest.mark.parametrize(
    "text", ["120万元资金全部拨付到位，资金到位率100%。", "支出决算为41.72万元，完成预算100%，决算数与预算数持平。"]
)
def test_an_amount_spent_in_full_gives_a_full_rate(text: str) -> None:
    assert len(relations(text, Kind.RATIO)) == 1


def test_a_share_of_a_total_is_recomputed() -> None:
    text = "全年支出226.20万元，其中接待费201.00万元，占88.86%；用车费25.20万元，占11.14%。"
    assert {r.stated for r in relations(text, Kind.RATIO)} == {"88.86%", "11.14%"}


def test_a_sample_larger_than_promised_is_sound() -> None:
    assert relations("按全部自评项目111个10%以上抽查，抽查项目12个。", Kind.RATIO)


def test_a_pass_rate_is_not_made_of_money() -> None:
    assert relations("安排补助1.5万元，到位1.5万元，产品合格率100%。", Kind.RATIO) == []


def test_a_rate_told_before_its_amounts_is_found() -> None:
    text = "专项资金预算189.28万元。\n二、结论\n资金执行率为96%。\n三、执行情况\n全年共支出182.564万元。"
    assert covers(relations(text, Kind.RATIO)[0], "189.28", "182.564", "96%")


def test_the_budget_of_a_rate_may_stand_in_a_table_without_its_unit() -> None:
    text = "（单位：万元）\n项目\n预算数\n决算数\n合计\n77.00\n68.30\n经费支出决算为68.3万元，完成年初预算的88.7%。"
    assert covers(relations(text, Kind.RATIO)[0], "77.00", "68.3", "88.7%")


def test_a_rate_of_control_is_spending_over_its_budget_where_both_are_told() -> None:
    assert relations("三公经费实际支出15万元，预算安排20万元，三公经费控制率75%。", Kind.RATIO)
