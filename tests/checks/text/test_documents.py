from jiheng.checks.finding import Kind, Severity
from tests.checks.text.said import covers, found, quiet, relations

_ORDER = "青财农〔2023〕41号《关于下达2023年水利发展资金预算的通知》，下达我县2023年"


def test_one_document_cited_twice_grants_the_same() -> None:
    text = f"{_ORDER}资金791万元。\n按照{_ORDER}资金791万元。"
    assert any("两次引用" in r.because for r in relations(text, Kind.CONFLICT))


def test_a_part_larger_than_all_that_the_document_grants_is_a_conflict() -> None:
    finding = found(f"{_ORDER}资金5万元。\n{_ORDER}山洪灾害防治设施维养6万元。", "T302")[0]
    assert finding.severity is Severity.WARNING
    assert covers(finding, "5万元", "6万元")


def test_a_document_may_grant_parts_told_apart() -> None:
    assert quiet(f"{_ORDER}资金50万元。\n{_ORDER}山洪灾害防治设施维养6万元。")
    assert quiet(f"{_ORDER}小流域治理50万元。\n{_ORDER}山洪灾害防治设施维养6万元。")
