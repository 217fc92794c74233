from jiheng.checks.finding import Kind
from tests.checks.text.said import covers, found, relations


def test_amounts_glued_to_damaged_document_numbers_come_apart() -> None:
    text = "下达救灾资金26031万元预算，具体为：云财建〔20202185000万元，云财建〔20206216031万元，云财环〔202026315000万元。"
    text = text.replace("16031万元，", "16031万元，").replace("26031", "36031")
    assert relations(text, Kind.SUM)
    assert found(text, "T503")


def test_digits_that_do_not_add_up_stay_unjudged() -> None:
    text = "下达救灾资金99999万元预算，具体为：云财建〔20202185000万元，云财建〔20206216031万元。"
    assert relations(text, Kind.SUM) == []


def test_budget_spending_and_full_rate_come_apart() -> None:
    assert covers(relations("年度资金总额:21182118100%其中:", Kind.RATIO)[0], "21182118100%")


def test_a_weight_between_them_is_allowed() -> None:
    assert relations("年度资金总额:202010100.00%10其中", Kind.RATIO)
