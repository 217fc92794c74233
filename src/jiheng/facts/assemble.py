"""From grids to a data set: every cell is read, every fault is noted, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from jiheng.core.fault import Fault, Faults, Place
from jiheng.facts.aside import set_aside
from jiheng.facts.cell import Cell, Unfit, Value, as_text, is_blank
from jiheng.facts.coerce import coerce
from jiheng.facts.consistency import note_inconsistencies
from jiheng.facts.content import sealed
from jiheng.facts.dataset import DataSet
from jiheng.facts.gaps import Draft, Partial
from jiheng.facts.grid import Grid, column_letter
from jiheng.facts.heads import Bound, bind
from jiheng.facts.rows import ASKED_FOR, CARRIED, TABLES, Row
from jiheng.facts.schema import columns
from jiheng.facts.tables import Tables


def assemble(grids: Iterable[Grid], faults: Faults, place: Place) -> DataSet:
    """Make the data set of all grids.

    Args:
        grids: one for each table that was handed in; several for one table are joined.
        faults: what reading has found so far; more is added.
        place: names the input as a whole.

    Raises:
        Refused: with every fault of the whole input.
    """
    found = draft_all(grids, faults, place)
    faults.raise_if_any()
    return found.dataset


def draft_all(grids: Iterable[Grid], faults: Faults, place: Place) -> Draft:
    """Make a data set of all rows that can be read, with all faults and what is lacking.

    Raises:
        Refused: nothing can be read of the unit itself.
    """
    tables = _read(grids, faults, place)
    gaps = tables.gaps()
    if not tables.rows.get("unit"):
        tables.rows["unit"] = [each.row for each in gaps.partial if each.table == "unit"]
    if not tables.rows["unit"]:
        faults.raise_if_any()
    return Draft(_dataset(tables), tuple(faults.found), gaps)


def draft(grids: Iterable[Grid], place: Place) -> tuple[DataSet, tuple[Fault, ...]]:
    """Make a data set of all rows that can be read, for work that goes on while it is being filled in.

    Raises:
        Refused: there is no readable row of the unit itself.
    """
    faults = Faults()
    tables = _read(grids, faults, place)
    if not tables.rows.get("unit"):
        faults.raise_if_any()
    return _dataset(tables), tuple(faults.found)


def _read(grids: Iterable[Grid], faults: Faults, place: Place) -> Tables:
    tables = Tables()
    for grid in grids:
        _take_in(grid, tables, faults)
    _note_contradicted_nil(tables, faults, place)
    _require_unit(tables, faults, place)
    note_inconsistencies(tables, faults)
    faults.found.sort(key=_position)
    return tables


def _position(fault: Fault) -> tuple[str, str, int, int, str]:
    place = fault.place
    return place.file, place.sheet, place.row or place.line, len(place.column), place.column


def _dataset(tables: Tables) -> DataSet:
    unit, *_ = tables.rows.pop("unit")
    rows: dict[str, Any] = {table: tuple(found) for table, found in tables.rows.items()}
    return sealed(DataSet(unit=unit, nil=tuple(sorted(tables.nil)), **rows))


def _take_in(grid: Grid, tables: Tables, faults: Faults) -> None:
    before = len(faults.found)
    bound = bind(grid, faults)
    if len(faults.found) > before:
        tables.headless.add(grid.table)
    if grid.unreadable or not any(each.column.key for each in bound):
        tables.unreadable.add(grid.table)
    if grid.lettered:
        tables.letters.update({(grid.table, each.attribute): column_letter(each.index) for each in bound})
    if grid.nil:
        tables.nil.add(grid.table)
    grid = set_aside(grid, bound, faults)
    known = tables.keys.setdefault(grid.table, set())
    reader = _RowReader(grid, bound, known, faults)
    tables.rows.setdefault(grid.table, []).extend(reader.rows())
    tables.percents += reader.percents
    tables.partial += reader.partial


class _RowReader:
    """Reads the rows of one grid; a row at fault is left out, but its key is remembered."""

    def __init__(self, grid: Grid, bound: list[Bound], keys: set[tuple[Value, ...]], faults: Faults) -> None:
        self.grid = grid
        self.bound = bound
        self.keys = keys
        self.faults = faults
        self.row_class = TABLES[grid.table][1]
        of_key = [(field, column) for field, column in columns(self.row_class) if column.key]
        self.key_defaults = {field.name: field.default for field, _column in of_key}
        self.musts = {field.name for field, column in of_key if column.required}
        self.required = {field.name for field, column in columns(self.row_class) if column.required}
        self.stray = self._unnamed_columns()
        self.percents: list[tuple[str, Row, str]] = []
        self.partial: list[Partial] = []

    def _unnamed_columns(self) -> tuple[int, ...]:
        widest = max((len(cells) for _, cells in self.grid.rows), default=0)
        head = self.grid.head
        return tuple(index for index in range(widest) if index >= len(head) or not head[index].strip())

    def rows(self) -> Iterator[Row]:
        """The sound rows in their order."""
        for number, cells in self.grid.rows:
            if self._says_nothing(cells):
                continue
            before = len(self.faults.found)
            carried = self._is_carried(cells)
            values, faulty = self._values(number, cells, carried=carried)
            key = tuple(values.get(name, default) for name, default in self.key_defaults.items())
            if self.key_defaults and self.musts <= values.keys() and key in self.keys:
                self._note_double(number, cells)
                faulty |= {each.attribute for each in self.bound}
            self.keys.add(key)
            if carried and not self.required <= values.keys():
                continue
            row = self.row_class(**values, place=self.grid.row_place(number))
            if len(self.faults.found) > before:
                self.partial.append(Partial(self.grid.table, row, frozenset(faulty)))
            else:
                self.percents += [(self.grid.table, row, name) for name in self._percents(cells)]
                yield row

    def _percents(self, cells: Sequence[Cell]) -> Iterator[str]:
        for each in self.bound:
            cell = cells[each.index] if each.index < len(cells) else None
            if each.column.kind == "number" and isinstance(cell, str) and cell.rstrip().endswith(("%", "％")):
                yield each.attribute

    def _says_nothing(self, cells: Sequence[Cell]) -> bool:
        if self.grid.table not in ASKED_FOR:
            return all(map(is_blank, cells))
        said = (each.index for each in self.bound if not each.column.key)
        return all(is_blank(cells[index]) for index in said if index < len(cells))

    def _is_carried(self, cells: Sequence[Cell]) -> bool:
        """Whether the row went on from last year; what it still lacks is asked for, no fault, and it is no row yet."""
        at = next((each.index for each in self.bound if each.attribute == "origin"), len(cells))
        return at < len(cells) and as_text(cells[at]).strip() == CARRIED

    def _values(self, number: int, cells: Sequence[Cell], *, carried: bool) -> tuple[dict[str, Any], set[str]]:
        """The readable values by attribute, and the attributes at fault, which are noted."""
        values: dict[str, Any] = {}
        faulty: set[str] = set()
        for each in self.bound:
            cell = cells[each.index] if each.index < len(cells) else None
            try:
                value = coerce(each.column, cell, each.money_unit)
            except Unfit as unfit:
                self._note_unfit(number, each, cell, unfit)
                faulty.add(each.attribute)
                continue
            if value is not None and value != "":
                values[each.attribute] = value
            elif each.column.required and not carried:
                place = self.grid.cell_place(number, each.index)
                self.faults.add(place, f"“{each.column.title}”为必填项，未填写", fix="请补填")
                faulty.add(each.attribute)
        self._note_strays(number, cells)
        return values, faulty

    def _note_unfit(self, number: int, bound: Bound, cell: Cell, unfit: Unfit) -> None:
        self.faults.add(
            self.grid.cell_place(number, bound.index),
            f"“{bound.column.title}”{unfit.problem}",
            value=as_text(cell),
            expected=unfit.expected,
            fix=unfit.fix,
        )

    def _note_strays(self, number: int, cells: Sequence[Cell]) -> None:
        for index in self.stray:
            if index < len(cells) and not is_blank(cells[index]):
                self.faults.add(
                    self.grid.cell_place(number, index),
                    "单元格所在的列没有列名",
                    value=as_text(cells[index]),
                    fix="请补上列名或清除内容；CSV 中带千位逗号的金额要加双引号",
                )

    def _note_double(self, number: int, cells: Sequence[Cell]) -> None:
        of_key = [each for each in self.bound if each.column.key]
        self.faults.add(
            self.grid.cell_place(number, of_key[0].index),
            f"“{'、'.join(each.column.title for each in of_key)}”重复",
            value=" / ".join(as_text(cells[each.index]) for each in of_key if each.index < len(cells)),
            expected="每行各不相同",
            fix="请合并或删除重复的一行",
        )


def _note_contradicted_nil(tables: Tables, faults: Faults, place: Place) -> None:
    for table in sorted(tables.nil):
        if tables.keys.get(table):
            title = TABLES[table][0]
            faults.add(place, f"“{title}”声明零填报，却填有内容", fix="请取消零填报，或清除该表内容")


def _require_unit(tables: Tables, faults: Faults, place: Place) -> None:
    if not tables.keys.get("unit") and "unit" not in tables.unreadable:
        faults.add(place, "没有“单位基本情况”", expected="一行单位基本情况", fix="请填写单位编码、名称、年度和规则包")
    for extra in tables.rows.get("unit", [])[1:]:
        faults.add(extra.place, "“单位基本情况”只能有一行", fix="一个数据集只含一个单位，请删除多余的行")
