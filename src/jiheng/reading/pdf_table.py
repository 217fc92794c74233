"""Pages with ruled tables: the text around the tables, and true cells in their places."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from jiheng.reading.document import Cell
from jiheng.reading.draft import Draft
from jiheng.reading.lines import write_page
from jiheng.reading.pdf_glyphs import Glyph, line_of, text_of
from jiheng.reading.pdf_rules import Box

_TOLERANCE = 1.0
"""Rules closer than this many points are one."""


def write_tables(draft: Draft, page: int, lines: Sequence[Sequence[Glyph]], tables: Sequence[Sequence[Box]]) -> None:
    """Write a page with its tables: what stands in a cell, and the lines around, in reading order."""
    homes = [_Home(cells) for cells in tables]
    around: list[list[Glyph]] = []
    for line in lines:
        rest = [glyph for glyph in line if not any(home.take(glyph) for home in homes)]
        for home in homes:
            home.end_line()
        if rest:
            around.append(rest)
    paragraph = 1
    left = [line_of(line) for line in around]
    for home in homes:
        above = [line for line in left if line.middle < home.top]
        left = [line for line in left if line.middle >= home.top]
        paragraph = write_page(draft, above, page, paragraph)
        if any(home.shown.values()):
            _TableWriter(draft, page, home).write()
    write_page(draft, left, page, paragraph)


class _Home:
    """One table's cells, and the glyphs that stand in each, line by line."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self.cells = sorted(cells, key=lambda cell: (round(cell[1]), cell[0]))
        self.top = min(cell[1] for cell in cells)
        self.columns, self.rows = _edges(cells, 0, 2), _edges(cells, 1, 3)
        self.shown: dict[Box, list[str]] = {cell: [] for cell in self.cells}
        self._line: dict[Box, list[Glyph]] = {}
        self._spread: dict[int, list[Box]] = defaultdict(list)
        for cell in self.cells:
            for row in range(
                _index(self.rows, cell[1]), max(_index(self.rows, cell[3]), _index(self.rows, cell[1]) + 1)
            ):
                self._spread[row].append(cell)

    def take(self, glyph: Glyph) -> bool:
        """Take a glyph into the cell around its centre; False if it stands in none."""
        x, y = glyph.centre
        if not self.rows[0] <= y <= self.rows[-1]:
            return False
        for cell in self._spread[max(bisect_left(self.rows, y) - 1, 0)]:
            if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]:
                self._line.setdefault(cell, []).append(glyph)
                return True
        return False

    def end_line(self) -> None:
        """What was taken since the last call is one line in each cell."""
        for cell, glyphs in self._line.items():
            self.shown[cell].append(text_of(glyphs))
        self._line = {}


class _TableWriter:
    """Writes one table; a cell's extent comes from the rules it reaches."""

    def __init__(self, draft: Draft, page: int, home: _Home) -> None:
        self.draft, self.page, self.home = draft, page, home
        self.name = f"表 {len(draft.tables) + 1}"

    def write(self) -> None:
        """Write all rows: cells parted by tabs, rows by line breaks."""
        cells: list[Cell] = []
        rows: dict[int, list[Box]] = defaultdict(list)
        for box in self.home.cells:
            rows[_index(self.home.rows, box[1])].append(box)
        for row in sorted(rows):
            for index, box in enumerate(sorted(rows[row])):
                if index:
                    self.draft.write("\t")
                cells.append(self._cell(box, "\n".join(self.home.shown[box])))
            self.draft.write("\n")
        self.draft.table(cells, self.name)

    def _cell(self, box: Box, text: str) -> Cell:
        columns, rows = self.home.columns, self.home.rows
        column, row = _index(columns, box[0]), _index(rows, box[1])
        place = self.draft.place(page=self.page, path=f"{self.name} 第 {row + 1} 行第 {column + 1} 列")
        start = self.draft.write(text)
        if text:
            self.draft.mark(start, place, "cell")
        spans = max(_index(rows, box[3]) - row, 1), max(_index(columns, box[2]) - column, 1)
        return Cell(row, column, start, self.draft.length, place, *spans)


def _edges(boxes: Sequence[Box], low: int, high: int) -> list[float]:
    edges: list[float] = []
    for edge in sorted({box[low] for box in boxes} | {box[high] for box in boxes}):
        if not edges or edge - edges[-1] > _TOLERANCE:
            edges.append(edge)
    return edges


def _index(edges: list[float], value: float) -> int:
    return max(bisect_left(edges, value + _TOLERANCE) - 1, 0)
