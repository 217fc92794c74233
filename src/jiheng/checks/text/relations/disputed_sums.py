"""Sums that do not come out: which lists of parts are said plainly enough to be called wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import one_slip, sum_slack
from jiheng.checks.text.relations.lists import (
    CLOSING_TOTAL,
    IN_FULL,
    OPENS,
    PLAINLY,
    TOTAL,
    addition,
    earned,
    kind_of,
    sum_of,
)
from jiheng.checks.text.statement import Statement
from jiheng.core.exact import fraction_text

_BARELY = re.compile(r"^[,(]?(?:为|用于|主要用于|安排)")
_BRACKET = re.compile(r"\((?=[\u4e00-\u9fff\"]{2,24}$)")
_NOT_A_PART = re.compile(
    r"上年|去年|预算|计划(?!生育)|目标|合同|概算|结算|批复|原|年初|调整|标准|每|均|单价|含|占|较|比|已|到位|支付|执行|完成|追加|结转|截至|至"
)
_BEFORE = re.compile(r"(?:以上|上述)?(?:合计|共计|总计|综合得分|总得分|总分)")
_OTHER_ROLE = re.compile(
    r"结余|结转|剩余|到位|截至|截止|实际|累计|执行数?|执行金额|全部|完成投资|较|比|标准|人均|户均|缺口|分值|满分"
)
_OPEN_ENDED = re.compile(r"等(?![级于待候]|额)")
_NO_PART = re.compile(r"分值|权重|满分|每|[人户场次]均|单价")
_EACH = re.compile(r"每|[人户]均")
_LEVEL = re.compile(r"[一二三四]级指标$")
_SO_MANY = re.compile(r"([二两三四五六]|(?<!\d)[2-6])个?(?:大类|类别?|部分|大块|块)")
_NUMERALS = {sign: number for number, signs in enumerate(("二两2", "三3", "四4", "五5", "六6"), 2) for sign in signs}
_NAMED = 4
_CLOSERS = frozenset("。\n")
_ENDING = ')"; '
_REACH = 60
_TINY = 200
_FEW_DIGITS = 2
_CODES = {Kind.COUNT: "T131", Kind.SCORE_SUM: "T141", Kind.SUM: "T111"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A total with the parts that a list gives, the word that opens the list, and what leaves it open, if anything."""

    total: Statement
    parts: list[Statement]
    opener: str
    left_open: str = ""
    announced: bool = False
    """Whether the text before has named the parts and said how many they are."""


def judge(page: Page, stream: list[Statement], at: int) -> Iterator[Relation | Finding]:
    """Say what is wrong with the total ``stream[at]``, if a list belongs to it."""
    listed = _behind(page, stream, at) or _before(page, stream, at)
    if listed is not None and abs(sum_of(listed.parts) - listed.total.value) > sum_slack(listed.total, listed.parts):
        yield from _dispute(page, listed)


def _behind(page: Page, stream: list[Statement], at: int) -> Listed | None:
    """The list that a word such as 其中 or 分别为 opens behind the total, up to the end of its sentence."""
    total = stream[at]
    if at + 2 >= len(stream) or not total.dimension:
        return None
    gap = page.text[total.end : stream[at + 1].start]
    opener = PLAINLY.search(gap) or _BARELY.search(gap) or _bracketed(page, stream[at : at + 3], gap)
    if opener is None or opener.start() > 24 or len(gap) > 80:
        return None
    if stream[at + 1].sentence - total.sentence > 1 + gap.count("\n"):
        return None
    parts = list(_items(page, stream, at, barely=PLAINLY.search(gap) is None))
    if len(parts) < 2 or any(PLAINLY.search(page.between(a, b)) for a, b in pairwise(parts)):
        return None
    if _tells_more(page, total, parts):
        return None
    return Listed(total, parts, opener[0], _left_open(page, parts), _announced(page, total, parts))


def _announced(page: Page, total: Statement, parts: list[Statement]) -> bool:
    """有基本支出和项目支出二类，总预算…，其中…: as many parts as were told, by the same names."""
    before = page.text[max(total.start - _REACH, 0) : total.start].rpartition("\n")[2]
    told = list(_SO_MANY.finditer(before))
    named = all(part.lead[-_NAMED:] in before for part in parts)
    return bool(told) and _NUMERALS[told[-1][1]] == len(parts) and named


def _bracketed(page: Page, three: list[Statement], gap: str) -> re.Match[str] | None:
    """85万元(甲13万元，乙72万元): two parts or more, and nothing but parts, right behind the total."""
    total, first, second = three
    inside = first.depth == second.depth == total.depth + 1 and ")" not in page.between(first, second)
    roles = _NOT_A_PART.search(first.subject) or _NOT_A_PART.search(second.subject)
    return _BRACKET.match(gap) if inside and not roles and first.subject and second.subject else None


def _tells_more(page: Page, total: Statement, parts: list[Statement]) -> bool:
    """Whether changes, amounts per head or counts by level stand among the parts, so that not each of them is one."""
    inside = page.statements[total.index + 1 : parts[-1].index]
    leads = [part.lead[-4:] for part in parts]
    return any(other.change for other in inside) or any(_EACH.search(lead) or _LEVEL.search(lead) for lead in leads)


def _items(page: Page, stream: list[Statement], at: int, *, barely: bool) -> Iterator[Statement]:
    """Parts at one depth of brackets, until the sentence ends, the role changes, or a total follows."""
    total, first = stream[at], stream[at + 1]
    for part in stream[at + 1 : at + 1 + _REACH]:
        if part.sentence != first.sentence or part.depth < first.depth or CLOSING_TOTAL.search(part.subject):
            return
        if part is not first and _changes_role(total, first, part):
            return
        if barely and ";" in page.text[total.end : part.start]:
            return
        if part.depth == first.depth:
            yield part


def _changes_role(total: Statement, first: Statement, part: Statement) -> bool:
    new = _OTHER_ROLE.search(part.subject)
    if new is None or new[0] in first.subject:
        return False
    return new.start() == 0 or new[0] not in total.subject


def _left_open(page: Page, parts: list[Statement]) -> str:
    """Why the list may go on: it says so (等), or the text breaks off inside it; empty if it is closed."""
    text = page.text
    end = parts[-1].end
    while end < len(text) and text[end] not in _CLOSERS and end - parts[-1].end < 40:
        end += 1
    inside = any(page.between(a, b).startswith("等") for a, b in pairwise(parts))
    if inside or _OPEN_ENDED.search(text, parts[-1].end, end):
        return "列举以“等”结尾，未必列全"
    return "文本在列举结束前中断" if end == len(text) and text[parts[-1].end : end].strip(_ENDING) else ""


def _before(page: Page, stream: list[Statement], at: int) -> Listed | None:
    """Parts that stand before 合计 in the same sentence, the sentence holding nothing else of the kind."""
    total = stream[at]
    if not total.dimension or total.depth or not _BEFORE.match(total.subject):
        return None
    parts = [s for s in stream[max(at - _REACH, 0) : at] if s.sentence == total.sentence and s.depth == 0]
    parts = earned(parts) or parts
    if len(parts) < 2 or any(TOTAL.search(part.subject) or _NO_PART.search(part.subject) for part in parts):
        return None
    gaps = [page.between(a, b) for a, b in pairwise([*parts, total])]
    if any(OPENS.search(gap[:3]) or PLAINLY.search(gap) for gap in gaps):
        return None
    return Listed(total, parts, "合计")


def _dispute(page: Page, listed: Listed) -> Iterator[Relation | Finding]:
    if listed.left_open:
        yield _unchecked(page, listed, listed.left_open)
    elif (reached := _reached(listed)) and _in_the_same_words(listed, reached):
        yield from _beyond(page, listed, reached)
    elif _restates(listed.total, listed.parts) or reached or not _telling(listed):
        yield _unchecked(page, listed, f"“{listed.opener}”之后未必列全")
    else:
        yield from _wrong(page, listed)


def _telling(listed: Listed) -> bool:
    """Whether the gap proves something: a slip, too much, or a shortfall where the list promises to be full."""
    gap = sum_of(listed.parts) - listed.total.value
    return (
        gap > 0
        or _slight(listed, gap)
        or listed.opener == "("
        or bool(IN_FULL.search(listed.opener))
        or listed.announced
        or _counted_out(listed)
    )


def _long_or_other_unit(listed: Listed) -> bool:
    """Whether a slip is more than chance: a number of several digits, or one part in another unit."""
    return listed.total.digits > _FEW_DIGITS or any(p.factor != listed.total.factor for p in listed.parts)


def _other_unit(listed: Listed, gap: Fraction) -> str:
    """A hint at the part that fits once it is read in the total's unit (72元 beside 85万元)."""
    total = listed.total
    odd = (p for p in listed.parts if p.factor != total.factor)
    meant = next((p for p in odd if p.value / p.factor * total.factor == p.value - gap), None)
    return f"；{meant.shown}疑为{meant.written}{total.unit}" if meant else ""


def _slight(listed: Listed, gap: Fraction) -> bool:
    """Whether one slip of the pen explains the gap, or the gap is tiny."""
    total = listed.total
    slips = (one_slip(n, n.value + (gap if n is total else -gap)) for n in (total, *listed.parts))
    return abs(gap) * _TINY < total.value or any(slips)


def _wrong(page: Page, listed: Listed) -> Iterator[Relation | Finding]:
    total, parts = listed.total, listed.parts
    exact = sum_of(parts)
    gap = exact - total.value
    spans = page.spans([total, *parts])
    kind = kind_of(total)
    yield Relation(kind, Verdict.WRONG, spans, total.shown, total.write(exact), addition(parts))
    message = f"{addition(parts)} = {total.write(exact)}，总数写{total.shown}，相差{total.write(abs(gap))}"
    message += _other_unit(listed, gap)
    code, severity = (_CODES[kind], None) if _sure(listed, gap) else ("T112", Severity.WARNING)
    if listed.opener == "(" and not (_slight(listed, gap) and _long_or_other_unit(listed)):
        severity = Severity.INFO
    yield report(code, message, spans, stated=total.shown, expected=total.write(exact), kind=kind, severity=severity)


def _sure(listed: Listed, gap: Fraction) -> bool:
    plain = bool(PLAINLY.search(listed.opener)) or listed.opener == "合计"
    over = gap > 0 and not IN_FULL.search(listed.opener)
    proven = gap > 0 or _slight(listed, gap) or bool(IN_FULL.search(listed.opener)) or listed.announced
    return (
        plain
        and proven
        and (listed.total.digits > 1 or len(listed.parts) > 2)
        and (over or len(listed.parts) > 2 or _slight(listed, gap) or listed.announced)
    )


def _counted_out(listed: Listed) -> bool:
    """共85个，其中三类以上: a count that says 共 and lists at least three kinds, which make up most of it."""
    total = listed.total
    counts = total.dimension.startswith("count") and len(listed.parts) > 2
    return counts and _parallel(listed) and sum_of(listed.parts) * 2 >= total.value


def _parallel(listed: Listed) -> bool:
    """Whether a total of 共 counts kinds that are named in the same words (优的、良的、差的)."""
    endings = {part.lead[-1:] for part in listed.parts}
    return bool(TOTAL.search(listed.total.subject)) and len(endings) == 1


def _restates(total: Statement, parts: list[Statement]) -> bool:
    """Whether a part repeats the whole total: then the list tells of something else."""
    if any(part.scaled == total.scaled for part in parts):
        return True
    return any(part.scaled > total.scaled for part in parts) and not TOTAL.search(total.subject)


def _reached(listed: Listed) -> int:
    """How many parts from the front give the total, 0 if none do: what follows them may be told beside it."""
    running = accumulate(part.scaled for part in listed.parts)
    return next((n for n, sum_ in enumerate(running, start=1) if n > 1 and sum_ == listed.total.scaled), 0)


def _in_the_same_words(listed: Listed, reached: int) -> bool:
    """Whether the list goes on in the words of its parts behind those that give the total."""
    following = listed.parts[reached : reached + 1]
    return any(part.scaled and part.lead[-2:] == listed.parts[reached - 1].lead[-2:] for part in following)


def _beyond(page: Page, listed: Listed, reached: int) -> Iterator[Relation | Finding]:
    """The first parts give the total and the list still goes on: sound, but worth a look."""
    total, parts, following = listed.total, listed.parts[:reached], listed.parts[reached]
    spans = page.spans([total, *parts])
    yield Relation(kind_of(total), Verdict.OK, spans, total.shown, total.write(sum_of(parts)), addition(parts))
    message = f"{addition(parts)}已等于总数{total.shown}，其后又列{following.shown}，请核对是否包含在内"
    spans = page.spans([total, *parts, following])
    yield report("T112", message, spans, stated=total.shown, kind=kind_of(total), severity=Severity.INFO)


def _unchecked(page: Page, listed: Listed, reason: str) -> Relation:
    total = listed.total
    exact = fraction_text(sum_of(listed.parts) / total.factor, 6)
    spans = page.spans([total, *listed.parts])
    return Relation(kind_of(total), Verdict.UNCHECKED, spans, total.shown, exact, reason)
