"""How high a row must be for its wrapped text; not every office program works it out on opening."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LINE = 15.0
_MARGIN = 4.0
_MAX_LINES = 20


def text_width(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width."""
    room = max(1, int(width) - 1)
    return sum(max(1, -(-text_width(line) // room)) for line in text.split("\n"))


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Height for cells given as text and column width, in points."""
    lines = max((lines_of(text, width) for text, width in cells if text), default=1)
    return _MARGIN + _LINE * min(lines, _MAX_LINES)
