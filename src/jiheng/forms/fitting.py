"""How high a row must be for its text: spreadsheets do not fit merged cells by themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from jiheng.forms.compose import Placed

FONT = 10
LINE = 14.0
"""Height of one line of 10-point type."""
PADDING = 5.0
LOWEST = 21.0
SQUEEZE = 0.25
"""The share of a page that may be gained by printing smaller."""
HIGHEST = 400.0
"""A spreadsheet row ends at 409 points; a higher one is made of several."""


def text_width(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a cell of so many half-width characters; a line ends after a whole Chinese one."""
    room = max(int(width * 21 // 20) // 2 * 2, 2)
    return sum(_lines(text_width(line), room) for line in text.split("\n"))


def _lines(wide: int, room: int) -> int:
    """A long text loses some room where punctuation may not begin a line."""
    return 1 if wide <= room else -(-wide * 26 // (room * 25))


def pages_high(tall: float, widths: Sequence[int], paper: tuple[float, float]) -> int:
    """How many pages a form is squeezed into, 0 for as many as it takes.

    A form that runs a little over its last page is printed smaller instead of leaving a few lines
    alone. A form that fits is left alone too.

    Args:
        tall: height of all rows in points.
        widths: of the columns, in half-width characters.
        paper: width and height inside the margins, in points.
    """
    wide = sum((7 * width + 5) * 0.75 for width in widths)
    pages = tall * min(1, paper[0] / wide) / paper[1]
    whole = int(pages)
    return whole if whole and pages - whole <= SQUEEZE * whole else 0


def heights(cells: Sequence[Placed], widths: Sequence[int]) -> list[float]:
    """Height of each row in points: single-row cells first, then what merged cells still lack."""
    rows = max((cell.row + cell.rows for cell in cells), default=0)
    found = [LOWEST] * rows
    for cell in sorted(cells, key=lambda cell: cell.rows):
        span = range(cell.row, cell.row + cell.rows)
        short = _wanted(cell, widths) - sum(found[row] for row in span)
        for row in span:
            found[row] += max(short, 0) / cell.rows
    return found


def _wanted(cell: Placed, widths: Sequence[int]) -> float:
    if cell.number is not None:
        return LOWEST
    width = sum(widths[cell.column : cell.column + cell.columns])
    lines = max(cell.lines, lines_of(cell.text, width))
    return max(LOWEST, lines * LINE + PADDING)
