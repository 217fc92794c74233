"""The text of a Word paragraph, piece by piece, each with the run it stands in.

Works on any lxml tree of WordprocessingML, strict or transitional, so that a comment can later be set at the very run a
character came from. Inserted revisions are text; deleted ones are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

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


def local(node: etree._Element) -> str:
    """The tag without its namespace; empty for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: etree._Element | None, name: str) -> str:
    """An attribute whatever its namespace; empty if it is not there."""
    if node is None:
        return ""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        node = next((part for part in node if local(part) == name), None) if node is not None else None
    return node


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
        elif name == "r":
            if not _hidden(part):
                yield from _visit(part, part)
        else:
            yield from _visit(part, run)


def _symbol(node: etree._Element) -> str:
    try:
        code = int(attribute(node, "char"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else "□"


def _hidden(run: etree._Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in {"0", "false", "off"}


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
