"""What language says of each number: its roles, its period, and how it stands to its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from jiheng.checks.text.lexicon import LEXICON
from jiheng.checks.text.ontology import RATE_ENDS
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_FILLER = re.compile(
    r"(?:了|额|数|率|约|幅度?|金额|资金|为|达到?|是|的|:|[\"']|(?<=[加少增减])(?:安排|投入|支出|经费|收入|补助|预算|人数|人员)|速度|比例|各|分别|至少|近|比率)*$"
)
_COMPARES = re.compile(r"比|较|与|同|由|从|相对于|对比")
_BASE = re.compile(
    r"(?:比|较|与|同|由|从|相对于|[超低少高多]于|超[过出]|超额?|不足|原)[^,;]{0,8}?"
    r"(?:上年|去年|上一|前年|年初|期初|同期|上期|预算|计划|目标|任务|指标|20\d\d|原|设计|核定|控制|往年|限额|此前|全年)[^,;]{0,14}$"
)
_PART_OF = re.compile(r"占(?!地|用|道)[^,;]{0,14}$")
_REACHED = re.compile(r"(?:完成|达到?|相当于|实现)[^,;]{0,14}$")
_EACH = re.compile(r"每[\u4e00-\u9fff]{1,4}[\u4e00-\u9fff]{0,8}$|单价(?:为)?$")
_FROM = re.compile(r"(?:由|从)[^,;]{0,16}$")
_TO = re.compile(r"(?:到|至|为)[^,;]{0,4}$")
_YEAR = re.compile(r"20\d\d")
_ENDS_PERIOD = re.compile(r"上年度?|去年|上一年度?|前年|上期|上一报告期|同期|往年|年初|改造前|实施前|原来")
_NOW_PERIOD = re.compile(r"本年度?|今年|本期|当年|本报告期|目前|改造后|实施后|报告期|现")

_MEASURED = frozenset({"share", "share points"})
_NO_LEVEL = frozenset(
    {"change", "base", "bound", "per", "rate", "points", "deduct", "rest", "excess", "saved", "adjust", "mean"}
)
_LAST = 6


@dataclass(slots=True, eq=False)
class Quantity:
    """A number with what the words around it say.

    ``what`` is its one grammatical sort: level, rate, points, change, base, bound, per, mean, deduct,
    rest, excess, saved, adjust; ``roles`` are all roles that its words show; ``gap`` is the text since
    the number before (in the same sentence); ``way`` is up or down; ``group`` numbers its bracket.
    """

    s: Statement
    at: int
    lead: str
    gap: str
    what: str
    roles: frozenset[str]
    near: frozenset[str]
    way: str
    period: str
    group: int

    @property
    def dim(self) -> str:
        """What it measures."""
        return self.s.dimension

    @property
    def level(self) -> bool:
        """Whether it is an amount of its own, not a change, a bound or a rate."""
        return self.what in ("level", "base", "whole")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The numbers of one sentence, in order, and where it begins and ends in the text."""

    start: int
    end: int
    said: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A page with its numbers as language gives them."""

    page: Page
    all: list[Quantity]
    sentences: list[Sentence]

    def between(self, first: Quantity, second: Quantity) -> str:
        """The text between two numbers."""
        return self.page.text[first.s.end : second.s.start]


def told(page: Page, apart: AbstractSet[int] = frozenset()) -> Told:
    """Read the roles of all numbers of a page but those ``apart``, which fill cells of tables."""
    found: list[Quantity] = []
    groups = _Groups()
    sentence = -1
    previous: Quantity | None = None
    for statement in page.statements:
        if statement.index in apart:
            continue
        if statement.sentence != sentence:
            previous, sentence = None, statement.sentence
            groups.close()
        quantity = _quantity(page, statement, len(found), previous, groups)
        found.append(quantity)
        previous = quantity
    return Told(page, found, _sentences(page, found))


class _Groups:
    """Brackets of a sentence, each with a number of its own; 0 is outside."""

    def __init__(self) -> None:
        self.made = 0
        self.open: list[int] = []

    def close(self) -> None:
        """Begin a sentence."""
        self.open = []

    def at(self, statement: Statement, gap: str) -> int:
        """The group that a number stands in, after the text since the number before."""
        for char in gap:
            if char == "(":
                self.made += 1
                self.open.append(self.made)
            elif char == ")" and self.open:
                self.open.pop()
        if not statement.depth:
            self.open = []
        return self.open[-1] if self.open else 0


def _quantity(page: Page, statement: Statement, at: int, previous: Quantity | None, groups: _Groups) -> Quantity:
    begin = previous.s.end if previous else max(statement.lead_start, 0)
    gap = page.text[begin : statement.start]
    lead = statement.subject
    read = LEXICON.read(lead)
    roles = frozenset(role for _, _, names in read for role in names)
    near = frozenset(read[-1][2]) if read else frozenset()
    way, what = _sort(statement, lead, gap, read, roles)
    if not gap and previous is not None and previous.dim == statement.dimension and previous.what == "base":
        way, what = _beyond(previous)
    return Quantity(
        statement, at, lead, gap, what, roles, near, way, _period(lead, gap, previous), groups.at(statement, gap)
    )


def _beyond(base: Quantity) -> tuple[str, str]:
    """超预算340万元12.60万元: what stands right behind a base is by how much it is passed or missed."""
    return ("", "excess") if re.search(r"超|[高多大]于", base.lead) else ("", "saved")


def _sort(
    statement: Statement, lead: str, gap: str, read: list[tuple[int, str, tuple[str, ...]]], roles: frozenset[str]
) -> tuple[str, str]:
    """The way of a change and the grammatical sort of a number."""
    way = _way(statement, lead, gap, read)
    if statement.dimension == "share points":
        return way, "points"
    if statement.dimension == "share":
        return way, "rate"
    if statement.bound and statement.bound != "=":
        return way, "bound"
    if " per " in statement.dimension:
        return way, "per"
    if way:
        return way, "change"
    return "", _level_sort(statement, lead, read, roles)


def _level_sort(
    statement: Statement, lead: str, read: list[tuple[int, str, tuple[str, ...]]], roles: frozenset[str]
) -> str:
    if statement.is_base or _BASE.search(lead) or (_FROM.search(lead) and not _TO.search(lead)):
        return "base"
    if _PART_OF.search(lead) or (statement.tail.startswith("的") and _REACHED.search(lead)):
        return "whole"
    if "mean" in roles and lead.startswith(("人均", "户均", "平均", "亩均", "每年平均")):
        return "mean"
    if statement.is_money and _EACH.search(lead):
        return "per"
    return _sort_of(lead, *read[-1]) if read else "level"


def _sort_of(lead: str, at: int, word: str, names: tuple[str, ...]) -> str:
    """The sort that the last telling word gives a number; a single character only where it stands for itself."""
    short = len(word) == 1 and at > 0 and lead[at - 1] not in "还尚仍只共已又,:"
    sorts = ("deduct", "mean") if short else ("deduct", "mean", "rest", "excess", "saved", "adjust")
    if "noise" in names or len(lead) - at - len(word) > _LAST:
        return "level"
    return next((sort for sort in sorts if sort in names), "level")


def _way(statement: Statement, lead: str, gap: str, read: list[tuple[int, str, tuple[str, ...]]]) -> str:
    tail = statement.tail
    if tail.startswith("的"):
        after = LEXICON.read(tail[1:4])
        if after and after[0][0] == 0 and ("up" in after[0][2] or "down" in after[0][2]) and len(after[0][1]) > 1:
            return "up" if "up" in after[0][2] else "down"
    verb = _verb(lead, read)
    if verb is not None:
        _, word, names = verb
        weak = len(word) == 1 and word in "多少高低" and not _COMPARES.search(lead + gap)
        return "" if weak or "adjust" in names else "up" if "up" in names else "down"
    return statement.change if statement.change and not read else ""


def _verb(lead: str, read: list[tuple[int, str, tuple[str, ...]]]) -> tuple[int, str, tuple[str, ...]] | None:
    """The word of change right before a number, with nothing but fillers in between."""
    for at, word, names in reversed(read):
        if "up" in names or "down" in names:
            return (at, word, names) if _FILLER.match(lead, at + len(word)) else None
        if not _FILLER.match(lead, at):
            return None
    return None


def _period(lead: str, gap: str, previous: Quantity | None) -> str:
    for words in (lead, gap):
        years = _YEAR.findall(words)
        prior, now = _ENDS_PERIOD.search(words), _NOW_PERIOD.search(words)
        if prior and "比" not in words and "较" not in words and "同" not in words.replace("同期", ""):
            return "prior"
        if years:
            return str(years[-1])
        if now:
            return "now"
    return previous.period if previous else ""


def _sentences(page: Page, found: Sequence[Quantity]) -> list[Sentence]:
    made = []
    start = 0
    for at, quantity in enumerate(found):
        last = at + 1 == len(found) or found[at + 1].s.sentence != quantity.s.sentence
        if last:
            said = tuple(found[start : at + 1])
            begin = said[0].s.lead_start
            end = _end(page.text, said[-1].s.end)
            made.append(Sentence(begin, end, said))
            start = at + 1
    return made


_STOP = re.compile(r"[。!?\n]")


def _end(text: str, start: int) -> int:
    match = _STOP.search(text, start, start + 200)
    return match.start() if match else min(start + 200, len(text))


def stem_of(lead: str) -> str:
    """The stem of a rate's name: what stands before 率, 比例, 进度 …; empty where there is no such name."""
    name = lead.rstrip("为是达到约:=的\"'仅分别均各")
    for end in RATE_ENDS:
        if name.endswith(end):
            return name[: -len(end)]
    return ""


def pairs_of(words: str) -> set[str]:
    """The pairs of neighbouring characters, by which two names are compared."""
    return {a + b for a, b in pairwise(words)}
