"""A criterion's text in one way of writing: half-width signs, digits for counted Chinese numerals, one mark per item."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from jiheng.core.exact import fraction_text

ITEM = "¶"
"""Stands where the text numbers its items: ①, (1), 1., 一、."""
NUMBER = r"\d+(?:\.\d+)?"
COUNTED = (
    *("百分点", "个百分点", "个工作日", "工作日", "个月", "天", "日", "月", "年", "小时"),
    *(
        "项",
        "处",
        "次",
        "例",
        "起",
        "个",
        "条",
        "家",
        "户",
        "件",
        "人",
        "笔",
        "份",
        "篇",
        "档",
        "级",
        "名",
        "宗",
        "期",
        "场",
        "类",
    ),
)
"""What is counted; a Chinese numeral before one of them is a number."""

_CIRCLED = re.compile("[①-⑳⑴-⒇➀-➉]")
_NUMBERED = re.compile(
    r"(?:^|(?<=[。;,:¶]))(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}、|[a-zA-Z][.、)])"
)
_BRACKETED = re.compile(r"\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)(?!分)")
_NUMERAL = re.compile(f"([一二两三四五六七八九十]{{1,3}})(?=(?:{'|'.join(COUNTED)}))")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DASH = re.compile(r"(?<=[\d%)个项次天日])(?:-{1,2}|~|—+|–|~|到|―+)(?=\d)")
_SPELLED = (
    ("百分之百", "100%"),
    ("＞＝", "≥"),
    (">=", "≥"),
    ("=>", "≥"),
    ("<=", "≤"),
    ("≧", "≥"),
    ("≦", "≤"),
    ("⩾", "≥"),
    ("⩽", "≤"),
    ("大于或等于", "≥"),
    ("小于或等于", "≤"),
    ("大于等于", "≥"),
    ("小于等于", "≤"),
    ("÷", "/"),
    ("*", "×"),
    ("X", "×"),
    ("零分", "0分"),
    ("、得", "得"),
)


def normalised(text: str) -> str:
    """One line without blanks, signs half-width, dashes between numbers as 至.

    >>> normalised("①执行率 70％～90％，得 3 分；每低一个百分点扣０．３分。")
    '¶执行率70%至90%,得3分;每低1个百分点扣0.3分。'
    """
    marked = unicodedata.normalize("NFKC", _CIRCLED.sub(ITEM, text))
    bare = re.sub(r"[\s\u200b-\u200f\ufeff]+", "", marked)
    for written, meant in _SPELLED:
        bare = bare.replace(unicodedata.normalize("NFKC", written), meant)
    bare = _NUMERAL.sub(lambda found: str(_counted(found[1])), bare)
    bare = _DASH.sub("至", bare)
    return _NUMBERED.sub(ITEM, _BRACKETED.sub(ITEM, bare))


def _counted(numeral: str) -> int:
    """The number that a Chinese numeral up to 99 says."""
    tens, found, ones = numeral.partition("十")
    if not found:
        return (
            _DIGITS.get(numeral, 0)
            if len(numeral) == 1
            else int("".join(str(_DIGITS.get(each, 0)) for each in numeral))
        )
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def exact(text: str) -> Fraction:
    """A plain decimal number."""
    return Fraction(text)


def written(value: Fraction, unit: str = "") -> str:
    """A number as a pack writes it; a share of 1 in per cent where ``unit`` says so."""
    return fraction_text(value * 100 if unit == "%" else value, 10) + unit
