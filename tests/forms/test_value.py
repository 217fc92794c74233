from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.exact import Money, Points
from jiheng.forms import value as v
from jiheng.packs.layout import Format


@pytest.mark.parametrize(
    ("value", "wanted", "text"),
    [
        (v.money(Money.parse("374972800")), None, "37,497.28万元"),
        (v.money(Money.parse("374972800")), "元", "374,972,800.00元"),
        (v.money(Money.parse("374972800")), "数", "37,497.28"),
        (v.money(Money(-1)), "元", "-0.01元"),
        (v.share(Fraction(35616_40, 37497_28)), None, "94.98%"),
        (v.share(Fraction(1)), None, "100%"),
        (v.share(Fraction(99999, 100000)), None, "99.999%"),
        (v.share(Fraction(-4, 109)), None, "-3.67%"),
        (v.points(Points.parse("49.37")), None, "49.37分"),
        (v.points(Points.parse("47")), None, "47.00分"),
        (v.points(Points.parse("10")), "数", "10"),
        (v.points(Points.parse("9.8765")), None, "9.8765分"),
        (v.quantity(6, "场"), None, "6场"),
        (v.quantity(Fraction("97.5"), "%"), None, "97.50%"),
        (v.quantity(Fraction("17.4"), "万元"), None, "17.40万元"),
        (v.quantity(Fraction("2.5"), "公里"), "整数", "3"),
        (v.day(date(2024, 12, 31)), None, "2024年12月31日"),
        (v.day(date(2024, 12, 31)), "日期", "2024-12-31"),
        (v.words("优"), None, "优"),
        (v.money(None), None, ""),
    ],
)
def test_running_text_writes_a_value_with_its_unit(value: v.Value, wanted: Format | None, text: str) -> None:
    assert v.written(value, wanted) == text


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (v.words("优"), "万元"),
        (v.share(Fraction(1)), "元"),
        (v.quantity(6, "场"), "百分比"),
        (v.money(Money(1)), "日期"),
    ],
)
def test_a_format_for_another_kind_of_value_does_not_fit(value: v.Value, wanted: Format) -> None:
    assert not value.fits(wanted)


@given(st.integers(-(10**14), 10**14))
def test_a_number_cell_holds_an_amount_to_the_fen(fen: int) -> None:
    held = v.number(v.money(Money(fen)))
    assert held is not None
    assert held.exact * 10_000 == Money(fen).exact


@given(st.integers(-(10**12), 10**12))
def test_what_a_number_cell_shows_is_what_running_text_writes(fen: int) -> None:
    value = v.money(Money(fen))
    held = v.number(value)
    assert held is not None
    assert held.shown() + "万元" == v.written(value)


@given(st.fractions(min_value=-2, max_value=2, max_denominator=10**6))
def test_a_rate_shows_the_same_digits_in_a_cell_and_in_running_text(ratio: Fraction) -> None:
    held = v.number(v.share(ratio))
    assert held is not None
    assert held.shown() == v.written(v.share(ratio))


def test_a_number_too_long_for_a_spreadsheet_is_written_as_text() -> None:
    assert v.number(v.quantity(1234567890123456, "元件")) is None
    assert v.number(v.quantity(123456789012345, "元件")) is not None


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))
def test_fifteen_digits_reach_the_file_unchanged(units: int, places: int) -> None:
    """The writer formats with sixteen digits: a Decimal passes through where a double would not."""
    exact = Decimal(units).scaleb(-places)
    assert Decimal(f"{exact:.16G}") == exact


def test_a_target_with_an_operator_is_text_in_a_cell() -> None:
    held = v.Value("数值", Fraction(6), "场", prefix="≥")
    assert v.number(held) is None
    assert v.written(held) == "≥6场"
