from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.facts.cell import MAX_TEXT, Cell, Unfit, Value, as_text, exact_float
from jiheng.facts.coerce import coerce
from jiheng.facts.schema import Column, ColumnKind
from jiheng.facts.written import written


def read(kind: ColumnKind, cell: Cell, **more: object) -> Value:
    return coerce(Column("列", kind, **more), cell)  # type: ignore[arg-type]  # kinds are parameters here


def problem(kind: ColumnKind, cell: Cell, **more: object) -> str:
    with pytest.raises(Unfit) as caught:
        read(kind, cell, **more)
    assert caught.value.fix
    return caught.value.problem


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("37,497.28", 3749728),
        ("３７，４９７．２８", 3749728),
        ("37497.28元", 3749728),
        ("3.749728万元", 3749728),
        ("0.0003亿元", 3000000),
        ("¥100", 10000),
        (37497.28, 3749728),
        (0, 0),
        ("0", 0),
        (1e13, 10**15),
    ],
)
def test_amounts_are_exact_fen(cell: Cell, fen: int) -> None:
    assert read("money", cell) == Money(fen)


def test_bare_amounts_take_the_unit_of_the_sheet() -> None:
    assert coerce(Column("金额", "money"), 37497.28, "万元") == Money.parse("374972800")
    assert coerce(Column("金额", "money"), "5元", "万元") == Money.parse("5")


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_amount_that_a_cell_can_hold_is_recovered_from_its_double(fen: int) -> None:
    assert coerce(Column("金额", "money", signed=True), fen / 100) == Money(fen)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("壹佰元", "不是数字"),
        ("10³⁰", "不是数字"),
        (1e30, "大得不合常理"),
        ("1" + "0" * 30, "超过 30 位"),
        ("-1", "负数"),
        (-1.5, "负数"),
        ("1.234", "还细"),
        ("0.0000001万元", "还细"),
        (0.1 + 0.2, "15 位"),
        (float("nan"), "不是数字"),
        (float("inf"), "不是数字"),
        (True, "不是数字"),
        (date(2024, 3, 5), "不是数字"),
    ],
)
def test_amounts_that_no_budget_has_are_refused(cell: Cell, why: str) -> None:
    assert why in problem("money", cell)


@pytest.mark.parametrize("cell", ["", "  ", None, "-", "—", "/"])
def test_empty_cells_and_dashes_are_missing_not_zero(cell: Cell) -> None:
    assert read("money", cell) is None
    assert read("number", cell) is None


def test_a_dash_in_a_text_cell_is_text() -> None:
    assert read("text", "-") == "-"


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-05",
        "2024/3/5",
        "2024年3月5日",
        "20240305",
        "2024.3.5",
        "２０２４－０３－０５",
        "45356",
        45356.0,
        20240305.0,
        date(2024, 3, 5),
        datetime.fromisoformat("2024-03-05 09:30"),
    ],
)
def test_dates_in_every_usual_style_are_read(cell: Cell) -> None:
    assert read("date", cell) == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2024-02-30", "没有这一天"),
        ("三月五日", "不是日期"),
        ("24-3-5", "不是日期"),
        ("1024-03-05", "年份"),
        (datetime.fromisoformat("2424-03-05"), "年份"),
        (0.5, "不是日期"),
        (True, "不是日期"),
    ],
)
def test_days_that_do_not_exist_are_refused(cell: Cell, why: str) -> None:
    assert why in problem("date", cell)


@pytest.mark.parametrize("cell", ["2024-08", "2024年8月", "202408", "2024/8", "2024-08-31", date(2024, 8, 1), 45505.0])
def test_months_in_every_usual_style_are_read(cell: Cell) -> None:
    assert read("month", cell) == Month(2024, 8)


def test_months_that_do_not_exist_are_refused() -> None:
    assert "没有这个月份" in problem("month", "2024-13")
    assert "不是月份" in problem("month", "八月")


@pytest.mark.parametrize("cell", ["是", "√", "true", "TRUE", "1", "Y", True, 1.0])
def test_yes_is_read_in_its_usual_forms(cell: Cell) -> None:
    assert read("flag", cell) is True


@pytest.mark.parametrize("cell", ["否", "×", "false", "0", "n", False, 0.0])
def test_no_is_read_in_its_usual_forms(cell: Cell) -> None:
    assert read("flag", cell) is False


def test_perhaps_is_refused() -> None:
    assert "是" in problem("flag", "大概")


@pytest.mark.parametrize(
    ("cell", "share"), [("95%", "0.95"), ("９５％", "0.95"), ("0.95", "0.95"), (0.95, "0.95"), ("1", "1")]
)
def test_percentages_are_shares(cell: Cell, share: str) -> None:
    assert read("percent", cell) == Fraction(share)


def test_a_percentage_without_its_sign_is_ambiguous() -> None:
    assert "不明确" in problem("percent", "95")
    assert "不明确" in problem("percent", 95.0)


def test_a_figure_is_an_amount_in_yuan_or_a_share() -> None:
    assert read("figure", "37,497.28万元") == 374972800
    assert read("figure", "94.98%") == Fraction("0.9498")
    assert read("figure", "96.37") == Fraction("96.37")


def test_a_number_with_a_percent_sign_keeps_what_stands_before_it() -> None:
    assert read("number", "94.98%") == Fraction("94.98")


@pytest.mark.parametrize(
    ("cell", "why"), [("6场", "不是数字"), ("≥95", "不是数字"), ("1.1234567", "小数超过"), (1e15, "大得")]
)
def test_numbers_with_anything_else_are_refused(cell: Cell, why: str) -> None:
    assert why in problem("number", cell)


def test_points_have_four_decimals_and_no_sign() -> None:
    assert read("points", "22.5") == Points.parse("22.5")
    assert "小数超过 4 位" in problem("points", "1.00001")
    assert "负数" in problem("points", "-1")


def test_integers_are_whole_and_not_negative() -> None:
    assert read("integer", "2,024") == 2024
    assert read("integer", 46.0) == 46
    assert "整数" in problem("integer", "4.5")
    assert "整数" in problem("integer", "-4")


@pytest.mark.parametrize("cell", ["2024", 2024.0, "２０２４", "2024年", "2024年度"])
def test_years_have_four_digits(cell: Cell) -> None:
    assert read("year", cell) == 2024


@pytest.mark.parametrize("cell", ["今年", "24", "20245", "-2024", "2" * 5000])
def test_years_that_no_budget_has_are_refused(cell: Cell) -> None:
    assert "年份" in problem("year", cell)


@pytest.mark.parametrize(("cell", "code"), [(" ００１ ", "001"), (1.0, "1"), (1.1, "1.1"), ("1 2", "12"), (True, "是")])
def test_codes_are_plain_text(cell: Cell, code: str) -> None:
    assert read("code", cell) == code


def test_a_code_that_lost_digits_in_a_double_is_refused() -> None:
    assert "15 位" in problem("code", 4401130000001234567.0)


def test_choices_are_matched_in_their_usual_spellings() -> None:
    assert read("choice", ">=", choices=("≥", "≤")) == "≥"
    assert read("choice", "因公出国(境)费", choices=("因公出国（境）费",)) == "因公出国（境）费"
    assert "可选范围" in problem("choice", "大于", choices=("≥", "≤"))


def test_text_is_trimmed_and_uses_one_kind_of_line_break() -> None:
    assert read("text", " 甲\r\n乙\r丙 ") == "甲\n乙\n丙"
    assert read("text", 6.0) == "6"
    assert read("text", 0.25) == "0.25"
    assert read("text", datetime.fromisoformat("2024-03-05")) == "2024-03-05"
    assert read("text", datetime.fromisoformat("2024-03-05 09:30")) == "2024-03-05 09:30:00"
    assert read("text", time(9, 30)) == "09:30:00"


def test_text_that_no_cell_can_hold_is_refused() -> None:
    assert "控制字符" in problem("text", "甲\x07乙")
    assert "字" in problem("text", "长" * (MAX_TEXT + 1))


def test_a_cell_is_shown_as_a_person_sees_it() -> None:
    assert as_text(None) == ""
    assert as_text(1e20) == "1e+20"
    assert as_text(date(2024, 3, 5)) == "2024-03-05"


def test_the_shortest_decimal_of_a_double_is_what_was_typed() -> None:
    assert exact_float(37497.28) == Fraction("37497.28")
    assert exact_float(-0.5) == Fraction(-1, 2)
    assert exact_float(1e-5) == Fraction("0.00001")


KINDS = get_args(ColumnKind)
CELLS = st.one_of(
    st.text(max_size=30),
    st.text("0123456789.,-%/年月日元万是否", max_size=12),
    st.floats(),
    st.booleans(),
    st.integers(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.none(),
)


@given(st.sampled_from(KINDS), CELLS, st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_any_cell_is_read_or_told_and_what_is_read_is_written_and_read_again(
    kind: ColumnKind, cell: Cell, unit: str
) -> None:
    column = Column("列", kind, choices=("≥", "是"), signed=True)
    with suppress(Unfit):
        value = coerce(column, cell, unit)
        assert coerce(column, written(column, value)) == value or value == ""
