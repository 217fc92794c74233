"""The Word file given back with a comment at each finding."""

from __future__ import annotations

import copy
from bisect import bisect_right
from pathlib import Path
from typing import Any, cast

import docx
from docx.oxml.ns import qn
from docx.text.run import Run
from lxml import etree

from jiheng.checks.answer.note import AUTHOR, note_lines
from jiheng.checks.answer.wording import by_weight, place_text
from jiheng.checks.finding import Answer, Finding, Kind, Span
from jiheng.reading.document import Document
from jiheng.reading.word import retrace
from jiheng.reading.word_body import Origin
from jiheng.reading.word_text import pieces

MAX_COMMENTS = 500
"""Comments in one file; Word grows slow with more, and nobody reads them."""

_INITIALS = "绩"


def write_word_copy(document: Document, answer: Answer, target: Path) -> None:
    """Save the .docx file that was read with comments; where both figures of a conflict stand, both are marked."""
    word = docx.Document(document.path)
    writer = _Commenter(word, retrace(Path(document.path), word.element.body))
    findings = by_weight(answer)
    for finding in findings[:MAX_COMMENTS]:
        writer.comment(finding, place_text(finding, document))
    if len(findings) > MAX_COMMENTS:
        writer.say(f"另有 {len(findings) - MAX_COMMENTS} 处较轻的问题没有写成批注，请看 HTML 结果。")
    word.save(str(target))


class _Commenter:
    """Sets comments at spans; spans outside the body (notes, headers) are told of at the document's start."""

    def __init__(self, word: Any, origins: list[Origin]) -> None:
        self.word = word
        self.origins = sorted(origins, key=lambda origin: origin.start)
        self.starts = [origin.start for origin in self.origins]

    def comment(self, finding: Finding, place: str) -> None:
        """Set the comment at the finding's first span, and at each span of a conflict."""
        lines = note_lines(finding)
        wanted = finding.spans if finding.kind is Kind.CONFLICT else finding.spans[:1]
        found = [runs for span in wanted if (runs := self._runs(span))]
        for runs in found:
            self._attach(runs, lines)
        if not found:
            self.say(f"{place}：", *lines)

    def say(self, *lines: str) -> None:
        """Set a comment at the document's start."""
        if (first := self._first_run()) is not None:
            self._attach([first], list(lines))

    def _attach(self, runs: list[etree._Element], lines: list[str]) -> None:
        ends = [Run(cast("Any", run), self.word) for run in (runs[0], runs[-1])]
        self.word.add_comment(ends, text="\n".join(lines), author=AUTHOR, initials=_INITIALS)

    def _runs(self, span: Span) -> list[etree._Element]:
        """The runs that hold exactly the span; they are split where it begins and ends."""
        index = max(bisect_right(self.starts, span.start) - 1, 0)
        for origin in self.origins[index : index + 2]:  # a span may begin at a list number, which is in no run
            split_at(origin.paragraph, span.start - origin.start)
            split_at(origin.paragraph, span.end - origin.start)
            if runs := _runs_between(origin, span):
                return runs
        return []

    def _first_run(self) -> etree._Element | None:
        for origin in self.origins:
            for piece in pieces(origin.paragraph):
                if piece.run is not None and piece.run.tag == qn("w:r"):
                    return piece.run
        return None


def _runs_between(origin: Origin, span: Span) -> list[etree._Element]:
    at, runs = origin.start, []
    for piece in pieces(origin.paragraph):
        inside = at < span.end and at + len(piece.text) > span.start
        if inside and piece.run is not None and piece.run.tag == qn("w:r"):
            runs.append(piece.run)
        at += len(piece.text)
    return runs


def split_at(paragraph: etree._Element, offset: int) -> None:
    """Split the run that holds the character at ``offset``, so that one begins there."""
    at = 0
    for piece in list(pieces(paragraph)):
        if at <= offset < at + len(piece.text):
            if piece.run is not None and piece.run.tag == qn("w:r"):
                _split(piece.run, piece.node, offset - at)
            return
        at += len(piece.text)


def _split(run: etree._Element, node: etree._Element, inside: int) -> None:
    """Move ``node`` from its character ``inside`` on, and all after it, to a new run of the same looks."""
    following = list(node.itersiblings())
    leads = all(part.tag == qn("w:rPr") for part in node.itersiblings(preceding=True))
    if node.getparent() is not run or (leads and not inside):
        return
    second = copy.deepcopy(run)
    for part in list(second):
        if part.tag != qn("w:rPr"):
            second.remove(part)
    second.append(_cut(node, inside) if inside else node)
    second.extend(following)
    run.addnext(second)


def _cut(node: etree._Element, inside: int) -> etree._Element:
    """Shorten a text node to its first characters and return a node with the rest."""
    rest = copy.deepcopy(node)
    text = node.text or ""
    node.text, rest.text = text[:inside], text[inside:]
    for part in (node, rest):
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return rest
