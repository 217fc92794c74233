"""Any table of a person's file: its sheets, its head, and which columns are most like ours."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from rapidfuzz import fuzz

from jiheng.core.fault import Place, refuse
from jiheng.facts.cell import Cell, as_text
from jiheng.facts.decoding import read_text
from jiheng.facts.grid import REFERENCE_MARK, Grid
from jiheng.facts.heads import plain_title
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.facts.workbook import layout
from jiheng.facts.workbook.opening import open_book
from jiheng.facts.written import unguarded
from jiheng.monitoring.vouchers import TITLES

LIKE = 70
"""Of 100: how much two titles must have in common to be offered as the same."""
_SEARCHED_FOR_HEAD = 12
MONEY_UNITS = ("亿元", "万元", "千元")
FORBIDDEN = frozenset({"unit", "reviews", "claims"})
"""Tables that no table of a person's own may fill: who the unit is, and what reviewers write."""
CSV_SHEET = "数据"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows of one sheet, each with its number, and which of them is the head."""

    name: str
    rows: tuple[tuple[int, list[Cell]], ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def at(self) -> int:
        """Index of the head: the row near the top with most titles that are like ours."""
        near = [sum(_known(as_text(cell)) for cell in cells) for _number, cells in self.rows[:_SEARCHED_FOR_HEAD]]
        return near.index(max(near)) if near else 0

    @property
    def last(self) -> int:
        """Index of the last row of the head: the next row, where it parts the titles above it further."""
        return (
            self.at + 1 if self.rows and _parts_further(self._titles(self.at), self._titles(self.at + 1)) else self.at
        )

    def _titles(self, at: int) -> list[str]:
        return [as_text(cell).strip() for cell in self.rows[at][1]] if at < len(self.rows) else []

    @property
    def head(self) -> list[str]:
        """The titles; of two rows the lower one, with the upper where it says too little."""
        upper = self._titles(self.at)
        return upper if self.last == self.at else _joined(upper, self._titles(self.last))

    @property
    def samples(self) -> list[list[str]]:
        """Of each column, the first texts below the head."""
        body = [cells for _number, cells in self.rows[self.last + 1 : self.last + 4]]
        return [[as_text(cells[index]) for cells in body if index < len(cells)] for index in range(len(self.head))]

    def as_met(self, place: Place) -> Grid:
        """The rows below the head, their columns as the file names them."""
        number, _cells = self.rows[self.last]
        return Grid(table="", place=place, head=tuple(self.head), head_row=number, rows=self.rows[self.last + 1 :])


def _titles(table: str) -> dict[str, str]:
    return {field.name: plain_title(column.title) for field, column in columns(TABLES[table][1])}


_ALL_TITLES = frozenset(
    title for titles in (*(_titles(table).values() for table in TABLES), *TITLES.values()) for title in titles
)


def _known(text: str) -> bool:
    return plain_title(text.partition("（")[0].partition("(")[0]) in _ALL_TITLES


def _parts_further(upper: list[str], lower: list[str]) -> bool:
    """Whether a row goes on with the head above it: titles alone, some of them known, and below a gap or a group."""
    filled = [text for text in lower if text]
    if not filled or any(character.isdecimal() for text in filled for character in text):
        return False
    under = [text for title, text in zip_longest(upper, lower, fillvalue="") if text and not title]
    joined = _joined(upper, lower)
    return bool(under) and sum(map(_known, joined)) > sum(map(_known, upper)) - sum(map(_known, under))


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """One title a column; a group stands over its own column and the empty ones behind it."""
    group, titles = "", []
    for above, below in zip_longest(upper, lower, fillvalue=""):
        group = above or (group if below else "")
        titles.append(below if _known(below) else f"{group}{below}" if below else above)
    return titles


def sheets(path: Path) -> list[Sheet]:
    """The sheets that hold anything.

    Raises:
        Refused: hostile, damaged, or empty.
    """
    found = [_csv(path)] if path.suffix == ".csv" else _book(path)
    filled = [sheet for sheet in found if len(sheet.rows) > 1]
    if not filled:
        raise refuse(Place(file=path.name), "文件里没有数据", expected="一行列名和至少一行数据", fix="请检查文件")
    return filled


def _csv(path: Path) -> Sheet:
    text = read_text(path, Place(file=path.name))
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    try:
        listed = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1))
    except csv.Error as broken:
        raise refuse(Place(file=path.name), "引号没有成对，或单元格过长", fix="请用 WPS 打开后另存为 .xlsx") from broken
    filled: list[tuple[int, list[Cell]]] = [
        (number, [unguarded(cell) for cell in cells]) for number, cells in listed if any(map(str.strip, cells))
    ]
    return Sheet(CSV_SHEET, tuple(filled))


def _book(path: Path) -> list[Sheet]:
    opened = open_book(path)
    wanted = [name for name in opened.names if not name.startswith("_") and name != layout.FAULTS_SHEET]
    none: frozenset[int] = frozenset()
    return [
        Sheet(
            name,
            tuple(opened.rows(name)),
            opened.hidden_rows.get(name, none),
            opened.hidden_columns.get(name, none),
        )
        for name in wanted
    ]


def is_ours(path: Path) -> bool:
    """Whether the file is our workbook, or one with sheets named as ours.

    Raises:
        Refused: hostile or damaged.
    """
    if path.suffix == ".csv":
        return False
    names = set(open_book(path).names)
    return layout.META_SHEET in names or bool(names & {title for title, _row in TABLES.values()})


def offered(head: list[str], table: str) -> dict[int, str]:
    """For each column of the file the attribute most like it, each attribute once, the likest first."""
    scored = [
        (fuzz.ratio(plain_title(without_unit(title)), ours), index, name)
        for index, title in enumerate(head)
        if title
        for name, ours in _titles(table).items()
    ]
    matched: dict[int, str] = {}
    for score, index, name in sorted(scored, key=lambda each: (-each[0], each[1])):
        if score >= LIKE and index not in matched and name not in matched.values():
            matched[index] = name
    return matched


def likest_table(head: list[str], name: str) -> str:
    """The table with most columns in common; its title helps where that is undecided."""
    free = [table for table in TABLES if table not in FORBIDDEN]
    return max(free, key=lambda table: (len(offered(head, table)), fuzz.ratio(name, TABLES[table][0])))


def fingerprint(head: list[str]) -> str:
    """What a head is remembered by."""
    return hashlib.sha256("\x1f".join(head).encode()).hexdigest()


def without_unit(title: str) -> str:
    """A title without what stands in brackets behind it."""
    return title.partition("（")[0].partition("(")[0]


def _our_title(title: str, attribute: str, table: str) -> str:
    """Our title of a column, with the money unit that the file's own title names."""
    ours = next(column.title for field, column in columns(TABLES[table][1]) if field.name == attribute)
    unit = next((unit for unit in MONEY_UNITS if unit in title), "")
    return f"{ours}（{unit}）" if unit else ours


def grid(sheet: Sheet, table: str, matched: dict[int, str], place: Place) -> Grid:
    """The sheet as one of our tables; columns that were not matched are not read."""
    head = tuple(
        _our_title(title, matched[index], table) if index in matched else f"{REFERENCE_MARK}{title}"
        for index, title in enumerate(sheet.head)
    )
    number, _cells = sheet.rows[sheet.last]
    widest = max(len(cells) for _number, cells in sheet.rows)
    full = head + (REFERENCE_MARK,) * (widest - len(head))
    return Grid(
        table=table,
        place=place,
        head=full,
        head_row=number,
        rows=sheet.rows[sheet.last + 1 :],
        hidden_rows=sheet.hidden_rows,
        hidden_columns=sheet.hidden_columns,
    )
