"""What documents of markup have in common: paragraphs and tables, written into a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from jiheng.core.fault import refuse
from jiheng.reading.document import Cell
from jiheng.reading.draft import Draft

MAX_BYTES = 50 * 2**20
"""A document of markup above this is no report."""
MAX_SPAN = 1_000
MAX_REPEATED = 1_000
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(slots=True)
class Laid:
    """One cell as written in the file: its text and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Body:
    """Writes paragraphs and tables in order; ``where`` names a sheet or a part in places."""

    draft: Draft
    where: str = ""
    paragraphs: int = 0
    tables: int = 0

    def paragraph(self, text: str, kind: str = "paragraph") -> None:
        """Write one paragraph; a blank one is left out."""
        if text and not text.isspace():
            self.paragraphs += 1
            self.draft.block(
                text.strip("\n"), self.draft.place(path=f"{self.where} 第 {self.paragraphs} 段".strip()), kind
            )

    def table(self, rows: Iterable[list[Laid]], sheet: str = "") -> None:
        """Write one table, cells parted by tabs; ``sheet`` names it where it is a sheet."""
        self.tables += 1
        name = sheet or f"表 {self.tables}"
        cells: list[Cell] = []
        for row, column, laid in _placed(rows):
            if cells and cells[-1].row == row:
                self.draft.write("\t")
            elif cells:
                self.draft.write("\n")
            cells.append(self._cell(name, row, column, laid))
        if cells:
            self.draft.write("\n")
            self.draft.table(cells, name)

    def _cell(self, name: str, row: int, column: int, laid: Laid) -> Cell:
        place = self.draft.place(path=f"{name} 第 {row + 1} 行第 {column + 1} 列")
        start = self.draft.write(laid.text.strip())
        if self.draft.length > start:
            self.draft.mark(start, place, "cell")
        return Cell(row, column, start, self.draft.length, place, laid.rows, laid.columns)


def _placed(rows: Iterable[list[Laid]]) -> Iterator[tuple[int, int, Laid]]:
    """Cells with their columns, past what cells above reach down to."""
    taken: dict[int, int] = {}
    for row, cells in enumerate(rows):
        column = 0
        for laid in cells:
            while taken.get(column, 0) > row:
                column += 1
            for covered in range(column, column + laid.columns):
                taken[covered] = row + laid.rows
            yield row, column, laid
            column += laid.columns


@dataclass(slots=True)
class Words:
    """Collects the text of a paragraph, and what was struck out of it."""

    parts: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was collected."""
        return "".join(self.parts)


def parse_xml(draft: Draft) -> etree._Element:
    """Parse the draft's file as XML without entities.

    Raises:
        Refused: too large, declaring entities, or damaged.
    """
    data = read_bytes(draft)
    if any(word in data for word in _DECLARATIONS):
        fix = "请勿使用来历不明的文件；确需核查的，请另存为 .docx 后再试"
        raise refuse(draft.place(), "文件内含外部实体声明（DOCTYPE），正常的办公文件没有这种内容", fix=fix)
    return parse_part(data, draft)


def parse_part(data: bytes, draft: Draft) -> etree._Element:
    """Parse XML bytes.

    Raises:
        Refused: damaged.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise refuse(draft.place(), "文件已损坏或不完整", fix="请打开后另存为 .docx 或 .xlsx，再试") from broken


def read_bytes(draft: Draft) -> bytes:
    """Read the draft's file whole.

    Raises:
        Refused: too large.
    """
    size = draft.path.stat().st_size
    if size > MAX_BYTES:
        problem = f"文件有 {size / 2**20:.0f} MB，超过上限 {MAX_BYTES // 2**20} MB"
        raise refuse(draft.place(), problem, fix="请拆分为几个文件后再试")
    return draft.path.read_bytes()


def whole(text: str | None, otherwise: int = 1, most: int = MAX_SPAN) -> int:
    """A whole number of an attribute, at least 1."""
    return min(max(int(text), 1), most) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def note_struck(draft: Draft, words: Words) -> None:
    """Say what was left out because a line goes through it."""
    if struck := "".join(words.struck).strip():
        draft.notes.append(f"{draft.path.name}：带删除线的文字“{struck[:40]}”不作为正文核查")
