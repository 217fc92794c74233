"""Claim: a total is the sum of the parts listed with it (其中、包括、分别为、合计、bracketed and nested parts)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import one_slip, sum_slack
from jiheng.checks.text.statement import Statement, scale
from jiheng.core.exact import fraction_text

_OPEN = re.compile(r"其中|包括|包含|分别|具体|[,(:]即|即[::]|如下|构成|组成|含|用于|分为|主要|为|由|[:(]")
_STRONG = re.compile(r"其中|包括|包含|分别(?!于)|具体为|具体是|具体如下|[,(:]即|构成|组成|(?<!得)分为")
_WEAK = re.compile(r"^[,(]?(?:为|用于|主要用于|安排)")
_COMPLETE = re.compile(r"分别(?!于)|具体为|具体是|具体如下|[,(:]即|构成|组成|(?<!得)分为")
_TOTAL = re.compile(r"(?<!公)共|合计|总|全部|累计|计|整体")
_CLOSING_TOTAL = re.compile(r"合计|共计|总计|总共|总额|累计|总支出|总收入|总投入|综合得分|总得分|总分|自评得分|(?<!公)共")
_OTHER_ROLE = re.compile(r"结余|结转|剩余|到位|截至|截止|实际|累计|执行数?|执行金额|全部|完成投资|较|比|标准|人均|户均|缺口|分值|满分")
_OPEN_ENDED = re.compile(r"等(?![级于待候]|额)")
_CLOSERS = frozenset("。\n")
_REACH = 60
_MAX_PARAGRAPHS = 14


@dataclass(frozen=True, slots=True)
class Listed:
    """A total with the parts that a list gives, and how the list is introduced."""

    total: Statement
    parts: list[Statement]
    opener: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Added:
    """A total and the parts that give it."""

    total: Statement
    parts: list[Statement]


def find(page: Page, sound: list[Added]) -> Iterator[Relation | Finding]:
    """Recompute every total that has parts; those that fit are also put into ``sound``."""
    for stream in _streams(page.statements):
        for at, total in enumerate(stream):
            if total.scaled > 0 and (total.subject or not total.depth):
                yield from _judge(page, stream, at, sound)


def _streams(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements of one dimension, in order: money, scores, and each counted thing."""
    streams: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.dimension in ("share", "share points") or statement.change or statement.bound:
            continue
        if statement.is_base or statement.rough or " per " in statement.dimension or statement.scaled < 0:
            continue
        streams[statement.dimension].append(statement)
    return (stream for stream in streams.values() if len(stream) > 2)


def _judge(page: Page, stream: list[Statement], at: int, sound: list[Added]) -> Iterator[Relation | Finding]:
    total = stream[at]
    parts = _forward(page, stream, at)
    if parts is None:
        parts = _backward(page, stream, at)
    if parts is not None:
        sound.append(Added(total, parts))
        yield from _sound(page, total, parts)
        return
    listed = _listed(page, stream, at) or _listed_before(page, stream, at)
    if listed is not None:
        yield from _dispute(page, listed)


# --- sound sums ---------------------------------------------------------------------------------


def _forward(page: Page, stream: list[Statement], at: int) -> list[Statement] | None:
    total = stream[at]
    ahead = stream[at + 1 : at + 1 + _REACH]
    ahead = [s for s in ahead if s.paragraph - total.paragraph <= _MAX_PARAGRAPHS]
    if len(ahead) < 2:
        return None
    opened = bool(_OPEN.search(page.text, total.end, ahead[0].start))
    flat = [s for s in ahead if s.depth <= total.depth]
    for choice, nested in ((ahead, False), (ahead, True), (_heads(page, ahead), True), (flat, True)):
        parts = _prefix(page, total, choice, nested=nested)
        if parts and _credible(page, total, parts, opened=opened):
            return parts
    return None


def _prefix(page: Page, total: Statement, ahead: list[Statement], *, nested: bool) -> list[Statement] | None:
    """The shortest run of parts from the front that gives the total; a part's own parts are skipped."""
    chosen: list[Statement] = []
    running = slack = 0
    at = 0
    while at < len(ahead):
        part = ahead[at]
        chosen.append(part)
        running += part.scaled
        slack += scale(part.half)
        limit = slack + scale(total.half)
        if len(chosen) > 1 and abs(running - total.scaled) <= limit:
            return chosen
        if running > total.scaled + limit:
            return None
        at += 1 + (_children(page, ahead, at) if nested else 0)
    return None


def _children(page: Page, ahead: list[Statement], at: int) -> int:
    """How many statements behind ``ahead[at]`` are its own parts."""
    parent = ahead[at]
    if at + 1 >= len(ahead):
        return 0
    nested = 0
    while at + 1 + nested < len(ahead) and ahead[at + 1 + nested].depth > parent.depth:
        nested += 1
    if nested:
        return nested
    if not _OPEN.search(page.text, parent.end, ahead[at + 1].start):
        return 0
    running = 0
    for count, part in enumerate(ahead[at + 1 : at + 25], start=1):
        running += part.scaled
        if running >= parent.scaled:
            return count if running == parent.scaled and count > 1 else 0
    return 0


def _heads(page: Page, ahead: list[Statement]) -> list[Statement]:
    """Only the first statement of each list entry (after ``;``, ``。`` or a new line)."""
    kept = ahead[:1]
    for before, part in zip(ahead, ahead[1:], strict=False):
        gap = page.text[before.end : part.start]
        if ";" in gap or "。" in gap or "\n" in gap:
            kept.append(part)
    return kept


def _backward(page: Page, stream: list[Statement], at: int) -> list[Statement] | None:
    total = stream[at]
    if not _CLOSING_TOTAL.search(total.subject) and total.digits < 4:
        return None
    back = [s for s in reversed(stream[max(at - _REACH, 0) : at]) if total.paragraph - s.paragraph <= _MAX_PARAGRAPHS]
    for choice in (back, [s for s in back if s.depth == 0], [s for s in back if s.depth == total.depth]):
        parts = _suffix(total, choice)
        closing = _CLOSING_TOTAL.search(total.subject) or (total.dimension and (len(parts or ()) > 2 or total.digits > 4))
        if parts and closing and sum(part.scaled > 0 for part in parts) > 1:
            return parts
    return _two(total, back) if _CLOSING_TOTAL.search(total.subject) else None


def _two(total: Statement, back: list[Statement]) -> list[Statement] | None:
    """Two earlier amounts that give the total exactly, though others stand between them."""
    near = [s for s in back[:12] if s.scaled < total.scaled] if total.digits > 3 else []
    for at, first in enumerate(near):
        for second in near[at + 1 :]:
            if first.scaled + second.scaled == total.scaled and first.digits + second.digits > 4:
                return [second, first]
    return None


def _suffix(total: Statement, back: list[Statement]) -> list[Statement] | None:
    chosen: list[Statement] = []
    running = 0
    for part in back:
        chosen.append(part)
        running += part.scaled
        limit = scale(sum_slack(total, chosen))
        if len(chosen) > 1 and abs(running - total.scaled) <= limit:
            return chosen[::-1]
        if running > total.scaled + limit:
            return None
    return None


def _credible(page: Page, total: Statement, parts: list[Statement], *, opened: bool) -> bool:
    """Whether the text means a sum, so that a chance hit of small numbers is not called one."""
    strong = opened and bool(_STRONG.search(page.text, total.end, parts[0].start))
    several = sum(part.scaled > 0 for part in parts) > 1
    if not several and not (strong and total.dimension and parts[-1].sentence == total.sentence):
        return False
    if not total.dimension and not strong:
        return False
    evidence = 2 * opened + strong + bool(_TOTAL.search(total.subject + total.tail)) + (total.digits > 2) + (total.digits > 3)
    evidence += (len(parts) > 2) + (len(parts) > 3)
    evidence += parts[0].sentence == total.sentence
    evidence += 2 * (len(parts) > 2 and total.digits > 1 and parts[-1].sentence == total.sentence)
    evidence -= total.dimension == "" and not opened
    return evidence >= (3 if total.is_money or opened else 4)


def _sound(page: Page, total: Statement, parts: list[Statement]) -> Iterator[Relation | Finding]:
    exact = sum((part.value for part in parts), start=parts[0].value * 0)
    spans = page.spans([total, *parts])
    yield Relation(_kind(total), Verdict.OK, spans, total.shown, total.write(exact), _addition(parts))
    gap = exact - total.value
    if abs(gap) > max(total.step, *(part.step for part in parts)):
        message = f"分项相加为{total.write(exact)}，总数写{total.shown}，相差{total.write(abs(gap))}"
        yield report("T113", message, spans, stated=total.shown, expected=total.write(exact), kind=_kind(total))


def _kind(total: Statement) -> Kind:
    if total.dimension == "points":
        return Kind.SCORE_SUM
    return Kind.COUNT if total.dimension.startswith("count") else Kind.SUM


def _addition(parts: Sequence[Statement]) -> str:
    shown = " + ".join(part.shown for part in parts[:12])
    return shown + (" + …" if len(parts) > 12 else "")


# --- disputed sums ------------------------------------------------------------------------------


def _listed(page: Page, stream: list[Statement], at: int) -> Listed | None:
    """The list that a word such as 其中 or 分别为 opens behind the total, up to the end of its sentence."""
    total = stream[at]
    if at + 2 >= len(stream) or not total.dimension:
        return None
    gap = page.text[total.end : stream[at + 1].start]
    opener = _STRONG.search(gap) or _WEAK.search(gap)
    if opener is None or opener.start() > 24 or len(gap) > 80:
        return None
    sentence = stream[at + 1].sentence
    if sentence - total.sentence > 1 + gap.count("\n"):
        return None
    depth = stream[at + 1].depth
    weak = _STRONG.search(gap) is None
    parts: list[Statement] = []
    for part in stream[at + 1 : at + 1 + _REACH]:
        if part.sentence != sentence or part.depth < depth or _CLOSING_TOTAL.search(part.subject):
            break
        if parts and _changes_role(total, parts[0], part):
            break
        if weak and ";" in page.text[total.end : part.start]:
            break
        if part.depth == depth:
            parts.append(part)
    if len(parts) < 2 or any(_STRONG.search(page.between(a, b)) for a, b in zip(parts, parts[1:], strict=False)):
        return None
    if any(other.change for other in page.statements[total.index + 1 : parts[-1].index]):
        return None
    return Listed(total, parts, opener[0], _closed(page, parts))


def _changes_role(total: Statement, first: Statement, part: Statement) -> bool:
    new = _OTHER_ROLE.search(part.subject)
    return new is not None and new[0] not in first.subject and new[0] not in total.subject


def _closed(page: Page, parts: list[Statement]) -> bool:
    """Whether nothing in the list leaves it open (等)."""
    text = page.text
    end = parts[-1].end
    while end < len(text) and text[end] not in _CLOSERS and end - parts[-1].end < 40:
        end += 1
    inside = any(page.between(a, b).startswith("等") for a, b in zip(parts, parts[1:], strict=False))
    return not inside and not _OPEN_ENDED.search(text, parts[-1].end, end)


def _listed_before(page: Page, stream: list[Statement], at: int) -> Listed | None:
    """Parts that stand before 合计 in the same sentence, the sentence holding nothing else of the kind."""
    total = stream[at]
    if not total.dimension or not re.match(r"(?:以上|上述)?(?:合计|共计|总计|综合得分|总得分|总分)", total.subject) or total.depth:
        return None
    parts = [s for s in stream[max(at - _REACH, 0) : at] if s.sentence == total.sentence and s.depth == 0]
    if len(parts) < 2:
        return None
    gaps = [page.between(a, b) for a, b in zip(parts, [*parts[1:], total], strict=True)]
    if any(_OPEN.search(gap[:3]) or _STRONG.search(gap) for gap in gaps):
        return None
    if any(_TOTAL.search(part.subject) for part in parts):
        return None
    return Listed(total, parts, "合计", closed=True)


def _dispute(page: Page, listed: Listed) -> Iterator[Relation | Finding]:
    total, parts = listed.total, listed.parts
    exact = sum((part.value for part in parts), start=parts[0].value * 0)
    gap = exact - total.value
    spans = page.spans([total, *parts])
    if abs(gap) <= sum_slack(total, parts):
        return
    if not listed.closed:
        yield _open_list(page, listed, "列举以“等”结尾，未必列全")
        return
    slip = any(one_slip(number, number.value + (gap if number is total else -gap)) for number in (total, *parts))
    tiny = abs(gap) * 200 < total.value
    weak = _STRONG.search(listed.opener) is None and listed.opener != "合计"
    complete = bool(_COMPLETE.search(listed.opener)) or listed.opener == "合计"
    over = gap > 0
    counted = _counted_out(total, parts, exact)
    if not (slip or tiny or complete or over or counted) or _restates(total, parts):
        yield _open_list(page, listed, f"“{listed.opener}”之后未必列全")
        return
    sure = not weak and (slip or tiny or (over and not complete) or len(parts) > 2) and total.digits > 1
    yield Relation(_kind(total), Verdict.WRONG, spans, total.shown, total.write(exact), _addition(parts))
    message = f"{_addition(parts)} = {total.write(exact)}，总数写{total.shown}，相差{total.write(abs(gap))}"
    code = "T112" if not sure else {Kind.COUNT: "T131", Kind.SCORE_SUM: "T141"}.get(_kind(total), "T111")
    severity = None if sure else Severity.WARNING
    yield report(
        code, message, spans, stated=total.shown, expected=total.write(exact), kind=_kind(total), severity=severity
    )


def _counted_out(total: Statement, parts: list[Statement], exact: Fraction) -> bool:
    """共85个，其中三类以上: a count that says 共 and lists at least three kinds, which make up most of it."""
    counts = total.dimension.startswith("count") and len(parts) > 2
    return counts and bool(_TOTAL.search(total.subject)) and exact * 2 >= total.value


def _restates(total: Statement, parts: list[Statement]) -> bool:
    """Whether a part repeats the whole total: then the list tells of something else."""
    if any(part.scaled == total.scaled for part in parts):
        return True
    return any(part.scaled > total.scaled for part in parts) and not _TOTAL.search(total.subject)


def _open_list(page: Page, listed: Listed, reason: str) -> Relation:
    total = listed.total
    exact = fraction_text(sum((p.value for p in listed.parts), start=total.value * 0) / total.factor, 6)
    spans = page.spans([total, *listed.parts])
    return Relation(_kind(total), Verdict.UNCHECKED, spans, total.shown, exact, reason)


