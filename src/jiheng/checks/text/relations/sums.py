"""Claim: a total is the sum of the parts listed with it (其中、包括、分别为、合计、bracketed and nested parts)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jiheng.checks.finding import Finding, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.relations import disputed_sums
from jiheng.checks.text.relations.lists import (
    CLOSING_TOTAL,
    OPENS,
    PLAINLY,
    TOTAL,
    Added,
    addition,
    earned,
    kind_of,
    sum_of,
    uneven,
)
from jiheng.checks.text.statement import Statement

_REACH = 60
_MAX_PARAGRAPHS = 14
_LONG = 4
_SURE = 2
_AGAIN = re.compile(r"具体|如下|明细|分别")
_ASIDE = re.compile(r"\([^()]*\)")


def find(page: Page, sound: list[Added]) -> Iterator[Relation | Finding]:
    """Recompute every total that has parts; those that fit are also put into ``sound``."""
    for stream in _streams(page.statements):
        for at, total in enumerate(stream):
            if total.scaled > 0 and (total.subject or not total.depth) and not _inside_row(page, total):
                yield from _judge(page, stream, at, sound)


def _inside_row(page: Page, total: Statement) -> bool:
    """Whether a bare number follows another in a row of a table; such rows are added by column."""
    if total.dimension or not total.index:
        return False
    gap = page.text[page.statements[total.index - 1].end : total.start]
    return not gap.strip(" |\n/") and "\n" not in gap


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
        for told in (parts, _told_again(page, stream, total, parts)):
            if told:
                sound.append(Added(total, told))
                yield from _sound(page, total, told)
        return
    yield from disputed_sums.judge(page, stream, at)


def _forward(page: Page, stream: list[Statement], at: int) -> list[Statement] | None:
    total = stream[at]
    ahead = _near(total, stream[at + 1 : at + 1 + _REACH])
    if len(ahead) < 2:
        return None
    opened = bool(OPENS.search(_ASIDE.sub("", page.text[total.end : ahead[0].start])))
    reached = _run(total, ahead)
    for choice, nested in _choices(page, total, ahead, reached):
        parts = _prefix(page, total, choice, nested=nested)
        if parts and not _goes_on(page, total, choice, parts) and _credible(page, total, parts, opened=opened):
            return parts
    return _two(total, ahead) if total.digits > _LONG else None


def _run(total: Statement, ahead: list[Statement]) -> int:
    """How many statements from the front it takes to reach or pass the total."""
    running = 0
    for count, part in enumerate(ahead, start=1):
        running += part.scaled
        if running >= total.scaled:
            return count
    return len(ahead)


def _near(total: Statement, others: list[Statement]) -> list[Statement]:
    """Those that stand within some paragraphs of the total."""
    if others and abs(others[-1].paragraph - total.paragraph) <= _MAX_PARAGRAPHS:
        return others
    return [s for s in others if abs(s.paragraph - total.paragraph) <= _MAX_PARAGRAPHS]


def _choices(
    page: Page, total: Statement, ahead: list[Statement], reached: int
) -> Iterator[tuple[list[Statement], bool]]:
    """What may be the parts, and whether parts of parts are skipped; only where the choices differ."""
    yield ahead, False
    deeper = total.depth != ahead[0].depth or ahead[0].brackets != ahead[-1].brackets
    if deeper or OPENS.search(page.text, ahead[0].end, ahead[min(reached, len(ahead) - 1)].start):
        yield ahead, True
    if ahead[-1].entry != ahead[0].entry:
        yield _heads(ahead), True
    if deeper:
        yield [s for s in ahead if s.depth <= total.depth], True
    if total.digits > _LONG and not total.dimension:
        yield ahead[1::2], False  # a table of two columns, read line by line


def _told_again(page: Page, stream: list[Statement], total: Statement, parts: list[Statement]) -> list[Statement]:
    """The parts of a second, finer list of the same total (其中甲、乙。具体如下：1. …；2. …)."""
    at = stream.index(parts[-1]) + 1
    ahead = stream[at : at + _REACH]
    if len(ahead) < 2 or parts[0].index < total.index or not _AGAIN.search(page.between(parts[-1], ahead[0])):
        return []
    return _prefix(page, total, ahead, nested=False) or []


def _goes_on(page: Page, total: Statement, choice: list[Statement], parts: list[Statement]) -> bool:
    """Whether the list goes on in the same words behind the parts that already give the total."""
    last = parts[-1]
    at = choice.index(last) + 1
    other = choice[at] if at < len(choice) else None
    if (
        other is None
        or other.sentence != last.sentence
        or other.depth != last.depth
        or not 0 < other.scaled <= total.scaled
    ):
        return False
    return other.lead[-2:] == last.lead[-2:] and not PLAINLY.search(page.between(last, other))


def _prefix(page: Page, total: Statement, ahead: list[Statement], *, nested: bool) -> list[Statement] | None:
    """The shortest run of parts from the front that gives the total; a part's own parts are skipped."""
    chosen: list[Statement] = []
    running = slack = 0
    at = 0
    while at < len(ahead):
        part = ahead[at]
        chosen.append(part)
        running += part.scaled
        slack += part.slack
        limit = slack + total.slack
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
    gap = page.text[parent.end : ahead[at + 1].start]
    if not OPENS.search(gap):
        return 0
    running = 0
    for count, part in enumerate(ahead[at + 1 : at + 25], start=1):
        running += part.scaled
        if running >= parent.scaled:
            alone = count == 1 and "其中" not in gap
            return 0 if running > parent.scaled or alone else count + _zeros(ahead, at + 1 + count)
    return 0


def _zeros(ahead: list[Statement], at: int) -> int:
    """How many zero amounts follow in the same sentence: parts for which nothing was spent."""
    count = 0
    while at + count < len(ahead) and not ahead[at + count].scaled and ahead[at + count].sentence == ahead[at].sentence:
        count += 1
    return count


def _heads(ahead: list[Statement]) -> list[Statement]:
    """Only the first statement of each list entry (after ``;``, ``。`` or a new line)."""
    return [ahead[0], *(part for before, part in pairwise(ahead) if part.entry != before.entry)]


def _backward(page: Page, stream: list[Statement], at: int) -> list[Statement] | None:
    total = stream[at]
    closing = bool(CLOSING_TOTAL.search(total.subject))
    if not closing and total.digits < 4:
        return None
    back = _near(total, stream[max(at - _REACH, 0) : at])[::-1]
    for choice in _choices_before(total, back):
        parts = _suffix(total, choice)
        meant = closing or (total.dimension and len(parts or ()) > 2) or _on_top(page, parts)
        if parts and meant and sum(part.scaled > 0 for part in parts) > 1 and not _by_chance(total, parts):
            return parts
    return _two(total, back) if closing else None


def _choices_before(total: Statement, back: list[Statement]) -> Iterator[list[Statement]]:
    yield back
    if back and (back[0].depth or back[0].brackets != back[-1].brackets):
        yield [s for s in back if s.depth == 0]
        yield [s for s in back if s.depth == total.depth]
    if total.dimension == "points":
        yield earned(back)


def _on_top(page: Page, parts: list[Statement] | None) -> bool:
    """在A的基础上，再下达B: the next amount is what both make."""
    return len(parts or ()) == _SURE and parts is not None and "基础上" in page.between(*parts)


def _by_chance(total: Statement, parts: list[Statement]) -> bool:
    """Whether a small count only happens to be the sum of counts told apart from it."""
    return total.dimension.startswith("count") and total.digits < _SURE and total.index > parts[-1].index + 1


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
    running = slack = 0
    for part in back:
        chosen.append(part)
        running += part.scaled
        slack += part.slack
        limit = slack + total.slack
        if len(chosen) > 1 and abs(running - total.scaled) <= limit:
            return chosen[::-1]
        if running > total.scaled + limit:
            return None
    return None


def _credible(page: Page, total: Statement, parts: list[Statement], *, opened: bool) -> bool:
    """Whether the text means a sum, so that a chance hit of small numbers is not called one."""
    strong = opened and bool(PLAINLY.search(page.text, total.end, parts[0].start))
    if not opened and not TOTAL.search(total.subject) and ";" in page.between(total, parts[0]):
        return False
    several = sum(part.scaled > 0 for part in parts) > 1
    if not several and not (strong and total.dimension and parts[-1].sentence == total.sentence):
        return False
    if not total.dimension and not strong:
        return False
    evidence = (
        2 * opened
        + strong
        + bool(TOTAL.search(total.subject + total.tail))
        + (len(total.written) > 2)
        + (total.digits > 3)
    )
    evidence += (len(parts) > 2) + (len(parts) > 3)
    evidence += parts[0].sentence == total.sentence
    evidence += 2 * (len(parts) > 2 and total.digits > 1 and parts[-1].sentence == total.sentence)
    evidence -= total.dimension == "" and not opened
    return evidence >= (3 if total.is_money or opened else 4)


def _sound(page: Page, total: Statement, parts: list[Statement]) -> Iterator[Relation | Finding]:
    exact = sum_of(parts)
    spans = page.spans([total, *parts])
    yield Relation(kind_of(total), Verdict.OK, spans, total.shown, total.write(exact), addition(parts))
    gap = exact - total.value
    if uneven(total, parts):
        message = f"分项相加为{total.write(exact)}，总数写{total.shown}，相差{total.write(abs(gap))}"
        yield report("T113", message, spans, stated=total.shown, expected=total.write(exact), kind=kind_of(total))
