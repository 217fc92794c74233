"""Figures that the unit's data hold, and the statements of a text that name them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit
from jiheng.checks.text.statement import Statement
from jiheng.core.measure_unit import unit

_SIZED = frozenset({"share", "money", "points", "length", "area", "weight"})
_COPULA = re.compile(r"(?:分别|合计|共计|总计|实际|累计|已|共|约|为|是|计|了|达到?|完成|实现|[:=\"'])+$")
_FRAME = re.compile(
    r"^(?:截至|截止|[\"'(]|20\d\d年?度?|(?:20\d\d年)?(?:年|月)?底|年末|全年|本年度?|当年|年度|"
    r"我[省市县区镇乡局院校委办厅所站]|我单位|我部门|本[省市县区镇乡局院校委办厅所站]|本单位|本部门|的|,|部门整体支出|部门整体|整体|其中|在|由|经)"
)
_YEAR = re.compile(r"(20\d\d)(?=年)")
_OTHER_TIME = re.compile(
    r"上年|去年|上一年|前年|同期|预计|计划|拟|下年|明年|次年|目标|[1-9一二三四]季度|上半年|下半年|\d月"
)
_OTHER_THING = re.compile(r"完成(?:率|比例|程度)|平均完成|未全部完成|扣分|目标|指标值|满分|分值")
"""Said before a name, the number behind it is not the figure itself: a rate of completion, a target, a weight."""
_TITLE_LENGTH = 60
_LEAST = 3
"""Characters of a name; a shorter one says too little."""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One figure of the data set.

    ``names`` are the ways a text may call it; ``value`` is in base units (元, 1, 分 …); ``unit`` is the
    unit it is kept in; ``what`` names it for the reader; ``source`` says where it stands. A fact with
    ``about`` (a project's name) answers to its names only in a sentence, or a text, about that.
    ``year`` is the budget year, 0 if it does not matter.
    """

    names: tuple[str, ...]
    value: Fraction
    unit: str
    what: str
    source: str
    about: str = ""
    year: int = 0

    @property
    def dimension(self) -> str:
        """What the value measures, in the terms of statements."""
        measured = unit(self.unit).dimension
        return measured if measured in _SIZED else f"count:{self.unit}"


Named = Mapping[tuple[str, str, str], KnownFact]
"""About, name and dimension → the one fact that they mean."""


class KnownFacts(tuple[KnownFact, ...]):  # noqa: SLOT001 - it holds what it has ordered
    """The facts of one data set, ordered by name once for all texts that are held against them."""

    @cached_property
    def named(self) -> Named:
        """Names that mean two different figures mean none."""
        meant: dict[tuple[str, str, str], list[KnownFact]] = defaultdict(list)
        for fact in self:
            for name in fact.names:
                if len(name) >= _LEAST:
                    meant[fact.about, name, fact.dimension].append(fact)
        return {key: found[0] for key, found in meant.items() if len({fact.value for fact in found}) == 1}

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What facts are about, other than the whole unit."""
        return frozenset(fact.about for fact in self if fact.about)


def find(page: Page, facts: Sequence[KnownFact], bound: Collection[int] = ()) -> Iterator[Relation | Finding]:
    """Compare every statement that names a known fact with it.

    A statement names a fact when the name is its whole subject, but for words of time, place and being
    (2024年我镇…为). ``bound`` are the statements, by index, that are compared already.
    """
    if not facts:
        return
    known = facts if isinstance(facts, KnownFacts) else KnownFacts(facts)
    title = _titled(page.text[:_TITLE_LENGTH].partition("\n")[0], known.subjects)
    for statement in page.statements:
        fact = None if statement.index in bound else _named(statement, known.named, known.subjects, title)
        if fact is not None:
            yield from _compare(page, statement, fact)


def _about(text: str, subjects: Collection[str]) -> str | None:
    """The one subject that a text names: empty if none, None if several."""
    found = {subject for subject in subjects if subject in text}
    return None if len(found) > 1 else next(iter(found), "")


def _titled(title: str, subjects: Collection[str]) -> str | None:
    """What the whole text is about; None for a project that the data do not know."""
    about = _about(title, subjects)
    return None if about == "" and "项目" in title and "整体" not in title else about


def _named(statement: Statement, named: Named, subjects: Collection[str], title: str | None) -> KnownFact | None:
    if statement.change or statement.bound or statement.rough or statement.is_base or not statement.subject:
        return None
    said = _COPULA.sub("", statement.subject)
    context = statement.lead + said
    about = _about(context, subjects)
    about = title if about == "" else about
    if about is None:
        return None
    fact = _of(about, said, statement.dimension, named)
    if fact is None or _of_another_time(statement, said, fact) or _OTHER_THING.search(statement.lead):
        return None
    return fact


def _of(about: str, said: str, dimension: str, named: Named) -> KnownFact | None:
    """The fact whose name is all that is said, but for words of time and place and its subject's own name."""
    rest = said
    while rest:
        if fact := named.get((about, rest, dimension)):
            return fact
        frame = _FRAME.match(rest)
        if frame is None and not (about and rest.startswith(about)):
            return None
        rest = rest[frame.end() :] if frame else rest.removeprefix(about)
    return None


def _of_another_time(statement: Statement, said: str, fact: KnownFact) -> bool:
    """Whether the sentence speaks of another year than the fact's, or of a part of it."""
    before = statement.lead + said
    years = _YEAR.findall(before)
    other_year = bool(fact.year and years and int(years[-1]) != fact.year)
    words = said.replace(next((name for name in fact.names if name in said), ""), "")
    return other_year or bool(_OTHER_TIME.search(words)) or bool(_OTHER_TIME.search(statement.lead[-_LEAST * 8 :]))


def _compare(page: Page, statement: Statement, fact: KnownFact) -> Iterator[Relation | Finding]:
    same = fit(statement, fact.value) is not Fit.OFF
    yield from said_of(page, statement, expected_text(statement, fact.value), f"{fact.what}，{fact.source}", same=same)


def expected_text(statement: Statement, value: Fraction) -> str:
    """The value in the statement's unit, as fine as the statement shows and at least to hundredths."""
    return statement.write(value, max(statement.places, 2))


def said_of(page: Page, statement: Statement, expected: str, fact: str, *, same: bool) -> Iterator[Relation | Finding]:
    """What is said of a statement that was compared with the data."""
    spans = page.spans([statement])
    verdict = Verdict.OK if same else Verdict.WRONG
    yield Relation(Kind.CONFLICT, verdict, spans, statement.shown, expected, f"与数据核对：{fact}")
    if not same:
        message = f"报告写{statement.shown}，数据为{expected}（{fact}）"
        yield report("T311", message, spans, stated=statement.shown, expected=expected)
