"""Reads a sentence as an official does: on which side of a bound does it put a figure, and does the figure stand there."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from fractions import Fraction

FIGURE = r"([-−]?[\d,]*\d(?:\.\d+)?)\s?(%|个百分点|万元|元|人|天|个工作日)?"
HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "不低于": operator.ge,
    "不超过": operator.le,
    "不高于": operator.le,
    "低于": operator.lt,
    "高于": operator.gt,
    "超过": operator.gt,
    "达到": operator.ge,
}
_VERB = "|".join(HOLDS)
_COMPARED = re.compile(f"{FIGURE}(?: 分)?[，,]?\\s?({_VERB})(?:及格线|目标|满分点)?\\s?{FIGURE}")
_BESIDE = re.compile(f"{FIGURE}，比 {FIGURE} (低|高) {FIGURE}")
_BAND = re.compile(f"{FIGURE}，属“([^”]+)”一档")
_BORDERS = ((f"{FIGURE} 及以上", operator.ge), *((f"(?<!不){verb} {FIGURE}", HOLDS[verb]) for verb in ("低于", "高于")))


def number(text: str, unit: str | None) -> Fraction:
    """A figure as printed, money in 元."""
    value = Fraction(text.replace(",", "").replace("−", "-"))
    return value * 10_000 if unit == "万元" else value


def claims(sentence: str) -> Iterator[tuple[str, bool]]:
    """Every comparison that the sentence prints, and whether its printed figures hold it."""
    for found in _COMPARED.finditer(sentence):
        one, other = number(found[1], found[2]), number(found[4], found[5])
        yield found[0], HOLDS[found[3]](one, other)
    for found in _BESIDE.finditer(sentence):
        one, other, gap = (number(found[at], found[at + 1]) for at in (1, 3, 6))
        yield found[0], (one < other if found[5] == "低" else one > other) and gap > 0
    for found in _BAND.finditer(sentence):
        value = number(found[1], found[2])
        for pattern, holds in _BORDERS:
            yield from ((found[0], holds(value, number(*each.groups()))) for each in re.finditer(pattern, found[3]))


def assert_true(*sentences: str) -> int:
    """Every printed comparison holds as printed; gives how many there were."""
    told = [claim for sentence in sentences for claim in claims(sentence)]
    assert not [text for text, holds in told if not holds]
    return len(told)
