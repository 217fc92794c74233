"""Numbers as people type them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.numeral import MAX_DIGITS, normalise, read_number

FULL_WIDTH = str.maketrans("0123456789.,-+%", "０１２３４５６７８９．，－＋％")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("37497.28", "37497.28"),
        ("37,497.28", "37497.28"),
        ("37 497.28", "37497.28"),
        ("３７，４９７．２８", "37497.28"),
        (" －3.67 ", "-3.67"),
        ("−3.67", "-3.67"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("　12　", "12"),
        ("1,234,567", "1234567"),
    ],
)
def test_it_reads_numbers_in_the_styles_that_people_use(text: str, value: str) -> None:
    assert read_number(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        "1,23",
        "12,34,567",
        "1 2",
        "1.2.3",
        "1e5",
        "五",
        "10³⁰",
        "5²",
        "①",
        "½",
        "٣",
        "--1",
        "1-2",
        "NaN",
        "0x1F",
    ],
)
def test_it_refuses_what_is_not_one_plain_decimal_number(text: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        read_number(text)


def test_it_refuses_more_digits_than_any_budget_needs() -> None:
    assert read_number("9" * MAX_DIGITS) == 10**MAX_DIGITS - 1
    with pytest.raises(ValueError, match="超过 30 位"):
        read_number("9" * (MAX_DIGITS + 1))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_plain_grouped_and_full_width_forms_mean_the_same(value: object) -> None:
    grouped = f"{value:,.4f}"
    assert read_number(grouped) == read_number(grouped.translate(FULL_WIDTH)) == Fraction(str(value))


def test_a_superscript_is_not_folded_into_the_number() -> None:
    assert normalise("30 ㎡") == "30㎡"


def test_blanks_go_except_between_digits() -> None:
    assert normalise(" 2024 年 8 月 ") == "2024年8月"
    assert normalise("1  2") == "1 2"
