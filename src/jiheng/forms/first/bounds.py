"""Targets and results as clerks write them: ``≥95%``, ``不少于6场``, ``50%以上``, ``6月底前``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.measure_unit import unit as unit_of
from jiheng.core.numeral import normalise, read_number

_BEFORE = {
    "≥": r">=|≥|不低于|不少于|不小于|至少|大于等于|大于或等于|达到或超过",
    "≤": r"<=|≤|不高于|不超过|不大于|不多于|至多|小于等于|小于或等于|控制在(?=.*以内)",
    ">": r">|大于|超过|高于|多于",
    "<": r"<|小于|低于|少于",
    "=": r"=|等于|达到|达|完成",
}
_BEHIND = {
    "≥": r"(?:及|或)?以上|(?:及|或)以上",
    "≤": r"(?:及|或)?以(?:内|下)",
}
_DATED = re.compile(r"\d+年\d+月?|\d+月\D|\d+月底?|\d+[./-]\d+[./-]\d+")
_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(.*)", re.DOTALL)
_UNIT = re.compile(r"[^\d\s,，。;；:：≥≤<>=~～—\-]{0,8}")
MOST_DECIMALS = 6
"""Of an indicator's number, as the data set keeps it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A written target or result; ``number`` is None where it is words."""

    operator: str
    number: Fraction | None
    unit: str
    words: str = ""


def read_bound(text: str, unit: str = "") -> Bound:
    """Take a target apart; what is no single number with a unit stays words.

    >>> read_bound("不少于6场")
    Bound(operator='≥', number=Fraction(6, 1), unit='场', words='')
    """
    plain = normalise(text).strip().rstrip("。;；")
    operator, rest = _before(plain)
    behind, rest = _behind(rest)
    match = _NUMBER.fullmatch(rest)
    if (
        match is None
        or _DATED.match(rest)
        or not _UNIT.fullmatch(match[2])
        or not _fits(match[2])
        or (operator and behind and operator != behind)
    ):
        return Bound("定性", None, "", " ".join(text.split()))
    if (number := _number(match[1])) is None:
        return Bound("定性", None, "", " ".join(text.split()))
    return Bound(operator or behind or "=", number, unit_of(match[2] or unit).name)


def _before(text: str) -> tuple[str, str]:
    for operator, pattern in _BEFORE.items():
        if match := re.match(pattern, text):
            return operator, text[match.end() :].strip()
    return "", text


def _behind(text: str) -> tuple[str, str]:
    for operator, pattern in _BEHIND.items():
        if match := re.search(f"(?:{pattern})$", text):
            return operator, text[: match.start()].strip()
    return "", text


def _fits(unit: str) -> bool:
    """A share has nothing behind its sign: 100%按时发放 is a sentence."""
    return not unit.startswith(("%", "‰")) or len(unit) == 1


def _number(text: str) -> Fraction | None:
    try:
        found = read_number(text)
    except ValueError:
        return None
    return found if (found * 10**MOST_DECIMALS).denominator == 1 else None
