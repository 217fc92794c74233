"""Claim: the number of things announced is the number listed (以下三方面问题：一是……二是……三是……)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.relations.lists import Added
from jiheng.checks.text.statement import Statement

_ANNOUNCED = re.compile(
    r"方面|问题|措施|建议|原因|做法|经验|内容|目标|任务|部分|不足|困难|特点|环节|步骤|阶段|情形|要求|情况|点|体会|实事|经验|工作|事项|亮点|成效|短板|堵点|举措|原则"
)
_HAN = "一二三四五六七八九十"
_FAMILIES = (
    tuple(re.compile(f"{char}是") for char in _HAN),
    tuple(re.compile(rf"[(（]{char}[)）]") for char in _HAN),
    tuple(re.compile(rf"\({k}\)") for k in range(1, 11)),
    tuple(re.compile(rf"(?<![\d.]){k}[.、](?!\d)|(?<=\n){k}[.、]") for k in range(1, 11)),
    tuple(re.compile(re.escape(chr(0x2460 + k))) for k in range(10)),
    tuple(re.compile(f"第{char}(?=[,、是])") for char in _HAN),
    (
        re.compile("首先(?=[,、])"),
        re.compile("其次(?=[,、])"),
        re.compile("(?:再次|最后)(?=[,、])"),
        re.compile("最后(?=[,、])"),
    ),
)
_OF_FUNDS = frozenset({"批", "批次", "个", "项", "类", "大类", "部分", "方面", "笔", "次", "块", "大块", "大项"})
_BESIDE = 120
_NEAR = 60
_FAR = 3000
_SECTION = re.compile(r"\n[一二三四五六七八九十]{1,3}、")
_REST = re.compile(r"其余|剩余")
_ENDED = re.compile(r"[。;!)]\s*$")


def find(page: Page, sums: Sequence[Added]) -> Iterator[Relation | Finding]:
    """Count the entries of every announced list; ``sums`` are the sound sums already found."""
    for count in page.statements:
        if not count.dimension.startswith("count") or not 2 <= count.value <= 10 or count.rough or count.bound:
            continue
        answer = list(_entries(page, count))
        yield from answer
        if not answer:
            yield from _parts(page, count, sums)
    yield from _rest(page)


def _entries(page: Page, count: Statement) -> Iterator[Relation | Finding]:
    if not (_ANNOUNCED.search(count.tail[:8]) or count.unit.endswith("方面") or count.unit == "点"):
        return
    lead = page.text[count.end : count.end + _NEAR]
    family = _family(lead)
    if family is None:
        return
    marks, stop = _marks(page.text, count.end, family)
    if not marks:
        return
    wanted = int(count.value)
    spans = (*page.spans([count]), *(page.span(mark.start(), mark.end()) for mark in marks))
    because = f"列举{len(marks)}条"
    if len(marks) == wanted:
        yield Relation(Kind.COUNT, Verdict.OK, spans, count.shown, str(len(marks)), because)
    elif len(marks) < wanted and stop >= len(page.text) and not _ENDED.search(page.text[-8:]):
        yield Relation(Kind.COUNT, Verdict.UNCHECKED, spans, count.shown, str(len(marks)), "文本在列举结束前中断")
    else:
        yield Relation(Kind.COUNT, Verdict.WRONG, spans, count.shown, str(len(marks)), because)
        message = f"写{count.shown}，随后列举{len(marks)}条"
        yield report("T132", message, spans, stated=count.shown, expected=f"{len(marks)}")


def _family(lead: str) -> tuple[re.Pattern[str], ...] | None:
    """The kind of numbering whose first mark stands nearest behind the announcement."""
    best: tuple[int, tuple[re.Pattern[str], ...]] | None = None
    for family in _FAMILIES:
        match = family[0].search(lead)
        if (
            match
            and ":" in lead[: match.start() + 1] + ":" * ("。" in lead[: match.start()])
            and (best is None or match.start() < best[0])
        ):
            best = (match.start(), family)
    return best[1] if best else None


def _marks(text: str, start: int, family: tuple[re.Pattern[str], ...]) -> tuple[list[re.Match[str]], int]:
    section = _SECTION.search(text, start, start + _FAR)
    stop = section.start() if section else min(start + _FAR, len(text))
    first = family[0].search(text, start, stop)
    if first is None:
        return [], stop
    again = family[0].search(text, first.end(), stop)
    stop_here = again.start() if again else stop
    marks = [first]
    for pattern in family[1:]:
        match = pattern.search(text, marks[-1].end(), stop_here)
        if match is None:
            break
        marks.append(match)
    return marks, stop_here


def _parts(page: Page, count: Statement, sums: Sequence[Added]) -> Iterator[Relation]:
    """分2批下达: a sound sum beside the count has as many parts as it says."""
    if count.unit not in _OF_FUNDS:
        return
    for added in sums:
        first = min(added.total.start, added.parts[0].start)
        if (
            len(added.parts) == count.value
            and added.total.is_money
            and first - _BESIDE <= count.start <= max(added.total.start, added.parts[0].start)
        ):
            spans = page.spans([count, added.total, *added.parts])
            yield Relation(Kind.COUNT, Verdict.OK, spans, count.shown, str(len(added.parts)), "与列出的分项数一致")
            return


def _rest(page: Page) -> Iterator[Relation | Finding]:
    """共10个项目，其中3个……，其余(列举): the first group and the list make up the whole."""
    for match in _REST.finditer(page.text):
        following = page.first_from(match.end())
        before = [s for s in page.statements[max(following - 6, 0) : following] if s.dimension.startswith("count")]
        if len(before) < 2 or following >= len(page.statements):
            continue
        whole, some = before[-2], before[-1]
        if (
            whole.dimension != some.dimension
            or whole.sentence != some.sentence
            or "其中" not in page.between(whole, some)
        ):
            continue
        listed = [s for s in page.statements[following : following + 30] if s.sentence == some.sentence and s.is_share]
        if len(listed) < 2 or page.statements[following].dimension == whole.dimension or some.value >= whole.value:
            continue
        yield from _whole(page, whole, some, listed)


def _whole(page: Page, whole: Statement, some: Statement, listed: list[Statement]) -> Iterator[Relation | Finding]:
    total = some.value + len(listed)
    spans = page.spans([whole, some, *listed])
    because = f"{some.shown} + 列举{len(listed)}个"
    verdict = Verdict.OK if total == whole.value else Verdict.WRONG
    yield Relation(Kind.COUNT, verdict, spans, whole.shown, str(total), because)
    if verdict is Verdict.WRONG:
        yield report(
            "T132", f"{because} = {total}，文中写{whole.shown}", spans, stated=whole.shown, expected=str(total)
        )
