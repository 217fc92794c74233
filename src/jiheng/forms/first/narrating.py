"""The report of last year: its chapters by their headings, as those of the pack's own report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from jiheng.core.fault import Place
from jiheng.facts.rows import Narrative
from jiheng.forms.first.understanding import Left, Taken
from jiheng.packs.layout import Chapter, ReportForm
from jiheng.packs.model import Pack
from jiheng.reading import Document

ALIKE = 80
"""How alike (of 100) a heading must be to one of the pack's."""
LONGEST_HEADING = 40
_NUMBERS = (
    re.compile(r"^[一二三四五六七八九十]+、"),
    re.compile(r"^[(（][一二三四五六七八九十]+[)）]"),
    re.compile(r"^\d+[.．、]"),
    re.compile(r"^[(（]\d+[)）]"),
)
"""The numbers of headings, by depth."""
_LEAST_CHAPTERS = 2
"""A document with fewer known headings is no report."""


@dataclass(slots=True)
class _Open:
    """The chapter being read."""

    code: str
    title: str
    place: Place
    depth: int
    lines: list[str] = field(default_factory=list)


def narrate(document: Document, pack: Pack | None) -> tuple[list[Narrative], list[Taken], list[Left]]:
    """Take the chapters of a report; a document with hardly a known heading is none, and nothing is said of it."""
    chapters = dict(_chapters(pack)) if pack else {}
    found, left = _read(document, chapters)
    if len(found) < _LEAST_CHAPTERS:
        return [], [], []
    rows, taken = [], []
    for each in found:
        text = "\n".join(each.lines)
        if text:
            rows.append(Narrative(chapter=each.code, text=text, place=each.place))
            taken.append(Taken(each.place, each.title, text, "narrative", f"章节 {each.code}", f"{len(text)} 字"))
    return rows, taken, left


def _chapters(pack: Pack) -> Iterator[tuple[str, str]]:
    """Code → title of every chapter of the pack's report."""
    for form in pack.forms:
        if isinstance(form, ReportForm):
            yield from _below(form.chapters)


def _below(chapters: tuple[Chapter, ...]) -> Iterator[tuple[str, str]]:
    for chapter in chapters:
        yield chapter.code, chapter.title
        yield from _below(chapter.children)


def _read(document: Document, chapters: Mapping[str, str]) -> tuple[list[_Open], list[Left]]:
    """Chapters that are known, and the others with their first words."""
    found: list[_Open] = []
    left: list[Left] = []
    current: _Open | None = None
    for block in document.blocks:
        text = document.text[block.start : block.end].strip()
        if not text or block.kind not in {"paragraph", "heading"}:
            continue
        depth = _depth(text)
        code = _chapter(text, chapters, {each.code for each in found}) if depth else ""
        if code:
            current = _Open(code, text, block.place, depth)
            found.append(current)
        elif depth and (current is None or depth <= current.depth):
            current = None
            left.append(Left(block.place, text, "规则包的报告没有这一章，未登记"))
        elif current is not None:
            current.lines.append(text)
        elif found and not left:
            left.append(Left(block.place, text[:60], "不属于任何已识别的章节"))
    return found, left


def _depth(text: str) -> int:
    """1 for 一、, 2 for （一） and so on; 0 for what is no heading."""
    if len(text) > LONGEST_HEADING:
        return 0
    return next((depth for depth, number in enumerate(_NUMBERS, 1) if number.match(text)), 0)


def _chapter(text: str, chapters: Mapping[str, str], used: set[str]) -> str:
    bare = next((number.sub("", text) for number in _NUMBERS if number.match(text)), text).rstrip("。：:")
    rated = [(fuzz.ratio(bare, title), code) for code, title in chapters.items() if code not in used]
    best, code = max(rated, default=(0.0, ""))
    return code if best >= ALIKE else ""
