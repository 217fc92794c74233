from jiheng.checks.finding import Kind, Severity, Verdict
from tests.checks.text.said import covers, found, quiet, relations


def test_a_rise_is_recomputed_from_the_implied_base() -> None:
    sound = relations("收入792.22万元，同比增加189.25万元，增长31.39%。", Kind.GROWTH)
    assert covers(sound[0], "792.22", "189.25", "31.39")


def test_a_fall_measured_on_the_present_amount_is_told_as_such() -> None:
    finding = found("支出共计9.07万元，较上年支出数减少0.71万元，下降7.83%。", "T122")[0]
    assert finding.severity is Severity.ERROR
    assert finding.expected == "7.26%"
    assert "分母" in finding.message


def test_a_wrong_rate_is_an_error() -> None:
    assert found("三公经费41万元，较上年减少19万元，下降43.78%。", "T121")[0].expected == "31.67%"


def test_a_cut_off_rate_is_only_worth_a_look() -> None:
    text = "三公经费决算4.5万元，较上年决算数减少0.03万元，下降0.6%。"
    assert found(text, "T123")[0].expected == "0.7%"
    assert quiet(text)


def test_two_years_side_by_side_need_no_change() -> None:
    assert relations("本年支出125万元，上年支出100万元，同比增长25%。", Kind.GROWTH)


def test_a_change_may_speak_of_an_amount_paragraphs_before() -> None:
    text = "2022年预算公务接待11.8万元，用车10万元。\n各单位从严控制。\n一、二、三。\n公务接待较上年同期减少0.58万元，减少4.68%。"
    assert covers(relations(text, Kind.GROWTH)[0], "11.8", "0.58", "4.68")


def test_a_rate_without_a_base_is_not_checked() -> None:
    assert relations("收入111.11万元，比上年增长9.0%。", Kind.GROWTH, Verdict.UNCHECKED)


def test_changes_of_parts_add_up_to_the_change_of_the_whole() -> None:
    text = "经费较上年减少2.97万元。其中：用车费较上年减少1.33万元；接待费较上年减少1.64万元。"
    assert covers(relations(text, Kind.SUM)[0], "2.97", "1.33", "1.64")


def test_changes_of_parts_that_do_not_add_up_are_likely_wrong() -> None:
    text = "经费较上年减少19万元。其中：用车费较上年减少16万元；接待费较上年减少2.5万元。"
    assert found(text, "T112")[0].severity is Severity.WARNING


def test_a_rate_in_brackets_belongs_to_the_change_before_it() -> None:
    assert covers(relations("三公经费9.80万元，较上年减少18.50万元（65.37%）。", Kind.GROWTH)[0], "18.50", "65.37%")
    assert found("接待费2.30万元，较上年减少1.5万元（42.86%）。", "T121")[0].expected == "39.47%"


def test_changes_of_parts_may_stand_in_sentences_of_their_own_and_go_both_ways() -> None:
    text = "经费比2018年预算减少358万元，下降2.85%。其中：出国费同比增加53万元；接待费同比减少897万元；用车费同比增加486万元。"
    assert covers(relations(text, Kind.SUM)[0], "358", "53", "897", "486")


def test_an_increase_that_was_granted_is_a_change() -> None:
    text = "下达补助资金7826万元，比上年增加安排2144万元，增长37.7%。"
    assert covers(relations(text, Kind.GROWTH)[0], "7826", "2144", "37.7%")
    assert quiet(text)


def test_figures_of_two_years_changed_over_are_found() -> None:
    text = "2024年支出80万元，较上年的100万元{}20万元，{}。"
    assert found(text.format("增加", "增长25%"), "T124")
    assert quiet(text.format("减少", "下降20%"))
