"""Passages that the data would write today, found again in a text and compared number by number.

The words between the numbers are the evidence: a paragraph, a sentence or a long clause of the text
that has them all, in their order, states the same figures. Nothing is bound where the words stand
twice, or where the years differ.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.checks.finding import Finding, Relation
from jiheng.checks.text.folded import fold
from jiheng.checks.text.known_facts import said_of
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement
from jiheng.core.numeral import MAX_DIGITS

_NUMBER = re.compile(r"(?<![A-Za-z\d])\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_BLANK = re.compile(r"\s+")
HOLE = "\x00"
"""Stands for a number in a skeleton."""
AS_COMPUTED = "按现有数据重新计算"
_SENTENCE = re.compile(r"[。;]")
_CLAUSE = re.compile(r"[,。;:]")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_MOST_WORDS = 10
"""Chinese characters that a clause needs to be evidence by itself."""
_LEAST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure of a passage: characters ``start`` to ``end`` of it, its exact value, what it is, its source.

    ``value`` counts the unit written behind the figure (37,497.28万元 is 37497.28).
    """

    start: int
    end: int
    value: Fraction
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as the data would write it, and the figures in it."""

    text: str
    figures: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: in the bare text, and in the text it came from."""

    written: str
    start: int
    origin: int
    quoted: Quoted | None = None

    @property
    def value(self) -> Fraction:
        """The number as written."""
        return Fraction(self.written.replace(",", ""))


@dataclass(slots=True)
class Bare:
    """A text without blanks, its numbers replaced by holes."""

    skeleton: str = ""
    numbers: list[Number] = field(default_factory=list)
    holes: list[int] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[Number]:
        """The numbers whose holes stand in a part of the skeleton."""
        return self.numbers[bisect_right(self.holes, start - 1) : bisect_right(self.holes, end - 1)]


def find(page: Page, passages: Sequence[Passage]) -> Iterator[tuple[int, Relation | Finding]]:
    """Compare every number of a passage that is found in the text; the index of the statement comes first."""
    if not passages:
        return
    text = _bare_page(page)
    bound: set[int] = set()
    for said, meant in _matches(text, [_bare_passage(passage) for passage in passages]):
        for number, known in zip(said, meant, strict=True):
            statement = statement_at(page, number)
            if statement is not None and statement.index not in bound:
                bound.add(statement.index)
                yield from ((statement.index, item) for item in compare(page, statement, number, known))


def _bare_page(page: Page) -> Bare:
    """The document's running text: printed page numbers and what stands at the edge of a page are left out."""
    edges = [(b.start, b.end) for b in page.document.blocks if b.kind in ("folio", "note")]
    kept = list(page.document.text)
    for start, end in edges:
        kept[start:end] = " " * (end - start)
    return bare_of("".join(kept))


def _bare_passage(passage: Passage) -> Bare:
    return bare_of(passage.text, passage.figures)


def bare_of(source: str, figures: Sequence[Quoted] = ()) -> Bare:
    """Cut a text into words and numbers; a blank between two digits keeps them apart."""
    folded = fold(source)
    bare, at, parts = Bare(), 0, 0
    pieces: list[str] = []
    for match in _NUMBER.finditer(folded.text):
        words = _BLANK.sub("", folded.text[at : match.start()])
        if len(match[0]) > MAX_DIGITS:
            continue
        pieces.append(words + HOLE)
        parts += len(words) + 1
        origin = folded.origin(match.start())
        quoted = next((each for each in figures if each.start <= origin < each.end), None)
        bare.numbers.append(Number(match[0], parts - 1, origin, quoted))
        at = match.end()
    bare.skeleton = "".join(pieces) + _BLANK.sub("", folded.text[at:])
    bare.holes = [number.start for number in bare.numbers]
    return bare


def _matches(text: Bare, passages: Sequence[Bare]) -> Iterator[tuple[list[Number], list[Number]]]:
    """Numbers of the text beside those of the passages, the longest agreement first."""
    for cut, least in ((None, _LEAST_WORDS), (_SENTENCE, _LEAST_WORDS), (_CLAUSE, _MOST_WORDS)):
        for passage in passages:
            for start, end in _fragments(passage.skeleton, cut):
                part = passage.skeleton[start:end]
                if HOLE in part and len(_WORD.findall(part)) >= least:
                    yield from _found(text, part, passage.between(start, end))


def _fragments(skeleton: str, cut: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """The whole, or its parts between marks that stand outside brackets."""
    start = depth = 0
    for at, char in enumerate(skeleton):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if cut is not None and not depth and cut.match(char):
            yield start, at
            start = at + 1
    yield start, len(skeleton)


def _found(text: Bare, part: str, meant: list[Number]) -> Iterator[tuple[list[Number], list[Number]]]:
    at = text.skeleton.find(part)
    if at < 0 or text.skeleton.find(part, at + 1) >= 0:
        return
    said = text.between(at, at + len(part))
    if len(said) == len(meant) and not any(map(_other_year, said, meant)):
        yield said, meant


def _other_year(said: Number, meant: Number) -> bool:
    return said.written != meant.written and all(re.fullmatch(r"20\d\d", each.written) for each in (said, meant))


def statement_at(page: Page, number: Number) -> Statement | None:
    """The statement that begins at a number; none for a year, a date or a number of a list."""
    low, high = 0, len(page.statements)
    while low < high:
        middle = (low + high) // 2
        if page.folded.origin(page.statements[middle].end - 1) < number.origin:
            low = middle + 1
        else:
            high = middle
    found = page.statements[low] if low < len(page.statements) else None
    return found if found is not None and page.folded.origin(found.start) <= number.origin else None


def compare(page: Page, statement: Statement, said: Number, meant: Number) -> Iterator[Relation | Finding]:
    """Hold a number of the text against the one that the data would write there."""
    quoted = meant.quoted
    exact = abs(quoted.value) if quoted else meant.value
    step = Fraction(1, 10 ** len(said.written.partition(".")[2]))
    same = said.value == meant.value or abs(said.value - exact) <= step / 2
    fact = f"{quoted.what}，{quoted.source}" if quoted else AS_COMPUTED
    sign = "-" if statement.written.startswith("-") else ""
    yield from said_of(page, statement, f"{sign}{meant.written}{statement.unit}", fact, same=same)
