"""OFD files (GB/T 33190), the national page format: characters and rules by their positions.

An OFD places each character itself (DeltaX, DeltaY); lines, columns and tables are what positions make of them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from jiheng.core.fault import refuse
from jiheng.reading.archive import open_archive
from jiheng.reading.draft import Draft
from jiheng.reading.lines import write_page
from jiheng.reading.pdf_glyphs import Glyph, line_of, once
from jiheng.reading.pdf_rules import Edge, edges_of_box, tables_of
from jiheng.reading.pdf_table import write_tables

MAX_PAGES = 3_000
MAX_GLYPHS = 200_000
"""Characters of one page."""
_ADVICE = "请用 OFD 阅读器另存为 PDF，或换用带文字的原件"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
_BROKEN = (etree.XMLSyntaxError, KeyError, ValueError, zipfile.BadZipFile)
_COMMANDS = re.compile(r"([MLCQABS])|(-?[\d.]+(?:[eE]-?\d+)?)")
_SAME_LINE = 0.4
_TURNED = 0.3
_THIN = 0.6
_POINTS = 72 / 25.4
"""Points in a millimetre: OFD counts millimetres, what reads pages counts points."""
Matrix = tuple[float, float, float, float, float, float]
_STILL: Matrix = (1, 0, 0, 1, 0, 0)


class _Drawn(NamedTuple):
    glyphs: list[Glyph]
    edges: list[Edge]
    hidden: list[str]


def read_ofd(draft: Draft) -> None:
    """Read the text and tables of each page; pages without any are noted.

    Raises:
        Refused: hostile or damaged.
    """
    with open_archive(draft.path) as archive:
        try:
            pages = list(_pages(archive))
        except _BROKEN as broken:
            raise refuse(draft.place(), "OFD 文件已损坏或不完整", fix=_ADVICE) from broken
        if not pages:
            raise refuse(draft.place(), "OFD 文件已损坏或不完整", fix=_ADVICE)
        if len(pages) > MAX_PAGES:
            problem = f"OFD 有 {len(pages)} 页，超过上限 {MAX_PAGES} 页"
            raise refuse(draft.place(), problem, fix="请拆分为几个文件后再试")
        for number, parts in enumerate(pages, start=1):
            _read_page(archive, parts, number, draft)


def _pages(archive: zipfile.ZipFile) -> Iterator[list[str]]:
    """The parts of each page: its templates, then its own content."""
    for root in _parse(archive, "OFD.xml").iter("{*}DocRoot"):
        main = _path("", root.text or "")
        document = _parse(archive, main)
        folder = posixpath.dirname(main)
        templates = {str(node.get("ID")): str(node.get("BaseLoc")) for node in document.iter("{*}TemplatePage")}
        for page in document.iterfind("{*}Pages/{*}Page"):
            part = _path(folder, str(page.get("BaseLoc")))
            yield [*_templates(archive, part, folder, templates), part]


def _templates(archive: zipfile.ZipFile, part: str, folder: str, templates: dict[str, str]) -> list[str]:
    try:
        used = [str(node.get("TemplateID")) for node in _parse(archive, part).iterfind("{*}Template")]
    except _BROKEN:
        return []
    return [_path(folder, templates[name]) for name in used if name in templates]


def _path(folder: str, location: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, location.strip())).lstrip("/")


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), _PARSER)


def _read_page(archive: zipfile.ZipFile, parts: Sequence[str], number: int, draft: Draft) -> None:
    drawn = _Drawn([], [], [])
    try:
        for part in parts:
            _draw(_parse(archive, part), drawn)
    except _BROKEN:
        draft.skip(draft.place(page=number), "此页已损坏，未能读取", _ADVICE)
        return
    if drawn.hidden:
        shown = "".join(drawn.hidden)[:40]
        draft.notes.append(f"{draft.place(page=number).text()}：隐藏的文字“{shown}”不作为正文核查")
    if not drawn.glyphs:
        draft.skip(draft.place(page=number), "此页没有文字，可能是图片", _ADVICE)
        return
    lines = list(_lines(drawn.glyphs))
    if tables := tables_of(drawn.edges):
        write_tables(draft, number, lines, tables)
    else:
        write_page(draft, [line_of(line) for line in lines], number)


def _draw(page: etree._Element, drawn: _Drawn) -> None:
    for node in page.iter("{*}TextObject", "{*}PathObject"):
        if str(node.tag).endswith("}PathObject"):
            drawn.edges.extend(_edges(node))
        elif _is_hidden(node):
            drawn.hidden.append("".join(code.text or "" for code in node.iter("{*}TextCode")))
        elif len(drawn.glyphs) <= MAX_GLYPHS:
            drawn.glyphs.extend(_glyphs(node))


def _is_hidden(node: etree._Element | None) -> bool:
    while node is not None:
        if node.get("Visible") == "false" or node.get("Alpha") == "0":
            return True
        node = node.getparent()
    return False


def _numbers(text: str | None) -> list[float]:
    return [float(part) for part in (text or "").split()]


def _home(node: etree._Element) -> tuple[float, float, Matrix]:
    """Where an object's own coordinates begin on the page, and how they are turned and sized."""
    left, top = [*_numbers(node.get("Boundary")), 0.0, 0.0][:2]
    matrix = _numbers(node.get("CTM"))
    return left, top, (matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]) if len(matrix) == 6 else _STILL


def _glyphs(node: etree._Element) -> Iterator[Glyph]:
    left, top, matrix = _home(node)
    if abs(matrix[1]) > _TURNED * abs(matrix[0]):
        return  # a watermark or a seal, turned
    size = float(node.get("Size") or 4)
    x = y = 0.0
    for code in node.iterfind("{*}TextCode"):
        x, y = float(code.get("X") or x), float(code.get("Y") or y)
        text = "".join((code.text or "").splitlines())
        steps, falls = _deltas(code.get("DeltaX"), len(text), size), _deltas(code.get("DeltaY"), len(text), 0.0)
        for index, char in enumerate(text):
            if not char.isspace():
                yield _glyph(char, (x, y), size, (left, top, matrix), parted=text[index - 1 : index].isspace())
            x, y = x + steps[index], y + falls[index]


def _glyph(
    char: str, at: tuple[float, float], size: float, home: tuple[float, float, Matrix], *, parted: bool
) -> Glyph:
    """A character by its baseline point; its width is guessed, half a square for letters and digits."""
    left, top, (a, b, c, d, e, f) = home
    x, y = left + a * at[0] + c * at[1] + e, top + b * at[0] + d * at[1] + f
    wide, high = abs(a) * size * (0.5 if char.isascii() else 1.0) * _POINTS, abs(d) * size * _POINTS
    x, y = x * _POINTS, y * _POINTS
    return Glyph(char, x, y - high * 0.85, x + wide, y + high * 0.15, parted=parted)


def _deltas(written: str | None, count: int, usual: float) -> list[float]:
    """Steps between characters: numbers, and ``g n step`` for the same step n times."""
    words = (written or "").split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < count:
        if words[at] == "g" and at + 2 < len(words):
            steps += [float(words[at + 2])] * min(int(words[at + 1]), count)
            at += 3
        else:
            steps.append(float(words[at]))
            at += 1
    last = steps[-1] if steps else usual
    return (steps + [last] * count)[:count]


def _edges(node: etree._Element) -> Iterator[Edge]:
    """The straight strokes of a path."""
    left, top, (a, b, c, d, e, f) = _home(node)
    for text in (data.text or "" for data in node.iterfind("{*}AbbreviatedData")):
        for (x0, y0), (x1, y1) in _strokes(text):
            start = left + a * x0 + c * y0 + e, top + b * x0 + d * y0 + f
            end = left + a * x1 + c * y1 + e, top + b * x1 + d * y1 + f
            if abs(start[0] - end[0]) < _THIN or abs(start[1] - end[1]) < _THIN:
                sides = sorted((start[0], end[0])), sorted((start[1], end[1]))
                yield from edges_of_box(*(side[at] * _POINTS for at in (0, 1) for side in sides))


def _strokes(text: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    command, numbers = "", list[float]()
    for letter, number in _COMMANDS.findall(text):
        if letter:
            if letter in "MS":
                yield from pairwise(points)
                points = []
            command, numbers = letter, []
        elif command in {"M", "S", "L"}:
            numbers.append(float(number))
            if len(numbers) == 2:
                points.append((numbers[0], numbers[1]))
                numbers = []
    yield from pairwise(points)


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Characters of one height from left to right, lines from top to bottom."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda each: (each.bottom, each.left)):
        if line and glyph.bottom - line[0].bottom > _SAME_LINE * line[0].height:
            yield once(sorted(line, key=lambda each: each.left))
            line = []
        line.append(glyph)
    if line:
        yield once(sorted(line, key=lambda each: each.left))
