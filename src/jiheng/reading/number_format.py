"""How a spreadsheet shows a value: the number formats that budget tables use, rounded half-up and without float noise."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiheng.core.exact import decimal_text, half_up

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    31: "yyyy年m月d日", 57: "yyyy年m月", 58: "m月d日",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
    49: "@",
}  # fmt: skip
"""Formats that files name by number only (ECMA-376, 18.8.30, with the Chinese date forms)."""

MAX_CODE = 255
"""Spreadsheets allow no longer format code."""

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*](?:.)|\[([^\]]*)\]|([#0?.,]+)|(.)', re.DOTALL)
_NOISE = 4
"""A value is noisy if 12 digits write it this many characters shorter than 15 do."""


class _Section(NamedTuple):
    """One section of a format: what stands before and after the digits, and how these are written."""

    prefix: str
    suffix: str
    places: int
    optional: int
    grouped: bool
    factor: int
    divisor: int
    digits: bool


def plain_number(value: float) -> str:
    """Write a binary number as the decimal that was meant: 15 digits, fewer where the last are noise."""
    full = _positional(format(value, ".15g"))
    short = _positional(format(value, ".12g"))
    return short if "." in full and len(full) - len(short) >= _NOISE and "e" not in short else full


def _positional(text: str) -> str:
    if "e" not in text:
        return text
    return text if abs(int(text.partition("e")[2])) > 30 else format(Decimal(text), "f")


def show(value: object, code: str = "") -> str:
    """Write a cell's value as the spreadsheet displays it under a format code."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _show_number(value, code)
    if isinstance(value, datetime | date):
        return _show_date(value, code)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        hours, minutes = divmod(value // timedelta(minutes=1), 60)
        return f"{hours}:{minutes:02d}"
    return "" if value is None else str(value)


def _show_number(value: float, code: str) -> str:
    plain = plain_number(value)
    sections = _sections(code)
    if not sections or "e" in plain or not plain.lstrip("-").replace(".", "").isdigit():
        return plain
    section, signed = _choose(sections, value)
    if section is None:
        return plain
    if not section.digits:
        return (section.prefix + section.suffix).strip()
    return _write(plain if signed else plain.lstrip("-"), section)


def _choose(sections: tuple[_Section | None, ...], value: float) -> tuple[_Section | None, bool]:
    """The section for the value, and whether the sign is still to be written."""
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _write(plain: str, section: _Section) -> str:
    whole, _, decimals = plain.partition(".")
    numerator = int(whole + decimals) * 10**section.places * section.factor
    units = half_up(numerator, 10 ** len(decimals) * section.divisor)
    digits = decimal_text(units, section.places, grouped=section.grouped)
    for _ in range(section.optional):
        digits = digits.removesuffix("0")
    sign = "-" if digits.startswith("-") else ""
    return f"{sign}{section.prefix.strip()}{digits.removeprefix('-').removesuffix('.')}{section.suffix.rstrip()}"


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section | None, ...]:
    if not code or code.lower() == "general" or code == "@" or len(code) > MAX_CODE:
        return ()
    return tuple(_parse(section) for section in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[:3])


def _parse(section: str) -> _Section | None:
    """Take one section apart; None if it is of a kind not shown here (fractions, exponents, dates)."""
    before, after, digits, percent = "", "", "", 0
    for quoted, escaped, bracket, pattern, other in _TOKEN.findall(section):
        if pattern and digits and after.strip():
            return None  # literals between the digits
        if pattern:
            digits += pattern
        elif other and other.isalpha() and other.isascii():
            return None
        elif digits:
            after += quoted + escaped + _currency(bracket) + other
        else:
            before += quoted + escaped + _currency(bracket) + other
        percent += other == "%"
    whole, _, decimals = digits.partition(".")
    thousands = len(digits) - len(digits.rstrip(","))
    decimals = decimals.rstrip(",")
    return _Section(
        prefix=before,
        suffix=after,
        places=len(decimals),
        optional=len(decimals) - len(decimals.rstrip("#?")),
        grouped="," in whole.rstrip(","),
        factor=100**percent,
        divisor=1000**thousands,
        digits=bool(digits.strip("?")),
    )


def _currency(bracket: str) -> str:
    """The sign in ``[$¥-804]``; colours and conditions show nothing."""
    return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""


def _show_date(value: date, code: str) -> str:
    if "年" in code:
        day = f"{value.day}日" if "d" in code.lower() else ""
        return f"{value.year}年{value.month}月{day}"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "minutes")
    return value.strftime("%Y-%m-%d")
