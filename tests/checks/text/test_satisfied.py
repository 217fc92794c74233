from jiheng.checks.finding import Kind
from tests.checks.text.said import covers, quiet, relations


def test_satisfied_answers_make_up_the_rate() -> None:
    text = "发放问卷150份，其中非常满意120份，满意20份，一般10份，满意率93.33%。"
    assert any(covers(r, "120", "20", "150", "93.33%") for r in relations(text, Kind.RATIO))


def test_a_rate_of_another_reckoning_is_not_called_wrong() -> None:
    assert quiet("发放问卷150份，其中非常满意120份，满意20份，不满意10份，满意度98%。")
