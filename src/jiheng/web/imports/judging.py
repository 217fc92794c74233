"""Reading a file together with what the dossier holds already: all faults in one pass, and the rows that are sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jiheng.core.fault import Fault, Faults, Place, Refused
from jiheng.facts import content, draft
from jiheng.facts.cell import Cell, Unfit, as_text
from jiheng.facts.coerce import coerce
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import Grid
from jiheng.facts.heads import bind
from jiheng.facts.schema import columns
from jiheng.facts.written import written
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import grids_of

MOST_ROUNDS = 5
"""Taking rows out may leave others without what they refer to; so often the rest is read again."""
Rows = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file holds: sound rows by table, tables declared empty, and every fault."""

    rows: Rows
    nil: tuple[str, ...]
    faults: tuple[Fault, ...]


def judge(dossier: Dossier, grids: Sequence[Grid], file: str) -> Judged:
    """Read the file's tables beside those of the dossier that it does not replace."""
    own = [grid for grid in grids if grid.rows or grid.unreadable]
    nil = tuple(grid.table for grid in grids if grid.nil)
    try:
        dataset, faults = draft([*own, *_beside(dossier, own)], Place(file=file))
    except Refused as refused:
        return Judged({}, nil, refused.faults)
    found = [fault for fault in faults if fault.place.file == file]
    return Judged(_sound_rows(dataset, file), nil, (*found, *_foreign(dossier, dataset, file)))


def judge_sound(dossier: Dossier, grids: Sequence[Grid], file: str) -> Judged:
    """The same without the rows that are at fault, and without those that only lean on them."""
    left = list(grids)
    for _round in range(MOST_ROUNDS):
        judged = judge(dossier, left, file)
        bad = {(fault.place.sheet, fault.place.row) for fault in judged.faults}
        if not bad or any(not row for _sheet, row in bad):
            break
        left = [_without(grid, bad) for grid in left]
    return judged


def _without(grid: Grid, bad: set[tuple[str, int]]) -> Grid:
    rows = tuple((number, cells) for number, cells in grid.rows if (grid.place.sheet, number) not in bad)
    return replace(grid, rows=rows)


def _sound_rows(dataset: DataSet, file: str) -> Rows:
    return {
        table: [_cells(row) for row in rows if row.place.file == file]
        for table, rows in content.tables(dataset)
        if any(row.place.file == file for row in rows)
    }


def _cells(row: Any) -> dict[str, str]:
    given = ((field.name, written(column, getattr(row, field.name))) for field, column in columns(type(row)))
    return {name: text for name, text in given if text}


def _beside(dossier: Dossier, own: Sequence[Grid]) -> Iterator[Grid]:
    """The dossier's rows that the file does not replace; one row of the unit is enough."""
    keys: dict[str, set[tuple[str, ...]]] = {}
    for grid in own:
        keys.setdefault(grid.table, set()).update(key for _row, key in _keys(grid))
    for grid in grids_of(dossier):
        if grid.table == "unit" and "unit" in keys:
            continue
        kept = tuple(row for row, key in _keys(grid) if key not in keys.get(grid.table, ()))
        yield replace(grid, rows=kept, nil=grid.nil and grid.table not in keys)


def _keys(grid: Grid) -> Iterator[tuple[tuple[int, Sequence[Cell]], tuple[str, ...]]]:
    """Every row with its key as it would be kept."""
    bound = [each for each in bind(grid, Faults()) if each.column.key]
    for number, cells in grid.rows:
        parts = []
        for each in bound:
            cell = cells[each.index] if each.index < len(cells) else None
            try:
                parts.append(written(each.column, coerce(each.column, cell, each.money_unit)))
            except Unfit:
                parts.append(as_text(cell))
        yield (number, cells), tuple(parts)


def _foreign(dossier: Dossier, dataset: DataSet, file: str) -> Iterator[Fault]:
    """A file of another unit or year, and what a unit does not write itself."""
    unit, place = dataset.unit, replace(dataset.unit.place, column="")
    fix = "请核对是否选错了文件"
    if unit.place.file == file and unit.code != dossier.unit.code:
        yield Fault(place, unit.code, "不是本单位的数据", f"单位编码 {dossier.unit.code}", fix)
    if unit.place.file == file and unit.year != dossier.year.year:
        yield Fault(place, str(unit.year), "不是本年度的数据", f"{dossier.year.year} 年度", fix)
    for row in dataset.reviews:
        if row.place.file == file:
            yield Fault(row.place, row.indicator, "复核数据由审核人填写，不能导入", "", "请清除“复核”表的内容")
