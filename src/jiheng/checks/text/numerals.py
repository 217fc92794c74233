"""Chinese numerals: 十二、三方面、百分之九十点五、叁拾柒万肆仟玖佰元."""

from __future__ import annotations

from fractions import Fraction

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_CAPITALS = str.maketrans(
    "壹弌贰貳弍叁參叄弎肆伍陆陸柒捌玖拾佰陌仟阡萬億圆圓", "一一二二二三三三三四五六六七八九十百百千千万亿元元"
)
_COINS = {"角": Fraction(1, 10), "分": Fraction(1, 100)}
CAPITAL_DIGITS = "壹贰貳弍叁參叄肆伍陆陸柒捌玖"
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


def read_capitals(text: str) -> Fraction | None:
    """Read an amount in capitals, in yuan: 叁拾柒万肆仟玖佰元伍角整; None if it is none.

    >>> read_capitals("叁拾柒万肆仟玖佰元整"), read_capitals("壹佰元零伍分")
    (Fraction(374900, 1), Fraction(2001, 20))
    """
    whole, _, coins = text.translate(_CAPITALS).rstrip("整正").partition("元")
    value = _whole(whole.replace("零", "〇").lstrip("〇") or "〇") if whole else 0
    if value is None:
        return None
    total = Fraction(value)
    rest = coins.replace("零", "")
    while rest:
        if len(rest) < 2 or rest[0] not in _DIGITS or rest[1] not in _COINS:
            return None
        total, rest = total + _DIGITS[rest[0]] * _COINS[rest[1]], rest[2:]
    return total
