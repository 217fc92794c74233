"""Chinese numerals: 十二、三方面、百分之九十点五."""

from __future__ import annotations

from fractions import Fraction

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
MAX_LENGTH = 16
"""Longer runs of numeral characters are no number a report writes."""


def read_chinese(text: str) -> Fraction | None:
    """Read a Chinese numeral such as ``十二`` or ``九十点五``; None if it is none."""
    if not text or len(text) > MAX_LENGTH:
        return None
    whole, point, decimals = text.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if not point:
        return Fraction(value)
    if not decimals or any(char not in _DIGITS for char in decimals):
        return None
    tail = int("".join(str(_DIGITS[char]) for char in decimals))
    return value + Fraction(tail, 10 ** len(decimals))


def _whole(text: str) -> int | None:
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        return _DIGITS[text] if len(text) == 1 else int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _POWERS:
            section += (digit or 1) * _POWERS[char]
            digit = 0
        elif char in _MYRIADS:
            total = (total + section + digit) * _MYRIADS[char]
            section = digit = 0
        else:
            return None
    return total + section + digit
