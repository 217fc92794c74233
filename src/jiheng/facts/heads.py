"""Which column of a file is which column of the schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from jiheng.core.fault import Faults
from jiheng.core.measure_unit import is_money
from jiheng.core.numeral import normalise
from jiheng.facts.grid import REFERENCE_MARK, Grid
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import Column, columns

_UNIT_IN_TITLE = re.compile(r"\((?:单位[::])?([^()]*元)\)$")


@dataclass(frozen=True, slots=True)
class Bound:
    """A column of a file bound to an attribute of the row class."""

    index: int
    attribute: str
    column: Column
    money_unit: str


def plain_title(title: str) -> str:
    """Reduce a title to what names the column: no marks of duty, no blanks, half-width signs."""
    return normalise(title).strip("*").removesuffix("(必填)")


@cache
def known_titles(table: str) -> dict[str, tuple[str, Column]]:
    """Plain title or attribute name → (attribute, column)."""
    titles: dict[str, tuple[str, Column]] = {}
    for field, column in columns(TABLES[table][1]):
        titles[plain_title(column.title)] = titles[field.name] = (field.name, column)
    return titles


def is_known(table: str, title: str) -> bool:
    """Whether the title names a column of the table."""
    return _named(table, plain_title(title)) is not None


def bind(grid: Grid, faults: Faults) -> list[Bound]:
    """Bind the columns; what is unknown, doubled or lacking is a fault."""
    bound: dict[str, Bound] = {}
    for index, title in enumerate(grid.head):
        if not title.strip() or title.startswith(REFERENCE_MARK):
            continue
        found = _named(grid.table, plain_title(title))
        if found is None:
            _unknown(grid, index, title, faults)
        elif found[0] in bound:
            faults.add(grid.cell_place(grid.head_row, index), "列重复", value=title, fix="请删除多余的一列")
        else:
            bound[found[0]] = Bound(index, *found, _money_unit(title) or grid.money_unit)
    _require(grid, bound, faults)
    return list(bound.values())


def _named(table: str, title: str) -> tuple[str, Column] | None:
    titles = known_titles(table)
    return titles.get(title) or titles.get(_UNIT_IN_TITLE.sub("", title))


def _money_unit(title: str) -> str:
    match = _UNIT_IN_TITLE.search(plain_title(title))
    return match[1] if match and is_money(match[1]) else ""


def _unknown(grid: Grid, index: int, title: str, faults: Faults) -> None:
    titles = [column.title for _, column in columns(TABLES[grid.table][1])]
    close = get_close_matches(plain_title(title), titles, 1)
    fix = f"是否应为“{close[0]}”？" if close else "请对照数据集说明改名；仅供参考的列请在列名前加“※”，或删除该列"
    faults.add(grid.cell_place(grid.head_row, index), "没有这一列", value=title, fix=fix)


def _require(grid: Grid, bound: dict[str, Bound], faults: Faults) -> None:
    if not grid.rows:
        return
    for field, column in columns(TABLES[grid.table][1]):
        if column.required and field.name not in bound:
            faults.add(grid.row_place(grid.head_row), f"缺少必填的列“{column.title}”", fix="请补上这一列")
