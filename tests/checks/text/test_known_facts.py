"""A statement is compared with the data only where its whole subject is a name of one figure."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.checks.finding import Answer, Kind, Verdict
from jiheng.checks.text import KnownFact, check_text
from jiheng.reading.document import Document

SPENT = KnownFact(
    ("全年支出", "年度总支出", "支出数"), Fraction(3556640), "万元", "年度总支出", "决算表第3行", year=2024
)
RATE = KnownFact(("预算执行率",), Fraction("0.9498"), "%", "预算执行率", "由决算表计算", year=2024)
ROAD = KnownFact(("养护里程",), Fraction(86000), "公里", "养护里程", "results.csv 第 4 行")
OF_PROJECT = KnownFact(
    ("支出数", "预算执行率"), Fraction(2000000), "元", "“河道整治”支出", "payments.csv", about="河道整治工程"
)


def answer(text: str, *facts: KnownFact) -> Answer:
    return check_text(Document("", "", text), facts=facts or (SPENT, RATE, ROAD))


def verdicts(text: str, *facts: KnownFact) -> list[Verdict]:
    return [r.verdict for r in answer(text, *facts).relations if r.because.startswith("与数据核对")]


def test_a_statement_that_agrees_with_the_data_is_sound() -> None:
    found = answer("年度总支出为355.664万元，预算执行率94.98%。")
    assert sum(r.kind is Kind.CONFLICT and r.verdict is Verdict.OK for r in found.relations) == 2


def test_a_statement_that_differs_is_an_error_naming_both_numbers_and_the_source() -> None:
    finding = answer("年度总支出为365.664万元。").findings[0]
    assert (finding.code, finding.stated, finding.expected) == ("T311", "365.664万元", "355.664万元")
    assert "报告写365.664万元，数据为355.664万元" in finding.message
    assert "决算表第3行" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "年度总支出为355.7万元。",
        "2024年我镇年度总支出3,556,640元。",
        "年度总支出约为355.664万元。",
        "截至2024年底，全年支出共计355.66万元。",
        "镇村道路养护，全年养护里程86公里。",
    ],
)
def test_words_of_time_place_and_being_and_rounding_do_not_matter(text: str) -> None:
    assert set(verdicts(text)) == {Verdict.OK}


@pytest.mark.parametrize(
    "text",
    [
        "年度总支出减少12万元。",
        "上年年度总支出为300万元。",
        "2023年，全镇年度总支出为300万元。",
        "预计年度总支出为300万元。",
        "上半年预算执行率50%。",
        "教育年度总支出为30万元。",
        "养护里程≥80公里。",
        "项目平均完成90%，其中养护里程70公里。",
        "年度总支出为20%。",
        "河道整治项目绩效自评报告\n年度总支出为30万元。",
    ],
)
def test_thin_evidence_binds_nothing(text: str) -> None:
    assert verdicts(text) == []


def test_a_name_of_two_figures_binds_nothing() -> None:
    assert verdicts("支出数为300万元。", SPENT, KnownFact(("支出数",), Fraction(1), "元", "另一个", "别处")) == []


def test_a_projects_money_is_known_by_its_bare_name_in_a_sentence_about_it() -> None:
    assert verdicts("河道整治工程全年预算210万元，支出数200万元。", SPENT, OF_PROJECT) == [Verdict.OK]
    assert verdicts("河道整治工程支出数190万元。", SPENT, OF_PROJECT) == [Verdict.WRONG]


def test_a_project_report_speaks_of_its_project_and_two_projects_in_one_sentence_of_neither() -> None:
    assert verdicts("河道整治工程绩效自评报告\n支出数200万元。", SPENT, OF_PROJECT) == [Verdict.OK]
    other = KnownFact(("支出数",), Fraction(1), "元", "另一个", "别处", about="路灯工程")
    assert verdicts("河道整治工程和路灯工程，支出数200万元。", SPENT, OF_PROJECT, other) == []
