from jiheng.checks.finding import Kind, Severity
from tests.checks.text.said import found, quiet, relations


def test_the_score_of_a_rate_is_its_weight_times_the_rate() -> None:
    assert relations("预算执行率指标分值10分，执行率95.35%，得分9.54分。", Kind.SCORE_SUM)


def test_another_score_is_likely_wrong() -> None:
    finding = found("预算执行率指标分值10分，执行率95.35%，得分8.54分。", "T143")[0]
    assert finding.severity is Severity.WARNING
    assert finding.expected == "9.54分"


def test_full_marks_from_a_threshold_on_are_left_alone() -> None:
    assert quiet("预算执行率指标分值10分，执行率95.35%，得分10分。")
