"""Units of measure and values with a unit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.exact import Money
from jiheng.core.measure_unit import is_money, unit
from jiheng.core.quantity import Quantity


@pytest.mark.parametrize(
    ("text", "value", "name"),
    [
        ("100%", "100", "%"),
        ("100％", "100", "%"),
        ("35,616.40万元", "35616.40", "万元"),
        ("6 场", "6", "场"),
        ("30㎡", "30", "㎡"),
        ("5个百分点", "5", "百分点"),
        ("-3.67 %", "-3.67", "%"),
        ("20平米", "20", "平方米"),
    ],
)
def test_it_reads_a_number_with_its_unit(text: str, value: str, name: str) -> None:
    assert Quantity.parse(text) == Quantity(Fraction(value), unit(name))


def test_a_number_without_a_unit_takes_the_one_of_its_column() -> None:
    assert Quantity.parse("12", "万元") == Quantity.parse("12万元")


@pytest.mark.parametrize("text", ["", "万元", "约5个", "5.5.5个"])
def test_what_does_not_begin_with_a_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是"):
        Quantity.parse(text)


@pytest.mark.parametrize(
    ("text", "into", "value"),
    [
        ("1万元", "元", "10000"),
        ("1亿元", "万元", "10000"),
        ("50%", "‰", "500"),
        ("3亩", "平方米", "2000"),
        ("2周", "天", "14"),
        ("1年", "个月", "12"),
        ("1吨", "公斤", "1000"),
        ("1kg", "克", "1000"),
    ],
)
def test_units_of_one_dimension_convert_exactly(text: str, into: str, value: str) -> None:
    assert Quantity.parse(text).into(into).value == Fraction(value)


@pytest.mark.parametrize(("text", "into"), [("5个", "场"), ("5天", "个工作日"), ("5元", "%"), ("5分", "元")])
def test_different_things_do_not_convert(text: str, into: str) -> None:
    with pytest.raises(ValueError, match="不能换算"):
        Quantity.parse(text).into(into)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["元", "千元", "万元", "亿元", "角"]))
def test_money_is_the_same_amount_in_every_unit(fen: int, name: str) -> None:
    assert Quantity(Fraction(fen, 100), unit("元")).into(name).money() == Money(fen)


def test_an_amount_finer_than_a_fen_is_not_money() -> None:
    with pytest.raises(ValueError, match="小数位数"):
        Quantity.parse("0.001元").money()


def test_it_writes_value_and_unit_without_idle_zeros() -> None:
    assert Quantity.parse("37497.280万元").text() == "37497.28万元"


def test_counted_things_only_equal_themselves() -> None:
    assert unit("人次").converts_to(unit(" 人次 "))
    assert not unit("人次").converts_to(unit("人"))


def test_only_units_of_money_are_money() -> None:
    assert is_money("万元")
    assert is_money("人民币元")
    assert not is_money("分")
    assert not is_money("个")
