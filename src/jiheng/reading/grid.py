"""The public shape of a table, whatever file it came from: columns with their heads, rows with their kind.

``Document.tables`` holds cells as they stand in the file. A grid is what a reader sees in them: one sheet may hold
several, two may stand side by side, and a text file has them only as lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from jiheng.core.fault import Place


class Role(StrEnum):
    """What a column is for."""

    SERIAL = "serial"
    """行次、序号: counts rows, states nothing."""
    CODE = "code"
    """科目编码."""
    LABEL = "label"
    """The words that name a row."""
    NUMBER = "number"
    """Figures, with blanks and dashes among them."""
    WORDS = "words"


class Kind(StrEnum):
    """What a row is."""

    PART = "part"
    SUBTOTAL = "subtotal"
    """小计, also 本年收入合计 above a 总计."""
    TOTAL = "total"
    """合计 or 总计."""
    SECTION = "section"
    """Words without a figure that open what follows."""
    NOTE = "note"
    """注：… below the figures."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A filled cell: its span in the document's text, and its first row and column in the grid, from 0.

    ``exact`` is the number stored behind the digits shown, as in :class:`~jiheng.reading.document.Cell`.
    """

    text: str
    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = field(default_factory=Place)
    exact: Fraction | None = None

    @property
    def is_dash(self) -> bool:
        """Whether it says that there is nothing (—)."""
        return bool(self.text) and not self.text.strip("-—–－―/ ")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``path`` is its heads from the outermost to the nearest, ``unit`` what its figures are counted in.

    ``unit`` comes from the column's head (金额（万元）), else from the grid's unit line; empty if neither says so.
    """

    number: int
    path: tuple[str, ...] = ()
    role: Role = Role.NUMBER
    unit: str = ""

    @property
    def head(self) -> str:
        """The heads joined, as one name."""
        return "".join(self.path)


@dataclass(frozen=True, slots=True)
class Row:
    """One body row. ``level`` counts from 0 (outermost) where codes, numbering or indents show one, else -1.

    ``within`` says that the label begins with 其中; ``aligned`` is false where a flattened row has lost its blank
    cells, so that the columns of its figures are not known.
    """

    number: int
    kind: Kind
    label: str
    code: str = ""
    level: int = -1
    within: bool = False
    aligned: bool = True
    cells: Mapping[int, GridCell] = field(default_factory=dict)
    """Column number → cell; blank cells are not there."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as a reader sees it.

    ``table`` is the index in ``Document.tables``; -1 for one found in running lines. ``title`` is the line above that
    names it, ``unit`` what its unit line says (万元).
    """

    table: int
    name: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    heads: tuple[GridCell, ...]
    rows: tuple[Row, ...]

    def of_role(self, role: Role) -> tuple[Column, ...]:
        """The columns of one role, from left to right."""
        return tuple(column for column in self.columns if column.role is role)

    def cells_of(self, column: int) -> tuple[tuple[Row, GridCell], ...]:
        """The filled body cells of a column whose place is known, from top to bottom."""
        return tuple((row, row.cells[column]) for row in self.rows if row.aligned and column in row.cells)

    @property
    def start(self) -> int:
        """Where its first cell begins in the document's text."""
        return min((cell.start for cell in self._all()), default=0)

    @property
    def end(self) -> int:
        """Where its last cell ends in the document's text."""
        return max((cell.end for cell in self._all()), default=0)

    def _all(self) -> list[GridCell]:
        return [*self.heads, *(cell for row in self.rows for cell in row.cells.values())]
