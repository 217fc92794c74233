"""A fact on its way to paper: its exact value, how it is written, and what a number cell holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from jiheng.core import beside
from jiheng.core.exact import Fixed, Money, Points, decimal_text, fraction_text, half_up, percent_places
from jiheng.core.fault import Place
from jiheng.core.measure_unit import unit as unit_of
from jiheng.packs.layout import Format

Kind = Literal["文字", "金额", "比率", "分值", "数值", "日期"]

WAN = 10_000
_FITS: dict[Format, tuple[Kind, ...]] = {
    "万元": ("金额",),
    "元": ("金额",),
    "百分比": ("比率",),
    "分": ("分值",),
    "数": ("金额", "比率", "分值", "数值"),
    "整数": ("数值", "分值"),
    "日期": ("日期",),
    "年月日": ("日期",),
    "文字": ("文字", "金额", "比率", "分值", "数值", "日期"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One fact: 金额 in 元, 比率 as a plain ratio, 分值 in points, 数值 in its ``unit``."""

    kind: Kind
    exact: Fraction | None = None
    unit: str = ""
    text: str = ""
    day: date | None = None
    places: tuple[Place, ...] = ()
    prefix: str = ""
    """Written before the number, e.g. ≥; such a value is text in a cell."""
    template: bool = False
    """A text of the narrative: it holds bindings itself."""

    @property
    def missing(self) -> bool:
        """Whether there is nothing to write."""
        return self.exact is None and self.day is None and not self.text

    def fits(self, wanted: Format | None) -> bool:
        """Whether the format is one for this kind of value."""
        return wanted is None or self.kind in _FITS[wanted]


def words(text: str, *places: Place) -> Value:
    """A text."""
    return Value("文字", text=text, places=places)


def money(amount: Money | None, *places: Place) -> Value:
    """An amount of money."""
    return Value("金额", None if amount is None else amount.exact, "元", places=places)


def points(amount: Fixed | None, *places: Place) -> Value:
    """A weight or a score."""
    return Value("分值", None if amount is None else amount.exact, "分", places=places)


def share(ratio: Fraction | None, *places: Place) -> Value:
    """A rate; 1 is 100 %."""
    return Value("比率", ratio, "%", places=places)


def day(when: date | None, *places: Place) -> Value:
    """A day."""
    return Value("日期", day=when, places=places)


def quantity(value: Fraction | int | None, unit: str, *places: Place) -> Value:
    """A number as a row holds it, in its own unit: 100 with ``%`` is 100 %, 6 with ``场`` is 6场."""
    exact = None if value is None else Fraction(value)
    known = unit_of(unit)
    if known.dimension == "money":
        return Value("金额", None if exact is None else exact * known.factor, "元", places=places)
    if known.name == "%":
        return share(None if exact is None else exact / 100, *places)
    return Value("数值", exact, known.name, places=places)


def measured(value: Fraction | None, unit: str, *places: Place) -> Value:
    """A measure's value: a rate is a plain ratio, money is in 元."""
    return share(value, *places) if unit == "%" else quantity(value, unit, *places)


def written(value: Value, wanted: Format | None = None, *, long_dates: bool = True) -> str:
    """Write a value with its unit as running text does: 37,497.28万元, 94.98%, 49.37分, 6场."""
    if value.missing:
        return ""
    if value.kind == "文字":
        return value.text
    if value.kind == "日期":
        return _date(value, long=wanted == "年月日" or (long_dates and wanted != "日期"))
    digits = value.prefix + _digits(value, wanted)
    if wanted in {"数", "整数"}:
        return digits
    return digits + ("元" if wanted == "元" else _UNITS.get(value.kind, value.unit))


_UNITS: dict[Kind, str] = {"金额": "万元", "比率": "%", "分值": "分"}


def _date(value: Value, *, long: bool) -> str:
    assert value.day is not None
    return f"{value.day.year}年{value.day.month}月{value.day.day}日" if long else value.day.isoformat()


def _digits(value: Value, wanted: Format | None) -> str:
    assert value.exact is not None
    exact = value.exact
    if wanted == "整数":
        return str(half_up(exact.numerator, exact.denominator))
    if value.kind == "金额":
        return _decimal(exact if wanted == "元" else exact / WAN, 2, grouped=True)
    if value.kind == "比率":
        return beside.short_percent(exact)[:-1]
    if value.kind == "分值":
        return fraction_text(exact, 4) if wanted == "数" else Points.rounded(exact).shown()
    return fraction_text(exact, 6)


def _decimal(exact: Fraction, places: int, *, grouped: bool = False) -> str:
    return decimal_text(half_up(exact.numerator * 10**places, exact.denominator), places, grouped=grouped)


@dataclass(frozen=True, slots=True)
class Number:
    """What a number cell holds: a decimal of at most 15 digits, and the pattern that shows it."""

    exact: Fraction
    pattern: str

    def shown(self) -> str:
        """The cell as a reader sees it."""
        percent = self.pattern.endswith("%")
        body = self.pattern.rstrip("%")
        places = len(body.partition(".")[2])
        text = _decimal(self.exact * (100 if percent else 1), places, grouped="," in body)
        return text + ("%" if percent else "")


MAX_DIGITS = 15
"""A spreadsheet's number keeps 15 digits; longer ones are written as text."""


def number(value: Value, wanted: Format | None = None) -> Number | None:
    """The number for a cell that holds this value and nothing else; None if it must be text."""
    if value.exact is None or value.prefix or wanted == "文字":
        return None
    held = _held(value, wanted)
    digits = len(str(abs(held.exact.numerator * (10**12 // held.exact.denominator))).rstrip("0"))
    return held if digits <= MAX_DIGITS else None


def _held(value: Value, wanted: Format | None) -> Number:
    assert value.exact is not None
    exact = value.exact
    if wanted == "整数":
        return Number(Fraction(half_up(exact.numerator, exact.denominator)), "0")
    if value.kind == "金额":
        return Number(_cut(exact if wanted == "元" else exact / WAN, 6), "#,##0.00")
    if value.kind == "比率":
        places = 0 if (exact * 100).denominator == 1 else percent_places(exact)
        return Number(_cut(exact, places + 2), f"0.{'0' * places}%" if places else "0%")
    if value.kind == "分值" and wanted != "数":
        held = _cut(exact, 4)
        return Number(held, "0.00" if (held * 100).denominator == 1 else "0.0000")
    held = _cut(exact, 6)
    return Number(held, _plain_pattern(held))


def _cut(exact: Fraction, places: int) -> Fraction:
    return Fraction(half_up(exact.numerator * 10**places, exact.denominator), 10**places)


def _plain_pattern(held: Fraction) -> str:
    places = len(fraction_text(held, 6).partition(".")[2])
    return f"0.{'0' * places}" if places else "0"
