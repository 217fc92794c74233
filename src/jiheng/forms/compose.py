"""Layout and facts → placed cells: everything about a form's page except the file format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from jiheng.core.fault import Faults, Place
from jiheng.forms.binding import Figure, Filled, Scope, fill, resolve
from jiheng.forms.case import Case
from jiheng.forms.names import scope as scope_of
from jiheng.forms.sources import rows as rows_of
from jiheng.forms.value import Number, Value, number, written
from jiheng.packs.layout import Align, Axis, Cell, Column, Grid, Hole, Matrix, Mood, Table, TableForm, parts

DASH = "—"


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell of the page: where it stands, what it says, and the facts in it."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    mood: Mood
    number: Number | None = None
    figures: tuple[Figure, ...] = ()
    align: Align | None = None
    border: bool = True
    lines: int = 1

    def below(self, rows: int) -> Placed:
        """The same cell further down."""
        return replace(self, row=self.row + rows)


@dataclass(frozen=True, slots=True)
class Page:
    """One form of one subject, ready to be written."""

    title: str
    subject: str
    subtitle: Filled
    unit_note: Filled
    mark: str
    footing: str
    dated: date
    widths: tuple[int, ...]
    landscape: bool
    cells: tuple[Placed, ...]
    head: tuple[int, int] | None
    """First and last row of the table head that is repeated on every printed page."""
    frozen: bool
    trace: str = ""
    """Pack, data and anchor, kept in the properties of the file."""


@dataclass(slots=True)
class Composer:
    """Stacks the blocks of one form; rows are counted from 0 below title and unit note."""

    form: TableForm
    case: Case
    faults: Faults
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.case)

    def page(self) -> Page:
        """Fill the whole form."""
        cells: list[Placed] = []
        head: tuple[int, int] | None = None
        frozen = False
        at = 0
        for block in self.form.blocks:
            placed = list(self._block(block))
            if isinstance(block, Table) and placed and block.repeat:
                head = head or (at, at + block.head_rows - 1)
                frozen = frozen or block.freeze
            cells += (cell.below(at) for cell in placed)
            at += max((cell.row + cell.rows for cell in placed), default=0)
        return Page(
            title=self._fill(self.form.title).text,
            subject=self.case.name,
            subtitle=self._fill(self.form.subtitle),
            unit_note=self._fill(self.form.unit_note),
            mark=self.case.mark,
            footing=self.case.footing,
            trace=self.case.trace,
            dated=self.case.dated,
            widths=self.form.columns,
            landscape=self.form.landscape,
            cells=tuple(cells),
            head=head,
            frozen=frozen,
        )

    def _block(self, block: Grid | Matrix | Table) -> Iterator[Placed]:
        match block:
            case Grid():
                return self._grid(block)
            case Matrix():
                return self._matrix(block)
            case Table():
                return self._table(block)

    def _grid(self, block: Grid) -> Iterator[Placed]:
        for row, column, cell in block.placed():
            yield replace(self._cell(cell, self.scope, row, column), border=block.border)

    def _matrix(self, block: Matrix) -> Iterator[Placed]:
        left = block.side.span if block.side else 0
        if block.side:
            yield replace(self._cell(block.side, self.scope, 0, 0), rows=1 + len(block.rows))
        yield self._cell(block.corner, self.scope, 0, left)
        starts = _starts(left + block.corner.span, [axis.span for axis in block.columns])
        for axis, start in zip(block.columns, starts, strict=True):
            yield self._label(axis.title, 0, start, axis.span)
        for at, row in enumerate(block.rows, 1):
            yield replace(self._label(row.title, at, left, block.corner.span), align=block.corner.align or "left")
            for axis, start in zip(block.columns, starts, strict=True):
                placed = self._crossing(block, row, axis)
                yield replace(placed, row=at, column=start, columns=axis.span)

    def _crossing(self, block: Matrix, row: Axis, column: Axis) -> Placed:
        if column.only and row.name not in column.only:
            return _blank(DASH)
        kinds = ("分值", "得分", "偏差原因")
        name = f"{column.name}:{block.indicator}" if column.name in kinds else f"{block.of}:{row.name}.{column.name}"
        placed = self._bound(Hole(name, column.format or row.format), self.scope)
        return placed if placed.text or column.by_hand else replace(placed, text=DASH)

    def _table(self, block: Table) -> Iterator[Placed]:
        found = rows_of(block.each, self.case, block.without)
        if not found and block.when_empty == "hide":
            return
        left = block.side.span if block.side else 0
        yield from self._head(block, left)
        starts = _starts(left, [column.span for column in block.columns])
        filled = [self._row(block.columns, names) for names in found or [{}]]
        for column, start in enumerate(starts):
            for first, length in _runs(block.columns, filled, column):
                yield replace(filled[first][column], row=block.head_rows + first, column=start, rows=length)
        end = block.head_rows + len(filled)
        if block.side:
            yield replace(self._cell(block.side, self.scope, 0, 0), rows=end)
        for cell, start in zip(block.total, _starts(0, [cell.span for cell in block.total]), strict=True):
            yield self._cell(cell, self.scope, end, start)

    def _head(self, block: Table, left: int) -> Iterator[Placed]:
        start = left
        for group, columns in block.groups():
            if group:
                yield self._label(group, 0, start, sum(column.span for column in columns))
            for column in columns:
                rows = 1 if group else block.head_rows
                label = self._label(column.title, 1 if group else 0, start, column.span)
                yield replace(label, rows=rows)
                start += column.span

    def _row(self, columns: Sequence[Column], names: Mapping[str, Value]) -> list[Placed]:
        if not names:
            return [_blank("", column.span) for column in columns]
        inner = self.scope.inside(names)
        cells = (Cell(text=column.value, span=column.span, align=_side(column), mood="value") for column in columns)
        return [self._cell(cell, inner, 0, 0) for cell in cells]

    def _cell(self, cell: Cell, scope: Scope, row: int, column: int) -> Placed:
        content = list(parts(cell.text))
        if len(content) == 1 and isinstance(content[0], Hole):
            placed = self._bound(content[0], scope)
        else:
            filled = fill(cell.text, scope, self.faults, self._place())
            placed = Placed(0, 0, 1, 1, filled.text, "value", figures=filled.figures)
        return replace(
            placed,
            row=row,
            column=column,
            rows=cell.rows,
            columns=cell.span,
            mood=cell.style,
            align=cell.align,
            lines=cell.lines,
        )

    def _bound(self, hole: Hole, scope: Scope) -> Placed:
        value = resolve(hole, scope, self.faults, self._place())
        if value is None or value.missing:
            return _blank("")
        if value.template:
            filled = fill("{{ " + hole.name + " }}", scope, self.faults, self._place())
            return Placed(0, 0, 1, 1, filled.text, "value", figures=filled.figures)
        held = number(value, hole.format)
        text = held.shown() if held else written(value, hole.format, long_dates=False)
        return Placed(0, 0, 1, 1, text, "value", held, (Figure(0, len(text), hole.name, value),))

    def _label(self, text: str, row: int, column: int, columns: int) -> Placed:
        filled = self._fill(text)
        return Placed(row, column, 1, columns, filled.text, "label", figures=filled.figures)

    def _fill(self, text: str) -> Filled:
        return fill(text, self.scope, self.faults, self._place())

    def _place(self) -> Place:
        return Place(file=f"规则包 {self.case.pack.id}", path=f"表格“{self.form.title}”（{self.form.code}）")


def _side(column: Column) -> Align | None:
    return column.align or ("center" if column.merge else None)


def _blank(text: str, columns: int = 1) -> Placed:
    return Placed(0, 0, 1, columns, text, "value", align="center" if text else None)


def _starts(left: int, spans: Iterable[int]) -> list[int]:
    starts = []
    for span in spans:
        starts.append(left)
        left += span
    return starts


def _runs(columns: Sequence[Column], filled: Sequence[Sequence[Placed]], at: int) -> Iterator[tuple[int, int]]:
    """Rows that share one cell in a column: equal there and in every merged column to the left."""
    if not columns[at].merge:
        yield from ((row, 1) for row in range(len(filled)))
        return
    merged = [place for place in range(at + 1) if columns[place].merge]
    keys = [tuple(row[place].text for place in merged) for row in filled]
    first = 0
    for row in range(1, len(keys) + 1):
        if row == len(keys) or keys[row] != keys[first]:
            yield first, row - first
            first = row
