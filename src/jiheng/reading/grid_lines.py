"""Tables that stand in running lines: ruled by |, parted by tabs, aligned by blanks, or flattened to single blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from jiheng.reading.document import Document
from jiheng.reading.grid import GridCell
from jiheng.reading.grid_cells import is_caption, is_dash, is_figure

MAX_LINE = 2_000
"""A longer line is no row of a table."""
_RULES = "|│┃｜"
_RULED = re.compile(rf"[{_RULES}]")
_DRAWN = re.compile(rf"[{_RULES}\s\-—=+:─━┼├┤┬┴┌┐└┘]+")
_PARTS = {
    "ruled": re.compile(rf"[^{_RULES}\n]+"),
    "tabbed": re.compile(r"[^\t\n]+"),
    "aligned": re.compile(r"\S+(?:[ ]\S+)*"),
    "flat": re.compile(r"\S+"),
}
_GAP = re.compile(r"\S(?: {2,}|[ ]*\u3000+[ ]*)\S")
_SENTENCE = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class Lined:
    """A table found in lines: its cells, the lines above it (nearest last), rows whose columns are not known."""

    cells: list[GridCell]
    above: tuple[str, ...] = ()
    loose: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Line:
    start: int
    text: str
    way: str = ""
    cells: list[GridCell] = field(default_factory=list)

    @property
    def figures(self) -> int:
        return sum(is_figure(cell.text) or is_dash(cell.text) for cell in self.cells)


def lined_tables(document: Document) -> Iterator[Lined]:
    """Find the tables of a document's running lines, in order, in time linear in the text."""
    lines = [_read(start, text) for start, text in _lines(document)]
    at = 0
    for way, group in groupby(lines, key=lambda line: line.way):
        run = list(group)
        above = tuple(line.text.strip() for line in lines[max(at - 3, 0) : at] if line.text.strip())
        table = _table(way, run, lines[max(at - 2, 0) : at])
        if table is not None:
            yield replace(table, above=above)
        at += len(run)


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    """Lines outside of true tables; a table stands for an empty line."""
    spans = sorted(
        (min(cell.start for cell in table.cells), max(cell.end for cell in table.cells))
        for table in document.tables
        if table.cells
    )
    start, waiting = 0, iter(spans)
    span = next(waiting, None)
    for text in document.text.split("\n"):
        while span is not None and span[1] <= start and span[0] < start:
            span = next(waiting, None)
        inside = span is not None and span[0] <= start + len(text) and start < span[1]
        yield start, "" if inside else text.rstrip("\r")
        start += len(text) + 1


def _read(start: int, text: str) -> _Line:
    line = _Line(start, text)
    line.way = _way(text)
    if line.way:
        line.cells = list(_cells(line))
        if line.way == "flat" and not _is_flat_row(line):
            line.way, line.cells = "", []
    return line


def _way(text: str) -> str:
    """How a line parts its cells; empty for running text."""
    if not 3 <= len(text) <= MAX_LINE:
        return ""
    if len(_RULED.findall(text)) >= 2:
        return "ruled"
    if "\t" in text.strip():
        return "tabbed"
    if _SENTENCE.search(text):
        return ""
    return "aligned" if _GAP.search(text) else "flat" if " " in text.strip() else ""


def _cells(line: _Line) -> Iterator[GridCell]:
    if line.way == "ruled" and _DRAWN.fullmatch(line.text):
        return
    offset = len(line.text) - len(line.text.lstrip(" \u3000")) if line.way == "ruled" else 0
    led = line.way == "ruled" and line.text[offset : offset + 1] in _RULES
    for match in _PARTS[line.way].finditer(line.text):
        text = match[0].strip()
        if text:
            begin = match.start() + len(match[0]) - len(match[0].lstrip())
            start = line.start + begin
            yield GridCell(text, start, start + len(text), 0, _column(line, match.start(), led=led))


def _column(line: _Line, at: int, *, led: bool) -> int:
    """The number of rules or tabs before a cell; for other ways the printed position, made a column later."""
    if line.way == "ruled":
        return len(_RULED.findall(line.text, 0, at)) - led
    if line.way == "tabbed":
        return line.text.count("\t", 0, at)
    return sum(_width(char) for char in line.text[:at]) if line.way == "aligned" else at


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _is_flat_row(line: _Line) -> bool:
    """Words, then at least two figures up to the end (合计 2609.67 1630.16), or one of many short words (a head)."""
    tail = _trailing(line)
    lead = line.cells[: len(line.cells) - tail]
    return tail >= 2 and len(lead) <= 4 and all(len(cell.text) <= 30 for cell in lead)


def _table(way: str, run: Sequence[_Line], before: Sequence[_Line]) -> Lined | None:
    rows = [line for line in run if line.cells]
    if way in {"", "flat"}:
        return _flat(rows, before) if way else None
    if len(rows) < 2 or not any(line.figures for line in rows):
        return None
    if way == "aligned":
        rows = _in_columns(rows)
    return Lined([replace(cell, row=row) for row, line in enumerate(rows) for cell in line.cells])


def _in_columns(rows: list[_Line]) -> list[_Line]:
    """Give aligned cells their columns: those whose printed extents overlap in rows with figures stand in one."""
    bodies = [line for line in rows if line.figures] or rows
    extents = sorted((c.column, c.column + sum(map(_width, c.text))) for line in bodies for c in line.cells)
    columns: list[list[int]] = []
    for left, right in extents:
        if columns and left < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    return [_with_cells(line, [_placed(cell, columns) for cell in line.cells]) for line in rows]


def _with_cells(line: _Line, cells: list[GridCell]) -> _Line:
    return _Line(line.start, line.text, line.way, cells)


def _placed(cell: GridCell, columns: Sequence[Sequence[int]]) -> GridCell:
    left, right = cell.column, cell.column + sum(map(_width, cell.text))
    met = [number for number, (low, high) in enumerate(columns) if left < high and low < right]
    if not met:
        near = min(range(len(columns)), key=lambda number: abs(columns[number][0] - left))
        return replace(cell, column=near)
    return replace(cell, column=met[0], column_span=met[-1] - met[0] + 1)


def _flat(rows: list[_Line], before: Sequence[_Line]) -> Lined | None:
    """Rows flattened to single blanks: figures are counted from the right, words from the left."""
    if len(rows) < 2:
        return None
    most = max(_trailing(line) for line in rows)
    leads = max(len(line.cells) - _trailing(line) for line in rows)
    head = _flat_head(before, most)
    width = max(len(head.cells) if head else 0, most + max(leads, 1))
    cells: list[GridCell] = []
    loose = set()
    listed = [head, *rows] if head else rows
    for row, line in enumerate(listed):
        whole = _trailing(line) == most or line is head
        if not whole:
            loose.add(row)
        cells += _spread(line, row, width, is_head=line is head)
    return Lined(cells, loose=frozenset(loose))


def _spread(line: _Line, row: int, width: int, *, is_head: bool) -> Iterator[GridCell]:
    figures = 0 if is_head else _trailing(line)
    lead = len(line.cells) - figures
    shift = width - figures - lead
    for number, cell in enumerate(line.cells):
        from_right = number >= lead
        column = width - (len(line.cells) - number) if from_right or is_head else number
        if not from_right and not is_head and shift > 0 and not is_figure(cell.text):
            column = min(number + shift, width - figures - 1)
        yield replace(cell, row=row, column=column)


def _trailing(line: _Line) -> int:
    tail = 0
    for cell in reversed(line.cells):
        if not (is_figure(cell.text) or is_dash(cell.text)):
            break
        tail += 1
    return tail


def _flat_head(before: Sequence[_Line], figures: int) -> _Line | None:
    """The line above with a word for each column."""
    for line in reversed(before):
        words = list(_PARTS["flat"].finditer(line.text))
        if len(words) > figures and len(line.text) <= MAX_LINE and not is_caption(line.text):
            made = _Line(line.start, line.text, "flat")
            made.cells = [GridCell(w[0], line.start + w.start(), line.start + w.end(), 0, 0) for w in words]
            if not any(is_figure(cell.text) for cell in made.cells):
                return made
    return None
