"""Exact numbers as an official would write them beside a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from jiheng.core import beside
from jiheng.core.exact import Money, Points, decimal_text, fraction_text, half_up, percent_places
from jiheng.core.measure_unit import unit as unit_of


def points(units: Fraction | int) -> str:
    """Points given in 1/10 000, e.g. ``4.75 分``."""
    return f"{Points(half_up(Fraction(units).numerator, Fraction(units).denominator)).shown()} 分"


def share(value: Fraction, *bounds: Fraction) -> str:
    """A share as a percentage: ``94.98%``, ``95%``; with more decimals where these decide."""
    return beside.short_percent(value, *bounds)


def spoken(value: Fraction, unit: str, *bounds: Fraction) -> str:
    """The value of a measure, with the digits that tell it from each bound.

    Money (in 元) is told from 1 万元 on in 万元, shares in per cent, other things in their unit.
    """
    if unit == "元":
        return beside.amount(Money.rounded(value), *(Money.rounded(bound) for bound in bounds))
    if unit_of(unit).dimension == "share" and unit:
        return share(value, *bounds)
    return f"{beside.number(value, *bounds)} {unit}".rstrip()


def with_unit(value: Fraction, unit: str, *bounds: Fraction) -> str:
    """A value as it was filled in, in its own unit: ``94.98%``, ``17 公里``."""
    if unit == "%":
        return share(value / 100, *(bound / 100 for bound in bounds))
    text = beside.number(value, *bounds)
    return f"{text}{unit}" if unit == "‰" else f"{text} {unit}".rstrip()


def gap(value: Fraction, unit: str, *bounds: Fraction) -> str:
    """The distance between two values of a measure; shares differ by percentage points."""
    if unit_of(unit).dimension == "share" and unit:
        return f"{beside.number(value * 100, *(bound * 100 for bound in bounds), least=2)} 个百分点"
    return spoken(value, unit, *bounds)


def needed(value: Fraction, unit: str) -> str:
    """How much of a measure it takes to come to a goal; less than what is told would not do."""
    enough = ceiling(value, unit)
    return beside.exact_amount(Money.rounded(enough)) if unit == "元" else spoken(enough, unit)


def telling(weight: Fraction, portion: Fraction, places: int) -> str:
    """The share with as many decimals as it is told with, or as a reader needs to come to the same points."""
    wanted, least = _rounded(weight * portion, places), percent_places(portion)
    for digits in range(least, least + 8):
        scale = 100 * 10**digits
        kept = Fraction(half_up(portion.numerator * scale, portion.denominator), scale)
        if _rounded(weight * kept, places) == wanted:
            return _percentage(kept, digits)
    return _percentage(portion, least + 8)


def _percentage(value: Fraction, places: int) -> str:
    """No shorter than the share itself is told, so that one figure reads alike in a sentence."""
    text = fraction_text(value * 100, places)
    return share(value) if len(text.partition(".")[2]) <= 2 else f"{text}%"


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
