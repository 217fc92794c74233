from jiheng.checks.finding import Kind, Severity
from tests.checks.text.said import found, relations

_HEADER = "三级指标 指标值 实际完成值 分值 得分 "


def test_a_row_of_target_and_actual_value_is_compared() -> None:
    assert relations(_HEADER + "指标1：新生儿访视 214人 214人 2 2 指标2：建册 120人 120人 2 2", Kind.UNMET)


def test_an_unmet_row_with_points_taken_off_is_worth_a_look() -> None:
    finding = found(_HEADER + "指标1：孕妇访视 214人 203人 2 1.8 指标2：建册 120人 120人 2 2", "T161")[0]
    assert finding.severity is Severity.INFO


def test_an_unmet_row_with_full_marks_is_likely_wrong() -> None:
    finding = found(_HEADER + "指标1：孕妇访视 214人 203人 2 2 指标2：建册 120人 120人 2 2", "T162")[0]
    assert finding.severity is Severity.WARNING


def test_where_less_is_more_a_lower_value_is_no_fault() -> None:
    assert not found(_HEADER + "指标1：投诉件数 12件 3件 2 2 指标2：建册 120人 120人 2 2", "T162")
