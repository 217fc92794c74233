"""A document while it is being read: text grows, blocks and tables note where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from jiheng.core.fault import Place, refuse
from jiheng.reading.document import Block, Cell, Document, Table, Unread

MAX_CHARACTERS = 20_000_000
"""Longer than any report; longer input is a slip or an attack."""
MAX_BLOCKS = 1_000_000


@dataclass(slots=True)
class Draft:
    """Collects what a reader finds; offsets count characters from the first piece on."""

    path: Path
    length: int = 0
    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def place(self, **where: str | int) -> Place:
        """Make a place in this file."""
        return Place(file=self.path.name, **where)  # type: ignore[arg-type] # the keywords of Place, passed on

    def write(self, text: str) -> int:
        """Append text that belongs to no block of its own; return where it starts.

        Raises:
            Refused: the text has become longer than MAX_CHARACTERS.
        """
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        if self.length > MAX_CHARACTERS:
            raise refuse(self.place(), f"文字超过 {MAX_CHARACTERS // 10_000} 万字", fix="请拆分为几个文件后再试")
        return start

    def block(self, text: str, place: Place, kind: str = "paragraph") -> int:
        """Append one block followed by a line break; return where it starts."""
        start = self.write(text)
        self.mark(start, place, kind)
        self.write("\n")
        return start

    def mark(self, start: int, place: Place, kind: str) -> None:
        """Declare what was written since ``start`` to be one block.

        Raises:
            Refused: there are more than MAX_BLOCKS blocks.
        """
        self.blocks.append(Block(start, self.length, place, kind))
        if len(self.blocks) > MAX_BLOCKS:
            raise refuse(self.place(), f"段落和单元格超过 {MAX_BLOCKS // 10_000} 万个", fix="请拆分为几个文件后再试")

    def table(self, cells: list[Cell], name: str) -> None:
        """Note a table whose cells were written."""
        self.tables.append(Table(tuple(cells), name))

    def skip(self, place: Place, why: str, fix: str) -> None:
        """Note a part that could not be read."""
        self.unread.append(Unread(place, why, fix))

    def finish(self, sha256: str) -> Document:
        """Freeze what was found."""
        return Document(
            path=str(self.path),
            sha256=sha256,
            text="".join(self.parts),
            blocks=tuple(self.blocks),
            tables=tuple(self.tables),
            unread=tuple(self.unread),
            notes=tuple(self.notes),
        )
