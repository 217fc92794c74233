"""The text of a Word paragraph, piece by piece, each with the run it stands in.

Works on any lxml tree of WordprocessingML, strict or transitional, so that a comment can later be set at the very run a
character came from. Inserted revisions are text; deleted ones are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jiheng.reading import symbols
from jiheng.reading.word_math import formula_text
from jiheng.reading.word_xml import attribute, child, is_on, local

__all__ = ["Piece", "attribute", "boxes", "child", "deleted_text", "has_picture", "local", "pieces", "struck_text"]

_FIXED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_NO_TEXT = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "Fallback", "rt"})
_BOX = "txbxContent"
_PAGE_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a paragraph; ``node`` is the element that holds them, ``run`` the run around it."""

    text: str
    node: etree._Element
    run: etree._Element | None


def pieces(paragraph: etree._Element) -> Iterator[Piece]:
    """The visible text of a paragraph, without the text boxes anchored in it."""
    yield from _visit(paragraph, None)


def _visit(node: etree._Element, run: etree._Element | None) -> Iterator[Piece]:
    for part in node:
        name = local(part)
        if name in _NO_TEXT or name == _BOX:
            continue
        if name == "t":
            yield Piece(part.text or "", part, run)
        elif name in _FIXED:
            yield Piece(_FIXED[name], part, run)
        elif name == "sym":
            yield Piece(_symbol(part), part, run)
        elif name == "oMath":
            yield Piece(formula_text(part), part, run)
        elif name == "r":
            if not _left_out(part):
                yield from _run(part)
        else:
            yield from _visit(part, run)


def _run(run: etree._Element) -> Iterator[Piece]:
    """A run's pieces as they are drawn: by a symbol font, raised or lowered."""
    properties = child(run, "rPr")
    font = attribute(child(properties, "rFonts"), "ascii") or attribute(child(properties, "rFonts"), "hAnsi")
    stands = attribute(child(properties, "vertAlign"), "val")
    for piece in _visit(run, run):
        text = symbols.drawn(piece.text, font) if local(piece.node) == "t" else piece.text
        if stands == "superscript":
            text = symbols.raised(text)
        elif stands == "subscript":
            text = symbols.lowered(text)
        yield Piece(text, piece.node, piece.run)


def _symbol(node: etree._Element) -> str:
    try:
        code = int(attribute(node, "char"), 16)
    except ValueError:
        return ""
    return symbols.drawn(chr(code), attribute(node, "font")) if 0x20 <= code <= 0xFFFF else "□"


def _left_out(run: etree._Element) -> bool:
    """Whether a run is hidden or struck out."""
    properties = child(run, "rPr")
    return is_on(properties, "vanish") or is_struck(run)


def is_struck(run: etree._Element) -> bool:
    """Whether a line goes through a run's text: what it says no longer holds."""
    properties = child(run, "rPr")
    return is_on(properties, "strike") or is_on(properties, "dstrike")


def struck_text(paragraph: etree._Element) -> str:
    """What is struck out in a paragraph."""
    runs = (part for part in paragraph.iter() if local(part) == "r" and is_struck(part))
    return "".join(piece.text for run in runs for piece in _visit(run, run))


def boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in a paragraph, each once (Word keeps a second copy for old readers)."""
    for part in paragraph:
        name = local(part)
        if name == _BOX:
            yield part
        elif name not in _NO_TEXT:
            yield from boxes(part)


def deleted_text(paragraph: etree._Element) -> str:
    """What revisions took out of a paragraph."""
    return "".join(part.text or "" for part in paragraph.iter() if local(part) == "delText")


def has_picture(paragraph: etree._Element) -> bool:
    """Whether a picture stands in a paragraph."""
    return any(local(part) in {"blip", "imagedata"} for part in paragraph.iter())
