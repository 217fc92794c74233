from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.reading.number_format import display, plain_number, show


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.1 + 0.2, "", "0.3"),
        (37497.28 - 35616.40, "General", "1880.88"),
        (123.450000000001, "", "123.45"),
        (374972812345.67, "", "374972812345.67"),
        (1 / 3, "", "0.333333333333333"),
        (5.0, "", "5"),
        (440113000001.0, "@", "440113000001"),
        (1e20, "", "100000000000000000000"),
        (0.949836, "0.00%", "94.98%"),
        (0.94985, "0.00%", "94.99%"),
        (0.5, "0%", "50%"),
        (94.985, "0.00", "94.99"),
        (2.675, "0.00", "2.68"),
        (37497.28, "#,##0.00", "37,497.28"),
        (-37497.28, "#,##0.00", "-37,497.28"),
        (-3.5, "0.0;(0.0)", "-3.5"),
        (-160.75, "#,##0.00;[Red]#,##0.00", "-160.75"),
        (-160.75, "[Red]-#,##0.00", "-160.75"),
        (1, "000", "001"),
        (374973123, "0\\.0,", "37497.3"),
        (374973123, '0!.0,"万"', "37497.3万"),
        (95, '[>=90]"优";[>=60]"良";"差"', "优"),
        (75, '[>=90]"优";[>=60]"良";"差"', "良"),
        (50, '[>=90]"优";[>=60]"良";"差"', "差"),
        (5, 'General"元"', "5元"),
        (8, 'G/通用格式"元"', "8元"),
        (20241, "0000-00", "0202-41"),
        (0, "0.00;-0.00;;@", ""),
        (-1234.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-1,234.50"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (1234.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50"),
        (12.5, '0.00"万元"', "12.50万元"),
        (12.5, '0.##"; 万元"', "12.5; 万元"),
        (12, "0.##", "12"),
        (100, "[$¥-804]#,##0.00", "¥100.00"),
        (3, "[Red]0.0", "3.0"),
        (1234567, "#,##0,", "1,235"),
        (-0.001, "0.00", "0.00"),
        (12345, '0\\.0,"万"', "1.2万"),
        (0.25, "# ?/?", "0.25"),
        (12345, "0.00E+00", "12345"),
    ],
)
def test_numbers_are_shown_as_the_spreadsheet_shows_them(value: float, code: str, shown: str) -> None:
    assert show(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (date(2024, 12, 31), "yyyy-mm-dd", "2024-12-31"),
        (date(2024, 8, 1), "yyyy年m月d日", "2024年8月1日"),
        (date(2024, 8, 1), "yyyy年m月", "2024年8月"),
        (datetime(2024, 8, 1, 9, 30), "", "2024-08-01 09:30"),  # noqa: DTZ001 - a spreadsheet knows no zone
        (datetime(2024, 8, 1), "", "2024-08-01"),  # noqa: DTZ001 - a spreadsheet knows no zone
        (time(9, 30), "", "09:30"),
        (timedelta(hours=30), "", "30:00"),
        (True, "0.00", "TRUE"),
        ("已完成", "0.00", "已完成"),
        (None, "", ""),
    ],
)
def test_other_values_have_their_forms(value: object, code: str, shown: str) -> None:
    assert show(value, code) == shown


@given(st.decimals(-(10**9), 10**9, places=2))
def test_no_amount_in_fen_gains_or_loses_a_digit(amount: Decimal) -> None:
    assert Decimal(plain_number(float(amount))) == amount


@given(st.floats(allow_nan=True), st.text(max_size=12))
def test_any_number_under_any_code_is_shown_somehow(value: float, code: str) -> None:
    assert isinstance(show(value, code), str)


@pytest.mark.parametrize(
    ("value", "code", "exact"),
    [
        (7.506, "0.0", "7.506"),
        (374973123, "0\\.0,", "37497.3123"),
        (0.98765, "0.0%", "98.765"),
        (1234567, "#,##0,", "1234.567"),
    ],
)
def test_the_stored_number_comes_in_the_scale_of_the_display(value: float, code: str, exact: str) -> None:
    assert display(value, code).exact == Fraction(exact)
