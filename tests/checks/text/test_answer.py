from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.checks.finding import Verdict
from jiheng.checks.text import check_plain, check_text
from jiheng.core.fault import Place
from jiheng.reading.document import Block, Document
from tests.checks.text.said import alarms

REPORT = (
    "云岭县青禾镇2024年度部门整体支出绩效自评报告\n一、基本情况\n"
    "2024年我镇年度总预算为 3,749.28 万元，年度总支出为 3,561.40 万元，预算执行率为 94.99%。"
    "履职效能指标得分为49.37分，管理效率指标得分为47.00分，合计得分96.37分，评价等级为“优”。\n"
    "当前主要面临以下三方面问题：一是目标不科学。二是人员不足。三是协调难度大。\n二、下一步措施\n"
    "各部门按照预算绩效管理要求落实责任，加强监控，按月通报进度，及时整改问题，确保资金安全规范使用。履职效能自评得分 49.43 分。\n"
)


def test_a_report_with_one_slip_has_one_error() -> None:
    answer = check_plain(REPORT)
    assert [finding.code for finding in alarms(answer)] == ["T301"]
    assert answer.coverage.checked >= 8


def test_coverage_never_counts_more_than_there_is() -> None:
    coverage = check_plain(REPORT).coverage
    assert 0 <= coverage.checked <= coverage.numbers
    assert coverage.not_checked == coverage.numbers - coverage.checked


def test_an_empty_text_has_an_empty_answer() -> None:
    answer = check_plain("")
    assert (answer.relations, answer.findings, answer.coverage.numbers) == ((), (), 0)


def test_a_finding_knows_its_place() -> None:
    text = "预算安排500万元，实际支出400万元，预算执行率为90%。"
    block = Block(0, len(text), Place(file="自评.docx", line=7))
    finding = check_text(Document("自评.docx", "", text, (block,))).findings[0]
    assert finding.place == block.place


def test_a_relation_that_was_not_checked_says_why() -> None:
    assert all(r.because for r in check_plain(REPORT * 2).relations if r.verdict is Verdict.UNCHECKED)


NUMBERS = st.text(
    alphabet="0123456789.,%万亿元个分≥≤〔〕()（）年月日号、。；：\n 其中合计较上年减少下降率得支出预算", max_size=300
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), NUMBERS))
def test_no_text_breaks_it_and_every_span_is_true(text: str) -> None:
    answer = check_plain(text)
    spans = [span for item in answer.relations for span in item.spans]
    spans += [span for item in answer.findings for span in item.spans]
    assert all(text[span.start : span.end] == span.text for span in spans)
