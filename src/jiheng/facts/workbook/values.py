"""Values into cells so that they read back equal."""

from __future__ import annotations

from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.facts.cell import MAX_DIGITS_OF_FLOAT, Value
from jiheng.facts.schema import Column
from jiheng.facts.workbook.styles import Styles
from jiheng.facts.written import decimal, is_risky, written


def write_value(sheet: Worksheet, at: tuple[int, int], column: Column, value: Value, styles: Styles) -> None:
    """Write one value; a number that a double cannot hold, and all text, is written as text."""
    style = styles.entry(column.kind)
    number = _number(value)
    if value is None or value == "":
        sheet.write_blank(*at, None, style)
    elif number is not None and _fits_a_double(number):
        sheet.write_number(*at, float(number), style)
    elif isinstance(value, Month):
        sheet.write_datetime(*at, value.end.replace(day=1), style)
    elif column.kind == "date":
        sheet.write_datetime(*at, value, style)
    else:
        text = written(column, value)
        sheet.write_string(*at, text, styles.entry(column.kind, risky=number is None and is_risky(text)))


def _number(value: Value) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, Money | Points | Fraction | int):
        return None
    return value.exact if isinstance(value, Money | Points) else Fraction(value)


def _fits_a_double(value: Fraction) -> bool:
    return len(decimal(value).lstrip("-").replace(".", "").strip("0")) <= MAX_DIGITS_OF_FLOAT
