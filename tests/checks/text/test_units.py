import pytest

from jiheng.checks.finding import Kind
from tests.checks.text.said import found, quiet, relations


def test_an_amount_per_year_without_money_is_found() -> None:
    assert found("采用每人不超过500/年标准进行救助。", "T171")[0].expected == "500元/年"


@pytest.mark.parametrize("text", ["争取资金3.3亿元（33000万元）用于管网。", "投入3.30亿元，即33012万元，用于管网。"])
def test_one_amount_in_two_units_is_sound(text: str) -> None:
    assert relations(text, Kind.UNIT)
    assert quiet(text)


def test_a_slip_between_units_is_found() -> None:
    assert found("争取资金3.3亿元（3300万元）用于管网。", "T173")[0].expected == "33000万元"
