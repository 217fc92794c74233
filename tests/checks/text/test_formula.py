import pytest

from tests.checks.text.said import quiet


@pytest.mark.parametrize(
    "other", ["规格为3*1.8*2。", "2023-2024年度=两年。", "满意度=95%。", "比例1/2。", "5/0=0。", "((((1+2=3。"]
)
def test_what_is_no_calculation_is_left_alone(other: str) -> None:
    assert quiet(other)
