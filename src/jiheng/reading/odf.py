"""OpenDocument files, flat (.fodt, .fods) or packed (.odt, .ods): paragraphs, tables and sheets by their structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from jiheng.core.fault import refuse
from jiheng.reading.archive import open_archive
from jiheng.reading.draft import Draft
from jiheng.reading.markup import MAX_REPEATED, Body, Laid, Words, note_struck, parse_part, parse_xml, whole
from jiheng.reading.symbols import lowered, raised

_SKIPPED = frozenset({
    "tracked-changes", "annotation", "meta", "settings", "styles", "automatic-styles", "master-styles", "scripts",
    "font-face-decls", "forms", "sequence-decls", "shapes", "note",
})  # fmt: skip
_GROUPS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_STYLED = re.compile(r"style-name$")


def read_odf(draft: Draft) -> None:
    """Read a flat OpenDocument file.

    Raises:
        Refused: damaged or hostile.
    """
    _Reader(draft, parse_xml(draft)).read()


def read_packed_odf(draft: Draft) -> None:
    """Read a packed OpenDocument file.

    Raises:
        Refused: damaged or hostile.
    """
    with open_archive(draft.path) as archive:
        if "content.xml" not in archive.namelist():
            raise refuse(draft.place(), "文档缺少正文部件，可能已损坏", fix="请打开后另存为 .docx 或 .xlsx，再试")
        root = parse_part(archive.read("content.xml"), draft)
    _Reader(draft, root).read()


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _attribute(node: etree._Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


class _Reader:
    """The walk through one document; styles say what is struck, raised or lowered."""

    def __init__(self, draft: Draft, root: etree._Element) -> None:
        self.draft, self.root, self.body = draft, root, Body(draft)
        self.struck: set[str] = set()
        self.stands: dict[str, str] = {}
        for style in (node for node in root.iter() if _name(node) == "style"):
            self._learn(style)

    def _learn(self, style: etree._Element) -> None:
        name = _attribute(style, "name")
        for properties in (node for node in style if _name(node) == "text-properties"):
            if _attribute(properties, "text-line-through-style") not in {"", "none"}:
                self.struck.add(name)
            if position := _attribute(properties, "text-position").split(" ")[0]:
                self.stands[name] = position

    def read(self) -> None:
        """Write the document's body."""
        body = next((node for node in self.root.iter() if _name(node) == "body"), None)
        if body is not None:
            self._walk(body)

    def _walk(self, node: etree._Element) -> None:
        for part in node:
            name = _name(part)
            if name in {"p", "h"}:
                self.body.paragraph(self._text(part), "heading" if name == "h" else "paragraph")
            elif name == "table":
                self.body.table(self._rows(part), self._sheet(part))
            elif name not in _SKIPPED:
                self._walk(part)

    def _sheet(self, table: etree._Element) -> str:
        parent = table.getparent()
        return _attribute(table, "name") if parent is not None and _name(parent) == "spreadsheet" else ""

    def _rows(self, table: etree._Element) -> Iterator[list[Laid]]:
        for part in table:
            name = _name(part)
            if name in _GROUPS:
                yield from self._rows(part)
            elif name == "table-row":
                row = list(islice(self._cells(part), MAX_REPEATED))
                filled = any(laid.text for laid in row)
                times = whole(_attribute(part, "number-rows-repeated"), most=MAX_REPEATED if filled else 1)
                yield from (row for _ in range(times))

    def _cells(self, row: etree._Element) -> Iterator[Laid]:
        for part in row:
            if _name(part) == "table-cell":
                text = self._content(part)
                spans = [whole(_attribute(part, f"number-{way}-spanned")) for way in ("rows", "columns")]
                times = whole(_attribute(part, "number-columns-repeated"))
                yield from (Laid(text, spans[0], spans[1]) for _ in range(times))

    def _content(self, cell: etree._Element) -> str:
        texts = [self._text(part) for part in cell.iter() if _name(part) in {"p", "h"}]
        return "\n".join(text for text in texts if text.strip())

    def _text(self, paragraph: etree._Element) -> str:
        words = Words()
        self._collect(paragraph, words)
        note_struck(self.draft, words)
        return words.text

    def _collect(self, node: etree._Element, words: Words) -> None:
        words.parts.append(" ".join((node.text or "").split("\n")))
        for part in node:
            name = _name(part)
            if name == "s":
                words.parts.append(" " * whole(_attribute(part, "c")))
            elif name in {"tab", "line-break"}:
                words.parts.append("\t" if name == "tab" else "\n")
            elif name == "span":
                self._span(part, words)
            elif name not in _SKIPPED:
                self._collect(part, words)
            words.parts.append(" ".join((part.tail or "").split("\n")))

    def _span(self, span: etree._Element, words: Words) -> None:
        style = _attribute(span, "style-name")
        inner = Words()
        self._collect(span, inner)
        if style in self.struck:
            words.struck.append(inner.text)
            return
        stands = self.stands.get(style, "")
        low = stands == "sub" or stands.startswith("-")
        high = stands == "super" or (stands[:1].isdigit() and not stands.startswith("0"))
        words.parts.append(lowered(inner.text) if low else raised(inner.text) if high else inner.text)
        words.struck += inner.struck
