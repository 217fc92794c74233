"""The characters of a PDF page with their places, put together to lines as they are seen.

pdfium gives the characters that the file means (/ActualText before the text map of the font); what they look like is
decided here: blanks by gaps, letter-spaced words, bold made by drawing twice, raised digits.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from jiheng.core.radicals import plain_characters
from jiheng.reading.lines import Line
from jiheng.reading.symbols import drawn, raised

_DROPPED = frozenset("\ufffe\x02\xad\0")
_BREAKS = frozenset("\r\n")
_WIDE = 1.0
"""A gap of this many characters parts two columns."""
_WORD = 0.25
_TRACKED = 10
_EVEN_SHARE = 0.6
_EVEN = 0.12
_SMALL, _RAISED = 0.8, 0.2
_TWICE = 0.15
_MARKS = frozenset("0123456789[]()（）①②③④⑤⑥⑦⑧⑨⑩*＊※†‡")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character; the vertical axis points down. ``parted`` says that a blank stands before it."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    parted: bool = False

    @property
    def height(self) -> float:
        """Of its box, never zero."""
        return max(self.bottom - self.top, 0.1)

    @property
    def centre(self) -> tuple[float, float]:
        """Of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def glyph_lines(textpage: pdfium.PdfTextPage, height: float) -> list[list[Glyph]]:
    """The lines of a page in reading order, each a list of glyphs."""
    lines: list[list[Glyph]] = [[]]
    parted = False
    for index in range(textpage.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(textpage.raw, index))
        if char in _BREAKS:
            lines.append([])
            parted = False
        elif char.isspace():
            parted = True
        elif char not in _DROPPED:
            left, bottom, right, top = textpage.get_charbox(index, loose=True)
            lines[-1].append(Glyph(char, left, height - top, right, height - bottom, parted=parted))
            parted = False
    return [once(line) for line in lines if line]


def once(line: Sequence[Glyph]) -> list[Glyph]:
    """Drop what is drawn twice to look bold."""
    kept: list[Glyph] = []
    for glyph in line:
        twice = any(
            other.char == glyph.char
            and abs(other.left - glyph.left) < _TWICE * glyph.height
            and abs(other.top - glyph.top) < _TWICE * glyph.height
            for other in kept[-4:]
        )
        if not twice:
            kept.append(glyph)
    return kept


def line_of(glyphs: Sequence[Glyph]) -> Line:
    """One line with its text and extent."""
    return Line(
        text_of(glyphs),
        min(glyph.left for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The words of a line: one blank between words, as many as fit between columns."""
    size = statistics.median(glyph.height for glyph in glyphs)
    tracking = _tracking(glyphs, size)
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in _with_marks(glyphs, size):
        if before is not None:
            gap = glyph.left - before.right - tracking
            wide = gap > _WIDE * size
            parts.append(
                " " * max(round(gap * 2 / size), 2)
                if wide
                else " "
                if glyph.parted and (not tracking or gap > _WORD * size)
                else ""
            )
        parts.append(glyph.char)
        before = glyph
    return plain_characters(drawn("".join(parts), ""))


def _tracking(glyphs: Sequence[Glyph], size: float) -> float:
    """The even gap of letter-spaced text; 0 for any other."""
    gaps = [right.left - left.right for left, right in pairwise(glyphs)]
    if len(gaps) < _TRACKED:
        return 0.0
    usual = statistics.median(gaps)
    even = sum(abs(gap - usual) < _EVEN * size for gap in gaps)
    return usual if _EVEN < usual / size < _WIDE and even >= _EVEN_SHARE * len(gaps) else 0.0


def _with_marks(glyphs: Sequence[Glyph], size: float) -> Iterator[Glyph]:
    """Raised small digits become signs of their own."""
    floor = statistics.median(glyph.bottom for glyph in glyphs)
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.char in _MARKS and glyph.height < _SMALL * size and floor - glyph.bottom > _RAISED * size:
            run.append(glyph)
            continue
        yield from _mark(run)
        run = []
        yield glyph
    yield from _mark(run)


def _mark(run: Sequence[Glyph]) -> Iterator[Glyph]:
    if run:
        yield replace(run[0], char=raised("".join(glyph.char for glyph in run)), right=run[-1].right)


def is_garbled(glyphs: Sequence[Glyph], share: int) -> bool:
    """Whether more than ``share`` percent of the characters are none (a font without a text map)."""
    strange = sum(
        (unicodedata.category(glyph.char) in {"Co", "Cn", "Cc"} and not "\uf020" <= glyph.char <= "\uf0ff")
        or glyph.char == "\ufffd"
        for glyph in glyphs
    )
    return strange * 100 > len(glyphs) * share
