"""From cells to grids: captions, heads, columns and rows told apart in every table of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from jiheng.reading.document import Document
from jiheng.reading.grid import Column, Grid, GridCell, Role
from jiheng.reading.grid_cells import is_caption, is_figure, is_note, is_total, numbered_level, squeezed, unit_of_line
from jiheng.reading.grid_columns import columns_of
from jiheng.reading.grid_lines import lined_tables
from jiheng.reading.grid_rows import Line, body, has_figures, is_enumeration, is_head, is_words

_TITLE = re.compile(r"[\u4e00-\u9fff]{2}")
_LOOK = 4
_MOST_HEADS = 4
_VALUES = re.compile(r"[。；]|^(?:项目名称|主管部门|实施单位|填报单位|项目单位)$")
_MOST_WORDS = 40


@dataclass(slots=True)
class _Raw:
    """Rows of one table before it is understood."""

    table: int
    name: str
    rows: list[tuple[int, Line]]
    above: tuple[str, ...] = ()
    loose: frozenset[int] = frozenset()
    before: list[str] = field(default_factory=list)


def grids(document: Document) -> tuple[Grid, ...]:
    """Every table of a document, true or flattened, in the order of the text.

    A sheet with several tables, and tables side by side, come as one grid each.
    """
    raw = [*_true(document), *_lined(document)]
    found = [grid for each in raw for part in _apart(each) for grid in _side_by_side(_understood(part))]
    return tuple(sorted((grid for grid in found if grid.rows), key=lambda grid: grid.start))


def _true(document: Document) -> Iterator[_Raw]:
    for number, table in enumerate(document.tables):
        cells = [
            GridCell(text, c.start, c.end, c.row, c.column, c.row_span, c.column_span, c.place, c.exact)
            for c in table.cells
            if (text := document.text[c.start : c.end]).strip()
        ]
        if cells:
            yield _Raw(number, table.name, _rows(cells), _lines_before(document.text, cells[0].start))


def _lined(document: Document) -> Iterator[_Raw]:
    for table in lined_tables(document):
        if table.cells:
            yield _Raw(-1, "", _rows(table.cells), table.above, table.loose)


def _rows(cells: Sequence[GridCell]) -> list[tuple[int, Line]]:
    found: dict[int, Line] = {}
    for cell in cells:
        found.setdefault(cell.row, {})[cell.column] = cell
    return [(row, dict(sorted(found[row].items()))) for row in sorted(found)]


def _lines_before(text: str, start: int) -> tuple[str, ...]:
    return tuple(line.strip() for line in text[max(start - 200, 0) : start].split("\n")[-4:] if line.strip())


def _apart(raw: _Raw) -> Iterator[_Raw]:
    """Part several tables of one sheet: a title or a gap, then a new head, after figures were met."""
    begin, seen = 0, False
    for at, (_, line) in enumerate(raw.rows):
        if seen and _opens(raw.rows, at):
            yield replace(raw, rows=raw.rows[begin:at])
            begin, seen = at, False
        seen = seen or has_figures(line)
    yield replace(raw, rows=raw.rows[begin:], above=raw.above if begin == 0 else ())


def _opens(rows: Sequence[tuple[int, Line]], at: int) -> bool:
    number, line = rows[at]
    gap = number > rows[at - 1][0] + 1
    only = next(iter(line.values())) if len(line) == 1 else None
    titled = only is not None and not is_note(only.text) and numbered_level(squeezed(only.text)) < 0
    captioned = is_words(line) and any(is_caption(cell.text) for cell in line.values())
    if not (gap or titled or captioned or is_head(line)):
        return False
    for _, following in rows[at : at + _LOOK]:
        if has_figures(following):
            return False
        if is_words(following) and not any(is_caption(c.text) for c in following.values()):
            return not any(is_total(squeezed(c.text)) for c in following.values())
    return False


def _understood(raw: _Raw) -> tuple[Grid, frozenset[int]]:
    rows = list(raw.rows)
    captions = _take_captions(rows)
    heads = _take_heads(rows)
    width = max((cell.column + cell.column_span for _, line in raw.rows for cell in line.values()), default=0)
    said = [*raw.above, *(cell.text for line in captions for cell in line.values())]
    unit = next(filter(None, map(unit_of_line, reversed(said))), "") or _unit_below(rows)
    title = next((text.strip() for text in reversed(said) if _is_title(text)), "")
    columns = columns_of(heads, rows, width, unit)
    if not unit:
        unit = next(
            (c.unit for c in columns if c.role is Role.LABEL and c.unit), ""
        )  # 年度预算数（万元）: of all figures
        columns = tuple(replace(c, unit=unit) if c.role is Role.NUMBER and not c.unit else c for c in columns)
    made = tuple(body(rows, columns, raw.loose))
    cells = tuple(cell for _, line in heads for cell in line.values())
    return Grid(raw.table, raw.name, title, unit, columns, cells, made), raw.loose


def _is_title(text: str) -> bool:
    plain = squeezed(text)
    if len(text.split()) > _LOOK or any(mark in plain for mark in "。:：|"):
        return False
    return bool(_TITLE.search(plain)) and len(plain) <= _MOST_WORDS and not is_caption(plain)


def _unit_below(rows: Sequence[tuple[int, Line]]) -> str:
    notes = [cell.text for _, line in rows[-3:] for cell in line.values() if not is_figure(cell.text)]
    return next(filter(None, map(unit_of_line, notes)), "")


def _take_captions(rows: list[tuple[int, Line]]) -> list[Line]:
    """Take title and unit lines off the top."""
    taken: list[Line] = []
    while rows and len(rows) > 1:
        line = rows[0][1]
        alone = len(line) == 1 and not is_figure(next(iter(line.values())).text)
        captioned = any(is_caption(cell.text) for cell in line.values()) and not has_figures(line)
        named = alone and numbered_level(squeezed(next(iter(line.values())).text)) < 0
        if not (captioned or named):
            break
        taken.append(rows.pop(0)[1])
    return taken


def _take_heads(rows: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Take the head rows off the top: words above the first row with a figure, and the numbers of columns."""
    first = next((at for at, (_, line) in enumerate(rows) if has_figures(line)), 0)
    while first > 0 and _is_body_like(rows[first - 1][1]):
        first -= 1
    begin = first
    while begin > 0 and first - begin < _MOST_HEADS and _may_head(rows[begin - 1][1]):
        begin -= 1
    heads = rows[begin:first]
    del rows[:first]
    while rows and is_enumeration(rows[0][1]):
        heads.append(rows.pop(0))
    return heads


def _may_head(line: Line) -> bool:
    return not any(_VALUES.search(squeezed(cell.text)) for cell in line.values())


def _is_body_like(line: Line) -> bool:
    """A row of the body without figures: a section, a total that is blank."""
    label = squeezed(next(iter(line.values())).text)
    spread = len(line) == 1 and next(iter(line.values())).column_span == 1
    return spread and (numbered_level(label) >= 0 or is_total(label))


def _side_by_side(understood: tuple[Grid, frozenset[int]]) -> Iterator[Grid]:
    """Part tables that stand side by side: words that name rows again, with figures on both sides."""
    grid, loose = understood
    cuts = [column.number for column in grid.columns if _begins_again(grid.columns, column)]
    if not cuts:
        yield grid
        return
    edges = [0, *cuts, len(grid.columns)]
    for left, right in pairwise(edges):
        yield _part(grid, left, right, loose)


def _begins_again(columns: Sequence[Column], column: Column) -> bool:
    first = next((each for each in columns if each.role is Role.LABEL), None)
    if first is None or column.role is not Role.WORDS or column.number <= first.number:
        return False
    before = any(each.role is Role.NUMBER and first.number < each.number < column.number for each in columns)
    after = any(each.role is Role.NUMBER and each.number > column.number for each in columns)
    same = bool(first.path and column.path) and first.path[-1][:2] == column.path[-1][:2]
    grouped = len(first.path) > 1 and len(column.path) > 1 and first.path[0] != column.path[0]
    return before and after and (same or grouped)


def _part(grid: Grid, left: int, right: int, loose: frozenset[int]) -> Grid:
    rows = [
        (row.number, cells) for row in grid.rows if (cells := {c: v for c, v in row.cells.items() if left <= c < right})
    ]
    columns = tuple(
        replace(column, role=Role.LABEL if column.number == left and column.role is Role.WORDS else column.role)
        for column in grid.columns[left:right]
    )
    heads = tuple(cell for cell in grid.heads if left <= cell.column < right)
    return replace(grid, columns=columns, heads=heads, rows=tuple(body(rows, columns, loose)))
