"""The indicator table of a notice as a tree: levels from merged cells, points from their columns or from the names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from jiheng.packs.annex.heads import Heads, Use, heads, is_total, squeezed


class Cell(NamedTuple):
    """A filled cell of a table, from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(slots=True)
class Item:
    """One indicator of the table. ``points`` is None where the table does not say."""

    name: str
    points: Fraction | None = None
    words: str = ""
    """评分标准."""
    meaning: str = ""
    points_of: str = ""
    target: str = ""
    evidence: str = ""
    row: int = 0
    children: list[Item] = field(default_factory=list)

    def leaves(self) -> Iterator[Item]:
        """The indicators without children."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(slots=True)
class Found:
    """What a table says: its tree, the total that it states, rows that lie beside the tree (加分项, 扣分项)."""

    items: list[Item]
    total: Fraction | None = None
    beside: list[Item] = field(default_factory=list)


_POINTS = re.compile(r"^[+]?(\d+(?:\.\d+)?)(?:分|%|％)?$")
_IN_NAME = re.compile(
    r"[（(](?:共|满分|分值|权重)?[:：]?(\d+(?:\.\d+)?)(?:分|%)[）)]|(?<=[^\d.])(\d+(?:\.\d+)?)分$|[（(](\d+(?:\.\d+)?)[）)]$"
)
_BESIDE = re.compile(r"^(?:附加|加分|减分|扣分|加减分|奖励|惩罚|否决|一票否决)(?:项|指标|分|事项|因素)?")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}(?:\.\d{1,2}){0,3}[、.．\s]|[A-Z]\d{0,3}[、.．:：\s]*(?=[\u4e00-\u9fff]))\s*"
)


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Text and origin of every place of the table."""

    text: Mapping[tuple[int, int], str]
    origin: Mapping[tuple[int, int], tuple[int, int]]
    rows: tuple[int, ...]

    def at(self, row: int, column: int) -> str:
        return self.text.get((row, column), "")

    def row(self, row: int) -> dict[int, str]:
        return {column: text for (at, column), text in self.text.items() if at == row}


def found_in(cells: Sequence[Cell]) -> Found | None:
    """Read a table; None if it has no heads of an indicator table or no row below them."""
    matrix = _matrix(cells)
    rows = [matrix.row(row) for row in matrix.rows]
    head = heads(rows)
    if head is None:
        return None
    made = _Reader(matrix, head).read(matrix.rows[head.body :])
    return made if made.items else None


def head_of(cells: Sequence[Cell]) -> Heads | None:
    """The heads of a table."""
    matrix = _matrix(cells)
    return heads([matrix.row(row) for row in matrix.rows])


def _matrix(cells: Sequence[Cell]) -> _Matrix:
    text: dict[tuple[int, int], str] = {}
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                text.setdefault((row, column), cell.text.strip())
                origin.setdefault((row, column), (cell.row, cell.column))
    return _Matrix(text, origin, tuple(sorted({row for row, _ in text})))


class _Reader:
    """Goes down the rows; a level cell that is merged, or left blank below a filled one, goes on."""

    def __init__(self, matrix: _Matrix, head: Heads) -> None:
        self.matrix = matrix
        self.levels = head.of(Use.LEVEL)
        self.points = head.of(Use.POINTS)
        self.head = head
        self.found = Found([])
        self.path: list[tuple[tuple[int, int], Item]] = []
        self.beside = False
        self.written: list[tuple[tuple[int, int], str]] = []
        """Origin and text of the level cells on the path."""

    def read(self, rows: Sequence[int]) -> Found:
        """Read all rows below the heads."""
        for row in rows:
            self._row(row)
        return self.found

    def _row(self, row: int) -> None:
        texts = self.matrix.row(row)
        first = next((texts[column] for column in sorted(texts) if texts[column]), "")
        if not any(texts.values()) or self._again(texts):
            return
        if is_total(first):
            self.found.total = next(
                (points for column in self.points if (points := _points(texts.get(column, ""))) is not None), None
            )
            return
        if len(set(texts.values())) == 1 and len(texts) > len(self.levels):
            self.beside = bool(_BESIDE.match(first))
            return
        cells = self._levels(row)
        if not cells:
            self._goes_on(texts)
            return
        self._hang(row, cells)

    def _again(self, texts: Mapping[int, str]) -> bool:
        """Whether the head is printed again, on the next page."""
        return all(
            squeezed(texts.get(column, "")) == squeezed(self.head.texts.get(column, "")) for column in self.levels
        )

    def _levels(self, row: int) -> list[tuple[tuple[int, int], str, int]]:
        """The level cells of a row: origin, text, column; the same merged cell once."""
        cells: list[tuple[tuple[int, int], str, int]] = []
        for column in self.levels:
            text, origin = self.matrix.at(row, column), self.matrix.origin.get((row, column))
            if (
                origin is not None
                and text
                and squeezed(text) not in {"-", "—", "/", "——"}
                and origin not in {each[0] for each in cells}
            ):
                cells.append((origin, text, column))
        return cells

    def _hang(self, row: int, cells: list[tuple[tuple[int, int], str, int]]) -> None:
        cells = self._repeated(cells)
        fresh = [cell for cell in cells if cell[0] not in {origin for origin, _ in self.path}]
        if not fresh:
            self._part(row)
            return
        depth = self._depth(fresh[0][2])
        del self.path[depth:]
        for origin, text, column in fresh:
            self._add(row, origin, text, column, last=origin == fresh[-1][0])

    def _repeated(self, cells: list[tuple[tuple[int, int], str, int]]) -> list[tuple[tuple[int, int], str, int]]:
        """The cells, where an upper level that says the same as above, cell by cell from the left, is the one above."""
        above = {origin[1]: (origin, text) for origin, text in self.written}
        made = list(cells)
        for place, (origin, text, column) in enumerate(cells[:-1]):
            before = above.get(column)
            if before is None or squeezed(before[1]) != squeezed(text):
                break
            if origin != before[0]:
                made[place] = (before[0], text, column)
        return made

    def _depth(self, column: int) -> int:
        """How much of the path stays: what lies left of the first new cell, merged over it or blank above."""
        return sum(origin[1] < column for origin, _ in self.path)

    def _add(self, row: int, origin: tuple[int, int], text: str, column: int, *, last: bool) -> None:
        name, inside = _named(text)
        item = Item(name, self._own_points(row, column, last=last), row=row)
        item.points = inside if item.points is None else item.points
        if last:
            self._describe(item, row)
        aside = self.beside or bool(_BESIDE.match(name)) or any(_BESIDE.match(each.name) for _, each in self.path)
        if self.path and not aside:
            self.path[-1][1].children.append(item)
        elif aside:
            if last:
                self.found.beside.append(item)
        else:
            self.found.items.append(item)
        self.path.append((origin, item))
        self.written = [each for each in self.written if each[0][1] < column] + [(origin, text)]

    def _own_points(self, row: int, column: int, *, last: bool) -> Fraction | None:
        """Points of a level: in the column of points right of it and left of the next level; the last level's may lie anywhere."""
        after = min((each for each in self.levels if each > column and self._is_other(row, each, column)), default=None)
        own = [each for each in self.points if each > column and (after is None or each < after)]
        if not own and last and not any(each > column for each in self.points):
            own = self.points[-1:]
        if after is None and not last:
            return None
        return next((points for each in own if (points := _points(self.matrix.at(row, each))) is not None), None)

    def _is_other(self, row: int, column: int, than: int) -> bool:
        return self.matrix.origin.get((row, column)) != self.matrix.origin.get((row, than))

    def _describe(self, item: Item, row: int) -> None:
        for use, key in (
            (Use.CRITERION, "words"),
            (Use.MEANING, "meaning"),
            (Use.POINTS_OF, "points_of"),
            (Use.TARGET, "target"),
            (Use.EVIDENCE, "evidence"),
        ):
            texts = dict.fromkeys(filter(None, (self.matrix.at(row, column) for column in self.head.of(use))))
            setattr(item, key, "\n".join(texts))

    def _part(self, row: int) -> None:
        """A further row of the same indicator: with points of its own it is a part of it, else its text goes on."""
        item = self.path[-1][1]
        more = Item(item.name, row=row)
        self._describe(more, row)
        points = [_points(self.matrix.at(row, column)) for column in self.points if self._is_new(row, column)]
        own = next((each for each in points if each is not None), None)
        if own is None:
            _join(item, more)
            return
        if not item.children:
            item.children.append(_first_part(item))
        more.name, more.points = _part_name(more, len(item.children) + 1), own
        item.children.append(more)
        item.points = None

    def _is_new(self, row: int, column: int) -> bool:
        return self.matrix.origin.get((row, column), (row, column))[0] == row

    def _goes_on(self, texts: Mapping[int, str]) -> None:
        """A row without any level: the text of the row above runs over the page."""
        if not self.path:
            return
        more = Item("")
        for use, key in ((Use.CRITERION, "words"), (Use.MEANING, "meaning"), (Use.POINTS_OF, "points_of")):
            setattr(more, key, "".join(texts.get(column, "") for column in self.head.of(use)))
        _join(self.path[-1][1], more)


def _join(item: Item, more: Item) -> None:
    for key in ("words", "meaning", "points_of", "evidence"):
        text = getattr(more, key)
        if text and text not in getattr(item, key):
            setattr(item, key, "\n".join(filter(None, (getattr(item, key), text))))


def _first_part(item: Item) -> Item:
    part = Item(
        _part_name(item, 1), item.points, item.words, item.meaning, item.points_of, item.target, item.evidence, item.row
    )
    item.words = item.points_of = item.target = ""
    return part


def _part_name(item: Item, place: int) -> str:
    text = squeezed(item.points_of or item.meaning)
    return text[:30] if 0 < len(text) <= 30 else f"{item.name}（{place}）"


def _points(text: str) -> Fraction | None:
    found = _POINTS.match(squeezed(text))
    return Fraction(found[1]) if found else None


def _named(text: str) -> tuple[str, Fraction | None]:
    """A name without its numbering and points, and the points."""
    plain = re.sub(r"\s*\n\s*", "", text.strip())
    plain = _NUMBERING.sub("", plain) or plain
    found = _IN_NAME.search(plain)
    if found is None:
        return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", plain), None
    points = next(each for each in found.groups() if each)
    name = (plain[: found.start()] + plain[found.end() :]).strip(" ：:，,")
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", name), Fraction(points)
