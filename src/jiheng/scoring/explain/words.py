"""Exact numbers as an official would write them beside a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from jiheng.core.exact import Money, Points, decimal_text, fraction_text, half_up
from jiheng.core.measure_unit import unit as unit_of

WAN = 10_000


def points(units: Fraction | int) -> str:
    """Points given in 1/10 000, e.g. ``4.75 分``."""
    return f"{Points(half_up(Fraction(units).numerator, Fraction(units).denominator)).shown()} 分"


def share(value: Fraction, places: int = 2) -> str:
    """A share as a percentage, trailing zeros dropped: ``94.98%``, ``95%``."""
    return f"{fraction_text(value * 100, places)}%"


def spoken(value: Fraction, unit: str) -> str:
    """The value of a measure: money (in 元) from 1 万元 on in 万元, shares in per cent, other things in their unit."""
    if unit == "元":
        return _money(value)
    if unit_of(unit).dimension == "share" and unit:
        return share(value)
    return f"{fraction_text(value, 4)} {unit}".rstrip()


def _money(value: Fraction) -> str:
    money = Money.rounded(value)
    if not money:
        return "0 元"
    return f"{money.yuan()} 元" if abs(money.units) < WAN * 100 else f"{money.wan()} 万元"


def with_unit(value: Fraction, unit: str) -> str:
    """A value as it was filled in: ``94.98%``, ``17 公里``."""
    text = fraction_text(value, 4)
    return f"{text}{unit}" if unit in ("%", "‰") else f"{text} {unit}".rstrip()


def gap(value: Fraction, unit: str) -> str:
    """The distance between two values of a measure; shares differ by percentage points."""
    if unit_of(unit).dimension == "share" and unit:
        return f"{fraction_text(value * 100, 2)} 个百分点"
    return spoken(value, unit)


def telling(weight: Fraction, portion: Fraction, places: int) -> str:
    """The share with as many decimals, from two up, as a reader needs to come to the same points."""
    wanted = _rounded(weight * portion, places)
    for digits in range(2, 9):
        scale = 100 * 10**digits
        kept = Fraction(half_up(portion.numerator * scale, portion.denominator), scale)
        if _rounded(weight * kept, places) == wanted:
            return share(kept, digits)
    return share(portion, 8)


def _rounded(value: Fraction, places: int) -> int:
    step = 10 ** (Points.PLACES - places)
    return half_up(value.numerator, value.denominator * step)


def ceiling(value: Fraction, unit: str) -> Fraction:
    """The smallest amount of a measure that is not below ``value``: whole 分 of money, whole things."""
    if unit == "元":
        return Fraction(-(-value * 100 // 1), 100)
    if unit_of(unit).dimension == "share":
        return value
    return Fraction(-(-value // 1))


def listed(items: Iterator[str] | list[str], most: int = 5) -> str:
    """Some of the items, and how many more there are."""
    every = list(items)
    tail = f" 等 {len(every)} 项" if len(every) > most else ""
    return "、".join(every[:most]) + tail


def signed(units: int) -> str:
    """Points with their sign, for residuals."""
    return f"{'+' if units > 0 else ''}{decimal_text(units, Points.PLACES)}"


def told_together(told: Iterable[tuple[str, str]]) -> str:
    """What is said of several things, each thing by name; those of which the same is said stand together."""
    names: dict[str, list[str]] = {}
    for name, text in told:
        if text:
            names.setdefault(text.strip().rstrip("。；"), []).append(name)
    return "；".join(f"{'、'.join(of)}：{text}" for text, of in names.items())
