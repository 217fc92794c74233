"""How a spreadsheet shows a value: the number formats that budget tables use, rounded half-up and without float noise."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from jiheng.core.exact import half_up

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

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|[_*](?:.)|\[([^\]]*)\]|([#0?.,]+)|(General|G/通用格式)|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,6})?)")
_HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_NOISE = 4
"""A value is noisy if 12 digits write it this many characters shorter than 15 do."""


class Shown(NamedTuple):
    """A cell as displayed, and the stored number in the scale of the display (37,497,283 as 3,749.7 is 3749.7283)."""

    text: str
    exact: Fraction | None = None


@dataclass(slots=True)
class _Section:
    """One section of a format: what stands before, between and behind the digits, and how these are written."""

    prefix: str = ""
    suffix: str = ""
    body: list[str] = field(default_factory=list)
    """Placeholders (0, #, ?), the decimal point as ``.``, literals between digits led by ``"``."""
    grouped: bool = False
    divisor: int = 1
    factor: int = 1
    general: bool = False
    condition: tuple[str, Fraction] | None = None

    @property
    def whole(self) -> list[str]:
        """What stands before the decimal point."""
        return self.body[: self.body.index(".")] if "." in self.body else self.body

    @property
    def decimals(self) -> list[str]:
        """The placeholders behind the decimal point."""
        return self.body[self.body.index(".") + 1 :] if "." in self.body else []

    @property
    def drawn_point(self) -> int:
        """How many digits stand behind a point that is only drawn (0 and 0 with a literal point between)."""
        marks = [at for at, item in enumerate(self.body) if item in ('".', '"．')]
        return len(self.body) - marks[-1] - 1 if len(marks) == 1 and "." not in self.body else 0

    @property
    def scale(self) -> Fraction:
        """Displayed value for one of the stored."""
        return Fraction(self.factor, self.divisor * 10**self.drawn_point)


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
    """Write a cell's value as the spreadsheet displays it under a format code.

    A negative number shows its minus also where the format leaves it to a colour or to brackets.
    """
    return display(value, code).text


def display(value: object, code: str = "") -> Shown:
    """Write a cell's value as displayed, with the number that is stored behind it."""
    if isinstance(value, bool):
        return Shown("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _show_number(value, code)
    if isinstance(value, datetime | date):
        return Shown(_show_date(value, code))
    if isinstance(value, time):
        return Shown(value.isoformat("minutes"))
    if isinstance(value, timedelta):
        hours, minutes = divmod(value // timedelta(minutes=1), 60)
        return Shown(f"{hours}:{minutes:02d}")
    return Shown("" if value is None else str(value))


def _show_number(value: float, code: str) -> Shown:
    plain = plain_number(value)
    if "e" in plain or not plain.lstrip("-").replace(".", "").isdigit():
        return Shown(plain)
    exact = Fraction(plain)
    section = _choose(_sections(code), exact)
    if section is None:
        return Shown(plain, exact)
    if not section.body and not section.general:
        return Shown((section.prefix + section.suffix).strip(), exact)
    return Shown(_write(exact, plain, section), exact * section.scale)


def _choose(sections: tuple[_Section | None, ...], value: Fraction) -> _Section | None:
    """The section for the value: by its condition, else by its sign."""
    if any(section is not None and section.condition for section in sections):
        return next((s for s in sections if s is not None and _meets(s, value)), None)
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0] if sections else None


def _meets(section: _Section, value: Fraction) -> bool:
    if section.condition is None:
        return True
    sign, bound = section.condition
    return _HOLDS[sign](value, bound)


def _write(exact: Fraction, plain: str, section: _Section) -> str:
    size = abs(exact)
    digits = plain.lstrip("-") if section.general else _digits(size * section.factor / section.divisor, section)
    sign = "-" if exact < 0 and digits.strip("0.,") else ""
    prefix, suffix = section.prefix.strip(), section.suffix.rstrip()
    if exact < 0:
        prefix, suffix = prefix.replace("-", "").removeprefix("(").removeprefix("（"), suffix.rstrip(")）")
    return f"{sign}{prefix}{digits}{suffix}"


def _digits(size: Fraction, section: _Section) -> str:
    places = len(section.decimals)
    units = half_up(size.numerator * 10**places, size.denominator)
    whole, part = divmod(units, 10**places)
    decimals = f"{part:0{places}d}" if places else ""
    for item in reversed(section.decimals):
        if item == "0" or not decimals.endswith("0"):
            break
        decimals = decimals[:-1]
    return _whole(whole, section) + (f".{decimals}" if decimals else "")


def _whole(whole: int, section: _Section) -> str:
    """The digits before the point, filled into their places from the right."""
    if section.grouped:
        return f"{whole:,}"
    holders = [item for item in section.whole if not item.startswith('"')]
    least = len(holders) - next((at for at, item in enumerate(holders) if item == "0"), len(holders))
    digits = list(str(whole).zfill(max(least, 1)))
    parts: list[str] = []
    for item in reversed(section.whole):
        if item.startswith('"'):
            parts.append(item[1:] if digits else "")
        elif digits:
            parts.append(digits.pop())
    return "".join(digits) + "".join(reversed(parts))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section | None, ...]:
    if not code or code.lower() == "general" or code == "@" or len(code) > MAX_CODE:
        return ()
    return tuple(_parse(section) for section in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[:3])


def _parse(code: str) -> _Section | None:
    """Take one section apart; None if it is of a kind not shown here (fractions, exponents, dates)."""
    section = _Section()
    for quoted, escaped, bracket, pattern, general, other in _TOKEN.findall(code):
        if other and other.isalpha() and other.isascii():
            return None
        if other == "/" and section.body:
            return None
        section.general = section.general or bool(general)
        if condition := _CONDITION.fullmatch(bracket):
            section.condition = (condition[1], Fraction(condition[2]))
        elif pattern:
            _take_pattern(section, pattern)
        elif literal := quoted + escaped + _currency(bracket) + other:
            _take_literal(section, literal, percent=other == "%")
    if section.body and not any(item in "0#" for item in section.body):
        section.body = []
    return section


def _take_literal(section: _Section, literal: str, *, percent: bool) -> None:
    section.factor *= 100 if percent else 1
    if section.body or section.general:
        section.suffix += literal
    else:
        section.prefix += literal


def _take_pattern(section: _Section, pattern: str) -> None:
    """Take placeholders; a literal between digits becomes one of their items."""
    if pattern.strip(",") and section.body and section.suffix.strip():
        section.body.append('"' + section.suffix)
        section.suffix = ""
    digits = pattern.rstrip(",")
    section.divisor *= 1000 ** (len(pattern) - len(digits)) if section.body or digits else 1
    section.grouped = section.grouped or "," in digits
    section.body += [char for char in digits if char in "0#?" or (char == "." and "." not in section.body)]


def _currency(bracket: str) -> str:
    """The sign in ``[$¥-804]``; colours show nothing."""
    return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""


def _show_date(value: date, code: str) -> str:
    if "年" in code:
        day = f"{value.day}日" if "d" in code.lower() else ""
        return f"{value.year}年{value.month}月{day}"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "minutes")
    return value.strftime("%Y-%m-%d")
