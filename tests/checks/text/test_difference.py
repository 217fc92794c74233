from jiheng.checks.finding import Kind, Severity
from tests.checks.text.said import covers, found, quiet, relations


def test_a_change_is_the_difference_of_two_amounts() -> None:
    text = "经费预算为20万元。支出共计9.07万元，较年初预算数减少10.93万元。"
    assert covers(relations(text, Kind.SUM)[0], "20", "9.07", "10.93")


def test_what_is_left_is_recomputed() -> None:
    assert relations("预算安排500万元，支出420万元，结余80万元。", Kind.SUM)


def test_a_wrong_rest_is_an_error() -> None:
    assert found("预算安排500万元，支出420万元，结余70万元。", "T114")[0].expected == "80万元"


def test_an_adjusted_amount_is_recomputed() -> None:
    text = "下达资金111万元，调减40万元，全年实际下达71万元。"
    assert covers(relations(text, Kind.SUM)[0], "111", "40", "71")


def test_two_years_told_in_the_same_words_give_the_change() -> None:
    text = "2022年三公经费决算数合计为1000.86万元。2021年三公经费决算数合计为807.95万元。2022年三公经费决算数相较于上年增加{}万元。"
    finding = found(text.format("275.76"), "T114")[0]
    assert finding.severity is Severity.WARNING
    assert finding.expected == "192.91万元"
    assert quiet(text.format("192.91"))


def test_a_small_change_is_not_the_gap_of_any_two_amounts() -> None:
    text = "三公经费预算79万元，用车费预算75万元。接待费预算4万元，比2021年预算减少4万元。"
    assert not any(covers(r, "79", "75") for r in relations(text, Kind.SUM))


def test_the_year_before_right_behind_the_year_gives_the_change() -> None:
    text = "公务接待费2016年预算8万元，2015年预算12.5万元；对比减少{}万元。"
    assert found(text.format("4.35"), "T114")[0].expected == "4.5万元"
    assert quiet(text.format("4.5"))
