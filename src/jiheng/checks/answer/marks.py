"""Text cut into segments, each with the findings and relations that cover it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_COVERING = 6
"""References kept per segment; more help nobody."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Characters that something refers to; a lower rank is graver and wins where marks overlap."""

    rank: int
    start: int
    end: int
    reference: str
    style: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Some text and the marks that cover it, gravest first."""

    text: str
    marks: tuple[Mark, ...] = ()


class MarkedText:
    """A text with its marks, swept once; segments of any part are then found by bisection."""

    def __init__(self, text: str, marks: Iterable[Mark]) -> None:
        self.text = text
        self._starts: list[int] = [0]
        self._covering: list[tuple[Mark, ...]] = [()]
        self._sweep([mark for mark in marks if mark.start < mark.end])

    def _sweep(self, marks: list[Mark]) -> None:
        opening: dict[int, list[Mark]] = {}
        closing: dict[int, list[Mark]] = {}
        for mark in marks:
            opening.setdefault(mark.start, []).append(mark)
            closing.setdefault(mark.end, []).append(mark)
        active: dict[Mark, None] = {}
        for at in sorted(opening.keys() | closing.keys()):
            for mark in closing.get(at, ()):
                active.pop(mark, None)
            active.update(dict.fromkeys(opening.get(at, ())))
            self._starts.append(at)
            self._covering.append(tuple(sorted(active)[:MAX_COVERING]))

    def segments(self, start: int, end: int) -> Iterator[Segment]:
        """Cut ``text[start:end]`` where marks begin and end."""
        index = bisect_right(self._starts, start) - 1
        while start < end:
            after = self._starts[index + 1] if index + 1 < len(self._starts) else end
            stop = min(after, end)
            if stop > start:
                yield Segment(self.text[start:stop], self._covering[index])
            start, index = max(start, stop), index + 1
