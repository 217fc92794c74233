"""Figures beside a bound, in words: written with the digits that decide on which side of it they stand."""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.exact import Money, at_places, decimal_text, fraction_text, half_up, percent_places, places_beside

HUNDRED_YUAN = 10_000
"""In 分: what two decimals of 万元 can tell."""


def percent(share: Fraction, *bounds: Fraction) -> str:
    """A share as a percentage with its two decimals, or with those that decide: ``94.98%``, ``79.996%``."""
    value, places = share * 100, percent_places(share, bounds)
    return decimal_text(half_up(value.numerator * 10**places, value.denominator), places) + "%"


def short_percent(share: Fraction, *bounds: Fraction) -> str:
    """As ``percent``, whole per cents without decimals: ``94.98%``, ``98.70%``, ``80%``."""
    value = share * 100
    return f"{value.numerator}%" if value.denominator == 1 else percent(share, *bounds)


def number(value: Fraction, *bounds: Fraction, least: int = 4) -> str:
    """A value with at most ``least`` decimals, or with those that decide; trailing zeros dropped."""
    return fraction_text(value, places_beside(value, bounds, least))


def amount(money: Money, *bounds: Money) -> str:
    """An amount from one 万元 on in 万元, where two decimals of it decide; else in 元 to the 分."""
    if not money:
        return "0 元"
    hundreds = [at_places(Fraction(each.units, HUNDRED_YUAN), 0) for each in (money, *bounds)]
    hidden = any(each != money and told == hundreds[0] for each, told in zip(bounds, hundreds[1:], strict=True))
    if abs(money.units) < 10**6 or hidden:
        return f"{money.yuan()} 元"
    return f"{money.wan()} 万元"


def exact_amount(money: Money) -> str:
    """An amount that is to be paid or taken back to the 分, because less would not do: in 万元 only where that is all of it."""
    return f"{money.yuan()} 元" if money.units % HUNDRED_YUAN else amount(money)
