"""A form as somebody sent it: its cells in a grid, found by the labels that the layout has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rapidfuzz import fuzz

from jiheng.core.fault import Place
from jiheng.reading import Document, Table

ALIKE = 85
"""How alike (of 100) a label must be to count as the layout's."""


def folded(text: str) -> str:
    """A label without what offices vary: blanks, brackets, colons, full-width forms."""
    return re.sub(r"[\s:()<>/、.·]+", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class Sighted:
    """One cell as read: where it stands, how far it reaches, what it says."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    place: Place
    exact: Fraction | None = None
    """The number behind the digits shown, where the file keeps one; see ``reading.Cell``."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one table, also by every position that a merged cell covers."""

    name: str
    cells: tuple[Sighted, ...]
    covered: Mapping[tuple[int, int], Sighted]

    @classmethod
    def of(cls, document: Document, table: Table) -> Sheet:
        """Lay a table out."""
        cells = tuple(
            Sighted(
                cell.row,
                cell.column,
                cell.row_span,
                cell.column_span,
                document.text[cell.start : cell.end].strip(),
                cell.place,
                cell.exact,
            )
            for cell in table.cells
        )
        return cls(table.name, cells, {position: cell for cell in cells for position in _positions(cell)})

    def at(self, row: int, column: int) -> Sighted | None:
        """The cell that covers a position."""
        return self.covered.get((row, column))

    def find(self, label: str, after: int = 0) -> Sighted | None:
        """The first cell from a row on with this label, or one nearly the same."""
        wanted = folded(label)
        below = sorted((cell for cell in self.cells if cell.row >= after), key=lambda cell: (cell.row, cell.column))
        exact = next((cell for cell in below if folded(cell.text) == wanted), None)
        return exact or next((cell for cell in below if fuzz.ratio(folded(cell.text), wanted) >= ALIKE), None)

    def right_of(self, cell: Sighted) -> Sighted | None:
        """The neighbour on the right."""
        return self.at(cell.row, cell.column + cell.columns)

    def below(self, cell: Sighted) -> Sighted | None:
        """The neighbour below."""
        return self.at(cell.row + cell.rows, cell.column)

    @property
    def height(self) -> int:
        """Rows that have cells."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)


def _positions(cell: Sighted) -> Iterator[tuple[int, int]]:
    for down in range(cell.rows):
        for right in range(cell.columns):
            yield cell.row + down, cell.column + right
