"""What reading yields: one text, its blocks and tables, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.fault import Place


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or cell: ``text[start:end]`` of the document, and where it stands in the file.

    ``folio`` is a page number printed on the page; ``note`` a footnote, endnote, header, footer or text box.
    """

    start: int
    end: int
    place: Place
    kind: str = "paragraph"  # paragraph | heading | cell | note | folio


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its position in the table, counted from 0, and its span in the document's text.

    ``exact`` is the number that a spreadsheet stores behind the digits shown, in the scale of the display (7.506 where
    7.5 is shown); None where the file keeps only what is shown.
    """

    row: int
    column: int
    start: int
    end: int
    place: Place
    row_span: int = 1
    column_span: int = 1
    exact: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with true cells (from Word, Excel or a ruled PDF)."""

    cells: tuple[Cell, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that could not be read; it never passes as checked."""

    place: Place
    why: str
    fix: str

    def text(self) -> str:
        """One sentence: where, why, what to do."""
        return f"{self.place.text()}：{self.why}。{self.fix}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. Offsets everywhere count characters of ``text``.

    ``notes`` are sentences for the reader about what was read: a wrong extension, deleted
    revisions left out, pictures whose words are no text.
    """

    path: str
    sha256: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()

    def block_at(self, offset: int) -> Block | None:
        """Find the block that holds the offset (blocks are sorted and do not overlap)."""
        low, high = 0, len(self.blocks)
        while low < high:
            middle = (low + high) // 2
            if self.blocks[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        found = self.blocks[low] if low < len(self.blocks) else None
        return found if found is not None and found.start <= offset else None
