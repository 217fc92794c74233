"""Reading one number that a person typed: full-width digits, separators, blanks."""

from __future__ import annotations

import re
from fractions import Fraction

MAX_DIGITS = 30
"""More digits than any public budget needs; longer input is a slip or an attack."""

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(,\d{3})+|( \d{3})+)(\.\d*)?", re.ASCII)
_NO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"(?<![\d\s])\s++|\s++(?!\d)")
_HALF_WIDTH: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    ord("−"): "-",
    0xFFE5: "¥",
}
_HALF_WIDTH |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD))
"""Characters without width vanish: they come with text pasted from web pages and nobody sees them."""


def normalise(text: str) -> str:
    """Fold full-width digits, signs and separators to their plain forms, drop blanks but not between digits, and all
    characters without width.

    Nothing else is folded: 10³⁰ must not become 1030.
    """
    return re.sub(r"\s+", " ", _BLANKS.sub("", text.translate(_HALF_WIDTH)))


def visible(text: str) -> str:
    """The text without characters that have no width (U+200B, U+FEFF and the like).

    >>> visible("P1\u200b")
    'P1'
    """
    return text if text.isascii() else _NO_WIDTH.sub("", text)


def read_number(text: str) -> Fraction:
    """Read one decimal number exactly, e.g. ``３７,４９７.２８``, ``37 497.28`` or ``-3.67``.

    Raises:
        ValueError: not one plain decimal number, or longer than MAX_DIGITS digits.
    """
    if len(text) <= MAX_DIGITS and _PLAIN.fullmatch(text):
        whole, _, decimals = text.partition(".")
        return Fraction(int(whole + decimals), 10 ** len(decimals))
    plain = normalise(text)
    if sum(map(str.isdigit, plain)) > MAX_DIGITS:
        msg = f"数字超过 {MAX_DIGITS} 位"
        raise ValueError(msg)
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        msg = f"不是数字：{text.strip()[:40]}"
        raise ValueError(msg)
    return Fraction(plain.replace(",", "").replace(" ", ""))
