"""The page of an official document by GB/T 9704-2012: measures, type sizes and typefaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

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


_WORD_ENDS = re.compile(
    r"(?<=政府)|(?<=委员会)|(?<=办公室)|(?<=中心)|(?<=学校)|(?<=医院)|(?<=[局办院站所])(?=20\d\d年)|(?<=年度)|(?<=\d年)(?!度)|"
    r"(?<=整体支出)|(?<=项目支出)|(?<=预算执行)|(?=绩效自评)|(?=绩效评价)|(?<=绩效自评)|(?<=的)|(?<=[，、：》）])|(?<=[^、])(?=[和及与])|"
    r"(?=关于)|(?=情况(?:说明|报告))|(?=报告$|说明$|通知$|提醒函$)"
)
"""Places where a title may end a line: no word is torn, and no number parted from its 年度."""
WIDEST_TITLE = 19
"""Characters of 22 points on 156 mm."""


def title_lines(title: str) -> list[str]:
    """Break a long title between words into lines of nearly the same length.

    A title in which no words are known is cut into equal pieces.
    """
    fewest = max(-(-len(title) // WIDEST_TITLE), 1)
    ends = sorted({match.start() for match in _WORD_ENDS.finditer(title)} - {0, len(title)})
    for count in (fewest, fewest + 1):
        broken = [pieces for cuts in combinations(ends, count - 1) if _fits(pieces := _cut(title, cuts))]
        if broken:
            return min(broken, key=_uneven)
    length = -(-len(title) // fewest)
    return [title[at : at + length] for at in range(0, len(title), length)] or [""]


def _cut(title: str, cuts: Sequence[int]) -> list[str]:
    return [title[start:end] for start, end in pairwise((0, *cuts, len(title)))]


def _fits(pieces: Sequence[str]) -> bool:
    return all(len(piece) <= WIDEST_TITLE for piece in pieces)


def _uneven(pieces: Sequence[str]) -> int:
    lengths = [len(piece) for piece in pieces]
    return max(lengths) - min(lengths)
