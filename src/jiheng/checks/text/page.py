"""The text prepared for the relations: statements, sentences, and the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from jiheng.checks.finding import Span
from jiheng.checks.text.folded import Folded, fold
from jiheng.checks.text.scan import Glued, Token, scan
from jiheng.checks.text.statement import Statement, scale
from jiheng.reading.document import Document

_BOUNDARY = re.compile(r'[,。;:、()\n|!?"\[\]《》]')
_TAIL = re.compile(r"[^,。;:、()\n|!?\s\d]{0,16}")
_CHANGE = re.compile(
    r"(?P<up>增加|增长|上升|提高|增|升|上涨|增幅|上调|调增|涨)?(?P<down>减少|下降|降低|压减|压缩|减|降|节约|下调|调减|核减|缩减|降幅|下跌)?"
    r"(?:了|额|数|率|约|幅度|金额|资金)?(?:(?<=[加少增减])(?:安排|投入|支出|经费|收入|补助))?(?:为|达到|达|是)?$"
)
_ENDS = frozenset("。!?\n")
_ENTRIES = frozenset("。;\n")
_SUBJECT_LENGTH = 40
_LONG = 3
_FULL_MARKS = 100
_SCORE = re.compile(r"(?:得分|评分|总分|分数)(?:为|是)?$")
_LEAD_LENGTH = 160
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Page:
    """One document prepared for the relations. ``text`` is folded; offsets of statements count its characters."""

    document: Document
    folded: Folded
    statements: list[Statement]
    noise: list[tuple[int, int]]
    glued: list[Glued]
    _starts: list[int]
    text: str
    """The folded text."""

    def span(self, start: int, end: int) -> Span:
        """Return the source characters behind ``text[start:end]``."""
        return self.folded.span(start, end)

    def spans(self, statements: Sequence[Statement]) -> tuple[Span, ...]:
        """Return one tight span per statement (its noun and its number), in order, without repeats."""
        chosen = {s.start: s for s in statements}
        return tuple(self.span(self._noun_start(s), s.end) for _, s in sorted(chosen.items()))

    def _noun_start(self, statement: Statement) -> int:
        """Where the words before a number begin: some characters back, not beyond its line or its cell."""
        start = max(statement.subject_start, statement.start - 10)
        first = self.folded.origin(start)
        before = self.folded.source[first : self.folded.origin(statement.start)]
        cut = before.rfind("\n") + 1
        if self.document.tables:
            cut = max(cut, before.rfind("\t") + 1)
        if cut:
            while start < statement.start and self.folded.origin(start) < first + cut:
                start += 1
        return start

    def between(self, first: Statement, second: Statement) -> str:
        """Return the text between two statements."""
        return self.text[first.end : second.start]

    def first_from(self, offset: int) -> int:
        """Return the index of the first statement at or after an offset."""
        return bisect_left(self._starts, offset)


def open_page(document: Document) -> Page:
    """Fold a document's text and find its statements."""
    folded = fold(document.text)
    found = scan(folded.text)
    statements = _statements(folded.text, _off_folios(document, folded, found.tokens))
    return Page(document, folded, statements, found.noise, found.glued, [s.start for s in statements], folded.text)


def _off_folios(document: Document, folded: Folded, tokens: list[Token]) -> list[Token]:
    """Leave out printed page numbers."""
    folios = [(block.start, block.end) for block in document.blocks if block.kind == "folio"]
    if not folios:
        return tokens
    starts = [start for start, _ in folios]

    def printed(token: Token) -> bool:
        at = folded.origin(token.start)
        before = bisect_right(starts, at) - 1
        return before >= 0 and at < folios[before][1]

    return [token for token in tokens if not printed(token)]


@dataclass(slots=True)
class _Walk:
    """Where in the text the reading stands: sentence, paragraph, depth of brackets, last boundary."""

    marks: Iterator[re.Match[str]]
    waiting: re.Match[str] | None = None
    sentence: int = 0
    paragraph: int = 0
    depth: int = 0
    boundary: int = 0
    opened: int = 0
    entry: int = 0
    brackets: int = 0

    def go_to(self, offset: int) -> None:
        """Pass every boundary before the offset."""
        mark = self.waiting or next(self.marks, None)
        while mark is not None and mark.start() < offset:
            self._pass(mark)
            mark = next(self.marks, None)
        self.waiting = mark

    def _pass(self, mark: re.Match[str]) -> None:
        char = mark[0]
        self.boundary = mark.end()
        self.entry += char in _ENTRIES
        if char in "()":
            self.depth = self.depth + 1 if char == "(" else max(self.depth - 1, 0)
            self.brackets += 1
        elif char in _ENDS:
            self.sentence += 1
            self.opened = mark.end()
            if char == "\n":
                self.brackets += self.depth > 0
                self.paragraph, self.depth = self.paragraph + 1, 0


def _statements(text: str, tokens: list[Token]) -> list[Statement]:
    made: list[Statement] = []
    walk = _Walk(_BOUNDARY.finditer(text))
    previous_end = 0
    for token in tokens:
        if token.start < previous_end:
            continue
        begin = token.bound_start if token.bound else token.start
        walk.go_to(begin)
        where = max(walk.boundary, previous_end, begin - _SUBJECT_LENGTH)
        subject = (where, begin) if where < begin else _label(text, begin, previous_end)
        made.append(_statement(text, token, len(made), subject, walk))
        previous_end = token.end
    return made


def _statement(text: str, token: Token, index: int, subject: tuple[int, int], walk: _Walk) -> Statement:
    words = text[slice(*subject)]
    factor = token.measure.factor
    tail = _TAIL.match(text, token.end)
    value = token.value * factor
    size = _size(factor.numerator, factor.denominator, token.places)
    digits = len(token.written.replace(".", "").replace(",", "").strip("0-+")) if value else 0
    exact = _is_exact(token, digits)
    dimension = token.measure.dimension or ("points" if _SCORE.search(words) and token.value <= _FULL_MARKS else "")
    return Statement(
        index=index,
        start=token.start,
        end=token.end,
        value=value,
        scaled=scale(value),
        step=size.step,
        digits=digits,
        half=_NOTHING if exact else size.half,
        slack=0 if exact else size.slack,
        grain=size.grain,
        unit=token.measure.name,
        dimension=dimension,
        factor=factor,
        written=token.written,
        subject=words,
        subject_start=subject[0],
        tail=tail[0] if tail else "",
        text=text,
        lead_start=max(walk.opened, subject[1] - _LEAD_LENGTH),
        lead_end=subject[1],
        sentence=walk.sentence,
        entry=walk.entry,
        paragraph=walk.paragraph,
        depth=walk.depth,
        brackets=walk.brackets,
        bound=token.bound,
        rough=token.rough or token.measure.rough,
        change=_change(words),
        places=token.places,
    )


@dataclass(frozen=True, slots=True)
class _Size:
    """One unit of a last digit, and half of it, also scaled."""

    step: Fraction
    half: Fraction
    grain: int
    slack: int


@lru_cache(maxsize=512)
def _size(numerator: int, denominator: int, places: int) -> _Size:
    step = Fraction(numerator, denominator * 10**places)
    return _Size(step, step / 2, scale(step), scale(step / 2))


def _is_exact(token: Token, digits: int) -> bool:
    """Whether a number is no rounded one: a score, a whole count, a short whole amount."""
    dimension = token.measure.dimension
    return (
        token.exact
        or dimension == "points"
        or (token.places == 0 and (digits < _LONG or dimension not in ("money", "share")))
    )


def _label(text: str, where: int, floor: int) -> tuple[int, int]:
    """Find the label of a number that stands alone behind a colon, a bracket or a table rule."""
    at = where
    while at > floor and where - at < 4 and text[at - 1] in ':|\n ",':
        at -= 1
    if at > floor and text[at - 1] == ")":
        opened = text.rfind("(", max(at - 24, floor), at)
        at = opened if opened >= 0 else at - 1
    start = at
    while start > floor and at - start < 24 and ("\u4e00" <= text[start - 1] <= "\u9fff"):
        start -= 1
    return (start, at) if start < at else (where, where)


def _change(subject: str) -> str:
    """``up``, ``down`` or nothing: whether the subject ends in a verb of change."""
    match = _CHANGE.search(subject[-12:]) if subject else None
    if match is None or not (match["up"] or match["down"]):
        return ""
    return "down" if match["down"] else "up"
