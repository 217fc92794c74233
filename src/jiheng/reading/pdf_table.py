"""Pages with ruled tables, taken apart by pdfplumber: text around the tables, and true cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jiheng.reading.document import Cell
from jiheng.reading.draft import Draft
from jiheng.reading.lines import Line, write_page

_TOLERANCE = 1.0
"""Rules closer than this many points are one."""


class PlumbedPages:
    """The pages of one PDF as pdfplumber sees them, opened when first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def write(self, number: int, draft: Draft) -> bool:
        """Write a page with its tables; False, and nothing written, if there is no table on it."""
        try:
            page = self._page(number)
            tables = [table for table in page.find_tables() if len(table.cells) > 1]
            shown = [(table, table.extract()) for table in tables]
            lines = _lines_around(page, tables)
        except Exception:  # noqa: BLE001 - pdfminer fails in many ways on odd files; the plain text is still read
            return False
        if shown:
            _write_in_order(draft, number, lines, shown)
            page.close()
        return bool(shown)

    def _page(self, number: int) -> Any:
        if self._pdf is None:
            import pdfplumber  # noqa: PLC0415 - slow to load, needed for ruled pages only

            self._pdf = pdfplumber.open(self._path)
        return self._pdf.pages[number - 1]


def _lines_around(page: Any, tables: Sequence[Any]) -> list[Line]:
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda item: item["object_type"] != "char" or not _within(item, boxes))
    return [
        Line(line["text"].strip(), line["x0"], line["top"], line["x1"], line["bottom"])
        for line in rest.extract_text_lines(return_chars=False)
        if line["text"].strip()
    ]


def _within(char: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _write_in_order(draft: Draft, number: int, lines: list[Line], tables: list[tuple[Any, Any]]) -> None:
    paragraph = 1
    for table, texts in sorted(tables, key=lambda pair: float(pair[0].bbox[1])):
        above = [line for line in lines if line.middle < table.bbox[1]]
        lines = [line for line in lines if line.middle >= table.bbox[1]]
        paragraph = write_page(draft, above, number, paragraph)
        _TableWriter(draft, number, table).write(texts)
    write_page(draft, lines, number, paragraph)


class _TableWriter:
    """Writes one table; a cell's extent comes from the rules it reaches."""

    def __init__(self, draft: Draft, page: int, table: Any) -> None:
        self.draft, self.page, self.table = draft, page, table
        self.name = f"表 {len(draft.tables) + 1}"
        self.columns, self.rows = _edges(table.cells, 0, 2), _edges(table.cells, 1, 3)

    def write(self, texts: Sequence[Sequence[str | None]]) -> None:
        """Write all rows: cells parted by tabs, rows by line breaks."""
        cells: list[Cell] = []
        for row, shown in zip(self.table.rows, texts, strict=True):
            filled = [(box, (text or "").strip()) for box, text in zip(row.cells, shown, strict=True) if box]
            for index, (box, text) in enumerate(filled):
                if index:
                    self.draft.write("\t")
                cells.append(self._cell(box, text))
            self.draft.write("\n")
        self.draft.table(cells, self.name)

    def _cell(self, box: Sequence[float], text: str) -> Cell:
        column, row = _index(self.columns, box[0]), _index(self.rows, box[1])
        place = self.draft.place(page=self.page, path=f"{self.name} 第 {row + 1} 行第 {column + 1} 列")
        start = self.draft.write(text)
        if text:
            self.draft.mark(start, place, "cell")
        spans = max(_index(self.rows, box[3]) - row, 1), max(_index(self.columns, box[2]) - column, 1)
        return Cell(row, column, start, self.draft.length, place, *spans)


def _edges(boxes: Sequence[Sequence[float]], low: int, high: int) -> list[float]:
    edges: list[float] = []
    for edge in sorted({box[low] for box in boxes} | {box[high] for box in boxes}):
        if not edges or edge - edges[-1] > _TOLERANCE:
            edges.append(edge)
    return edges


def _index(edges: list[float], value: float) -> int:
    return max(bisect_left(edges, value + _TOLERANCE) - 1, 0)
