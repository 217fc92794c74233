"""The page of an official document by GB/T 9704-2012: measures, type sizes and typefaces."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.forms.narrative import Rank

PAGE_MM = (210, 297)
MARGINS_MM = {"top": 37, "left": 28, "right": 26, "bottom": 35}
LINES, CHARACTERS = 22, 28
LINE_PITCH = 579
"""Twentieths of a point: 28.95 pt, 22 lines on 225 mm."""
CHARACTER_SPACE = -848
"""4096ths of a point on 16-point type: 15.79 pt, 28 characters on 156 mm."""
CLOSER = -5
"""Twentieths of a point: what each 16-point character gives up so that 28 stand on a line. Styles say
it themselves and leave the grid, because LibreOffice gives a character wider than its cell two cells."""
FIRST_LINE = 632
"""Twentieths of a point: two characters of 15.79 pt."""
FOLIO_BELOW_MM = 7
"""The page number stands so far below the type area."""


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by the name that offices have it under, and its size in points."""

    name: str
    size: int


FACES: dict[Rank, Face] = {
    "title": Face("方正小标宋简体", 22),
    "heading 1": Face("黑体", 16),
    "heading 2": Face("楷体", 16),
    "heading 3": Face("仿宋", 16),
    "heading 4": Face("仿宋", 16),
    "body": Face("仿宋", 16),
    "closing": Face("仿宋", 16),
}
FOLIO = Face("宋体", 14)
SMALL = Face("宋体", 9)


def title_lines(title: str) -> list[str]:
    """Break a long title into lines of nearly the same length, the longest first."""
    widest = 19  # characters of 22 points on 156 mm
    count = -(-len(title) // widest)
    length = -(-len(title) // count) if title else 0
    return [title[at : at + length] for at in range(0, len(title), length)] if title else [""]
