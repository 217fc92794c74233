"""Characters that a symbol font draws over other codes, and digits that stand raised or lowered.

Symbol's codes are those of Adobe's encoding (ADOBE symbol.txt), Wingdings' the usual ones of forms; Word keeps both as
U+F020–U+F0FF with the font's name, PDF often without it.
"""

from __future__ import annotations

import re

_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼",
    0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
    0xBC: "…", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x77: "◆", 0x9F: "•", 0xA1: "○",
    0xA7: "▪", 0xA8: "□", 0xB2: "☆", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_OTHER = {
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0x30: "□"},
    "wingdings 3": {0x70: "▲", 0x71: "▼", 0x75: "▶", 0x74: "◀", 0x22: "↔", 0x67: "→"},
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"},
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, **_OTHER}
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_CIRCLED = {chr(0x2460 + number): str(number + 1) for number in range(20)}
_MARK = re.compile(r"[\[(（【〔\s]*(?:注)?([\d①-⑳]{1,3})[\])）】〕\s]*|[*＊※†‡]+")


def drawn(text: str, font: str) -> str:
    """What a font shows for a text: letters of a symbol font become the signs that readers see.

    >>> drawn("\uf0a3", "Symbol"), drawn("\uf0fe", "Wingdings"), drawn("支出", "宋体")
    ('≤', '☑', '支出')
    """
    signs = _FONTS.get(font.strip().lower())
    if signs is not None:
        return "".join(signs.get(_code(char), char if ord(char) < 0xF000 else _bare(char)) for char in text)
    return _PRIVATE.sub(lambda match: _SYMBOL.get(_code(match[0]), _bare(match[0])), text)


def _code(char: str) -> int:
    return ord(char) & 0xFF if ord(char) >= 0xF000 else ord(char)


def _bare(char: str) -> str:
    code = _code(char)
    return chr(code) if chr(code) in "%()+,./0123456789:;<=>?[]{|} !" else "□"


def raised(text: str) -> str:
    """Digits that stand above the line, as signs of their own: the mark of a note, or a power.

    A mark in brackets or a circle is its number; a star is no character of the text.

    >>> raised("2"), raised("[1]"), raised("①"), raised("*"), raised("注")
    ('²', '¹', '¹', '', '注')
    """
    match = _MARK.fullmatch(text)
    if match is None:
        return text.translate(_RAISED)
    number = match[1] or ""
    return "".join(_CIRCLED.get(char, char) for char in number).translate(_RAISED)


def lowered(text: str) -> str:
    """Digits that stand below the line (CO₂)."""
    return text.translate(_LOWERED)
