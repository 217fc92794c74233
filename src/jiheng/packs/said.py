"""Numbers of a pack in a finance officer's words."""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.exact import fraction_text
from jiheng.core.measure_unit import unit as unit_of


def number(value: Fraction | None, unit: str = "") -> str:
    """A number of a pack with its unit; a share is written in per cent."""
    if value is None:
        return ""
    if unit == "%":
        return f"{fraction_text(value * 100, 6)}%"
    return fraction_text(value, 6) + (f" {unit}" if unit else "")


def figure(value: Fraction, unit: str) -> str:
    """A threshold in a sentence: per cent, money in 万元 from 1 万元 on, anything else in its unit."""
    known = unit_of(unit)
    if known.dimension == "share" and unit:
        return number(value, "%")
    if known.dimension == "money" and abs(value) >= 10**4:
        return f"{fraction_text(value / 10**4, 6)} 万元"
    return number(value, "元" if known.dimension == "money" else unit)


def gap(value: Fraction, unit: str) -> str:
    """The distance between two values: shares differ by points of percent."""
    if unit and unit_of(unit).dimension == "share":
        return f"{fraction_text(value * 100, 6)} 个百分点"
    return figure(value, unit)


def points(value: Fraction) -> str:
    """Points as lint writes them."""
    return f"{fraction_text(value, 4)} 分"


def difference(found: Fraction, wanted: Fraction) -> str:
    """What a sum of points is, what it should be, and how far they are apart."""
    sign = "+" if found > wanted else "-"
    return f"合计 {points(found)}，应为 {points(wanted)}（差 {sign}{points(abs(found - wanted))}）"
