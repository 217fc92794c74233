from tests.checks.text.said import quiet


def test_a_rate_of_another_reckoning_is_not_called_wrong() -> None:
    assert quiet("发放问卷150份，其中非常满意120份，满意20份，不满意10份，满意度98%。")
