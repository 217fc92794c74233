"""Claim: in a table, a total row is the sum of the rows under it, column by column and block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, zip_longest

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import one_slip, sum_slack
from jiheng.checks.text.relations.lists import addition, sum_of, uneven
from jiheng.checks.text.rows import Row
from jiheng.checks.text.statement import Statement

_TOTAL = re.compile(r"总额|合计|总计|小计|共计")
_FUNDS = re.compile(r"资金|财政|拨款|补助|经费|收入|支出|预算|合计|总额|总计|其他|结转|自筹|配套|自有")
_MAX_PARTS = 12
_NEAR = 40
_LONG_LABEL = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A total row and the rows that are its parts."""

    total: Row
    parts: tuple[Row, ...]


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """Recompute the columns of every block, then the first block from the later ones."""
    blocks = list(_blocks(page, rows))
    yield from _exceeded(page, rows)
    for block in blocks:
        yield from _columns(page, block)
    yield from _stacked(page, blocks)


def _exceeded(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """A part larger than every amount of its total row (年度资金总额 0 0 0，其中财政拨款 90 90 90)."""
    for total, part in pairwise(rows):
        if not _opens(page, total, part) or not _TOTAL.search(total.label[-12:]):
            continue
        whole, some = _amounts(total), _amounts(part)
        if len(whole) > 1 and len(some) > 1 and max(s.scaled for s in some) > max(s.scaled for s in whole):
            spans = page.spans([*whole, *some])
            yield Relation(Kind.SUM, Verdict.WRONG, spans, whole[0].shown, some[0].shown, "分项大于总额")
            message = f"其中一项为{some[0].shown}，总额只写{whole[0].shown}"
            yield report("T112", message, spans, stated=whole[0].shown, expected=some[0].shown)


def _amounts(row: Row) -> list[Statement]:
    return [cell for cell in row.cells[:3] if cell.dimension in ("", "money")]


def _blocks(page: Page, rows: Sequence[Row]) -> Iterator[Block]:
    for at, total in enumerate(rows[:-2]):
        following = rows[at + 1]
        prose = len(total.cells) == 1 and bool(total.first.dimension)
        if prose or total.first.bound or total.first.is_share or not _opens(page, total, following):
            continue
        parts = _parts(page, total, rows[at + 1 : at + 1 + _MAX_PARTS])
        if len(parts) > 1:
            yield Block(total, tuple(parts))


def _opens(page: Page, total: Row, following: Row) -> bool:
    gap = page.text[total.last.end : following.first.start]
    return (len(gap) < _NEAR and "其中" in gap and "。" not in gap) or "\n其中" in gap[-2 * _NEAR :]


def _parts(page: Page, total: Row, rows: Sequence[Row]) -> list[Row]:
    parts: list[Row] = []
    before = total
    for row in rows:
        gap = page.text[before.last.end : row.first.start]
        label = gap.strip("\n").rsplit("\n", 1)[-1]
        ends = (parts and "其中" in gap) or _TOTAL.search(label) or not _FUNDS.search(label)
        other = row.first.dimension != total.first.dimension
        if ends or other or len(label) > _LONG_LABEL or abs(len(row.cells) - len(total.cells)) > 2:
            break
        parts.append(row)
        before = row
    return parts


def _columns(page: Page, block: Block) -> Iterator[Relation | Finding]:
    for column, total in enumerate(block.total.cells):
        parts = [row.cells[column] for row in block.parts if column < len(row.cells)]
        if len(parts) < 2 or not _additive(total, parts):
            continue
        fitting = next(
            (n for n in range(len(parts), 1, -1) if _gap(total, parts[:n]) <= sum_slack(total, parts[:n])), 0
        )
        if fitting:
            yield from sound(page, total, parts[:fitting])
        elif all(len(row.cells) == len(block.total.cells) for row in block.parts) and _slipped(total, parts):
            yield from wrong(page, total, parts)


def _gap(total: Statement, parts: Sequence[Statement]) -> Fraction:
    return abs(sum_of(parts) - total.value)


def _additive(total: Statement, parts: list[Statement]) -> bool:
    amounts = all(part.dimension in ("", "money") and not part.bound for part in parts)
    return (
        amounts
        and total.dimension in ("", "money")
        and total.scaled > 0
        and (len(total.written) > 1 or total.scaled > 2 * 10**9)
    )


def _slipped(total: Statement, parts: list[Statement]) -> bool:
    """Whether one slip explains the gap; a gap of another kind may be a row that was not read."""
    gap = sum_of(parts) - total.value
    near = abs(gap) * 200 < total.value
    return near or any(one_slip(n, n.value + (gap if n is total else -gap)) for n in (total, *parts))


def sound(page: Page, total: Statement, parts: Sequence[Statement]) -> Iterator[Relation | Finding]:
    """Say that a total of a table comes out, and whether only by rounding."""
    exact = sum_of(parts)
    spans = page.spans([total, *parts])
    yield Relation(Kind.SUM, Verdict.OK, spans, total.shown, total.write(exact), addition(parts))
    if uneven(total, parts):
        message = f"{addition(parts)} = {total.write(exact)}，总数写{total.shown}"
        yield report("T113", message, spans, stated=total.shown, expected=total.write(exact))


def wrong(page: Page, total: Statement, parts: Sequence[Statement]) -> Iterator[Relation | Finding]:
    """Say that a total of a table does not come out."""
    exact = sum_of(parts)
    spans = page.spans([total, *parts])
    yield Relation(Kind.SUM, Verdict.WRONG, spans, total.shown, total.write(exact), addition(parts))
    message = f"{addition(parts)} = {total.write(exact)}，总数写{total.shown}"
    yield report("T111", message, spans, stated=total.shown, expected=total.write(exact))


def _stacked(page: Page, blocks: Sequence[Block]) -> Iterator[Relation | Finding]:
    """The first block is the sum of the blocks below it, row by row (合计 = 奖励扶助 + 特别扶助)."""
    if len(blocks) < 3:
        return
    top, below = blocks[0], blocks[1:]
    lines = [_lines(top), *(_lines(block) for block in below)]
    if any(len(line) != len(lines[0]) for line in lines):
        return
    columns = list(zip_longest(*lines))
    fits = [abs(sum(p.scaled for p in parts) - total.scaled) <= 10**6 for total, *parts in columns]
    if sum(fits) < 2:
        return
    for (total, *parts), good in zip(columns, fits, strict=True):
        if good:
            yield from sound(page, total, parts)
        else:
            yield from wrong(page, total, parts)


def _lines(block: Block) -> list[Statement]:
    return [block.total.first, *(row.first for row in block.parts)]
