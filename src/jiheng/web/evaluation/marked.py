"""The report as on paper, with a mark at every figure that was held against another, and the arithmetic drawn out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Span, Unchecked, Verdict
from jiheng.web.evaluation.narrative import ChapterView

MOODS = ("wrong", "doubt", "hint", "ok", "open")
"""What a mark says, the gravest first; where several meet, the gravest is seen."""
_OF_SEVERITY = {Severity.ERROR: "wrong", Severity.WARNING: "doubt", Severity.INFO: "hint"}
_COMPARED = {Kind.CONFLICT, Kind.GRADE, Kind.COUNT, Kind.UNIT, Kind.GROWTH}
"""Relations whose ground is told in words; of the others the arithmetic stands there."""
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?[^\d,.，。；：]{0,4}$")


@dataclass(frozen=True, slots=True)
class Sum:
    """One recomputation as it is drawn out, e.g. ``35,616.40万元 ÷ 37,497.28万元 = 94.98%``."""

    key: str
    right: bool
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of a text that lie under the same marks; none for plain words."""

    text: str
    mood: str = ""
    keys: tuple[str, ...] = ()
    why: str = ""
    """Why a figure was not checked."""


@dataclass(frozen=True, slots=True)
class MarkedChapter:
    """One chapter, cut at its marks, with the sums that were done in it."""

    code: str
    title: str
    anchor: str
    segments: tuple[Segment, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    mood: str
    key: str = ""
    why: str = ""


def marked(chapter: ChapterView, findings: Iterable[tuple[str, Finding]]) -> MarkedChapter:
    """The chapter's filled text with its marks; each finding comes with the key that the list beside it has."""
    told, done = chapter.rendered, []
    marks = [mark for key, finding in findings for mark in _of_finding(key, finding)]
    for number, each in enumerate(told.relations):
        if each.verdict is not Verdict.UNCHECKED:
            done.append(Sum(f"{chapter.anchor}-{number}", each.verdict is Verdict.OK, drawn_out(each)))
            marks += _of_sum(done[-1], each.spans)
    marks += [_Mark(each.span.start, each.span.end, "open", why=each.why) for each in told.left]
    text = "".join(piece.text for piece in told.pieces)
    return MarkedChapter(chapter.code, chapter.title, chapter.anchor, tuple(_cut(text, marks)), tuple(done))


def drawn_out(relation: Relation) -> str:
    """The calculation as one would write it in the margin."""
    wrong = relation.verdict is Verdict.WRONG
    if relation.kind in _COMPARED:
        return f"{relation.stated}：{relation.because}"
    if wrong:
        stated = _("文中写 %(stated)s") % {"stated": relation.stated}
        return f"{relation.because} = {relation.computed}，{stated}"
    return f"{relation.because} = {relation.stated}"


def _of_finding(key: str, finding: Finding) -> Iterator[_Mark]:
    mood = _OF_SEVERITY[finding.severity]
    return (_Mark(span.start, span.end, mood, key) for span in finding.spans)


def _of_sum(done: Sum, spans: Sequence[Span]) -> Iterator[_Mark]:
    mood = "ok" if done.right else "wrong"
    for span in spans:
        figure = _FIGURE.search(span.text)
        yield _Mark(span.start + (figure.start() if figure else 0), span.end, mood, done.key)


def _cut(text: str, marks: Sequence[_Mark]) -> Iterator[Segment]:
    edges = sorted({0, len(text), *(min(edge, len(text)) for mark in marks for edge in (mark.start, mark.end))})
    for start, end in pairwise(edges):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        yield _segment(text[start:end], over)


def _segment(text: str, over: Sequence[_Mark]) -> Segment:
    if not over:
        return Segment(text)
    ranked = sorted(over, key=lambda mark: MOODS.index(mark.mood))
    keys = tuple(dict.fromkeys(mark.key for mark in ranked if mark.key))
    return Segment(text, ranked[0].mood, keys, "" if keys else ranked[0].why)


def reasons(left: Iterable[Unchecked]) -> Mapping[str, list[str]]:
    """Why figures were not checked → the figures, each once."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for each in left:
        if each.span.text not in grouped[each.why]:
            grouped[each.why].append(each.span.text)
    return dict(grouped)
