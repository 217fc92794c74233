import pytest

from jiheng.checks.finding import Kind
from tests.checks.text.said import covers, found, quiet, relations


def test_an_amount_per_year_without_money_is_found() -> None:
    assert found("采用每人不超过500/年标准进行救助。", "T171")[0].expected == "500元/年"


@pytest.mark.parametrize("text", ["争取资金3.3亿元（33000万元）用于管网。", "投入3.30亿元，即33012万元，用于管网。"])
def test_one_amount_in_two_units_is_sound(text: str) -> None:
    assert relations(text, Kind.UNIT)
    assert quiet(text)


def test_a_slip_between_units_is_found() -> None:
    assert found("争取资金3.3亿元（3300万元）用于管网。", "T173")[0].expected == "33000万元"


def test_numbers_add_up_though_a_conversion_dropped_some_of_their_units() -> None:
    text = "棚户区改造开工198007（其中，城镇棚户区197825套，工矿棚户区182），基本建成99890套。"
    assert covers(relations(text, Kind.COUNT)[0], "198007", "197825", "182")
    assert not relations(text.replace("197825", "197835"), Kind.COUNT)
