"""Claim: the change of a total is the sum of the changes of its parts (三公经费减少2.97万元，其中用车减少1.33，接待减少1.64)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_BASE = re.compile(r"(?:较|比|同比|与)[^,。;]{0,8}?(?P<base>年初预算|上年预算|预算|上年决算|上年|去年|同期|20\d\d)")
_OPENER = re.compile(r"其中|分项|具体")
_MOST_PARTS = 6
_REACH = 3


def find(page: Page) -> Iterator[Relation | Finding]:
    """Add up the changes that follow a change of a total."""
    changes = [s for s in page.statements if s.change and s.is_money and not s.rough]
    bases = [_base(change) for change in changes]
    for at, total in enumerate(changes[:-2]):
        if bases[at] or "同比" in total.subject:
            reach = slice(at + 1, at + 1 + _MOST_PARTS)
            yield from _judge(page, total, bases[at], list(zip(changes[reach], bases[reach], strict=True)))


def _base(change: Statement) -> str:
    """What a change is compared with; empty if the text does not say."""
    found = _BASE.findall(change.lead)
    return found[-1] if found else ""


def _judge(
    page: Page, total: Statement, base: str, following: list[tuple[Statement, str]]
) -> Iterator[Relation | Finding]:
    first = following[0][0]
    if not _OPENER.search(page.text[total.end : first.start]) or first.paragraph - total.paragraph > _REACH:
        return
    alike = [part for part, other in following if not base or not other or other == base]
    parts: list[Statement] = []
    for part in alike:
        if parts and (part.paragraph - parts[-1].paragraph > 1 or _OPENER.search(page.between(parts[-1], part))):
            break
        parts.append(part)
        slack = total.slack + sum(p.slack for p in parts)
        if len(parts) > 1 and abs(sum(map(_signed, parts)) - _signed(total)) <= slack:
            spans = page.spans([total, *parts])
            because = " + ".join(_shown(p) for p in parts)
            yield Relation(Kind.SUM, Verdict.OK, spans, total.shown, total.shown, because)
            return
    plain = [part for part, other in following if other == base and part.sentence == first.sentence]
    if base and len(plain) > 1 and len(plain) == len(parts) and _all_one_way(total, plain):
        yield from _differs(page, total, plain)


def _all_one_way(total: Statement, parts: list[Statement]) -> bool:
    """Whether all changes go the way of the total and yet do not add up to it."""
    return all(p.change == total.change for p in parts) and sum(p.scaled for p in parts) != total.scaled


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
