"""Lists whose items are numbered (1. 2. 3.; 一是、二是; (1)(2); ①②), in one paragraph or one a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from jiheng.checks.text.claims.listed import PartList, is_closed
from jiheng.checks.text.quantity import Quantity, Told

_HAN = "一二三四五六七八九十"
_FIRST = re.compile(
    r"(?:(?<=[\n:;。,中])|^)(?:(?P<dot>1[.、](?!\d))|(?P<bracket>\(1\))|(?P<han>一是)|(?P<hanbracket>\(一\))|(?P<circle>①)|(?P<order>第一[,、]))"
)
_FORMS: Mapping[str, tuple[str, ...]] = {
    "dot": ("{n}.", "{n}、"),
    "bracket": ("({n})",),
    "han": ("{han}是",),
    "hanbracket": ("({han})",),
    "circle": ("{circle}",),
    "order": ("第{han},", "第{han}、"),
}
_MOST = 10
_BEFORE = 100
_LONGEST = 700
_ANNOUNCES = re.compile(r"[:。]$|其中|如下")
_BREAKS = "\n。;:,"


def lists(told: Told) -> Iterator[PartList]:
    """Every numbered list whose items add up to a number that stands before it."""
    text = told.page.text
    starts = [q.s.start for q in told.all]
    for match in _FIRST.finditer(text):
        marks = _marks(text, match)
        if len(marks) > 1:
            yield from _of_marks(told, starts, marks)


def _marks(text: str, first: re.Match[str]) -> list[int]:
    """Where the items begin."""
    form = _FORMS[first.lastgroup or "dot"]
    marks = [first.start()]
    for n in range(2, _MOST + 1):
        at = min((p for word in form if (p := _next(text, _written(word, n), marks[-1] + 1)) >= 0), default=-1)
        if at < 0:
            break
        marks.append(at)
    return marks


def _written(form: str, n: int) -> str:
    return form.format(n=n, han=_HAN[n - 1], circle=chr(0x2460 + n - 1))


def _next(text: str, word: str, start: int) -> int:
    """The next place of a mark that follows a break, in reach."""
    at = text.find(word, start, start + _LONGEST)
    while at >= 0 and (
        text[at - 1] not in _BREAKS or (word[-1] in ".、" and text[at + len(word) : at + len(word) + 1].isdigit())
    ):
        at = text.find(word, at + 1, start + _LONGEST)
    return at


def _of_marks(told: Told, starts: list[int], marks: list[int]) -> Iterator[PartList]:
    text = told.page.text
    first = bisect_left(starts, marks[0])
    heads = _heads(told, first, marks[0])
    ends = [*marks[1:], _last_end(text, marks[-1])]
    segments = [told.all[bisect_left(starts, a) : bisect_left(starts, b)] for a, b in zip(marks, ends, strict=True)]
    for head in heads:
        parts = [
            part
            for segment in segments
            if (part := next((q for q in segment if q.dim == head.dim and q.what in ("level", "rest")), None))
        ]
        if len(parts) == len(segments):
            words = text[head.s.end : marks[0]]
            announced = is_closed(told, head, parts, words)
            yield PartList(head, parts, announced, loose=not announced)


def _heads(told: Told, first: int, at: int) -> list[Quantity]:
    """The numbers that the list may be of: of each sort the nearest one in the sentence before it."""
    found: dict[str, Quantity] = {}
    for q in reversed(told.all[max(first - 8, 0) : first]):
        if at - q.s.end > _BEFORE or (told.all[first - 1].s.sentence - q.s.sentence) > 0:
            break
        if q.dim and q.what in ("level", "adjust") and not q.group and q.s.value:
            found.setdefault(q.dim, q)
    return list(found.values())


def _last_end(text: str, start: int) -> int:
    ends = [p for mark in "。\n" if (p := text.find(mark, start + 1, start + _LONGEST)) >= 0]
    return min(ends, default=min(start + _LONGEST, len(text)))
