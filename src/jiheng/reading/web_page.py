"""Saved web pages (.html): paragraphs and tables by their elements; what a browser does not show is no text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from jiheng.core.fault import refuse
from jiheng.reading.draft import Draft
from jiheng.reading.markup import Body, Laid, Words, note_struck, read_bytes, whole
from jiheng.reading.plain import decode
from jiheng.reading.symbols import lowered, raised

_SKIPPED = frozenset(
    {"script", "style", "head", "template", "noscript", "select", "textarea", "svg", "iframe", "object"}
)
_INLINE = frozenset({
    "a", "abbr", "b", "big", "cite", "code", "data", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "small", "span",
    "strong", "sub", "sup", "time", "tt", "u", "var", "o:p", "nobr", "bdo", "img", "br", "wbr", "s", "del", "strike",
})  # fmt: skip
_STRUCK = frozenset({"s", "del", "strike"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_web_page(draft: Draft) -> None:
    """Read a saved web page.

    Raises:
        Refused: too large, or in no encoding that makes sense of it.
    """
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_text_of(read_bytes(draft), draft), parser=parser)
    except (etree.ParserError, ValueError) as broken:
        raise refuse(draft.place(), "网页已损坏或没有内容", fix="请用浏览器打开后另存，再试") from broken
    reader = _Reader(draft)
    reader.walk(root)
    reader.flush()


def _text_of(data: bytes, draft: Draft) -> str:
    """The page's characters by what it declares; without a word of it as any text file."""
    declared = _CHARSET.search(data[:2048])
    if declared is not None:
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in {"gb2312", "gbk"} else name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, draft).removeprefix("\ufeff")


class _Reader:
    """Collects inline words to paragraphs; a block element ends one."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.body, self.words = draft, Body(draft), Words()

    def flush(self, kind: str = "paragraph") -> None:
        """End the paragraph."""
        words, self.words = self.words, Words()
        note_struck(self.draft, words)
        self.body.paragraph(words.text.strip(), kind)

    def walk(self, node: etree._Element) -> None:
        """Write everything an element holds."""
        self._say(node.text)
        for part in node:
            self._part(part)
            self._say(part.tail)

    def _part(self, part: etree._Element) -> None:
        name = _tag(part)
        if name in _SKIPPED or not name or _is_hidden(part):
            return
        if name in _INLINE:
            _inline(part, name, self.words)
        elif name == "table" and _is_plain(part):
            self.flush()
            self.body.table(_rows(part, self.draft))
        else:
            self.flush()
            self.walk(part)
            self.flush("heading" if re.fullmatch(r"h[1-6]", name) else "paragraph")

    def _say(self, text: str | None) -> None:
        if text:
            self.words.parts.append(_BLANKS.sub(" ", text))


def _tag(node: etree._Element) -> str:
    return node.tag.lower() if isinstance(node.tag, str) else ""


def _is_hidden(node: etree._Element) -> bool:
    return node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "") is not None


def _is_plain(table: etree._Element) -> bool:
    """Whether a table holds no table: one that does only lays out the page."""
    return next(table.iterdescendants("table"), None) is None


def _inline(node: etree._Element, name: str, words: Words) -> None:
    if name == "br":
        words.parts.append("\n")
        return
    inner = Words([_BLANKS.sub(" ", node.text or "")])
    for part in node:
        if _tag(part) and _tag(part) not in _SKIPPED and not _is_hidden(part):
            _inline(part, _tag(part), inner)
        inner.parts.append(_BLANKS.sub(" ", part.tail or ""))
    if name in _STRUCK or "line-through" in (node.get("style") or ""):
        words.struck.append(inner.text)
        return
    text = inner.text
    words.parts.append(raised(text) if name == "sup" else lowered(text) if name == "sub" else text)
    words.struck += inner.struck


def _rows(table: etree._Element, draft: Draft) -> Iterator[list[Laid]]:
    for row in table.iter("tr"):
        if not _is_hidden(row):
            yield [_cell(cell, draft) for cell in row if _tag(cell) in {"td", "th"} and not _is_hidden(cell)]


def _cell(cell: etree._Element, draft: Draft) -> Laid:
    words = Words()
    _inline(cell, "td", words)
    note_struck(draft, words)
    return Laid(words.text.strip(), whole(cell.get("rowspan")), whole(cell.get("colspan")))
