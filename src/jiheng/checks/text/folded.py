"""The text as the grammar reads it: widths folded, blanks dropped, every position led back.

Reports come with full-width digits, blanks between a number and its unit, and lines broken in the
middle of a sentence. :func:`fold` makes one plain string of that and keeps the way back to the
characters that were read, so that the grammar stays simple and the spans stay true.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from jiheng.checks.finding import Span
from jiheng.core.radicals import RADICALS

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = str.maketrans(
    {
        **{chr(a): chr(b) for a, b in (_WIDTHS | RADICALS).items()},
        "\u3000": " ",
        "≧": "≥",
        "≦": "≤",
        "⩾": "≥",
        "⩽": "≤",
        "═": "=",
        "﹪": "%",
        "−": "-",
        "﹣": "-",
        "﹝": "〔",
        "﹞": "〕",
        "“": '"',
        "”": '"',
        "∶": ":",
        "﹔": ";",
        "﹐": ",",
        "·": "·",
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\u2028": "\n",
    }
)
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+|(?<![mM米])(?<!×10)[⁰¹²³⁴-⁹]+")
"""Blanks, characters without width, and raised digits that are the marks of notes and no part of a number."""
_SEEN = re.compile(r"\s")
_HEADING = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}[、.)）]|\d{1,2}[、.)）]|第[一二三四五六七八九十])")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_WRAP_LENGTH = 18
_OF_DATES = frozenset("年月日号第时点万亿")
_JOINS = frozenset("万亿百千")
_BROKEN_GROUP = re.compile(r"\d,(\d{1,2})$")
_UNIT_LINE = re.compile(r"(?:万元|亿元|元|%|‰|个百分点|万|亿)(?:[,。;、:)]|[\u4e00-\u9fff])")
_SENTENCE = re.compile(r"[,。;、]")
_SENTENCE_GOES_ON = re.compile(r"[^\n]{0,200}?[,。;]")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\d{1,2}[.]$")
_LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back: ``starts[k]`` in the folded text lies ``shifts[k]`` further in the source."""

    source: str
    text: str
    starts: list[int]
    shifts: list[int]

    def origin(self, offset: int) -> int:
        """Return the source offset of one folded character."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> Span:
        """Return the source characters behind ``text[start:end]``."""
        first = self.origin(start)
        last = self.origin(max(end - 1, start)) + 1
        return Span(first, last, self.source[first:last])


def fold(source: str) -> Folded:
    """Fold widths and signs, drop blanks that mean nothing, keep line ends and column gaps."""
    plain = source.translate(_SIGNS)
    pieces: list[str] = []
    starts, shifts = [0], [0]
    done = length = line = 0
    for run in _BLANKS.finditer(plain):
        pieces.append(plain[done : run.start()])
        length += run.start() - done
        kept = _kept(plain, run.start(), run.end(), run.start() - line)
        if "\n" in run[0]:
            line = run.end()
        pieces.append(kept)
        length += len(kept)
        done = run.end()
        starts.append(length)
        shifts.append(done - length)
    pieces.append(plain[done:])
    return Folded(source, "".join(pieces), starts, shifts)


def _kept(plain: str, start: int, end: int, line_length: int) -> str:
    """What one run of white space becomes: nothing, a blank, or a line end."""
    if start == 0 or end == len(plain) or not _SEEN.search(plain, start, end):
        return ""
    if plain.find("\n", start, end) >= 0:
        return "" if _wraps(plain, start, end, line_length) else "\n"
    if _parts_one_number(plain, start, end):
        return ""
    return " " if _keeps_apart(plain, start, end) else ""


def _keeps_apart(plain: str, start: int, end: int) -> bool:
    """Whether a blank within a line parts two things: numbers, cells, words of two columns."""
    before, after = plain[start - 1], plain[end]
    if before.isdigit() and (after.isdigit() or after in "-><≥≤=."):
        return True
    if before in ",." and after.isdigit():
        return not (start > 1 and plain[start - 2].isdigit() and _THOUSANDS.match(plain, end))
    if before in "%‰" and (after.isdigit() or after in "-><≥≤="):
        return True
    if _ends_a_date(plain, start, end) or _ends_a_cell(plain, start, end):
        return True
    return end - start > 1 and _wordlike(before) and _wordlike(after)


def _parts_one_number(plain: str, start: int, end: int) -> bool:
    """Whether a scan put a blank into a number that reads in one way only: 2,57 6.00, 90. 00, 90 .00."""
    lead = plain[max(start - _LOOK_BACK, 0) : start]
    if lead[-1] == ".":
        return lead[-2:-1].isdigit() and plain[end].isdigit() and not _LIST_NUMBER.search(lead)
    if not lead[-1].isdigit():
        return False
    if plain[end] == ".":
        return plain[end + 1 : end + 2].isdigit()
    group = _BROKEN_GROUP.search(lead)
    tail = len(plain[end : end + 4]) - len(plain[end : end + 4].lstrip("0123456789"))
    return group is not None and len(group[1]) + tail == 3


def _ends_a_date(plain: str, start: int, end: int) -> bool:
    """Whether the next cell's number would be taken for the day of a date."""
    return plain[start - 1] in "年月" and plain[end].isdigit() and plain.find("\t", start, end) >= 0


def _ends_a_cell(plain: str, start: int, end: int) -> bool:
    """Whether a blank parts two numbers with units, as cells of a flattened table stand (214人 203人 2)."""
    counted = start > 1 and plain[start - 2].isdigit() and "\u4e00" <= plain[start - 1] <= "\u9fff"
    return counted and plain[end].isdigit() and plain[start - 1] not in _OF_DATES


def _wordlike(char: str) -> bool:
    return char >= "\u3400" or char.isalnum()


def _wraps(plain: str, start: int, end: int, line_length: int) -> bool:
    """Whether a line end only wraps a sentence of running text."""
    before, after = plain[start - 1], plain[end]
    if before in _JOINS and after in "元万亿":
        return True
    if plain.count("\n", start, end) > 1 or _HEADING.match(plain, end):
        return False
    if before.isdigit() and _UNIT_LINE.match(plain, end):
        return True
    if before in ",、" or "\u4e00" <= before <= "\u9fff":
        return _goes_on(plain, start, end, line_length)
    return False


def _goes_on(plain: str, start: int, end: int, line_length: int) -> bool:
    """Whether a line that ends in a word or a comma is a sentence's, and the next one too."""
    before, after = plain[start - 1], plain[end]
    if not ("\u4e00" <= after <= "\u9fff" or after.isdigit()):
        return False
    if line_length >= _WRAP_LENGTH and (not after.isdigit() or before in ",、为"):
        return True
    line = _HEADING.sub("", plain[max(start - line_length, 0) : start], count=1)
    marked = _SENTENCE.search(line) is not None or before in "为达是"
    return marked and "|" not in line and _SENTENCE_GOES_ON.match(plain, end) is not None
