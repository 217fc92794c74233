"""Word documents (.docx): body, footnotes, endnotes, headers and footers."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from jiheng.core.fault import refuse
from jiheng.reading.archive import open_archive
from jiheng.reading.draft import Draft
from jiheng.reading.word_body import Origin, WordBody
from jiheng.reading.word_numbering import read_numbering
from jiheng.reading.word_text import attribute, child, local, pieces

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
_NOTES = {"footnotes": "脚注", "endnotes": "尾注"}
_MARGINS = {"header": "页眉", "footer": "页脚"}
_HEADING = re.compile(r"heading|title|标题", re.IGNORECASE)
_FOLIO = re.compile(r"[\s\d\-—–―~～·.第页共/of]*", re.IGNORECASE)


def read_word(draft: Draft, source: Path | None = None) -> None:
    """Read a .docx file; ``source`` is given where the draft's own file was converted to one.

    Raises:
        Refused: hostile or damaged.
    """
    with open_archive(source or draft.path) as archive:
        parts = _Parts(archive, draft)
        body = parts.start_body()
        body.walk(parts.main)
        for where, part in parts.related(_NOTES):
            _write_notes(part, where, draft)
        for where, part in parts.related(_MARGINS):
            _write_margin(part, where, draft)
    _mention_pictures(body, draft)


def retrace(path: Path, body: etree._Element) -> list[Origin]:
    """Walk a body loaded by another library, with the offsets that reading the file gave."""
    draft = Draft(path)
    with open_archive(path) as archive:
        walk = _Parts(archive, draft).start_body()
    walk.walk(body)
    return walk.origins


class _Parts:
    """The XML parts of a package, found by their relationships."""

    def __init__(self, archive: zipfile.ZipFile, draft: Draft) -> None:
        self.archive, self.draft = archive, draft
        self.names = set(archive.namelist())
        main = next(self._targets("", {"officeDocument"}), ("", "word/document.xml"))[1]
        if main not in self.names:
            raise refuse(draft.place(), "Word 文档缺少正文部件，可能已损坏", fix="请用 Word 或 WPS 打开后另存，再试")
        self.main_name = main
        self.main = self._parse(main)

    def related(self, kinds: dict[str, str]) -> Iterator[tuple[str, etree._Element]]:
        """The parts of some kinds that belong to the main part, with what readers call them."""
        for kind, name in self._targets(self.main_name, set(kinds)):
            yield kinds[kind], self._parse(name)

    def start_body(self) -> WordBody:
        """Begin the walk through the main part, knowing its heading styles and lists."""
        styles, numbering = self._only("styles"), self._only("numbering")
        headings = frozenset(
            attribute(style, "styleId")
            for style in (styles if styles is not None else ())
            if _HEADING.search(attribute(child(style, "name"), "val"))
        )
        return WordBody(self.draft, headings, read_numbering(numbering, styles))

    def _only(self, kind: str) -> etree._Element | None:
        return next((part for _, part in self.related({kind: ""})), None)

    def _parse(self, name: str) -> etree._Element:
        return etree.fromstring(self.archive.read(name), _PARSER)

    def _targets(self, source: str, kinds: set[str]) -> Iterator[tuple[str, str]]:
        folder, base = posixpath.split(source)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self.names:
            return
        for relation in self._parse(relations):
            kind = attribute(relation, "Type").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target"))).lstrip("/")
            if kind in kinds and target in self.names:
                yield kind, target


def _write_notes(part: etree._Element, where: str, draft: Draft) -> None:
    number = 0
    for note in part:
        if attribute(note, "type") in {"", "normal"}:
            number += 1
            WordBody(draft, kind="note", where=f"{where} {number}").walk(note)


def _write_margin(part: etree._Element, where: str, draft: Draft) -> None:
    """Write a header or footer, unless it is only a page number or stands there already."""
    text = "".join(piece.text for node in part.iter() if local(node) == "p" for piece in pieces(node))
    if not _FOLIO.fullmatch(text) and f"{text}\n" not in draft.parts and text not in draft.parts:
        WordBody(draft, kind="note", where=where).walk(part)


def _mention_pictures(body: WordBody, draft: Draft) -> None:
    if body.pictures and not draft.blocks:
        fix = "请导出为 PDF，并安装文字识别组件（pip install 'jiheng[ocr]'）后再试"
        draft.skip(draft.place(), "文中只有图片，没有文字", fix)
    elif body.pictures:
        draft.notes.append(f"{draft.path.name}：文中有 {body.pictures} 处图片，图中的文字未核查")
