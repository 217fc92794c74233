from fractions import Fraction

import pytest

from jiheng.checks.text.page import open_page
from jiheng.checks.text.scan import scan
from jiheng.checks.text.statement import Statement
from jiheng.reading.document import Document


def statements(text: str) -> list[Statement]:
    return open_page(Document("", "", text)).statements


def only(text: str) -> Statement:
    found = statements(text)
    assert len(found) == 1, [s.shown for s in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("预算37,497.28万元", 374972800),
        ("预算３７，４９７．２８万元", 374972800),
        ("预算为 37,497.28 万元", 374972800),
        ("预算3.5亿元", 350000000),
        ("支付养老补贴48万，", 480000),
        ("发放14280元", 14280),
        ("下达资金5440万\n元用于建设", 54400000),
        ("安排三百二十万元", 3200000),
    ],
)
def test_money_is_read_in_every_spelling(text: str, yuan: int) -> None:
    assert only(text).value == yuan
    assert only(text).is_money


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("执行率94.98%", "0.9498"),
        ("完成率９５％", "0.95"),
        ("百分之九十点五", "0.905"),
        ("受害率为0.0046‰", "0.0000046"),
    ],
)
def test_shares_are_read_with_and_without_a_sign(text: str, share: str) -> None:
    assert only(text).value == Fraction(share)


@pytest.mark.parametrize(
    "text",
    [
        "2024年度",
        "2021年至2023年",
        "云财绩〔2024〕5号",
        "云财绩[2024]12号",
        "联系电话：0755-12345678",
        "手机13800000000",
        "2024-05-30 10:33",
        "第三批",
        "1.加强管理",
        "（1）加强管理",
        "索引号 115002260093423651/2023-00074",
        "满意度≥**%",
        "M-26直升机",
        "9月底前",
    ],
)
def test_years_dates_numbers_of_documents_and_codes_are_no_quantity(text: str) -> None:
    assert statements(text) == []


def test_a_list_number_glued_to_a_year_is_not_a_decimal() -> None:
    assert [s.shown for s in statements("资金情况。\n1.2023年下达资金353.2万元")] == ["353.2万元"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [("时长≥928小时", ">="), ("时长≧928小时", ">="), ("成本═30万元", "="), ("不低于90分", ">="), ("不超过3天", "<=")],
)
def test_the_operator_of_a_target_is_kept(text: str, bound: str) -> None:
    assert only(text).bound == bound


def test_the_subject_is_the_noun_before_the_number() -> None:
    assert [s.subject for s in statements("基本支出80万元，项目支出20万元")] == ["基本支出", "项目支出"]


def test_a_number_alone_in_its_cell_takes_the_label_before_it() -> None:
    assert only("本级资金（包括结转结余） 73.25").subject == "本级资金"


@pytest.mark.parametrize(("text", "change"), [("较上年减少3万元", "down"), ("同比增长5%", "up"), ("支出3万元", "")])
def test_a_change_is_told_from_a_level(text: str, change: str) -> None:
    assert only(text).change == change


def test_a_negative_rate_keeps_its_sign() -> None:
    assert only("公用经费控制率为-3.67%").value == Fraction("-0.0367")


def test_both_ends_of_a_range_are_rough() -> None:
    assert all(s.rough for s in statements("补助3-5万元"))


def test_about_is_rough() -> None:
    assert only("接待500多人次").rough


def test_spans_lead_back_to_the_text_that_was_read() -> None:
    text = "一、概况\n年度总预算为 37,497.28 万元，已公开。"
    page = open_page(Document("", "", text))
    span = page.spans(page.statements)[0]
    assert text[span.start : span.end] == span.text
    assert span.text.endswith("37,497.28 万元")


def test_a_wrapped_line_is_one_sentence() -> None:
    text = "本年度共安排基础设施建设和公共服务方面的专项资金合\n计300万元"
    assert only(text).subject.endswith("合计")


@pytest.mark.parametrize(("text", "value"), [("以下三方面问题", 3), ("共十二个项目", 12), ("两家单位", 2)])
def test_chinese_numerals_count_things(text: str, value: int) -> None:
    assert only(text).value == value


@pytest.mark.parametrize("text", ["十分重视", "三公经费", "一体化系统", "十四五规划", "千方百计"])
def test_idioms_with_numerals_are_no_numbers(text: str) -> None:
    assert statements(text) == []


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("安排资金12亿3456万元", 1234560000),
        ("共付3万7千元。", 37000),
        ("共付3万7500元。", 37500),
        ("人民币叁拾柒万肆仟玖佰元整", 374900),
        ("合同价壹佰万元", 1000000),
        ("罚款贰佰零伍元叁角", Fraction("205.3")),
        ("全年预算数2,57 6.00万元", 25760000),
        ("支出412.06\n万元，比上年少", 4120600),
        ("支出90¹万元", 900000),
        ("⽀出120\u200b.5万元", 1205000),
    ],
)
def test_money_is_read_in_steps_capitals_and_across_what_parts_its_digits(text: str, yuan: Fraction) -> None:
    assert only(text).value == yuan
    assert only(text).is_money


@pytest.mark.parametrize(
    ("text", "share"),
    [("占三成，", "0.3"), ("占五成五。", "0.55"), ("占一半。", "0.5"), ("增长2倍。", "2"), ("三年翻两番，", "3")],
)
def test_shares_in_words_are_numbers(text: str, share: str) -> None:
    assert (only(text).value, only(text).is_share) == (Fraction(share), True)


@pytest.mark.parametrize(
    "text", ["一成不变", "任务完成得好", "本协议生效，一次不成立", "见附件2。", "12月底", "3月15日"]
)
def test_words_and_numbers_of_papers_are_no_quantities(text: str) -> None:
    assert statements(text) == []


def test_a_count_behind_a_large_number_is_no_step_of_it() -> None:
    assert [s.shown for s in statements("惠及5万3个村")] == ["5万", "3个"]


def test_a_month_behind_an_operator_is_a_target() -> None:
    month = only("完成时间≤9月")
    assert month.value == 9
    assert (month.bound, month.unit) == ("<=", "月")


def test_digits_that_a_blank_parts_keep_both_readings() -> None:
    found = scan("支出23 10.60万元").tokens
    assert [token.written for token in found] == ["23", "10.60"]
    assert [str(other.value) for other in found[1].alternatives] == ["11553/5"]
