"""One part of a Word document, walked in reading order and written into a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from jiheng.core.fault import Place
from jiheng.reading.document import Cell
from jiheng.reading.draft import Draft
from jiheng.reading.word_numbering import Numbering
from jiheng.reading.word_text import attribute, boxes, child, deleted_text, has_picture, local, pieces, struck_text

_MAX_SPAN = 1_000
_SKIPPED = frozenset({"del", "moveFrom", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr"})


@dataclass(frozen=True, slots=True)
class Origin:
    """The paragraph that the characters from ``start`` on came from."""

    start: int
    paragraph: etree._Element


@dataclass(slots=True)
class WordBody:
    """The walk through one part; ``where`` names the part in places, empty for the body itself."""

    draft: Draft
    headings: frozenset[str] = frozenset()
    numbering: Numbering = field(default_factory=Numbering)
    kind: str = "paragraph"
    where: str = ""
    origins: list[Origin] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    pictures: int = 0
    _boxes: list[etree._Element] = field(default_factory=list)
    _open: int = -1
    """Where a paragraph whose end was deleted begins; the next one goes on with it."""

    def walk(self, container: etree._Element) -> None:
        """Write everything a container holds."""
        for part in container:
            name = local(part)
            if name in {"tbl", "sectPr"}:
                self._close()
            if name == "p":
                self._paragraph(part)
            elif name == "tbl":
                self._table(part)
            elif name == "altChunk":
                self.draft.skip(self._place(), "此处嵌入了另一份文档，未能读取", "请用 Word 或 WPS 打开后另存，再试")
            elif name not in _SKIPPED:
                self.walk(part)

    def _close(self) -> None:
        """End a paragraph whose mark was deleted where no other paragraph follows."""
        if self._open >= 0:
            start, self._open = self._open, -1
            self.paragraphs += 1
            self.draft.mark(start, self._place(), self.kind)
            self.draft.write("\n")

    def _place(self) -> Place:
        return self._at(f"第 {self.paragraphs} 段" if self.paragraphs else "")

    def _at(self, detail: str) -> Place:
        return self.draft.place(path=f"{self.where} {detail}".strip())

    def _paragraph(self, paragraph: etree._Element) -> None:
        start = self.draft.length if self._open < 0 else self._open
        written = self._inline(paragraph) or self._open >= 0
        self._open = start if written and child(paragraph, "pPr", "rPr", "del") is not None else -1
        if written and self._open < 0:
            self.paragraphs += 1
            self.draft.mark(start, self._place(), "heading" if self._is_heading(paragraph) else self.kind)
            self.draft.write("\n")
        self._note_revisions(paragraph, self._place())
        if self._open < 0:
            self._write_boxes()

    def _is_heading(self, paragraph: etree._Element) -> bool:
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        return style in self.headings or child(properties, "outlineLvl") is not None

    def _inline(self, paragraph: etree._Element) -> bool:
        """Write a paragraph's text and remember where it came from; a blank one is left out."""
        text = "".join(piece.text for piece in pieces(paragraph))
        self.pictures += has_picture(paragraph)
        self._boxes.extend(boxes(paragraph))
        label = self.numbering.label(paragraph)
        if not text or text.isspace():
            return False
        self.draft.write(label)
        self.origins.append(Origin(self.draft.length, paragraph))
        self.draft.write(text)
        return True

    def _note_revisions(self, paragraph: etree._Element, place: Place) -> None:
        if deleted := deleted_text(paragraph).strip():
            self.draft.notes.append(f"{place.text()}：修订中已删除的文字“{deleted[:40]}”不作为正文核查")
        if struck := struck_text(paragraph).strip():
            self.draft.notes.append(f"{place.text()}：带删除线的文字“{struck[:40]}”不作为正文核查")

    def _write_boxes(self) -> None:
        found, self._boxes = self._boxes, []
        for box in found:
            where = f"{self._place().path} 旁的文本框".strip()
            inner = WordBody(self.draft, self.headings, self.numbering, "note", where, self.origins)
            inner.walk(box)
            self.pictures += inner.pictures

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        name = f"{self.where} 表 {self.tables}".strip()
        self._write_table(table, name, blocks=True)
        self._write_boxes()

    def _write_table(self, table: etree._Element, name: str, *, blocks: bool) -> None:
        cells: list[Cell] = []
        open_merges: dict[int, int] = {}
        for row, line in enumerate(self._rows(table, name)):
            column = _count(child(line, "trPr", "gridBefore"), at_least=0)
            for cell in _members(line, "tc"):
                span = _count(child(cell, "tcPr", "gridSpan"))
                merge = child(cell, "tcPr", "vMerge")
                if merge is not None and attribute(merge, "val") != "restart" and column in open_merges:
                    above = open_merges[column]
                    cells[above] = replace(cells[above], row_span=row - cells[above].row + 1)
                else:
                    open_merges.pop(column, None)
                    if merge is not None:
                        open_merges[column] = len(cells)
                    if cells and cells[-1].row == row:
                        self.draft.write("\t")
                    cells.append(self._write_cell(cell, Cell(row, column, 0, 0, Place(), 1, span), name, blocks=blocks))
                column += span
            self.draft.write("\n")
        self.draft.table(cells, name)

    def _rows(self, table: etree._Element, name: str) -> Iterator[etree._Element]:
        for row in _members(table, "tr"):
            if child(row, "trPr", "del") is None:
                yield row
            else:
                self._note_revisions(row, self.draft.place(path=name))

    def _write_cell(self, cell: etree._Element, at: Cell, table: str, *, blocks: bool) -> Cell:
        place = self.draft.place(path=f"{table} 第 {at.row + 1} 行第 {at.column + 1} 列")
        start = self.draft.length
        self._fill(cell, start, table)
        if blocks and self.draft.length > start:
            self.draft.mark(start, place, "cell")
        self._note_revisions(cell, place)
        return replace(at, start=start, end=self.draft.length, place=place)

    def _fill(self, cell: etree._Element, start: int, table: str) -> None:
        for part in cell:
            name = local(part)
            if name == "tbl":
                self.draft.write("\n")
                self._write_table(part, f"{table}内的表", blocks=False)
            elif name == "p":
                if self.draft.length > start and any(piece.text.strip() for piece in pieces(part)):
                    self.draft.write("\n")
                self._inline(part)
            elif name not in _SKIPPED:
                self._fill(part, start, table)


def _members(container: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also where content controls or revisions wrap them."""
    for part in container:
        name = local(part)
        if name == wanted:
            yield part
        elif name not in _SKIPPED and name not in {"tbl", "p"}:
            yield from _members(part, wanted)


def _count(node: etree._Element | None, *, at_least: int = 1) -> int:
    value = attribute(node, "val")
    return min(max(int(value), at_least), _MAX_SPAN) if value.isascii() and value.isdigit() else at_least
