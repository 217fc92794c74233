from fractions import Fraction

from jiheng.checks.finding import Kind, Verdict
from jiheng.checks.text import KnownFact, check_text
from jiheng.reading.document import Document

SPENT = KnownFact(("全年支出", "年度总支出"), Fraction(3556640), "万元", "年度总支出", "决算表第3行")
RATE = KnownFact(("预算执行率",), Fraction("0.9498"), "%", "预算执行率", "由决算表计算")


def test_a_statement_that_agrees_with_the_data_is_sound() -> None:
    answer = check_text(Document("", "", "年度总支出为355.664万元，预算执行率94.98%。"), facts=(SPENT, RATE))
    assert sum(r.kind is Kind.CONFLICT and r.verdict is Verdict.OK for r in answer.relations) == 2


def test_a_statement_that_differs_is_an_error_naming_the_source() -> None:
    answer = check_text(Document("", "", "年度总支出为365.664万元。"), facts=(SPENT,))
    finding = answer.findings[0]
    assert (finding.code, finding.expected) == ("T311", "355.664万元")
    assert "决算表第3行" in finding.message


def test_a_rounded_statement_agrees() -> None:
    answer = check_text(Document("", "", "年度总支出为355.7万元。"), facts=(SPENT,))
    assert answer.findings == ()


def test_a_change_is_not_the_fact_itself() -> None:
    answer = check_text(Document("", "", "年度总支出减少12万元。"), facts=(SPENT,))
    assert answer.findings == ()
