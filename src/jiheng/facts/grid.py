"""A table as it was met in a file: titles, cells and where they stand, before anything is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jiheng.core.fault import Place
from jiheng.facts.cell import Cell

REFERENCE_MARK = "※"
"""A column whose title begins so is shown for reference only and is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One table of one file; rows below the head are numbered as the file numbers them."""

    table: str
    place: Place
    head: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[Cell]], ...]
    head_row: int = 1
    money_unit: str = "元"
    nil: bool = False
    """The file says that there is none of it (零填报)."""
    unreadable: bool = False
    """The file is there but could not be read: a fault has been told, its rows are unknown."""
    cell_rows: tuple[int, ...] = ()
    """For a table that lies on its side: the row of each value; they all stand in column B."""
    hidden_rows: frozenset[int] = frozenset()
    """Numbers of rows that the file hides."""
    hidden_columns: frozenset[int] = frozenset()
    """Indices of columns that the file hides."""
    lettered: bool = True
    """Whether columns have letters; in YAML they have none."""

    def row_place(self, row: int) -> Place:
        """Where a row stands."""
        return replace(self.place, row=row)

    def cell_place(self, row: int, index: int) -> Place:
        """Where a cell stands."""
        if self.cell_rows:
            return replace(self.place, row=self.cell_rows[index], column="B" if self.lettered else "")
        return replace(self.place, row=row, column=column_letter(index) if self.lettered else "")


def column_letter(index: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
