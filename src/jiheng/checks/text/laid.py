"""Forms as the data would write them, found again among a document's tables and compared cell by cell.

A cell is known by the words of its row and of its column, so that inserted rows, moved columns and a
changed title do not part it from its figure. Where the words leave a doubt, nothing is bound.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from jiheng.checks.finding import Finding, Relation
from jiheng.checks.text.known_facts import said_of
from jiheng.checks.text.page import Page
from jiheng.checks.text.passages import AS_COMPUTED, HOLE, Bare, Number, Quoted, bare_of, compare, statement_at
from jiheng.checks.text.statement import Statement
from jiheng.reading.document import Table

_LEAST = Fraction(1, 2)
"""Share of a table's words that must stand in the form, and of a column's heads."""
_SHORT = 12
"""Characters of a cell that holds a figure with its unit and nothing else."""
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_PLAIN = {HOLE: Fraction(1), f"{HOLE}%": Fraction(1, 100)}


@dataclass(frozen=True, slots=True)
class LaidCell:
    """One cell as the data would write it: where it stands, its text, the figures in it."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    figures: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """One form of one subject as the data would write it; ``name`` says which to the reader."""

    name: str
    cells: tuple[LaidCell, ...]


def find(page: Page, forms: Sequence[Laid]) -> Iterator[tuple[int, Relation | Finding]]:
    """Compare every number of a table that is one of the forms; the index of the statement comes first."""
    if not forms or not page.document.tables:
        return
    drawn = [_laid(form) for form in forms]
    for table in page.document.tables:
        read = _read(page, table)
        meant = max(drawn, key=read.likeness, default=None)
        if meant is not None and read.likeness(meant) >= _LEAST * len(read.labels) > 0:
            for said, known in _pairs(read, meant):
                yield from _held_against(page, said, known)


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    rows: int
    columns: int
    bare: Bare
    reach: tuple[int, int] = (0, 0)
    """Its characters in the document."""

    @property
    def label(self) -> str:
        """The words of the cell, its numbers as holes; empty if there are hardly any."""
        return self.bare.skeleton if _WORDS.search(self.bare.skeleton) else ""

    def is_above(self, other: _Cell) -> bool:
        """Whether it stands over a part of another cell."""
        apart = self.column + self.columns <= other.column or other.column + other.columns <= self.column
        return self.row + self.rows <= other.row and not apart


@dataclass(frozen=True)
class _Grid:
    """A table's cells, and the words by which its rows and columns are known."""

    cells: tuple[_Cell, ...]

    @cached_property
    def labels(self) -> Counter[str]:
        """How many rows each label stands beside."""
        return Counter(label for row in self.rows.values() for label in {cell.label for cell in row} if label)

    @cached_property
    def rows(self) -> dict[int, list[_Cell]]:
        """Row → the cells that reach into it, from left to right."""
        found: dict[int, list[_Cell]] = {}
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            for row in range(cell.row, cell.row + cell.rows):
                found.setdefault(row, []).append(cell)
        return found

    def likeness(self, other: _Grid) -> int:
        """How many different labels both have."""
        return len(self.labels.keys() & other.labels.keys())

    def words(self, row: int) -> dict[str, Fraction]:
        """The labels of a row, each worth the more the fewer rows have it."""
        return {cell.label: Fraction(1, self.labels[cell.label]) for cell in self.rows[row] if cell.label}

    def figures(self, row: int) -> list[_Cell]:
        """The cells with numbers that begin in a row."""
        return [cell for cell in self.rows[row] if cell.row == row and cell.bare.numbers]

    def texts(self, row: int) -> dict[str, _Cell]:
        """The cells of running words that begin in a row, by what they say."""
        return {cell.label: cell for cell in self.rows[row] if cell.row == row and len(cell.label) > _SHORT}

    def heads(self, figure: _Cell) -> dict[str, Fraction]:
        """The labels above a cell, each worth the more the nearer it stands."""
        above = sorted((cell for cell in self.cells if cell.label and cell.is_above(figure)), key=lambda c: -c.row)
        nearest = dict.fromkeys(cell.label for cell in above)
        return {label: Fraction(1, rank) for rank, label in enumerate(nearest, start=1)}


def _laid(form: Laid) -> _Grid:
    return _Grid(
        tuple(
            _Cell(cell.row, cell.column, cell.rows, cell.columns, bare_of(cell.text, cell.figures))
            for cell in form.cells
            if cell.text.strip()
        )
    )


def _read(page: Page, table: Table) -> _Grid:
    text = page.document.text
    return _Grid(
        tuple(
            _Cell(
                cell.row,
                cell.column,
                cell.row_span,
                cell.column_span,
                _moved(text[cell.start : cell.end], cell.start),
                (cell.start, cell.end),
            )
            for cell in table.cells
            if text[cell.start : cell.end].strip()
        )
    )


def _moved(text: str, start: int) -> Bare:
    """A part of the document; its numbers say where they stand in the whole."""
    bare = bare_of(text)
    bare.numbers = [replace(number, origin=number.origin + start) for number in bare.numbers]
    return bare


def _pairs(read: _Grid, meant: _Grid) -> Iterator[tuple[_Cell, _Cell]]:
    """The cells of both that say the same in words, or state the same figure under the same heads."""
    said, known = ({row: words for row in grid.rows if (words := grid.words(row))} for grid in (read, meant))
    for row, line in _matched(said, known, Fraction(0)):
        texts, others = read.texts(row), meant.texts(line)
        yield from ((texts[words], others[words]) for words in texts.keys() & others.keys())
        rest = [cell for cell in read.figures(row) if cell.bare.skeleton not in others]
        left = [cell for cell in meant.figures(line) if cell.bare.skeleton not in texts]
        yield from _columns(read, meant, rest, left)


def _columns(read: _Grid, meant: _Grid, said: Sequence[_Cell], known: Sequence[_Cell]) -> Iterator[tuple[_Cell, _Cell]]:
    """Figures of two rows under the same heads; where no heads are left (a page that goes on), in order."""
    above = dict(enumerate(read.heads(cell) for cell in said))
    heads = dict(enumerate(meant.heads(cell) for cell in known))
    if not any(above.values()):
        yield from zip(said, known, strict=True) if len(said) == len(known) else ()
        return
    for at, where in _matched(above, heads, _LEAST):
        yield said[at], known[where]


def _matched(
    said: dict[int, dict[str, Fraction]], known: dict[int, dict[str, Fraction]], least: Fraction
) -> Iterator[tuple[int, int]]:
    """Pair those with the most words in common, each once; ``least`` is the share that must be common."""
    rated = [
        (shared, -abs(at - where), at, where)
        for at, words in said.items()
        for where, others in known.items()
        if (shared := _common(words, others)) > 0 and shared >= least * min(sum(words.values()), sum(others.values()))
    ]
    taken: set[tuple[str, int]] = set()
    for _, _, at, where in sorted(rated, key=lambda each: (-each[0], -each[1])):
        if not taken & {("said", at), ("known", where)}:
            taken |= {("said", at), ("known", where)}
            yield at, where


def _common(words: dict[str, Fraction], others: dict[str, Fraction]) -> Fraction:
    return sum((min(words[label], others[label]) for label in words.keys() & others.keys()), Fraction(0))


def _held_against(page: Page, said: _Cell, meant: _Cell) -> Iterator[tuple[int, Relation | Finding]]:
    """Number by number where the words are the same; else only a figure that fills its cell."""
    if said.bare.skeleton == meant.bare.skeleton:
        for statement in _statements(page, said):
            yield from ((statement.index, item) for item in _same_words(page, statement, said, meant))
    elif len(said.bare.numbers) == len(meant.bare.numbers) == 1 and _is_short((said, meant)):
        yield from _written_otherwise(page, said, meant)


def _statements(page: Page, cell: _Cell) -> list[Statement]:
    start, end = cell.reach
    first = bisect_left(page.statements, start, key=lambda statement: page.folded.origin(statement.start))
    last = bisect_left(page.statements, end, key=lambda statement: page.folded.origin(statement.start))
    return page.statements[first:last]


def _same_words(page: Page, statement: Statement, said: _Cell, meant: _Cell) -> Iterator[Relation | Finding]:
    """What digits say is compared; a number in words is one of the words that are the same."""
    for number, known in zip(said.bare.numbers, meant.bare.numbers, strict=True):
        if page.folded.origin(statement.start) <= number.origin <= page.folded.origin(statement.end - 1):
            yield from compare(page, statement, number, known)
            return
    yield from said_of(page, statement, statement.shown, AS_COMPUTED, same=True)


def _is_short(cells: Iterable[_Cell]) -> bool:
    return all(len(cell.bare.skeleton) <= _SHORT for cell in cells)


def _written_otherwise(page: Page, said: _Cell, meant: _Cell) -> Iterator[tuple[int, Relation | Finding]]:
    """One figure with another sign, operator or unit; a share may be a percentage, a unit may be left out."""
    (number,), (known,) = said.bare.numbers, meant.bare.numbers
    statement = statement_at(page, number)
    if statement is None:
        return
    written, wanted = said.bare.skeleton, meant.bare.skeleton
    quoted = known.quoted
    fact = f"{quoted.what}，{quoted.source}" if quoted else AS_COMPUTED
    expected = wanted.replace(HOLE, known.written)
    if written in _PLAIN and wanted in _PLAIN:
        same = _near(number, known, _PLAIN[wanted] / _PLAIN[written])
    else:
        same = written == HOLE and _near(number, known, Fraction(1))
    yield from ((statement.index, item) for item in said_of(page, statement, expected, fact, same=same))


def _near(said: Number, known: Number, factor: Fraction) -> bool:
    exact = known.quoted.value if known.quoted else known.value
    step = Fraction(1, 10 ** len(said.written.partition(".")[2]))
    return abs(said.value - abs(exact) * factor) <= step / 2
