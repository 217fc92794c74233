from jiheng.checks.finding import Kind
from tests.checks.text.said import covers, found, relations


def test_price_times_number_is_recomputed() -> None:
    assert relations("按每人500元标准救助20人，共发放10000元。", Kind.UNIT)


def test_months_may_be_a_third_factor() -> None:
    assert relations("岗位补贴1200元/人，安置30人，补贴10个月，共计36万元。", Kind.UNIT)


def test_a_wrong_product_is_found() -> None:
    assert found("培训补助300元/人，培训40人，共13000元。", "T172")[0].expected == "12000元"


def test_an_average_was_rounded_itself() -> None:
    text = "增加安排385.8万元，惠及2522户，户均增加安排1530元。"
    assert covers(relations(text, Kind.UNIT)[0], "385.8", "2522", "1530")


def test_things_of_many_kinds_have_a_price_each() -> None:
    assert relations("新建蓄水池5口，每口投资3.2万元，合计16万元。", Kind.UNIT)
