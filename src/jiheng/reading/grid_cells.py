"""What one cell's words say by themselves: a figure, a dash, a code, a unit, a total, a place in a numbering."""

from __future__ import annotations

import re
from functools import lru_cache

_MONEY = "(?:人民币)?(万元|亿元|千元|百万元|百元|元|万|亿)"
_UNIT_LINE = re.compile(rf"单\s*位\s*(?:[:：]|为|是)\s*{_MONEY}(?![\u4e00-\u9fff])|[（(]{_MONEY}[）)]")
_HEAD_UNIT = re.compile(rf"[（(]\s*(?:单位[:：])?\s*(?:{_MONEY}|(%|％))\s*[）)]")
_CAPTION = re.compile(
    r"单\s*位\s*[:：]|公开\s*\d{1,2}\s*表|编制[:：]|附[件表]\s*\d*|填报日期|^表\s*[\d一二三四五六七八九十]"
)
_FIGURE = re.compile(
    r"[≥≤><=＝≧≦]{0,2}\s?[-+−﹣(（△▲]?\s?[¥￥$]?\s?\d[\d,，]*(?:[. ．]\d+)?\s?[%％‰]?(?P<unit>[^\d\s]{0,6})[)）]?"
)
_DATED = re.compile(r"(?:19|20)\d\d\s*年?(?:度|末|初)?")
_DASH = re.compile(r"[-—–―－/\s]+")
_CODE = re.compile(
    r"[\[【(（]?(?P<code>\d{3}(?:\d{2}){0,4})[\]】)）]?(?:[-—－_:：\s]*(?P<words>[\u4e00-\u9fff].*))?", re.DOTALL
)
_BLANKS = re.compile(r"\s+")
_TOTAL = re.compile(r"(?:合计|总计|共计|总和)(?:数|金额)?(?:[（(][^）)]*[）)])?$|^(?:合计|总计|共计)")
_SUBTOTAL = re.compile(r"小计|^本年(?:收入|支出)合计|累计$")
_NOTE = re.compile(r"(?:注|备注|说明|填表说明)\s*\d*\s*[:：]")
_WITHIN = re.compile(r"^其中\s*[:：]?")
_NUMBERED = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)


def squeezed(text: str) -> str:
    """The words without any blanks (合　计 is 合计)."""
    return _BLANKS.sub("", text)


def is_figure(text: str) -> bool:
    """Whether a cell holds one figure and nothing else; a year in a head is none.

    >>> [is_figure(text) for text in ("1,200.50", "≥95%", "-3.6", "(12.5)", "2024年", "3个", "设备3台购置")]
    [True, True, True, True, False, True, False]
    """
    plain = text.strip()
    match = _FIGURE.fullmatch(plain) if len(plain) <= 40 else None
    return match is not None and not _DATED.fullmatch(plain)


def is_dash(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return bool(text.strip()) and _DASH.fullmatch(text) is not None


def unit_of_line(text: str) -> str:
    """The unit that a line above a table names: «单位：万元» gives 万元; empty if it names none."""
    match = _UNIT_LINE.search(text)
    return (match[1] or match[2]) if match else ""


def unit_of_head(text: str) -> str:
    """The unit in a column's head: 金额（万元） gives 万元."""
    match = _HEAD_UNIT.search(text)
    return ((match[1] or "%") if match else "").replace("％", "%")


def is_caption(text: str) -> bool:
    """Whether a cell belongs to the lines above a table (单位：万元, 公开01表, 编制单位：…)."""
    return _CAPTION.search(text) is not None


def is_note(text: str) -> bool:
    """Whether a cell is a note below a table."""
    return _NOTE.match(text.lstrip()) is not None


@lru_cache(maxsize=4096)
def code_of(text: str) -> tuple[str, str]:
    """The code that a cell begins with, and the words behind it (2070109-群众文化); empty strings if there is none."""
    match = _CODE.fullmatch(text.strip())
    return (match["code"], (match["words"] or "").strip()) if match else ("", "")


def is_total(label: str) -> bool:
    """Whether a squeezed label names a total."""
    return _TOTAL.search(label) is not None


def is_subtotal(label: str) -> bool:
    """Whether a squeezed label names a subtotal."""
    return _SUBTOTAL.search(label) is not None


def is_within(label: str) -> bool:
    """Whether a label begins with 其中."""
    return _WITHIN.match(label) is not None


def numbered_level(label: str) -> int:
    """The level of a label's own number: 一、 is 0, （一） is 1, 1. is 2, (1) is 3; -1 without a number."""
    return next((level for level, mark in enumerate(_NUMBERED) if mark.match(label)), -1)
