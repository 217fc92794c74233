"""One sheet of a foreign form: labels with their values, amounts by part and column, and the rows of its indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jiheng.forms.first.labels import (
    INDICATOR,
    MONEY,
    NAMED,
    PARTS,
    PLACEHOLDER,
    SINGLE,
    STOP,
    TEXTS,
    inline,
    is_label,
    known_as,
    money_unit,
    plain,
    tidy,
)
from jiheng.forms.sighted import Sheet, Sighted

AMOUNTS = ("original", "adjusted", "paid")
_LEVELS = ("level_1", "level_2")
_HEAD_REACH = 2
"""Rows above the titles 三级指标 in which a head of several rows may begin."""
_NUMERIC = re.compile(r"[+-]?[\d.,]+\s*(?:%|亿元|万元|千元|元)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """One cell of the money of a form: whose share, which column, and the money unit that stands nearest to it."""

    part: str
    said: str
    """The part as the form prints it."""
    column: str
    cell: Sighted
    unit: str


@dataclass(slots=True)
class Looked:
    """What a sheet shows; ``used`` are the places of cells that were understood."""

    sheet: Sheet
    year: int = 0
    single: dict[str, tuple[Sighted, Sighted]] = field(default_factory=dict)
    """Attribute → label and value."""
    money: list[Amount] = field(default_factory=list)
    heads: Mapping[str, Sighted] = field(default_factory=dict)
    rows: list[Mapping[str, Sighted]] = field(default_factory=list)
    total: Sighted | None = None
    """The cell of the total score."""
    used: set[tuple[int, int]] = field(default_factory=set)

    def use(self, *cells: Sighted) -> None:
        """Note cells as understood."""
        self.used |= {(cell.row, cell.column) for cell in cells}


def look(sheet: Sheet) -> Looked:
    """Read one sheet; what it does not understand is not used."""
    looked = Looked(sheet)
    _years(looked)
    _indicators(looked)
    _money(looked)
    _singles(looked)
    return looked


def _years(looked: Looked) -> None:
    near = sorted((cell for cell in looked.sheet.cells if cell.row <= _HEAD_REACH + 1), key=lambda cell: cell.row)
    found = [match for cell in near if (match := re.search(r"(20\d\d)\s*年", tidy(cell.text)))]
    looked.year = int(found[0][1]) if found else 0


def _labelled(sheet: Sheet, names: Mapping[str, str]) -> Iterator[tuple[str, Sighted]]:
    for cell in sheet.cells:
        if cell.text and (name := known_as(plain(cell.text), names)):
            yield name, cell


def _singles(looked: Looked) -> None:
    for cell in looked.sheet.cells:
        said, text = inline(cell.text)
        if (name := known_as(said, SINGLE)) and name not in looked.single and name not in TEXTS:
            looked.single[name] = cell, replace(cell, text=text)
            looked.use(cell)
    for name, label in _labelled(looked.sheet, SINGLE):
        value = (
            None if (label.row, label.column) in looked.used or name in looked.single else _value(looked, name, label)
        )
        if value is not None:
            looked.single[name] = label, value
            looked.use(label, value)


def _value(looked: Looked, name: str, label: Sighted) -> Sighted | None:
    """Right of the label, or for texts below it."""
    beside = looked.sheet.right_of(label)
    if beside is not None and beside.text and not _taken(looked, beside):
        return beside if name != "total" or _NUMERIC.fullmatch(tidy(beside.text)) else None
    below = looked.sheet.below(label) if name in TEXTS else None
    return below if below is not None and below.text and not _taken(looked, below) else None


def _taken(looked: Looked, cell: Sighted) -> bool:
    return (cell.row, cell.column) in looked.used or is_label(cell.text)


def _indicators(looked: Looked) -> None:
    for name, cell in sorted(_labelled(looked.sheet, INDICATOR), key=lambda pair: (pair[1].row, pair[1].column)):
        if name == "name" and not any(cell.row <= other.row for other in looked.heads.values()):
            heads = _heads(looked.sheet, cell)
            if "target" in heads or "actual" in heads:
                looked.heads = heads
                looked.use(*heads.values())
                _body(looked)


def _heads(sheet: Sheet, name: Sighted) -> Mapping[str, Sighted]:
    """Column → its head: the lowest one where a head has several rows."""
    last = name.row + name.rows - 1
    found: dict[str, Sighted] = {}
    for kind, cell in sorted(_labelled(sheet, INDICATOR), key=lambda pair: -pair[1].row):
        inside = name.row - _HEAD_REACH <= cell.row <= last or _below_blank(sheet, name, cell)
        if inside and kind not in found and cell.rows < sheet.height:
            found[kind] = cell
    return found


def _below_blank(sheet: Sheet, name: Sighted, cell: Sighted) -> bool:
    """Whether the cell stands in a second row of the head whose merged cells were taken apart."""
    under = sheet.below(name)
    return cell.row == name.row + name.rows and (under is None or not under.text)


def _body(looked: Looked) -> None:
    sheet, heads = looked.sheet, looked.heads
    above: dict[str, Sighted] = {}
    for row in range(max(head.row + head.rows for head in heads.values()), sheet.height):
        found = {name: cell for name, head in heads.items() if (cell := sheet.at(row, head.column))}
        shown = [cell for cell in _row(sheet, row) if cell.text]
        if shown and STOP.fullmatch(plain(shown[0].text)):
            _total(looked, row, shown)
            return
        name = found.get("name")
        if name is None or name.row != row or _is_wide(name, heads):
            continue
        above |= {level: found[level] for level in _LEVELS if level in found and found[level].text}
        bare = NAMED.sub("", " ".join(name.text.split()))
        looked.use(name, *above.values())
        if bare and not PLACEHOLDER.fullmatch(bare):
            looked.rows.append({**found, **above})
            looked.use(*found.values())


def _is_wide(name: Sighted, heads: Mapping[str, Sighted]) -> bool:
    """Whether a cell reaches over other columns: a remark, no name."""
    reach = range(name.column, name.column + name.columns)
    return any(head.column in reach for kind, head in heads.items() if kind != "name")


def _row(sheet: Sheet, row: int) -> list[Sighted]:
    return sorted((cell for cell in sheet.cells if cell.row == row), key=lambda cell: cell.column)


def _total(looked: Looked, row: int, shown: list[Sighted]) -> None:
    score = looked.heads.get("score")
    cell = looked.sheet.at(row, score.column) if score else None
    if cell is not None and _NUMERIC.fullmatch(tidy(cell.text)):
        looked.total = cell
    looked.use(*(cell for cell in shown if _NUMERIC.fullmatch(tidy(cell.text)) or cell is shown[0]))


def _money(looked: Looked) -> None:
    """Amounts where a row of a part meets a column of amounts, whichever of the two stands on top."""
    columns = [pair for pair in _labelled(looked.sheet, MONEY) if (pair[1].row, pair[1].column) not in looked.used]
    amounts = [cell for kind, cell in columns if kind in AMOUNTS]
    beside = {cell.row for cell in amounts}, {cell.column for cell in amounts}
    columns = [(kind, cell) for kind, cell in columns if cell.row in beside[0] or cell.column in beside[1]]
    parts = list(_labelled(looked.sheet, PARTS))
    crossings = [*_crossings(looked, parts, columns), *_crossings(looked, columns, parts)]
    for amount in crossings or _pairs(looked, columns):
        if (amount.cell.row, amount.cell.column) not in looked.used:
            looked.money.append(amount)
            looked.use(amount.cell)


def _crossings(
    looked: Looked, sides: Sequence[tuple[str, Sighted]], tops: Sequence[tuple[str, Sighted]]
) -> Iterator[Amount]:
    """Where each label on the side meets the nearest of each kind of label above it."""
    for name, side in sides:
        above = sorted((pair for pair in tops if _meets(looked, side, pair[1])), key=lambda pair: -pair[1].row)
        nearest = {(kind, cell.column): (kind, cell) for kind, cell in above if cell.row == above[0][1].row}
        for kind, top in nearest.values():
            cell = looked.sheet.at(side.row, top.column)
            if cell is not None and cell.text and not is_label(cell.text):
                part, said, column = (name, side, kind) if name in PARTS else (kind, top, name)
                unit = money_unit(top.text) or money_unit(side.text) or _nearest_unit(looked.sheet, top.row)
                yield Amount(part, plain(said.text), column, cell, unit)


def _meets(looked: Looked, side: Sighted, top: Sighted) -> bool:
    """Whether one label stands left and below of the other, with no table of indicators between."""
    between = any(top.row < head.row <= side.row for head in looked.heads.values())
    return not between and side.row >= top.row + top.rows and side.column + side.columns <= top.column


def _pairs(looked: Looked, columns: Sequence[tuple[str, Sighted]]) -> Iterator[Amount]:
    """Labels with the number right of each: 年初预算数 | 120.5 | 执行数 | 118."""
    for column, head in columns:
        cell = looked.sheet.right_of(head)
        if cell is not None and _NUMERIC.fullmatch(tidy(cell.text)):
            unit = money_unit(head.text) or _nearest_unit(looked.sheet, head.row)
            yield Amount("年度资金总额", plain(head.text), column, cell, unit)


def _nearest_unit(sheet: Sheet, row: int) -> str:
    """The money unit named nearest above or in the row; empty if the sheet names none."""
    named = [(row - cell.row, unit) for cell in sheet.cells if cell.row <= row and (unit := money_unit(cell.text))]
    return min(named, default=(0, money_unit(sheet.name)))[1]
