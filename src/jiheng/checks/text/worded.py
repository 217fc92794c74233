"""Numbers that stand in words: amounts in capitals, 三成, 一半, 翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jiheng.checks.text.measure_words import Measure
from jiheng.checks.text.numerals import CAPITAL_DIGITS, read_capitals, read_chinese
from jiheng.checks.text.token import Token

_CAPITAL = re.compile(
    r"[壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟零万亿萬億]{1,24}(?:[元圆圓](?:[零壹贰貳叁參肆伍陆陸柒捌玖]{1,2}[角分]){0,2}[整正]?)"
)
_TENTHS = re.compile(
    r"(?<![十百零〇完达建组构变生促养合现落收赞不])([一二两三四五六七八九])成(?:([一二三四五六七八九])|(半))?(?=[以左的,。;:、)\n多]|$)"
)
_HALF = re.compile(r"(?<![进对另下上前后折年])(?:一半|半数)(?=[以左的,。;:、)\n]|$)")
_DOUBLED = re.compile(r"翻(?:了|上|了近)?([一二两三四五六七八九1-9])番")
_NEARLY = re.compile(r"(?:近|约|超|超过|逾|将近|大约|接近|过)$")
_OR_MORE = re.compile(r"多|以上|左右|以下|以内")
_WORDED = frozenset("壹贰貳弍叁參叄肆伍陆陸柒捌玖成半番")


def worded_tokens(text: str) -> Iterator[Token]:
    """Find capital amounts, tenths (三成), halves and doublings (翻一番 is growth by once as much again)."""
    if _WORDED.isdisjoint(text):
        return
    yield from _capitals(text)
    yield from _tenths(text)
    for match in _HALF.finditer(text):
        yield _worded(text, match, Fraction(50), 0, ("%", Fraction(1, 100)))
    for match in _DOUBLED.finditer(text):
        times = read_chinese(match[1]) or Fraction(int(match[1]))
        yield _worded(text, match, Fraction(2 ** int(times) - 1), 0, ("倍", Fraction(1)))


def _capitals(text: str) -> Iterator[Token]:
    for match in _CAPITAL.finditer(text):
        if (value := read_capitals(match[0])) is not None and not set(CAPITAL_DIGITS).isdisjoint(match[0]):
            yuan = Measure("元", "money", Fraction(1), match.end(), rough=False)
            coins = 2 if match[0].rstrip("整正")[-1] == "分" else 1 if match[0].rstrip("整正")[-1] == "角" else 0
            yield Token(*match.span(), match[0], value, coins, yuan, exact=True)


def _tenths(text: str) -> Iterator[Token]:
    for match in _TENTHS.finditer(text):
        digits = read_chinese(match[1]), read_chinese(match[2]) if match[2] else Fraction(5 if match[3] else 0)
        if digits[0] is not None and digits[1] is not None:
            yield _worded(text, match, digits[0] + digits[1] / 10, len(match[0]) - 2, ("成", Fraction(1, 10)))


def _worded(text: str, match: re.Match[str], value: Fraction, places: int, unit: tuple[str, Fraction]) -> Token:
    start, end = match.span()
    rough = bool(_NEARLY.search(text[max(start - 2, 0) : start]) or _OR_MORE.match(text, end))
    return Token(start, end, match[0], value, places, Measure(unit[0], "share", unit[1], end, rough=rough), rough=rough)
