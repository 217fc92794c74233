"""Claim: the change of a total is the sum of the changes of its parts (三公经费减少2.97万元，其中用车减少1.33，接待减少1.64)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_BASE = re.compile(r"(?:较|比|同比|与)[^,。;]{0,8}?(?P<base>年初预算|上年预算|预算|上年决算|上年|去年|同期|20\d\d)")
_OPENER = re.compile(r"其中|分项|具体")
_MOST_PARTS = 5
_REACH = 3


def find(page: Page) -> Iterator[Relation | Finding]:
    """Add up the changes that follow a change of a total against the same base."""
    for changes in _groups(page.statements):
        for at, total in enumerate(changes[:-2]):
            yield from _judge(page, total, changes[at + 1 : at + 1 + _MOST_PARTS])


def _groups(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Changes of money, in order, by what they are compared with."""
    groups: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.change and statement.is_money and not statement.rough:
            found = _BASE.findall(statement.lead)
            if found:
                groups[found[-1]].append(statement)
    return (group for group in groups.values() if len(group) > 2)


def _judge(page: Page, total: Statement, following: list[Statement]) -> Iterator[Relation | Finding]:
    gap = page.text[total.end : following[0].start]
    if not _OPENER.search(gap) or following[0].paragraph - total.paragraph > _REACH:
        return
    parts: list[Statement] = []
    for part in following:
        if parts and (part.sentence != parts[0].sentence or _OPENER.search(page.between(parts[-1], part))):
            break
        parts.append(part)
        slack = total.slack + sum(p.slack for p in parts)
        if len(parts) > 1 and abs(sum(map(_signed, parts)) - _signed(total)) <= slack:
            spans = page.spans([total, *parts])
            because = " + ".join(_shown(p) for p in parts)
            yield Relation(Kind.SUM, Verdict.OK, spans, total.shown, total.shown, because)
            return
    if len(parts) > 1 and all(p.change == total.change for p in parts) and sum(p.scaled for p in parts) != total.scaled:
        yield from _differs(page, total, parts)


def _signed(change: Statement) -> int:
    return -change.scaled if change.change == "down" else change.scaled


def _shown(change: Statement) -> str:
    return f"（−{change.shown}）" if change.change == "down" else change.shown


def _differs(page: Page, total: Statement, parts: list[Statement]) -> Iterator[Relation | Finding]:
    exact = sum((p.value for p in parts), start=total.value * 0)
    spans = page.spans([total, *parts])
    because = " + ".join(p.shown for p in parts)
    yield Relation(Kind.SUM, Verdict.WRONG, spans, total.shown, total.write(exact), because)
    message = f"各项变动额{because} = {total.write(exact)}，总变动额写{total.shown}"
    yield report("T112", message, spans, stated=total.shown, expected=total.write(exact))
