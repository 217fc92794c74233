"""Equations of Word (Office Math) written on one line, so that a fraction stays a division."""

from __future__ import annotations

import re

from lxml import etree

from jiheng.reading.word_xml import attribute, child, local

_SINGLE = re.compile(r"[\w.%‰,\u4e00-\u9fff]*")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_PROPERTIES = re.compile(r"\w+Pr")


def formula_text(node: etree._Element) -> str:
    """The text of an equation or a part of it.

    A fraction is written a/b, compound parts in brackets; raised digits are signs of their own (10⁴).
    """
    return "".join(_part(part) for part in node)


def _part(node: etree._Element) -> str:
    name = local(node)
    if _PROPERTIES.fullmatch(name):
        return ""
    if name == "t":
        return node.text or ""
    write = _WRITERS.get(name)
    return write(node) if write else formula_text(node)


def _of(node: etree._Element, name: str) -> str:
    part = child(node, name)
    return formula_text(part) if part is not None else ""


def _bracketed(text: str) -> str:
    return text if _SINGLE.fullmatch(text) else f"({text})"


def _fraction(node: etree._Element) -> str:
    return f"{_bracketed(_of(node, 'num'))}/{_bracketed(_of(node, 'den'))}"


def _power(node: etree._Element) -> str:
    raised = _of(node, "sup")
    shown = raised.translate(_RAISED) if raised.isdigit() else f"^{_bracketed(raised)}"
    return f"{_of(node, 'e')}{_of(node, 'sub').translate(_LOWERED)}{shown if raised else ''}"


def _root(node: etree._Element) -> str:
    degree = _of(node, "deg")
    return f"{degree.translate(_RAISED)}√({_of(node, 'e')})"


def _delimited(node: etree._Element) -> str:
    properties = child(node, "dPr")
    signs = [child(properties, name) for name in ("begChr", "endChr")]
    first, last = (
        attribute(sign, "val") if sign is not None else usual for sign, usual in zip(signs, "()", strict=True)
    )
    return first + "|".join(formula_text(part) for part in node if local(part) == "e") + last


def _many(node: etree._Element) -> str:
    sign = child(node, "naryPr", "chr")
    return f"{attribute(sign, 'val') if sign is not None else '∑'}({_of(node, 'e')})"


_WRITERS = {
    "f": _fraction,
    "sSup": _power,
    "sSub": _power,
    "sSubSup": _power,
    "rad": _root,
    "d": _delimited,
    "nary": _many,
}
