"""Lines of a printed page, and the paragraphs they make up."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from jiheng.reading.draft import Draft

_FOLIO = re.compile(r"[-—–―~～·\s]*\d{1,4}[-—–―~～·\s]*|第?\s*\d{1,4}\s*页?\s*[,，/共]?\s*(共?\s*\d{1,4}\s*页?)?")
_SHORT = 1.6
"""A line that ends this many characters before the right margin ends its paragraph."""
_INDENT = 0.8
_GAP = "  "
"""Parts columns: such a line is a row of a table without rules."""
_FAR = 3
_APART = 1.7
"""A step between lines this many times the usual one parts paragraphs."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; the vertical axis points down, units are the page's own."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of its characters."""
        return max(self.bottom - self.top, 0.1)

    @property
    def middle(self) -> float:
        """Its vertical centre."""
        return (self.top + self.bottom) / 2


def write_page(draft: Draft, lines: Sequence[Line], page: int, first: int = 1) -> int:
    """Write a page's lines as paragraphs numbered from ``first``, without their breaks; return the next number."""
    body, head, foot = _without_folios(lines)
    _write_folio(draft, head, page)
    margin = min((line.left for line in body), default=0.0)
    for paragraph in paragraphs(body):
        text = reduce(_joined, (_set_in(line, margin) for line in paragraph))
        draft.block(text, draft.place(page=page, path=f"第 {first} 段"))
        first += 1
    _write_folio(draft, foot, page)
    return first


def _set_in(line: Line, margin: float) -> str:
    """A row of columns keeps its distance from the margin, so that its cells stand under each other."""
    return " " * round((line.left - margin) * 2 / line.height) + line.text if _GAP in line.text else line.text


def _joined(above: str, below: str) -> str:
    """Two lines of one paragraph on one line: a blank stands only where words of letters or two numbers meet."""
    apart = above[-1:].isascii() and below[:1].isascii() and above[-1:].isalnum() and below[:1].isalnum()
    return f"{above} {below}" if apart else above + below


def _write_folio(draft: Draft, lines: Sequence[Line], page: int) -> None:
    for line in lines:
        draft.block(line.text, draft.place(page=page, path="页码"), "folio")


def _without_folios(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line], Sequence[Line]]:
    """Part the page's number, on top or below, from its text."""
    if len(lines) > 1 and _FOLIO.fullmatch(lines[-1].text) and _stands_apart(lines[-2], lines[-1]):
        return lines[:-1], (), lines[-1:]
    if len(lines) > 1 and _FOLIO.fullmatch(lines[0].text) and _stands_apart(lines[0], lines[1]):
        return lines[1:], lines[:1], ()
    return lines, (), ()


def _stands_apart(above: Line, below: Line) -> bool:
    decorated = any(not line.text.strip().isdigit() for line in (above, below) if _FOLIO.fullmatch(line.text))
    return decorated or below.top - above.bottom > 1.5 * min(above.height, below.height)


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Group lines by indent, short last line and vertical gap."""
    if not lines:
        return
    margin, edge = min(line.left for line in lines), max(line.right for line in lines)
    step = _usual_step(lines)
    current = [lines[0]]
    for previous, line in pairwise(lines):
        ends = previous.right < edge - _SHORT * previous.height
        begins = line.left > margin + _INDENT * line.height
        apart = line.middle - previous.middle > _APART * step or line.middle < previous.middle
        apart = apart or line.top - previous.bottom > _FAR * line.height
        if ends or begins or apart or _is_row(previous) or _is_row(line):
            yield current
            current = []
        current.append(line)
    yield current


def _is_row(line: Line) -> bool:
    """Whether a line is a row of columns, parted by wide gaps or tabs."""
    return _GAP in line.text or "\t" in line.text


def _usual_step(lines: Sequence[Line]) -> float:
    steps = [b.middle - a.middle for a, b in pairwise(lines) if b.middle > a.middle]
    return statistics.median(steps) if steps else lines[0].height * 2
