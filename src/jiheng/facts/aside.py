"""Rows of a file that may be no data: totals, and what was hidden. They are never taken without a word.

A row of totals is told with the outcome of its own check: whether it is the sum of the rows above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jiheng.core.exact import Money
from jiheng.core.fault import Faults
from jiheng.core.numeral import normalise
from jiheng.facts.cell import Cell, Unfit, as_text
from jiheng.facts.coerce import coerce
from jiheng.facts.grid import Grid
from jiheng.facts.heads import Bound

_TOTALS = frozenset({"合计", "小计", "总计", "共计", "累计", "本页合计", "本页小计", "合计数", "总计数"})
_ENDINGS = ("合计", "小计", "总计")
_LONGEST = 20
"""Characters of a label that ends in such a word."""

Numbered = tuple[int, Sequence[Cell]]
Sums = tuple[Money | None, ...]


def set_aside(grid: Grid, bound: Sequence[Bound], faults: Faults) -> Grid:
    """The grid without rows of totals and without what was hidden; each is a fault of its own.

    Args:
        grid: a table as met in a file; one that stands in no file is left as it is.
        bound: its columns.
        faults: more are added.

    Example: rows 100, 200 and 合计 300 leave 100 and 200, and «第 4 行：这一行是合计…，与以上各行之和相符».
    """
    if not grid.place.file or grid.cell_rows:
        return grid
    for each in bound:
        if each.index in grid.hidden_columns:
            place = grid.cell_place(grid.head_row, each.index)
            faults.add(place, f"“{each.column.title}”一列被隐藏", fix="请取消隐藏并核对；不需要的请删除这一列")
    return replace(grid, rows=tuple(_data(grid, bound, faults)))


def _data(grid: Grid, bound: Sequence[Bound], faults: Faults) -> Iterator[Numbered]:
    money = [each for each in bound if each.column.kind == "money"]
    above: list[Sums] = []
    since: list[Sums] = []
    for number, cells in grid.rows:
        amounts = tuple(_amount(each, cells) for each in money)
        fits = _is_sum(amounts, above) or _is_sum(amounts, since)
        if label := _label(cells, bound, fits=fits):
            said = "与以上各行之和相符" if fits else "与以上各行之和不符，请核对"
            fix = "请删除这一行；导入时可以只导入无误的行"
            faults.add(grid.row_place(number), f"这一行是合计，不是一笔数据，{said}", value=label, fix=fix)
            since = []
        elif number in grid.hidden_rows:
            faults.add(grid.row_place(number), "这一行被隐藏", fix="请取消隐藏并核对；不需要的请删除这一行")
        else:
            above.append(amounts)
            since.append(amounts)
            yield number, cells


def _amount(each: Bound, cells: Sequence[Cell]) -> Money | None:
    try:
        found = coerce(each.column, cells[each.index] if each.index < len(cells) else None, each.money_unit)
    except Unfit:
        return None
    return found if isinstance(found, Money) else None


def _is_sum(amounts: Sums, rows: Sequence[Sums]) -> bool:
    """Whether every amount given is the sum of those above it, of two at least."""
    given = [(column, amount.units) for column, amount in enumerate(amounts) if amount is not None]
    if len(rows) < 2 or not given:
        return False
    return all(units == sum(held.units for row in rows if (held := row[column]) is not None) for column, units in given)


def _label(cells: Sequence[Cell], bound: Sequence[Bound], *, fits: bool) -> str:
    """What calls the row a total; a longer name that ends so is believed only where the sum fits."""
    texts = [cells[each.index] for each in bound if each.column.kind in {"text", "code"} and each.index < len(cells)]
    for text in map(as_text, texts):
        plain = normalise(text).replace(" ", "")
        if plain in _TOTALS or (fits and len(plain) <= _LONGEST and plain.endswith(_ENDINGS)):
            return text
    return ""
