from jiheng.checks.finding import Severity
from tests.checks.text.said import found


def test_a_control_rate_without_its_definition_asks_for_one_of_three() -> None:
    finding = found("运行成本方面，公用经费控制率为-3.67%，得到有效控制。", "T402")[0]
    assert finding.severity is Severity.INFO
    assert len(finding.cites) == 3


def test_a_definition_beside_the_rate_is_enough() -> None:
    assert not found("公用经费控制率为96.33%（实际支出÷预算安排×100%）。", "T402")
