"""Digits and Chinese numerals of a folded text, and what among them is no quantity.

Years, dates, document numbers, telephone numbers, codes, list numbers and masked digits are set
aside as *noise*; digits that a conversion glued to a damaged document number are kept as *glued*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.text.measure_words import Measure, read_measure
from jiheng.checks.text.numerals import read_chinese
from jiheng.checks.text.token import Reading, Token
from jiheng.checks.text.worded import worded_tokens
from jiheng.core.numeral import MAX_DIGITS

__all__ = ["Glued", "Reading", "Scan", "Token", "scan"]

_YEAR = r"(?:19|20)\d{2}"
_NOISE = re.compile(
    r"(?=[0-9A-Za-z〔\[【(第*\"])(?:"
    r"https?://[^\s\u4e00-\u9fff]+|www\.[^\s\u4e00-\u9fff]+"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<![\d.])0\d{2,3}-\d{7,8}|(?<!\d)400-?\d{3}-?\d{4}(?![\d.万亿元])"
    rf"|(?<!\d){_YEAR}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?(?!\d)"
    r"|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)"
    r"|〔\d{4}〕第?\d+号?|[\[【(]\d{4}[\]】)]第?\d+号|〔\d+号|\[\d+\]"
    r"|(?<![\d.])\d+号|第\d+(?:[-、~至]\d+)?"
    rf"|(?<![\d.])(?<!\d,){_YEAR}年?(?:[-~—至到和、/]{_YEAR})+(?!\d)(?:年度?)?|(?<![\d.])(?<!\d,){_YEAR}年度?(?!期)"
    r"|(?<=[\u4e00-\u9fff])20[012]\d{2,6}(?=[号)])|(?<=\n)20[012]\d(?=[\u4e00-\u9fff])"
    r"|(?<![\d.])(?:1[0-2]|0?[1-9])月\d{1,2}日"
    r"|(?<![\d.≥≤><=])(?:1[0-2]|0?[1-9])(?:[-~—至](?:1[0-2]|0?[1-9]))?月(?:份|底|初|末|[上中下]旬)?"
    r"|(?<=附件)\d{1,2}(?![\d.万亿元个%项份])|(?<=[附、和见如下《]表)\d{1,2}(?:-\d{1,2})?(?![\d.万亿元个%])"
    r"|(?<=月)\d{1,2}日"
    r"|(?<![A-Za-z])[A-Za-z]{1,40}[-_.]?\d[A-Za-z0-9._/-]*|(?<![\d.])\d+[A-Za-z]+(?!(?<=m)[23])\d[A-Za-z0-9._/-]*"
    r"|(?<![\d.])\d+[-/]\d+[-/]\d[\d/-]*|(?<![\d.])\d{6,}-\d[\d-]*"
    r"|\(\d{1,2}\)(?!%)|(?:(?<=[\n。;:])|(?<![\s\S]))\d{1,2}(?:[、)](?!\d{3}[万元])|\.(?!\d)|\.20[012]\d年度?)"
    r"|\d{0,12}\*{2,}\d{0,12}|\"\d{1,2}\+[^\"]{1,6}\""
    r")"
)
_STEPS = re.compile(
    r"(?<![\d.,])(\d[\d,]{0,11}(?:\.\d{1,6})?)(万亿|亿|万)(?:(\d{1,4}(?:\.\d{1,6})?)(?=(万|千|百)?[^\d,.])(万|千|百)?)"
    r"(?:(\d{1,4}(?:\.\d{1,6})?)(?=元))?"
)
"""An amount in two or three steps: 12亿3456万元, 3万7千元, 3万7500元."""
_SCALED = re.compile(r"[\d,.]{1,19}[万亿]\d")
_POWERS = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
_GLUED = re.compile(r"〔(\d{7,20})(?=(?:\.\d+)?[万亿元])|〔\d{4}〕(\d{5,16})(?=(?:\.\d+)?[万亿元])|〔\d{4,12}(?= )")
_PARTED = re.compile(r"(?<![\d.,])(\d{1,3}) (\d{1,3}(?:,\d{3})*(?:\.\d+)?)$")
_CHINESE = re.compile(r"(?:百分之)?[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,8})?")
_BARE_POWERS = frozenset("百千万亿十")
_NOT_COUNTED = frozenset(
    {"级", "期", "分", "年", "日", "天", "点", "周", "本", "部", "口", "道", "段", "元", "路", "对", "村"}
)
_BOUNDS = {
    "大于等于": ">=",
    "小于等于": "<=",
    "不低于": ">=",
    "不少于": ">=",
    "不小于": ">=",
    "不超过": "<=",
    "不高于": "<=",
    "不大于": "<=",
    "不多于": "<=",
    "控制在": "<=",
    ">=": ">=",
    "<=": "<=",
    "大于": ">",
    "小于": "<",
    "≥": ">=",
    "≤": "<=",
    ">": ">",
    "<": "<",
    "=": "=",
}
_BOUND = re.compile("(?:" + "|".join(map(re.escape, _BOUNDS)) + ")$")
_BOUND_ENDS = frozenset({*(word[-1] for word in _BOUNDS), "|", " ", "\n"})
_DASHES = frozenset("-~—至到")
_SIGNS = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "="}
_SIGN_CELL = re.compile(r"\|[ \n]?([≥≤><=])[ \n]?\|[ \n]?$")
_RANGE_AFTER = re.compile(r"[-~—至到](?:-?\d)")
_RANGE_BEFORE = re.compile(r"\d(?:%|[万亿]?元|[个人次])?[-~—至到]$")


@dataclass(frozen=True, slots=True)
class Glued:
    """Digits stuck to a damaged document number: ``digits`` from ``start``, unit behind them."""

    start: int
    end: int
    digits: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Scan:
    """All that was found: numbers in order of position, noise spans, glued digits."""

    tokens: list[Token]
    noise: list[tuple[int, int]]
    glued: list[Glued]


def scan(text: str) -> Scan:
    """Find every number of a folded text in time that grows with its length."""
    glued = list(_glued(text))
    noise = sorted([match.span() for match in _NOISE.finditer(text)] + [m.span() for m in _GLUED.finditer(text)])
    tokens = list(_digit_tokens(text, noise))
    tokens += _chinese_tokens(text)
    tokens += worded_tokens(text)
    tokens.sort(key=lambda token: (token.start, -token.end))
    return Scan(tokens, noise, glued)


def _glued(text: str) -> Iterator[Glued]:
    for match in _GLUED.finditer(text):
        digits = match[1] or match[2]
        if digits:
            decimals = re.compile(r"(?:\.\d+)?").match(text, match.end())
            end = decimals.end() if decimals else match.end()
            measure = read_measure(text, end)
            yield Glued(
                match.start(1 if match[1] else 2), measure.end, text[match.start(1 if match[1] else 2) : end], measure
            )


def _digit_tokens(text: str, noise: list[tuple[int, int]]) -> Iterator[Token]:
    at = 0
    position = 0
    while match := _DIGITS.search(text, position):
        start, position = match.span()
        while at < len(noise) and noise[at][1] <= start:
            at += 1
        if at < len(noise) and noise[at][0] < position:
            position = max(noise[at][1], start + 1)
            continue
        token = _stepped(text, start, noise[at] if at < len(noise) else None) or _digit_token(text, match)
        if token is not None:
            yield token
            position = token.end


def _stepped(text: str, start: int, noise: tuple[int, int] | None) -> Token | None:
    """An amount in steps of falling size."""
    match = _STEPS.match(text, start) if _SCALED.match(text, start) else None
    if match is None or (noise is not None and noise[0] < match.end()):
        return None
    steps = [(match[1], match[2]), (match[3], match[5] or ""), *([(match[6], "")] if match[6] else [])]
    sizes = [_POWERS[scale] for _, scale in steps]
    values = [Fraction(digits.replace(",", "")) for digits, _ in steps]
    falling = all(value * size < above for value, size, above in zip(values[1:], sizes[1:], sizes, strict=False))
    money = steps[-1][1] or text[match.end() : match.end() + 1] == "元"
    if not falling or not money:
        return None
    end = match.end() - len(steps[-1][1])
    measure = read_measure(text, end)
    whole = sum((value * size for value, size in zip(values, sizes, strict=True)), Fraction(0))
    bound, bound_start = _bound(text, start)
    places = len(steps[-1][0].partition(".")[2])
    value = whole / sizes[-1]
    rough = measure.rough or _in_a_range(text, start, measure.end)
    return Token(start, measure.end, text[start:end], value, places, measure, bound, bound_start, rough)


def _digit_token(text: str, match: re.Match[str]) -> Token | None:
    start, end = match.span()
    written = match[0]
    if (
        len(written) > MAX_DIGITS
        or text[start - 1 : start] == "*"
        or (text[end : end + 1] == "*" and text[end + 1 : end + 2] in "*\n")
    ):
        return None
    measure = read_measure(text, end)
    if not measure.name and _is_label(text, start, end, written):
        return None
    plain = written.replace(",", "")
    places = len(plain) - plain.find(".") - 1 if "." in plain else 0
    value = Fraction(int(plain.replace(".", "")), 10**places)
    begin = start
    if start and text[start - 1] == "-" and not (start > 1 and (text[start - 2].isdigit() or text[start - 2] in "%~")):
        value, begin = -value, start - 1
    bound, bound_start = _bound(text, begin)
    rough = measure.rough or _in_a_range(text, start, measure.end)
    others = _alternatives(text, start, end) if text[start - 1 : start] == " " else ()
    return Token(begin, measure.end, text[begin:end], value, places, measure, bound, bound_start, rough, others)


def _alternatives(text: str, start: int, end: int) -> tuple[Reading, ...]:
    """The digits joined to those before a blank: a scan may have parted one number."""
    match = _PARTED.search(text[max(start - 5, 0) : end])
    if match is None:
        return ()
    joined = (match[1] + match[2]).replace(",", "")
    whole, _, decimals = joined.partition(".")
    first = start - 1 - len(match[1])
    return (Reading(first, end, text[first:end], Fraction(int(whole + decimals), 10 ** len(decimals)), len(decimals)),)


def _is_label(text: str, start: int, end: int, written: str) -> bool:
    """Whether a bare number only numbers a line, names a year or is a code."""
    after = text[end : end + 1]
    whole = written.isdigit()
    if whole and len(written) >= 9:
        return True
    if after.isascii() and after.isalpha():
        return True
    if start and text[start - 1].isascii() and text[start - 1].isalpha():
        return True
    opens_line = start == 0 or text[start - 1] == "\n"
    if opens_line and whole and len(written) <= 2 and "\u4e00" <= after <= "\u9fff":
        return True
    return whole and len(written) == 4 and written[:2] in ("19", "20") and "\u4e00" <= after <= "\u9fff"


def _in_a_range(text: str, start: int, end: int) -> bool:
    """Whether a number is one end of a range (5-8个)."""
    after = text[end : end + 1] in _DASHES and _RANGE_AFTER.match(text, end)
    before = text[start - 1 : start] in _DASHES and _RANGE_BEFORE.search(text[max(start - 5, 0) : start])
    return bool(after or before)


def _bound(text: str, start: int) -> tuple[str, int]:
    if text[start - 1 : start] not in _BOUND_ENDS:
        return "", -1
    said = _BOUND.search(text[max(start - 4, 0) : start])
    if said is not None:
        return _BOUNDS[said[0]], start - len(said[0])
    cell = _SIGN_CELL.search(text, max(start - 6, 0), start) if "|" in text[max(start - 2, 0) : start] else None
    return (_SIGNS[cell[1]], cell.start(1)) if cell else ("", -1)


def _chinese_tokens(text: str) -> Iterator[Token]:
    for match in _CHINESE.finditer(text):
        token = _chinese_token(text, match)
        if token is not None:
            yield token


def _chinese_token(text: str, match: re.Match[str]) -> Token | None:
    start, end = match.span()
    written = match[0]
    before = text[start - 1 : start]
    if before.isdigit() or before in ("第", "."):
        return None
    if written.startswith("百分之"):
        value = read_chinese(written[3:])
        share = Measure("%", "share", Fraction(1, 100), end, rough=False)
        return None if value is None else Token(start, end, written, value, _decimals(written), share)
    if written == "一" or (all(char in _BARE_POWERS for char in written) and len(written) == 1 and written != "十"):
        return None
    return _chinese_count(text, start, end, written)


def _chinese_count(text: str, start: int, end: int, written: str) -> Token | None:
    tail = len(written) - len(written.rstrip("万亿"))
    measure = read_measure(text, end - tail)
    value = read_chinese(written[: len(written) - tail])
    if value is None or not measure.name or measure.name in _NOT_COUNTED:
        return None
    return Token(start, measure.end, written, value, _decimals(written), measure)


def _decimals(written: str) -> int:
    return len(written) - written.index("点") - 1 if "点" in written else 0
