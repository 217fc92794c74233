"""Claim: a calculation written out comes to the result written behind it (48/50×100%=96%; 600+400=1000万元)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.core.exact import fraction_text
from jiheng.core.numeral import MAX_DIGITS

_UNIT = r"(?:[万亿]?元|分|[个人户项次亩份家台套]|公里|平方米)?"
_NUMBER = rf"\d[\d,]*(?:\.\d+)?(?:%|{_UNIT})"
_FORMULA = re.compile(
    rf"(?<![\d.,/+*×÷A-Za-z-])(?P<left>\(?{_NUMBER}(?:[-+*×÷/]\(?{_NUMBER}\)?){{1,12}})=(?P<right>\d[\d,]*(?:\.\d+)?)(?P<percent>%?)"
)
_TOKEN = re.compile(r"[-+*×÷/()]|\d[\d,]*(?:\.\d+)?|%|[万亿]?元")
_SCALES = {"万元": 10**4, "亿元": 10**8, "元": 1}
_MOST_TOKENS = 60


def find(page: Page) -> Iterator[Relation | Finding]:
    """Carry out every calculation that is written out with its result."""
    for match in _FORMULA.finditer(page.text):
        value = _evaluate(match["left"])
        if value is not None and len(match[0]) < MAX_DIGITS * 4:
            yield from _judge(page, match, value)


def _judge(page: Page, match: re.Match[str], value: Fraction) -> Iterator[Relation | Finding]:
    written = match["right"].replace(",", "")
    places = len(written.partition(".")[2])
    stated = Fraction(written) / (100 if match["percent"] else 1)
    step = Fraction(1, 10**places) / (100 if match["percent"] else 1)
    scale = _scale_of(page.text, match)
    gap = abs(value / scale - stated)
    shown = fraction_text(value / scale * (100 if match["percent"] else 1), max(places, 2)) + match["percent"]
    kind = Kind.RATIO if match["percent"] else Kind.SUM
    spans = (page.span(match.start(), match.end()),)
    sound = gap < step
    verdict = Verdict.OK if sound else Verdict.WRONG
    yield Relation(kind, verdict, spans, match["right"] + match["percent"], shown, match["left"])
    if not sound:
        message = f"{match['left']} = {shown}，文中写{match['right']}{match['percent']}"
        code = "T101" if match["percent"] else "T114"
        stated_as = match["right"] + match["percent"]
        yield report(code, message, spans, stated=stated_as, expected=shown, kind=kind)


def _scale_of(text: str, match: re.Match[str]) -> int:
    """The unit behind the result, if the numbers before it carry units themselves."""
    if "元" not in match["left"]:
        return 1
    unit = re.compile(r"[万亿]?元").match(text, match.end())
    return _SCALES[unit[0]] if unit else 1


def _evaluate(expression: str) -> Fraction | None:
    """Carry out + − × ÷ and brackets on exact numbers; None if it is no whole calculation."""
    tokens = _TOKEN.findall(expression)
    if len(tokens) > _MOST_TOKENS or tokens.count("(") != tokens.count(")"):
        return None
    try:
        value, rest = _sum(tokens)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return None if rest else value


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0] in "+-":
        sign = tokens[0]
        right, tokens = _product(tokens[1:])
        value = value + right if sign == "+" else value - right
    return value, tokens


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, tokens = _atom(tokens)
    while tokens and tokens[0] in "*×÷/":
        sign = tokens[0]
        right, tokens = _atom(tokens[1:])
        value = value * right if sign in "*×" else value / right
    return value, tokens


def _atom(tokens: list[str]) -> tuple[Fraction, list[str]]:
    if tokens[0] == "(":
        value, tokens = _sum(tokens[1:])
        return value, tokens[1:]
    value = Fraction(tokens[0].replace(",", ""))
    tokens = tokens[1:]
    if tokens and tokens[0] == "%":
        return value / 100, tokens[1:]
    if tokens and tokens[0] in _SCALES:
        return value * _SCALES[tokens[0]], tokens[1:]
    return value, tokens
